"""The trail: written with the act, never changed, and telling who read what."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from hoanhap.audit import trail
from hoanhap.audit.models import Entry
from hoanhap.audit.queries import reads
from hoanhap.kit.keys import new_id

NINE = datetime(2018, 3, 5, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Someone:
    account_id: UUID
    account_name: str


ANYONE = Someone(new_id(), "canbo.mau")


def act(kind: str = "people.person-registered", **more: object) -> Entry:
    return trail.record(kind, by=ANYONE, at=NINE, **more)  # type: ignore[arg-type]


def refused_for_good(sql: str) -> None:
    with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db
class TestAnEntry:
    def test_names_who_did_what_to_whom_and_when(self) -> None:
        person = new_id()

        act(person_id=person, reason="biên bản số 3", step="breach")

        entry = Entry.objects.get()
        assert (entry.kind, entry.account_name, entry.person_id, entry.happened_at, entry.reason, entry.details) == (
            "people.person-registered", "canbo.mau", person, NINE, "biên bản số 3", {"step": "breach"},
        )  # fmt: skip

    def test_is_undone_together_with_its_act(self) -> None:
        with pytest.raises(RuntimeError), transaction.atomic():
            act()
            raise RuntimeError

        assert Entry.objects.count() == 0

    @pytest.mark.parametrize(
        "sql",
        ["UPDATE audit_entry SET reason = 'khác'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"],
    )
    def test_is_neither_changed_nor_removed_by_the_program_even_in_raw_sql(self, sql: str) -> None:
        act()

        refused_for_good(sql)

        assert Entry.objects.get().reason == ""


@pytest.fixture
def own_owner(own_database):
    """A cursor of the owner over a database of its own, with one entry in it."""
    from django.db import connections

    act()
    with connections["owner"].cursor() as cursor:
        yield cursor


def test_an_entry_is_not_changed_by_the_owner_of_the_table_either(own_owner) -> None:
    for sql in (
        "UPDATE audit_entry SET reason = 'khác'",
        "DELETE FROM audit_entry",
        "TRUNCATE audit_entry",
    ):
        with pytest.raises(IntegrityError, match="audit_entry"), transaction.atomic(using="owner"):
            own_owner.execute(sql)


@pytest.mark.django_db
class TestReads:
    def test_one_line_for_each_person_shown(self) -> None:
        shown = [new_id(), new_id()]

        trail.read("people.person-read", by=ANYONE, at=NINE, person_ids=shown, purpose="person-page")

        assert [(e.person_id, e.is_read, e.reason) for e in Entry.objects.order_by("id")] == [
            (shown[0], True, "person-page"),
            (shown[1], True, "person-page"),
        ]

    def test_reads_of_a_person_are_told_apart_from_acts_and_from_other_people(self) -> None:
        person, other = new_id(), new_id()
        trail.read(
            "people.person-read", by=ANYONE, at=NINE, person_ids=[person, other], purpose="person-page"
        )
        act(person_id=person)
        act("people.person-corrected", person_id=other)

        assert [line.kind for line in reads.reads_of(person)] == ["people.person-read"]
        assert [line.kind for line in reads.acts_on(person)] == ["people.person-registered"]

    def test_the_latest_read_comes_first(self) -> None:
        person = new_id()
        for hour in (1, 3, 2):
            at = datetime(2018, 3, 5, hour, tzinfo=UTC)
            trail.read("people.person-read", by=ANYONE, at=at, person_ids=[person], purpose=str(hour))

        assert [line.reason for line in reads.reads_of(person)] == ["3", "2", "1"]

    def test_whether_something_was_ever_recorded(self) -> None:
        act("config.demo-loaded")

        assert reads.was_recorded("config.demo-loaded")
        assert not reads.was_recorded("config.demo-unloaded")
