"""Pages of a list. Every list in the program is paged, and none counts further than it must."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row")
Source = TypeVar("Source", bound=Model)

DEFAULT_SIZE = 25
LARGEST_SIZE = 200
COUNT_LIMIT = 10_000
"""Above this many rows a list says "more than 10.000": counting all of them would cost more than the list."""


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows. `number` begins at 1; `total` is exact unless `total_is_capped`."""

    rows: Sequence[Row]
    number: int
    size: int
    total: int
    total_is_capped: bool = False

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.size))

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages

    @property
    def first_row(self) -> int:
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last_row(self) -> int:
        return (self.number - 1) * self.size + len(self.rows)


def page_of(
    found: "QuerySet[Source, Source]",
    make: Callable[[Source], Row],
    *,
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Page[Row]:
    """Read page `number` of an ordered queryset and turn each record into a row, in two queries."""
    size = max(1, min(size, LARGEST_SIZE))
    total = found.order_by()[: COUNT_LIMIT + 1].count()
    capped = total > COUNT_LIMIT
    total = min(total, COUNT_LIMIT)
    number = max(1, min(number, -(-total // size) or 1))
    start = (number - 1) * size
    rows = [make(record) for record in found[start : start + size]]
    return Page(rows=rows, number=number, size=size, total=total, total_is_capped=capped)


def paged(rows: Sequence[Row], number: int, size: int = DEFAULT_SIZE) -> Page[Row]:
    """One page of a short list that was read as a whole, as the teams of a province are."""
    pages = max(1, -(-len(rows) // size))
    number = min(number, pages)
    return Page(rows=rows[(number - 1) * size : number * size], number=number, size=size, total=len(rows))
