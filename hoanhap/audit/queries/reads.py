"""Reading the trail. The caller has already fetched the person, or the power, under a scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from hoanhap.audit.models import Entry
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of


@dataclass(frozen=True)
class TrailLine:
    """One act or read, as it is shown: when, by whom, what, and why."""

    happened_at: datetime
    account_name: str
    kind: str
    reason: str


def reads_of(*person_ids: UUID, number: int = 1, size: int = DEFAULT_SIZE) -> Page[TrailLine]:
    """Who opened this person's file, latest first; several ids where other files were merged into it.

    Call it only for a person already fetched under a scope.
    """
    found = Entry.objects.filter(person_id__in=person_ids, is_read=True).order_by("-happened_at", "-id")
    return page_of(found, _line, number=number, size=size)


def acts_on(person_id: UUID, *, number: int = 1, size: int = DEFAULT_SIZE) -> Page[TrailLine]:
    """What was done in this person's file, latest first. Call it only for a person already fetched under a scope."""
    found = Entry.objects.filter(person_id=person_id, is_read=False).order_by("-happened_at", "-id")
    return page_of(found, _line, number=number, size=size)


def was_recorded(kind: str) -> bool:
    """Whether an act of this kind stands anywhere in the trail."""
    return Entry.objects.filter(kind=kind).exists()


def _line(entry: Entry) -> TrailLine:
    return TrailLine(entry.happened_at, entry.account_name, entry.kind, entry.reason)


def acts_since(
    moment: datetime, *, person_ids: Iterable[UUID] = (), unit_ids: Iterable[str] = ()
) -> dict[str, frozenset[str]]:
    """The kinds of acts recorded after a moment, by the person or, where they name none, the unit that they are about.

    Kinds only: why a figure changed is told without telling what stands in anybody's file.
    """
    found: dict[str, set[str]] = {}
    rows = Entry.objects.filter(is_read=False, recorded_at__gt=moment).filter(
        Q(person_id__in=list(person_ids)) | Q(person_id__isnull=True, unit_id__in=list(unit_ids))
    )
    for person_id, unit_id, kind in rows.values_list("person_id", "unit_id", "kind"):
        found.setdefault(str(person_id) if person_id else unit_id, set()).add(kind)
    return {about: frozenset(kinds) for about, kinds in found.items()}
