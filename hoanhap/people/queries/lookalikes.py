"""Who resembles somebody: found in one indexed query, judged by the rules, told as far as the reader may see."""

import json
from collections.abc import Collection, Iterable, Sequence
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


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Somebody who is looked for before a new file is made. `numbers` as they were typed."""

    full_name: str
    birth: PartialDate
    sex: str
    numbers: Sequence[str] = ()
    mother: str = ""
    unit_ids: Collection[str] = ()

    def traits(self) -> Traits:
        """What is compared: a number that is neither CMND nor CCCD may be that of any other paper."""
        read = [read_identifier(number) for number in self.numbers]
        pairs = {(one.kind.value, one.number) for one in read if one.kind}
        others = {
            (kind, clean(raw).replace(" ", "").upper())
            for raw, one in zip(self.numbers, read, strict=True)
            for kind in ("passport", "birth-certificate", "other")
            if not one.kind
        }
        return Traits(
            self.full_name,
            birth=self.birth,
            sex=self.sex,
            numbers=frozenset(pairs | others),
            mother=self.mother,
            communes=frozenset(self.unit_ids),
        )


# Four ways to resemble, each by an index: an equal number, the same words in a name or in another name with a birth as
# near as the rule lets it be (within a year, or the same day and month), and a near name on the very day of birth.
# Only for the last is the name looked at before the whole file is fetched; usually nobody is left to fetch.
# A file that was merged leads to the one it goes on in.
# Whoever is asked about is looked up for themselves (LATERAL, OFFSET 0): many at once never become a walk through all.
_BIRTHS: Final = """(born_on >= asked.years_from AND born_on < asked.years_until
    OR extract(month FROM born_on) = asked.month AND extract(day FROM born_on) = asked.day)"""
_SUSPECTS: Final = f"""
WITH asked AS MATERIALIZED (
    SELECT told.*, vi_fold_words(name) AS folded,
        ARRAY(SELECT vi_name_key(one) FROM unnest(names) AS t(one)) AS keys
    FROM jsonb_to_recordset(%s) AS told(place int, name text, names text[], numbers text[], years_from date,
        years_until date, month int, day int, birthday date)
)
SELECT asked.place, coalesce(p.merged_into_id, p.id), found.near_name FROM asked CROSS JOIN LATERAL (
    SELECT person_id, NULL AS near_name FROM people_identifier
    WHERE number = ANY(asked.numbers) AND retired_at IS NULL
    UNION ALL
    SELECT id, NULL FROM people_person WHERE vi_name_key(full_name) = ANY(asked.keys) AND {_BIRTHS}
    UNION ALL
    SELECT n.person_id, NULL FROM people_personname n JOIN people_person p ON p.id = n.person_id
    WHERE vi_name_key(n.name) = ANY(asked.keys) AND n.retired_at IS NULL AND {_BIRTHS}
    UNION ALL
    SELECT id, full_name FROM people_person
    WHERE born_precision = 'day' AND born_on = asked.birthday AND similarity(name_folded, asked.folded) > 0.25
    OFFSET 0
) found JOIN people_person p ON p.id = found.person_id
"""  # noqa: S608 - put together from the constant above
_FILES: Final = """
SELECT p.id, p.code, p.full_name, p.sex, p.born_on, p.born_precision,
    ARRAY(SELECT i.kind || ':' || i.number FROM people_identifier i
          WHERE i.person_id = p.id AND i.retired_at IS NULL ORDER BY i.id),
    ARRAY(SELECT n.name FROM people_personname n WHERE n.person_id = p.id AND n.retired_at IS NULL
          UNION ALL SELECT m.full_name FROM people_person m WHERE m.merged_into_id = p.id),
    (SELECT r.full_name FROM people_relative r
     WHERE r.person_id = p.id AND r.relation = 'mother' AND r.retired_at IS NULL ORDER BY r.id LIMIT 1),
    ARRAY(SELECT DISTINCT a.unit_id FROM people_address a WHERE a.person_id = p.id AND a.unit_id IS NOT NULL),
    ARRAY(SELECT s.unit_id FROM people_responsibility s
          WHERE s.person_id = p.id AND s.valid_from <= %(on)s AND (s.valid_until IS NULL OR s.valid_until > %(on)s)
          ORDER BY s.valid_from DESC)
FROM people_person p WHERE p.id = ANY(%(ids)s)
"""
_UNKNOWN_BIRTH: Final = date(1900, 1, 1)


def find(traits: Traits, *, scope: Scope) -> list[Found]:
    """Every file that may be about the same person, the likeliest first. Sees beyond the scope."""
    return find_each([traits], scope=scope)[0]


def find_each(asked: Sequence[Traits], *, scope: Scope) -> list[list[Found]]:
    """For each of the asked every file that may be about the same person, the likeliest first. Sees beyond the scope.

    One query where nobody is suspected, two where somebody is, however many are asked about.
    """
    suspects: list[set[UUID]] = [set() for _ in asked]
    told = [_told(place, traits) for place, traits in enumerate(asked)]
    with connection.cursor() as cursor:
        cursor.execute(_SUSPECTS, [json.dumps(told, ensure_ascii=False, default=str)])
        for place, person_id, near_name in cursor:
            if near_name is None or are_near(asked[place].full_name, near_name):
                suspects[place].add(person_id)
        if not any(suspects):
            return [[] for _ in asked]
        cursor.execute(_FILES, {"ids": list(set().union(*suspects)), "on": scope.on})
        files = {row[0]: row for row in cursor}
    return [
        _likeliest_first(traits, [files[one] for one in found], scope)
        for traits, found in zip(asked, suspects, strict=True)
    ]


def _told(place: int, traits: Traits) -> dict[str, Any]:
    """What the query compares, as JSON."""
    birth = traits.birth
    first = birth.first_day if birth else _UNKNOWN_BIRTH
    return {
        "place": place,
        "name": traits.full_name,
        "names": [traits.full_name, *traits.aliases],
        "numbers": [number for _, number in traits.numbers],
        "years_from": date(first.year - 1, 1, 1) if birth else date.min,
        "years_until": date(first.year + 2, 1, 1) if birth else date.max,
        "month": first.month,
        "day": first.day,
        "birthday": first if birth and birth.day else None,
    }


def _likeliest_first(traits: Traits, rows: list[tuple[Any, ...]], scope: Scope) -> list[Found]:
    first = traits.birth.first_day if traits.birth else _UNKNOWN_BIRTH
    rows.sort(key=lambda row: (abs(row[4] - first), row[0]))
    found = [one for row in rows if (one := _judged(row, traits, scope)).band is not Band.DIFFERENT]
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
    """Who resembles, asked before a new file is made; see `look_alikes_of_each`. Raises Forbidden."""
    one = Sought(full_name=full_name, birth=birth, sex=sex, numbers=numbers, mother=mother, unit_ids=unit_ids)
    return look_alikes_of_each([one], scope=scope, at=at)[0]


def look_alikes_of_each(
    sought: Sequence[Sought], *, scope: Scope, at: datetime
) -> list[tuple[Candidate, ...]]:
    """Who resembles each of the sought; whoever is shown is logged as read, once for each. Raises Forbidden.

    Out of reach only likely ones are told of, and nothing about them: a namesake elsewhere is nobody's business.
    """
    scope.require("people.write")
    found = [
        [one for one in alike if one.is_visible or one.band is not Band.POSSIBLE]
        for alike in find_each([one.traits() for one in sought], scope=scope)
    ]
    together = [one for alike in found for one in alike]
    shown = [one.person_id for one in together if one.is_visible]
    told = [one.person_id for one in together if not one.is_visible]
    log(shown, told, scope=scope, at=at)
    names = _unit_names(together, on=scope.on)
    return [tuple(_candidate(one, names) for one in alike) for alike in found]


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
    names = _unit_names(found, on=on)
    return tuple(_candidate(one, names) for one in found)


def _unit_names(found: Iterable[Found], *, on: date) -> dict[str, str]:
    units = {one.unit_ids[0] for one in found if one.is_visible and one.unit_ids}
    return full_names(units, on=on) if units else {}


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
