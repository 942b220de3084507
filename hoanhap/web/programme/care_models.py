"""Models of care: which commune stands where, how they spread, and what was done."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.community.queries import helpers
from hoanhap.kit.dates import add_months
from hoanhap.places.queries import units
from hoanhap.programme.operations import care_models as operations
from hoanhap.programme.queries import care_models as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import commune_choices
from hoanhap.web.asof import day_asked
from hoanhap.web.forms import DayField
from hoanhap.web.once import answer
from hoanhap.web.paging import page_number
from hoanhap.web.programme import drawn
from hoanhap.web.programme.communes_forms import (
    Activity,
    Adopt,
    CorrectAdoption,
    End,
    NewModel,
    Reason,
    Start,
)

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
DIRECT, REPORT, READ = "programme.write", "outreach.write", "programme.read"
MONTHS_SHOWN = 12


class Narrow(forms.Form):
    """What narrows the list."""

    on = DayField(label=gettext_lazy("As of"), required=False, may_be_ahead=True, help_text="")
    model = forms.ChoiceField(label=gettext_lazy("Model of care"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    unit = forms.ChoiceField(label=gettext_lazy("Commune"), required=False)


@require_GET
@needs(READ)
def care_models(request: StaffRequest) -> HttpResponse:
    """Which communes in reach took up which model, and where each stood on a day."""
    on = day_asked(request, today=timezone.localdate())
    titles = {one.code: one.title for one in queries.catalogue(scope=request.scope, on=on)}
    form = Narrow(request.GET)
    chosen: dict[str, list[Any]] = {
        "model": [("", _("All models")), *titles.items()],
        "state": [("", _("All states")), *queries.STATES.items()],
        "unit": [("", _("All communes in your area")), *commune_choices(request.scope, READ, on=on)],
    }
    for name, choices in chosen.items():
        form.fields[name].choices = choices  # type: ignore[attr-defined]
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else dict.fromkeys(chosen, "")
    page = queries.adoption_list(
        scope=request.scope,
        on=on,
        model_code=wanted["model"],
        unit_id=wanted["unit"] or None,
        state=wanted["state"],
        number=page_number(request),
    )
    counts = queries.state_counts(scope=request.scope, on=on, model_code=wanted["model"])
    return render(
        request,
        "programme/care_models.html",
        {
            "form": form,
            "page": page,
            "on": on,
            "counts": [(label, counts[state]) for state, label in queries.STATES.items()],
            "is_narrowed": any(wanted[name] for name in chosen),
            "may_write": request.scope.may(DIRECT),
        },
    )


@require_GET
@needs(READ)
def rollout(request: StaffRequest) -> HttpResponse:
    """From month to month: how many communes of an area applied a model, of those that there were."""
    today = timezone.localdate()
    on = day_asked(request, today=today)
    areas = sorted(units.paths(request.scope.area_ids(READ), on=today).items(), key=lambda area: area[1])
    area_id = request.GET.get("area", "")
    if area_id not in dict(areas):
        area_id = areas[0][0] if areas else ""
    code = request.GET.get("model", "")
    titles = {one.code: one.title for one in queries.catalogue(scope=request.scope, on=on)}
    months = (
        queries.rollout(
            model_codes=[code] if code in titles else [],
            from_on=add_months(on, 1 - MONTHS_SHOWN),
            to_on=on,
            area_id=area_id,
            scope=request.scope,
        )
        if area_id
        else []
    )
    form = _rollout_form(areas, titles, initial={"area": area_id, "model": code, "on": on})
    return render(
        request,
        "programme/rollout.html",
        {
            "form": form,
            "months": months,
            "on": on,
            "last": months[-1] if months else None,
            "chart": drawn.of_rollout(months),
        },
    )


def _rollout_form(areas: list[Any], titles: dict[str, str], initial: dict[str, Any]) -> forms.Form:
    form = Narrow(initial=initial)
    del form.fields["state"], form.fields["unit"]
    form.fields["area"] = forms.ChoiceField(label=_("Area"), choices=areas, required=False)
    form.fields["model"].choices = [("", _("Any of the models")), *titles.items()]  # type: ignore[attr-defined]
    return form


@require_GET
@needs(READ)
def catalogue(request: StaffRequest) -> HttpResponse:
    """Every model that a commune may take up."""
    found = queries.catalogue(scope=request.scope, on=timezone.localdate())
    may = request.scope.may(DIRECT)
    rows = [(one, may and one.id is not None and request.scope.reaches(DIRECT, one.area_id)) for one in found]
    return render(request, "programme/model_catalogue.html", {"rows": rows, "may_write": may})


@get_or_post
@needs(DIRECT)
def add(request: StaffRequest) -> HttpResponse:
    """A province writes down a model of its own."""
    form = NewModel(request.POST or None, areas=areas_of(request))

    def act() -> str:
        operations.add_model(**form.cleaned_data, scope=request.scope, at=timezone.now())
        messages.success(request, _("The model was added to the catalogue."))
        return reverse("model-catalogue")

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Add a model of care"),
            "crumbs": [_models(), (_("Catalogue of models"), reverse("model-catalogue"))],
            "back": reverse("model-catalogue"),
        },
    )


@get_or_post
@needs(DIRECT)
def withdraw(request: StaffRequest, model_id: UUID) -> HttpResponse:
    """A model of one's own is taken off the list."""
    form = Reason(request.POST or None)

    def act() -> str:
        operations.withdraw_model(
            model_id=model_id, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The model was taken off the list. Communes that took it up keep it."))
        return reverse("model-catalogue")

    found = next(
        (
            one
            for one in queries.catalogue(scope=request.scope, on=timezone.localdate())
            if one.id == model_id and request.scope.reaches(DIRECT, one.area_id)
        ),
        None,
    )
    if found is None:
        raise queries.no_such_model()
    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Take a model off the list"),
            "kicker": found.title,
            "crumbs": [_models(), (_("Catalogue of models"), reverse("model-catalogue"))],
            "back": reverse("model-catalogue"),
            "is_danger": True,
        },
    )


@get_or_post
@needs(DIRECT)
def adopt(request: StaffRequest) -> HttpResponse:
    """A commune decided to apply a model."""
    on = timezone.localdate()
    form = Adopt(
        request.POST or None,
        units=commune_choices(request.scope, DIRECT, on=on),
        models=[(one.code, one.title) for one in queries.catalogue(scope=request.scope, on=on)],
    )

    def act() -> str:
        made = operations.adopt_model(**form.cleaned_data, scope=request.scope, at=timezone.now())
        messages.success(request, _("The model was recorded for this commune."))
        return reverse("adoption", args=[made.pk])

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("A commune takes up a model"),
            "crumbs": [_models()],
            "back": reverse("care-models"),
            "lead": _("A decision alone does not count: only dated activities show that a model is applied."),
        },
    )


@require_GET
@needs(READ)
def adoption(request: StaffRequest, adoption_id: UUID) -> HttpResponse:
    """One model in one commune, with what was done."""
    on = day_asked(request, today=timezone.localdate())
    found = queries.adoption(adoption_id, scope=request.scope, on=on)
    scope = request.scope
    return render(
        request,
        "programme/adoption.html",
        {
            "adoption": found,
            "page": queries.activities(adoption_id, scope=scope, number=page_number(request)),
            "on": on,
            "life": helpers.life_of(found.model_code, found.unit_id, scope=scope, on=on),
            "may_direct": scope.reaches(DIRECT, found.unit_id),
            "may_report": scope.reaches(REPORT, found.unit_id) or scope.reaches(DIRECT, found.unit_id),
        },
    )


@get_or_post
@needs(DIRECT)
def start(request: StaffRequest, adoption_id: UUID) -> HttpResponse:
    """The model began to work."""
    return _change(
        request, adoption_id, Start(request.POST or None), operations.start_model, _("The model has begun")
    )


@get_or_post
@needs(DIRECT)
def end(request: StaffRequest, adoption_id: UUID) -> HttpResponse:
    """The model is over."""
    return _change(
        request, adoption_id, End(request.POST or None), operations.end_model, _("The model has ended")
    )


@get_or_post
@needs(DIRECT)
def correct(request: StaffRequest, adoption_id: UUID) -> HttpResponse:
    """What was typed wrongly is set right."""
    found = queries.adoption(adoption_id, scope=request.scope, on=timezone.localdate())
    names = ("decision_number", "decision_on", "issuer", "started_on", "ended_on")
    form = CorrectAdoption(request.POST or None, initial={name: getattr(found, name) for name in names})

    def record(*, adoption_id: UUID, reason: str, scope: Any, at: Any, **changes: Any) -> None:
        operations.correct_adoption(
            adoption_id=adoption_id, changes=changes, reason=reason, scope=scope, at=at
        )

    return _change(request, adoption_id, form, record, _("Correct what was typed"))


@get_or_post
@needs(READ)
def activity(request: StaffRequest, adoption_id: UUID) -> HttpResponse:
    """Something was done under the model."""
    form = Activity(request.POST or None)
    return _change(request, adoption_id, form, operations.record_activity, _("Record an activity"))


@get_or_post
@needs(READ)
def withdraw_activity(request: StaffRequest, adoption_id: UUID, model_activity_id: UUID) -> HttpResponse:
    """An activity that did not happen as written."""
    queries.activity(model_activity_id, adoption_id=adoption_id, scope=request.scope)

    def withdraw_it(*, adoption_id: UUID, **given: Any) -> None:  # noqa: ARG001 (the address names both)
        operations.withdraw_activity(activity_id=model_activity_id, **given)

    return _change(
        request, adoption_id, Reason(request.POST or None), withdraw_it, _("Take an activity back")
    )


def _change(
    request: StaffRequest, adoption_id: UUID, form: forms.Form, operation: Any, heading: str
) -> HttpResponse:
    found = queries.adoption(adoption_id, scope=request.scope, on=timezone.localdate())
    back = reverse("adoption", args=[adoption_id])

    def act() -> str:
        operation(adoption_id=adoption_id, **form.cleaned_data, scope=request.scope, at=timezone.now())
        messages.success(request, _("Saved."))
        return back

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": heading,
            "kicker": f"{found.unit_name} · {found.model_title}",
            "crumbs": [_models(), (found.unit_name, back)],
            "back": back,
        },
    )


def areas_of(request: StaffRequest, *, on: date | None = None) -> list[tuple[str, str]]:
    """The areas for which the account directs the programme."""
    found = units.paths(request.scope.area_ids(DIRECT), on=on or timezone.localdate())
    return sorted(found.items(), key=lambda area: area[1])


def _models() -> tuple[str, str]:
    return pgettext("page", "Models of care"), reverse("care-models")
