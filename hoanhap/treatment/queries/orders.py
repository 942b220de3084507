"""Which order holds on which day: a single dose goes before the running order."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from hoanhap.treatment.models import DoseOrder


def order_of_each_day(enrolment_id: UUID, days: Collection[date]) -> dict[date, DoseOrder]:
    """By day, the order that holds on it, signed or not; days without one are left out.

    Whoever calls has looked up the enrolment under a scope.
    """
    if not days:
        return {}
    found = list(
        DoseOrder.objects.filter(
            enrolment=enrolment_id, valid_from__lte=max(days), valid_until__gt=min(days)
        ).order_by("kind", "valid_from")
    )
    singles = [one for one in found if one.kind == DoseOrder.Kind.SINGLE]
    running = [one for one in found if one.kind != DoseOrder.Kind.SINGLE]
    of_day = {day: next((one for one in (*singles, *running) if holds(one, day)), None) for day in days}
    return {day: one for day, one in of_day.items() if one is not None}


def holds(order: DoseOrder, day: date) -> bool:
    """Whether an order holds on a day."""
    until = order.valid_until if order.stopped_on is None else min(order.valid_until, order.stopped_on)
    return order.valid_from <= day < until


def is_signed(order: DoseOrder) -> bool:
    """Whether nobody's signature is missing."""
    return not order.needs_second or order.second_signed_at is not None
