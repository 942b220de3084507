"""Whether the trail is as it was written: every line, every link, every chain, and the heads that were kept outside.

Nothing that stands in the database is believed but its rows: digests are computed anew from every column, and hashes
here, so that a function or trigger that somebody exchanged is found as well.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from django.db import connection, transaction

from hoanhap.audit.models import Head
from hoanhap.audit.models.links import DIGEST
from hoanhap.audit.rules.chain import START, link_hash
from hoanhap.audit.rules.heads import ChainHead, HeadsLine

SHOWN: Final = 100
"""So many lines outside the chain are named; all are counted."""

LINKS: Final = f"""
SELECT link.shard, link.number, link.hash, link.digest, said.digest, cardinality(link.entry_ids) - said.found
FROM audit_link link,
    LATERAL (SELECT count(*) AS found, {DIGEST} AS digest FROM audit_entry e WHERE e.id = ANY (link.entry_ids)) said
ORDER BY link.shard, link.number NULLS LAST, link.id
"""  # noqa: S608 - our own words

HELD: Final = "SELECT unnest(entry_ids) AS id FROM audit_link"
LOOSE: Final = f"""
SELECT e.id, e.kind, count(*) OVER () FROM audit_entry e
WHERE NOT EXISTS (SELECT FROM ({HELD}) held WHERE held.id = e.id) ORDER BY e.id LIMIT {SHOWN}
"""  # noqa: S608 - our own words
TWICE: Final = f"SELECT count(*) FROM (SELECT id FROM ({HELD}) held GROUP BY id HAVING count(*) > 1) twice"  # noqa: S608


@dataclass(frozen=True)
class Fault:
    """Something that is not as it was written. `kind`: a key of `verification_words.FAULTS`; what it is about beside it."""

    kind: str
    shard: int | None = None
    number: int | None = None
    count: int = 1
    about: str = ""


@dataclass
class Verified:
    """What was looked at, and what was found wrong: nothing, if all is well."""

    links: int = 0
    entries: int = 0
    heads_lines: int = 0
    heads: tuple[ChainHead, ...] = ()
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.faults


def heads() -> tuple[ChainHead, ...]:
    """Where the chains stand now."""
    return tuple(
        ChainHead(*one) for one in Head.objects.order_by("shard").values_list("shard", "number", "hash")
    )


@transaction.atomic
def verify(kept: Iterable[HeadsLine] = ()) -> Verified:
    """Walk the whole trail. `kept`: the lines of the file of heads, against which the chains are held."""
    found = Verified(heads=heads())
    stood = _kept(kept, found)
    reached: dict[int, int] = {}
    before, shard = START, None
    for one in _links():
        if one.shard != shard:
            shard, before = one.shard, START
        found.links += 1
        expected = reached.get(one.shard, 0) + 1
        if one.number is None:
            found.faults.append(Fault("unplaced", one.shard))
            continue
        if one.number != expected:
            found.faults.append(Fault("gap", one.shard, expected, one.number - expected))
        if one.said != one.digest or one.missing:
            found.faults.append(Fault("changed", one.shard, one.number, max(one.missing, 1)))
        hashed = link_hash(shard=one.shard, number=one.number, previous=before, digest=one.digest)
        if hashed != one.hash:
            found.faults.append(Fault("broken", one.shard, one.number))
        for told in stood.pop((one.shard, one.number), ()):
            if told != one.hash:
                found.faults.append(Fault("replaced", one.shard, one.number))
        reached[one.shard], before = one.number, one.hash
    for head in found.heads:
        if reached.get(head.shard, 0) < head.number:
            found.faults.append(
                Fault("cut", head.shard, head.number, head.number - reached.get(head.shard, 0))
            )
    found.faults.extend(Fault("cut", *place) for place in sorted(stood))
    _outside(found)
    return found


@dataclass(frozen=True)
class _Link:
    shard: int
    number: int | None
    hash: str
    digest: str
    said: str
    missing: int


def _links() -> Iterator[_Link]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(LINKS)
        for row in cursor:
            yield _Link(*row)


def _kept(kept: Iterable[HeadsLine], found: Verified) -> dict[tuple[int, int], set[str]]:
    """Which hash each kept head says for its place in a chain."""
    stood: dict[tuple[int, int], set[str]] = {}
    for line in kept:
        found.heads_lines += 1
        if not line.is_sound:
            kind = "unreadable" if line.heads is None else "misplaced" if line.is_signed else "unsigned"
            found.faults.append(Fault(kind, number=line.number))
        elif line.heads is not None:
            for head in line.heads.heads:
                if head.number:
                    stood.setdefault((head.shard, head.number), set()).add(head.hash)
    return stood


def _outside(found: Verified) -> None:
    """Lines that no link holds, and lines that two links hold."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_entry")
        found.entries = cursor.fetchone()[0]
        cursor.execute(LOOSE)
        loose = cursor.fetchall()
        if loose:
            found.faults.append(Fault("outside", count=loose[0][2], about=str(loose[0][0])))
        cursor.execute(TWICE)
        twice = cursor.fetchone()[0]
        if twice:
            found.faults.append(Fault("twice", count=twice))
