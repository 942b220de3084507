"""The stock of a place: its books, what is in each, and at which day each stands."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hoanhap.medicine.operations import stock as operations
from hoanhap.medicine.queries import books as queries
from hoanhap.medicine.queries import lines as line_queries
from hoanhap.medicine.queries import medicines
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.medicine.book import READ, STOCK, crumbs_of, opened, shown
from hoanhap.web.medicine.stock_forms import NewBook, NewPlace
from hoanhap.web.paging import page_number
from hoanhap.web.residence.around import asked_day, form_page, get_or_post
from hoanhap.web.treatment.place import place_of, places


@require_GET
@needs(READ)
def everywhere(request: StaffRequest) -> HttpResponse:
    """The places whose books the reader may open; who works in one goes straight there."""
    found = places(request.scope, READ)
    if len(found) == 1:
        return redirect("stock", found[0].id)
    return render(request, "medicine/stocks.html", {"places": found})


@require_GET
@needs(READ)
def home(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """Every book of one place: open or closed, what is there, what is next."""
    place = place_of(request, place_id, READ)
    states = queries.books_of(place.id, scope=request.scope, at=timezone.now())
    context = {
        "place": place,
        "books": shown(request, place, states),
        "may_keep": place.id in request.scope.organisation_ids(STOCK),
    }
    return render(request, "medicine/stock.html", context)


@require_GET
@needs(READ)
def book(request: StaffRequest, place_id: UUID, book_id: UUID) -> HttpResponse:
    """One book: what is where, and its last lines."""
    found = opened(request, place_id, book_id)
    last = line_queries.lines(book_id, scope=request.scope).rows[:8]
    return render(request, "medicine/book.html", {"book": found, "lines": last})


@require_GET
@needs(READ)
def lines(request: StaffRequest, place_id: UUID, book_id: UUID) -> HttpResponse:
    """Every line of a book, of one kind or one day if asked."""
    found = opened(request, place_id, book_id, with_holdings=False)
    kind = request.GET.get("kind", "")
    kind = kind if kind in dict(line_queries.KINDS) else ""
    on = asked_day(request) if request.GET.get("on") else None
    page = line_queries.lines(book_id, scope=request.scope, number=page_number(request), kind=kind, on=on)
    context = {"book": found, "page": page, "kinds": line_queries.KINDS, "kind": kind, "on": on}
    return render(request, "medicine/lines.html", context)


@get_or_post
@needs(STOCK)
def new_book(request: StaffRequest, place_id: UUID) -> HttpResponse:
    """The book of another medicine is begun."""
    place = place_of(request, place_id, STOCK)
    scope, now = request.scope, timezone.now()
    kept = {one.medicine for one in queries.books_of(place.id, scope=scope, at=now)}
    free = [(code, title) for code, title in medicines.choices() if code not in kept]

    def begin(typed: dict[str, Any]) -> str:
        made = operations.open_book(organisation_id=place.id, **typed, scope=scope, at=timezone.now())
        return reverse("stock-book", args=[place.id, made.pk])

    return form_page(
        request,
        NewBook(request.POST or None, medicines=free),
        begin,
        heading=_("Begin the book of a medicine"),
        done=_("The book was begun."),
        crumbs=crumbs_of(place),
        back=reverse("stock", args=[place.id]),
        lead=_("Each medicine has a book of its own, in one strength and form."),
    )


@get_or_post
@needs(STOCK)
def new_place(request: StaffRequest, place_id: UUID, book_id: UUID) -> HttpResponse:
    """Another cabinet, or a bottle at a window."""
    found = opened(request, place_id, book_id, STOCK)
    return form_page(
        request,
        NewPlace(request.POST or None),
        lambda typed: _nothing(
            operations.add_account(book_id=book_id, **typed, scope=request.scope, at=timezone.now())
        ),
        heading=_("Add a cabinet or a bottle"),
        done=_("It was added."),
        crumbs=found.crumbs(),
        back=found.address,
    )


def _nothing(_made: object) -> None:
    """What an operation gives back is no address."""
