"""Tags of the pages about cases."""

from typing import Final

from django import template
from django.utils.translation import get_language, pgettext_lazy

from hoanhap.casework.queries.openings import kind_title
from hoanhap.casework.rules.words import Confidence, Words
from hoanhap.kit.errors import Words as Text

register = template.Library()

SURE: Final[dict[str, Text]] = {
    Confidence.HIGH: "",
    Confidence.MEDIUM: "",
    Confidence.LOW: pgettext_lazy("confidence", "Low confidence: to be checked"),
    Confidence.DEFAULT: pgettext_lazy("confidence", "Our own default: the law says nothing"),
}


@register.filter
def said(words: Words | None) -> str:
    """A definition's words in the reader's language."""
    return words.text(get_language()) if words else ""


@register.filter
def kind_of_episode(code: str) -> Text:
    """What a kind of episode is called."""
    return kind_title(code)


@register.filter
def doubt(confidence: str) -> Text:
    """What to tell the reader about a value that is not well founded; nothing about one that is."""
    return SURE.get(confidence, "")
