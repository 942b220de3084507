"""How a target, an area's people and models of care went, drawn; each with the day and the area to choose."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET

from hoanhap.programme.queries import cohorts, flows, funnels, series, target_pages
from hoanhap.programme.rules.marks import Band
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.asof import day_asked
from hoanhap.web.forms import DayField
from hoanhap.web.programme import drawn

READ: Final = "programme.read"
YEARS: Final = 3
EARLIEST: Final = 2000
MONTHS = ngettext_lazy("%(n)s month", "%(n)s months", "n")


class Asking(forms.Form):
    """Of which area, of which years, as of which day."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    from_year = forms.IntegerField(label=_("From the year"), required=False, min_value=EARLIEST)
    to_year = forms.IntegerField(label=_("To the year"), required=False, min_value=EARLIEST)
    on = DayField(label=_("As of"), required=False, help_text="")


class AskingCohorts(Asking):
    """The same, and after how many months."""

    after = forms.TypedChoiceField(
        label=pgettext_lazy("of a cohort", "After"), required=False, coerce=int, empty_value="12"
    )


@require_GET
@needs(READ)
def target_trend(request: StaffRequest, plan_id: UUID, code: str) -> HttpResponse:
    """A target as charts: as time goes, and its areas side by side."""
    on, area = day_asked(request, today=timezone.localdate()), request.GET.get("area") or None
    found = target_pages.closely(plan_id, code, scope=request.scope, on=on, area_id=area)
    row = found.card.rows[0]
    quarters = (
        series.quarters(plan_id, code, scope=request.scope, on=on, area_id=area)
        if isinstance(row.mark, Band)
        else []
    )
    charts = [drawn.of_target(row, found.months, quarters)]
    if row.areas:
        charts.append(drawn.of_areas(row, row.areas))
    return render(
        request,
        "programme/target_trend.html",
        {
            "card": found.card,
            "row": row,
            "plan": found.card.plan.body,
            "plan_id": plan_id,
            "code": code,
            "title": charts[0].title,
            "charts": charts,
            "form": DayOnly(initial={"on": on}),
        },
    )


class DayOnly(forms.Form):
    """As of which day."""

    on = DayField(label=_("On"), required=False, help_text="")


@require_GET
@needs(READ)
def funnel(request: StaffRequest) -> HttpResponse:
    """How far people came: from the file over completion to support and work."""
    form, asked = _asked(request, Asking)
    found = funnels.funnel(**asked, scope=request.scope) if asked["area_id"] else None
    return render(
        request,
        "programme/funnel.html",
        {"form": form, "found": found, "chart": drawn.of_funnel(found) if found else None},
    )


@require_GET
@needs(READ)
def cohort(request: StaffRequest) -> HttpResponse:
    """How people fared, by the quarter in which they began, and a year after they completed."""
    form, asked = _asked(request, AskingCohorts)
    if not asked["area_id"]:
        return render(request, "programme/cohort.html", {"form": form})
    found = cohorts.fared(**asked, scope=request.scope)
    title = _("How it stood after %(n)s months") % {"n": asked.pop("after")}
    charts = [drawn.of_cohorts(found, title, drawn.OUTCOMES)]
    if (
        not found.is_veiled
    ):  # beside the quarters of beginning, those of completion would tell how many broke off
        later = cohorts.a_year_after(**asked, scope=request.scope)
        charts.append(
            drawn.of_cohorts(
                later, _("A year after completing"), drawn.YEAR_AFTER, first_column=_("Completed in")
            )
        )
    return render(request, "programme/cohort.html", {"form": form, "found": found, "charts": charts})


def _asked(request: StaffRequest, kind: type[Asking]) -> tuple[Asking, dict[str, Any]]:
    """What the reader chose; for what they did not choose, or cannot be read, what is usual."""
    on = day_asked(request, today=timezone.localdate())
    areas = flows.areas_of(request.scope, on=on)
    usual: dict[str, Any] = {
        "area": areas[0][0] if areas else "",
        "from_year": on.year - YEARS,
        "to_year": on.year,
    }
    if kind is AskingCohorts:
        usual["after"] = cohorts.AFTER[1]
    given = {
        **usual,
        **{name: value for name, value in request.GET.items() if name in kind.base_fields and value},
    }
    form = kind(given | {"on": f"{on:%d/%m/%Y}"})
    form.fields["area"].choices = areas  # type: ignore[attr-defined]
    if "after" in form.fields:
        form.fields["after"].choices = [  # type: ignore[attr-defined]
            (months, MONTHS % {"n": months}) for months in cohorts.AFTER
        ]
    chosen: dict[str, Any] = usual | (form.cleaned_data if form.is_valid() else {})
    first = max(EARLIEST, min(chosen["from_year"], chosen["to_year"], on.year))
    last = min(max(chosen["from_year"], chosen["to_year"]), on.year, first + 9)
    asked: dict[str, Any] = {"area_id": chosen["area"], "from_year": first, "to_year": last, "on": on}
    return form, asked | ({"after": int(chosen["after"])} if "after" in chosen else {})
