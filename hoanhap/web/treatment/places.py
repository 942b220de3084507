"""Patients between places: dosed elsewhere by permission, offered to another clinic, taken over from one."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from hoanhap.medicine.queries.medicines import title_of, unit_of
from hoanhap.treatment.operations import care, transfers
from hoanhap.treatment.queries import line as lines
from hoanhap.treatment.queries import transfers as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import DayField, KeyField, LineField, choose
from hoanhap.web.residence.around import Crumbs, form_page, get_or_post
from hoanhap.web.treatment.place import Place, place_of

CARE: Final = "treatment.care"
ORDER: Final = "treatment.order"


class ElsewhereForm(forms.Form):
    """From a day until another the person is dosed at another place, and only there."""

    organisation_id = KeyField(label=gettext_lazy("Where"))
    from_on = DayField(label=gettext_lazy("From"), may_be_ahead=True)
    until = DayField(
        label=gettext_lazy("First day back here"),
        may_be_ahead=True,
        required=False,
        help_text=gettext_lazy("Leave empty only for a satellite point."),
    )
    document_number = LineField(label=gettext_lazy("Number of the paper that allows it"), max_length=60)

    def __init__(self, *args: Any, places: list[tuple[UUID, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {key: kind for key, _name, kind in places}
        self.fields["organisation_id"].choices = choose(  # type: ignore[attr-defined]
            [(str(key), name) for key, name, _kind in places]
        )

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        where, until = typed.get("organisation_id"), typed.get("until")
        if (
            where is not None
            and until is None
            and self.kinds[where] == "guest"
            and "until" not in self.errors
        ):
            self.add_error("until", _("A guest comes back: write the first day here again."))
        return typed


class OfferForm(forms.Form):
    """A patient goes on in another clinic."""

    to_organisation_id = KeyField(label=gettext_lazy("Clinic"))
    last_day = DayField(label=gettext_lazy("Last day here"), may_be_ahead=True)
    number = LineField(label=gettext_lazy("Number of the transfer paper"), max_length=60)
    reason = LineField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, *args: Any, clinics: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_organisation_id"].choices = choose(clinics)  # type: ignore[attr-defined]


class TakeOver(forms.Form):
    """The patient is ours from a day on."""

    enrolled_on = DayField(label=gettext_lazy("First day here"), may_be_ahead=True)
    card_number = LineField(label=gettext_lazy("Number of the card here"), max_length=30)
    confirmed_with = LineField(
        label=gettext_lazy("Who at the first clinic confirmed the last dose"),
        max_length=200,
        help_text=gettext_lazy("Name, and by telephone or in writing. Without this no first dose is given."),
    )


class Why(forms.Form):
    """A reason."""

    reason = LineField(label=gettext_lazy("Reason"), max_length=300)


def _crumbs(place: Place) -> Crumbs:
    return [(pgettext("page", "Patients between places"), reverse("clinic-transfers", args=[place.id]))]


@require_GET
@needs(CARE)
def listed(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """Offers of both sides, guests here, and ours who are dosed elsewhere."""
    place = place_of(request, place_id, CARE)
    scope = request.scope
    context = {
        "place": place,
        "offers": queries.offers(place.id, scope=scope),
        "elsewhere": queries.elsewhere(place.id, scope=scope, on=timezone.localdate()),
        "may_order": place.id in scope.organisation_ids(ORDER),
    }
    return render(request, "treatment/places/list.html", context)


@get_or_post
@needs(ORDER)
def elsewhere(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """A doctor allows somebody to be dosed at another place for some days."""
    place = place_of(request, place_id, ORDER)
    who = lines.who(place.id, enrolment_id, scope=request.scope, power=ORDER)
    form = ElsewhereForm(
        request.POST or None,
        places=queries.other_clinics(place.id, on=timezone.localdate()),
        initial={"from_on": timezone.localdate()},
    )

    def act(typed: dict[str, Any]) -> None:
        care.allow_elsewhere(
            enrolment_id=enrolment_id,
            kind=form.kinds[typed["organisation_id"]],
            **typed,
            scope=request.scope,
            at=timezone.now(),
        )

    return form_page(
        request,
        form,
        act,
        heading=_("Dosed at another place"),
        kicker=f"{who.name} · {who.card_number}",
        lead=_("In these days the person is dosed there and only there; before and after, here."),
        done=_("The permission is written. The other place sees the person from that day on."),
        crumbs=_crumbs(place),
        back=reverse("clinic-transfers", args=[place.id]),
    )


@get_or_post
@needs(ORDER)
def back_home(
    request: StaffRequest, place_id: UUID, enrolment_id: UUID, dosing_place_id: UUID
) -> HttpResponse:
    """The permission ends earlier: from today the person is dosed here again."""
    place = place_of(request, place_id, ORDER)
    who = lines.who(place.id, enrolment_id, scope=request.scope, power=ORDER)
    known = queries.elsewhere(place.id, scope=request.scope, on=timezone.localdate())
    if (dosing_place_id, enrolment_id) not in {(one.id, one.enrolment_id) for one in known}:
        raise Http404

    def act(typed: dict[str, Any]) -> None:
        transfers.end_elsewhere(
            enrolment_id=enrolment_id,
            place_id=dosing_place_id,
            on=timezone.localdate(),
            **typed,
            scope=request.scope,
            at=timezone.now(),
        )

    return form_page(
        request,
        Why(request.POST or None),
        act,
        heading=_("Dosed here again from today"),
        kicker=f"{who.name} · {who.card_number}",
        done=_("From today the person is dosed at the own clinic."),
        crumbs=_crumbs(place),
        back=reverse("clinic-transfers", args=[place.id]),
    )


@get_or_post
@needs(ORDER)
def offer(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """Offer a patient to another clinic."""
    place = place_of(request, place_id, ORDER)
    who = lines.who(place.id, enrolment_id, scope=request.scope, power=ORDER)
    clinics = queries.other_clinics(place.id, on=timezone.localdate(), kinds=("substitution-clinic",))

    def act(typed: dict[str, Any]) -> str:
        made = transfers.offer(enrolment_id=enrolment_id, **typed, scope=request.scope, at=timezone.now())
        return reverse("clinic-transfer", args=[place.id, made.pk])

    return form_page(
        request,
        OfferForm(request.POST or None, clinics=[(str(key), name) for key, name, _kind in clinics]),
        act,
        heading=_("Transfer to another clinic"),
        kicker=f"{who.name} · {who.card_number}",
        lead=_(
            "The other clinic reads what was given only once it has taken the patient over; until then nothing changes."
        ),
        done=_("The patient is offered. Print the paper and call the other clinic."),
        crumbs=_crumbs(place),
        back=reverse("clinic-transfers", args=[place.id]),
    )


@require_GET
@needs(CARE)
def show(request: StaffRequest, place_id: UUID, offer_id: UUID) -> HttpResponse:
    """An offer; with what was given, for who may read that: the transfer paper."""
    place = place_of(request, place_id, CARE)
    one = queries.offered(offer_id, place.id, scope=request.scope)
    sees = one.is_out or one.state == "taken"
    found = queries.summary(offer_id, place.id, scope=request.scope, at=timezone.now()) if sees else None
    context = {
        "place": place,
        "one": one,
        "summary": found,
        "medicine": "" if found is None else title_of(found.medicine),
        "unit": "" if found is None else unit_of(found.medicine),
        "crumbs": _crumbs(place),
        "may_order": place.id in request.scope.organisation_ids(ORDER),
    }
    return render(request, "treatment/places/transfer.html", context)


@get_or_post
@needs(ORDER)
def take_over(request: StaffRequest, place_id: UUID, offer_id: UUID) -> HttpResponse:
    """The other clinic takes the patient over."""
    place = place_of(request, place_id, ORDER)
    one = queries.offered(offer_id, place.id, scope=request.scope)
    if one.is_out or (one.state != "open" and request.method != "POST"):
        raise Http404

    def act(typed: dict[str, Any]) -> None:
        transfers.take_over(offer_id=offer_id, **typed, scope=request.scope, at=timezone.now())

    return form_page(
        request,
        TakeOver(request.POST or None),
        act,
        heading=_("Take the patient over"),
        kicker=f"{one.name} · {one.from_name}",
        done=_("The patient is ours from that day on. Read what was given, then write an order."),
        crumbs=_crumbs(place),
        back=reverse("clinic-transfer", args=[place.id, offer_id]),
    )


@get_or_post
@needs(ORDER)
def decline(request: StaffRequest, place_id: UUID, offer_id: UUID) -> HttpResponse:
    """The offer is not taken, or taken back by who made it."""
    place = place_of(request, place_id, ORDER)
    one = queries.offered(offer_id, place.id, scope=request.scope)
    act = transfers.withdraw_offer if one.is_out else transfers.refuse

    def answered(typed: dict[str, Any]) -> None:
        act(offer_id=offer_id, **typed, scope=request.scope, at=timezone.now())

    return form_page(
        request,
        Why(request.POST or None),
        answered,
        heading=_("Withdraw the offer") if one.is_out else _("Do not take the patient"),
        kicker=f"{one.name} · {one.from_name} → {one.to_name}",
        done=_("It is written. The patient stays where they are."),
        crumbs=_crumbs(place),
        back=reverse("clinic-transfer", args=[place.id, offer_id]),
        is_danger=True,
    )
