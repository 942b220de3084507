"""The card of a patient: given out, printed, replaced, withdrawn. By the window of the own clinic."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET

from hoanhap.reporting.rendering.patient_cards import card_pdf
from hoanhap.treatment.operations import cards as operations
from hoanhap.treatment.queries import cards as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import LineField
from hoanhap.web.residence.around import Crumbs, form_page, get_or_post
from hoanhap.web.treatment.place import Place, place_of

CARE: Final = "treatment.care"
DOSE: Final = "treatment.dose"


class WhyCard(forms.Form):
    """Why the card in use is used no more."""

    reason = LineField(
        label=gettext_lazy("Why is the card in use not used any more?"),
        max_length=300,
        help_text=gettext_lazy("For example: lost, damaged, somebody else had it."),
    )


def _found(request: StaffRequest, place: Place, enrolment_id: UUID) -> queries.Cards:
    return queries.cards(
        place.id, enrolment_id, scope=request.scope, on=timezone.localdate(), at=timezone.now()
    )


def _crumbs(place: Place, found: queries.Cards) -> Crumbs:
    return [
        (_("Patients"), reverse("clinic-patients", args=[place.id])),
        (found.name, reverse("clinic-patient", args=[place.id, found.enrolment_id])),
    ]


@require_GET
@needs(CARE)
def card(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """The card in use and every earlier one. The read is logged."""
    place = place_of(request, place_id, CARE)
    found = _found(request, place, enrolment_id)
    context = {
        "place": place,
        "cards": found,
        "crumbs": _crumbs(place, found),
        "may_give": found.is_own and place.id in request.scope.organisation_ids(DOSE),
    }
    return render(request, "treatment/card.html", context)


@get_or_post
@needs(DOSE)
def give(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """A first card, or another in place of the one in use."""
    place = place_of(request, place_id, DOSE)
    found = _found(request, place, enrolment_id)
    typed_in = request.POST if request.method == "POST" else None
    form: forms.Form = forms.Form(typed_in) if found.in_use is None else WhyCard(typed_in)

    def act(typed: dict[str, Any]) -> None:
        operations.issue(enrolment_id=enrolment_id, **typed, scope=request.scope, at=timezone.now())

    return _form(
        request,
        place,
        found,
        form,
        act,
        heading=_("Give a card") if found.in_use is None else _("Replace the card"),
        lead=_(
            "The new card holds a random number: no name, no disease. A card in use is refused from now on."
        ),
        done=_("The card is made. Print it and hand it over."),
    )


@get_or_post
@needs(DOSE)
def withdraw(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """The card in use opens nothing any more; another is not given now."""
    place = place_of(request, place_id, DOSE)
    found = _found(request, place, enrolment_id)
    if found.in_use is None:
        raise Http404

    def act(typed: dict[str, Any]) -> None:
        operations.withdraw(enrolment_id=enrolment_id, **typed, scope=request.scope, at=timezone.now())

    return _form(
        request,
        place,
        found,
        WhyCard(request.POST or None),
        act,
        heading=_("Withdraw the card"),
        lead=_("Whoever shows it at the window is refused. The patient can go on without a card."),
        done=_("The card is withdrawn."),
    )


def _form(
    request: StaffRequest, place: Place, found: queries.Cards, form: forms.Form, act: Any, **words: Any
) -> HttpResponse:
    back = reverse("clinic-card", args=[place.id, found.enrolment_id])
    return form_page(
        request,
        form,
        act,
        kicker=f"{found.name} · {found.card_number}",
        crumbs=[*_crumbs(place, found), (pgettext("patient", "Card"), back)],
        back=back,
        **words,
    )


@require_GET
@needs(DOSE)
def printed(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """The card in use, to be cut out. The name of the file tells nobody who is treated."""
    place = place_of(request, place_id, DOSE)
    found = _found(request, place, enrolment_id)
    if found.in_use is None:
        raise Http404
    answer = HttpResponse(
        card_pdf(found.in_use.token, made_at=timezone.now()), content_type="application/pdf"
    )
    answer.headers["Content-Disposition"] = str(content_disposition_header(False, "the.pdf"))
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
