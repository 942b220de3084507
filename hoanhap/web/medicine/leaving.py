"""Medicine leaves the book for good: a board destroys it, the supplier takes it back, a ward gets it on a slip."""

from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hoanhap.medicine.operations import destruction, wards
from hoanhap.medicine.operations.destruction import DESTROYED_FROM, RETURNED_FROM, Leaving, Member
from hoanhap.medicine.operations.wards import GIVEN_FROM
from hoanhap.medicine.queries.keeping import keeping
from hoanhap.medicine.queries.stock_minutes import next_number
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.forms import LineField, ProseField
from hoanhap.web.medicine.book import SECONDS, STOCK, opened
from hoanhap.web.medicine.moves import request_id
from hoanhap.web.medicine.stock_forms import FromStock
from hoanhap.web.residence.around import form_page, get_or_post

SEATS: Final = 5


class Destroy(FromStock):
    """A board destroys one lot of what was put aside, or of what expired in the safe."""

    number = LineField(label=gettext_lazy("Number of the minutes"), max_length=60)
    approval_number = LineField(
        label=gettext_lazy("Number of the approval by the authority"), max_length=60, required=False
    )
    held_in = LineField(label=gettext_lazy("Where it was destroyed"), max_length=200, required=False)
    method = ProseField(label=gettext_lazy("How it was destroyed"), rows=2, max_length=600)

    def __init__(self, *args: Any, least: int, approval_is_needed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approval_number"].required = approval_is_needed
        names = []
        for place in range(1, SEATS + 1):
            self.fields[f"member_{place}"] = LineField(
                label=_("Member %(number)s of the board: full name") % {"number": place},
                max_length=100,
                required=place <= least,
            )
            self.fields[f"position_{place}"] = LineField(
                label=_("Member %(number)s: position and office") % {"number": place},
                max_length=200,
                required=place <= least,
            )
            names += [f"member_{place}", f"position_{place}"]
        self.order_fields(
            ["what", "units", "number", "approval_number", "held_in", "method", *names, "on", "clock"]
        )

    def board(self) -> list[Member]:
        """Who was named."""
        typed = self.cleaned_data
        return [Member(typed[f"member_{place}"], typed[f"position_{place}"]) for place in range(1, SEATS + 1)]


class SendBack(FromStock):
    """A lot goes back to whoever supplied it."""

    supplier = LineField(label=gettext_lazy("Supplier"), max_length=200)
    taken_over_by = LineField(label=gettext_lazy("Taken over by"), max_length=200, required=False)
    statement = ProseField(label=gettext_lazy("Why it goes back"), rows=2, max_length=600)
    number = LineField(label=gettext_lazy("Number of the minutes"), max_length=60)
    field_order = ("what", "units", "supplier", "taken_over_by", "statement", "number", "on", "clock")


class ToWard(FromStock):
    """A ward gets medicine of detoxification."""

    slip_number = LineField(label=gettext_lazy("Number of the slip"), max_length=60)
    ward = LineField(label=pgettext_lazy("stock", "Ward"), max_length=200)
    field_order = ("what", "units", "slip_number", "ward", "on", "clock")


def _held(found: Any, kinds: tuple[str, ...]) -> dict[str, Any]:
    return {"held": [one for one in found.state.holdings if one.kind in kinds]}


def _signing(request: StaffRequest, place_id: UUID) -> dict[str, Any]:
    return {"request": request, "place_id": place_id, "powers": SECONDS}


def _leaving(form: FromStock) -> list[Leaving]:
    place = form.place()
    return [Leaving(place.account_id, place.lot_id, form.cleaned_data["units"])]


@get_or_post
@needs(STOCK)
def destroy(request: StaffRequest, place_id: UUID, book_id: UUID) -> HttpResponse:
    """A board destroyed medicine."""
    found = opened(request, place_id, book_id, STOCK)
    today = timezone.localdate()
    least = int(keeping(today).board_members.value)
    form = Destroy(
        request.POST or None,
        least=least,
        approval_is_needed=bool(keeping(today).approval_is_needed.value),
        initial={"number": next_number(book_id, "destruction", scope=request.scope, on=today)},
        **_held(found, DESTROYED_FROM),
        **_signing(request, place_id),
    )

    def written(typed: dict[str, Any]) -> str:
        names = ("number", "approval_number", "held_in", "method", "second_person")
        made = destruction.destroy(
            book_id=book_id,
            **{name: typed[name] for name in names},
            board=form.board(),
            leaving=_leaving(form),
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
        heading=_("Destroyed by a board"),
        lead=_(
            "At least %(least)s people of a board stand by and sign; the authority has approved it before."
        )
        % {"least": least},
        done=_("The destruction was written down. Print the minutes and let the board sign."),
        crumbs=found.crumbs(),
        back=found.address,
        template="medicine/move.html",
        book=found,
    )


@get_or_post
@needs(STOCK)
def send_back(request: StaffRequest, place_id: UUID, book_id: UUID) -> HttpResponse:
    """Medicine went back to the supplier."""
    found = opened(request, place_id, book_id, STOCK)
    number = next_number(book_id, "return", scope=request.scope, on=timezone.localdate())
    form = SendBack(
        request.POST or None,
        initial={"number": number},
        **_held(found, RETURNED_FROM),
        **_signing(request, place_id),
    )

    def written(typed: dict[str, Any]) -> str:
        names = ("number", "supplier", "taken_over_by", "statement", "second_person")
        made = destruction.send_back(
            book_id=book_id,
            **{name: typed[name] for name in names},
            leaving=_leaving(form),
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
        heading=_("Send back to the supplier"),
        done=_("The return was written down. Print the minutes and sign them."),
        crumbs=found.crumbs(),
        back=found.address,
        template="medicine/move.html",
        book=found,
    )


@get_or_post
@needs(STOCK)
def to_ward(request: StaffRequest, place_id: UUID, book_id: UUID) -> HttpResponse:
    """A ward of a facility gets medicine of detoxification."""
    found = opened(request, place_id, book_id, STOCK)
    form = ToWard(request.POST or None, **_held(found, GIVEN_FROM), **_signing(request, place_id))

    def written(typed: dict[str, Any]) -> None:
        place = form.place()
        names = ("units", "slip_number", "ward", "second_person")
        wards.give_to_ward(
            book_id=book_id,
            from_id=place.account_id,
            lot_id=place.lot_id,
            **{name: typed[name] for name in names},
            happened_at=form.happened_at(),
            request_id=request_id(request),
            scope=request.scope,
            at=timezone.now(),
        )

    return form_page(
        request,
        form,
        written,
        heading=_("Give to a ward"),
        lead=_("Against a slip that the second person signs for the ward."),
        done=_("It was written into the book."),
        crumbs=found.crumbs(),
        back=found.address,
        template="medicine/move.html",
        book=found,
    )
