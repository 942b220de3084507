"""How many people each unit answers for: as the map was, as it is today, or as another day drew it."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from hoanhap.kit.errors import Words
from hoanhap.people.queries import totals as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import DayField
from hoanhap.web.paging import page_number, paged

AT_ONCE = 100
LEVELS = (
    ("commune", _("Communes, wards, townships")),
    ("district", _("Districts")),
    ("province", _("Provinces and cities")),
)
REASONS: dict[str, Words] = {
    "divided": pgettext_lazy("residue", "Unit divided between several"),
    "unresolved": pgettext_lazy("residue", "No list says what became of the unit"),
    "merged": pgettext_lazy("residue", "Unit made of several, which cannot be told apart"),
    "no-such-level": pgettext_lazy("residue", "This level does not exist on that map"),
    "higher-level": pgettext_lazy("residue", "An office of a higher level answers"),
    "unknown": pgettext_lazy("residue", "Unit not in the lists"),
}


class Wanted(forms.Form):
    """The day of the count, the map to read it on, and how finely."""

    on = DayField(label=_("Counted on the day"), required=False)
    map = forms.ChoiceField(
        label=_("On which map"),
        required=False,
        choices=[
            ("then", pgettext_lazy("map", "As it was on that day")),
            ("today", pgettext_lazy("map", "As it is today")),
            ("other", pgettext_lazy("map", "As on another day")),
        ],
    )
    map_on = DayField(label=_("Day of the other map"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False, choices=LEVELS)

    def clean(self) -> dict[str, Any]:
        """Another day must be named."""
        typed = self.cleaned_data
        if typed.get("map") == "other" and not typed.get("map_on") and "map_on" not in self.errors:
            self.add_error("map_on", _("Enter the day whose map you want, or choose another map."))
        return typed


@require_safe
@needs("reporting.read")
def totals(request: StaffRequest) -> HttpResponse:
    """The figures of the reader's own reach. What has no row on the map is always shown beside those that have."""
    today = timezone.localdate()
    form = Wanted(request.GET)
    context: dict[str, Any] = {"form": form, "may_place": request.scope.may("people.assign")}
    if not form.is_valid():
        return render(request, "people/totals.html", context, status=422)
    typed = form.cleaned_data
    on: date = typed["on"] or today
    map_on = {"today": today, "other": typed["map_on"]}.get(typed["map"], on)
    level = typed["level"] or "commune"
    found = queries.totals(scope=request.scope, on=on, map_on=map_on, level=level)
    shown = {
        "on": on,
        "map": typed["map"] or "then",
        "map_on": map_on if typed["map"] == "other" else None,
        "level": level,
    }
    context |= {
        "form": Wanted(initial=shown),
        "found": found,
        "page": paged(found.rows, page_number(request), AT_ONCE),
        "level": dict(LEVELS)[level],
        "reasons": [(REASONS[reason], count) for reason, count in found.by_reason.items()],
        "residue": [(one, REASONS[one.reason]) for one in found.residue],
        "may_open": request.scope.may("places.read"),
    }
    return render(request, "people/totals.html", context)
