"""What anybody may read without signing in: warnings that hold, and where help can be found.

No cookie is set and nothing of the visitor is kept. Where a place of help lies is public; whoever goes there is not.
"""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from hoanhap.community.queries import points as counselling
from hoanhap.kit.text import fold
from hoanhap.outreach.queries import alerts, services
from hoanhap.outreach.queries.service_definitions import guide
from hoanhap.places.queries import organisations
from hoanhap.places.queries.units import full_names
from hoanhap.web.access import public
from hoanhap.web.paging import page_number, paged

KINDS: Final = ("rehab-facility", "satellite-point", "substitution-clinic", "dispensing-site")
DAYS: Final = (
    pgettext_lazy("short day", "Mon"),
    pgettext_lazy("short day", "Tue"),
    pgettext_lazy("short day", "Wed"),
    pgettext_lazy("short day", "Thu"),
    pgettext_lazy("short day", "Fri"),
    pgettext_lazy("short day", "Sat"),
    pgettext_lazy("short day", "Sun"),
)
"""Short names of the days, from Monday on."""
KEPT_SECONDS: Final = 300
LONGEST_SEARCH: Final = 60


@require_safe
@public
def help_page(request: HttpRequest) -> HttpResponse:
    """Warnings, then places of help; `q` looks for a place by its name or where it lies, tones or none."""
    today = timezone.localdate()
    asked = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    listed = paged(
        [
            one
            for one in counselling.published(on=today)
            if fold(asked) in fold(f"{one.name} {one.unit_name}")
        ],
        page_number(request, "points"),
    )
    found = organisations.facilities(on=today, kinds=KINDS)
    where = full_names({one.unit_id for one in found}, on=today)
    wanted = fold(asked)
    places: list[tuple[Any, str]] = [
        (one, where.get(one.unit_id, ""))
        for one in found
        if not wanted or wanted in fold(f"{one.name} {where.get(one.unit_id, '')}")
    ]
    page = paged(places, page_number(request))
    offered, hotlines = services.for_everybody({one.id for one, _where in page}, on=today)
    answer = render(
        request,
        "public/help.html",
        {
            "alerts": alerts.published(on=today),
            "points": [
                (one, [(label, hours) for label, hours in zip(DAYS, one.hours, strict=True) if hours])
                for one in listed
            ],
            "points_page": listed,
            "page": page,
            "shown": [(one, lies_in, *_told(offered.get(one.id))) for one, lies_in in page],
            "asked": asked,
            "guide": guide(today),
            "hotlines": [(name, told, _week(told.hours)) for name, told in hotlines],
        },
    )
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return answer


def _told(found: services.Offered | None) -> tuple[Any, Any, Any]:
    """Services, address and telephone, and the hours of the days on which a place is open."""
    if found is None:
        return (), None, ()
    hours = found.told.hours if found.told else ()
    return found.services, found.told, _week(hours)


def _week(hours: tuple[str, ...]) -> list[tuple[Any, str]]:
    return [(day, text) for day, text in zip(DAYS, hours, strict=False) if text]
