"""Finding a unit by what somebody wrote: a code, an old name, a name without tones or with the wrong kind."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q
from django.db.models.functions import Length

from hoanhap.kit.text import fold
from hoanhap.places.models import Unit, UnitEdition
from hoanhap.places.queries.editions import UnitLine, in_force, lines, lines_of
from hoanhap.places.queries.successions import Link, successors_of
from hoanhap.places.rules import names

SHORTEST_SUGGESTION: Final = 2


@dataclass(frozen=True)
class Found:
    """A unit that the text can mean, and where it went if it has ended by the day."""

    line: UnitLine
    successors: tuple[Link, ...]

    @property
    def unit_id(self) -> str:
        return self.line.unit_id


def find(text: str, *, on: date, level: str | None = None) -> list[Found]:
    """Every unit that the text can mean, best known first on the day; empty if none, several if it is ambiguous.

    Understands a code, a unit id, a name with or without its kind and tones, and names of the
    units above after commas. A name that is no longer used finds the unit that bore it, with its
    successors. Never guesses between several.
    """
    by_code = _by_code(text, on=on, level=level)
    if by_code is not None:
        return _found(by_code, on)
    keys = {reading.key for part in _ways(text) for reading in names.readings(part[0])}
    editions = list(UnitEdition.objects.filter(name_key__in=keys))
    known = lines(editions, on=on)
    by_key: dict[str, list[UnitLine]] = {}
    for edition, line in zip(editions, known, strict=True):
        by_key.setdefault(edition.name_key, []).append(line)
    return _found(_chosen(text, lambda key: by_key.get(key, ()), on=on, level=level), on)


def suggest(text: str, *, on: date, limit: int = 20) -> list[UnitLine]:
    """Units in force whose name contains the text, shortest name first."""
    wanted = fold(names.readings(text)[0].name) if names.readings(text) else ""
    if len(wanted) < SHORTEST_SUGGESTION:
        return []
    found = (
        UnitEdition.objects.filter(in_force(on), name_folded__contains=wanted)
        .order_by(Length("name"), "level", "code")[:limit]
    )  # fmt: skip
    return lines(found, on=on)


class Gazetteer:
    """Every name ever borne, in memory: for reading a list of thousands of rows as `find` reads one."""

    def __init__(self, *, on: date) -> None:
        editions = list(UnitEdition.objects.all())
        self._by_key: dict[str, list[UnitLine]] = {}
        self._by_code: dict[str, list[UnitLine]] = {}
        for edition, line in zip(editions, lines(editions, on=on), strict=True):
            self._by_key.setdefault(edition.name_key, []).append(line)
            self._by_code.setdefault(edition.code, []).append(line)

    def find(self, text: str, *, on: date, level: str | None = None) -> list[UnitLine]:
        """As the query `find`, without looking up successors."""
        if code := names.as_code(text):
            found = [one for one in self._by_code.get(code[0], ()) if level in (None, one.level)]
            return _one_for_each([one for one in found if one.holds_on(on)] or found, on)
        return _chosen(text, lambda key: self._by_key.get(key, ()), on=on, level=level)


def _ways(text: str) -> list[list[str]]:
    """The text as one name (Phan Rang - Tháp Chàm), then as a name and the units above it."""
    parts = names.parts_of(text)
    whole = [[text]] if names.name_key(text) else []
    return whole + ([parts] if len(parts) > 1 else [])


def _chosen(
    text: str, look_up: Callable[[str], Iterable[UnitLine]], *, on: date, level: str | None
) -> list[UnitLine]:
    for parts in _ways(text):
        keys = {reading.key for reading in names.readings(parts[0])}
        known = [line for key in sorted(keys) for line in look_up(key)]
        chosen = names.choose(parts, [_candidate(line) for line in known], on=on, level=level)
        wanted = {(one.unit_id, one.valid_from) for one in chosen}
        if chosen:
            return _one_for_each([line for line in known if (line.unit_id, line.valid_from) in wanted], on)
    return []


def _candidate(line: UnitLine) -> names.Candidate:
    return names.Candidate(
        unit_id=line.unit_id,
        name=line.name,
        kind=line.kind,
        level=line.level,
        valid_from=line.valid_from,
        valid_until=line.valid_until,
        ancestors=frozenset((one.kind, names.name_key(one.name)) for one in line.above),
    )


def _one_for_each(found: Sequence[UnitLine], on: date) -> list[UnitLine]:
    """A unit may have borne the name in several editions: keep the one in force, else the latest."""
    best: dict[str, UnitLine] = {}
    for line in sorted(found, key=lambda one: (one.holds_on(on), one.valid_from or date.min)):
        best[line.unit_id] = line
    order = {"province": 0, "district": 1, "commune": 2}
    return sorted(best.values(), key=lambda one: (order[one.level], one.code, one.unit_id))


def _by_code(text: str, *, on: date, level: str | None) -> list[UnitLine] | None:
    tidy = text.strip()
    if names.is_unit_id(tidy) and Unit.objects.filter(id=tidy).exists():
        return [line for line in lines_of([tidy], on=on).values() if level in (None, line.level)]
    code = names.as_code(tidy)
    if code is None:
        return None
    editions = UnitEdition.objects.filter(Q(level=level) if level else Q(), code=code[0], level=code[1])
    found = lines(editions, on=on)
    return _one_for_each([one for one in found if one.holds_on(on)] or found, on)


def _found(chosen: list[UnitLine], on: date) -> list[Found]:
    ended = [line.unit_id for line in chosen if line.valid_until and line.valid_until <= on]
    went = successors_of(ended, on=on)
    return [Found(line, went.get(line.unit_id, ())) for line in chosen]
