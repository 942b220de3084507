"""Reading a page as a person does, and sending its forms back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from html.parser import HTMLParser
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext


def words(response: HttpResponse) -> str:
    """The text of the page's main part, with single spaces and without any tag."""
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    assert main, "the page has no main part"
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main[0])).split())


class _Fields(HTMLParser):
    """What a browser would send for every field of the page's form, as it was filled by the server."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self.select = ""
        self.area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        match tag:
            case "input" if name and given.get("type") not in {"radio", "checkbox", "submit"}:
                self.found.setdefault(name, []).append(value)
            case "input" if name and "checked" in given:
                self.found.setdefault(name, []).append(value or "on")
            case "select":
                self.select = name
            case "option" if self.select and "selected" in given:
                self.found.setdefault(self.select, []).append(value)
            case "textarea":
                self.area = name
                self.found.setdefault(name, []).append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.area = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.found[self.area][-1] += data.removeprefix("\n").removeprefix("\r\n")


def fields(response: HttpResponse) -> dict[str, Any]:
    """Every field of the main part's forms, with what stands in it. A form without its token fails at once."""
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    assert main
    for form in re.findall(r'<form[^>]*method="post".*?</form>', main[0], re.DOTALL):
        assert 'name="csrfmiddlewaretoken"' in form, form[:200]
    parser = _Fields()
    parser.feed(main[0])
    return {name: values[0] if len(values) == 1 else values for name, values in parser.found.items()}


def send(client: Client, address: str, **typed: Any) -> HttpResponse:
    """Open the form, type, and send it: what was there already goes along, as in a browser."""
    page = client.get(address)
    assert page.status_code == 200, address
    return client.post(address, {**fields(page), **typed})


@contextmanager
def counted() -> Iterator[CaptureQueriesContext]:
    """How many queries the block makes."""
    with CaptureQueriesContext(connection) as queries:
        yield queries


def queries_of(client: Client, address: str) -> int:
    """How many queries the page takes, once everything that is asked only once has been asked."""
    client.get(address)
    with counted() as queries:
        assert client.get(address).status_code == 200, address
    return len(queries)
