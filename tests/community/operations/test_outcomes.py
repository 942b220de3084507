"""How somebody lives 6 and 12 months after support, and changes for the better."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoanhap.community.models import Outcome
from hoanhap.community.operations import needs, outcomes
from hoanhap.community.operations.refusals import NeedRefused
from hoanhap.community.queries import outcomes as queries
from hoanhap.community.rules import outcomes as rules
from hoanhap.kit.errors import NotFound
from hoanhap.kit.keys import new_id
from tests.casework.made import LATER, scope

HELPED = date(2017, 2, 28)


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def helped(made, person, on=HELPED, **changes):
    given = {"domain": "work", "form": "provided", "provider": "mẫu"}
    return needs.give_support(
        person_id=person.pk, provided_on=on, **(given | changes), scope=made.officer, at=LATER
    )


def visited(made, person, **changes):
    told = {
        "months": 6,
        "on": date(2017, 9, 1),
        "work": "in-work",
        "income": "5m-8m",
        "housing": "family",
        "using": "not-using",
        "using_source": "test",
        "visited_by": "Lê Thị Cúc (mẫu)",
        "scope": made.officer,
        "at": LATER,
    }
    return outcomes.record_outcome(person_id=person.pk, **(told | changes))


def due(made, on, by=None):
    return [(one.months, one.since) for one in queries.due(scope=by or made.officer, on=on)]


def test_a_visit_is_due_six_and_twelve_months_after_the_first_support_until_it_is_made(made):
    person = made.person()
    helped(made, person)
    helped(made, person, date(2017, 4, 3))

    assert due(made, date(2017, 8, 27)) == []
    assert due(made, date(2017, 8, 28)) == [(6, date(2017, 8, 28))]
    assert due(made, date(2018, 2, 28)) == [(12, date(2018, 2, 28))]
    visited(made, person)
    assert due(made, date(2017, 9, 2)) == []
    assert due(made, date(2018, 3, 1)) == [(12, date(2018, 2, 28))]
    assert due(made, date(2018, 8, 28)) == []


def test_each_episode_has_visits_of_its_own_and_advice_has_none(made):
    person = made.person()
    helped(made, person, form="counselled")
    assert due(made, date(2017, 9, 1)) == []
    helped(made, person)
    episode = made.decided()
    helped(made, episode.person, episode.opened_on)
    helped(made, episode.person, date(2017, 2, 1))
    assert {months for months, _since in due(made, date(2018, 1, 20))} == {6}
    assert len(due(made, date(2018, 1, 20))) == 3


def test_the_next_commune_is_told_of_no_visit_and_records_none(made):
    person = made.person()
    helped(made, person)
    neighbour = scope(made.officer.authorities[0].powers, made.there.pk)

    assert due(made, date(2017, 9, 1), neighbour) == []
    with pytest.raises(NotFound):
        visited(made, person, scope=neighbour)
    with pytest.raises(NotFound):
        outcomes.note_betterment(
            person_id=person.pk,
            on=HELPED,
            area="work",
            words="x",
            noted_by="y",
            scope=neighbour,
            at=LATER,
        )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"on": date(2017, 7, 27)}, "too-early"),
        ({"months": 12}, "too-early"),
        ({"months": 7}, "not-on-the-list"),
        ({"using_source": ""}, "source-missing"),
        ({"work": "somewhere"}, "not-on-the-list"),
        ({"visited_by": " "}, "missing"),
        ({"on": date(2017, 2, 1)}, "never-supported"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(made, changes, code):
    person = made.person()
    helped(made, person)

    with pytest.raises(NeedRefused) as refused:
        visited(made, person, **changes)
    assert codes(refused) == [code]
    assert Outcome.objects.count() == 0


def test_an_outcome_is_recorded_once_and_anew_after_it_was_withdrawn(made):
    person = made.person()
    helped(made, person)
    visited(made, person)

    with pytest.raises(NeedRefused) as refused:
        visited(made, person)
    assert codes(refused) == ["outcome-twice"]


def test_a_withdrawn_outcome_is_due_again(made):
    person = made.person()
    helped(made, person)
    outcome = visited(made, person)
    outcomes.withdraw(
        register="outcome", row_id=outcome.pk, reason="Nhầm người", scope=made.officer, at=LATER
    )

    assert due(made, date(2017, 9, 2)) == [(6, date(2017, 8, 28))]
    visited(made, person, using="unknown")
    assert Outcome.objects.get(retired_at__isnull=True).using_source == ""


def test_a_change_for_the_better_is_noted_with_day_and_area_and_taken_back(made):
    person = made.person()
    better = outcomes.note_betterment(
        person_id=person.pk,
        on=HELPED,
        area="family",
        words="Chăm sóc mẹ già",
        noted_by="Tổ công tác (mẫu)",
        scope=made.officer,
        at=LATER,
    )
    outcomes.withdraw(register="better", row_id=better.pk, reason="Nhầm", scope=made.officer, at=LATER)

    _none, (line,) = queries.progress_of(person.pk, scope=made.officer, at=LATER)
    assert (str(line.area), line.retired_reason) == ("Quan hệ trong gia đình", "Nhầm")


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.sampled_from(rules.MONTHS))
def test_a_visit_may_come_a_month_before_it_is_due_and_never_before_the_earlier_one_was(helped_on, months):
    first, due_on = rules.counts_from(helped_on, months), rules.due_on(helped_on, months)

    assert timedelta(days=28) <= due_on - first <= timedelta(days=31)
    assert first > rules.due_on(helped_on, 0)
    assert months == 6 or first > rules.due_on(helped_on, 6)


@given(helped_on=st.dates(date(2015, 1, 1), date(2017, 1, 1)), days=st.integers(150, 720))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_is_due_on_a_day_is_the_same_by_plain_counting(made, helped_on, days):
    person = made.person(f"Người {new_id()} (mẫu)")
    support = helped(made, person, helped_on)
    on = helped_on + timedelta(days=days)
    expected = next(
        (
            months
            for months, end in ((12, 18), (6, 12))
            if rules.due_on(helped_on, months) <= on < rules.due_on(helped_on, end)
        ),
        None,
    )

    found = [
        one.months for one in queries.due(scope=made.officer, on=on, size=100) if one.person_id == person.pk
    ]

    assert found == ([] if expected is None else [expected])
    needs.withdraw(register="support", row_id=support.pk, reason="mẫu", scope=made.officer, at=LATER)
