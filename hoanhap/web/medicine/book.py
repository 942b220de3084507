"""What the pages of a stock book share: the book named in the address, the way back, who may do what."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import pgettext

from hoanhap.medicine.queries.books import BookState, book_state
from hoanhap.medicine.queries.medicines import medicines, title_of, unit_of
from hoanhap.web.access import StaffRequest
from hoanhap.web.residence.around import Crumbs
from hoanhap.web.treatment.place import Place, place_of

READ: Final = "medicine.read"
STOCK: Final = "medicine.stock"
DOSE: Final = "treatment.dose"
SIGN: Final = "medicine.sign"
SECONDS: Final = (STOCK, DOSE, SIGN, "treatment.head")
"""Who may sign beside the keeper."""


@dataclass(frozen=True)
class Opened:
    """A book with the place where it is kept. `may_keep`: the reader keeps stock here; `may_count`: may count here."""

    place: Place
    state: BookState
    title: str
    unit: str | Promise
    may_keep: bool
    may_count: bool

    @property
    def is_substitution(self) -> bool:
        """Whether it is given to one person at a window, never to a ward."""
        known = medicines().get(self.state.medicine)
        return known is not None and known.is_substitution

    @property
    def address(self) -> str:
        """The page of the book."""
        return reverse("stock-book", args=[self.place.id, self.state.id])

    def crumbs(self) -> Crumbs:
        """The way to a page below the book."""
        return [*crumbs_of(self.place), (self.title, self.address)]


def crumbs_of(place: Place) -> Crumbs:
    """The way to a page of a place's stock."""
    return [
        (pgettext("page", "Stock of medicine"), reverse("stocks")),
        (place.name, reverse("stock", args=[place.id])),
    ]


def opened(
    request: StaffRequest, place_id: UUID, book_id: UUID, *powers: str, with_holdings: bool = True
) -> Opened:
    """The book of that place, for a reader who may read it there and has one of the powers. Raises Http404."""
    place = place_of(request, place_id, READ)
    if powers and not any(place_id in request.scope.organisation_ids(power) for power in powers):
        raise Http404
    state = book_state(book_id, scope=request.scope, at=timezone.now(), with_holdings=with_holdings)
    if state.organisation_id != place.id:
        raise Http404
    return _opened(request, place, state)


def _opened(request: StaffRequest, place: Place, state: BookState) -> Opened:
    keeps = place.id in request.scope.organisation_ids(STOCK)
    return Opened(
        place=place,
        state=state,
        title=title_of(state.medicine),
        unit=unit_of(state.medicine),
        may_keep=keeps,
        may_count=keeps or place.id in request.scope.organisation_ids(DOSE),
    )


def shown(request: StaffRequest, place: Place, states: list[BookState]) -> list[Opened]:
    """Several books of a place."""
    return [_opened(request, place, one) for one in states]
