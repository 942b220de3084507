"""The criteria by which communes are classed: shipped with the program, or written here; which hold for a year."""

from functools import lru_cache
from typing import Final

from django.conf import settings

from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.programme.models import CriteriaEdition
from hoanhap.programme.rules.classification import Criteria

CODE: Final = "communes"
FIRST_HERE: Final = 101
"""Editions written here are numbered from this one, so that none ever meets one that comes with the program."""


@lru_cache(maxsize=1)
def shipped() -> dict[tuple[str, int], Criteria]:
    """Every edition that comes with the program. Raises where a file is wrong."""
    found: dict[tuple[str, int], Criteria] = {}
    for path in sorted((settings.DEFINITIONS / "classification").glob("*.yaml")):
        one = Criteria.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        if path.name != f"{one.code}.{one.edition}.yaml":
            raise ValueError(f"{path.name} holds {one.code}, edition {one.edition}")
        found[one.code, one.edition] = one
    return found


def body_of(edition: int) -> str:
    """The text of an edition, to write the next one from. Raises KeyError."""
    path = settings.DEFINITIONS / "classification" / f"{CODE}.{edition}.yaml"
    if (CODE, edition) in shipped():
        return str(path.read_text(encoding="utf-8"))
    row = CriteriaEdition.objects.filter(code=CODE, edition=edition, state="published").first()
    if row is None:
        raise KeyError(edition)
    return row.body


def editions() -> list[Criteria]:
    """Every edition, those written here after those that came with the program."""
    written = CriteriaEdition.objects.filter(code=CODE, state="published").order_by("edition")
    return [
        *(one for one in shipped().values() if one.code == CODE),
        *(Criteria.model_validate(load_yaml(row.body)) for row in written),
    ]


def criteria(edition: int) -> Criteria:
    """One edition. Raises KeyError: an edition in use is never taken away."""
    if known := shipped().get((CODE, edition)):
        return known
    return Criteria.model_validate(load_yaml(body_of(edition)))


def criteria_for(year: int) -> Criteria:
    """The newest edition that holds on the last day of the review of a year. Raises LookupError where none does."""
    fitting = [
        one
        for one in editions()
        if one.in_force.from_on <= one.period(year)[1]
        and (one.in_force.until is None or one.period(year)[1] < one.in_force.until)
    ]
    if not fitting:
        raise LookupError(year)
    return max(fitting, key=lambda one: one.edition)
