"""Providers and what they offer. Lock order: the provider, then the offer."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.community.models import Offer, Provider, Support
from hoanhap.community.operations.refusals import NeedRefused, OfferRefused, asked, fitting, said_in_words
from hoanhap.community.queries import programmes
from hoanhap.community.queries.reached_offers import no_provider, offers_in_reach, providers_in_reach
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.places.models import Organisation

WRITE: Final = "community.write"
MOST: Final = Decimal(10) ** 12


@transaction.atomic
def register_provider(
    *,
    office_id: UUID,
    kind: str,
    name: str,
    valid_from: date,
    address: str = "",
    phone: str = "",
    is_shared: bool = False,
    scope: Scope,
    at: datetime,
) -> Provider:
    """A commune enters an enterprise, school, bank or office in its register. Raises Forbidden, NotFound, OfferRefused."""
    scope.require(WRITE)
    office = Organisation.objects.filter(pk=office_id).first()
    if office is None or not scope.reaches(WRITE, office.unit_id):
        raise NotFound(Problem("no-such-office", _("There is no such office."), "office_id"))
    if kind not in Provider.Kind.values:
        raise OfferRefused(Problem("not-on-the-list", _("Choose one from the list."), "kind"))
    if valid_from > local_day(at):
        raise OfferRefused(_ahead("valid_from"))
    with said_in_words(OfferRefused):
        provider = Provider.objects.create(
            unit_id=office.unit_id,
            kind=kind,
            valid_from=valid_from,
            is_shared=is_shared,
            **_told(name, address, phone),
        )
    trail.record("community.provider-registered", by=scope, at=at, subject=provider, unit_id=provider.unit_id)
    return provider


@transaction.atomic
def change_provider(
    *,
    provider_id: UUID,
    name: str,
    address: str = "",
    phone: str = "",
    is_shared: bool = False,
    valid_until: date | None = None,
    scope: Scope,
    at: datetime,
) -> Provider:
    """Name, place, telephone, who may send people there, and since when it takes part no more.

    Raises Forbidden, NotFound, OfferRefused.
    """
    provider = _held(provider_id, scope)
    if valid_until is not None and valid_until <= provider.valid_from:
        words = _("The last day is before the first day. Check the date.")
        raise OfferRefused(Problem("ends-before-it-begins", words, "valid_until"))
    told = {**_told(name, address, phone), "is_shared": is_shared, "valid_until": valid_until}
    for field, value in told.items():
        setattr(provider, field, value)
    with said_in_words(OfferRefused), trail.because(by=scope, reason="changed"):
        provider.save(update_fields=list(told))
    trail.record("community.provider-changed", by=scope, at=at, subject=provider, unit_id=provider.unit_id)
    return provider


@transaction.atomic
def make_offer(
    *,
    provider_id: UUID,
    kind: str,
    title: str,
    open_from: date,
    open_until: date | None = None,
    place: str = "",
    places: int | None = None,
    amount_vnd: Decimal | None = None,
    conditions: str = "",
    programme: str = "",
    scope: Scope,
    at: datetime,
) -> Offer:
    """A provider offers something until a day (included) or without end. Raises Forbidden, NotFound, OfferRefused."""
    provider = _held(provider_id, scope)
    if kind not in Offer.Kind.values:
        raise OfferRefused(Problem("not-on-the-list", _("Choose one from the list."), "kind"))
    if open_until is not None and open_until < open_from:
        words = _("The last day is before the first day. Check the date.")
        raise OfferRefused(Problem("ends-before-it-begins", words, "open_until"))
    if open_from < provider.valid_from or (provider.valid_until and open_from >= provider.valid_until):
        words = _("The provider does not take part on that day. Check the date.")
        raise OfferRefused(Problem("provider-not-then", words, "open_from"))
    if places is not None and places < 1:
        raise OfferRefused(Problem("no-place", _("An offer has at least one place."), "places"))
    if amount_vnd is not None and not 0 < amount_vnd < MOST:
        raise OfferRefused(Problem("amount-wrong", _("Write an amount in đồng above zero."), "amount_vnd"))
    if programme and programmes.known(programme) is None:
        raise OfferRefused(Problem("not-on-the-list", _("Choose one from the list."), "programme"))
    offer = Offer.objects.create(
        provider=provider,
        unit_id=provider.unit_id,
        kind=kind,
        title=asked(title, field="title", longest=200, error=OfferRefused),
        place=fitting(place, field="place", longest=200, error=OfferRefused),
        places=places,
        open_from=open_from,
        open_until=open_until,
        amount_vnd=amount_vnd,
        conditions=fitting(conditions, field="conditions", longest=500, error=OfferRefused),
        programme=programme,
        recorded_by=scope.account_id,
    )
    trail.record("community.offer-made", by=scope, at=at, subject=offer, unit_id=offer.unit_id)
    return offer


@transaction.atomic
def withdraw_offer(*, offer_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """An offer holds no more; who was helped by it stays so. Raises Forbidden, NotFound, OfferRefused."""
    scope.require(WRITE)
    offer = Offer.objects.select_for_update().filter(pk=offer_id).first()
    if offer is None or not scope.reaches(WRITE, offer.unit_id):
        raise _no_offer()
    if offer.retired_at is not None:
        raise OfferRefused(Problem("withdrawn-already", _("This line was already withdrawn.")))
    kept = asked(reason, field="reason", longest=300, error=OfferRefused)
    Offer.objects.filter(pk=offer.pk).update(retired_at=at, retired_by=scope.account_id, retired_reason=kept)
    trail.record(
        "community.offer-withdrawn", by=scope, at=at, subject=offer, unit_id=offer.unit_id, reason=kept
    )


def open_offer(offer_id: UUID, on: date, scope: Scope, *, has_begun: bool = False) -> Offer:
    """An offer in reach to which somebody may be sent on a day; or by which they were helped then, `has_begun`: that may
    be after its last day, and takes one of its places. Locked in that case. Raises NotFound, NeedRefused.
    """
    found = offers_in_reach(scope, WRITE).filter(pk=offer_id, retired_at__isnull=True)
    offer = (found.select_for_update(of=("self",)) if has_begun else found).first()
    if offer is None:
        raise _no_offer()
    if on < offer.open_from or (not has_begun and offer.open_until is not None and on > offer.open_until):
        words = _("This offer is not open on that day. Choose another one, or check the day.")
        raise NeedRefused(Problem("offer-not-open", words, "offer_id"))
    if has_begun and offer.places is not None:
        taken = Support.objects.filter(offer=offer, retired_at__isnull=True, form=Support.Form.PROVIDED)
        if taken.exclude(result=Support.Result.DROPPED).count() >= offer.places:
            words = _("Every place of this offer is taken. Choose another one.")
            raise NeedRefused(Problem("offer-full", words, "offer_id"))
    return offer


def provider_in_reach(provider_id: UUID, scope: Scope) -> Provider:
    """A provider to whom the scope may send people. Raises NotFound."""
    found = providers_in_reach(scope, WRITE).filter(pk=provider_id).first()
    if found is None:
        raise no_provider()
    return found


def _held(provider_id: UUID, scope: Scope) -> Provider:
    scope.require(WRITE)
    provider = Provider.objects.select_for_update().filter(pk=provider_id).first()
    if provider is None or not scope.reaches(WRITE, provider.unit_id):
        raise no_provider()
    return provider


def _told(name: str, address: str, phone: str) -> dict[str, str]:
    return {
        "name": asked(name, field="name", longest=200, error=OfferRefused),
        "address": fitting(address, field="address", longest=200, error=OfferRefused),
        "phone": fitting(phone, field="phone", longest=40, error=OfferRefused),
    }


def _ahead(field: str) -> Problem:
    return Problem("in-the-future", _("This date is in the future. Record it when it has happened."), field)


def _no_offer() -> NotFound:
    return NotFound(Problem("no-such-offer", _("There is no such offer of help."), "offer_id"))
