"""Services and checklists as published in `definitions/services/`, and their words."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final, TypeVar

from django.conf import settings
from django.utils.functional import lazystr
from django.utils.translation import get_language, pgettext_lazy

from hoanhap.kit.errors import Words
from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.outreach.rules.services import Checklist, Edition, Guide, Network, Standards

Kind = TypeVar("Kind", bound=Edition)

PARTS: Final[dict[str, Words]] = {
    "premises": pgettext_lazy("review", "Premises"),
    "equipment": pgettext_lazy("review", "Equipment"),
    "means": pgettext_lazy("review", "Means"),
    "staff": pgettext_lazy("review", "Staff"),
}
UNITS: Final[dict[str, Words]] = {
    "": "",
    "m2": "m²",
    "person": pgettext_lazy("unit", "people"),
    "bed": pgettext_lazy("unit", "beds"),
}
CERTAINTY: Final[dict[str, Words]] = {
    "high": pgettext_lazy("certainty", "read in the text"),
    "medium": pgettext_lazy("certainty", "read in a summary"),
    "low": pgettext_lazy("certainty", "from memory, to be checked"),
    "default": pgettext_lazy("certainty", "our own choice"),
}


@dataclass(frozen=True)
class Told:
    """The guide of a day, in the reader's language."""

    offers: tuple[Words, ...]
    steps: tuple[Words, ...]
    legal_basis: str
    note: Words


def guide(on: date) -> Told:
    """What the law offers on a day and how to register, as everybody is told; before the first edition, the first."""
    found = next((one for one in reversed(guides()) if one.holds(on)), guides()[0])
    return Told(
        tuple(said(one) for one in found.offers),
        tuple(said(one) for one in found.steps),
        found.legal_basis,
        said({"vi": found.note_vi, "en": found.note}),
    )


@lru_cache(maxsize=1)
def guides() -> tuple[Guide, ...]:
    """Every edition of the guide, by date."""
    return _editions(Guide, "guide", folder="guide")


def _editions(kind: type[Kind], name: str, folder: str = "services") -> tuple[Kind, ...]:
    found = [
        kind.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        for path in (settings.DEFINITIONS / folder).glob(f"{name}.*.yaml")
    ]
    return tuple(sorted(found, key=lambda one: (one.in_force.from_on, one.edition)))


@lru_cache(maxsize=1)
def networks() -> tuple[Network, ...]:
    """Every edition of the services, by date."""
    return _editions(Network, "network")


@lru_cache(maxsize=1)
def all_standards() -> tuple[Standards, ...]:
    """Every edition of the checklists, by date."""
    return _editions(Standards, "standards")


def standards(on: date) -> Standards:
    """The edition in force on a day; before the first one, the first."""
    return next((one for one in reversed(all_standards()) if one.holds(on)), all_standards()[0])


def standards_edition(number: int) -> Standards:
    """The edition of this number. Raises KeyError."""
    found = {one.edition: one for one in all_standards()}
    return found[number]


def services(on: date) -> list[tuple[str, Words]]:
    """The services to choose from on a day."""
    edition = next((one for one in reversed(networks()) if one.holds(on)), networks()[0])
    return [(one.code, service_title(one.code)) for one in edition.services]


def checklists(on: date) -> list[tuple[str, Words]]:
    """The checklists to choose from on a day."""
    return [(one.code, said(one.title)) for one in standards(on).checklists]


def service_title(code: str) -> Words:
    """What a service is called; the code itself where no edition knows it."""
    known = [one for edition in networks() for one in edition.services if one.code == code]
    return said(known[-1].title) if known else code


def checklist_of(code: str, edition: int) -> Checklist:
    """The checklist of a review. Raises KeyError."""
    found = standards_edition(edition).checklist(code)
    if found is None:
        raise KeyError(code)
    return found


class _Said:
    """Words of a definition in the language of whoever reads them, when they are read."""

    def __init__(self, words: dict[str, str]) -> None:
        self.words = words

    def __str__(self) -> str:
        return self.words.get(get_language() or "vi") or self.words["vi"]


def said(words: dict[str, str]) -> Words:
    """The words in the reader's language."""
    return lazystr(_Said(words))
