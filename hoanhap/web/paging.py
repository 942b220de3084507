"""Which page of a list is asked for."""

from django.http import HttpRequest

from hoanhap.kit.paging import paged

__all__ = ["page_number", "paged"]


def page_number(request: HttpRequest, name: str = "page") -> int:
    """The page named in the address; the first where it is no number."""
    text = request.GET.get(name, "")
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
