"""Who came and who went in a period: the figures, the sum that closes, and the people behind each."""

from dataclasses import asdict
from datetime import date
from typing import Any, Final

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from hoanhap.casework.queries import cohorts
from hoanhap.casework.queries.kinds import kinds
from hoanhap.kit.errors import Words
from hoanhap.kit.numbers import vn_number
from hoanhap.places.queries import units
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import commune_choices
from hoanhap.web.forms import DayField
from hoanhap.web.paging import page_number
from hoanhap.web.widgets import Select

TITLES: Final[dict[str, Words]] = {
    "in_at_start": pgettext_lazy("flow", "In at the start"),
    "started": pgettext_lazy("flow", "Started"),
    "moved_in": pgettext_lazy("flow", "Moved in"),
    "completed": pgettext_lazy("flow", "Completed"),
    "stopped": pgettext_lazy("flow", "Stopped"),
    "moved_out": pgettext_lazy("flow", "Moved out"),
    "died": pgettext_lazy("flow", "Died"),
    "in_at_end": pgettext_lazy("flow", "In at the end"),
}


class Asked(forms.Form):
    """Of where, when, and which form of treatment."""

    area = forms.ChoiceField(label=_("Area"), required=False, widget=Select)
    kind = forms.ChoiceField(label=_("Form of treatment"), required=False, widget=Select)
    since = DayField(label=_("First day"), help_text="")
    to = DayField(label=_("Last day"), help_text="")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("since") and cleaned.get("to") and cleaned["to"] < cleaned["since"]:
            self.add_error("to", _("The last day is before the first day. Check both."))
        return cleaned


@require_GET
@needs("casework.read")
def flow(request: StaffRequest) -> HttpResponse:
    """The figures of an area and of each commune in it."""
    form, asked = _asked(request)
    context: dict[str, Any] = {"form": form, "titles": TITLES}
    if asked is not None:
        area_id, within, period = asked
        communes = [one for one in units.communes(within, on=period["to_on"]) if one.id != area_id]
        # A commune answers for the ground of those that it took over.
        grounds = cohorts.reached([one.id for one in communes], on=period["to_on"])
        found = cohorts.flows({area_id: within, **grounds}, **period)
        whole = found[area_id]
        context |= {
            "area": units.unit(area_id, on=period["to_on"]).path,
            "whole": whole,
            "figures": [(code, TITLES[code], value) for code, value in asdict(whole).items()],
            "sum": _sum(whole),
            "rows": [
                (one, [(TITLES[code], value) for code, value in asdict(found[one.id]).items()])
                for one in communes
                if found[one.id].came
            ],
            "quiet": sum(1 for one in communes if not found[one.id].came),
        }
    return render(request, "casework/flow.html", context, status=200 if asked else 422)


@require_GET
@needs("casework.read")
def behind(request: StaffRequest, figure: str) -> HttpResponse:
    """The people behind a figure for whom this account still answers."""
    if figure not in cohorts.FIGURES:
        raise Http404
    _form, asked = _asked(request)
    if asked is None:
        raise Http404
    area_id, within, period = asked
    page = cohorts.people_behind(
        figure, scope=request.scope, unit_ids=within, number=page_number(request), **period
    )
    return render(
        request,
        "casework/flow_people.html",
        {
            "page": page,
            "figure": TITLES[figure],
            "area": units.unit(area_id, on=period["to_on"]).path,
            "total": getattr(cohorts.flow(unit_ids=within, **period), figure),
        },
    )


def _asked(request: StaffRequest) -> tuple[Asked, tuple[str, frozenset[str], dict[str, Any]] | None]:
    """The form, and what it asks for if all of it lies in reach: the area, its units, the period."""
    today, scope = timezone.localdate(), request.scope
    own = sorted(scope.area_ids("casework.read"))
    named = {line.unit_id: line.path for line in units.lines_of(own, on=today).values()}
    communes = dict(commune_choices(scope, "casework.read", on=today))
    areas = list(({one: named.get(one, one) for one in own} | communes).items())
    told = {name: request.GET.get(name, "") for name in ("area", "kind")}
    form = Asked(
        {
            **told,
            "since": request.GET.get("since") or f"{date(today.year, 1, 1):%d/%m/%Y}",
            "to": request.GET.get("to") or f"{today:%d/%m/%Y}",
        }
    )
    form.fields["area"].choices = areas  # type: ignore[attr-defined]
    form.fields["kind"].choices = [("", _("Every form of treatment")), *kinds()]  # type: ignore[attr-defined]
    if not own or not form.is_valid():
        return form, None
    area_id = form.cleaned_data["area"] or own[0]
    period: dict[str, Any] = {"from_on": form.cleaned_data["since"], "to_on": form.cleaned_data["to"]}
    if form.cleaned_data["kind"]:
        period["kinds"] = [form.cleaned_data["kind"]]
    return form, (area_id, cohorts.reached([area_id], on=period["to_on"])[area_id], period)


def _sum(one: cohorts.Flow) -> str:
    """The equation in figures, as a reader checks it."""
    came = [one.in_at_start, one.started, one.moved_in]
    went = [one.completed, one.stopped, one.moved_out, one.died, one.in_at_end]
    sides = (" + ".join(vn_number(number) for number in side) for side in (came, went))
    return (" = " if one.closes else " ≠ ").join(sides)
