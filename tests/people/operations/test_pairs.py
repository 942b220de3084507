"""Files that look alike are decided once, by somebody who sees both; the neighbour learns nothing of it."""

from datetime import date
from functools import partial

import pytest
from django.db import DatabaseError, transaction

from hoanhap.audit.models import Entry
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.kit.keys import new_id
from hoanhap.people.models import Identifier, NotSamePerson, PairNote
from hoanhap.people.operations import pairs as operations
from hoanhap.people.operations import people
from hoanhap.people.operations.pairs import PairRefused
from hoanhap.people.queries import pairs as queries
from tests.people.conftest import AT, TODAY

WHY = "Đã gặp cả hai người"


def listed(scope, **asked):
    found = queries.pairs(scope=scope, at=AT, **asked)
    return [{line.person.id, line.other.id} for line in found.page]


@pytest.fixture
def alike(ground):
    """Two files of the commune with one name and one birthday, made because somebody said they are two."""
    first = ground.register()
    second = ground.register("Trần Bình (mẫu)", birth=PartialDate(1990, 1, 2))
    people.correct_person(
        person_id=second.pk,
        full_name="Nguyen Van An (mẫu)",
        birth=PartialDate(1985, 3, 5),
        reason="Theo giấy tờ",
        scope=ground.clerk,
        at=AT,
    )
    return first, second


def test_a_likely_pair_is_listed_with_what_speaks_for_it_and_both_are_logged(ground, alike):
    first, second = alike

    [line] = queries.pairs(scope=ground.clerk, at=AT).page

    assert (line.person.id, line.other.id) == (second.pk, first.pk)
    assert line.person.name == "Nguyen Van An (mẫu)"
    assert "Trùng ngày sinh" in " ".join(str(one) for one in line.reasons)
    told = Entry.objects.filter(kind="people.pairs-read").values_list("person_id", flat=True)
    assert set(told) == {first.pk, second.pk}


@pytest.mark.parametrize("who", ["neighbour", "nobody", "reader"])
def test_who_does_not_write_both_files_learns_of_no_pair(ground, alike, who):
    scope = getattr(ground, who)
    if who == "neighbour":
        assert listed(scope) == []
    else:
        with pytest.raises(Forbidden):
            listed(scope)
    assert not Entry.objects.filter(kind="people.pairs-read").exists()


def test_a_pair_over_two_communes_is_shown_to_who_reaches_both(ground):
    first = ground.register()
    second = ground.register_there("Trần Bình (mẫu)")
    people.correct_person(
        person_id=second.pk, full_name=first.full_name, reason="Theo giấy", scope=ground.neighbour, at=AT
    )

    assert listed(ground.everywhere) == [{first.pk, second.pk}]
    assert listed(ground.everywhere, area_id=ground.there.pk) == [{first.pk, second.pk}]
    assert listed(ground.clerk) == []
    assert listed(ground.neighbour) == []
    assert listed(ground.clerk, area_id=ground.there.pk) == []


def test_an_equal_number_makes_a_pair_whatever_the_names(ground):
    first = ground.register()
    second = ground.register("Trần Bình (mẫu)", birth=PartialDate(1999))
    for person in (first, second):
        Identifier.objects.create(person=person, kind="cmnd", number="000111222")

    assert listed(ground.clerk) == [{first.pk, second.pk}]


def test_namesakes_of_one_year_are_shown_only_when_asked_for(ground, alike):
    first, second = alike
    people.correct_person(
        person_id=second.pk, birth=PartialDate(1986), reason="Theo giấy", scope=ground.clerk, at=AT
    )

    assert listed(ground.clerk) == []
    assert listed(ground.clerk, also_possible=True) == [{first.pk, second.pk}]


@pytest.mark.parametrize("turned", [False, True])
def test_a_pair_said_to_be_two_never_comes_back(ground, alike, turned):
    first, second = alike[::-1] if turned else alike

    say = partial(operations.say_two_people, reason=WHY, scope=ground.clerk, at=AT)
    decision = say(person_id=first.pk, other_id=second.pk)
    again = say(person_id=second.pk, other_id=first.pk)

    assert again == decision
    assert NotSamePerson.objects.count() == 1
    assert listed(ground.clerk, also_possible=True) == []
    kinds = Entry.objects.filter(kind="people.pair-said-to-be-two").values_list("person_id", flat=True)
    assert set(kinds) == {first.pk, second.pk}


def test_a_decision_that_was_wrong_is_withdrawn_with_a_reason_and_kept(ground, alike):
    first, second = alike
    decision = operations.say_two_people(
        person_id=first.pk, other_id=second.pk, reason=WHY, scope=ground.clerk, at=AT
    )
    assert [one.id for one in queries.decided(scope=ground.clerk)] == [decision.pk]
    assert queries.decided(scope=ground.neighbour).total == 0

    with pytest.raises(NotFound):
        operations.withdraw_two_people(decision_id=decision.pk, reason=WHY, scope=ground.neighbour, at=AT)
    with pytest.raises(PairRefused):
        operations.withdraw_two_people(decision_id=decision.pk, reason=" ", scope=ground.clerk, at=AT)
    operations.withdraw_two_people(decision_id=decision.pk, reason="Nhầm", scope=ground.clerk, at=AT)

    assert listed(ground.clerk) == [{first.pk, second.pk}]
    decision.refresh_from_db()
    assert (decision.reason, decision.retired_reason) == (WHY, "Nhầm")
    with pytest.raises(NotFound):
        operations.withdraw_two_people(decision_id=decision.pk, reason="Nhầm", scope=ground.clerk, at=AT)


def test_a_pair_that_is_put_off_comes_back_on_its_day(ground, alike):
    first, second = alike

    with pytest.raises(PairRefused):
        operations.put_off(
            person_id=first.pk, other_id=second.pk, until=TODAY, reason=WHY, scope=ground.clerk, at=AT
        )
    operations.put_off(
        person_id=first.pk, other_id=second.pk, until=date(2018, 4, 1), reason=WHY, scope=ground.clerk, at=AT
    )

    assert listed(ground.clerk) == []
    assert listed(ground.scope(ground.here, on=date(2018, 3, 31))) == []
    assert listed(ground.scope(ground.here, on=date(2018, 4, 1))) == [{first.pk, second.pk}]


def test_who_may_not_merge_says_so_and_who_may_sees_it(ground, alike):
    first, second = alike

    operations.hold_for_one(
        person_id=first.pk, other_id=second.pk, reason="Cùng một người", scope=ground.clerk, at=AT
    )

    [line] = queries.pairs(scope=ground.everywhere, at=AT).page
    assert line.note is not None
    assert (line.note.kind, line.note.by, line.note.reason) == ("same", "canbo.mau", "Cùng một người")


@pytest.mark.parametrize("act", ["say_two_people", "put_off", "hold_for_one"])
def test_of_a_file_out_of_reach_nothing_is_said(ground, act):
    ours, theirs = ground.register(), ground.register_there("Trần Bình (mẫu)")
    more = {"until": date(2018, 5, 1)} if act == "put_off" else {}

    answers = []
    for other in (theirs.pk, new_id(), ours.pk):
        with pytest.raises(NotFound) as no:
            getattr(operations, act)(
                person_id=ours.pk, other_id=other, reason=WHY, scope=ground.clerk, at=AT, **more
            )
        answers.append(str(no.value))
    assert len(set(answers)) == 1
    assert not NotSamePerson.objects.exists()
    assert not PairNote.objects.exists()


def test_a_decision_and_its_mirror_cannot_both_stand(ground, alike):
    first, second = alike
    told = {"reason": WHY, "decided_at": AT, "decided_by": new_id()}
    NotSamePerson.objects.create(person=second, other=first, **told)

    with pytest.raises(DatabaseError), transaction.atomic():
        NotSamePerson.objects.create(person=first, other=second, **told)
