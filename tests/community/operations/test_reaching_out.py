"""Attempts to win people for treatment who are in none, and what followed."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.community.models import OutreachAttempt
from hoanhap.community.operations import reaching_out
from hoanhap.community.operations.refusals import AttemptRefused
from hoanhap.community.queries import reaching_out as queries
from hoanhap.kit.errors import NotFound
from hoanhap.programme.queries.measures import MEASURES
from tests.casework.made import LATER

DAY = date(2017, 1, 10)
TODAY = LATER.date()


def codes(refused):
    return [(problem.code, problem.field) for problem in refused.value.problems]


def tried(made, **changes):
    told = {"on": DAY, "channel": "home", "result": "thinking", "made_by": "Tổ viên (mẫu)"}
    return reaching_out.record_attempt(**(told | {"scope": made.officer, "at": LATER} | changes))


def count(name, from_on=date(2017, 1, 1), to_on=date(2017, 12, 31), unit_ids=None):
    return MEASURES[name].count(from_on=from_on, to_on=to_on, unit_ids=unit_ids)


def test_the_treatment_that_begins_afterwards_is_what_followed(made):
    person = made.person()
    tried(made, person_id=person.pk, on=date(2017, 5, 1))
    assert (count("people_approached"), count("people_won")) == (1, 0)

    episode = made.episode(person=person)

    [line] = queries.attempts_of(person.pk, scope=made.officer, on=TODAY)
    assert line.won_on == episode.opened_on
    assert count("people_won") == 1
    assert count("people_won", unit_ids=[made.there.pk]) == 0
    assert queries.due_again(scope=made.officer, on=TODAY).total == 0


@given(st.integers(-400, 400))
def test_a_treatment_follows_within_the_days_of_the_definition_and_never_before(days):
    rules = queries.reaching_out(TODAY)

    assert rules.follows(DAY + timedelta(days=days), DAY) == (0 <= days <= rules.follows_within_days.value)


@pytest.mark.parametrize(("before", "won"), [(0, 1), (90, 1), (91, 0)])
def test_the_measure_keeps_the_days_of_the_definition(made, before, won):
    person = made.person()
    episode = made.episode(person=person)
    tried(made, person_id=person.pk, on=episode.opened_on - timedelta(days=before))

    assert count("people_won") == won


@pytest.mark.parametrize("result", ["not-met", "away"])
def test_whoever_was_not_spoken_with_is_not_approached(made, result):
    tried(made, person_id=made.person().pk, result=result)

    assert (count("outreach_attempts"), count("people_approached")) == (1, 0)


def test_whoever_is_in_treatment_is_met_there(made):
    episode = made.episode()

    with pytest.raises(AttemptRefused) as refused:
        tried(made, person_id=episode.person_id, on=episode.opened_on + timedelta(days=1))

    assert codes(refused) == [("in-treatment", "on")]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"on": TODAY + timedelta(days=1)}, ("in-the-future", "on")),
        ({"on": date(1950, 1, 1)}, ("outside-the-life", "on")),
        ({"channel": "letter"}, ("not-on-the-list", "channel")),
        ({"result": "won"}, ("not-on-the-list", "result")),
        ({"next_on": DAY}, ("again-not-after", "next_on")),
        ({"made_by": " "}, ("missing", "made_by")),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(made, changes, problem):
    with pytest.raises(AttemptRefused) as refused:
        tried(made, person_id=made.person().pk, **changes)

    assert codes(refused) == [problem]
    assert OutreachAttempt.objects.count() == 0


def test_the_same_attempt_twice_is_one(made):
    person = made.person()
    tried(made, person_id=person.pk)

    with pytest.raises(AttemptRefused) as refused, transaction.atomic():
        tried(made, person_id=person.pk, result="refused")

    assert codes(refused) == [("attempt-twice", "on")]


def test_of_somebody_without_a_file_nothing_is_kept_that_could_tell_who(made):
    tried(made, unit_id=made.here.pk)

    for told in ({"note": "Anh Tý nhà cuối xóm"}, {"next_on": TODAY}):
        with pytest.raises(AttemptRefused):
            tried(made, unit_id=made.here.pk, **told)
    attempt = OutreachAttempt.objects.get()
    attempt.pk, attempt.note = None, "Anh Tý"
    with pytest.raises(IntegrityError), transaction.atomic():
        OutreachAttempt.objects.bulk_create([attempt])
    assert (count("outreach_attempts"), count("people_approached")) == (1, 0)


def test_the_next_commune_neither_writes_nor_reads_nor_withdraws(made):
    person = made.person()
    attempt = tried(made, person_id=person.pk, next_on=TODAY)
    nobody = tried(made, unit_id=made.here.pk)
    other = {"scope": made.neighbour}

    for forbidden in (
        lambda: tried(made, person_id=person.pk, channel="call", **other),
        lambda: tried(made, unit_id=made.here.pk, **other),
        lambda: reaching_out.withdraw_attempt(attempt_id=attempt.pk, reason="x", at=LATER, **other),
        lambda: reaching_out.withdraw_attempt(attempt_id=nobody.pk, reason="x", at=LATER, **other),
        lambda: queries.attempt(nobody.pk, on=TODAY, **other),
    ):
        with pytest.raises(NotFound):
            forbidden()
    assert queries.attempts_of(person.pk, on=TODAY, **other) == []
    assert queries.due_again(on=TODAY, **other).total == 0
    assert queries.unnamed(on=TODAY, **other).total == 0
    assert queries.reached(on=TODAY, **other) == queries.Reached(0, 0, 0, 0)


def test_only_the_newest_attempt_says_when_to_ask_again(made):
    person = made.person()
    tried(made, person_id=person.pk, next_on=DAY + timedelta(days=20))
    newest = tried(made, person_id=person.pk, on=DAY + timedelta(days=5), result="refused")
    assert queries.due_again(scope=made.officer, on=TODAY).total == 0

    reaching_out.withdraw_attempt(attempt_id=newest.pk, reason="Nhầm", scope=made.officer, at=LATER)

    [line] = queries.due_again(scope=made.officer, on=TODAY)
    assert line.next_on == DAY + timedelta(days=20)


def test_a_withdrawn_attempt_counts_no_more_and_is_withdrawn_once(made):
    attempt = tried(made, person_id=made.person().pk)
    given = {"attempt_id": attempt.pk, "scope": made.officer, "at": LATER}
    with pytest.raises(AttemptRefused):
        reaching_out.withdraw_attempt(reason=" ", **given)
    reaching_out.withdraw_attempt(reason="Nhầm người", **given)

    with pytest.raises(AttemptRefused) as refused:
        reaching_out.withdraw_attempt(reason="Nhầm người", **given)

    assert codes(refused) == [("withdrawn-already", "")]
    assert count("outreach_attempts") == 0


def test_the_register_is_never_rewritten(made):
    attempt = tried(made, person_id=made.person().pk)

    with pytest.raises(DatabaseError), transaction.atomic():
        OutreachAttempt.objects.filter(pk=attempt.pk).update(result="agreed")
    with pytest.raises(DatabaseError), transaction.atomic():
        OutreachAttempt.objects.filter(pk=attempt.pk).delete()
