"""The guideline in force on a day, what it would suggest, and the limits above which two doctors sign."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.medicine.queries.medicines import title_of
from hoanhap.treatment.operations import limits as operations
from hoanhap.treatment.queries import guideline_pages as pages
from hoanhap.treatment.queries.limits import LimitLine, limits_of
from hoanhap.web.access import SIGNED_IN, StaffRequest, needs
from hoanhap.web.asof import day_asked
from hoanhap.web.forms import CommaDecimalField, DayField, LineField
from hoanhap.web.once import answer
from hoanhap.web.residence.around import form_page
from hoanhap.web.treatment.doctor_forms import ReasonForm
from hoanhap.web.treatment.place import above_rules

RULES = "treatment.rules"
LONG_AGO = 3660
HIGHEST_SCORE = 48


class Try(forms.Form):
    """A made-up patient of nobody: the address may hold it."""

    on = DayField(label=gettext_lazy("As of the day"), required=False, may_be_ahead=True, help_text="")
    dose_mg = CommaDecimalField(
        label=gettext_lazy("Dose a day, in mg"), required=False, help_text=gettext_lazy("Empty: none yet")
    )
    missed_days = forms.IntegerField(
        label=gettext_lazy("Days missed in a row"), required=False, min_value=0, max_value=LONG_AGO
    )
    days_of_dose = forms.IntegerField(
        label=gettext_lazy("Days on this dose"), required=False, min_value=0, max_value=LONG_AGO
    )
    days_in_treatment = forms.IntegerField(
        label=gettext_lazy("Days since the first dose"), required=False, min_value=0, max_value=LONG_AGO
    )
    score = forms.IntegerField(
        label=gettext_lazy("Score of withdrawal (COWS)"), required=False, min_value=0, max_value=HIGHEST_SCORE
    )


class SetLimits(forms.Form):
    """Other limits from a day on, and the document that says so."""

    first_dose_mg = CommaDecimalField(
        label=gettext_lazy("Highest first dose, in mg"),
        help_text=gettext_lazy("Also after a break in treatment"),
    )
    restart_after_days = forms.IntegerField(
        label=gettext_lazy("A break begins after so many days without a dose"), min_value=1, max_value=60
    )
    raise_factor = CommaDecimalField(
        label=gettext_lazy("Factor over the highest dose before"),
        help_text=gettext_lazy("2 means: more than twice the dose before needs two doctors"),
    )
    highest_mg = CommaDecimalField(label=gettext_lazy("Highest dose a day, in mg"))
    valid_from = DayField(label=pgettext_lazy("limits", "Hold from"), may_be_ahead=True)
    document_number = LineField(
        label=gettext_lazy("Number of the document that sets them"),
        max_length=60,
        help_text=gettext_lazy("For example: 12/QĐ-SYT"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first_dose_mg", "restart_after_days", "raise_factor", "highest_mg"):
            self.fields[name].width = "short"  # type: ignore[attr-defined]


@require_GET
@needs(SIGNED_IN)
def guideline(request: StaffRequest, medicine: str = "methadone") -> HttpResponse:
    """One guideline as of the day in the address, and what it suggests for a made-up patient. It tells of nobody."""
    code, today = pages.known(medicine), timezone.localdate()
    on = day_asked(request, today=today)
    given = {name: request.GET.get(name, "") for name in Try.base_fields if name != "on"}
    is_tried = any(given.values())
    form = Try({**given, "on": f"{on:%d/%m/%Y}"})
    case = None
    if form.is_valid() and is_tried:
        told = {name: form.cleaned_data[name] for name in given}
        case = pages.Tried(**told)
    known_limits = limits_of(code)
    may_set = request.scope.may(RULES)
    return render(
        request,
        "treatment/guideline/page.html",
        {
            "code": code,
            "title": title_of(code),
            "crumbs": above_rules(request.scope),
            "others": pages.of_substitution(),
            "on": on,
            "is_today": on == today,
            "edition": pages.edition_on(code, on=on),
            "editions": pages.editions(code, on=on),
            "parts": pages.parts(code, on=on),
            "absence": pages.absence_parts(on),
            "limit": next((one for one in known_limits if one.holds(on)), None),
            "limits": known_limits,
            "form": form,
            "suggested": None if case is None else pages.tried(code, case, on=on),
            "may_set": may_set,
            "withdrawable": {one.id for one in known_limits if may_set and one.can_be_withdrawn(today)},
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RULES)
def limits(request: StaffRequest, medicine: str) -> HttpResponse:
    """Other limits from a day on, by a document."""
    code, now = pages.known(medicine), timezone.now()
    known_limits = limits_of(code)
    today = timezone.localdate(now)
    present = next((one for one in known_limits if one.holds(today)), None)
    back = reverse("guideline", args=[code])

    def act() -> str:
        operations.set_limit(medicine_code=code, **form.cleaned_data, scope=request.scope, at=now)
        messages.success(request, _("The limits were saved. Orders written before keep their own."))
        return back

    form = SetLimits(request.POST or None, initial=_initial(present))
    return answer(
        request,
        form,
        act,
        template="treatment/guideline/limits.html",
        context={
            "code": code,
            "title": title_of(code),
            "crumbs": [*above_rules(request.scope), (title_of(code), back)],
            "present": present,
            "back": back,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(RULES)
def withdraw_limits(request: StaffRequest, medicine: str, limit_id: UUID) -> HttpResponse:
    """Limits of a later day are taken back, before anybody was judged by them."""
    code, now = pages.known(medicine), timezone.now()
    row = next((one for one in limits_of(code) if one.id == limit_id), None)
    if row is None or not row.can_be_withdrawn(timezone.localdate(now)):
        raise Http404
    back = reverse("guideline", args=[code])
    return form_page(
        request,
        ReasonForm(request.POST or None),
        lambda typed: operations.withdraw_limit(limit_id=limit_id, **typed, scope=request.scope, at=now),
        heading=_("Withdraw limits of a later day"),
        kicker=title_of(code),
        lead=_("From %(day)s, by %(number)s. The limits before go on. To correct: withdraw, then set again.")
        % {"day": f"{row.valid_from:%d/%m/%Y}", "number": row.document_number},
        done=_("The limits were withdrawn; those before go on."),
        crumbs=[*above_rules(request.scope), (title_of(code), back)],
        back=back,
        to=back,
        is_danger=True,
    )


def _initial(present: LimitLine | None) -> dict[str, Any]:
    if present is None:
        return {}
    return {
        "first_dose_mg": _short(present.first_dose_mg),
        "restart_after_days": present.restart_after_days,
        "raise_factor": _short(present.raise_factor),
        "highest_mg": _short(present.highest_mg),
    }


def _short(value: Decimal) -> Decimal:
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
