"""Losses of medicine: the list, and writing one down."""

from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.medicine.operations import incidents as operations
from hoanhap.medicine.queries import incidents as queries
from hoanhap.medicine.queries import medicines
from hoanhap.places.queries import organisations
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import CommaDecimalField, DayField, KeyField, LineField, ProseField, choices_of, choose
from hoanhap.web.paging import page_number
from hoanhap.web.residence.around import Crumbs, form_page

READ: Final = "medicine.read"
WRITE: Final = "medicine.write"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class NewIncident(forms.Form):
    """Medicine that is not where the register says."""

    facility_id = KeyField(label=gettext_lazy("Clinic"))
    on = DayField(label=gettext_lazy("Day"))
    kind = forms.ChoiceField(label=pgettext_lazy("incident", "What happened"), widget=forms.RadioSelect)
    medicine = forms.ChoiceField(
        label=pgettext_lazy("stock", "Medicine"), initial="methadone", required=False
    )
    quantity = CommaDecimalField(
        label=gettext_lazy("Quantity"),
        places=3,
        at_least=Decimal("0.001"),
        help_text=gettext_lazy("In millilitres for a solution, otherwise in pieces. For example 12,5"),
    )
    minutes_number = LineField(
        label=gettext_lazy("Number of the minutes"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("Wastage counts as such only with signed minutes. Name no patient."),
    )

    def __init__(self, *args: Any, clinics: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facility_id"].choices = choose(clinics)  # type: ignore[attr-defined]
        self.fields["kind"].choices = choices_of("medicine.MedicineIncident.kind")  # type: ignore[attr-defined]
        self.fields["medicine"].choices = medicines.choices()  # type: ignore[attr-defined]

    def clean_medicine(self) -> str:
        """Methadone where nothing is chosen."""
        return self.cleaned_data["medicine"] or "methadone"


class Withdrawal(forms.Form):
    """Why a line does not count."""

    reason = ProseField(label=gettext_lazy("Reason"), rows=2, max_length=300)


@require_GET
@needs(READ)
def listed(request: StaffRequest) -> HttpResponse:
    """Losses and wastage in reach."""
    now = timezone.now()
    waiting_only = request.GET.get("state") == "waiting"
    page = queries.incidents(
        scope=request.scope,
        on=timezone.localdate(now),
        number=page_number(request),
        waiting_only=waiting_only,
    )
    context = {
        "page": page,
        "now": now,
        "waiting_only": waiting_only,
        "may_write": request.scope.may(WRITE),
        "unwritten": queries.lines_without_incident(scope=request.scope, on=timezone.localdate(now)),
    }
    return render(request, "medicine/incidents.html", context)


@get_or_post
@needs(WRITE)
def record(request: StaffRequest) -> HttpResponse:
    """One incident is written down."""
    today, scope = timezone.localdate(), request.scope
    found = organisations.offices(scope.unit_ids(WRITE), on=today, kinds=operations.CLINICS)
    inside = organisations.named(scope.organisation_ids(WRITE), on=today, kinds=operations.CLINICS)
    clinics = {str(one.id): one.name for one in [*found, *inside]}
    return form_page(
        request,
        NewIncident(request.POST or None, initial={"on": today}, clinics=list(clinics.items())),
        lambda typed: _nothing(operations.record_incident(**typed, scope=scope, at=timezone.now())),
        heading=_("Record a loss of medicine"),
        done=_("It was recorded."),
        crumbs=_crumbs(),
        back=reverse("medicine"),
    )


@get_or_post
@needs(WRITE)
def withdraw(request: StaffRequest, loss_id: UUID) -> HttpResponse:
    """An incident that was none is taken back."""
    if not queries.incident_is_there(loss_id, scope=request.scope):
        raise Http404
    return form_page(
        request,
        Withdrawal(request.POST or None),
        lambda typed: operations.withdraw_incident(
            incident_id=loss_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Withdraw this line"),
        done=_("The line was withdrawn."),
        crumbs=_crumbs(),
        back=reverse("medicine"),
        is_danger=True,
    )


def _crumbs() -> Crumbs:
    return [(pgettext("page", "Losses of medicine"), reverse("medicine"))]


def _nothing(_made: object) -> None:
    """What an operation gives back is no address."""
