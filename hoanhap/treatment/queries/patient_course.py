"""The course of a treatment: orders, the doses of the last month, days missed, and what the guideline suggests."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from hoanhap.treatment.models import Dose, DoseOrder, DoseOutcome
from hoanhap.treatment.queries.guideline import guideline_of
from hoanhap.treatment.queries.patient_facts import DayOf, OrderLine
from hoanhap.treatment.rules import suggestions
from hoanhap.treatment.rules.suggestions import Suggestion

DAYS_SHOWN: Final = 30


def order_line(one: DoseOrder, people: Mapping[UUID, str], on: date) -> OrderLine:
    until = min(one.valid_until, one.stopped_on or one.valid_until)
    if until <= one.valid_from:
        state = "void"
    elif until <= on:
        state = "over"
    elif one.needs_second and one.second_signed_at is None:
        state = "to-sign"
    else:
        state = "running" if one.valid_from <= on else "ahead"
    return OrderLine(
        id=one.pk,
        kind_label=one.get_kind_display(),
        dose_mg=one.dose_mg,
        valid_from=one.valid_from,
        last_on=until - timedelta(days=1),
        state=state,
        note=one.note,
        doctor=people.get(one.recorded_by, ""),
        second=people.get(one.second_person, "") if one.second_person else "",
        stop_reason="" if one.stop_reason == "—" else one.stop_reason,
    )


def recent_doses(row: Any, on: date) -> list[Any]:
    """The doses of the strip and those to come, the newest first; what was lost counts as no dose."""
    since = on - timedelta(days=DAYS_SHOWN + 10)
    found = Dose.objects.filter(
        enrolment=row, retired_at__isnull=True, replaces__isnull=True, dose_on__gte=since
    )
    return list(
        found.exclude(outcome__kind=DoseOutcome.Kind.LOST).select_related("outcome").order_by("-dose_on")
    )


def strip(orders: list[DoseOrder], doses: list[Any], on: date) -> list[DayOf]:
    had = {one.dose_on: one for one in doses}
    days = []
    for number in range(DAYS_SHOWN - 1, -1, -1):
        day = on - timedelta(days=number)
        dose = had.get(day)
        if dose is not None:
            settled = hasattr(dose, "outcome")
            state = "poured" if not settled else ("home" if dose.mode == Dose.Mode.TAKE_HOME else "taken")
            days.append(DayOf(day, state, dose.dose_mg))
        elif any(_holds(one, day) for one in orders):
            days.append(DayOf(day, "missed" if day < on else "ahead", None))
        else:
            days.append(DayOf(day, "not-ordered", None))
    return days


def _holds(order: DoseOrder, day: date) -> bool:
    return order.valid_from <= day < min(order.valid_until, order.stopped_on or order.valid_until)


def missed_before(days: list[DayOf], on: date) -> int:
    """Ordered days just before today without a dose."""
    count = 0
    for one in reversed(days):
        if one.on == on:
            continue
        if one.state != "missed":
            break
        count += 1
    return count


def suggested(
    row: Any, orders: list[DoseOrder], last: tuple[date, Decimal] | None, missed: int, on: date
) -> list[Suggestion]:
    """What the guideline of the day says to this: nothing for who has left."""
    if row.ended_on is not None:
        return []
    guideline = guideline_of(row.medicine, on=on)
    if row.first_on is None or last is None:
        return [suggestions.first_dose(guideline)]
    found: list[Suggestion | None] = [suggestions.missed(guideline, usual_mg=last[1], days_missed=missed)]
    running = next((one for one in orders if _holds(one, on) and one.kind != DoseOrder.Kind.SINGLE), None)
    if running is not None and not missed:
        changed = _changed_on(orders, running)
        if running.kind == DoseOrder.Kind.TAPER:
            found.append(
                suggestions.next_cut(guideline, current_mg=running.dose_mg, changed_on=changed, on=on)
            )
        elif running.kind in (DoseOrder.Kind.INDUCTION, DoseOrder.Kind.TITRATION, DoseOrder.Kind.ADJUSTMENT):
            found.append(
                suggestions.next_raise(
                    guideline, current_mg=running.dose_mg, began_on=row.first_on, changed_on=changed, on=on
                )
            )
    return [one for one in found if one is not None]


def _changed_on(orders: list[DoseOrder], running: DoseOrder) -> date:
    """Since when the dose has been what it is: over orders that follow one another with the same dose."""
    since = running.valid_from
    for one in orders:
        if one.kind == DoseOrder.Kind.SINGLE or one.valid_from >= since:
            continue
        if one.dose_mg != running.dose_mg:
            break
        since = one.valid_from
    return since
