"""Which page of a list is asked for, and that page of a list that is known whole."""

from collections.abc import Sequence
from typing import TypeVar

from django.http import HttpRequest

from hoanhap.kit.paging import DEFAULT_SIZE, Page

Row = TypeVar("Row")


def page_number(request: HttpRequest, name: str = "page") -> int:
    """The page named in the address; the first where it is no number."""
    text = request.GET.get(name, "")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


def paged(rows: Sequence[Row], number: int, size: int = DEFAULT_SIZE) -> Page[Row]:
    """One page of a short list that was read as a whole, as the teams of a province are."""
    pages = max(1, -(-len(rows) // size))
    number = min(number, pages)
    return Page(rows=rows[(number - 1) * size : number * size], number=number, size=size, total=len(rows))
