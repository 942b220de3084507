"""The lists of a commune side by side: who stands on one and not on another, and what was decided."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.queries.files import people_with_file
from hoanhap.exchange.models import Comparison, ListedPerson, ListedRow, SourceList
from hoanhap.exchange.rules.lists import age_in_days
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page
from hoanhap.kit.text import given_name_sort_key, mask
from hoanhap.people.queries.people import PersonRow, masked_names
from hoanhap.places.queries.units import full_names, paths

IMPORT: Final = "exchange.import"
IDENTIFY: Final = "people.identify"
FILTERS: Final = ("open", "one-sided", "to-make", "made", "left-out", "all")
Decision = ListedPerson.Decision


@dataclass(frozen=True)
class ListCard:
    """One list that was brought. `is_current`: no later one of the same office is there."""

    id: UUID
    keeper: str
    keeper_text: Words
    list_on: date
    file_name: str
    row_count: int
    left_out: tuple[int, ...]
    brought_at: datetime
    brought_by: str
    is_current: bool


@dataclass(frozen=True)
class RowLine:
    """What one list says of somebody."""

    id: UUID
    keeper_text: Words
    list_on: date
    number: int
    full_name: str
    birth_text: str
    numbers: tuple[str, ...]
    address: str
    is_sure: bool
    is_current: bool


@dataclass(frozen=True)
class EntryLine:
    """Somebody of the lists or the register. `stands_on`: keeper → whether the office's present list names them."""

    id: UUID
    name: str
    birth_text: str
    person: PersonRow | None
    is_certain: bool
    is_elsewhere_known: bool
    has_file: bool
    stands_on: Mapping[str, bool]
    is_sure: bool
    decision: str
    decision_text: Words
    reason: str
    decided_by: str
    decided_at: datetime | None
    to_make_since: date | None
    age_days: int | None

    @property
    def is_in_register(self) -> bool:
        return self.person is not None and self.is_certain

    @property
    def is_made(self) -> bool:
        """The file that was to be made is there."""
        return self.decision == Decision.TO_MAKE and self.is_in_register and self.has_file

    @property
    def is_agreed(self) -> bool:
        """Nothing to decide: a list names them, surely, and they have a file here."""
        return self.is_in_register and self.has_file and self.is_sure and any(self.stands_on.values())

    @property
    def is_open(self) -> bool:
        return not self.decision and not self.is_agreed

    @property
    def is_one_sided(self) -> bool:
        """Somebody of them names the person, and somebody does not."""
        sides = [*self.stands_on.values(), self.is_in_register]
        return any(sides) and not all(sides)


@dataclass(frozen=True)
class SideBySide:
    """The page of a comparison."""

    id: UUID
    unit_id: str
    unit_path: str
    compared_at: datetime | None
    lists: tuple[ListCard, ...]
    keepers: tuple[tuple[str, Words], ...]
    counts: Mapping[str, int]
    page: Page[EntryLine]


@dataclass(frozen=True)
class EntryPage:
    """One person of the lists, and everything that the lists say."""

    comparison_id: UUID
    unit_path: str
    line: EntryLine
    rows: tuple[RowLine, ...]


@dataclass(frozen=True)
class CommuneLists:
    """A commune whose lists lie side by side."""

    id: UUID
    unit_id: str
    unit_name: str
    opened_at: datetime
    compared_at: datetime | None


def comparisons(*, scope: Scope) -> list[CommuneLists]:
    """The communes in reach whose lists lie side by side, by name. Raises Forbidden."""
    scope.require(IMPORT)
    found = list(Comparison.objects.visible_to(scope, IMPORT))
    names = full_names({one.unit_id for one in found}, on=scope.on)
    lines = [
        CommuneLists(one.pk, one.unit_id, names.get(one.unit_id, one.unit_id), one.opened_at, one.compared_at)
        for one in found
    ]
    return sorted(lines, key=lambda line: given_name_sort_key(line.unit_name))


def side_by_side(
    comparison_id: UUID,
    *,
    scope: Scope,
    at: datetime,
    show: str = "open",
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> SideBySide:
    """Everybody of the lists and the register, by given name. `show` is one of FILTERS. Raises Forbidden, NotFound."""
    one = _comparison(comparison_id, scope)
    sources = _sources(one)
    lines = _lines(one, one.entries.all(), sources, scope)
    counts = {name: sum(_is_shown(line, name) for line in lines) for name in FILTERS}
    shown = [line for line in lines if _is_shown(line, show)]
    number = max(1, min(number, -(-len(shown) // size) or 1))
    page = Page(shown[(number - 1) * size : number * size], number, size, len(shown))
    _log(page, scope, at)
    return SideBySide(
        id=one.pk,
        unit_id=one.unit_id,
        unit_path=paths([one.unit_id], on=scope.on).get(one.unit_id, one.unit_id),
        compared_at=one.compared_at,
        lists=tuple(sources.values()),
        keepers=tuple((card.keeper, card.keeper_text) for card in _current(sources)),
        counts=counts,
        page=page,
    )


def entry(entry_id: UUID, *, scope: Scope, at: datetime) -> EntryPage:
    """One person of the lists. Raises Forbidden, NotFound."""
    scope.require(IMPORT)
    found = ListedPerson.objects.visible_to(scope, IMPORT).select_related("comparison").filter(pk=entry_id)
    known = found.first()
    if known is None:
        raise NotFound(Problem("no-such-entry", _("There is no such person on these lists.")))
    sources = _sources(known.comparison)
    lines = _lines(known.comparison, [known], sources, scope, everybody=True)
    _log(lines, scope, at)
    identified = _identifies(scope, known.unit_id)
    rows = ListedRow.objects.filter(entry=known, source__in=sources).order_by(
        "-source__list_on", "source", "number"
    )
    return EntryPage(
        comparison_id=known.comparison_id,
        unit_path=paths([known.unit_id], on=scope.on).get(known.unit_id, known.unit_id),
        line=lines[0],
        rows=tuple(
            RowLine(
                id=row.pk,
                keeper_text=sources[row.source_id].keeper_text,
                list_on=sources[row.source_id].list_on,
                number=row.number,
                full_name=row.full_name if identified else mask(row.full_name),
                birth_text=_birth_text(row.birth, identified=identified),
                numbers=tuple(number if identified else f"…{number[-4:]}" for _kind, number in row.numbers),
                address=row.address if identified else "",
                is_sure=row.is_sure,
                is_current=sources[row.source_id].is_current,
            )
            for row in rows
        ),
    )


def source(source_id: UUID, *, scope: Scope) -> tuple[UUID, ListCard]:
    """A list that was brought, and its comparison. Raises Forbidden, NotFound."""
    scope.require(IMPORT)
    found = SourceList.objects.visible_to(scope, IMPORT).filter(pk=source_id, retired_at__isnull=True).first()
    if found is None:
        raise NotFound(Problem("no-such-list", _("There is no such list, or it was taken back already.")))
    return found.comparison_id, _card(found, is_current=True)


def _comparison(comparison_id: UUID, scope: Scope) -> Comparison:
    scope.require(IMPORT)
    one = Comparison.objects.visible_to(scope, IMPORT).filter(pk=comparison_id).first()
    if one is None:
        raise NotFound(Problem("no-such-comparison", _("There is no such comparison.")))
    return one


def _sources(one: Comparison) -> dict[UUID, ListCard]:
    """The lists that count, the latest of each office marked."""
    found = list(one.lists.filter(retired_at__isnull=True).order_by("-list_on", "-id"))
    latest: dict[str, UUID] = {}
    for card in found:
        latest.setdefault(card.keeper, card.pk)
    return {card.pk: _card(card, is_current=latest[card.keeper] == card.pk) for card in found}


def _current(sources: Mapping[UUID, ListCard]) -> list[ListCard]:
    """The present list of each office, in the order in which offices are named."""
    order = SourceList.Keeper.values
    return sorted(
        (card for card in sources.values() if card.is_current), key=lambda card: order.index(card.keeper)
    )


def _card(found: SourceList, *, is_current: bool) -> ListCard:
    return ListCard(
        id=found.pk,
        keeper=found.keeper,
        keeper_text=SourceList.Keeper(found.keeper).label,
        list_on=found.list_on,
        file_name=found.file_name,
        row_count=found.row_count,
        left_out=tuple(found.left_out),
        brought_at=found.brought_at,
        brought_by=found.brought_by_name,
        is_current=is_current,
    )


def _lines(
    one: Comparison,
    entries: Iterable[ListedPerson],
    sources: Mapping[UUID, ListCard],
    scope: Scope,
    *,
    everybody: bool = False,
) -> list[EntryLine]:
    """The entries in words. Without lists that name them, only whoever the commune still answers for is told of."""
    known = list(entries)
    keepers = {card.keeper: False for card in _current(sources)}
    named: dict[UUID, dict[str, bool]] = {}
    unsure: set[UUID] = set()
    rows = ListedRow.objects.filter(entry__in=[entry.pk for entry in known], source__in=sources)
    for entry_id, source_id, is_sure in rows.values_list("entry_id", "source_id", "is_sure"):
        stands = named.setdefault(entry_id, dict(keepers))
        if sources[source_id].is_current:
            stands[sources[source_id].keeper] = True
            if not is_sure:
                unsure.add(entry_id)
    people = masked_names([entry.person_id for entry in known if entry.person_id], scope=scope)
    made = with_file(people, scope)
    listed = {entry.person_id for entry in known if entry.pk in named}
    lines = []
    for entry in known:
        person = people.get(entry.person_id) if entry.person_id else None
        if entry.pk not in named and not everybody:
            is_ours = person is not None and person.unit_id == one.unit_id and entry.person_id not in listed
            if not (is_ours or entry.decision):
                continue
        stands = named.get(entry.pk, keepers)
        lines.append(_line(entry, person, stands, made, scope, is_sure=entry.pk not in unsure))
    return sorted(lines, key=lambda line: (given_name_sort_key(line.name), str(line.id)))


def _line(
    entry: ListedPerson,
    person: PersonRow | None,
    stands: Mapping[str, bool],
    made: frozenset[UUID],
    scope: Scope,
    *,
    is_sure: bool,
) -> EntryLine:
    identified = _identifies(scope, entry.unit_id)
    name = entry.full_name if identified else mask(entry.full_name) if entry.full_name else ""
    birth = _birth_text(entry.birth, identified=identified)
    return EntryLine(
        id=entry.pk,
        name=name or (person.masked_name if person else "…"),
        birth_text=birth or (person.born_text if person else ""),
        person=person,
        is_certain=entry.is_certain,
        is_elsewhere_known=entry.is_elsewhere_known,
        has_file=entry.person_id in made,
        stands_on=dict(stands),
        is_sure=is_sure and (entry.is_certain or entry.person_id is None),
        decision=entry.decision,
        decision_text=Decision(entry.decision).label if entry.decision else "",
        reason=entry.reason,
        decided_by=entry.decided_by_name,
        decided_at=entry.decided_at,
        to_make_since=entry.to_make_since,
        age_days=age_in_days(entry.to_make_since, on=scope.on) if entry.to_make_since else None,
    )


def _is_shown(line: EntryLine, show: str) -> bool:
    match show:
        case "open":
            return line.is_open
        case "one-sided":
            return line.is_one_sided
        case "to-make":
            return line.decision == Decision.TO_MAKE and not line.is_made
        case "made":
            return line.is_made
        case "left-out":
            return line.decision in (Decision.ELSEWHERE, Decision.NOT_NEEDED)
        case _:
            return True


def with_file(person_ids: Iterable[UUID], scope: Scope) -> frozenset[UUID]:
    """Those who have a management file; nobody for who may not read files."""
    return people_with_file(person_ids, scope=scope) if scope.may("casework.read") else frozenset()


def _identifies(scope: Scope, unit_id: str) -> bool:
    return scope.reaches(IDENTIFY, unit_id)


def _birth_text(birth: str, *, identified: bool) -> str:
    if not birth:
        return ""
    told = PartialDate.from_iso(birth)
    return told.display() if identified else str(told.year)


def _log(lines: Iterable[EntryLine], scope: Scope, at: datetime) -> None:
    """Whom of the register the page shows beside the lists."""
    shown = sorted({line.person.id for line in lines if line.person})
    if shown:
        trail.read("exchange.lists-compared", by=scope, at=at, person_ids=shown, purpose="side-by-side")
