"""Which tasks are late, for whom, and how far the question about each has risen."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from hoanhap.places.models import Unit, UnitReach
from hoanhap.programme.queries import plan_bodies, plan_pages
from hoanhap.programme.queries.late_tasks import late
from hoanhap.programme.rules.plan_files import Asks, Step
from hoanhap.programme.rules.tasks import STEPS, risen
from tests.casework.made import OFFICER, PROVINCE, scope
from tests.programme.planned import body_of, planned, reported

TASKS = [
    {"code": "certify", "title": {"vi": "Tập huấn", "en": "Train"}, "lead": "cong-an", "due": "2017-12-31"}
]


@pytest.fixture
def province(made):
    UnitReach.objects.get_or_create(area_id="990-1", unit_id="990-1")
    return planned("mau", Unit.objects.get(pk="990-1"), scope=made.province, tasks=TASKS)


def told(reader, on):
    return [
        (one.plan_number, one.code, one.days, one.step.asks, one.who) for one in late(scope=reader, on=on)
    ]


@pytest.mark.parametrize(
    ("on", "days", "asks", "who"),
    [
        (date(2018, 1, 1), 1, Asks.AGENCY, "Công an Mẫu"),
        (date(2018, 1, 14), 14, Asks.AGENCY, "Công an Mẫu"),
        (date(2018, 1, 15), 15, Asks.HEAD, "Trưởng Công an"),
        (date(2018, 1, 30), 30, Asks.ISSUER, "Ủy ban Mẫu"),
    ],
)
def test_the_question_rises_from_the_agency_to_its_head_to_who_issued_the_plan(
    made, province, on, days, asks, who
):
    assert told(made.province, on) == [("7/KH-mau", "certify", days, asks, who)]
    assert told(made.province, date(2017, 12, 31)) == []


def test_a_plan_may_set_its_own_steps(made):
    steps = [{"days": 1, "asks": "head"}, {"days": 3, "asks": "issuer"}]
    planned("rieng", Unit.objects.get(pk="990-1"), scope=made.province, tasks=TASKS, escalation=steps)

    assert told(made.province, date(2018, 1, 2))[0][3:] == (Asks.HEAD, "Trưởng Công an")
    assert told(made.province, date(2018, 1, 3))[0][3:] == (Asks.ISSUER, "Ủy ban Mẫu")
    with pytest.raises(ValidationError):
        body_of("sai", "990-1", escalation=list(reversed(steps)))


def test_who_only_answers_for_the_area_is_asked_when_it_has_risen_to_a_head(made, province):
    head = scope(PROVINCE - {"programme.write"}, "990-1", *made.offices)

    assert told(head, date(2018, 1, 14)) == []
    assert [asks for *_rest, asks, _who in told(head, date(2018, 1, 15))] == [Asks.HEAD]


def test_what_is_done_is_not_late(made, province):
    reported(province, scope=made.province)

    assert told(made.province, date(2018, 3, 1)) == []


def test_long_after_the_plan_nobody_is_asked_any_more(made, province):
    assert told(made.province, date(2018, 12, 1))
    assert told(made.province, date(2019, 6, 1)) == []


def test_the_plan_of_another_area_is_nobody_elses_business(made, province):
    assert told(made.officer, date(2018, 3, 1)) == []
    assert told(scope(OFFICER - {"programme.read"}, "990-1"), date(2018, 3, 1)) == []


@given(st.integers(1, 400))
def test_a_longer_delay_never_falls_back_a_step(days):
    assert risen(days, STEPS).days <= days
    assert risen(days + 1, STEPS).days >= risen(days, STEPS).days
    assert risen(0, (Step(days=5, asks=Asks.HEAD),)).asks is Asks.HEAD


def test_each_agency_stands_with_its_head_what_it_answers_for_and_the_tasks_it_leads(made):
    plan = planned("dau-moi", Unit.objects.get(pk="990-1"), scope=made.province)
    held = plan_bodies.held(plan.pk, scope=made.province)

    (head,) = plan_pages.heads(held)

    assert (head.agency, head.post) == ("Công an Mẫu", "Trưởng Công an")
    assert [code for code, _title in head.targets] == ["certify"]
    assert head.leads == ("Rà soát", "Rà soát")
    said = plan_pages.in_words(held)
    assert [days for days, _asks in said.escalation] == [1, 15, 30]
