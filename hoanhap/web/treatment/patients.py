"""The patients of a clinic: the list, who waits for admission, and one patient's page."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET

from hoanhap.medicine.queries.medicines import choices as medicines
from hoanhap.medicine.queries.medicines import title_of
from hoanhap.treatment.operations import care, notes
from hoanhap.treatment.queries import patient as of_one
from hoanhap.treatment.queries import patients as queries
from hoanhap.treatment.queries.patient_facts import Patient
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import LineField
from hoanhap.web.paging import page_number
from hoanhap.web.residence.around import Crumbs, form_page, get_or_post
from hoanhap.web.treatment import doctor_forms as typed_by
from hoanhap.web.treatment.place import Place, place_of

CARE: Final = "treatment.care"
ORDER: Final = "treatment.order"
SHOWN: Final = (
    ("now", pgettext_lazy("patients", "In treatment")),
    ("missed", pgettext_lazy("patients", "Missed a dose")),
    ("no-order", pgettext_lazy("patients", "Without an order today")),
    ("to-sign", pgettext_lazy("patients", "Order waits for a second doctor")),
    ("held", pgettext_lazy("patients", "On hold")),
    ("ended", pgettext_lazy("patients", "Treatment ended")),
)


class Filters(forms.Form):
    """What the list is narrowed to."""

    q = LineField(label=gettext_lazy("Card, code or name"), required=False, max_length=60)
    show = forms.ChoiceField(label=pgettext_lazy("patients", "Show"), required=False, choices=SHOWN)


def crumbs_of(place: Place, *more: tuple[str, str]) -> Crumbs:
    """The way to a page below the patients of a clinic."""
    return [(place.name, reverse("clinic-patients", args=[place.id])), *more]


@require_GET
@needs(CARE)
def listed(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """The patients of the clinic by the number of the card; shortened names."""
    place = place_of(request, place_id, CARE)
    form = Filters(request.GET or None)
    typed: dict[str, Any] = form.cleaned_data if form.is_bound and form.is_valid() else {}
    page = queries.patients(
        place.id,
        scope=request.scope,
        on=timezone.localdate(),
        text=typed.get("q", ""),
        show=typed.get("show") or "now",
        number=page_number(request),
    )
    context = {"place": place, "page": page, "form": form, "may_order": request.scope.may(ORDER)}
    return render(request, "treatment/patients.html", context)


@require_GET
@needs(CARE)
def to_admit(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """Whom the case sends to this clinic and who is not enrolled yet."""
    place = place_of(request, place_id, CARE)
    page = queries.to_admit(place.id, scope=request.scope, number=page_number(request))
    context = {
        "place": place,
        "page": page,
        "crumbs": crumbs_of(place),
        "may_order": request.scope.may(ORDER),
    }
    return render(request, "treatment/to_admit.html", context)


@get_or_post
@needs(ORDER)
def appraise(request: StaffRequest, place_id: UUID, episode_id: UUID) -> HttpResponse:
    """The clinic looks at who was sent to it."""
    place = place_of(request, place_id, ORDER)
    found = queries.candidate(place.id, episode_id, scope=request.scope)
    return form_page(
        request,
        typed_by.AppraisalForm(request.POST or None, initial={"appraised_on": timezone.localdate()}),
        lambda typed: _nothing(
            notes.appraise(
                episode_id=episode_id,
                organisation_id=place.id,
                **typed,
                scope=request.scope,
                at=timezone.now(),
            )
        ),
        heading=_("Appraise an application for treatment"),
        kicker=f"{found.name} · {found.code}",
        lead=_(
            "Accept only what is whole: application, identity paper, proof of dependence, signed consent."
        ),
        done=_("The appraisal was recorded."),
        crumbs=crumbs_of(place, (_("To be admitted"), reverse("clinic-to-admit", args=[place.id]))),
        back=reverse("clinic-to-admit", args=[place.id]),
    )


@get_or_post
@needs(ORDER)
def withdraw_appraisal(request: StaffRequest, place_id: UUID, episode_id: UUID) -> HttpResponse:
    """The latest appraisal of somebody who waits is taken back; the one before it counts again."""
    place = place_of(request, place_id, ORDER)
    found = queries.candidate(place.id, episode_id, scope=request.scope)
    if found.appraisal_id is None or found.appraised_on is None:
        raise Http404
    appraisal_id = found.appraisal_id
    return form_page(
        request,
        typed_by.ReasonForm(request.POST or None),
        lambda typed: _nothing(
            notes.withdraw_appraisal(
                appraisal_id=appraisal_id,
                organisation_id=place.id,
                **typed,
                scope=request.scope,
                at=timezone.now(),
            )
        ),
        heading=_("Withdraw an appraisal"),
        kicker=f"{found.name} · {found.code}",
        lead=_(
            "%(result)s, %(day)s. It stays, marked; the appraisal before it counts again, if there is one."
        )
        % {"result": found.result_label, "day": f"{found.appraised_on:%d/%m/%Y}"},
        done=_("The appraisal was withdrawn; it stays, marked."),
        crumbs=crumbs_of(place, (_("To be admitted"), reverse("clinic-to-admit", args=[place.id]))),
        back=reverse("clinic-to-admit", args=[place.id]),
        is_danger=True,
    )


@get_or_post
@needs(ORDER)
def enrol(request: StaffRequest, place_id: UUID, episode_id: UUID) -> HttpResponse:
    """Somebody whom the clinic accepted is taken on."""
    place = place_of(request, place_id, ORDER)
    found = queries.candidate(place.id, episode_id, scope=request.scope)

    def carried_out(typed: dict[str, Any]) -> str:
        row = care.enrol(
            episode_id=episode_id, organisation_id=place.id, **typed, scope=request.scope, at=timezone.now()
        )
        return reverse("clinic-patient", args=[place.id, row.pk])

    return form_page(
        request,
        typed_by.EnrolForm(
            request.POST or None,
            initial={"enrolled_on": timezone.localdate()},
            medicines=medicines(used_in="substitution"),
        ),
        carried_out,
        heading=_("Admit to treatment"),
        kicker=f"{found.name} · {found.code}",
        lead=_("Nothing is dosed before a doctor has written an order."),
        done=_("The person is in treatment here. Write the first order."),
        crumbs=crumbs_of(place, (_("To be admitted"), reverse("clinic-to-admit", args=[place.id]))),
        back=reverse("clinic-to-admit", args=[place.id]),
    )


@require_GET
@needs(CARE)
def patient(request: StaffRequest, place_id: UUID, enrolment_id: UUID) -> HttpResponse:
    """One patient: orders, doses, what was written, what the guideline suggests. The read is logged."""
    place = place_of(request, place_id, CARE)
    scope = request.scope
    found = of_one.patient(place.id, enrolment_id, scope=scope, at=timezone.now(), on=timezone.localdate())
    context = {
        "place": place,
        "patient": found,
        "medicine": title_of(found.medicine),
        "crumbs": crumbs_of(place),
        "may_order": found.clinic_id in scope.organisation_ids(ORDER),
        "may_hiv": found.clinic_id in scope.organisation_ids("treatment.hiv"),
        "may_lift": place.id in scope.organisation_ids(ORDER),
        "may_dose": place.id in scope.organisation_ids("treatment.dose"),
    }
    return render(request, "treatment/patient.html", context)


def _nothing(_made: object) -> None:
    """What an operation gives back is no address."""


def title(found: Patient) -> str:
    """How a patient is called above a form."""
    return f"{found.name} · {pgettext('patient', 'card')} {found.card_number}"
