"""The table of measures: every name that an indicator or a report may use, and the query that counts it.

Measures about people come from the rooms that own the facts; those about communes and findings are defined here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from inspect import signature
from typing import Any, Final, Literal

from django.db.models import Exists, F, Min, OuterRef, QuerySet

from hoanhap.casework.queries import matching, measures_files, measures_forms, measures_post_rehab
from hoanhap.casework.queries import measures as casework
from hoanhap.casework.queries.measures import Units
from hoanhap.community.queries import measures as community
from hoanhap.community.queries import (
    measures_clubs,
    measures_need_stages,
    measures_needs,
    measures_offers,
    measures_reaching_out,
    measures_services,
)
from hoanhap.kit.rows import Query, Statement
from hoanhap.medicine.queries import measures as medicine
from hoanhap.outreach.queries import measures as outreach
from hoanhap.outreach.queries import measures_reach, measures_roster
from hoanhap.outreach.queries import measures_services as network
from hoanhap.programme.models import Finding, PlanUnit
from hoanhap.programme.queries import measures_care_models as care_models
from hoanhap.programme.queries import measures_classification as classification
from hoanhap.programme.queries import measures_local_plans
from hoanhap.programme.queries.findings import meeting
from hoanhap.programme.queries.plans import overlapping
from hoanhap.programme.rules.topics import HOME_REHAB
from hoanhap.residence.queries import measures as residence
from hoanhap.residence.queries import measures_points
from hoanhap.treatment.queries import measures as treatment

Counts = Literal["person", "unit", "activity", "facility", "amount", "finding"]


@dataclass(frozen=True)
class Measure:
    """A named query. Called, it gives its rows, each with `unit_id`, `on`, and what it counts.

    `counts` says what: people by `person_id`; units, findings, activities by `subject`; or `amount`, a number that each
    row brings. `parameters` may be given by an indicator.
    """

    counts: Counts
    rows: Callable[..., Query]

    @property
    def parameters(self) -> dict[str, Any]:
        """The names of its own parameters, with the values they have where none is given."""
        return {
            name: one.default for name, one in signature(self.rows).parameters.items() if name not in COMMON
        }

    def __call__(self, *, from_on: date, to_on: date, unit_ids: Units, **parameters: Any) -> Query:
        return self.rows(from_on=from_on, to_on=to_on, unit_ids=unit_ids, **parameters)

    def count(self, *, from_on: date, to_on: date, unit_ids: Units, **parameters: Any) -> int:
        """How many different people, units or findings there are; the sum where it counts an amount."""
        rows = self(from_on=from_on, to_on=to_on, unit_ids=unit_ids, **parameters)
        with Statement() as statement:
            text, params = statement.part(rows, COLUMNS)
            what = "coalesce(sum(amount), 0)" if self.counts == "amount" else f"count(DISTINCT {SUBJECT})"
            return int(statement.fetch(f"SELECT {what} FROM ({text}) AS measured", params)[0][0])  # noqa: S608


COMMON: Final = frozenset({"from_on", "to_on", "unit_ids"})
COLUMNS: Final = (
    ("subject", "text"),
    ("person_id", "text"),
    ("unit_id", "text"),
    ("on", "date"),
    ("episode_id", "uuid"),
    ("fact_id", "uuid"),
    ("amount", "bigint"),
)
SUBJECT: Final = "coalesce(subject, person_id)"
"""What a row is about, in the SQL of `COLUMNS`."""


def communes_selected(
    *, from_on: date, to_on: date, unit_ids: Units, topic: str = HOME_REHAB
) -> QuerySet[Any, Any]:
    """The units on the frozen lists of the plans about a topic whose period meets these days."""
    found = PlanUnit.objects.filter(topic=topic, plan__in=overlapping(from_on, to_on))
    if unit_ids is not None:
        found = found.filter(unit_id__in=list(unit_ids))
    return found.order_by().values("unit_id", subject=F("unit_id")).annotate(on=Min("plan__issued_on"))


def communes_implementing(*, from_on: date, to_on: date, unit_ids: Units) -> QuerySet[Any, Any]:
    """Of the selected communes, those in which somebody began in the period. `on` is the day of the plan."""
    return _with_starters(communes_selected(from_on=from_on, to_on=to_on, unit_ids=unit_ids), from_on, to_on)


def communes_implementing_short_of_medicine(
    *, from_on: date, to_on: date, unit_ids: Units
) -> QuerySet[Any, Any]:
    """Of the communes that carry the programme out, those that lacked detoxification medicine on some day."""
    short = meeting(from_on, to_on, unit_ids, Finding.Kind.MEDICINE_SHORTAGE).filter(unit=OuterRef("unit"))
    return communes_implementing(from_on=from_on, to_on=to_on, unit_ids=unit_ids).filter(Exists(short))


def findings_about_staff(*, from_on: date, to_on: date, unit_ids: Units) -> QuerySet[Any, Any]:
    """Findings about staff and responsibility seen in the period; each counts."""
    return (
        meeting(from_on, to_on, unit_ids, Finding.Kind.STAFF)
        .filter(observed_on__gte=from_on)
        .order_by()
        .values("unit_id", subject=F("pk"), fact_id=F("pk"), on=F("observed_on"))
    )


def _with_starters(selected: QuerySet[Any, Any], from_on: date, to_on: date) -> QuerySet[Any, Any]:
    """Those of the units in which a cohort's decision was signed. The cohort is asked for once, not once a unit."""
    begun = casework.home_rehab_started(from_on=from_on, to_on=to_on, unit_ids=None)
    return selected.filter(unit_id__in=begun.values("unit_id"))


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
    "managed_with_file": Measure("person", measures_files.managed_with_file),
    "dependents_with_file": Measure("person", measures_files.dependents_with_file),
    "opioid_dependents": Measure("person", measures_files.opioid_dependents),
    "in_any_rehab": Measure("person", measures_forms.in_any_rehab),
    "in_voluntary_rehab": Measure("person", measures_forms.in_voluntary_rehab),
    "in_treatment_now": Measure("person", measures_forms.in_treatment_now),
    "substitution_in_treatment": Measure("person", measures_forms.substitution_in_treatment),
    "substitution_admitted": Measure("person", measures_forms.substitution_admitted),
    "substitution_dosed": Measure("person", treatment.substitution_dosed),
    "substitution_first_dosed": Measure("person", treatment.substitution_first_dosed),
    "suitable_form": Measure("person", measures_forms.suitable_form),
    "post_rehab_due": Measure("person", measures_post_rehab.post_rehab_due),
    "post_rehab_opened": Measure("person", measures_post_rehab.post_rehab_opened),
    "post_rehab_decided": Measure("person", measures_post_rehab.post_rehab_decided),
    "in_post_rehab": Measure("person", measures_post_rehab.in_post_rehab),
    "completers_followed": Measure("person", measures_post_rehab.completers_followed),
    "completers_relapsed": Measure("person", measures_post_rehab.completers_relapsed),
    "completers_lost": Measure("person", measures_post_rehab.completers_lost),
    "service_contacts": Measure("person", measures_services.service_contacts),
    "volunteer_helped_monthly": Measure("person", measures_services.volunteer_helped_monthly),
    "club_sessions": Measure("activity", measures_clubs.club_sessions),
    "clubs_meeting": Measure("activity", measures_clubs.clubs_meeting),
    "point_visits": Measure("amount", measures_clubs.point_visits),
    "point_referrals": Measure("amount", measures_clubs.point_referrals),
    "volunteers_helping": Measure("activity", measures_clubs.volunteers_helping),
    "outreach_attempts": Measure("activity", measures_reaching_out.outreach_attempts),
    "people_approached": Measure("person", measures_reaching_out.people_approached),
    "people_won": Measure("person", measures_reaching_out.people_won),
    "needs_asked": Measure("person", measures_needs.needs_asked),
    "need_recorded": Measure("person", measures_needs.need_recorded),
    "need_supported": Measure("person", measures_needs.need_supported),
    "need_counselled": Measure("person", measures_needs.need_counselled),
    "need_counselled_or_supported": Measure("person", measures_needs.need_counselled_or_supported),
    "supported": Measure("person", measures_needs.supported),
    "jobs_found": Measure("person", measures_needs.jobs_found),
    "need_recorded_in_post_rehab": Measure("person", measures_need_stages.need_recorded_in_post_rehab),
    "need_recorded_in_rehab": Measure("person", measures_need_stages.need_recorded_in_rehab),
    "support_providers": Measure("activity", measures_need_stages.support_providers),
    "providers_taking_part": Measure("activity", measures_offers.providers_taking_part),
    "offer_places": Measure("amount", measures_offers.offer_places),
    "outcomes": Measure("person", measures_offers.outcomes),
    "betterments": Measure("person", measures_offers.betterments),
    "families_visited": Measure("person", measures_offers.families_visited),
    "programme_supported": Measure("person", measures_offers.programme_supported),
    "communes_reached": Measure("unit", outreach.communes_reached),
    "communication_activities": Measure("activity", outreach.communication_activities),
    "communication_with_models": Measure("activity", measures_reach.communication_with_models),
    "substance_alerts": Measure("activity", measures_reach.substance_alerts),
    "materials_handed_out": Measure("amount", measures_reach.materials_handed_out),
    "hotline_calls": Measure("activity", measures_reach.hotline_calls),
    "courses_held": Measure("activity", outreach.courses_held),
    "course_seats": Measure("amount", outreach.course_seats),
    "course_people": Measure("activity", outreach.course_people),
    "roster_staff": Measure("activity", outreach.roster_staff),
    "roster_trained": Measure("activity", outreach.roster_trained),
    "staff_certified": Measure("activity", measures_roster.staff_certified),
    "staff_lent": Measure("activity", measures_roster.staff_lent),
    "staff_lent_days": Measure("amount", measures_roster.staff_lent_days),
    "staff_won": Measure("activity", measures_roster.staff_won),
    "posts_required": Measure("amount", measures_roster.posts_required),
    "posts_vacant": Measure("amount", measures_roster.posts_vacant),
    "services_published": Measure("activity", network.services_published),
    "providers_reviewed": Measure("facility", network.providers_reviewed),
    "gaps_found": Measure("activity", network.gaps_found),
    "gaps_closed": Measure("activity", network.gaps_closed),
    "facility_months": Measure("activity", outreach.facility_months),
    "facility_months_with_thematic_session": Measure(
        "activity", outreach.facility_months_with_thematic_session
    ),
    "facility_months_with_session": Measure("activity", outreach.facility_months_with_session),
    "facility_sessions": Measure("activity", outreach.facility_sessions),
    "facility_session_heads": Measure("amount", outreach.facility_session_heads),
    "facility_news_days": Measure("activity", outreach.facility_news_days),
    "medicine_incidents": Measure("activity", medicine.medicine_incidents),
    "medicine_volume": Measure("amount", medicine.medicine_volume),
    "medicine_missing": Measure("activity", medicine.medicine_missing),
    "medicine_missing_volume": Measure("amount", medicine.medicine_missing_volume),
    "medicine_unexplained": Measure("activity", treatment.medicine_unexplained),
    "medicine_unexplained_volume": Measure("amount", treatment.medicine_unexplained_volume),
    "dispensing_places_open": Measure("facility", medicine.dispensing_places_open),
    "facility_admissions_by_source": Measure("activity", residence.admissions_by_source),
    "satellite_points_serving": Measure("facility", measures_points.satellite_points_serving),
    "satellite_points_planned": Measure("facility", measures_points.satellite_points_planned),
    "communes_in_force": Measure("unit", care_models.communes_in_force),
    "model_started": Measure("unit", care_models.model_started),
    "model_applying": Measure("unit", care_models.model_applying),
    "model_applying_every": Measure("unit", care_models.model_applying_every),
    "model_stalled": Measure("unit", care_models.model_stalled),
    "communes_with_post_rehab_people": Measure("unit", care_models.communes_with_post_rehab_people),
    "communes_recognised": Measure("unit", classification.communes_recognised),
    "communes_classified": Measure("unit", classification.communes_classified),
    "communes_affected_at_start": Measure("unit", classification.communes_affected_at_start),
    "communes_converted": Measure("unit", classification.communes_converted),
    "hotspots": Measure("unit", classification.hotspots),
    "hotspots_stated": Measure("unit", classification.hotspots_stated),
    "local_plans": Measure("unit", measures_local_plans.local_plans),
}
