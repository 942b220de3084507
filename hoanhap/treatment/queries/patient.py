"""One patient as the doctor sees them: orders, recent doses, what was written, and what the guideline suggests."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Min, OuterRef, Subquery
from django.db.models.functions import JSONObject

from hoanhap.access.queries.names import names_of
from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.treatment.models import Dose, DoseOrder, DosingPlace, Hold, TakeHomeGrant, Withholding
from hoanhap.treatment.queries.patient_course import missed_before, order_line, recent_doses, strip, suggested
from hoanhap.treatment.queries.patient_facts import Bound, Patient
from hoanhap.treatment.queries.patient_written import alerts, listed, registers, writers, written
from hoanhap.treatment.queries.patients import inside, treated_here
from hoanhap.treatment.queries.suggested import in_words
from hoanhap.treatment.queries.told import untold

HIV: Final = "treatment.hiv"


def patient(
    place_id: UUID,
    enrolment_id: UUID,
    *,
    scope: Scope,
    at: datetime,
    on: date,
    purpose: str = "care",
    with_hiv: bool = True,
) -> Patient:
    """One patient of the clinic. The read is logged. Raises NotFound, also for the patient of another clinic.

    What is known of HIV is asked for only in the patient's own clinic by who has the power for it, and logged apart.
    """
    inside(place_id, scope=scope)
    with_hiv = with_hiv and (scope.everywhere(HIV) or place_id in scope.organisation_ids(HIV))
    row: Any = (
        treated_here(place_id, on)
        .filter(pk=enrolment_id)
        .select_related("person", "organisation")
        .annotate(
            **registers(with_hiv=with_hiv),
            holds_listed=listed(Hold, "valid_from", "valid_until", "reason", "released_reason"),
            grants_listed=listed(
                TakeHomeGrant,
                "valid_from",
                "valid_until",
                "revoked_on",
                "days_at_a_time",
                "conditions",
                "revoke_reason",
            ),
            places_listed=ArraySubquery(
                DosingPlace.objects.filter(enrolment=OuterRef("pk"))
                .order_by("-valid_from")
                .values(
                    listed=JSONObject(
                        id="pk",
                        name="organisation__name",
                        kind="kind",
                        valid_from="valid_from",
                        valid_until="valid_until",
                        number="document_number",
                    )
                )
            ),
            withheld=Subquery(
                Withholding.objects.filter(
                    enrolment=OuterRef("pk"), organisation=place_id, dose_on=on, retired_at__isnull=True
                ).values("pk")[:1]
            ),
            first_on=Subquery(
                Dose.objects.filter(enrolment=OuterRef("pk"), retired_at__isnull=True)
                .order_by()
                .values("enrolment")
                .annotate(first=Min("dose_on"))
                .values("first")
            ),
        )
        .first()
    )
    if row is None:
        raise NotFound(Problem("no-such-enrolment", "", "enrolment_id"))
    orders = list(DoseOrder.objects.filter(enrolment=row).order_by("-valid_from", "-pk")[:60])
    doses = recent_doses(row, on)
    sees_hiv = with_hiv and row.organisation_id == place_id
    people = names_of(writers(row, orders, sees_hiv=sees_hiv))
    lines = [order_line(one, people, on) for one in orders]
    running = next((line for line in lines if line.state == "running"), None)
    single = {one.pk for one in orders if one.kind == DoseOrder.Kind.SINGLE}
    running = next((one for one in lines if one.state == "running" and one.id not in single), running)
    days = strip(orders, doses, on)
    last = next(((one.dose_on, one.dose_mg) for one in doses if one.dose_on <= on), None)
    missed = missed_before(days, on)
    trail.read("treatment.patient-read", by=scope, at=at, person_ids=[row.person_id], purpose=purpose)
    if sees_hiv and row.hiv_listed:
        trail.read("treatment.hiv-read", by=scope, at=at, person_ids=[row.person_id], purpose=purpose)
    return Patient(
        enrolment_id=row.pk,
        person_id=row.person_id,
        episode_id=row.episode_id,
        code=row.person.code,
        name=row.person.full_name,
        birth=PartialDate.of(row.person.born_on, row.person.born_precision),
        sex_label=row.person.get_sex_display(),
        card_number=row.card_number,
        medicine=row.medicine,
        clinic_id=row.organisation_id,
        clinic=row.organisation.name,
        enrolled_on=row.enrolled_on,
        ended_on=row.ended_on and row.ended_on - timedelta(days=1),
        ended_label=row.get_ended_as_display(),
        end_reason=row.end_reason,
        phase=running.kind_label if running else "",
        running=running,
        orders=tuple(lines),
        days=tuple(days),
        last_dose=last,
        missed=missed,
        withholding_id=row.withheld,
        holds=tuple(
            _bound(one, on, title=one["reason"], text=one["released_reason"]) for one in row.holds_listed
        ),
        grants=tuple(
            _bound(one, on, title=str(one["days_at_a_time"]), text=one["conditions"], until=one["revoked_on"])
            for one in row.grants_listed
        ),
        places=tuple(
            _bound(
                one,
                on,
                title=one["name"],
                text=" · ".join(filter(None, [str(DosingPlace.Kind(one["kind"]).label), one["number"]])),
            )
            for one in row.places_listed
        ),
        written=tuple(sorted(written(row, people, sees_hiv=sees_hiv), key=lambda one: one.on, reverse=True)),
        alerts=tuple(alerts(row, people)),
        suggested=tuple(in_words(one) for one in suggested(row, orders, last, missed, on)),
        untold=len(untold(row, on=on)) if row.organisation_id == place_id else 0,
    )


def _bound(one: Mapping[str, Any], on: date, *, title: str, text: str, until: str | None = None) -> Bound:
    """`until`: an earlier end, as JSON tells it."""
    ends = min(filter(None, [one["valid_until"], until]), default=None)
    first, last = date.fromisoformat(one["valid_from"]), None
    if ends is not None:
        last = date.fromisoformat(ends) - timedelta(days=1)
    return Bound(
        id=UUID(one["id"]),
        from_on=first,
        last_on=last,
        title=title,
        text=text,
        is_now=first <= on and (last is None or on <= last),
    )
