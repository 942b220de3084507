"""The page of the day: what is late, what is due today, what comes in the next two weeks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from hoanhap.access.scope import Scope
from hoanhap.casework.queries import duties, offices, regimes
from hoanhap.casework.queries.duties import Duty
from hoanhap.community.queries.duties import CONTACT, HELPER
from hoanhap.programme.queries import late_tasks, worklist
from hoanhap.web.access import SIGNED_IN, StaffRequest, needs
from hoanhap.web.areas import commune_choices
from hoanhap.web.asof import day_asked
from hoanhap.web.casework.steps import may_record
from hoanhap.web.forms import DayField
from hoanhap.web.paging import page_number
from hoanhap.web.today.waiting import of_facilities, waiting
from hoanhap.web.widgets import Select

AHEAD: Final = timedelta(days=14)
SIZE: Final = 50
TASKS: Final = 5


class AsOf(forms.Form):
    """The day, the commune and the office. None of them names anybody, so all may stand in the address."""

    on = DayField(label=_("As of the day"), required=False, may_be_ahead=True, help_text="")
    unit = forms.ChoiceField(label=_("Commune"), required=False, widget=Select)
    office = forms.ChoiceField(label=_("Office that has to act"), required=False, widget=Select)


@dataclass(frozen=True)
class Task:
    """One duty, and the page on which it is done; no address where this account may not do it."""

    duty: Duty
    href: str


@dataclass(frozen=True)
class OnePerson:
    """The duties of one person in one part of the list."""

    person_id: UUID
    masked_name: str
    code: str
    unit_name: str
    tasks: list[Task]


@dataclass(frozen=True)
class Part:
    """Late, today, without a day, or the days to come."""

    code: str
    title: str
    tone: str
    people: list[OnePerson]


@require_GET
@needs(SIGNED_IN)
def today(request: StaffRequest) -> HttpResponse:
    """The day's work of the account's area, by person, with the law beside each duty and the way to do it."""
    scope, this_day = request.scope, timezone.localdate()
    if not scope.may("casework.read"):
        return render(
            request,
            "today/nothing.html",
            {
                "day": this_day,
                "tasks": of_facilities(scope, this_day),
                "works_inside": scope.may("residence.read"),
                "waiting": waiting(scope, this_day),
                **late_of_plans(scope, this_day),
            },
        )
    asked = day_asked(request, today=this_day)
    told = {name: request.GET.get(name, "") for name in ("unit", "office")}
    form = AsOf({"on": f"{asked:%d/%m/%Y}", **told})
    communes = commune_choices(scope, "casework.read", on=this_day)
    form.fields["unit"].choices = [("", _("All communes in your area")), *communes]  # type: ignore[attr-defined]
    form.fields["office"].choices = [("", _("All offices")), *offices.offices(asked)]  # type: ignore[attr-defined]
    form.is_valid()
    on, unit_id = asked, form.cleaned_data.get("unit") or None
    office, only_risen = form.cleaned_data.get("office"), request.GET.get("risen") == "1"
    risen = duties.risen(scope=scope, on=on)
    page = worklist.due(
        scope=scope,
        on=on,
        until=on + AHEAD,
        unit_id=unit_id,
        by=offices.codes_of(office, on) if office else None,
        only_risen=only_risen,
        number=page_number(request),
        size=SIZE,
    )
    return render(
        request,
        "today/page.html",
        {
            "form": form,
            "has_choice": len(communes) > 1,
            "page": page,
            "counts": page.counts,
            "risen": risen,
            "risen_count": sum(one.count for one in risen),
            "only_risen": only_risen,
            # What waits, waits now: it is not looked back upon.
            "waiting": waiting(scope, this_day) if on == this_day else [],
            "tasks": of_facilities(scope, this_day) if on == this_day else [],
            "parts": parts_of(page, scope, on),
            "on": on,
            "is_today": on == this_day,
            "may_write": scope.may("people.write"),
            **(late_of_plans(scope, this_day) if on == this_day else {}),
        },
    )


def late_of_plans(scope: Scope, on: date) -> dict[str, Any]:
    """The tasks of plans that are late, for who reports them and for who answers for them."""
    found = late_tasks.late(scope=scope, on=on)
    return {"late_tasks": found[:TASKS], "more_late_tasks": max(0, len(found) - TASKS)}


def parts_of(found_duties: Iterable[Duty], scope: Scope, on: date) -> list[Part]:
    """The duties under their headings, those of one person together, in the order they came."""
    headings = (
        ("late", _("Late"), "late"),
        ("today", _("Due today"), "warn"),
        ("open", _("To be done; the law sets no day"), "info"),
        ("ahead", _("In the next 14 days"), "neutral"),
    )
    found: dict[str, dict[UUID, OnePerson]] = {code: {} for code, _title, _tone in headings}
    for duty in found_duties:
        one = found[part_of(duty, on)].setdefault(
            duty.person_id,
            OnePerson(duty.person_id, duty.masked_name, duty.person_code, duty.unit_name, []),
        )
        one.tasks.append(Task(duty, href_of(duty, scope)))
    return [
        Part(code, str(title), tone, list(found[code].values()))
        for code, title, tone in headings
        if found[code]
    ]


def part_of(duty: Duty, on: date) -> str:
    """Under which heading a duty stands on the day."""
    if duty.due_on is None:
        return "open"
    if duty.is_late:
        return "late"
    return "today" if duty.due_on == on else "ahead"


def href_of(duty: Duty, scope: Scope) -> str:
    """The page on which the duty is done."""
    if duty.code in {CONTACT, HELPER}:
        name = "contact-new" if duty.code == CONTACT else "assignment-new"
        return reverse(name, args=[duty.episode_id]) if scope.may("community.write") else ""
    regime = regimes.regime(*duty.regime)
    step = next((one.until for one in regime.duties if one.code == duty.code), None)
    if step is not None:
        return reverse("episode-step", args=[duty.episode_id, step]) if may_record(scope, step) else ""
    # Another file is due: the way to open it, from the person.
    kind = next((one.episode_kind for one in regime.leads_to if one.code == duty.code), "")
    address = f"{reverse('episode-new', args=[duty.person_id])}?kind={kind}"
    return address if scope.may("casework.write") else ""
