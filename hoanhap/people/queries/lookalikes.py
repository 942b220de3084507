"""Who resembles somebody: found in one indexed query, judged by the rules, told as far as the reader may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import connection

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import Words
from hoanhap.kit.text import clean, mask
from hoanhap.people.models import Person
from hoanhap.people.queries.rows import POWER
from hoanhap.people.queries.words import LIKENESS
from hoanhap.people.rules.duplicates import Band, Reason, Traits, are_near, likeness
from hoanhap.people.rules.identifiers import read_identifier
from hoanhap.places.queries.units import full_names

IDENTIFY: Final = "people.identify"
_ORDER: Final = [Band.SAME, Band.LIKELY, Band.POSSIBLE]


@dataclass(frozen=True)
class Candidate:
    """Somebody who resembles. One out of reach is told of without any data: `id` is then a reference, no file's key.

    `id` is what `register_person(not_same_as=…)` takes. `is_number_taken`: the citizen number itself is in use, which
    no reason can set aside.
    """

    id: UUID
    band: Band
    is_visible: bool
    is_number_taken: bool = False
    code: str = ""
    name: str = ""
    birth_text: str = ""
    sex_text: Words = ""
    unit_name: str = ""
    numbers_masked: tuple[str, ...] = ()
    reasons: tuple[Words, ...] = ()


@dataclass(frozen=True)
class Found:
    """One file that the query brought up, with the verdict on it. For the operations of this room."""

    person_id: UUID
    reference: UUID
    code: str
    traits: Traits
    unit_ids: tuple[str, ...]
    band: Band
    reasons: tuple[Reason, ...]
    is_visible: bool
    may_identify: bool
    is_number_taken: bool


# Four ways to resemble, each by an index: an equal number, the same words in a name or in another name with a birth as
# near as the rule lets it be (within a year, or the same day and month), and a near name on the very day of birth.
# Only for the last is the name looked at before the whole file is fetched; usually nobody is left to fetch.
_BIRTHS: Final = """(born_on >= %(years_from)s AND born_on < %(years_until)s
    OR extract(month FROM born_on) = %(month)s AND extract(day FROM born_on) = %(day)s)"""
_SUSPECTS: Final = f"""
SELECT person_id, NULL FROM people_identifier WHERE number = ANY(%(numbers)s) AND retired_at IS NULL
UNION ALL
SELECT id, NULL FROM people_person
WHERE vi_name_key(full_name) = ANY(ARRAY(SELECT vi_name_key(name) FROM unnest(%(names)s::text[]) AS t(name))) AND {_BIRTHS}
UNION ALL
SELECT n.person_id, NULL FROM people_personname n JOIN people_person p ON p.id = n.person_id
WHERE vi_name_key(n.name) = ANY(ARRAY(SELECT vi_name_key(name) FROM unnest(%(names)s::text[]) AS t(name)))
    AND n.retired_at IS NULL AND {_BIRTHS}
UNION ALL
SELECT id, full_name FROM people_person
WHERE born_precision = 'day' AND born_on = %(birthday)s
    AND similarity(name_folded, vi_fold_words(%(name)s)) > 0.25
"""  # noqa: S608 - put together from the constant above
_FILES: Final = """
SELECT p.id, p.code, p.full_name, p.sex, p.born_on, p.born_precision,
    ARRAY(SELECT i.kind || ':' || i.number FROM people_identifier i
          WHERE i.person_id = p.id AND i.retired_at IS NULL ORDER BY i.id),
    ARRAY(SELECT n.name FROM people_personname n WHERE n.person_id = p.id AND n.retired_at IS NULL),
    (SELECT r.full_name FROM people_relative r
     WHERE r.person_id = p.id AND r.relation = 'mother' AND r.retired_at IS NULL ORDER BY r.id LIMIT 1),
    ARRAY(SELECT DISTINCT a.unit_id FROM people_address a WHERE a.person_id = p.id AND a.unit_id IS NOT NULL),
    ARRAY(SELECT s.unit_id FROM people_responsibility s
          WHERE s.person_id = p.id AND s.valid_from <= %(on)s AND (s.valid_until IS NULL OR s.valid_until > %(on)s)
          ORDER BY s.valid_from DESC)
FROM people_person p WHERE p.id = ANY(%(ids)s)
ORDER BY abs(p.born_on - %(born_on)s), p.id
"""


def find(traits: Traits, *, scope: Scope) -> list[Found]:
    """Every file that may be about the same person, the likeliest first. Sees beyond the scope.

    One query where nobody is suspected, two where somebody is.
    """
    birth = traits.birth
    first = birth.first_day if birth else date(1900, 1, 1)
    asked: dict[str, Any] = {
        "name": traits.full_name,
        "names": [traits.full_name, *traits.aliases],
        "numbers": [number for _, number in traits.numbers],
        "years_from": date(first.year - 1, 1, 1) if birth else date.min,
        "years_until": date(first.year + 2, 1, 1) if birth else date.max,
        "month": first.month,
        "day": first.day,
        "birthday": first if birth and birth.day else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SUSPECTS, asked)
        suspects = {row[0] for row in cursor if row[1] is None or are_near(traits.full_name, row[1])}
        if not suspects:
            return []
        cursor.execute(_FILES, {"ids": list(suspects), "on": scope.on, "born_on": first})
        judged = [_judged(row, traits, scope) for row in cursor]
    found = [one for one in judged if one.band is not Band.DIFFERENT]
    return sorted(found, key=lambda one: (not one.is_number_taken, _ORDER.index(one.band)))


def look_alikes(
    *,
    full_name: str,
    birth: PartialDate,
    sex: str,
    numbers: Sequence[str] = (),
    mother: str = "",
    unit_ids: Collection[str] = (),
    scope: Scope,
    at: datetime,
) -> tuple[Candidate, ...]:
    """Who resembles, asked before a new file is made; whoever is shown is logged as read. Raises Forbidden.

    Out of reach only likely ones are told of, and nothing about them: a namesake elsewhere is nobody's business.
    """
    scope.require("people.write")
    read = [read_identifier(number) for number in numbers]
    pairs = {(one.kind.value, one.number) for one in read if one.kind}
    others = {
        (kind, clean(raw).replace(" ", "").upper())
        for raw, one in zip(numbers, read, strict=True)
        for kind in ("passport", "birth-certificate", "other")
        if not one.kind
    }
    traits = Traits(
        full_name,
        birth=birth,
        sex=sex,
        numbers=frozenset(pairs | others),
        mother=mother,
        communes=frozenset(unit_ids),
    )
    found = [one for one in find(traits, scope=scope) if one.is_visible or one.band is not Band.POSSIBLE]
    shown = [one.person_id for one in found if one.is_visible]
    told = [one.person_id for one in found if not one.is_visible]
    log(shown, told, scope=scope, at=at)
    return candidates(found, on=scope.on)


def log(shown: Collection[UUID], told: Collection[UUID], *, scope: Scope, at: datetime) -> None:
    """Write down who was shown, and of whom it was told that another office keeps a file."""
    if shown:
        trail.read("people.look-alike-read", by=scope, at=at, person_ids=shown, purpose="look-alikes")
    if told:
        trail.read(
            "people.look-alike-elsewhere-told", by=scope, at=at, person_ids=told, purpose="look-alikes"
        )


def candidates(found: Sequence[Found], *, on: date) -> tuple[Candidate, ...]:
    """What may be said of those found."""
    names = full_names({one.unit_ids[0] for one in found if one.is_visible and one.unit_ids}, on=on)
    return tuple(_candidate(one, names) for one in found)


def _judged(row: tuple[Any, ...], asked: Traits, scope: Scope) -> Found:
    person_id, code, name, sex, born_on, precision, numbers, aliases, mother, addresses, unit_ids = row
    pairs = frozenset((kind, number) for kind, number in (one.split(":", 1) for one in numbers))
    traits = Traits(
        full_name=name,
        aliases=tuple(aliases),
        birth=PartialDate.of(born_on, precision),
        sex=sex,
        numbers=pairs,
        mother=mother or "",
        communes=frozenset((*addresses, *unit_ids)),
    )
    verdict = likeness(asked, traits)
    is_visible = scope.everywhere(POWER) or bool(scope.unit_ids(POWER).intersection(unit_ids))
    return Found(
        person_id=person_id,
        # Steady, so that a decision about it can be told to the operation; it opens no file.
        reference=person_id if is_visible else uuid5(person_id, str(scope.account_id)),
        code=code,
        traits=traits,
        unit_ids=tuple(unit_ids),
        band=verdict.band,
        reasons=verdict.reasons,
        is_visible=is_visible,
        may_identify=scope.everywhere(IDENTIFY) or bool(scope.unit_ids(IDENTIFY).intersection(unit_ids)),
        is_number_taken=any(kind == "cccd" for kind, _ in pairs & asked.numbers),
    )


def _candidate(one: Found, names: dict[str, str]) -> Candidate:
    if not one.is_visible:
        return Candidate(one.reference, one.band, is_visible=False, is_number_taken=one.is_number_taken)
    traits, birth = one.traits, one.traits.birth
    unit_id = one.unit_ids[0] if one.unit_ids else ""
    return Candidate(
        id=one.reference,
        band=one.band,
        is_visible=True,
        is_number_taken=one.is_number_taken,
        code=one.code,
        name=traits.full_name if one.may_identify else mask(traits.full_name),
        birth_text="" if birth is None else birth.display() if one.may_identify else str(birth.year),
        sex_text=Person.Sex(traits.sex).label,
        unit_name=names.get(unit_id, unit_id),
        numbers_masked=tuple(f"…{number[-4:]}" for _, number in sorted(traits.numbers)),
        reasons=tuple(LIKENESS[reason] for reason in one.reasons),
    )
