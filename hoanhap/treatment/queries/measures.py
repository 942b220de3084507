"""Named measures from the clinics' own books: who really came for their doses, and what the books leave unexplained.

The measures of casework say who is in substitution treatment by their case; these say what the window and the stock books
know. A clinic that keeps no books in the program is in none of them.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Final

from hoanhap.kit.lookups import array_of
from hoanhap.kit.named import named
from hoanhap.kit.rows import Sql
from hoanhap.medicine.queries.flows import begins
from hoanhap.medicine.queries.medicines import medicines
from hoanhap.people.queries.answering import answered_for
from hoanhap.treatment.models import DoseOutcome

Units = Collection[str] | None
TAKEN: Final = (DoseOutcome.Kind.GIVEN.value, DoseOutcome.Kind.HANDED_OUT.value)
DAYS_IN_TREATMENT: Final = 30
"""Who came for no dose for so long is not counted as treated; a plan may name another number (`days`)."""

_TAKEN: Final = """
    SELECT d.person_id, d.enrolment_id, d.dose_on
    FROM treatment_dose d
    JOIN treatment_doseoutcome o ON o.dose_id = d.id AND o.kind = ANY(%(taken)s::text[])
    WHERE d.retired_at IS NULL AND d.dose_on BETWEEN %(since)s AND %(to)s"""


def substitution_dosed(
    *,
    from_on: date,  # noqa: ARG001 (measures share arguments)
    to_on: date,
    unit_ids: Units,
    days: int = DAYS_IN_TREATMENT,
) -> Sql:
    """Patients who took a dose in the last `days` up to the last day and whose treatment has not ended by its end.

    `on` is the first day in their clinic. A bottle taken home counts for the days for which it was given.
    """
    text = f"""
    SELECT e.person_id, e.enrolled_on, e.episode_id, e.id
    FROM treatment_enrolment e
    WHERE e.enrolled_on <= %(to)s AND (e.ended_on IS NULL OR e.ended_on > %(to)s)
      AND e.id IN (SELECT taken.enrolment_id FROM ({_TAKEN}) AS taken)"""  # noqa: S608 (constants)
    values = {"to": to_on, "since": to_on - timedelta(days=days - 1), "taken": array_of(TAKEN)}
    return answered_for(text, unit_ids, values)


def substitution_first_dosed(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """Patients whose first dose in substitution treatment was taken in the period. `on` is its day.

    Who was handed on by another clinic began there, and is not counted again.
    """
    text = f"""
    SELECT e.person_id, min(taken.dose_on), (array_agg(e.episode_id))[1], (array_agg(e.id))[1]
    FROM treatment_enrolment e
    JOIN ({_TAKEN}) AS taken ON taken.enrolment_id = e.id
    WHERE e.follows_id IS NULL
    GROUP BY e.person_id, e.id HAVING min(taken.dose_on) >= %(from)s"""  # noqa: S608 (constants)
    values = {"from": from_on, "to": to_on, "since": date.min, "taken": array_of(TAKEN)}
    return answered_for(text, unit_ids, values)


def medicine_unexplained(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """Lots of substitution medicine of which the books and the doses of people do not say the same for the period.

    `subject` is the book with the lot. The database lets none arise; where one is, somebody reached past the program.
    """
    return _unexplained(from_on, to_on, unit_ids)


def medicine_unexplained_volume(*, from_on: date, to_on: date, unit_ids: Units) -> Sql:
    """How much solution that is: `amount` in millilitres, each lot rounded up. Tablets are none."""
    return _unexplained(from_on, to_on, unit_ids, only_solutions=True)


def _unexplained(from_on: date, to_on: date, unit_ids: Units, *, only_solutions: bool = False) -> Sql:
    counted = [
        code
        for code, one in medicines().items()
        if one.is_substitution and (one.unit == "ml" or not only_solutions)
    ]
    narrowed = "" if unit_ids is None else " AND place.unit_id = ANY(%(units)s::text[])"
    text = f"""
    WITH booked AS (
        SELECT line.book_id, line.lot_id,
               sum(CASE WHEN line.reverses_id IS NULL THEN line.quantity_units ELSE -line.quantity_units END) AS units
        FROM medicine_stockline line
        LEFT JOIN medicine_stockline reversed ON reversed.id = line.reverses_id
        WHERE coalesce(reversed.kind, line.kind) IN ('dose', 'take-home')
          AND line.happened_at >= %(start)s AND line.happened_at < %(end)s
        GROUP BY line.book_id, line.lot_id
    ), told AS (
        SELECT pour.book_id, pour.lot_id, sum(dose.volume_units) AS units
        FROM treatment_doseoutcome outcome
        JOIN treatment_dose dose ON dose.id = outcome.dose_id
        JOIN medicine_stockline pour ON pour.id = dose.pour_line_id
        WHERE outcome.kind = ANY(%(taken)s::text[])
          AND outcome.happened_at >= %(start)s AND outcome.happened_at < %(end)s
        GROUP BY pour.book_id, pour.lot_id
    )
    SELECT book_id::text || ' ' || lot_id::text, place.unit_id, %(to)s::date,
           ceil(abs(coalesce(booked.units, 0) - coalesce(told.units, 0)))::bigint
    FROM booked FULL JOIN told USING (book_id, lot_id)
    JOIN medicine_stockbook book ON book.id = book_id AND book.medicine = ANY(%(medicines)s::text[])
    JOIN places_organisation place ON place.id = book.organisation_id
    WHERE coalesce(booked.units, 0) <> coalesce(told.units, 0){narrowed}
    """  # noqa: S608 (constants)
    return named(
        text,
        ("subject", "unit_id", "on", "amount"),
        to=to_on,
        start=begins(from_on),
        end=begins(to_on + timedelta(days=1)),
        taken=array_of(TAKEN),
        medicines=array_of(counted),
        units=array_of(unit_ids or ()),
    )
