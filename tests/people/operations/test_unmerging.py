"""Undoing a merge: from the latest back, with what was written since, and without losing a file from sight."""

from datetime import date
from random import Random

import pytest

from hoanhap.casework.models import Episode, Step
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.kit.keys import new_id
from hoanhap.people.models import Person, Responsibility
from hoanhap.people.operations import people
from hoanhap.people.operations.merging import UndoRefused
from hoanhap.people.queries import merging as queries
from hoanhap.places.models import Organisation
from tests.people.conftest import AT
from tests.people.merges import MERGING, codes, merge, undo
from tests.people.pairs import Filling


def test_what_was_written_since_stays_and_what_hangs_on_a_returning_row_returns(ground, province, two):
    first, second = two
    filling = Filling(ground, Random(3), AT)
    filling.case(second, [(date(2017, 8, 31), None)])
    merged = merge(first, second, province)
    episode = Episode.objects.get(person=first)
    step = Step.objects.create(
        person=first,
        episode=episode,
        unit=ground.here,
        kind="handover",
        is_once=True,
        happened_on=date(2017, 12, 1),
        recorded_by=new_id(),
    )
    people.add_name(person_id=first.pk, name="Tên Mới (mẫu)", scope=province, at=AT)

    shown = queries.undo_preview(merged.pk, scope=province, at=AT)
    undo(merged, province)

    assert [str(line) for line in shown.written_since] == ["Tên gọi khác: Tên Mới (mẫu)"]
    assert len(shown.along) == 1
    step.refresh_from_db()
    episode.refresh_from_db()
    assert step.person_id == episode.person_id == episode.file.person_id == second.pk
    assert sorted(first.names.values_list("name", flat=True)) == ["An Còi (mẫu)", "Tên Mới (mẫu)"]
    first.refresh_from_db()
    assert first.also_called == "An Còi (mẫu) / Tên Mới (mẫu)"


def test_a_file_whose_office_handed_the_person_over_meanwhile_is_not_lost_from_sight(ground, province):
    first = ground.register()
    second = ground.register("Trần Bình (mẫu)")
    merged = merge(first, second, province)
    for line in (first.responsibilities.get(),):
        assert line.valid_until is None
    second_office = ground.next_office
    people.transfer_responsibility(
        person_id=first.pk,
        to_office_id=second_office.pk,
        on=date(2018, 3, 1),
        basis="Chuyển nơi ở",
        scope=province,
        at=AT,
    )

    undo(merged, province)

    assert Person.objects.visible_to(ground.clerk, "people.read").filter(pk=second.pk).exists()
    assert Person.objects.visible_to(ground.neighbour, "people.read").filter(pk=first.pk).exists()


def test_a_returning_file_that_no_office_would_see_is_seen_by_the_new_one(ground, province, two):
    first, second = two
    merged = merge(first, second, province)
    third = ground.scope(ground.province, ground.here, ground.there, powers=MERGING)
    office = Organisation.objects.create(
        kind="peoples-committee", name="UBND tỉnh (mẫu)", unit=ground.province
    )
    for old in (ground.office, ground.next_office):
        on = date(2018, 3, 1 if old is ground.office else 2)
        if old is ground.office:
            people.transfer_responsibility(
                person_id=first.pk,
                to_office_id=office.pk,
                from_office_id=old.pk,
                on=on,
                basis="Chuyển",
                scope=third,
                at=AT,
            )
        else:
            Responsibility.objects.filter(person=first, office=old).update(valid_until=on)

    undo(merged, third)

    assert Person.objects.visible_to(third, "people.read").filter(pk=second.pk).exists()


def test_merges_are_undone_from_the_latest_back(ground, province, two):
    first, second = two
    third = ground.register("Lê Chín (mẫu)")
    inner = merge(second, first, province)
    outer = merge(third, second, province)
    assert Person.objects.get(pk=first.pk).merged_into_id == third.pk

    with pytest.raises(NotFound):
        undo(inner, ground.scope(ground.province, powers=MERGING))
    with pytest.raises((UndoRefused, NotFound)):
        undo(inner, province)
    undo(outer, province)
    assert Person.objects.get(pk=first.pk).merged_into_id == second.pk
    undo(inner, province)
    assert Person.objects.get(pk=first.pk).merged_into_id is None


def test_of_two_files_merged_into_one_the_later_returns_first(ground, province, two):
    first, second = two
    third = ground.register("Lê Chín (mẫu)")
    one = merge(first, second, province)
    two_ = merge(first, third, province)

    with pytest.raises(UndoRefused) as refused:
        undo(one, province)

    assert codes(refused) == ["later-merge"]
    undo(two_, province)
    undo(one, province)


def test_what_was_undone_is_not_undone_again_and_may_be_merged_anew(ground, province, two):
    first, second = two
    merged = merge(first, second, province)
    undo(merged, province)

    with pytest.raises(NotFound):
        undo(merged, province)

    merge(second, first, province)
    assert Person.objects.get(pk=first.pk).merged_into_id == second.pk


def test_undoing_needs_power_and_reach(ground, province, two):
    merged = merge(*two, province)

    with pytest.raises(Forbidden):
        undo(merged, ground.clerk)
    with pytest.raises(NotFound):
        undo(merged, ground.scope(ground.province, powers=MERGING))
