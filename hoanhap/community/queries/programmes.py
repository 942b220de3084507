"""The programmes of help that hold on a day, and the joined support given under them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db.models import Count

from hoanhap.access.scope import Scope
from hoanhap.casework.queries.texts import in_words
from hoanhap.community.models import Support
from hoanhap.community.rules.programmes import Programme, Programmes
from hoanhap.kit.errors import Words
from hoanhap.kit.yaml_texts import load_yaml

READ = "community.read"


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme; `people` who got support under it in the year, as far as the reader answers for them."""

    title: Words
    gives: Words
    hints: tuple[Words, ...]
    legal_basis: str
    confidence: str
    remark: Words
    people: int


@lru_cache(maxsize=1)
def editions() -> tuple[Programmes, ...]:
    """Every edition, the first one first. Raises where a file is wrong."""
    found = []
    for path in sorted((settings.DEFINITIONS / "community").glob("programmes.*.yaml")):
        one = Programmes.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        if path.name != f"{one.code}.{one.edition}.yaml":
            raise ValueError(f"{path.name} holds {one.code}, edition {one.edition}")
        found.append(one)
    return tuple(sorted(found, key=lambda one: one.edition))


def programmes(on: date) -> Programmes:
    """What is said on a day; the first edition before all of them."""
    holding = [
        one
        for one in editions()
        if one.in_force.from_on <= on and (one.in_force.until is None or on < one.in_force.until)
    ]
    return holding[-1] if holding else editions()[0]


def known(code: str) -> Programme | None:
    """The newest words about a programme; None where no edition knows it."""
    return next((one for file in reversed(editions()) if (one := file.programme(code))), None)


def codes(kinds: Collection[str]) -> list[str]:
    """The programmes of these kinds that any edition knows."""
    return sorted({one.code for file in editions() for one in file.programmes if one.kind in kinds})


def title_of(code: str) -> Words:
    """What a programme is called; its code where it is not known."""
    found = known(code)
    return in_words(found.title) if found else code


def choices(on: date) -> list[tuple[str, Words]]:
    """The programmes that hold on a day, to choose from."""
    return [(one.code, in_words(one.title)) for one in programmes(on).programmes if one.holds(on)]


def programme_lines(*, scope: Scope, on: date) -> list[ProgrammeLine]:
    """Each programme of the edition that holds, with how many people got support under it this year."""
    given = Support.objects.visible_to(scope, READ).filter(
        retired_at__isnull=True, form="provided", provided_on__year=on.year, provided_on__lte=on
    )
    counts = dict(
        given.exclude(programme="")
        .order_by()
        .values_list("programme")
        .annotate(n=Count("person", distinct=True))
    )
    return [
        ProgrammeLine(
            in_words(one.title),
            in_words(one.gives),
            tuple(in_words(hint) for hint in one.hints),
            one.legal_basis,
            one.confidence.value,
            in_words(one.remark) if one.remark else "",
            counts.get(one.code, 0),
        )
        for one in programmes(on).programmes
    ]
