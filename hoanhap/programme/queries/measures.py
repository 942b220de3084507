"""The table of measures: every name that an indicator or a report may use, and the query that counts it.

Measures about people come from the rooms that own the facts; those about communes and findings are defined here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal

from django.db.models import QuerySet

from hoanhap.casework.queries import matching
from hoanhap.casework.queries import measures as casework
from hoanhap.casework.queries.measures import Units
from hoanhap.community.queries import measures as community
from hoanhap.programme.models import Finding, PlanUnit
from hoanhap.programme.queries.findings import meeting
from hoanhap.programme.queries.plans import overlapping
from hoanhap.programme.rules.topics import HOME_REHAB
from hoanhap.residence.queries import measures as residence


@dataclass(frozen=True)
class Measure:
    """A named query. Called, it gives its rows: dictionaries about people, or keys of units or findings."""

    counts: Literal["person", "unit", "finding"]
    rows: Callable[..., Iterable[Any]]

    def __call__(self, *, from_on: date, to_on: date, unit_ids: Units) -> Iterable[Any]:
        return self.rows(from_on=from_on, to_on=to_on, unit_ids=unit_ids)

    def count(self, *, from_on: date, to_on: date, unit_ids: Units) -> int:
        """How many different people, units or findings there are."""
        rows = self(from_on=from_on, to_on=to_on, unit_ids=unit_ids)
        if self.counts == "person" and isinstance(rows, QuerySet):
            return rows.values("person_id").distinct().count()
        return len(set(rows))


def communes_selected(
    *, from_on: date, to_on: date, unit_ids: Units, topic: str = HOME_REHAB
) -> Iterable[str]:
    """The units on the frozen lists of the plans about a topic whose period meets these days."""
    found = PlanUnit.objects.filter(topic=topic, plan__in=overlapping(from_on, to_on))
    if unit_ids is not None:
        found = found.filter(unit_id__in=list(unit_ids))
    return found.order_by("unit_id").values_list("unit_id", flat=True).distinct()


def communes_implementing(*, from_on: date, to_on: date, unit_ids: Units) -> Iterable[str]:
    """Of the selected communes, those in which somebody began in the period."""
    started = casework.home_rehab_started(from_on=from_on, to_on=to_on, unit_ids=unit_ids)
    begun = {row["unit_id"] for row in started}
    return [
        unit for unit in communes_selected(from_on=from_on, to_on=to_on, unit_ids=unit_ids) if unit in begun
    ]


def communes_implementing_short_of_medicine(*, from_on: date, to_on: date, unit_ids: Units) -> Iterable[str]:
    """Of the communes that carry the programme out, those that lacked detoxification medicine on some day."""
    short = set(
        meeting(from_on, to_on, unit_ids, Finding.Kind.MEDICINE_SHORTAGE).values_list("unit_id", flat=True)
    )
    return [
        unit
        for unit in communes_implementing(from_on=from_on, to_on=to_on, unit_ids=unit_ids)
        if unit in short
    ]


def findings_about_staff(*, from_on: date, to_on: date, unit_ids: Units) -> Iterable[Any]:
    """Findings about staff and responsibility seen in the period; each counts."""
    return (
        meeting(from_on, to_on, unit_ids, Finding.Kind.STAFF)
        .filter(observed_on__gte=from_on)
        .values_list("pk", flat=True)
    )


MEASURES: Final[dict[str, Measure]] = {
    "home_rehab_started": Measure("person", casework.home_rehab_started),
    "home_rehab_certified": Measure("person", casework.home_rehab_certified),
    "home_rehab_breached": Measure("person", casework.home_rehab_breached),
    "home_rehab_other_end": Measure("person", casework.home_rehab_other_end),
    "home_rehab_in_progress": Measure("person", casework.home_rehab_in_progress),
    "home_rehab_unaccounted": Measure("person", casework.home_rehab_unaccounted),
    "home_rehab_detox_done": Measure("person", casework.home_rehab_detox_done),
    "home_rehab_handed_over": Measure("person", casework.home_rehab_handed_over),
    "home_rehab_contacts_kept": Measure("person", community.home_rehab_contacts_kept),
    "to_be_matched": Measure("person", matching.to_be_matched),
    "matched_to_treatment": Measure("person", matching.matched_to_treatment),
    "not_matched_with_reason": Measure("person", matching.not_matched_with_reason),
    "rehab_completed": Measure("person", matching.rehab_completed),
    "post_rehab_files_opened": Measure("person", matching.post_rehab_files_opened),
    "communes_selected": Measure("unit", communes_selected),
    "communes_implementing": Measure("unit", communes_implementing),
    "communes_implementing_short_of_medicine": Measure("unit", communes_implementing_short_of_medicine),
    "findings_about_staff": Measure("finding", findings_about_staff),
    "facility_in_care": Measure("person", residence.in_care),
    "facility_in_care_from": Measure("person", residence.in_care_from),
    "facility_admitted": Measure("person", residence.admitted),
    "facility_transferred_in": Measure("person", residence.transferred_in),
    "facility_left": Measure("person", residence.left),
    "facility_completed": Measure("person", residence.completed),
    "reintegration_supported": Measure("person", residence.reintegration_supported),
}
