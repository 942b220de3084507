"""Reading the trail. The caller has already fetched the person, or the power, under a scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, Max, Min, Q, QuerySet

from hoanhap.audit.models import Entry
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of


@dataclass(frozen=True)
class TrailLine:
    """One act or read, as it is shown: when, by whom, what, and why."""

    happened_at: datetime
    account_name: str
    kind: str
    reason: str


TREATMENT: Final = "treatment."
"""Kinds that begin so tell by themselves that somebody is in substitution treatment: outside it nobody is shown them."""


def reads_of(
    *person_ids: UUID, apart: Exists | None = None, number: int = 1, size: int = DEFAULT_SIZE
) -> Page[TrailLine]:
    """Who opened this person's file, latest first; several ids where other files were merged into it.

    `apart`: lines that are left out besides those of treatment. Call it only for a person already fetched under a scope.
    """
    found = _reads(person_ids, apart).order_by("-happened_at", "-id")
    return page_of(found, _line, number=number, size=size)


def _reads(person_ids: Iterable[UUID], apart: Exists | None) -> "QuerySet[Entry]":
    found = Entry.objects.filter(person_id__in=person_ids, is_read=True).exclude(kind__startswith=TREATMENT)
    return found.exclude(apart) if apart is not None else found


@dataclass(frozen=True)
class Reading:
    """One account read one thing of a person for one purpose: how often, first and last."""

    account_id: UUID | None
    account_name: str
    kind: str
    purpose: str
    times: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Disclosure:
    """An act by which what is known of a person went to somebody else. `unit_id`: where it was done."""

    happened_at: datetime
    account_name: str
    kind: str
    unit_id: str


DISCLOSING: Final = (
    "casework.document-issued",
    "casework.transfer-accepted",
    "casework.transfer-offered",
    "community.letter-written",
    "people.access-statement-given",
    "people.responsibility-transferred",
)
"""Acts by which facts about a person leave the office that keeps them, or come to another one."""
MOST: Final = 500
"""More lines than this nobody reads on paper: the latest are given, and the paper says that there are more."""


def readings_of(*person_ids: UUID, apart: Exists | None = None) -> list[Reading]:
    """Who read what of this person, the latest first, at most `MOST`, without treatment and what `apart` leaves out.

    Call it only for a person fetched under a scope.
    """
    told = (
        _reads(person_ids, apart)
        .order_by()
        .values("account_id", "account_name", "kind", "reason")
        .annotate(times=Count("pk"), first_at=Min("happened_at"), last_at=Max("happened_at"))
    )
    return [
        Reading(
            one["account_id"],
            one["account_name"],
            one["kind"],
            one["reason"],
            one["times"],
            one["first_at"],
            one["last_at"],
        )
        for one in told.order_by("-last_at", "account_name", "kind", "reason")[:MOST]
    ]


def disclosures_of(*person_ids: UUID) -> list[Disclosure]:
    """By what acts facts about this person went elsewhere, the latest first, at most `MOST`."""
    found = Entry.objects.filter(person_id__in=person_ids, is_read=False, kind__in=DISCLOSING)
    return [
        Disclosure(one.happened_at, one.account_name, one.kind, one.unit_id)
        for one in found.order_by("-happened_at", "-id")[:MOST]
    ]


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
