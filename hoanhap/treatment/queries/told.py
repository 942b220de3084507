"""What an enrolment tells of itself, and what of it the case does not know. Takes no scope: for who holds it already."""

from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject, Least
from django.utils import timezone

from hoanhap.casework.models import Step
from hoanhap.casework.rules.drafts import StepDraft
from hoanhap.treatment.models import DoseOrder, DoseOutcome, Enrolment
from hoanhap.treatment.rules.told import Ordered, Treated, missing, steps


def treated(enrolment: Enrolment, *, on: date) -> Treated:
    """The treatment as the rules see it on a day. Orders that were never in force, or lack a signature, are none."""
    first = DoseOutcome.objects.filter(dose__enrolment=OuterRef("pk"), kind__in=["given", "handed-out"])
    orders = (
        DoseOrder.objects.filter(enrolment=OuterRef("pk"), valid_from__lte=on)
        .exclude(kind=DoseOrder.Kind.SINGLE)
        .filter(Q(needs_second=False) | Q(second_signed_at__isnull=False))
        .annotate(until=Least("valid_until", Coalesce("stopped_on", "valid_until")))
        .filter(until__gt=F("valid_from"))
        .order_by("valid_from")
    )
    first_at, held = (
        Enrolment.objects.filter(pk=enrolment.pk)
        .annotate(
            first_at=Subquery(first.order_by("happened_at").values("happened_at")[:1]),
            held=ArraySubquery(orders.values(told=JSONObject(kind="kind", on="valid_from"))),
        )
        .values_list("first_at", "held")
        .get()
    )
    return Treated(
        first_dose_at=first_at,
        first_dose_on=_day(first_at),
        orders=[Ordered(one["kind"], date.fromisoformat(one["on"])) for one in held],
        ended_on=_last(enrolment.ended_on),
        ended_as=enrolment.ended_as,
        ground=enrolment.end_ground,
        goes_on=enrolment.follows_id is not None,
    )


def untold(enrolment: Enrolment, *, on: date) -> list[StepDraft]:
    """The steps that the case does not have, by day."""
    known = Step.objects.filter(episode=enrolment.episode_id, retired_at__isnull=True)
    return missing(steps(treated(enrolment, on=on)), set(known.values_list("kind", "happened_on")))


def _day(at: datetime | None) -> date | None:
    return None if at is None else timezone.localdate(at)


def _last(ended_on: date | None) -> date | None:
    return None if ended_on is None else date.fromordinal(ended_on.toordinal() - 1)
