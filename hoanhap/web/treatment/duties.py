"""What waits in a clinic: who counts as having left, ends that the case does not know, orders that are missing a hand."""

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from hoanhap.treatment.queries.duties import Code, duty_lines
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.treatment.patients import crumbs_of
from hoanhap.web.treatment.place import place_of

CARE: Final = "treatment.care"
WORDS: Final[dict[Code, tuple[Promise, Promise]]] = {
    "left": (
        _("Patients whom the law counts as having left"),
        _("Tell the commune by the day that the rule gives."),
    ),
    "unsigned": (
        _("Orders without the second signature"),
        _("Nothing is poured on them until a second doctor signs."),
    ),
    "no-order": (
        _("Patients without an order for tomorrow"),
        _("The window can give them nothing."),
    ),
    "end-untold": (
        _("Ended treatments that the case does not know"),
        _("The step was refused or not taken: open the patient and tell the case."),
    ),
}
"""What each duty of a clinic is called, and what to do about it."""


@require_GET
@needs(CARE)
def listed(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """The patients behind each of them, the longest first. The reading is logged."""
    place, now = place_of(request, place_id, CARE), timezone.now()
    found = duty_lines(place.id, on=timezone.localdate(now), scope=request.scope, at=now)
    context = {
        "place": place,
        "crumbs": crumbs_of(place),
        "groups": [(code, *WORDS[code], lines) for code, lines in found],
    }
    return render(request, "treatment/duties.html", context)
