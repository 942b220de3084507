"""Counting: to open the day, to hand a shift over, to close the day. Blind first; if it differs, again and explained."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from hoanhap.medicine.operations import counts as operations
from hoanhap.medicine.queries import counting as queries
from hoanhap.medicine.queries.books import lots_in, places_in
from hoanhap.medicine.rules.counting import COUNTED_AT
from hoanhap.reporting.operations.stock_pages import frozen_page
from hoanhap.treatment.queries.open_pours import open_pours
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.medicine.book import DOSE, READ, SECONDS, STOCK, Opened, opened
from hoanhap.web.medicine.stock_forms import Counted
from hoanhap.web.once import answer
from hoanhap.web.paging import page_number
from hoanhap.web.residence.around import get_or_post


@get_or_post
@needs(READ)
def count(request: StaffRequest, place_id: UUID, book_id: UUID, moment: str) -> HttpResponse:
    """Two people count; nobody is shown the book before."""
    if moment not in COUNTED_AT:
        raise Http404
    found, scope = opened(request, place_id, book_id, STOCK, DOSE), request.scope
    day = _day(found, moment)
    tried = queries.last_try(book_id, moment, day=day, scope=scope)
    pours = [] if moment == "opening" else open_pours(book_id, scope=scope)
    form = Counted(
        request.POST or None,
        sheet=queries.sheet(found.state, moment),
        accounts=[
            (str(key), label)
            for key, _kind, label in places_in(book_id, scope=scope, kinds=COUNTED_AT[moment])
        ],
        lots=[(str(key), number) for key, number, _expires in lots_in(book_id, scope=scope)],
        unit=str(found.unit),
        is_second_count=tried is not None,
        request=request,
        place_id=place_id,
        # A day is opened and closed with the keeper: who is not one needs one beside.
        powers=SECONDS if found.may_keep or moment == "shift" else (STOCK,),
    )
    context = {
        "book": found,
        "moment": moment,
        "heading": {
            "opening": _("Count and open the day"),
            "shift": _("Count and hand the shift over"),
            "closing": _("Count and close the day"),
        }[moment],
        "crumbs": found.crumbs(),
        "back": found.address,
        "day": day,
        "tried": tried,
        "pours": pours,
        "is_out_of_turn": (moment == "opening") == found.state.is_open
        or (moment == "opening" and found.state.is_closed_today),
    }
    return answer(
        request,
        form,
        lambda: _written(request, found, moment, form, is_second_count=tried is not None),
        template="medicine/count.html",
        context=context,
    )


@require_GET
@needs(READ)
def history(request: StaffRequest, place_id: UUID, book_id: UUID) -> HttpResponse:
    """Every count of a book: by whom, what differed, what was said; and the page of each closed day."""
    found = opened(request, place_id, book_id, with_holdings=False)
    page = queries.counts_of(book_id, scope=request.scope, number=page_number(request))
    return render(request, "medicine/counts.html", {"book": found, "page": page})


def _day(found: Opened, moment: str) -> date:
    """The day that is opened or closed: today, or the one that was left open."""
    return (None if moment == "opening" else found.state.day) or timezone.localdate()


def _written(
    request: StaffRequest, found: Opened, moment: str, form: Counted, *, is_second_count: bool
) -> str:
    now = timezone.now()
    asked: dict[str, Any] = {
        "book_id": found.state.id,
        "day": _day(found, moment),
        "moment": moment,
        "counted": form.counted(),
        "second_person": form.cleaned_data["second_person"],
        "happened_at": now,
        "scope": request.scope,
        "at": now,
    }
    if is_second_count:
        made: Any = operations.count(**asked, explanation=form.cleaned_data["explanation"])
    else:
        made = operations.blind_count(**asked)
        if operations.did_not_agree(made):
            messages.warning(
                request, _("The count and the book differ. What you counted was kept. Count again.")
            )
            return request.path
    if moment != "closing":
        messages.success(
            request, _("The day is open.") if moment == "opening" else _("The shift was handed over.")
        )
        return found.address
    frozen_page(count_id=made.pk, scope=request.scope, at=now)
    messages.success(request, _("The day is closed. Print its page; keeper and head sign it."))
    return reverse("stock-page", args=[found.place.id, made.pk])
