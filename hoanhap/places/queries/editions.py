"""What a unit was called on a day, and what it lay in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from hoanhap.places.models import UnitEdition, UnitKind
from hoanhap.places.rules import names, spans


@dataclass(frozen=True)
class Above:
    """One of the units that a unit lay in."""

    unit_id: str
    kind: str
    name: str
    level: str

    @property
    def full_name(self) -> str:
        return names.full_name(self.kind, self.name)


@dataclass(frozen=True)
class UnitLine:
    """One edition of a unit, with all that lay above it then, nearest first."""

    unit_id: str
    code: str
    name: str
    kind: str
    level: str
    valid_from: date | None
    valid_until: date | None
    date_is_estimated: bool
    basis: str
    above: tuple[Above, ...]

    @property
    def full_name(self) -> str:
        """Thị trấn Yên Lạc."""
        return names.full_name(self.kind, self.name)

    @property
    def kind_label(self) -> str:
        """The kind in the reader's language."""
        return str(UnitKind(self.kind).label)

    @property
    def path(self) -> str:
        """Thị trấn Yên Lạc, huyện Yên Lạc, tỉnh Vĩnh Phúc."""
        return names.path([(self.kind, self.name), *((one.kind, one.name) for one in self.above)])

    @property
    def parent_id(self) -> str | None:
        return self.above[0].unit_id if self.above else None

    def holds_on(self, day: date) -> bool:
        return spans.holds((self.valid_from, self.valid_until), day)


def in_force(on: date, prefix: str = "") -> Q:
    """Rows with `valid_from`/`valid_until` that hold on the day."""
    start, end = f"{prefix}valid_from", f"{prefix}valid_until"
    return (Q(**{f"{start}__isnull": True}) | Q(**{f"{start}__lte": on})) & (
        Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gt": on})
    )


def lines(
    editions: QuerySet[UnitEdition] | Sequence[UnitEdition], *, on: date, with_above: bool = True
) -> list[UnitLine]:
    """The editions in their order, each with what lay above it on the day, or on its own day nearest to it.

    One query for the editions and one for each level above them, unless nobody needs those.
    """
    chosen = list(editions)
    known: dict[str, list[UnitEdition]] = {}
    wanted = {one.parent_id for one in chosen if one.parent_id and with_above}
    while wanted := wanted - known.keys():
        found = list(UnitEdition.objects.filter(unit_id__in=wanted))
        known.update({unit: [] for unit in wanted})
        for edition in found:
            known[edition.unit_id].append(edition)
        wanted = {one.parent_id for one in found if one.parent_id}
    return [_line(one, known, on, with_above) for one in chosen]


def _line(edition: UnitEdition, known: dict[str, list[UnitEdition]], on: date, with_above: bool) -> UnitLine:
    day = _nearest_day(edition, on)
    above: list[Above] = []
    parent_id = edition.parent_id if with_above else None
    while parent_id:
        parent = next(one for one in known[parent_id] if spans.holds((one.valid_from, one.valid_until), day))
        above.append(Above(parent.unit_id, parent.kind, parent.name, parent.level))
        parent_id = parent.parent_id
    return UnitLine(
        unit_id=edition.unit_id,
        code=edition.code,
        name=edition.name,
        kind=edition.kind,
        level=edition.level,
        valid_from=edition.valid_from,
        valid_until=edition.valid_until,
        date_is_estimated=edition.date_is_estimated,
        basis=edition.basis,
        above=tuple(above),
    )


def _nearest_day(edition: UnitEdition, on: date) -> date:
    if edition.valid_until and edition.valid_until <= on:
        return edition.valid_until - timedelta(days=1)
    if edition.valid_from and edition.valid_from > on:
        return edition.valid_from
    return on


def lines_of(unit_ids: Iterable[str], *, on: date, with_above: bool = True) -> dict[str, UnitLine]:
    """For each unit its edition on the day; for one that has ended its last, for one still to come its first."""
    best: dict[str, UnitEdition] = {}
    for edition in UnitEdition.objects.filter(unit_id__in=set(unit_ids)):
        known = best.get(edition.unit_id)
        if known is None or _distance(edition, on) < _distance(known, on):
            best[edition.unit_id] = edition
    return {line.unit_id: line for line in lines(list(best.values()), on=on, with_above=with_above)}


def _distance(edition: UnitEdition, on: date) -> int:
    return abs((_nearest_day(edition, on) - on).days)
