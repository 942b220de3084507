"""Two files of one person become one, and two again: nothing is lost on the way, and nobody does it who may not."""

import threading
from datetime import UTC, date, datetime
from random import Random

import pytest
from django.db import DatabaseError, connection, transaction

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Episode, ManagementFile, Step
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.kit.keys import new_id
from hoanhap.people.models import (
    Address,
    Identifier,
    MergedValue,
    NotSamePerson,
    Person,
    PersonMerge,
    PersonName,
    Relative,
    Responsibility,
)
from hoanhap.people.operations import merging, people
from hoanhap.people.operations.merging import FilesChanged, MergeRefused
from hoanhap.people.operations.people import LikelyDuplicate, NewAddress, NewIdentifier
from hoanhap.people.queries import merging as queries
from tests.people.conftest import AT, TODAY, Ground
from tests.people.merges import MERGING, WHY, codes, merge, undo
from tests.people.pairs import Filling


def test_the_kept_file_holds_everything_and_answers_to_both_names_and_codes(ground, province, two):
    first, second = two

    merge(first, second, province)

    first.refresh_from_db()
    second.refresh_from_db()
    assert second.merged_into_id == first.pk
    assert first.also_called == "An Còi (mẫu) / Nguyễn Văn Ân (mẫu)"
    assert sorted(first.identifiers.values_list("number", flat=True)) == ["000085000001", "000111222"]
    assert set(first.responsibilities.values_list("unit_id", flat=True)) == {"08001-1", "08002-1"}

    def found(text, scope=province):
        from hoanhap.people.queries.people import search

        return [row.id for row in search(text, scope=scope)]

    assert found("nguyen van an") == [first.pk]
    assert found("Nguyễn Văn Ân") == [first.pk]
    assert found(second.code) == [first.pk]
    assert found("000111222") == [first.pk]
    assert found("") == [first.pk]
    assert found("", ground.operator) == [first.pk]
    assert found(second.code, ground.clerk) == [first.pk]


def test_it_is_written_down_for_both_files_and_reading_them_as_well(ground, province, two):
    first, second = two

    merge(first, second, province)

    told = Entry.objects.filter(kind__in=["people.merge-compared", "people.files-merged"]).order_by("id")
    assert [(one.kind, one.person_id, one.reason, one.is_read) for one in told] == [
        ("people.merge-compared", first.pk, "merge", True),
        ("people.merge-compared", second.pk, "merge", True),
        ("people.files-merged", first.pk, WHY, False),
        ("people.files-merged", second.pk, WHY, False),
    ]


def test_the_history_of_the_kept_file_tells_what_stood_on_the_other_one(ground, province, two):
    first, second = two
    line = second.identifiers.get()
    people.add_name(person_id=second.pk, name="Ân Lé (mẫu)", scope=ground.neighbour, at=AT)
    name = second.names.get()
    people.withdraw_name(name_id=name.pk, reason="Gọi nhầm", scope=ground.neighbour, at=AT)
    merge(first, second, province)

    told = [(one.field, one.reason) for one in people_history(first, province)]

    assert ("retired_at", "Gọi nhầm") in told
    assert line.pk in first.identifiers.values_list("pk", flat=True)


def people_history(person, scope):
    from hoanhap.people.queries.people import history

    return history(person.pk, scope=scope, at=AT)


@pytest.mark.parametrize("missing", ["people.merge", "people.identify"])
def test_without_the_power_nobody_merges(ground, two, missing):
    first, second = two
    scope = ground.scope(ground.here, ground.there, ground.province, powers=MERGING - {missing})

    with pytest.raises(Forbidden):
        merge(first, second, scope)

    assert not PersonMerge.objects.exists()


def test_both_files_must_lie_in_reach(ground, two):
    first, second = two
    ours = ground.scope(ground.here, powers=MERGING)

    for kept, other in ((first, second), (second, first)):
        with pytest.raises(NotFound) as absent:
            queries.preview(kept.pk, other.pk, scope=ours, at=AT)
        with pytest.raises(NotFound) as nobody:
            queries.preview(first.pk, new_id(), scope=ours, at=AT)
        assert codes(absent) == codes(nobody)
        with pytest.raises(NotFound):
            merging.merge_people(
                kept_id=kept.pk, other_id=other.pk, fingerprint="", reason=WHY, scope=ours, at=AT
            )
    assert not Entry.objects.filter(kind="people.merge-compared").exists()


def test_a_file_is_not_merged_with_itself(ground, province, two):
    with pytest.raises(NotFound):
        queries.preview(two[0].pk, two[0].pk, scope=province, at=AT)


def test_a_reason_is_due(ground, province, two):
    first, second = two
    shown = queries.preview(first.pk, second.pk, scope=province, at=AT)

    with pytest.raises(MergeRefused) as refused:
        merging.merge_people(
            kept_id=first.pk,
            other_id=second.pk,
            fingerprint=shown.fingerprint,
            reason=" ",
            scope=province,
            at=AT,
        )

    assert codes(refused) == ["reason-missing"]


def test_what_was_confirmed_is_what_is_done(ground, province, two):
    first, second = two
    shown = queries.preview(first.pk, second.pk, scope=province, at=AT)
    people.add_name(person_id=second.pk, name="Ân Lé (mẫu)", scope=ground.neighbour, at=AT)

    with pytest.raises(FilesChanged):
        merge(first, second, province, fingerprint=shown.fingerprint)

    assert not PersonMerge.objects.exists()
    merge(first, second, province)


def test_two_citizen_numbers_are_two_people_or_a_mistake(ground, province):
    first = ground.register(identifiers=[NewIdentifier(number="000085000001")])
    second = ground.register_there("Trần Bình (mẫu)", identifiers=[NewIdentifier(number="000085000002")])

    shown = queries.preview(first.pk, second.pk, scope=province, at=AT)
    with pytest.raises(MergeRefused) as refused:
        merge(first, second, province)

    assert [one.code for one in shown.problems] == codes(refused) == ["two-citizen-numbers"]
    assert "000085000001" in str(refused.value)
    assert "000085000002" in str(refused.value)

    people.withdraw_identifier(
        identifier_id=second.identifiers.get().pk, reason="Gõ sai", scope=ground.neighbour, at=AT
    )
    merge(first, second, province)


def test_episodes_that_share_days_are_named_and_nothing_is_merged(ground, province, two):
    first, second = two
    filling = Filling(ground, Random(1), AT)
    filling.case(first, [(date(2017, 1, 1), date(2017, 9, 1))])
    filling.case(second, [(date(2017, 8, 31), None)])

    with pytest.raises(MergeRefused) as refused:
        merge(first, second, province)

    assert codes(refused) == ["episodes-overlap"]
    said = str(refused.value)
    assert "01/01/2017 – 01/09/2017" in said
    assert "31/08/2017 – …" in said
    assert Episode.objects.get(person=second).opened_on == date(2017, 8, 31)


def test_an_episode_may_begin_on_the_day_on_which_another_ended(ground, province, two):
    first, second = two
    filling = Filling(ground, Random(1), AT)
    filling.case(first, [(date(2017, 1, 1), date(2017, 9, 1))])
    filling.case(second, [(date(2017, 9, 1), None)])

    merge(first, second, province)

    assert [one.person_id for one in Episode.objects.all()] == [first.pk, first.pk]
    assert {one.file.person_id for one in Episode.objects.all()} == {first.pk}
    assert ManagementFile.objects.filter(person=second).exists()


def test_who_died_in_one_file_only_is_looked_at_first(ground, province, two):
    first, second = two
    people.record_death(
        person_id=second.pk, died_on=date(2018, 2, 1), basis="Giấy báo tử", scope=ground.neighbour, at=AT
    )

    with pytest.raises(MergeRefused) as refused:
        merge(first, second, province)

    assert codes(refused) == ["deaths-differ"]


def test_two_people_by_decision_are_not_merged(ground, province, two):
    first, second = two
    NotSamePerson.objects.create(
        person=second, other=first, reason="Khác dấu vân tay", decided_at=AT, decided_by=new_id()
    )

    with pytest.raises(MergeRefused) as refused:
        merge(first, second, province)

    assert codes(refused) == ["said-to-be-two"]
    assert "Khác dấu vân tay" in str(refused.value)


def test_of_two_addresses_for_the_same_days_the_kept_files_counts(ground, province, two):
    first, second = two
    for person, line, scope in (
        (first, "Thôn Mẫu 1", ground.clerk),
        (second, "Thôn Mẫu 2", ground.neighbour),
    ):
        people.record_address(
            person_id=person.pk,
            address=NewAddress(kind="permanent", valid_from=date(2018, 1, 1), line=line),
            scope=scope,
            at=AT,
        )

    merge(first, second, province)

    assert [one.line for one in first.addresses.all()] == ["Thôn Mẫu 1"]
    assert [one.line for one in second.addresses.all()] == ["Thôn Mẫu 2"]


def test_an_office_that_answers_for_both_answers_once_for_all_the_days_of_both(ground, province):
    first = ground.register(responsible_from=date(2018, 2, 1))
    second = ground.register("Trần Bình (mẫu)", responsible_from=date(2018, 1, 1))

    merge(first, second, province)

    [line] = first.responsibilities.all()
    assert (line.valid_from, line.valid_until) == (date(2018, 1, 1), None)
    [aside] = second.responsibilities.all()
    assert aside.is_set_aside
    from hoanhap.people.queries.totals import people_by_unit

    counting = ground.scope(ground.here, powers={"reporting.read"})
    assert people_by_unit(scope=counting, on=date(2018, 1, 5)) == {"08001-1": 1}
    assert people_by_unit(scope=counting, on=TODAY) == {"08001-1": 1}


def test_a_file_that_went_is_seen_by_nobody_and_changed_by_nobody(ground, province, two):
    first, second = two
    merge(first, second, province)

    for scope in (ground.neighbour, province, ground.operator):
        with pytest.raises(NotFound):
            people.add_name(person_id=second.pk, name="Tên Khác (mẫu)", scope=scope, at=AT)
        assert not Person.objects.visible_to(scope, "people.read").filter(pk=second.pk).exists()
        assert not Responsibility.objects.visible_to(scope, "people.read").filter(person=second).exists()
        with pytest.raises(NotFound):
            merge(first, second, ground.scope(ground.here, ground.there, powers=MERGING))
    assert queries.goes_on_in(second.pk, scope=ground.neighbour) == first.pk
    stranger = ground.scope(ground.province, powers=MERGING)
    assert queries.goes_on_in(second.pk, scope=stranger) is None


def test_a_table_without_a_rule_stops_every_merge(ground, province, two, monkeypatch):
    from hoanhap.people.queries import files
    from hoanhap.people.rules import relations

    known = dict(relations._known)
    known.pop("community.Contact.person")
    monkeypatch.setattr(relations, "_known", known)

    with pytest.raises(files.RelationUnknown) as refused:
        merge(*two, province)

    assert "community.Contact.person" in str(refused.value)


def test_whose_line_it_is_changes_only_along_a_registered_merge(ground, province, two):
    """The program's role, whatever it sends, cannot give one person's line to another."""
    first, second = two
    Filling(ground, Random(3), AT).case(second, [(date(2017, 8, 31), None)])
    step = Step.objects.filter(person=second).first()
    assert step is not None
    merged = merge(first, second, province)
    undo(merged, province)

    def refused(statement, *values):
        with pytest.raises(DatabaseError) as no, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
        return str(no.value)

    carry = "SELECT people_carry_lines(%s, %s::regclass, %s, %s::uuid[])"
    assert "only withdrawn" in refused(
        "UPDATE casework_step SET person_id = %s WHERE id = %s", first.pk, step.pk
    )
    assert "no such merge" in refused(carry, new_id(), "casework_step", "person_id", [step.pk])
    other = Filling(ground, Random(4), AT)
    other.case(first, [(date(2015, 1, 1), date(2015, 2, 1))])
    loose = Step.objects.filter(person=first).first() or Step.objects.first()
    assert "names no person" in refused(carry, merged.pk, "casework_step", "unit_id", [step.pk])
    assert "names no person" in refused(carry, merged.pk, "audit_entry", "person_id", [step.pk])
    assert "not registered" in refused(carry, merged.pk, "casework_step", "person_id", [loose.pk, new_id()])
    assert Step.objects.get(pk=step.pk).person_id == second.pk


def test_the_register_of_merges_is_only_ever_added_to(ground, province, two):
    merged = merge(*two, province)
    assert MergedValue.objects.filter(merge=merged).exists()

    for statement in (
        "UPDATE people_mergedvalue SET after = before",
        "DELETE FROM people_mergedvalue",
        "DELETE FROM people_personmerge",
        "UPDATE people_personmerge SET reason = 'x'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_histories_and_the_trail_keep_the_names_of_both_files(ground, province, two):
    first, second = two
    people.add_name(person_id=second.pk, name="Ân Lé (mẫu)", scope=ground.neighbour, at=AT)
    name = second.names.get()
    people.withdraw_name(name_id=name.pk, reason="Gọi nhầm", scope=ground.neighbour, at=AT)
    trail_before = list(Entry.objects.filter(person_id=second.pk).order_by("id").values_list("pk", flat=True))
    event = PersonName.pgh_event_model.objects.get(id=name.pk)

    undo(merge(first, second, province), province)

    trail_after = list(Entry.objects.filter(person_id=second.pk).order_by("id").values_list("pk", flat=True))
    assert trail_after[: len(trail_before)] == trail_before
    events = PersonName.pgh_event_model.objects.filter(id=name.pk).order_by("pgh_id")
    assert [one.person_id for one in events] == [second.pk, second.pk, first.pk]
    assert events[0].pgh_id == event.pgh_id
    assert {one.pgh_context.metadata["reason"] for one in events[1:]} == {WHY, "Nhầm hai người"}


def test_relatives_and_papers_said_twice_are_not_shown_twice(ground, province, two):
    first, second = two
    for person in two:
        Relative.objects.create(person=person, relation="mother", full_name="Trần Thị Hoa (mẫu)", phone="")
    Identifier.objects.create(person=first, kind="cmnd", number="000111222")

    merge(first, second, province)

    assert first.relatives.count() == 1
    assert sorted(first.identifiers.values_list("number", flat=True)) == ["000085000001", "000111222"]
    assert Address.objects.filter(person=first).count() == 0


def test_two_clerks_at_once_merge_once(own_database):
    """One of them is told that there are no two such files any more; nothing is merged in a circle."""
    ground = Ground()
    first = ground.register()
    second = ground.register("Trần Bình (mẫu)")
    scope = ground.scope(ground.here, powers=MERGING)
    shown = {
        (a.pk, b.pk): queries.preview(a.pk, b.pk, scope=scope, at=AT).fingerprint
        for a, b in ((first, second), (second, first))
    }
    gate, said = threading.Barrier(2), []

    def clerk(kept, other):
        gate.wait()
        try:
            merging.merge_people(
                kept_id=kept.pk,
                other_id=other.pk,
                fingerprint=shown[kept.pk, other.pk],
                reason=WHY,
                scope=scope,
                at=datetime(2018, 3, 5, 3, tzinfo=UTC),
            )
            said.append("merged")
        except NotFound as refused:
            said.append(refused.problems[0].code)
        finally:
            connection.close()

    clerks = [threading.Thread(target=clerk, args=pair) for pair in ((first, second), (second, first))]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()

    assert sorted(said) == ["merged", "no-such-pair"]
    assert PersonMerge.objects.count() == 1
    assert Person.objects.filter(merged_into__isnull=True).count() == 1


def test_who_is_typed_under_the_name_of_the_file_that_went_is_known_by_the_kept_one(ground, province, two):
    """Nobody gets a third file because two were brought together."""
    first, second = two
    merge(first, second, province)

    with pytest.raises(LikelyDuplicate) as likely:
        ground.register_there("Nguyễn Văn Ân (mẫu)", birth=PartialDate(1985, 3, 5))

    assert [(one.id, one.code) for one in likely.value.candidates] == [(first.pk, first.code)]
