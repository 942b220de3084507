"""The end of a treatment: from the next day nothing is dosed here; whoever is sent away is sent away by two, on a ground."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Step
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import Enrolment
from hoanhap.treatment.operations import care
from hoanhap.treatment.operations.refusals import CareRefused, DoseRefused
from hoanhap.treatment.queries.told import untold
from tests.medicine.operations.test_stock import DAY, at
from tests.treatment.window import Window, code, inside

pytestmark = pytest.mark.django_db
NEXT = DAY + timedelta(days=1)
WAYS = ("completed", "left", "prison", "died", "transferred", "other")


@pytest.fixture
def window(made):
    return Window(made)


def end(window, row, **changes: Any) -> Enrolment:
    given: dict[str, Any] = {
        "enrolment_id": row.pk,
        "on": DAY,
        "ended_as": "left",
        "reason": "xin thôi",
        "scope": window.doctor,
        "at": at(9),
    }
    return care.end_enrolment(**(given | changes))


@pytest.mark.parametrize("way", WAYS)
def test_the_dose_of_the_last_day_is_given_and_none_after_it(window, way):
    row, order = window.patient()
    end(window, row, ended_as=way)
    row.refresh_from_db()
    assert (row.ended_on, row.ended_as, row.ended_by) == (NEXT, way, window.doctor.account_id)
    order.refresh_from_db()
    assert (order.stopped_on, order.stop_reason) == (NEXT, way)
    assert list(row.places.values_list("valid_until", flat=True)) == [NEXT]
    window.settle(window.pour(order))
    with pytest.raises(CareRefused) as refused, transaction.atomic():
        window.order(row, "20", start=NEXT)
    assert code(refused) == ["not-enrolled"]
    told = Entry.objects.get(kind="treatment.enrolment-ended")
    assert (told.person_id, told.details["ended_as"]) == (row.person_id, way)


def test_an_end_before_today_takes_the_dose_of_today(window):
    row, order = window.patient()
    end(window, row, on=DAY - timedelta(days=1))
    with pytest.raises(DoseRefused), transaction.atomic():
        window.pour(order)


def test_it_ends_once_and_not_before_it_began(window):
    row, _order = window.patient()
    with pytest.raises(CareRefused) as refused, transaction.atomic():
        end(window, row, on=row.enrolled_on - timedelta(days=2))
    assert code(refused) == ["ends-before-it-begins"]
    end(window, row)
    with pytest.raises(CareRefused) as refused, transaction.atomic():
        end(window, row, ended_as="died")
    assert code(refused) == ["ended-already"]
    row.refresh_from_db()
    assert row.ended_as == "left"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ground": "rules-twice", "second_person": None}, ["second-person-missing"]),
        ({"ground": "rules-twice", "second_person": "self"}, ["second-person-missing"]),
        ({"ground": "rules-twice", "reason": ""}, ["second-person-missing"]),
        ({"ground": ""}, ["not-on-the-list"]),
        ({"ground": "late-often"}, ["not-on-the-list"]),
        ({"ground": "rules-twice", "ended_as": "left"}, ["not-on-the-list"]),
        ({"ended_as": "sent-off"}, ["not-on-the-list"]),
    ],
)
def test_whoever_is_sent_away_is_sent_away_by_two_on_a_ground_of_the_rule(window, changes, said):
    row, order = window.patient()
    given: dict[str, Any] = {
        "ended_as": "expelled",
        "ground": "",
        "reason": "đánh nhau",
        "second_person": window.other_doctor.account_id,
    } | changes
    if given["second_person"] == "self":
        given["second_person"] = window.doctor.account_id
    with pytest.raises(CareRefused) as refused, transaction.atomic():
        end(window, row, **given)
    assert code(refused) == said
    row.refresh_from_db()
    order.refresh_from_db()
    assert (row.ended_on, order.stopped_on) == (None, None)


def test_the_database_itself_lets_nobody_be_sent_away_by_one(window):
    row, _order = window.patient()
    alone = {
        "ended_on": NEXT,
        "ended_as": "expelled",
        "end_reason": "x",
        "end_ground": "offence",
        "ended_by": window.doctor.account_id,
    }
    for second in (None, window.doctor.account_id):
        with pytest.raises(IntegrityError, match="enrolment_expelled_by_two"), transaction.atomic():
            Enrolment.objects.filter(pk=row.pk).update(**alone, end_second_person=second)


def test_sent_away_by_two_the_case_is_told_with_the_ground(window):
    row, order = window.patient()
    window.settle(window.pour(order))
    end(
        window,
        row,
        ended_as="expelled",
        ground="rules-twice",
        reason="đánh nhau",
        second_person=window.other_doctor.account_id,
        at=at(10),
    )
    row.refresh_from_db()
    assert (row.end_second_person, row.end_ground) == (window.other_doctor.account_id, "rules-twice")
    steps = dict(Step.objects.filter(episode=row.episode_id).values_list("kind", "happened_on"))
    known = {one.kind for one in untold(row, on=DAY)}
    assert "expulsion" in steps.keys() | known
    assert steps.get("induction") == DAY or "induction" in known


def test_nobody_else_ends_it(window):
    row, _order = window.patient()
    other = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở Khác", unit=window.made.there, valid_from=date(2010, 1, 1)
    )
    with pytest.raises(NotFound), transaction.atomic():
        end(window, row, scope=inside(other, "khac"))
    for powers in (["treatment.care", "treatment.dose"], ["treatment.head"]):
        with pytest.raises(Forbidden), transaction.atomic():
            end(window, row, scope=inside(window.place, "nguoikhac", frozenset(powers)))
    with pytest.raises(Forbidden), transaction.atomic():
        end(window, row, scope=window.made.province)
    row.refresh_from_db()
    assert row.ended_on is None


def test_after_the_end_somebody_is_taken_on_again_only_from_the_day_after(window):
    row, _order = window.patient()
    end(window, row)
    again = {
        "episode_id": row.episode_id,
        "organisation_id": window.place.pk,
        "medicine": "methadone",
        "card_number": "M-999",
        "scope": window.doctor,
        "at": at(9),
    }
    with pytest.raises(CareRefused) as refused, transaction.atomic():
        care.enrol(enrolled_on=DAY, **again)
    assert code(refused) == ["enrolled-already"]
    new = care.enrol(enrolled_on=NEXT, **again)
    assert Enrolment.objects.filter(person=row.person_id).count() == 2
    order = window.order(new, "20", start=NEXT)
    assert order.dose_mg == Decimal(20)
