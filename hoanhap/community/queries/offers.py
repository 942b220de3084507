"""The register of providers and what they offer: for the pages, and to choose from."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from hoanhap.access.scope import Scope
from hoanhap.community.models import Offer, Provider
from hoanhap.community.queries.programmes import title_of
from hoanhap.community.queries.reached_offers import no_provider, offers_in_reach, providers_in_reach
from hoanhap.kit.errors import Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.places.queries.units import full_names

READ: Final = "community.read"
WRITE: Final = "community.write"
LISTED: Final = 200
"""So many offers are listed to choose from at most."""


@dataclass(frozen=True)
class OfferLine:
    """An offer; `taken` how many people were helped by it, None for who keeps another register than the provider's.

    Whose they are is not told; a neighbour learns only whether there is a place left.
    """

    id: UUID
    kind_label: Words
    title: str
    place: str
    places: int | None
    taken: int | None
    is_full: bool
    open_from: date
    open_until: date | None
    amount_vnd: Decimal | None
    conditions: str
    programme: Words
    is_open: bool
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class ProviderLine:
    """A provider. `offers`: how many are open on the day. `is_ours`: the reader's own register, which they may change."""

    id: UUID
    name: str
    kind_label: Words
    unit_id: str
    unit_name: str
    address: str
    phone: str
    is_shared: bool
    from_on: date
    until_on: date | None
    offers: int
    is_ours: bool


def provider_list(*, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE) -> Page[ProviderLine]:
    """The providers to whom the reader may send people, those with open offers first."""
    found = _counted(providers_in_reach(scope), on).order_by("-open_offers", "name", "id")
    page: Page[Any] = page_of(found, lambda row: row, number=number, size=size)
    return Page(_lines(page.rows, scope, on), page.number, page.size, page.total, page.total_is_capped)


def provider_page(provider_id: UUID, *, scope: Scope, on: date) -> ProviderLine:
    """One provider. Raises Forbidden, NotFound."""
    found = _lines(list(_counted(providers_in_reach(scope).filter(pk=provider_id), on)), scope, on)
    if not found:
        raise no_provider()
    return found[0]


def offers_of(provider_id: UUID, *, scope: Scope, on: date) -> list[OfferLine]:
    """What a provider offers and offered, the latest first."""
    found = offers_in_reach(scope).filter(provider_id=provider_id)
    return [_offer(row, scope, on) for row in _taken(found).order_by("-open_from", "-pk")[:DEFAULT_SIZE]]


def offer_of(provider_id: UUID, offer_id: UUID, *, scope: Scope, on: date) -> OfferLine | None:
    """One offer that holds, which the reader may withdraw; None where there is none."""
    found = offers_in_reach(scope, WRITE).filter(
        provider_id=provider_id, pk=offer_id, retired_at__isnull=True
    )
    row = _taken(found).first()
    return _offer(row, scope, on) if row and scope.reaches(WRITE, row.unit_id) else None


def offer_choices(*, scope: Scope, on: date, also_closed: bool = False) -> list[tuple[str, str]]:
    """Offers to which somebody may be sent on the day; `also_closed`: also those that closed, by which they were helped."""
    found = offers_in_reach(scope, WRITE).filter(retired_at__isnull=True, open_from__lte=on)
    if not also_closed:
        found = found.filter(Q(open_until__isnull=True) | Q(open_until__gte=on))
    rows = found.order_by("provider__name", "-open_from", "pk")[:LISTED]
    return [(str(row.pk), f"{row.provider.name} – {row.title}") for row in rows]


def provider_choices(*, scope: Scope, on: date) -> list[tuple[str, str]]:
    """The providers that take part on the day."""
    found = providers_in_reach(scope, WRITE).filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on))
    return [(str(pk), name) for pk, name in found.order_by("name", "pk").values_list("pk", "name")[:LISTED]]


def _counted(found: QuerySet[Provider], on: date) -> QuerySet[Any]:
    still = Q(offers__open_until__isnull=True) | Q(offers__open_until__gte=on)
    opened = Q(still, offers__retired_at__isnull=True, offers__open_from__lte=on)
    return found.annotate(open_offers=Count("offers", filter=opened, distinct=True))


def _taken(found: QuerySet[Offer]) -> QuerySet[Any]:
    held = Q(supports__retired_at__isnull=True, supports__form="provided") & ~Q(supports__result="dropped")
    return found.annotate(taken=Count("supports", filter=held)).order_by(F("open_from").desc(), "pk")


def _lines(rows: Any, scope: Scope, on: date) -> list[ProviderLine]:
    listed = list(rows)
    names = full_names({row.unit_id for row in listed}, on=on) if listed else {}
    return [
        ProviderLine(
            row.pk,
            row.name,
            row.get_kind_display(),
            row.unit_id,
            names.get(row.unit_id, ""),
            row.address,
            row.phone,
            row.is_shared,
            row.valid_from,
            row.valid_until,
            row.open_offers,
            scope.reaches(WRITE, row.unit_id),
        )
        for row in listed
    ]


def _told(amount: Decimal | None) -> Decimal | None:
    """Whole đồng without the two noughts behind the comma."""
    if amount is None or amount != amount.to_integral_value():
        return amount
    return amount.quantize(Decimal(1))


def _offer(row: Any, scope: Scope, on: date) -> OfferLine:
    return OfferLine(
        row.pk,
        row.get_kind_display(),
        row.title,
        row.place,
        row.places,
        row.taken if scope.reaches(READ, row.unit_id) else None,
        row.places is not None and row.taken >= row.places,
        row.open_from,
        row.open_until,
        _told(row.amount_vnd),
        row.conditions,
        title_of(row.programme) if row.programme else "",
        row.retired_at is None and row.open_from <= on and (row.open_until is None or on <= row.open_until),
        row.retired_at,
        row.retired_reason,
    )
