"""How the team keeps in touch, as published in `definitions/community/`."""

from datetime import date
from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise, lazystr
from django.utils.translation import get_language

from hoanhap.community.models import Contact
from hoanhap.community.rules.contact_definitions import Coded, ContactRules
from hoanhap.kit.errors import Words
from hoanhap.kit.yaml_texts import load_yaml


@lru_cache(maxsize=1)
def editions() -> tuple[ContactRules, ...]:
    """Every edition, by date. Raises where a file is wrong."""
    found = [
        ContactRules.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        for path in (settings.DEFINITIONS / "community").glob("contacts.*.yaml")
    ]
    return tuple(sorted(found, key=lambda one: one.in_force.from_on))


def contact_rules(on: date) -> ContactRules:
    """The edition in force on a day; before the first one, the first."""
    return next((one for one in reversed(editions()) if one.holds(on)), editions()[0])


class _Said:
    """Words of a definition in the language of whoever reads them, when they are read."""

    def __init__(self, words: dict[str, str]) -> None:
        self.words = words

    def __str__(self) -> str:
        return self.words.get(get_language() or "vi") or self.words["vi"]


def said(words: dict[str, str]) -> Promise:
    """The words in the reader's language."""
    return lazystr(_Said(words))


def kinds(on: date) -> list[tuple[str, Words]]:
    """The kinds of contacts that the form offers, in its order."""
    labels = dict(Contact.Kind.choices)
    return [(code, labels[code]) for code in contact_rules(on).kinds]


def places(on: date) -> list[tuple[str, Words]]:
    """Where people are met."""
    return _listed(contact_rules(on).places)


def contents(on: date) -> list[tuple[str, Words]]:
    """What is talked about."""
    return _listed(contact_rules(on).contents)


def place_title(code: str) -> Words:
    """What a place is called; the code itself where no edition knows it."""
    return _titled(code, [one for edition in editions() for one in edition.places])


def content_titles(codes: list[str]) -> list[Words]:
    """What contents are called."""
    known = [one for edition in editions() for one in edition.contents]
    return [_titled(code, known) for code in codes]


def _titled(code: str, known: list[Coded]) -> Words:
    return next((said(one.title) for one in reversed(known) if one.code == code), code)


def _listed(some: tuple[Coded, ...]) -> list[tuple[str, Words]]:
    return [(one.code, said(one.title)) for one in some]
