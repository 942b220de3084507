"""Laying the lists of a commune side by side: adding a list, taking one back, comparing. Nobody's file is made here."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.exchange.imports.listed import ListedLine, hash_of, read_list
from hoanhap.exchange.models import Comparison, ListedPerson, ListedRow, SourceList
from hoanhap.exchange.rules import lists as rules
from hoanhap.kit.dates import PartialDate, local_day
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.paging import LARGEST_SIZE
from hoanhap.kit.text import clean, given_name_sort_key
from hoanhap.people.queries import people
from hoanhap.people.queries.lookalikes import Candidate, Sought, look_alikes_of_each
from hoanhap.people.rules.duplicates import Band
from hoanhap.places.queries.units import NO_SUCH_UNIT

IMPORT: Final = "exchange.import"
WRITE: Final = "people.write"


class ListRefused(Refused):
    """The list cannot be taken in, or the comparison cannot be changed, like that."""


def reached(comparison_id: UUID, *, scope: Scope, lock: bool = False) -> Comparison:
    """A comparison of a commune in reach. Raises Forbidden, NotFound."""
    scope.require(IMPORT)
    found = Comparison.objects.visible_to(scope, IMPORT).filter(pk=comparison_id)
    one = (found.select_for_update(of=("self",)) if lock else found).first()
    if one is None:
        raise NotFound(Problem("no-such-comparison", _("There is no such comparison.")))
    return one


@transaction.atomic
def open_comparison(*, unit_id: str, scope: Scope, at: datetime) -> Comparison:
    """Begin to lay the lists of a commune side by side, or go on with what was begun. Raises Forbidden, NotFound."""
    scope.require(IMPORT)
    if not (scope.reaches(IMPORT, unit_id) and scope.reaches(WRITE, unit_id)):
        raise NotFound(NO_SUCH_UNIT)
    new = Comparison(
        unit_id=unit_id, opened_at=at, opened_by=scope.account_id, opened_by_name=scope.account_name
    )
    Comparison.objects.bulk_create([new], ignore_conflicts=True)
    one = Comparison.objects.get(unit_id=unit_id)
    if one.pk == new.pk:
        trail.record("exchange.comparison-opened", by=scope, at=at, subject=one, unit_id=unit_id)
    return one


@transaction.atomic
def add_list(
    *,
    comparison_id: UUID,
    keeper: str,
    list_on: date,
    path: Path,
    file_name: str = "",
    sheet: str = "",
    scope: Scope,
    at: datetime,
) -> SourceList:
    """Take in the list of an office as it stood on a day, and compare. The same bytes again are the list that is there.

    Raises Forbidden, NotFound, ListRefused, FileRefused.
    """
    one = reached(comparison_id, scope=scope, lock=True)
    if keeper not in SourceList.Keeper.values:
        raise ListRefused(Problem("keeper-missing", _("Choose the office that keeps the list."), "keeper"))
    if list_on > local_day(at):
        raise ListRefused(Problem("list-ahead", _("The day of the list lies ahead. Check it."), "list_on"))
    file_hash = hash_of(path, sheet)
    known = one.lists.filter(keeper=keeper, file_hash=file_hash, retired_at__isnull=True).first()
    if known is not None:
        return known
    read = read_list(path, sheet=sheet, on=local_day(at))
    source = SourceList.objects.create(
        comparison=one,
        unit_id=one.unit_id,
        keeper=keeper,
        list_on=list_on,
        file_name=clean(file_name)[-200:],
        file_hash=file_hash,
        row_count=len(read.lines),
        left_out=list(read.left_out)[:200],
        brought_at=at,
        brought_by=scope.account_id,
        brought_by_name=scope.account_name,
    )
    _take_in(one, source, read.lines)
    trail.record(
        "exchange.list-brought",
        by=scope,
        at=at,
        subject=source,
        unit_id=one.unit_id,
        keeper=keeper,
        rows=len(read.lines),
    )
    _compare(one, scope=scope, at=at)
    return source


@transaction.atomic
def withdraw_list(*, source_id: UUID, reason: str, scope: Scope, at: datetime) -> SourceList:
    """A list that was brought by mistake counts no more. Who stood on it alone, undecided, is asked about no more.

    Raises Forbidden, NotFound, ListRefused.
    """
    scope.require(IMPORT)
    source = (
        SourceList.objects.visible_to(scope, IMPORT).filter(pk=source_id, retired_at__isnull=True).first()
    )
    if source is None:
        raise NotFound(Problem("no-such-list", _("There is no such list, or it was taken back already.")))
    reached(source.comparison_id, scope=scope, lock=True)
    if not clean(reason):
        raise ListRefused(
            Problem("reason-missing", _("Say why: the reason is kept with the list."), "reason")
        )
    source.retired_at, source.retired_by, source.retired_reason = at, scope.account_id, clean(reason)[:300]
    source.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    trail.record(
        "exchange.list-withdrawn",
        by=scope,
        at=at,
        subject=source,
        unit_id=source.unit_id,
        reason=source.retired_reason,
    )
    return source


@transaction.atomic
def compare_again(*, comparison_id: UUID, scope: Scope, at: datetime) -> Comparison:
    """Look once more who has a file by now. Decisions stay as they are. Raises Forbidden, NotFound."""
    one = reached(comparison_id, scope=scope, lock=True)
    _compare(one, scope=scope, at=at)
    return one


def _take_in(one: Comparison, source: SourceList, lines: Sequence[ListedLine]) -> None:
    """Put the rows with those of the other lists that are of the same person, as far as that can be seen."""
    held = ListedRow.objects.filter(entry__comparison=one, source__retired_at__isnull=True)
    groups: dict[UUID, rules.Group] = {}
    for row in held.order_by("id"):
        groups.setdefault(row.entry_id, rules.Group(str(row.entry_id))).rows.append(named(row))
    entries: dict[int, ListedPerson] = {}
    rows = []
    by_number = {str(line.number): line for line in lines}
    told = [_named(line) for line in lines]
    for put in rules.place(told, list(groups.values()), commune=one.unit_id):
        line = by_number[put.row.key]
        entry_id = UUID(put.group.key) if put.group.key else None
        if entry_id is None:
            entry = entries.setdefault(id(put.group), _new_entry(one, line))
            entry_id = entry.pk
        rows.append(
            ListedRow(
                source=source,
                entry_id=entry_id,
                number=line.number,
                full_name=line.full_name,
                birth=line.birth,
                sex=line.sex,
                numbers=[list(pair) for pair in line.numbers],
                address=line.address,
                is_sure=put.is_sure,
            )
        )
    ListedPerson.objects.bulk_create(entries.values())
    ListedRow.objects.bulk_create(rows)


def _new_entry(one: Comparison, line: ListedLine) -> ListedPerson:
    return ListedPerson(
        comparison=one,
        unit_id=one.unit_id,
        full_name=line.full_name,
        sort_key=given_name_sort_key(line.full_name)[:600],
        birth=line.birth,
    )


def _named(line: ListedLine) -> rules.Named:
    birth = PartialDate.from_iso(line.birth) if line.birth else None
    return rules.Named(str(line.number), line.full_name, birth, line.sex, frozenset(line.numbers))


def named(row: ListedRow) -> rules.Named:
    """A row that was kept, for comparing."""
    birth = PartialDate.from_iso(row.birth) if row.birth else None
    numbers = frozenset((kind, number) for kind, number in row.numbers)
    return rules.Named(str(row.pk), row.full_name, birth, row.sex, numbers)


# --- the register ---------------------------------------------------------------------------


def _compare(one: Comparison, *, scope: Scope, at: datetime) -> None:
    """Lay the register beside the lists: who of them may have a file, and who has a file but stands on no list."""
    waiting = list(one.entries.filter(person__isnull=True).exclude(decision__in=["elsewhere", "not-needed"]))
    rows: dict[UUID, list[ListedRow]] = {}
    for row in ListedRow.objects.filter(entry__in=waiting, source__retired_at__isnull=True).order_by("id"):
        rows.setdefault(row.entry_id, []).append(row)
    asked = [(entry, found) for entry in waiting if (found := rows.get(entry.pk)) and _birth(found)]
    sought = [_sought(found, one.unit_id) for _, found in asked]
    for (entry, _found), candidates in zip(
        asked, look_alikes_of_each(sought, scope=scope, at=at), strict=True
    ):
        _suggest(entry, candidates)
    ListedPerson.objects.bulk_update(waiting, ["person", "is_certain", "is_elsewhere_known"], batch_size=500)
    _register_only(one, scope=scope)
    one.compared_at = at
    one.save(update_fields=["compared_at"])


def _birth(rows: Iterable[ListedRow]) -> PartialDate | None:
    """The most exact birth that the lists name."""
    known = [PartialDate.from_iso(row.birth) for row in rows if row.birth]
    return max(known, key=lambda birth: len(birth.isoformat()), default=None)


def _sought(rows: Sequence[ListedRow], unit_id: str) -> Sought:
    birth = _birth(rows)
    assert birth is not None
    return Sought(
        full_name=rows[0].full_name,
        birth=birth,
        sex=next((row.sex for row in rows if row.sex), ""),
        numbers=tuple(dict.fromkeys(number for row in rows for _, number in row.numbers)),
        unit_ids=(unit_id,),
    )


def _suggest(entry: ListedPerson, candidates: Sequence[Candidate]) -> None:
    """The likeliest file in reach; sure only where the rules say that it is the same. A mere namesake is none."""
    entry.is_elsewhere_known = any(not one.is_visible for one in candidates)
    fitting = [
        one
        for one in candidates
        if one.is_visible and one.band is not Band.POSSIBLE and str(one.id) not in entry.not_persons
    ]
    best = next(iter(fitting), None)
    entry.person_id = best.id if best else None
    entry.is_certain = best is not None and best.band is Band.SAME


def _register_only(one: Comparison, *, scope: Scope) -> None:
    """An entry for everybody whom the commune answers for and no list names."""
    here: list[UUID] = []
    number, pages = 1, 1
    while number <= pages:
        page = people.search("", scope=scope, unit_id=one.unit_id, number=number, size=LARGEST_SIZE)
        here += [row.id for row in page]
        number, pages = number + 1, page.pages
    listed = set(one.entries.filter(person__isnull=False).values_list("person_id", flat=True))
    ListedPerson.objects.bulk_create(
        ListedPerson(comparison=one, unit_id=one.unit_id, person_id=key, is_certain=True)
        for key in here
        if key not in listed
    )
