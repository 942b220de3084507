"""An answer as text, and two answers compared."""

import re

from django.http import HttpResponse

_TOKEN = re.compile(r"\b[A-Za-z0-9]{64}\b")


def text(answer: HttpResponse) -> str:
    """The page as text, tags and all."""
    return answer.content.decode()


def bare(answer: HttpResponse, *names: str) -> str:
    """The page without what differs at every showing: tokens, its own address, and the names given."""
    shown = _TOKEN.sub("", text(answer))
    for name in (answer.wsgi_request.get_full_path(), answer.wsgi_request.path, *names):
        shown = shown.replace(name, "") if name != "/" else shown
    return shown
