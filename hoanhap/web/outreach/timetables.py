"""The timetable of facilities: the month as planned and held, and the lines of the plan."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.outreach.operations import timetables as operations
from hoanhap.outreach.queries import timetables as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.community.club_forms import HOURS
from hoanhap.web.forms import DayField, KeyField, LineField
from hoanhap.web.outreach.around import READ, WRITE, form_of, offices_of
from hoanhap.web.outreach.forms import Chosen, EndPost

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
WEEK = tuple(label for _name, label in HOURS)


class NewLine(Chosen):
    """A session that comes again and again."""

    words: ClassVar[Mapping[str, str]] = {"kind": "outreach.FacilitySession.kind"}
    organisation_id = KeyField(label=gettext_lazy("Facility"))
    kind = forms.ChoiceField(label=gettext_lazy("Kind of session"))
    title = LineField(label=gettext_lazy("What it was about"), max_length=200)
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Every week on"), required=False, coerce=int, empty_value=None
    )
    month_day = forms.IntegerField(
        label=gettext_lazy("Or every month on the day"), required=False, min_value=1, max_value=31
    )
    hour = LineField(label=gettext_lazy("Hour"), required=False, max_length=20)
    place = LineField(label=gettext_lazy("Place in the facility"), required=False, max_length=100)
    partners = LineField(label=gettext_lazy("Together with"), required=False, max_length=300)
    valid_from = DayField(label=gettext_lazy("Planned from"), may_be_ahead=True)


@require_GET
@needs(READ)
def timetable(request: StaffRequest) -> HttpResponse:
    """A month: what was planned on which day, what was held, what is missing."""
    today = timezone.localdate()
    first = _month(request.GET.get("month", ""), today)
    planned = queries.month(first, scope=request.scope, on=today)
    return render(
        request,
        "outreach/timetable.html",
        {
            "first": first,
            "before": first - timedelta(days=1),
            "after": first + timedelta(days=31),
            "planned": planned,
            "all_planned": len(planned),
            "missing": sum(one.is_missing for one in planned),
            "held": sum(one.attended is not None for one in planned),
            "lines": [
                (line, WEEK[line.weekday] if line.weekday is not None else "")
                for line in queries.lines(scope=request.scope, on=today)
            ],
            "may_write": request.scope.may(WRITE),
        },
    )


@get_or_post
@needs(WRITE)
def plan(request: StaffRequest) -> HttpResponse:
    """A session is planned."""
    lists: Mapping[str, Any] = {
        "organisation_id": offices_of(request, operations.FACILITIES),
        "weekday": [(str(number), label) for number, label in enumerate(WEEK)],
    }
    return form_of(
        request,
        NewLine(request.POST or None, initial={"valid_from": timezone.localdate()}, lists=lists),
        operations.plan_session,
        heading=_("Plan a session"),
        done=_("It stands in the timetable."),
        crumbs=[_top()],
        back=reverse("facility-timetable"),
    )


@get_or_post
@needs(WRITE)
def end(request: StaffRequest, timetable_id: UUID) -> HttpResponse:
    """It is planned no more."""
    today = timezone.localdate()
    line = queries.line(timetable_id, scope=request.scope, on=today)
    return form_of(
        request,
        EndPost(request.POST or None, initial={"on": today}),
        partial(operations.end_line, line_id=timetable_id),
        heading=_("Planned no more"),
        done=_("It was recorded."),
        crumbs=[_top()],
        back=reverse("facility-timetable"),
        kicker=f"{line.facility_name} · {line.title}",
        is_danger=True,
    )


def _month(asked: str, today: date) -> date:
    """The first day of the month asked for as yyyy-mm; of this month where it is none."""
    year, _sign, number = asked.partition("-")
    try:
        return date(int(year), int(number), 1)
    except ValueError:
        return today.replace(day=1)


def _top() -> Any:
    return pgettext("page", "Timetable of facilities"), reverse("facility-timetable")
