"""Pairs of files that may be of one person, to be decided by somebody who sees both; what was decided never comes back."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.lookups import array_of
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.kit.text import mask
from hoanhap.people.models import NotSamePerson, PairNote, Person
from hoanhap.people.queries.rows import PersonRow, masked_names
from hoanhap.people.queries.words import LIKENESS
from hoanhap.people.rules.duplicates import Band, Traits, are_near, likeness
from hoanhap.places.queries.units import full_names, reach

POWER: Final = "people.write"
IDENTIFY: Final = "people.identify"
MOST_PEOPLE: Final = 20_000
"""Above this many people in reach a commune is asked for first."""
MOST_PAIRS: Final = 20_000
_ORDER: Final = (Band.SAME, Band.LIKELY, Band.POSSIBLE)

_REACHED: Final = """
SELECT p.id, bool_or(r.unit_id = ANY(%(here)s::text[])), p.born_on, p.born_precision, p.full_name,
    vi_name_key(p.full_name),
    ARRAY(SELECT vi_name_key(n.name) FROM people_personname n WHERE n.person_id = p.id AND n.retired_at IS NULL)
FROM people_responsibility r JOIN people_person p ON p.id = r.person_id
WHERE r.unit_id = ANY(%(units)s::text[]) AND NOT r.is_set_aside AND p.merged_into_id IS NULL
    AND r.valid_from <= %(on)s AND (r.valid_until IS NULL OR r.valid_until > %(on)s)
GROUP BY p.id
"""
_SHARED_NUMBERS: Final = """
SELECT array_agg(DISTINCT person_id) FROM people_identifier
WHERE retired_at IS NULL GROUP BY number HAVING count(DISTINCT person_id) > 1
"""
# Decided, or put off until a day that has not come.
SETTLED: Final = """
SELECT greatest(person_id, other_id), least(person_id, other_id) FROM people_notsameperson WHERE retired_at IS NULL
UNION
SELECT person_id, other_id FROM (
    SELECT DISTINCT ON (person_id, other_id) person_id, other_id, kind, until FROM people_pairnote
    ORDER BY person_id, other_id, id DESC) newest
WHERE kind = 'later' AND until > %(on)s
"""
_TRAITS: Final = """
SELECT p.id, p.code, p.full_name, p.sex, p.born_on, p.born_precision,
    ARRAY(SELECT i.kind || ':' || i.number FROM people_identifier i
          WHERE i.person_id = p.id AND i.retired_at IS NULL ORDER BY i.id),
    ARRAY(SELECT n.name FROM people_personname n WHERE n.person_id = p.id AND n.retired_at IS NULL ORDER BY n.id),
    (SELECT r.full_name FROM people_relative r
     WHERE r.person_id = p.id AND r.relation = 'mother' AND r.retired_at IS NULL ORDER BY r.id LIMIT 1),
    ARRAY(SELECT DISTINCT a.unit_id FROM people_address a WHERE a.person_id = p.id AND a.unit_id IS NOT NULL),
    ARRAY(SELECT s.unit_id FROM people_responsibility s
          WHERE s.person_id = p.id AND NOT s.is_set_aside AND s.valid_from <= %(on)s
              AND (s.valid_until IS NULL OR s.valid_until > %(on)s)
          ORDER BY s.valid_from DESC, s.id)
FROM people_person p WHERE p.id = ANY(%(ids)s)
"""


@dataclass(frozen=True)
class Side:
    """One of two files, as far as it takes to decide; the name is masked where the account may not identify."""

    id: UUID
    code: str
    name: str
    birth_text: str
    sex_text: Words
    unit_name: str
    numbers: tuple[str, ...]
    mother: str


@dataclass(frozen=True)
class NoteLine:
    """What was said of a pair last, short of deciding."""

    kind: str
    by: str
    at: datetime
    reason: str


@dataclass(frozen=True)
class PairLine:
    """Two files that may be of one person. `person` is the later file."""

    person: Side
    other: Side
    band: Band
    reasons: tuple[Words, ...]
    note: NoteLine | None


@dataclass(frozen=True)
class Pairs:
    """A page of the list. `is_too_wide`: so many people are in reach that a commune must be chosen first."""

    page: Page[PairLine]
    is_too_wide: bool = False
    is_capped: bool = False


@dataclass(frozen=True)
class Decided:
    """Two files of which it was decided that they are two people."""

    id: UUID
    person: PersonRow | None
    other: PersonRow | None
    reason: str
    decided_at: datetime


@dataclass(frozen=True)
class _Known:
    code: str
    traits: Traits
    unit_ids: tuple[str, ...]


def pairs(
    *,
    scope: Scope,
    at: datetime,
    area_id: str | None = None,
    also_possible: bool = False,
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Pairs:
    """The undecided pairs of the area, the likeliest first; both files of each are in reach. Those shown are logged.

    `also_possible` adds namesakes of one year. Raises Forbidden.
    """
    scope.require(POWER)
    units = scope.unit_ids(POWER)
    here = units if area_id is None else (reach([area_id], on=scope.on)[area_id] | {area_id}) & units
    if area_id is None and _people(units, scope.on) > MOST_PEOPLE:
        return Pairs(Page([], 1, size, 0), is_too_wide=True)
    found = _suspected(units, here, scope.on)
    known = _known({key for pair in found for key in pair}, scope.on)
    judged = []
    for a, b in found:
        verdict = likeness(known[a].traits, known[b].traits)
        if verdict.band is not Band.DIFFERENT and (also_possible or verdict.band is not Band.POSSIBLE):
            judged.append((_ORDER.index(verdict.band), a, b, verdict))
    judged.sort(key=lambda one: one[:3])
    number = max(1, min(number, -(-len(judged) // size) or 1))
    on_page = judged[(number - 1) * size : number * size]
    shown = {key for _, a, b, _verdict in on_page for key in (a, b)}
    sides, notes = _sides(shown, known, scope), _notes([(a, b) for _, a, b, _verdict in on_page])
    if shown:
        trail.read("people.pairs-read", by=scope, at=at, person_ids=sorted(shown), purpose="pairs")
    lines = [
        PairLine(
            sides[a],
            sides[b],
            verdict.band,
            tuple(LIKENESS[one] for one in verdict.reasons),
            notes.get((a, b)),
        )
        for _, a, b, verdict in on_page
    ]
    return Pairs(Page(lines, number, size, len(judged)), is_capped=len(found) >= MOST_PAIRS)


def decided(*, scope: Scope, number: int = 1, size: int = DEFAULT_SIZE) -> Page[Decided]:
    """The pairs said to be two people, of which both files are in reach, the latest first. Raises Forbidden."""
    scope.require(POWER)
    mine = Person.objects.visible_to(scope, POWER).values("pk")
    found = NotSamePerson.objects.filter(person__in=mine, other__in=mine, retired_at__isnull=True)
    page = page_of(found.order_by("-decided_at", "-id"), lambda one: one, number=number, size=size)
    names = masked_names({key for one in page for key in (one.person_id, one.other_id)}, scope=scope)
    return Page(
        rows=[
            Decided(one.pk, names.get(one.person_id), names.get(one.other_id), one.reason, one.decided_at)
            for one in page
        ],
        number=page.number,
        size=page.size,
        total=page.total,
        total_is_capped=page.total_is_capped,
    )


def decision(decision_id: UUID, *, scope: Scope) -> Decided:
    """One such decision. Raises Forbidden, NotFound."""
    scope.require(POWER)
    one = NotSamePerson.objects.filter(pk=decision_id, retired_at__isnull=True).first()
    names = masked_names([one.person_id, one.other_id], scope=scope, power=POWER) if one else {}
    if one is None or len(names) < 2:
        raise NotFound(Problem("no-such-decision", _("There is no such decision.")))
    return Decided(one.pk, names[one.person_id], names[one.other_id], one.reason, one.decided_at)


def _people(units: Collection[str], on: date) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT FROM people_responsibility WHERE unit_id = ANY(%s::text[]) AND NOT is_set_aside"
            " AND valid_from <= %s AND (valid_until IS NULL OR valid_until > %s) LIMIT %s) few",
            [array_of(units), on, on, MOST_PEOPLE + 1],
        )
        (found,) = cursor.fetchone()
    return int(found)


@dataclass(frozen=True)
class _Seen:
    """Somebody in reach, with what two files have to share to be compared at all."""

    id: UUID
    is_here: bool
    born_on: date
    precision: str
    full_name: str
    keys: frozenset[str]


def _suspected(units: Collection[str], here: Collection[str], on: date) -> list[tuple[UUID, UUID]]:
    """Pairs of which one is of the place: the same words in a name with a near birth, an equal number, or the very day
    of birth with a near name. Settled ones are left out.
    """
    asked: dict[str, Any] = {"units": array_of(units), "here": array_of(here), "on": on}
    with connection.cursor() as cursor:
        cursor.execute(_REACHED, asked)
        seen = {
            key: _Seen(key, is_here, born_on, precision, name, frozenset((own, *others)))
            for key, is_here, born_on, precision, name, own, others in cursor
        }
        cursor.execute(_SHARED_NUMBERS)
        shared = [[seen[key] for key in keys if key in seen] for (keys,) in cursor]
        cursor.execute(SETTLED, asked)
        settled = set(cursor)
    by_key: dict[str, list[_Seen]] = {}
    by_day: dict[date, list[_Seen]] = {}
    for one in seen.values():
        for key in one.keys:
            by_key.setdefault(key, []).append(one)
        if one.precision == "day":
            by_day.setdefault(one.born_on, []).append(one)
    found = {
        *_pairs_of(by_key.values(), _born_near),
        *_pairs_of(by_day.values(), lambda a, b: are_near(a.full_name, b.full_name)),
        *_pairs_of(shared, lambda _a, _b: True),
    }
    return sorted(found - settled, reverse=True)[:MOST_PAIRS]


def _pairs_of(
    alike: Iterable[Sequence[_Seen]], fits: Callable[[_Seen, _Seen], bool]
) -> Iterator[tuple[UUID, UUID]]:
    for group in alike:
        for a, b in combinations(group, 2):
            if (a.is_here or b.is_here) and a.id != b.id and fits(a, b):
                yield (a.id, b.id) if a.id > b.id else (b.id, a.id)


def _born_near(a: _Seen, b: _Seen) -> bool:
    """Within a year, or on the same day and month: as near as the rule lets a birth be."""
    one, other = a.born_on, b.born_on
    return abs(one.year - other.year) <= 1 or (one.month, one.day) == (other.month, other.day)


def _known(ids: Collection[UUID], on: date) -> dict[UUID, _Known]:
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_TRAITS, {"ids": list(ids), "on": on})
        return {row[0]: _read(*row[1:]) for row in cursor}


def _read(
    code: str,
    name: str,
    sex: str,
    born_on: date,
    precision: str,
    numbers: Sequence[str],
    aliases: Sequence[str],
    mother: str | None,
    addresses: Sequence[str],
    unit_ids: Sequence[str],
) -> _Known:
    pairs_ = (one.split(":", 1) for one in numbers)
    traits = Traits(
        full_name=name,
        aliases=tuple(aliases),
        birth=PartialDate.of(born_on, precision),
        sex=sex,
        numbers=frozenset((kind, number) for kind, number in pairs_),
        mother=mother or "",
        communes=frozenset((*addresses, *unit_ids)),
    )
    return _Known(code, traits, tuple(unit_ids))


def _sides(shown: Collection[UUID], known: dict[UUID, _Known], scope: Scope) -> dict[UUID, Side]:
    names = full_names({one.unit_ids[0] for key in shown if (one := known[key]).unit_ids}, on=scope.on)
    return {key: _side(key, known[key], names, scope) for key in shown}


def _side(key: UUID, one: _Known, names: dict[str, str], scope: Scope) -> Side:
    traits, birth = one.traits, one.traits.birth
    assert birth is not None
    unit_id = one.unit_ids[0] if one.unit_ids else ""
    identified = scope.everywhere(IDENTIFY) or not scope.unit_ids(IDENTIFY).isdisjoint(one.unit_ids)
    return Side(
        id=key,
        code=one.code,
        name=traits.full_name if identified else mask(traits.full_name),
        birth_text=birth.display() if identified else str(birth.year),
        sex_text=Person.Sex(traits.sex).label,
        unit_name=names.get(unit_id, unit_id),
        numbers=tuple(number if identified else f"…{number[-4:]}" for _, number in sorted(traits.numbers)),
        mother=traits.mother if identified else mask(traits.mother) if traits.mother else "",
    )


def _notes(wanted: Iterable[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], NoteLine]:
    asked = Q()
    for a, b in wanted:
        asked |= Q(person=a, other=b)
    if not asked:
        return {}
    found = PairNote.objects.filter(asked).order_by("id")
    return {
        (one.person_id, one.other_id): NoteLine(one.kind, one.noted_by_name, one.noted_at, one.reason)
        for one in found
    }


def one_pair(person_id: UUID, other_id: UUID, *, scope: Scope, at: datetime) -> PairLine:
    """Two files side by side, whatever was said of them before; logged. Raises Forbidden, and NotFound alike where one
    is absent, out of reach or merged.
    """
    scope.require(POWER)
    both = {person_id, other_id}
    seen = Person.objects.visible_to(scope, POWER).filter(pk__in=both, merged_into__isnull=True)
    if len(both) < 2 or seen.count() < 2:
        raise NotFound(Problem("no-such-pair", _("There are no two such files that could be merged.")))
    a, b = sorted(both, reverse=True)
    known = _known(both, scope.on)
    verdict = likeness(known[a].traits, known[b].traits)
    trail.read("people.pairs-read", by=scope, at=at, person_ids=[a, b], purpose="pairs")
    sides = _sides(both, known, scope)
    reasons = tuple(LIKENESS[one] for one in verdict.reasons)
    return PairLine(sides[a], sides[b], verdict.band, reasons, _notes([(a, b)]).get((a, b)))
