"""What a plan says, whole; plans as files both ways; and a plan that a level below makes its own."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hoanhap.places.models import Unit
from hoanhap.programme.models import Plan, PlanEdition
from hoanhap.programme.operations import plan_editions
from hoanhap.programme.queries import plan_bodies
from hoanhap.programme.rules import plan_texts
from tests.casework.made import LATER
from tests.programme.planned import body_of, planned
from tests.web.reading import fields, queries_of, send, words


@pytest.fixture
def plan(desk):
    return planned("mau", Unit.objects.get(pk="990-1"), scope=desk.province)


def test_the_page_says_everything_that_the_plan_says(desk, province, plan):
    plan_editions.change_plan(
        plan_id=plan.pk,
        edition=1,
        changes={"schedule": {"vi": "Quý IV báo cáo", "en": "Report in the fourth quarter"}},
        reason="Bổ sung tiến độ",
        document_number="9/CV",
        scope=desk.province,
        at=LATER,
    )

    page = province.get(reverse("plan-text", args=[plan.pk]))

    said = page.context["said"]
    assert [(one.code, one.mark, one.responsible) for one in said.targets] == [
        ("classify", "–", ()),
        ("certify", "> 90 %", ("Trưởng Công an",)),
    ]
    assert [(one.code, one.lead, str(one.every), one.due is None) for one in said.tasks] == [
        ("classify", "Công an Mẫu", "hằng quý", True),
        ("certify", "Công an Mẫu", "", False),
    ]
    assert [is_there for _box, is_there in said.boxes] == [True, True, False, False, True]
    assert [(one.number, one.reason, one.document_number) for one in page.context["editions"]] == [
        (2, "Bổ sung tiến độ", "9/CV"),
        (1, "", ""),
    ]
    text = words(page)
    for told in ("Quý IV báo cáo", "Công an Mẫu", "31/12/2017", "Bổ sung tiến độ", "> 90 %"):
        assert told in text, told


def test_what_is_downloaded_and_brought_again_changes_nothing(desk, province, plan):
    file = province.get(reverse("plan-file", args=[plan.pk]))
    assert file["Content-Disposition"] == 'attachment; filename="mau.yaml"'
    assert plan_texts.read(file.content.decode()) == body_of("mau", "990-1")

    page = province.get(reverse("plan-bring"))
    answer = province.post(
        reverse("plan-bring"),
        {**fields(page), "file": SimpleUploadedFile("mau.yaml", file.content), "text": ""},
    )

    assert (answer.status_code, answer.url) == (303, reverse("plan-text", args=[plan.pk]))
    assert PlanEdition.objects.count() == 1


def test_a_plan_is_brought_as_text_and_amended_only_with_a_reason(desk, province):
    text = plan_texts.write(body_of("mau", "990-1"))
    assert send(province, reverse("plan-bring"), text=text).status_code == 303
    plan = Plan.objects.get()
    other = text.replace("title: Kế hoạch mẫu", "title: Kế hoạch mẫu sửa đổi")

    refused = send(province, reverse("plan-bring"), text=other)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["reason"]
    answer = send(province, reverse("plan-bring"), text=other, reason="Sửa tên", document_number="8/CV")

    assert answer.status_code == 303
    assert list(
        PlanEdition.objects.order_by("number").values_list("number", "reason", "document_number")
    ) == [
        (1, "", ""),
        (2, "Sửa tên", "8/CV"),
    ]
    plan.refresh_from_db()
    assert plan.title == "Kế hoạch mẫu sửa đổi"


def test_mistakes_of_a_file_come_back_with_their_lines_and_the_text_to_be_mended(province):
    text = plan_texts.write(body_of("mau", "990-1")).replace("per_cent: 90", "per_cent: 190")
    line = next(n for n, row in enumerate(text.splitlines()) if "per_cent: 190" in row)
    page = province.get(reverse("plan-bring"))

    answer = province.post(
        reverse("plan-bring"),
        {**fields(page), "file": SimpleUploadedFile("mau.yaml", text.encode()), "text": ""},
    )

    assert answer.status_code == 422
    (told,) = answer.context["form"].non_field_errors()
    assert told.startswith(f"Dòng {line}, chỉ tiêu thứ 2 › mức › phần trăm: ")  # the mark begins a line above
    assert fields(answer)["text"].strip().splitlines() == text.strip().splitlines()
    assert Plan.objects.count() == 0


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"", b"   "])
def test_what_is_no_text_is_refused(province, content):
    page = province.get(reverse("plan-bring"))
    answer = province.post(
        reverse("plan-bring"), {**fields(page), "file": SimpleUploadedFile("mau.yaml", content)}
    )

    assert answer.status_code == 422
    assert Plan.objects.count() == 0


def test_a_plan_of_another_area_and_one_whose_code_is_in_use_there_get_the_same_answer(desk):
    planned("ke-ben", desk.there, scope=desk.province, mark=" Vọng")
    here = desk.client("tinhnho", "province-officer", unit="99001-1")

    answers = [
        send(here, reverse("plan-bring"), text=plan_texts.write(body), reason="Thử")
        for body in (body_of("moi", "99002-1"), body_of("ke-ben", "99001-1"))
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert len({tuple(answer.context["form"].non_field_errors()) for answer in answers}) == 1
    assert all("Vọng" not in answer.content.decode() for answer in answers)
    assert PlanEdition.objects.count() == 1


def test_a_commune_makes_the_plan_of_the_province_its_own(desk, province, plan):
    answer = send(
        province,
        reverse("plan-copy", args=[plan.pk]),
        area_id="99001",
        number="12/KH-UBND",
        title="Kế hoạch của xã (mẫu)",
        issuer="Ủy ban xã Mẫu",
        issued_on="01/06/2017",
    )

    assert answer.status_code == 303, words(answer)
    own = Plan.objects.get(number="12/KH-UBND")
    assert answer.url == reverse("plan-text", args=[own.pk])
    assert (own.follows_id, own.area_id, own.code) == (plan.pk, "99001-1", "12-kh-ubnd-2017-06-01")
    above, body = (plan_bodies.of_plan(one).body for one in (plan, own))
    assert (body.targets, body.tasks) == (above.targets, above.tasks)
    page = province.get(reverse("plan-text", args=[plan.pk]))
    assert [number for _key, number, _title, _issuer in page.context["followers"]] == ["12/KH-UBND"]
    neighbour = desk.client("langgieng", unit="99002-1").get(reverse("plan-text", args=[plan.pk]))
    assert neighbour.context["followers"] == []


@pytest.mark.parametrize("name", ["plan-bring", "plan-copy"])
def test_who_only_reads_brings_and_copies_nothing(officer, plan, name):
    assert officer.get(reverse(name, args=[plan.pk] if name == "plan-copy" else [])).status_code == 404
    page = officer.get(reverse("plan-text", args=[plan.pk])).content.decode()
    assert reverse("plan-copy", args=[plan.pk]) not in page
    assert reverse("plan-communes", args=[plan.pk]) not in page


@pytest.mark.parametrize("name", ["plan-text", "plan-copy", "plan-file"])
def test_the_pages_take_at_most_twelve_questions(province, plan, name):
    assert queries_of(province, reverse(name, args=[plan.pk])) <= 12
