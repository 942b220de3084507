"""One of everything that a commune does under the programme, with a mark in every text."""

from datetime import date
from typing import Any

from hoanhap.access.scope import Scope
from hoanhap.casework.models import ManagementFile
from hoanhap.places.models import Unit
from hoanhap.programme.models import ReviewStep
from hoanhap.programme.operations import (
    area_plans,
    care_models,
    classification,
    documents_in_force,
    findings,
    inspections,
    recognitions,
)
from tests.casework.made import LATER
from tests.programme.signed import pdf_saying

ANSWERS = {"with_file": 3, "places": 1, "arrested": 0}


def filled_programme(unit: Unit, *, mark: str, scope: Scope) -> dict[str, Any]:
    """The rows by the names that their keys have in addresses. Everything happened in 2018."""
    given: dict[str, Any] = {"scope": scope, "at": LATER}
    added = care_models.add_model(
        area_id=unit.pk,
        title=f"Quán trà{mark} {unit.pk}",
        about=f"Gặp gỡ{mark}",
        months=2,
        document_number=f"1/KH{mark}",
        document_on=date(2018, 1, 2),
        **given,
    )
    adoption = care_models.adopt_model(
        unit_id=unit.pk,
        model_code="b93-club",
        decision_number=f"2/QĐ{mark}",
        decision_on=date(2018, 1, 3),
        issuer=f"Ủy ban{mark}",
        started_on=date(2018, 2, 1),
        **given,
    )
    activity = care_models.record_activity(
        adoption_id=adoption.pk,
        kind="meeting",
        held_on=date(2018, 11, 5),
        headcount=14,
        note=f"Sinh hoạt{mark}",
        **given,
    )
    review = classification.record_review(
        unit_id=unit.pk,
        year=2018,
        kind="self-review",
        answers=ANSWERS,
        happened_on=date(2018, 12, 14),
        body=f"Ủy ban{mark}",
        note=f"Đủ số liệu{mark}",
        **given,
    )
    recognition = recognitions.recognise(
        unit_id=unit.pk,
        recognised_class="drug-free",
        decision_number=f"3/QĐ{mark}",
        decided_on=date(2018, 1, 4),
        issuer=f"Ủy ban tỉnh{mark}",
        valid_from=date(2018, 1, 5),
        **given,
    )
    statement = recognitions.state_hotspot(
        unit_id=unit.pk, is_hotspot=True, stated_on=date(2018, 5, 1), stated_by=f"Công an{mark}", **given
    )
    plan = area_plans.make_area_plan(
        unit_id=unit.pk,
        kind="keep",
        period_from=date(2018, 1, 1),
        period_until=date(2019, 1, 1),
        document_number=f"4/KH{mark}",
        **given,
    )
    action = area_plans.add_area_action(
        area_plan_id=plan.pk,
        what=f"Tuyên truyền{mark}",
        owner=f"Đoàn{mark}",
        due_on=date(2018, 6, 1),
        **given,
    )
    visit = inspections.plan_inspection(
        unit_id=unit.pk, subject=f"Hồ sơ{mark}", led_by=f"Sở{mark}", planned_on=date(2018, 3, 1), **given
    )
    inspections.record_visit(
        inspection_id=visit.pk, visited_on=date(2018, 3, 2), conclusion=f"Còn thiếu{mark}", **given
    )
    found = findings.record_finding(
        unit_id=unit.pk,
        inspection_id=visit.pk,
        kind="staff",
        observed_on=date(2018, 3, 2),
        text=f"Thiếu người{mark}",
        **given,
    )
    corrective = inspections.ask_for_action(
        finding_id=found.pk, what=f"Phân công{mark}", owner=f"Ủy ban{mark}", due_on=date(2018, 4, 1), **given
    )
    document = documents_in_force.enter_document(
        area_id=unit.pk,
        kind="decision",
        number=f"5/QĐ{mark}",
        title=f"Mức hỗ trợ{mark}",
        issuer=f"Hội đồng{mark}",
        issued_on=date(2018, 1, 2),
        valid_from=date(2018, 1, 2),
        **given,
    )
    link = documents_in_force.link_document(
        document_id=document.pk, kind="regime", code="post-rehab-2021", **given
    )
    paper = documents_in_force.add_document_file(
        document_id=document.pk,
        name=f"quyet-dinh{mark}.pdf",
        content=pdf_saying(unit.pk),
        **given,
    )
    return {
        "model_id": [added],
        "adoption_id": [adoption],
        "model_activity_id": [activity],
        "recognition_id": [recognition],
        "statement_id": [statement],
        "area_plan_id": [plan],
        "area_action_id": [action],
        "inspection_id": [visit],
        "finding_id": [found],
        "corrective_id": [corrective],
        "legal_id": [document],
        "link_id": [link],
        "document_file_id": [paper],
        "review_step": list(ReviewStep.objects.filter(review=review)),
    }


def opened_file(made: Any, unit: Unit, name: str = "Nguyễn Văn An (mẫu)") -> ManagementFile:
    """A file of somebody of the commune, opened after it was recognised."""
    person = made.person(name, unit=unit)
    return ManagementFile.objects.create(
        person=person, opened_on=date(2018, 9, 1), office=made.office(unit), unit=unit
    )
