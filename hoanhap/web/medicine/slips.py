"""Requisition slips: asked, signed by both heads, handed over, printed with four signatures."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from hoanhap.kit.errors import Refused
from hoanhap.medicine.operations import slips as operations
from hoanhap.medicine.operations.stock import WAYS
from hoanhap.medicine.queries import slips as queries
from hoanhap.medicine.queries.books import places_in
from hoanhap.reporting.queries.stock_slips import slip_content
from hoanhap.reporting.rendering.stock_pages import minutes_pdf
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.medicine.book import DOSE, READ, SIGN, STOCK, Opened, opened
from hoanhap.web.medicine.days import pdf_answer
from hoanhap.web.medicine.moves import KEPT_IN, request_id
from hoanhap.web.medicine.slip_forms import EndSlip, HandOver, NewSlip
from hoanhap.web.once import once
from hoanhap.web.paging import page_number
from hoanhap.web.residence.around import form_page, get_or_post

ASK: Final = (STOCK, DOSE, SIGN)


@require_GET
@needs(READ)
def listed(request: StaffRequest, place_id: UUID, book_id: UUID) -> HttpResponse:
    """The slips of a book, those that wait for somebody first if asked."""
    found = opened(request, place_id, book_id, with_holdings=False)
    waiting = request.GET.get("show") == "waiting"
    page = queries.slips(book_id, scope=request.scope, number=page_number(request), waiting=waiting)
    context = {"book": found, "page": page, "waiting": waiting, "may_ask": _may(request, place_id, *ASK)}
    return render(request, "medicine/slips.html", context)


@get_or_post
@needs(READ)
def ask(request: StaffRequest, place_id: UUID, book_id: UUID) -> HttpResponse:
    """One unit asks for medicine of another."""
    found = opened(request, place_id, book_id, *ASK, with_holdings=False)
    places = places_in(book_id, scope=request.scope, kinds=KEPT_IN)
    allowed = {way for kind in operations.KINDS for way in WAYS[kind]}
    ways = [
        (f"{source}.{target}", f"{source_label} → {target_label}")
        for source, source_kind, source_label in places
        for target, target_kind, target_label in places
        if (source_kind, target_kind) in allowed
    ]
    number = queries.next_slip_number(book_id, scope=request.scope, on=timezone.localdate())
    form = NewSlip(request.POST or None, ways=ways, initial={"number": number})

    def written(typed: dict[str, Any]) -> str:
        source, _dot, target = typed.pop("way").partition(".")
        made = operations.ask(
            book_id=book_id,
            from_id=UUID(source),
            to_id=UUID(target),
            **typed,
            scope=request.scope,
            at=timezone.now(),
        )
        return reverse("stock-slip", args=[place_id, made.pk])

    return form_page(
        request,
        form,
        written,
        heading=_("Write a requisition slip"),
        done=_("The slip was written. The two heads sign it next."),
        crumbs=_crumbs(found),
        back=reverse("stock-slips", args=[place_id, book_id]),
    )


@require_GET
@needs(READ)
def show(request: StaffRequest, place_id: UUID, slip_id: UUID) -> HttpResponse:
    """One slip: what was asked, who has signed, what is next."""
    return _shown(request, place_id, queries.slip(slip_id, scope=request.scope))


@require_POST
@needs(SIGN)
def sign(request: StaffRequest, place_id: UUID, slip_id: UUID) -> HttpResponse:
    """The head of a unit signs what is next, under the own session."""
    slip = queries.slip(slip_id, scope=request.scope)
    opened(request, place_id, slip.book_id, SIGN, with_holdings=False)
    signs_as = request.POST.get("signs_as", "")

    def signed() -> str:
        operations.sign(slip_id=slip_id, signs_as=signs_as, scope=request.scope, at=timezone.now())
        return reverse("stock-slip", args=[place_id, slip_id])

    try:
        return once(request, signed)
    except Refused as refused:
        return _shown(request, place_id, slip, problems=refused.problems, status=422)


@get_or_post
@needs(STOCK)
def hand_over(request: StaffRequest, place_id: UUID, slip_id: UUID) -> HttpResponse:
    """The keeper hands over; the receiver signs beside."""
    slip = queries.slip(slip_id, scope=request.scope)
    found = opened(request, place_id, slip.book_id, STOCK)
    form = HandOver(
        request.POST or None,
        held=[one for one in found.state.holdings if one.account_id == slip.from_id],
        unit=str(found.unit),
        request=request,
        place_id=place_id,
        powers=(DOSE, STOCK),
    )
    return form_page(
        request,
        form,
        lambda typed: _nothing(
            operations.hand_over(
                slip_id=slip_id,
                handed=form.handed(),
                receiver=typed["second_person"],
                happened_at=form.happened_at(),
                request_id=request_id(request),
                scope=request.scope,
                at=timezone.now(),
            )
        ),
        heading=_("Hand over on slip %(number)s") % {"number": slip.number},
        done=_("It was handed over and booked. Print the slip."),
        crumbs=[*_crumbs(found), (slip.number, _address(place_id, slip_id))],
        back=_address(place_id, slip_id),
        template="medicine/slip_handover.html",
        slip=slip,
        book=found,
    )


@get_or_post
@needs(READ)
def end(request: StaffRequest, place_id: UUID, slip_id: UUID) -> HttpResponse:
    """A slip is refused or taken back."""
    slip = queries.slip(slip_id, scope=request.scope)
    found = opened(request, place_id, slip.book_id, *ASK, with_holdings=False)
    return form_page(
        request,
        EndSlip(request.POST or None),
        lambda typed: _nothing(
            operations.end(slip_id=slip_id, **typed, scope=request.scope, at=timezone.now())
        ),
        heading=_("End slip %(number)s without a handover") % {"number": slip.number},
        done=_("The slip has ended."),
        crumbs=[*_crumbs(found), (slip.number, _address(place_id, slip_id))],
        back=_address(place_id, slip_id),
        is_danger=True,
    )


@require_GET
@needs(READ)
def file(request: StaffRequest, place_id: UUID, slip_id: UUID) -> HttpResponse:
    """The slip on paper, with its four signatures."""
    slip = queries.slip(slip_id, scope=request.scope)
    found = opened(request, place_id, slip.book_id, with_holdings=False)
    made = minutes_pdf(
        slip_content(slip, place=found.place.name, medicine=found.state.medicine), made_at=slip.asked_at
    )
    return pdf_answer(made, f"phieu-linh-{slip.number.replace('/', '-')}.pdf")


def _shown(
    request: StaffRequest, place_id: UUID, slip: queries.SlipRow, *, problems: Any = (), status: int = 200
) -> HttpResponse:
    found = opened(request, place_id, slip.book_id, with_holdings=False)
    context = {
        "book": found,
        "slip": slip,
        "problems": problems,
        "may_sign": _may(request, place_id, SIGN) and slip.state in operations.IN_TURN,
        "may_hand_over": found.may_keep and slip.state == "handover",
        "may_end": _may(request, place_id, *ASK) and slip.state not in ("done", "ended"),
    }
    return render(request, "medicine/slip.html", context, status=status)


def _may(request: StaffRequest, place_id: UUID, *powers: str) -> bool:
    return any(place_id in request.scope.organisation_ids(power) for power in powers)


def _crumbs(found: Opened) -> list[tuple[Any, str]]:
    slips = reverse("stock-slips", args=[found.place.id, found.state.id])
    return [*found.crumbs(), (pgettext("page", "Requisition slips"), slips)]


def _address(place_id: UUID, slip_id: UUID) -> str:
    return reverse("stock-slip", args=[place_id, slip_id])


def _nothing(_made: object) -> None:
    """What an operation gives back is no address."""
