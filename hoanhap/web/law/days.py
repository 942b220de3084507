"""The calendar of rest days and swapped days: a year on one page, days entered and taken back."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.casework.operations import calendar_days as operations
from hoanhap.casework.queries import calendars as queries
from hoanhap.casework.queries.editions import confidence_words
from hoanhap.casework.queries.simulations import Change, of_days
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.law.forms import EnterDays, Why
from hoanhap.web.law.trying import crumb, try_first

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
FIRST_YEAR, LAST_YEAR = 2000, 2100


@require_GET
@needs("casework.calendar")
def calendar(request: StaffRequest) -> HttpResponse:
    """One year: its days that are no ordinary ones, where each comes from, and how many days each month is worked."""
    today = timezone.localdate()
    text = request.GET.get("year", "")
    year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else today.year
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    known = queries.calendar()
    days = [
        (day, confidence_words(day.confidence)) for day in queries.shown_days(year=year, scope=request.scope)
    ]
    first = date(year, 1, 1)
    worked = [
        day
        for day in (first + timedelta(n) for n in range(366))
        if day.year == year and known.is_working(day)
    ]
    return render(
        request,
        "law/calendar.html",
        {
            "year": year,
            "before": year - 1 if year > FIRST_YEAR else None,
            "after": year + 1 if year < LAST_YEAR else None,
            "days": days,
            "is_known": known.knows(first),
            "months": [(month, sum(1 for day in worked if day.month == month)) for month in range(1, 13)],
            "worked": len(worked),
            "crumbs": [crumb()],
        },
    )


@get_or_post
@needs("casework.calendar")
def enter(request: StaffRequest) -> HttpResponse:
    """The days of a notice: tried out first, then entered, all or none."""
    form, now = EnterDays(request.POST or None), timezone.now()

    def listed() -> list[operations.NewDay]:
        told = form.cleaned_data
        last = told["last_on"] or told["first_on"]
        return [
            operations.NewDay(told["first_on"] + timedelta(n), told["kind"], told["name"])
            for n in range((last - told["first_on"]).days + 1)
        ]

    def change() -> Change:
        operations.check_days(listed())
        return of_days([(new.day, new.kind) for new in listed()])

    def act() -> str:
        told = form.cleaned_data
        made = operations.add_days(
            days=listed(),
            document_number=told["document_number"],
            reason=told["reason"],
            scope=request.scope,
            at=now,
        )
        words = ngettext("%(count)s day was entered.", "%(count)s days were entered.", len(made))
        messages.success(request, words % {"count": len(made)})
        return f"{reverse('law-calendar')}?year={made[0].day.year}"

    back = reverse("law-calendar")
    return try_first(
        request,
        form,
        change,
        act,
        context={
            "heading": _("Enter days of a notice"),
            "lead": _("Last days that are counted over these days, or fall on one of them, move."),
            "crumbs": [crumb(), (_("Rest days"), back)],
            "back": back,
        },
    )


@get_or_post
@needs("casework.calendar")
def withdraw(request: StaffRequest, day_id: UUID) -> HttpResponse:
    """Take back a day that was entered: what was published of it counts again."""
    day = queries.entered_day(day_id, scope=request.scope)
    form, back = Why(request.POST or None), f"{reverse('law-calendar')}?year={day.day.year}"

    def act() -> str:
        operations.withdraw_day(
            line_id=day_id, reason=form.cleaned_data["reason"], scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The day was taken back."))
        return back

    return try_first(
        request,
        form,
        lambda: of_days([], without=day_id),
        act,
        context={
            "heading": _("Take a day back"),
            "kicker": f"{day.day:%d/%m/%Y}",
            "lead": f"{day.name} · {day.basis}",
            "crumbs": [crumb(), (_("Rest days"), back)],
            "back": back,
            "is_danger": True,
            "submit": _("Take it back"),
        },
    )
