"""What changes a book: a delivery, a move, waste, the correction of a wrong line."""

from typing import Any, Final
from uuid import UUID, uuid4, uuid5

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from hoanhap.medicine.operations import corrections, minutes, stock
from hoanhap.medicine.queries import lines as line_queries
from hoanhap.medicine.queries.books import places_in
from hoanhap.medicine.queries.medicines import medicine
from hoanhap.medicine.queries.stock_minutes import next_number
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.medicine.book import SECONDS, STOCK, opened
from hoanhap.web.medicine.stock_forms import Correction, Move, PutAside, Receipt
from hoanhap.web.once import TOKEN
from hoanhap.web.residence.around import form_page, get_or_post

KEPT_IN: Final = ("safe", "cabinet", "window")


def request_id(request: StaffRequest) -> UUID:
    """The key of what this form asks for: the same form sent again asks for the same."""
    token = request.POST.get(TOKEN)
    return uuid5(request.scope.account_id, f"{request.path} {token}") if token else uuid4()


@get_or_post
@needs(STOCK)
def receive(request: StaffRequest, place_id: UUID, book_id: UUID) -> HttpResponse:
    """A supplier brought medicine."""
    found = opened(request, place_id, book_id, STOCK)
    form = Receipt(
        request.POST or None,
        mg_per_unit=medicine(found.state.medicine).mg_per_unit,
        unit=str(found.unit),
        initial={"number": next_number(book_id, "receipt", scope=request.scope, on=timezone.localdate())},
        **_signing(request, place_id),
    )

    def written(typed: dict[str, Any]) -> str:
        names = ("supplier", "handed_over_by", "invoice_number", "number", "statement", "second_person")
        made = minutes.receive(
            book_id=book_id,
            **{name: typed[name] for name in names},
            delivered=form.delivered(),
            happened_at=form.happened_at(),
            request_id=request_id(request),
            scope=request.scope,
            at=timezone.now(),
        )
        return reverse("stock-minutes", args=[place_id, made.pk])

    return form_page(
        request,
        form,
        written,
        heading=_("Receive a delivery"),
        done=_("The delivery is in the safe. Print the minutes in three copies."),
        crumbs=found.crumbs(),
        back=found.address,
        template="medicine/receipt.html",
        book=found,
    )


@get_or_post
@needs(STOCK)
def move(request: StaffRequest, place_id: UUID, book_id: UUID, direction: str) -> HttpResponse:
    """From the safe to the cabinet or the window, or back."""
    if direction not in ("issue", "put-back"):
        raise Http404
    found = opened(request, place_id, book_id, STOCK)
    places = places_in(book_id, scope=request.scope, kinds=KEPT_IN)
    ways = stock.WAYS[direction]
    sources, targets = {one for one, _to in ways}, {one for _from, one in ways}
    form = Move(
        request.POST or None,
        held=[one for one in found.state.holdings if one.kind in sources],
        targets=[(str(key), label) for key, one, label in places if one in targets],
        **_signing(request, place_id),
    )

    def written(typed: dict[str, Any]) -> None:
        stock.move(
            book_id=book_id,
            kind=direction,
            lot_id=form.place().lot_id,
            from_id=form.place().account_id,
            to_id=typed["to_id"],
            quantity_units=typed["units"],
            happened_at=form.happened_at(),
            request_id=request_id(request),
            second_person=typed["second_person"],
            document_number=typed["document_number"],
            scope=request.scope,
            at=timezone.now(),
        )

    return form_page(
        request,
        form,
        written,
        heading=_("Give out from the safe") if direction == "issue" else _("Put back into the safe"),
        done=_("The move was written."),
        crumbs=found.crumbs(),
        back=found.address,
        template="medicine/move.html",
        book=found,
    )


@get_or_post
@needs(STOCK)
def put_aside(request: StaffRequest, place_id: UUID, book_id: UUID) -> HttpResponse:
    """Medicine that can no longer be given, with minutes."""
    found = opened(request, place_id, book_id, STOCK)
    form = PutAside(
        request.POST or None,
        held=[one for one in found.state.holdings if one.kind in KEPT_IN],
        initial={"number": next_number(book_id, "waste", scope=request.scope, on=timezone.localdate())},
        **_signing(request, place_id),
    )

    def written(typed: dict[str, Any]) -> str:
        names = ("number", "cause", "statement", "units", "is_left", "second_person")
        made = minutes.put_aside(
            book_id=book_id,
            **{name: typed[name] for name in names},
            from_id=form.place().account_id,
            lot_id=form.place().lot_id,
            happened_at=form.happened_at(),
            request_id=request_id(request),
            scope=request.scope,
            at=timezone.now(),
        )
        return reverse("stock-minutes", args=[place_id, made.pk])

    return form_page(
        request,
        form,
        written,
        heading=_("Put aside as waste"),
        done=_("The waste was written down. Print the minutes and sign them."),
        crumbs=found.crumbs(),
        back=found.address,
        template="medicine/move.html",
        book=found,
    )


@get_or_post
@needs(STOCK)
def correct(request: StaffRequest, place_id: UUID, line_id: UUID) -> HttpResponse:
    """A wrong line is taken back, and the right quantity written."""
    book_id = line_queries.book_of_line(line_id, scope=request.scope)
    found = opened(request, place_id, book_id, STOCK)
    line = line_queries.line(line_id, scope=request.scope)
    form = Correction(request.POST or None, **_signing(request, place_id))
    return form_page(
        request,
        form,
        lambda typed: _nothing(
            corrections.correct(
                line_id=line_id,
                **typed,
                request_id=request_id(request),
                scope=request.scope,
                at=timezone.now(),
            )
        ),
        heading=_("Correct line %(number)s") % {"number": line.line_no},
        done=_("The line was taken back; it stays in the book beside the new ones."),
        crumbs=found.crumbs(),
        back=reverse("stock-lines", args=[place_id, book_id]),
        template="medicine/correct.html",
        book=found,
        line=line,
    )


def _signing(request: StaffRequest, place_id: UUID) -> dict[str, Any]:
    return {"request": request, "place_id": place_id, "powers": SECONDS}


def _nothing(_made: object) -> None:
    """What an operation gives back is no address."""
