"""Medicine between a clinic and its points: sent, on its way, accepted; and what a point is to have for a day."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from hoanhap.medicine.operations import shipments as operations
from hoanhap.medicine.queries import shipments as queries
from hoanhap.medicine.queries.books import places_in
from hoanhap.medicine.queries.medicines import title_of, unit_of
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import CommaDecimalField, DayField, KeyField, LineField, ProseField, choose
from hoanhap.web.medicine.book import READ, SECONDS, STOCK, crumbs_of, opened
from hoanhap.web.medicine.moves import request_id
from hoanhap.web.medicine.stock_forms import FromStock
from hoanhap.web.paging import page_number
from hoanhap.web.residence.around import form_page, get_or_post
from hoanhap.web.second_person import FIELDS, SecondPersonForm
from hoanhap.web.treatment.place import place_of

OUT_OF = ("safe", "cabinet")


class Send(FromStock):
    """What is handed over to whoever carries it."""

    to_book_id = KeyField(label=gettext_lazy("Where to"))
    number = LineField(label=gettext_lazy("Number of the slip"), max_length=60)
    carrier = LineField(
        label=gettext_lazy("Who carries it"), max_length=200, help_text=gettext_lazy("Name and position")
    )
    over_reason = ProseField(
        label=gettext_lazy("Why more than for one day"),
        rows=2,
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "Only where the place gets more than it is to have for one day. The head then signs as second person."
        ),
    )
    field_order = ("what", "to_book_id", "units", "over_reason", "number", "carrier", "on", "clock")

    def __init__(self, *args: Any, targets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_book_id"].choices = choose(targets)  # type: ignore[attr-defined]


class Accept(SecondPersonForm):
    """What two people counted, before they were told how much was sent."""

    counted_units = CommaDecimalField(label=gettext_lazy("Counted"), places=3)
    to_id = KeyField(label=gettext_lazy("Put into"))
    condition = LineField(
        label=gettext_lazy("Condition of bottles and seals"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Needed where less arrived than was sent."),
    )
    field_order = ("counted_units", "to_id", "condition", *FIELDS)

    def __init__(self, *args: Any, places: list[tuple[str, str]], unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_id"].choices = choose(places)  # type: ignore[attr-defined]
        self.fields["counted_units"].label = _("Counted, %(unit)s") % {"unit": unit}


class Allot(forms.Form):
    """How much a place is to have for one day."""

    units_a_day = CommaDecimalField(label=gettext_lazy("For one day"), places=3, at_least=Decimal("0.001"))
    valid_from = DayField(label=gettext_lazy("From"), may_be_ahead=True)
    document_number = LineField(label=gettext_lazy("Number of the paper that says so"), max_length=60)


@require_GET
@needs(READ)
def listed(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """What is on its way from and to a place, and what came."""
    place = place_of(request, place_id, READ)
    scope = request.scope
    found = queries.shipments(place.id, scope=scope, number=page_number(request))
    context = {
        "place": place,
        "lines": [(one, title_of(one.medicine), unit_of(one.medicine)) for one in found],
        "page": found,
        "allotments": [
            (one, title_of(one.medicine), unit_of(one.medicine))
            for one in queries.allotments(place.id, scope=scope, on=timezone.localdate())
        ],
        "may_keep": place.id in scope.organisation_ids(STOCK),
        "crumbs": crumbs_of(place),
    }
    return render(request, "medicine/shipments.html", context)


@get_or_post
@needs(STOCK)
def send(request: StaffRequest, place_id: UUID, book_id: UUID) -> HttpResponse:
    """Hand medicine over for another place."""
    found = opened(request, place_id, book_id, STOCK)
    targets = queries.targets(book_id, scope=request.scope)
    form = Send(
        request.POST or None,
        held=[one for one in found.state.holdings if one.kind in OUT_OF],
        targets=[(str(key), name) for key, name in targets],
        request=request,
        place_id=place_id,
        powers=SECONDS,
    )

    def written(typed: dict[str, Any]) -> str:
        made = operations.send(
            from_book_id=book_id,
            to_book_id=typed["to_book_id"],
            from_id=form.place().account_id,
            lot_id=form.place().lot_id,
            quantity_units=typed["units"],
            number=typed["number"],
            carrier=typed["carrier"],
            over_reason=typed["over_reason"],
            second_person=typed["second_person"],
            happened_at=form.happened_at(),
            request_id=request_id(request),
            scope=request.scope,
            at=timezone.now(),
        )
        return reverse("stock-shipment", args=[place_id, made.pk])

    return form_page(
        request,
        form,
        written,
        heading=_("Send to another place"),
        done=_("It is on its way. Print the slip; it stays open until the other place has counted."),
        crumbs=found.crumbs(),
        back=found.address,
        template="medicine/move.html",
        book=found,
    )


@require_GET
@needs(READ)
def show(request: StaffRequest, place_id: UUID, shipment_id: UUID) -> HttpResponse:
    """One shipment as its slip. Who has still to count it is not told how much was sent."""
    place = place_of(request, place_id, READ)
    one = queries.shipment(shipment_id, place.id, scope=request.scope)
    context = {
        "place": place,
        "one": one,
        "title": title_of(one.medicine),
        "unit": unit_of(one.medicine),
        "crumbs": [*crumbs_of(place), (_("Shipments"), reverse("stock-shipments", args=[place.id]))],
        "may_accept": one.is_open and not one.is_out and place.id in request.scope.organisation_ids(STOCK),
    }
    return render(request, "medicine/shipment.html", context)


@get_or_post
@needs(STOCK)
def accept(request: StaffRequest, place_id: UUID, shipment_id: UUID) -> HttpResponse:
    """Two people count what arrived; then it is in the book."""
    place = place_of(request, place_id, STOCK)
    one = queries.shipment(shipment_id, place.id, scope=request.scope)
    if one.is_out or (not one.is_open and request.method != "POST"):
        raise Http404
    form = Accept(
        request.POST or None,
        places=[
            (str(key), label)
            for key, _kind, label in places_in(one.to_book_id, scope=request.scope, kinds=OUT_OF)
        ],
        unit=str(unit_of(one.medicine)),
        request=request,
        place_id=place.id,
        powers=SECONDS,
    )

    def written(typed: dict[str, Any]) -> None:
        operations.accept(shipment_id=shipment_id, **typed, scope=request.scope, at=timezone.now())

    return form_page(
        request,
        form,
        written,
        heading=_("Count what arrived"),
        done=_("The shipment is accepted."),
        lead=_("%(medicine)s, lot %(lot)s, from %(place)s. Count before you look at the slip.")
        % {"medicine": title_of(one.medicine), "lot": one.lot_number, "place": one.from_name},
        crumbs=[*crumbs_of(place), (_("Shipments"), reverse("stock-shipments", args=[place.id]))],
        back=reverse("stock-shipments", args=[place.id]),
        to=reverse("stock-shipment", args=[place.id, shipment_id]),
    )


@get_or_post
@needs(STOCK)
def allot(request: StaffRequest, place_id: UUID, book_id: UUID) -> HttpResponse:
    """How much a place is to have for one day, from a day on."""
    found = opened(request, place_id, book_id, STOCK, with_holdings=False)
    back = reverse("stock-shipments", args=[place_id])
    return form_page(
        request,
        Allot(request.POST or None, initial={"valid_from": timezone.localdate()}),
        lambda typed: _nothing(
            operations.allot(book_id=book_id, **typed, scope=request.scope, at=timezone.now())
        ),
        heading=_("Allotment for one day"),
        kicker=found.title,
        done=_("The allotment is set."),
        crumbs=[*crumbs_of(found.place), (_("Shipments"), back)],
        back=back,
    )


def _nothing(_made: object) -> None:
    """What an operation gives back is no address."""
