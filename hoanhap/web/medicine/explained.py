"""From the supplier to the patient: what became of every lot of a place in a period, and what nothing explains."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from hoanhap.medicine.queries.medicines import title_of, unit_of
from hoanhap.medicine.rules.flows import INTO, OUT_OF, Flow
from hoanhap.treatment.queries.reconcile import Reconciled, reconcile, total_of
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import DayField
from hoanhap.web.medicine.book import READ, crumbs_of
from hoanhap.web.treatment.place import place_of

WORDS: Final[dict[str, Promise]] = {
    "received": pgettext_lazy("flow", "from suppliers"),
    "arrived": pgettext_lazy("flow", "from other places"),
    "taken_back": pgettext_lazy("flow", "bottles brought back"),
    "found": pgettext_lazy("flow", "found"),
    "dispensed": pgettext_lazy("flow", "taken by patients"),
    "taken_home": pgettext_lazy("flow", "taken home"),
    "sent": pgettext_lazy("flow", "sent to other places"),
    "spilt": pgettext_lazy("flow", "spilt or broken"),
    "destroyed": pgettext_lazy("flow", "destroyed"),
    "returned": pgettext_lazy("flow", "sent back to suppliers"),
    "missing": pgettext_lazy("flow", "found missing"),
}
LONGEST_DAYS: Final = 366


class Period(forms.Form):
    """Which days."""

    from_on = DayField(label=_("From day"))
    to_on = DayField(label=_("To day"))

    def clean(self) -> dict[str, Any]:
        """The days in their order, a year at most: a longer list is for the command line."""
        given = super().clean() or self.cleaned_data
        first, last = given.get("from_on"), given.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", _("The last day is before the first day. Check both."))
        elif first and last and (last - first).days > LONGEST_DAYS:
            self.add_error("to_on", _("Ask for a year at most."))
        return given


@dataclass(frozen=True)
class Line:
    """One lot at one place, in words."""

    one: Reconciled
    title: str
    unit: str
    came: tuple[tuple[Promise, Decimal], ...]
    went: tuple[tuple[Promise, Decimal], ...]


@require_GET
@needs(READ)
def show(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """The place with its points, as far as the reader may see them; this month where no days are named."""
    place, today = place_of(request, place_id, READ), timezone.localdate()
    asked = Period(request.GET if "from_on" in request.GET else None)
    first, last = date(today.year, today.month, 1), today
    if asked.is_bound and asked.is_valid():
        first, last = asked.cleaned_data["from_on"], asked.cleaned_data["to_on"]
    rows = reconcile(
        scope=request.scope,
        from_on=first,
        to_on=last,
        place_ids=[place.id],
        with_points=True,
    )
    total, unexplained_mg = total_of(rows)
    had_mg = total.opening + total.came
    context = {
        "place": place,
        "crumbs": crumbs_of(place),
        "form": asked if asked.is_bound else Period(initial={"from_on": first, "to_on": last}),
        "from_on": first,
        "to_on": last,
        "lines": [_line(one) for one in rows],
        "total": total,
        "came": _said(total, INTO),
        "went": _said(total, OUT_OF),
        "had_mg": had_mg,
        "unexplained_mg": unexplained_mg,
        "explained_percent": 100 * (1 - unexplained_mg / had_mg) if had_mg else None,
    }
    status = 422 if asked.is_bound and not asked.is_valid() else 200
    return render(request, "medicine/explained.html", context, status=status)


def _said(flow: Flow, names: tuple[str, ...]) -> tuple[tuple[Promise, Decimal], ...]:
    return tuple((WORDS[name], flow.columns[name]) for name in names if flow.columns[name])


def _line(one: Reconciled) -> Line:
    medicine = one.lot.medicine
    return Line(
        one,
        title_of(medicine),
        str(unit_of(medicine)),
        _said(one.lot.flow, INTO),
        _said(one.lot.flow, OUT_OF),
    )
