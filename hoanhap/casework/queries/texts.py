"""A definition's words in the language of whoever reads them."""

from typing import cast

from django.utils.functional import lazy
from django.utils.translation import get_language

from hoanhap.casework.rules.words import Words as Titles
from hoanhap.kit.errors import Words


def _text(titles: Titles) -> str:
    return titles.text(get_language())


_lazy_text = lazy(_text, str)


def in_words(titles: Titles) -> Words:
    """The text, chosen when it is shown and not when it was looked up."""
    return cast("Words", _lazy_text(titles))
