"""The guidelines and the rule of absence as they are published in `definitions/treatment/`."""

from datetime import date
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.medicine.queries.medicines import medicine
from hoanhap.treatment.rules.guideline import Absence, Guideline


@lru_cache(maxsize=1)
def guidelines() -> tuple[Guideline, ...]:
    """Every edition, by substance and date. Raises where a file is wrong."""
    found = [
        Guideline.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        for path in (settings.DEFINITIONS / "treatment").glob("guideline-*.yaml")
    ]
    return tuple(sorted(found, key=lambda one: (one.substance, one.in_force.from_on)))


@lru_cache(maxsize=1)
def absences() -> tuple[Absence, ...]:
    """Every edition of the rule of absence, by date."""
    found = [
        Absence.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        for path in (settings.DEFINITIONS / "treatment").glob("absence.*.yaml")
    ]
    return tuple(sorted(found, key=lambda one: one.in_force.from_on))


def guideline_of(code: str, *, on: date) -> Guideline:
    """The guideline on a medicine that is in force on a day; before the first one, the first. Raises NotFound."""
    substance = medicine(code).substance
    editions = [one for one in guidelines() if one.substance == substance]
    if not editions:
        raise NotFound(Problem("no-such-guideline", _("There is no guideline on this medicine."), "medicine"))
    return next((one for one in reversed(editions) if one.in_force.holds(on)), editions[0])


def absence_rule(on: date) -> Absence:
    """The rule of absence on a day; before the first one, the first."""
    return next((one for one in reversed(absences()) if one.in_force.holds(on)), absences()[0])
