"""Figures of a facility on a day: how many live there, by source, sex, age, form. No names."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.people.models import Person
from hoanhap.people.rules.ages import age_on
from hoanhap.residence.models import Stay
from hoanhap.residence.queries.days import there
from hoanhap.residence.queries.measures import flow
from hoanhap.residence.queries.wards import facilities
from hoanhap.residence.rules.flow import Flow

READ: Final = "residence.read"
BANDS: Final[tuple[tuple[int, str, Words], ...]] = (
    (0, "under-16", _("Under 16")),
    (16, "16-17", _("16 to 17")),
    (18, "18-29", _("18 to 29")),
    (30, "30-39", _("30 to 39")),
    (40, "40-49", _("40 to 49")),
    (50, "50-up", _("50 and older")),
)
"""The first age of each band, its code and its words. A birth known only to the year counts as the youngest possible."""


@dataclass(frozen=True)
class Count:
    """One line of a breakdown."""

    code: str
    label: Words
    number: int


@dataclass(frozen=True)
class InCare:
    """Who lives in a facility on a day: the total, and the same people by each side of them."""

    total: int
    by_source: tuple[Count, ...]
    by_sex: tuple[Count, ...]
    by_age: tuple[Count, ...]
    by_form: tuple[Count, ...]


def in_care(facility_id: UUID, *, scope: Scope, on: date) -> InCare:
    """The residents of a facility in reach on the day. Raises NotFound."""
    _reached(facility_id, scope, on)
    rows = list(
        Stay.objects.filter(there(on), facility_id=facility_id).values_list(
            "source", "person__sex", "person__born_on", "person__born_precision", "episode__kind"
        )
    )
    return InCare(
        total=len(rows),
        by_source=_counts(Counter(row[0] for row in rows), dict(Stay.Source.choices)),
        by_sex=_counts(Counter(row[1] for row in rows), dict(Person.Sex.choices)),
        by_age=_counts(
            Counter(band_of(PartialDate.of(row[2], row[3]), on) for row in rows),
            {code: label for _from, code, label in BANDS},
        ),
        by_form=_counts(Counter(row[4] for row in rows), dict(Episode.Kind.choices)),
    )


def movement(
    facility_id: UUID, *, scope: Scope, from_on: date, to_on: date
) -> tuple[Flow, tuple[Count, ...]]:
    """The movement of residents of a facility in a period, and who left by reason in words. Raises NotFound."""
    _reached(facility_id, scope, to_on)
    found = flow(from_on=from_on, to_on=to_on, unit_ids=None, facility_id=facility_id)
    return found, _counts(found.left, dict(Stay.Left.choices))


def band_of(birth: PartialDate, on: date) -> str:
    """The band of age on a day."""
    age = age_on(birth, on)
    years = age.years if age else 0
    return next(code for first, code, _label in reversed(BANDS) if years >= first)


def _reached(facility_id: UUID, scope: Scope, on: date) -> None:
    if all(one.id != facility_id for one in facilities(scope=scope, on=on)):
        raise NotFound(Problem("no-such-facility", _("There is no such facility.")))


def _counts(found: Mapping[str, int], labels: Mapping[str, Words]) -> tuple[Count, ...]:
    known = [Count(code, label, found[code]) for code, label in labels.items() if code in found]
    return (
        *known,
        *(Count(code, code, number) for code, number in sorted(found.items()) if code not in labels),
    )
