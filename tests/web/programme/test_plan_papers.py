"""The signed paper of a plan: kept as it came, told by its bytes, handed out to who may see the plan, never overwritten."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from hoanhap.places.models import Unit
from hoanhap.programme.models import PlanFile
from hoanhap.programme.operations import plan_papers
from tests.casework.made import LATER
from tests.programme.planned import planned
from tests.web.reading import fields, queries_of, send, words

PDF = b"%PDF-1.7\n" + b"K\xe1\xba\xbf ho\xe1\xba\xa1ch " * 20


@pytest.fixture
def plan(desk):
    return planned("mau", Unit.objects.get(pk="99001-1"), scope=desk.province)


@pytest.fixture
def paper(desk, plan):
    return plan_papers.add_paper(
        plan_id=plan.pk, name="ke hoach.pdf", content=PDF, scope=desk.province, at=LATER
    )


def brought(client, plan, name, content):
    address = reverse("plan-paper-new", args=[plan.pk])
    return client.post(address, {**fields(client.get(address)), "file": SimpleUploadedFile(name, content)})


def test_a_signed_paper_is_kept_and_handed_out_byte_for_byte(province, plan):
    assert brought(province, plan, "KH 7 ký.pdf", PDF).status_code == 303
    assert brought(province, plan, "trang 2.png", b"\x89PNG\r\n\x1a\nxx").status_code == 303

    page = province.get(reverse("plan-text", args=[plan.pk]))
    assert [one.name for one in page.context["papers"]] == ["trang 2.png", "KH 7 ký.pdf"]
    kept = PlanFile.objects.get(name="KH 7 ký.pdf")
    answer = province.get(reverse("plan-paper", args=[plan.pk, kept.pk]))
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("ke-hoach.pdf", b"MZ\x90\x00 not a paper", "PDF, JPEG và PNG"),
        ("ke-hoach.pdf", b"<html><script>1</script></html>", "PDF, JPEG và PNG"),
        ("ke-hoach.docx", b"PK\x03\x04 word/document.xml", "PDF, JPEG và PNG"),
        ("ke-hoach.pdf", b"", "rỗng"),
        ("ke-hoach.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024), "10 MB"),
    ],
)
def test_what_is_no_paper_or_too_large_is_refused_by_what_it_is_not_by_its_name(
    province, plan, name, content, says
):
    answer = brought(province, plan, name, content)

    assert answer.status_code == 422
    assert says in " ".join(answer.context["form"].errors["file"])
    assert PlanFile.objects.count() == 0


def test_the_same_paper_is_kept_once_and_no_paper_is_written_over(province, plan, paper):
    assert brought(province, plan, "khac.pdf", PDF).status_code == 422
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanFile.objects.filter(pk=paper.pk).update(content=b"%PDF-khac")
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanFile.objects.filter(pk=paper.pk).delete()
    assert bytes(PlanFile.objects.get().content) == PDF


def test_a_paper_is_taken_back_with_a_reason_and_stays_in_the_list(province, plan, paper):
    address = reverse("plan-paper-withdraw", args=[plan.pk, paper.pk])
    assert send(province, address).status_code == 422
    assert send(province, address, reason="Tải nhầm văn bản").status_code == 303

    assert "Tải nhầm văn bản" in words(province.get(reverse("plan-text", args=[plan.pk])))
    assert province.get(reverse("plan-paper", args=[plan.pk, paper.pk])).status_code == 404
    assert brought(province, plan, "lai.pdf", PDF).status_code == 303


def test_who_may_not_see_the_plan_gets_no_paper_and_who_only_reads_brings_none(desk, officer, plan, paper):
    neighbour = desk.client("langgieng", unit="99002-1")
    elsewhere = desk.client("tinhkhac", "province-officer", unit="99002-1")
    handed = reverse("plan-paper", args=[plan.pk, paper.pk])

    assert officer.get(handed).status_code == 200
    for client in (neighbour, elsewhere):
        assert client.get(handed).status_code == 404
    for client in (officer, neighbour, elsewhere):
        for name, args in (("plan-paper-new", [plan.pk]), ("plan-paper-withdraw", [plan.pk, paper.pk])):
            assert client.get(reverse(name, args=args)).status_code == 404
    other = planned("khac", Unit.objects.get(pk="99002-1"), scope=desk.province)
    assert elsewhere.get(reverse("plan-paper", args=[other.pk, paper.pk])).status_code == 404


@pytest.mark.parametrize("name", ["plan-text", "plan-paper-new", "plan-paper-withdraw", "plan-paper"])
def test_the_pages_take_at_most_twelve_questions(province, plan, paper, name):
    more = [paper.pk] if name in {"plan-paper-withdraw", "plan-paper"} else []
    assert queries_of(province, reverse(name, args=[plan.pk, *more])) <= 12
