"""Cases on their way from one office to another: what each side may see of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode, Transfer
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.lookups import one_array
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.kit.text import mask
from hoanhap.places.queries import organisations
from hoanhap.places.queries.units import full_names

READ: Final = "casework.read"
RECENT: Final = timedelta(days=180)
"""How long answered offers stay on the list."""
WHOLE_FILE: Final = _("The whole file")


@dataclass(frozen=True)
class OfferLine:
    """A case offered, as both sides may see it: nothing of it but this before it is accepted."""

    id: UUID
    person_code: str
    masked_name: str
    kind: Words
    from_office: str
    from_unit: str
    to_office: str
    to_unit: str
    moved_on: date
    offered_on: date
    paper_number: str
    documents: tuple[str, ...]
    days_waiting: int


@dataclass(frozen=True)
class SentLine(OfferLine):
    """The same for the giving side, with its own reason and what was answered."""

    person_id: UUID
    episode_id: UUID | None
    reason: str
    state: str
    state_title: Words
    answered_on: date | None
    answer: str


@dataclass(frozen=True)
class Gone:
    """A case that another office has taken over: who it is about is that office's to show now."""

    paper_number: str
    to_office: str
    offered_on: date
    answered_on: date


def incoming(*, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE) -> Page[OfferLine]:
    """What waits for an answer of the offices in reach, the oldest first. Names are masked."""
    found = _received(scope).filter(state=Transfer.State.OFFERED).order_by("offered_on", "pk")
    return _page(found, on, number, size)


def offer_received(transfer_id: UUID, *, scope: Scope, at: datetime, on: date) -> OfferLine:
    """One offer that waits for an answer, for the receiving side. The read is logged. Raises NotFound."""
    row = _received(scope).filter(pk=transfer_id, state=Transfer.State.OFFERED).first()
    if row is None:
        raise NotFound(Problem("no-such-offer", _("There is no such offer.")))
    trail.read(
        "casework.transfer-offer-read", by=scope, at=at, person_ids=[row.person_id], purpose="answer-offer"
    )
    return _lines([row], on)[0]


def sent(*, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE) -> Page[SentLine]:
    """What the offices in reach have offered and still answer for: waiting first, then what came back lately."""
    found = (
        _sent(scope)
        .visible_to(scope, READ)
        .exclude(state=Transfer.State.ACCEPTED)
        .exclude(answered_on__lt=on - RECENT)
        .order_by("answered_on", "-offered_on", "pk")
    )
    page = page_of(found, lambda row: row, number=number, size=size)
    return Page(_sent_lines(page.rows, on), page.number, page.size, page.total, page.total_is_capped)


def offer_sent(transfer_id: UUID, *, scope: Scope, on: date) -> SentLine:
    """One offer that waits, for the giving side. Raises NotFound."""
    found = _sent(scope).visible_to(scope, READ).filter(pk=transfer_id, state=Transfer.State.OFFERED)
    row = found.first()
    if row is None:
        raise NotFound(Problem("no-such-offer", _("There is no such offer.")))
    return _sent_lines([row], on)[0]


def gone(*, scope: Scope, on: date, most: int = DEFAULT_SIZE) -> list[Gone]:
    """What other offices have taken over lately, the latest first: without the person, who is theirs now."""
    found = (
        _sent(scope)
        .filter(state=Transfer.State.ACCEPTED, answered_on__gte=on - RECENT)
        .order_by("-answered_on", "-pk")[:most]
    )
    rows = list(found)
    names = organisations.names_of({row.to_office_id for row in rows}, on=on)
    return [
        Gone(row.paper_number, names.get(row.to_office_id, ""), row.offered_on, row.answered_on)
        for row in rows
        if row.answered_on
    ]


def transfers_of(person_id: UUID, *, scope: Scope, on: date) -> list[SentLine]:
    """Every offer of a person's file, for who answers for the person now; the latest first."""
    found = Transfer.objects.visible_to(scope, READ).filter(person_id=person_id)
    rows = found.select_related("person", "episode").order_by("-offered_on", "-pk")
    return _sent_lines(list(rows), on)


def _received(scope: Scope) -> "QuerySet[Transfer]":
    found = Transfer.objects.select_related("person", "episode").exclude(person__merged_into__isnull=False)
    if scope.everywhere(READ):
        return found
    return found.filter(to_unit_id__anyof=one_array(scope.unit_ids(READ)))


def _sent(scope: Scope) -> Any:
    found = Transfer.objects.select_related("person", "episode")
    if scope.everywhere(READ):
        return found
    return found.filter(unit_id__anyof=one_array(scope.unit_ids(READ)))


def _page(found: "QuerySet[Transfer]", on: date, number: int, size: int) -> Page[OfferLine]:
    page = page_of(found, lambda row: row, number=number, size=size)
    return Page(_lines(page.rows, on), page.number, page.size, page.total, page.total_is_capped)


def _lines(rows: Sequence[Transfer], on: date) -> list[OfferLine]:
    return [OfferLine(**told) for told in _told(rows, on)]


def _sent_lines(rows: Sequence[Transfer], on: date) -> list[SentLine]:
    return [
        SentLine(
            **told,
            person_id=row.person_id,
            episode_id=row.episode_id,
            reason=row.reason,
            state=row.state,
            state_title=Transfer.State(row.state).label,
            answered_on=row.answered_on,
            answer=row.answer,
        )
        for row, told in zip(rows, _told(rows, on), strict=True)
    ]


def _told(rows: Sequence[Transfer], on: date) -> Iterable[dict[str, Any]]:
    """What both sides see, in two queries however many there are."""
    if not rows:
        return []
    offices = organisations.names_of(
        {key for row in rows for key in (row.office_id, row.to_office_id)}, on=on
    )
    units = full_names({key for row in rows for key in (row.unit_id, row.to_unit_id)}, on=on)
    return [
        {
            "id": row.pk,
            "person_code": row.person.code,
            "masked_name": mask(row.person.full_name),
            "kind": Episode.Kind(row.episode.kind).label if row.episode else WHOLE_FILE,
            "from_office": offices.get(row.office_id, ""),
            "from_unit": units.get(row.unit_id, row.unit_id),
            "to_office": offices.get(row.to_office_id, ""),
            "to_unit": units.get(row.to_unit_id, row.to_unit_id),
            "moved_on": row.moved_on,
            "offered_on": row.offered_on,
            "paper_number": row.paper_number,
            "documents": tuple(row.documents),
            "days_waiting": max(0, ((row.answered_on or on) - row.offered_on).days),
        }
        for row in rows
    ]
