"""How long the stock lasts: of one place, and of every place in reach; what expires; what is short before it is."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from hoanhap.medicine.queries.keeping import keeping
from hoanhap.medicine.queries.outlook import outlooks
from hoanhap.treatment.queries.needs import orders_per_day
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.medicine.book import READ, STOCK
from hoanhap.web.treatment.place import place_of


@require_GET
@needs(READ)
def place(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """Every book of a place: days left by pace and by running orders, lots that expire."""
    found, now = place_of(request, place_id, READ), timezone.now()
    context = {
        "place": found,
        "books": outlooks(
            scope=request.scope,
            at=now,
            place_id=place_id,
            orders_per_day=orders_per_day(place_id, scope=request.scope, at=now),
        ),
        "numbers": keeping(timezone.localdate(now)),
        "today": timezone.localdate(now),
        "may_keep": place_id in request.scope.organisation_ids(STOCK),
    }
    return render(request, "medicine/outlook.html", context)


@require_GET
@needs(READ)
def area(request: StaffRequest) -> HttpResponse:
    """Every book in reach, what is short first. No patient and no order stands behind it, only what left the stock."""
    now = timezone.now()
    books = outlooks(scope=request.scope, at=now)
    short_only = request.GET.get("state") == "short"
    context = {
        "books": [one for one in books if one.is_short or one.expired or one.recalled]
        if short_only
        else books,
        "short_only": short_only,
        "short": sum(one.is_short for one in books),
        "expired": sum(bool(one.expired) for one in books),
        "total": len(books),
        "numbers": keeping(timezone.localdate(now)),
        "today": timezone.localdate(now),
    }
    return render(request, "medicine/shortages.html", context)
