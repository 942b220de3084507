"""The rules of facilities as they are published in `definitions/residence/`."""

from datetime import date
from functools import lru_cache

from django.conf import settings
from django.utils.functional import Promise, lazystr
from django.utils.translation import get_language

from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.residence.rules.regulations import Regulations


@lru_cache(maxsize=1)
def editions() -> tuple[Regulations, ...]:
    """Every edition, by date. Raises where a file is wrong."""
    found = [
        Regulations.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        for path in (settings.DEFINITIONS / "residence").glob("*.yaml")
    ]
    return tuple(sorted(found, key=lambda one: one.in_force.from_on))


def regulations(on: date) -> Regulations:
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


def grades(on: date) -> list[tuple[str, Promise]]:
    """The grades of a month, best first."""
    return [(grade.code, said(grade.title)) for grade in regulations(on).grades]


def levels(on: date) -> list[tuple[int, Promise]]:
    """The levels of discipline, mildest first."""
    return [(one.level, said(one.title)) for one in regulations(on).discipline]


def grade_title(code: str, on: date) -> Promise | str:
    """What a grade is called in the edition of its month; the code itself where that one does not know it."""
    return dict(grades(on)).get(code, code)
