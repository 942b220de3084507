"""The trail as a chain: whatever is done to it past the program is found, and writers at once make one chain."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, connections, transaction

from hoanhap.audit import trail
from hoanhap.audit.models import Entry, Head, Link
from hoanhap.audit.models.links import DIGEST
from hoanhap.audit.operations.heads import HeadsFile, keep_heads
from hoanhap.audit.queries.verification import Verified, verify
from hoanhap.audit.queries.verification_words import sentence
from hoanhap.audit.rules.chain import SHARDS, START, link_hash
from hoanhap.audit.rules.heads import key_from
from hoanhap.config import database
from hoanhap.kit.keys import new_id
from tests.audit.test_trail import ANYONE, NINE
from tests.treatment.operations.test_dosing import in_threads

LATER = NINE + timedelta(hours=1)
CHANGES = (
    "DELETE FROM audit_link",
    "UPDATE audit_link SET digest = 'x'",
    "UPDATE audit_link SET number = NULL",
    "TRUNCATE audit_link",
)


def act(note: str = "") -> Entry:
    return trail.record(
        "people.person-registered",
        by=ANYONE,
        at=NINE,
        person_id=new_id(),
        reason=f"biên bản {note}",
        step="breach",
    )


def fill(number: int) -> None:
    """So many transactions; every third writes two statements, every fifth reads four people at once."""
    for one in range(number):
        with transaction.atomic():
            act(str(one))
            if one % 3 == 0:
                act(f"{one} nữa")
            if one % 5 == 0:
                trail.read(
                    "people.listed",
                    by=ANYONE,
                    at=NINE,
                    person_ids=[new_id() for _ in range(4)],
                    purpose="list",
                )


@pytest.fixture
def file(tmp_path: Path) -> HeadsFile:
    return HeadsFile(tmp_path / "audit" / "heads.jsonl", key_from("a secret of the test"))


def kinds(found: Verified) -> set[str]:
    assert all(sentence(one) for one in found.faults)
    return {one.kind for one in found.faults}


class TestWritten:
    def test_every_statement_is_a_link_in_its_place_when_the_transaction_ends(self, own_database):
        with transaction.atomic():
            first, second = act("1"), act("2")
            assert set(Link.objects.values_list("number", flat=True)) == {None}

        links = list(Link.objects.order_by("number"))

        assert [one.entry_ids for one in links] == [[first.pk], [second.pk]]
        assert [one.number for one in links] == [1, 2]
        head = Head.objects.get()
        expected = START
        for one in links:
            expected = link_hash(shard=one.shard, number=one.number, previous=expected, digest=one.digest)
            assert one.hash == expected
        assert (head.number, head.hash) == (2, expected)
        assert head.shard < SHARDS

    def test_many_lines_of_one_statement_are_one_link(self, own_database):
        trail.read(
            "people.listed", by=ANYONE, at=NINE, person_ids=[new_id() for _ in range(7)], purpose="list"
        )

        assert len(Link.objects.get().entry_ids) == 7
        assert verify().entries == 7

    def test_what_is_undone_leaves_no_link(self, own_database):
        with pytest.raises(RuntimeError), transaction.atomic():
            act()
            raise RuntimeError

        assert not Link.objects.exists()
        assert verify().is_whole

    @pytest.mark.parametrize(
        ("sql", "alias"),
        [
            ("INSERT INTO audit_head VALUES (3, 1, 'x')", "default"),
            ("UPDATE audit_head SET number = 0", "default"),
            *((sql, alias) for sql in CHANGES for alias in ("default", database.OWNER)),
        ],
    )
    def test_neither_the_program_nor_the_owner_by_mistake_changes_a_link(self, own_database, sql, alias):
        act()

        with pytest.raises(DatabaseError), connections[alias].cursor() as cursor:
            cursor.execute(sql)

    def test_sixty_four_writers_at_once_make_one_chain_in_each_shard(self, own_database):
        def write(number: int) -> None:
            for one in range(5):
                with transaction.atomic():
                    act(f"{number}-{one}")
                    act(f"{number}-{one}")

        results = [*in_threads(32, write), *in_threads(32, write)]

        assert set(results) == {None}
        found = verify()
        assert found.is_whole
        assert (found.entries, found.links) == (640, 640)
        assert sum(one.number for one in found.heads) == 640


class TestKeptOutside:
    def test_heads_are_signed_lines_of_which_each_names_the_one_before(self, own_database, file):
        fill(3)
        first = keep_heads(file, at=NINE)
        assert keep_heads(file, at=LATER) == first, "nothing was written since: no line"
        fill(2)
        second = keep_heads(file, at=LATER)

        assert [line.is_sound for line in file.lines()] == [True, True]
        assert second.previous
        assert first.root != second.root
        assert verify(file.lines()).is_whole
        assert file.path.stat().st_mode & 0o077 == 0

    def test_it_is_due_when_the_last_line_is_old(self, own_database, file):
        now = datetime.now(tz=UTC)
        assert file.is_due(at=now, every=timedelta(minutes=5))
        act()
        keep_heads(file, at=now)
        assert not file.is_due(at=now, every=timedelta(minutes=5))
        assert file.is_due(at=now + timedelta(minutes=6), every=timedelta(minutes=5))

    def test_a_line_of_another_installation_and_a_changed_one_are_told(self, own_database, file):
        fill(2)
        keep_heads(HeadsFile(file.path, key_from("another")), at=NINE)
        assert kinds(verify(file.lines())) == {"unsigned"}

        file.path.write_text("no line\n", encoding="utf-8")
        assert kinds(verify(file.lines())) == {"unreadable"}

    def test_a_line_taken_out_of_the_middle_is_told(self, own_database, file):
        for _ in range(3):
            fill(1)
            keep_heads(file, at=NINE)
        lines = file.path.read_text(encoding="utf-8").splitlines()
        file.path.write_text("\n".join([lines[0], lines[2]]) + "\n", encoding="utf-8")

        assert kinds(verify(file.lines())) == {"misplaced"}


@dataclass
class Intruder:
    """Somebody who is a master of the database: no trigger and no right stands in the way."""

    cursor: Any
    dice: random.Random

    def links(self) -> list[tuple[Any, ...]]:
        self.cursor.execute(
            "SELECT id, shard, number, entry_ids, digest, hash FROM audit_link ORDER BY shard, number"
        )
        return list(self.cursor.fetchall())

    def some_entry(self) -> Any:
        self.cursor.execute("SELECT id FROM audit_entry ORDER BY id")
        return self.dice.choice(self.cursor.fetchall())[0]

    def edit(self) -> Any:
        change = self.dice.choice(
            (
                "reason = reason || '.'",
                "account_name = 'ai.do'",
                "person_id = gen_random_uuid()",
                "happened_at = happened_at + interval '1 second'",
                "recorded_at = recorded_at - interval '1 millisecond'",
                "kind = 'people.other'",
                "is_read = NOT is_read",
                'details = \'{"step": "none"}\'',
                "unit_id = '1'",
                "account_id = NULL",
            )
        )
        entry = self.some_entry()
        self.cursor.execute(f"UPDATE audit_entry SET {change} WHERE id = %s", [entry])
        return entry

    def delete(self) -> None:
        self.cursor.execute("DELETE FROM audit_entry WHERE id = %s", [self.some_entry()])

    def delete_with_its_link(self) -> None:
        chosen = self.dice.choice(self.links())
        self.cursor.execute("DELETE FROM audit_entry WHERE id = ANY(%s)", [chosen[3]])
        self.cursor.execute("DELETE FROM audit_link WHERE id = %s", [chosen[0]])

    def reorder(self) -> None:
        chain = self.dice.choice(self.chains())
        one, other = self.dice.sample(chain, 2)
        self.cursor.execute("UPDATE audit_link SET number = -1 WHERE id = %s", [one[0]])
        self.cursor.execute("UPDATE audit_link SET number = %s WHERE id = %s", [one[2], other[0]])
        self.cursor.execute("UPDATE audit_link SET number = %s WHERE id = %s", [other[2], one[0]])

    def swap_lines(self) -> None:
        one, other = self.dice.sample(self.links(), 2)
        self.cursor.execute("UPDATE audit_link SET entry_ids = %s WHERE id = %s", [other[3], one[0]])
        self.cursor.execute("UPDATE audit_link SET entry_ids = %s WHERE id = %s", [one[3], other[0]])

    def put_in(self) -> None:
        self.cursor.execute(
            "INSERT INTO audit_entry SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid()))).*"
            " FROM audit_entry e WHERE id = %s",
            [self.some_entry()],
        )

    def cut_the_tail(self) -> None:
        chain = self.dice.choice(self.chains())
        gone = chain[-self.dice.randint(1, len(chain)) :]
        kept = [one for one in chain if one not in gone]
        for one in gone:
            self.cursor.execute("DELETE FROM audit_entry WHERE id = ANY(%s)", [one[3]])
            self.cursor.execute("DELETE FROM audit_link WHERE id = %s", [one[0]])
        number, hashed = (kept[-1][2], kept[-1][5]) if kept else (0, START)
        self.cursor.execute(
            "UPDATE audit_head SET number = %s, hash = %s WHERE shard = %s", [number, hashed, gone[0][1]]
        )

    def rewrite(self) -> None:
        """A line is changed, and everything that follows from it is made anew: within the database all is well."""
        self.edit()
        self.cursor.execute(
            f"UPDATE audit_link SET digest = (SELECT {DIGEST} FROM audit_entry e WHERE e.id = ANY (entry_ids))"
        )
        for chain in self.chains():
            before = START
            for one in chain:
                before = link_hash(shard=one[1], number=one[2], previous=before, digest=one[4])
                self.cursor.execute("UPDATE audit_link SET hash = %s WHERE id = %s", [before, one[0]])
            self.cursor.execute("UPDATE audit_head SET hash = %s WHERE shard = %s", [before, chain[0][1]])

    def chains(self) -> list[list[tuple[Any, ...]]]:
        found: dict[int, list[tuple[Any, ...]]] = {}
        for one in self.links():
            found.setdefault(one[1], []).append(one)
        return list(found.values())


WAYS: tuple[Callable[[Intruder], object], ...] = (
    Intruder.edit,
    Intruder.delete,
    Intruder.delete_with_its_link,
    Intruder.reorder,
    Intruder.swap_lines,
    Intruder.put_in,
    Intruder.cut_the_tail,
    Intruder.rewrite,
)
TAMPERINGS = 504


def test_five_hundred_tamperings_are_all_found(own_database, file):
    fill(12)
    in_threads(3, lambda _number: fill(4))
    keep_heads(file, at=NINE)
    assert verify(file.lines()).is_whole
    dice = random.Random(20260701)
    unseen = []
    for number in range(TAMPERINGS):
        way = WAYS[number % len(WAYS)]
        with transaction.atomic(using=database.OWNER), connections[database.OWNER].cursor() as cursor:
            for table in ("audit_entry", "audit_link"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            way(Intruder(cursor, dice))
            if _verified_as_owner(file).is_whole:
                unseen.append((number, way.__name__))
            transaction.set_rollback(True, using=database.OWNER)

    assert unseen == []
    assert verify(file.lines()).is_whole, "nothing of it was left"


def _verified_as_owner(file: HeadsFile) -> Verified:
    """The same verification over the intruder's connection, which sees what is not committed."""
    default = connections["default"]
    connections["default"] = connections[database.OWNER]
    try:
        return verify(file.lines())
    finally:
        connections["default"] = default


def test_a_rewritten_trail_is_whole_to_itself_and_only_the_kept_heads_tell(own_database, file):
    fill(6)
    keep_heads(file, at=NINE)
    with transaction.atomic(using=database.OWNER), connections[database.OWNER].cursor() as cursor:
        for table in ("audit_entry", "audit_link"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        Intruder(cursor, random.Random(1)).rewrite()
        for table in ("audit_entry", "audit_link"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    assert verify().is_whole
    assert kinds(verify(file.lines())) == {"replaced"}


def test_it_reads_the_trail_in_pieces(own_database):
    fill(4)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_link WHERE number IS NULL")
        assert cursor.fetchone() == (0,)
    assert verify().links == Link.objects.count()
