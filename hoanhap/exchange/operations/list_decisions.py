"""Deciding about the people of laid-out lists, one by one. Each decision can be taken back, and is kept."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.exchange.models import ListedPerson, ListedRow
from hoanhap.exchange.operations.lists import IMPORT, ListRefused, reached
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import clean, given_name_sort_key

Decision = ListedPerson.Decision


@transaction.atomic
def confirm_file(*, entry_id: UUID, scope: Scope, at: datetime) -> ListedPerson:
    """The file that was suggested is of this person. Raises Forbidden, NotFound, ListRefused."""
    entry = _held(entry_id, scope)
    if entry.person_id is None:
        words = _("No file was suggested. Open or make the file first, then compare again.")
        raise ListRefused(Problem("no-file", words))
    entry.is_certain = True
    return _decided(entry, Decision.KNOWN, "", scope=scope, at=at)


@transaction.atomic
def other_person(*, entry_id: UUID, scope: Scope, at: datetime) -> ListedPerson:
    """The file that was suggested is of somebody else; it is not suggested again.

    Raises Forbidden, NotFound, ListRefused.
    """
    entry = _held(entry_id, scope)
    if entry.person_id is None or not entry.rows.exists():
        raise ListRefused(Problem("no-file", _("No file was suggested.")))
    entry.not_persons = sorted({*entry.not_persons, str(entry.person_id)})
    entry.person_id, entry.is_certain = None, False
    return _decided(entry, "", "", scope=scope, at=at)


@transaction.atomic
def to_make(*, entry_id: UUID, reason: str = "", scope: Scope, at: datetime) -> ListedPerson:
    """A management file has to be made. It counts in the backlog since the oldest list that names the person.

    Nothing about a person is created: the file is made by its own page, from papers. Raises Forbidden, NotFound,
    ListRefused.
    """
    entry = _held(entry_id, scope)
    entry.to_make_since = _since(entry) or local_day(at)
    return _decided(entry, Decision.TO_MAKE, reason, scope=scope, at=at)


@transaction.atomic
def left_out(*, entry_id: UUID, decision: str, reason: str, scope: Scope, at: datetime) -> ListedPerson:
    """No file is made here: the person belongs elsewhere, or needs none. A reason is due. Raises Forbidden, NotFound,
    ListRefused.
    """
    entry = _held(entry_id, scope)
    if decision not in (Decision.ELSEWHERE, Decision.NOT_NEEDED):
        raise ListRefused(Problem("decision-unknown", _("Choose what is decided."), "decision"))
    if not clean(reason):
        raise ListRefused(
            Problem("reason-missing", _("Say why: the reason is kept with the decision."), "reason")
        )
    return _decided(entry, decision, reason, scope=scope, at=at)


@transaction.atomic
def take_back(*, entry_id: UUID, reason: str, scope: Scope, at: datetime) -> ListedPerson:
    """The decision was wrong: the person is undecided again. Raises Forbidden, NotFound, ListRefused."""
    entry = _held(entry_id, scope)
    if not entry.decision:
        raise ListRefused(Problem("not-decided", _("Nothing has been decided about this person yet.")))
    if not clean(reason):
        raise ListRefused(
            Problem("reason-missing", _("Say why: the reason is kept with the decision."), "reason")
        )
    return _decided(entry, "", reason, scope=scope, at=at)


@transaction.atomic
def split_off(*, row_id: UUID, scope: Scope, at: datetime) -> ListedPerson:
    """A row was put with somebody else's: it gets an entry of its own and stays apart. Raises Forbidden, NotFound,
    ListRefused.
    """
    scope.require(IMPORT)
    row = ListedRow.objects.filter(pk=row_id).select_related("entry").first()
    entry = _held(row.entry_id, scope) if row else None
    if row is None or entry is None:
        raise _absent()
    others = entry.rows.filter(source__retired_at__isnull=True).exclude(pk=row.pk)
    if not others.exists():
        raise ListRefused(
            Problem("only-row", _("No other list names this person: there is nothing to part."))
        )
    own = ListedPerson.objects.create(
        comparison_id=entry.comparison_id,
        unit_id=entry.unit_id,
        full_name=row.full_name,
        sort_key=given_name_sort_key(row.full_name)[:600],
        birth=row.birth,
        not_persons=[str(entry.person_id)] if entry.person_id else [],
    )
    row.entry, row.is_apart, row.is_sure = own, True, True
    row.save(update_fields=["entry", "is_apart", "is_sure"])
    trail.record(
        "exchange.listed-row-parted",
        by=scope,
        at=at,
        subject=own,
        unit_id=own.unit_id,
        parted_from=str(entry.pk),
    )
    return own


def _held(entry_id: UUID, scope: Scope) -> ListedPerson:
    """An entry in reach, its comparison locked: one pair of hands at a time."""
    scope.require(IMPORT)
    entry = ListedPerson.objects.visible_to(scope, IMPORT).filter(pk=entry_id).first()
    if entry is None:
        raise _absent()
    reached(entry.comparison_id, scope=scope, lock=True)
    entry.refresh_from_db()
    return entry


def _absent() -> NotFound:
    return NotFound(Problem("no-such-entry", _("There is no such person on these lists.")))


def _since(entry: ListedPerson) -> date | None:
    oldest = entry.rows.filter(source__retired_at__isnull=True).aggregate(day=Min("source__list_on"))["day"]
    return oldest if isinstance(oldest, date) else None


def _decided(entry: ListedPerson, decision: str, reason: str, *, scope: Scope, at: datetime) -> ListedPerson:
    """Write the decision; none opens the entry again. What stood there before is kept by the history of the row."""
    entry.decision, entry.reason = decision, clean(reason)[:300] if decision else ""
    if decision != Decision.TO_MAKE:
        entry.to_make_since = None
    entry.decided_at = at if decision else None
    entry.decided_by = scope.account_id if decision else None
    entry.decided_by_name = scope.account_name if decision else ""
    with trail.because(by=scope, reason=clean(reason)):
        entry.save()
    trail.record(
        "exchange.listed-person-decided",
        by=scope,
        at=at,
        person_id=entry.person_id,
        subject=entry,
        unit_id=entry.unit_id,
        reason=clean(reason),
        decision=decision,
    )
    return entry
