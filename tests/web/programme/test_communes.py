"""Models of care, classes of communes, inspections and documents: read, written, and kept from the neighbour."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from hoanhap.programme.models import (
    AreaAction,
    AreaPlan,
    AreaStatement,
    CommuneReview,
    CorrectiveAction,
    CriteriaEdition,
    DocumentLink,
    Inspection,
    LegalDocument,
    ModelActivity,
    ModelAdoption,
    Recognition,
)
from tests.programme.communes import directs
from tests.programme.lived import filled_programme, opened_file
from tests.programme.planned import planned
from tests.web.desk import Desk
from tests.web.programme.test_pages import seen
from tests.web.reading import counted, send, words

MARK = " Vọng"
BUDGET = 12


def boss(desk: Desk) -> Any:
    return directs("990-1", desk.here.pk, desk.there.pk)


@pytest.fixture
def lived(desk) -> dict[str, Any]:
    filled_programme(desk.there, mark=MARK, scope=boss(desk))
    return {key: rows[0] for key, rows in filled_programme(desk.here, mark="", scope=boss(desk)).items()}


def pages(lived: dict[str, Any], unit_id: str = "99001-1") -> dict[str, str]:
    """Every page that can be opened, by its name."""
    key = {name: row.pk for name, row in lived.items()}
    adoption, visit, document = [key["adoption_id"]], [key["inspection_id"]], [key["legal_id"]]
    parts: dict[str, list[Any]] = {
        "care-models": [],
        "model-rollout": [],
        "model-catalogue": [],
        "model-new": [],
        "model-withdraw": [key["model_id"]],
        "model-adopt": [],
        "adoption": adoption,
        "adoption-start": adoption,
        "adoption-end": adoption,
        "adoption-correct": adoption,
        "model-activity-new": adoption,
        "model-activity-withdraw": [*adoption, key["model_activity_id"]],
        "classification": [],
        "class-warnings": [],
        "criteria": [],
        "recognition-withdraw": [key["recognition_id"]],
        "statement-withdraw": [key["statement_id"]],
        "area-plan-correct": [key["area_plan_id"]],
        "area-plan-withdraw": [key["area_plan_id"]],
        "area-action-correct": [key["area_action_id"]],
        "area-action-withdraw": [key["area_action_id"]],
        "quiet-areas": [],
        "inspection-correct": visit,
        "corrective-withdraw": [key["corrective_id"]],
        "area-action-new": [key["area_plan_id"]],
        "area-action-done": [key["area_action_id"]],
        "commune-class": [unit_id],
        "commune-warned-files": [unit_id],
        "commune-recognise": [unit_id],
        "commune-hotspot": [unit_id],
        "commune-plan": [unit_id],
        "commune-review": [unit_id, 2018, "self-review"],
        "inspections": [],
        "inspection-new": [],
        "corrective-actions": [],
        "corrective-done": [key["corrective_id"]],
        "corrective-follow-up": [key["corrective_id"]],
        "inspection": visit,
        "inspection-visit": visit,
        "inspection-call-off": visit,
        "inspection-finding": visit,
        "corrective-new": [key["finding_id"]],
        "register": [],
        "register-new": [],
        "register-document": document,
        "register-file-new": document,
        "register-file": [*document, key["document_file_id"]],
        "register-file-withdraw": [*document, key["document_file_id"]],
        "register-correct": document,
        "register-replace": document,
        "register-link": document,
        "register-unlink": [*document, key["link_id"]],
        "findings": [],
    }
    return {name: reverse(name, args=given) for name, given in parts.items()}


def test_every_page_opens_with_at_most_twelve_questions(desk, province, lived):
    opened_file(desk, desk.here)
    asked = {}
    for name, address in pages(lived).items():
        assert province.get(address).status_code == 200, name
        with counted() as queries:
            province.get(address)
        asked[name] = len(queries)

    assert {name: count for name, count in asked.items() if count > BUDGET} == {}


def test_the_neighbour_is_told_nothing_and_may_write_nothing(desk, officer, neighbour, lived):
    here = desk.client("tinhnho", "province-officer", "commune-officer", unit="99001-1")
    opened_file(desk, desk.there, "Trần Thị Vọng (mẫu)")
    for name, address in pages(lived).items():
        for who in (officer, here):
            answer = who.get(address)
            assert MARK.strip() not in answer.content.decode(), name
    assert officer.get(pages(lived)["adoption"]).status_code == 200
    for name, address in pages(lived).items():
        if any(part in address for part in ("99001-1", *(str(row.pk) for row in lived.values()))):
            assert neighbour.get(address).status_code == 404, name


def test_the_officer_of_the_commune_sees_no_button_that_refuses(desk, officer, lived):
    page = officer.get(reverse("adoption", args=[lived["adoption_id"].pk])).content.decode()

    assert reverse("model-activity-new", args=[lived["adoption_id"].pk]) in page
    assert reverse("adoption-end", args=[lived["adoption_id"].pk]) not in page
    assert reverse("model-adopt") not in officer.get(reverse("care-models")).content.decode()
    assert officer.get(reverse("model-adopt")).status_code == 404


def test_a_commune_takes_up_a_model_and_says_what_it_does(desk, province, officer):
    answer = send(
        province,
        reverse("model-adopt"),
        unit_id=desk.here.pk,
        model_code="volunteer-helper",
        decision_number="8/QĐ",
        decision_on="03/01/2018",
        issuer="Ủy ban Mẫu",
        started_on="",
    )
    adoption = ModelAdoption.objects.get()
    assert answer.url == reverse("adoption", args=[adoption.pk])
    send(province, reverse("adoption-start", args=[adoption.pk]), started_on="01/02/2018")
    answer = send(
        officer,
        reverse("model-activity-new", args=[adoption.pk]),
        kind="visit",
        held_on="05/03/2018",
        headcount="6",
        note="Thăm 6 gia đình",
    )

    assert answer.status_code == 303
    assert [(one.kind, one.headcount) for one in ModelActivity.objects.all()] == [("visit", 6)]
    page = officer.get(reverse("care-models") + "?on=01/04/2018")
    assert "Đang áp dụng" in words(page)
    corrected = send(
        province,
        reverse("adoption-correct", args=[adoption.pk]),
        decision_number="8/QĐ-UBND",
        decision_on="03/01/2018",
        issuer="Ủy ban Mẫu",
        started_on="02/02/2018",
        ended_on="",
        reason="Gõ thiếu ký hiệu",
    )
    assert corrected.status_code == 303
    adoption.refresh_from_db()
    assert (adoption.decision_number, adoption.started_on) == ("8/QĐ-UBND", date(2018, 2, 2))
    refused = send(
        officer, reverse("model-activity-new", args=[adoption.pk]), kind="visit", held_on="05/01/2018"
    )
    assert refused.status_code == 422


def test_the_commune_answers_and_a_signed_decision_gives_the_class(desk, province, officer):
    address = reverse("commune-review", args=[desk.here.pk, 2018, "self-review"])
    answer = send(
        officer,
        address,
        with_file="0",
        places="0",
        arrested="0",
        happened_on="14/12/2018",
        body="Ủy ban Mẫu Đông",
        document_number="",
        note="",
    )
    assert answer.status_code == 303
    review = CommuneReview.objects.get()
    assert (review.answers, review.proposed_class) == (
        {"with_file": 0, "places": 0, "arrested": 0},
        "drug-free",
    )
    assert Recognition.objects.count() == 0
    assert officer.get(reverse("commune-review", args=[desk.here.pk, 2018, "review"])).status_code == 200
    refused = send(
        officer,
        reverse("commune-review", args=[desk.here.pk, 2018, "review"]),
        happened_on="15/12/2018",
        body="Ủy ban",
    )
    assert refused.status_code == 404

    send(
        province,
        reverse("commune-recognise", args=[desk.here.pk]),
        recognised_class="drug-free",
        decision_number="9/QĐ",
        decided_on="28/12/2018",
        issuer="Ủy ban tỉnh Mẫu",
        valid_from="01/01/2019",
        year="2018",
    )
    assert Recognition.objects.get().review == review
    assert "9/QĐ" in words(officer.get(reverse("commune-class", args=[desk.here.pk])))


def test_whose_file_was_opened_is_shown_masked_to_who_may_see_it(desk, province, officer, lived):
    opened = opened_file(desk, desk.here)
    address, files = (
        reverse(name, args=[desk.here.pk]) for name in ("commune-class", "commune-warned-files")
    )
    analyst = desk.client("phantich", "province-analyst", unit="990-1")

    assert "Mẫu Đông" in words(officer.get(reverse("class-warnings")))
    assert files in officer.get(address).content.decode()
    shown = words(officer.get(files))
    assert opened.person.code in shown
    assert "Nguyễn Văn An" not in shown
    assert files not in analyst.get(address).content.decode()
    assert "đã mở 1 hồ sơ tại đây" in words(analyst.get(address))
    assert analyst.get(files).status_code == 404


def test_the_word_of_the_police_and_the_plan_of_a_commune(desk, province, officer):
    send(
        province,
        reverse("commune-hotspot", args=[desk.here.pk]),
        is_hotspot="no",
        stated_on="01/02/2018",
        stated_by="Công an Mẫu",
        document_number="",
    )
    send(
        province,
        reverse("commune-plan", args=[desk.here.pk]),
        kind="convert",
        period_from="01/01/2018",
        period_to="31/12/2018",
        document_number="",
        document_on="",
    )
    plan = AreaPlan.objects.get()
    send(
        province,
        reverse("area-action-new", args=[plan.pk]),
        what="Rà soát",
        owner="Công an xã",
        due_on="01/06/2018",
    )
    action = AreaAction.objects.get()
    done = send(
        officer, reverse("area-action-done", args=[action.pk]), done_on="02/06/2018", evidence="Biên bản 2"
    )

    assert [one.is_hotspot for one in AreaStatement.objects.all()] == [False]
    assert plan.period_until == date(2019, 1, 1)
    assert done.status_code == 303
    action.refresh_from_db()
    assert action.done_on == date(2018, 6, 2)


def test_a_visit_finds_something_that_is_put_right(desk, province, officer):
    send(
        province,
        reverse("inspection-new"),
        unit_id=desk.here.pk,
        subject="Hồ sơ",
        led_by="Sở Mẫu",
        planned_on="01/03/2018",
        document_number="",
    )
    visit = Inspection.objects.get()
    assert "Quá hạn" in words(province.get(reverse("inspections")))
    send(
        province,
        reverse("inspection-visit", args=[visit.pk]),
        visited_on="02/03/2018",
        conclusion="Còn thiếu",
    )
    send(
        province,
        reverse("inspection-finding", args=[visit.pk]),
        unit_id=desk.here.pk,
        kind="staff",
        observed_on="02/03/2018",
        text="Thiếu người",
    )
    finding = visit.findings.get()
    send(
        province,
        reverse("corrective-new", args=[finding.pk]),
        what="Phân công",
        owner="Ủy ban xã",
        due_on="01/04/2018",
    )
    action = CorrectiveAction.objects.get()
    send(officer, reverse("corrective-done", args=[action.pk]), done_on="05/04/2018", evidence="QĐ 3")
    send(
        province,
        reverse("corrective-follow-up", args=[action.pk]),
        followed_up_on="10/04/2018",
        text="Đã đủ",
        is_right="yes",
    )

    action.refresh_from_db()
    assert action.followed_up_on == date(2018, 4, 10)
    assert "Đã khắc phục" in words(officer.get(reverse("inspection", args=[visit.pk])))


def test_the_register_of_documents_is_kept_and_searched(desk, province, officer):
    given = {
        "area_id": "990-1",
        "kind": "decision",
        "title": "Mức hỗ trợ cai nghiện",
        "issuer": "Hội đồng Mẫu",
    }
    send(
        province,
        reverse("register-new"),
        **given,
        number="1/NQ",
        issued_on="01/02/2017",
        valid_from="01/03/2017",
        valid_to="",
    )
    send(
        province,
        reverse("register-new"),
        **given,
        number="2/NQ",
        issued_on="01/02/2018",
        valid_from="01/03/2018",
        valid_to="31/12/2030",
    )
    old, new = LegalDocument.objects.order_by("issued_on")
    planned("ke-hoach-mau", desk.here, scope=desk.province)
    send(province, reverse("register-replace", args=[old.pk]), by_id=str(new.pk), on="01/03/2018")
    send(province, reverse("register-link", args=[new.pk]), regime="", task="ke-hoach-mau/certify")
    both = send(province, reverse("register-link", args=[new.pk]), regime="", task="")
    send(
        province,
        reverse("register-correct", args=[new.pk]),
        kind="resolution",
        number="2/NQ-HĐND",
        title="Mức hỗ trợ cai nghiện",
        issuer="Hội đồng Mẫu",
        issued_on="01/02/2018",
        valid_from="01/03/2018",
        valid_to="31/12/2030",
        reason="Thiếu ký hiệu",
    )

    new.refresh_from_db()
    assert (new.number, new.kind, new.valid_until) == ("2/NQ-HĐND", "resolution", date(2031, 1, 1))
    assert both.status_code == 422
    assert DocumentLink.objects.get().code == "ke-hoach-mau/certify"
    found = words(officer.get(reverse("register") + "?q=muc+ho+tro&holds=on&on=01/01/2020"))
    assert "2/NQ-HĐND" in found
    assert "1/NQ " not in found
    assert officer.get(reverse("register-new")).status_code == 404


def test_only_who_keeps_the_law_publishes_criteria(desk, province):
    keeper = desk.client("phapche", "law-keeper", "province-analyst", unit="990-1")
    page = keeper.get(reverse("criteria-new"))
    body = page.context["form"].initial["body"]

    assert province.get(reverse("criteria-new")).status_code == 404
    wrong = send(
        keeper,
        reverse("criteria-new"),
        body="[",
        document_number="1/QĐ",
        document_on="01/01/2018",
        reason="Thử",
    )
    assert wrong.status_code == 422
    done = send(
        keeper,
        reverse("criteria-new"),
        body=body,
        document_number="1/QĐ",
        document_on="01/01/2018",
        reason="Thử",
    )
    assert done.status_code == 303
    assert CriteriaEdition.objects.get().edition == 101


def test_findings_stay_as_they_were(desk, officer):
    seen(desk)

    assert "Thiếu thuốc cắt cơn" in words(officer.get(reverse("findings")))


def test_every_page_is_whole_without_signing_in_refused(lived):
    nobody = Client()
    for name, address in pages(lived).items():
        assert nobody.get(address).status_code == 302, name
