"""Two officials at the same moment: one decision, one review, one plan, one model; the other is told so, in words."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connections

from hoanhap.audit.models import Entry
from hoanhap.kit.errors import Refused
from hoanhap.places.models import UnitReach
from hoanhap.programme.models import (
    AddedModel,
    AreaPlan,
    AreaStatement,
    CommuneReview,
    LegalDocument,
    ModelAdoption,
    Recognition,
    ReviewStep,
)
from hoanhap.programme.operations import (
    area_plans,
    care_models,
    classification,
    documents_in_force,
    recognitions,
)
from tests.casework.made import LATER, Made
from tests.programme.communes import PROVINCE, directs


def together(*acts) -> list[str]:
    """What came of each: "done", or the code of the refusal."""
    start = Barrier(len(acts))

    def run(act) -> str:
        try:
            start.wait(timeout=30)
            act()
        except Refused as refused:
            return refused.problems[0].code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


@pytest.fixture
def here(own_database, db) -> str:
    made = Made()
    for unit in (PROVINCE, *made.offices):
        UnitReach.objects.create(area_id=PROVINCE, unit_id=unit)
    return made.here.pk


def given(here: str) -> dict:
    return {"scope": directs(PROVINCE, here), "at": LATER}


def recognise(here: str, number: str, **changes):
    asked = {
        "unit_id": here,
        "recognised_class": "drug-free",
        "decision_number": number,
        "decided_on": date(2018, 12, 20),
        "issuer": "Ủy ban Mẫu",
        "valid_from": date(2018, 12, 20),
    }
    return recognitions.recognise(**(asked | changes), **given(here))


def reviewed(here: str, body: str = "Ủy ban xã", **changes):
    asked = {
        "unit_id": here,
        "year": 2018,
        "kind": "self-review",
        "answers": {"with_file": 0, "places": 0, "arrested": 0},
        "happened_on": date(2018, 12, 14),
        "body": body,
    }
    return classification.record_review(**(asked | changes), **given(here))


def test_one_commune_is_recognised_once(here):
    found = together(*(lambda number=number: recognise(here, number) for number in ("1/QĐ", "2/QĐ")))

    assert found == ["decided-already", "done"]
    assert Recognition.objects.count() == 1
    assert Entry.objects.filter(kind="programme.commune-recognised").count() == 1


def test_one_review_leads_to_one_decision(here):
    reviewed(here)
    days = (date(2018, 12, 20), date(2018, 12, 21))

    found = together(
        *(lambda day=day: recognise(here, f"{day.day}/QĐ", year=2018, valid_from=day) for day in days)
    )

    assert found == ["done", "review-decided"]
    assert Recognition.objects.count() == 1
    assert ReviewStep.objects.filter(kind="recognition").count() == 1


def test_decisions_of_different_days_follow_each_other_without_a_gap(here):
    days = (date(2018, 12, 20), date(2018, 6, 1), date(2017, 12, 20))

    found = together(
        *(lambda day=day: recognise(here, f"{day:%d%m%y}/QĐ", decided_on=day, valid_from=day) for day in days)
    )

    assert found == ["done", "done", "done"]
    assert list(Recognition.objects.order_by("valid_from").values_list("valid_from", "valid_until")) == [
        (days[2], days[1]),
        (days[1], days[0]),
        (days[0], None),
    ]


def test_the_first_review_of_a_year_is_begun_once(here):
    found = together(*(lambda body=body: reviewed(here, body) for body in ("A", "B")))

    assert found == ["done", "done"]
    assert CommuneReview.objects.count() == 1
    assert sorted(ReviewStep.objects.values_list("body", flat=True)) == ["A", "B"]


def test_a_statement_of_a_day_is_made_once(here):
    def state(is_hotspot: bool) -> None:
        recognitions.state_hotspot(
            unit_id=here,
            is_hotspot=is_hotspot,
            stated_on=date(2018, 5, 1),
            stated_by="Công an Mẫu",
            **given(here),
        )

    assert together(lambda: state(True), lambda: state(False)) == ["done", "stated-already"]
    assert AreaStatement.objects.count() == 1


def test_a_plan_of_a_commune_is_made_once(here):
    def make() -> None:
        area_plans.make_area_plan(
            unit_id=here,
            kind="keep",
            period_from=date(2018, 1, 1),
            period_until=date(2019, 1, 1),
            **given(here),
        )

    assert together(make, make) == ["done", "plan-exists"]
    assert AreaPlan.objects.count() == 1


def test_a_model_is_added_and_adopted_once(here):
    def add() -> None:
        care_models.add_model(
            area_id=here,
            title="Tổ giúp nhau",
            months=3,
            document_number="1/KH",
            document_on=date(2018, 1, 2),
            **given(here),
        )

    def adopt(number: str) -> None:
        care_models.adopt_model(
            unit_id=here,
            model_code="b93-club",
            decision_number=number,
            decision_on=date(2018, 1, 2),
            issuer="Ủy ban Mẫu",
            started_on=date(2018, 2, 1),
            **given(here),
        )

    assert together(add, add) == ["done", "model-exists"]
    assert together(lambda: adopt("1/QĐ"), lambda: adopt("2/QĐ")) == ["adopted-already", "done"]
    assert (AddedModel.objects.count(), ModelAdoption.objects.count()) == (1, 1)


def test_two_documents_never_replace_each_other(here):
    rows = [
        documents_in_force.enter_document(
            area_id=here,
            kind="decision",
            number=f"{number}/QĐ",
            title="Mức hỗ trợ",
            issuer="Hội đồng Mẫu",
            issued_on=date(2018, 1, 2),
            valid_from=date(2018, 1, 2),
            **given(here),
        )
        for number in (1, 2)
    ]

    def replace(old, new) -> None:
        documents_in_force.replace_document(
            document_id=old.pk, by_id=new.pk, on=date(2018, 6, 1), **given(here)
        )

    found = together(lambda: replace(*rows), lambda: replace(*reversed(rows)))

    assert found == ["circle", "done"]
    assert LegalDocument.objects.filter(replaced_by__isnull=False).count() == 1
