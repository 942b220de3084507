"""What a dose is poured from and for, each in one short question: the window asks it hundreds of times a morning.

The same rows as `visible_to` would show, and the person held until the transaction ends.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import connection

from hoanhap.access.scope import Scope

HOLD: Final = "pg_advisory_xact_lock(hashtextextended({person}::text, 5))"
"""Whoever doses this person anywhere else waits until this transaction has ended."""

_IN_CARE: Final = """(%(everywhere)s OR e.organisation_id = ANY(%(inside)s) OR EXISTS (
        SELECT FROM treatment_dosingplace s WHERE s.enrolment_id = e.id AND s.organisation_id = ANY(%(inside)s)))"""

_POUR: Final = f"""
SELECT b.id, b.organisation_id, g.unit_id, cup.id, o.id, o.person_id, o.enrolment_id,
       CASE WHEN o.id IS NOT NULL THEN {HOLD.format(person="o.person_id")}::text END
FROM medicine_stockaccount w JOIN medicine_stockbook b ON b.id = w.book_id
JOIN places_organisation g ON g.id = b.organisation_id
JOIN medicine_stockaccount cup ON cup.book_id = b.id AND cup.kind = 'cup'
LEFT JOIN (treatment_doseorder o JOIN treatment_enrolment e ON e.id = o.enrolment_id)
       ON o.id = %(order)s AND {_IN_CARE}
WHERE w.id = %(window)s AND w.kind = 'window'
  AND (%(everywhere)s OR b.organisation_id = ANY(%(inside)s) OR g.unit_id = ANY(%(units)s))
"""  # noqa: S608 - our own words only

_STANDS: Final = """
SELECT (SELECT d.id FROM treatment_dose d JOIN medicine_stockline l ON l.id = d.pour_line_id
        WHERE l.request_id = %(request)s),
       EXISTS (SELECT FROM treatment_dosingplace p WHERE p.enrolment_id = %(enrolment)s
               AND p.organisation_id = %(organisation)s AND p.valid_from <= %(today)s
               AND (p.valid_until IS NULL OR %(today)s < p.valid_until)),
       EXISTS (SELECT FROM treatment_dose d WHERE d.person_id = %(person)s AND d.dose_on = %(wanted)s
               AND d.retired_at IS NULL)
"""

_SETTLE: Final = f"""
SELECT d.person_id, d.volume_units, d.organisation_id, g.unit_id, l.book_id, l.lot_id, l.from_account_id,
       l.to_account_id, {HOLD.format(person="d.person_id")}::text
FROM treatment_dose d JOIN treatment_enrolment e ON e.id = d.enrolment_id
JOIN places_organisation g ON g.id = d.organisation_id JOIN medicine_stockline l ON l.id = d.pour_line_id
WHERE d.id = %(dose)s AND {_IN_CARE}
  AND (%(everywhere)s OR d.organisation_id = ANY(%(inside)s) OR g.unit_id = ANY(%(units)s))
"""  # noqa: S608 - our own words only

_BECAME: Final = """
SELECT (SELECT o.id FROM treatment_doseoutcome o WHERE o.dose_id = %(dose)s),
       (SELECT a.id FROM medicine_stockaccount a WHERE a.book_id = %(book)s AND a.kind = %(target)s AND a.name = '')
"""


@dataclass(frozen=True)
class Pouring:
    """A window and an order in reach. `order_id` is None where there is no such order; else the person is held."""

    book_id: UUID
    organisation_id: UUID
    unit_id: str
    cup_id: UUID
    order_id: UUID | None
    person_id: UUID
    enrolment_id: UUID


@dataclass(frozen=True)
class Standing:
    """How the person stands now that nobody else doses them: the dose of this very request, the place, the day."""

    known_id: UUID | None
    is_here: bool
    is_dosed: bool


@dataclass(frozen=True)
class Poured:
    """A dose in reach that was poured, its person held."""

    person_id: UUID
    volume_units: Decimal
    organisation_id: UUID
    unit_id: str
    book_id: UUID
    lot_id: UUID
    window_id: UUID
    cup_id: UUID


def pouring(*, window_id: UUID, order_id: UUID, scope: Scope, power: str) -> Pouring | None:
    """The window and the order, for who has `power` there; None where there is no such window."""
    row = _one(_POUR, {"window": window_id, "order": order_id, **_reach(scope, power)})
    return None if row is None else Pouring(*row[:-1])


def standing(pouring: Pouring, *, request_id: UUID, today: date, wanted: date) -> Standing:
    """Asked after the person is held, so that it says what whoever came before has written."""
    row = _one(
        _STANDS,
        {
            "request": request_id,
            "enrolment": pouring.enrolment_id,
            "organisation": pouring.organisation_id,
            "person": pouring.person_id,
            "today": today,
            "wanted": wanted,
        },
    )
    return Standing(*row) if row else Standing(None, is_here=False, is_dosed=False)


def poured(*, dose_id: UUID, scope: Scope, power: str) -> Poured | None:
    """The dose, for who has `power` where it was poured; None where there is no such dose."""
    row = _one(_SETTLE, {"dose": dose_id, **_reach(scope, power)})
    return None if row is None else Poured(*row[:-1])


def became(*, dose_id: UUID, book_id: UUID, target: str) -> tuple[UUID | None, UUID | None]:
    """The outcome that is written already, and the account of the book that a dose of this end goes to."""
    row = _one(_BECAME, {"dose": dose_id, "book": book_id, "target": target})
    return (row[0], row[1]) if row else (None, None)


def _reach(scope: Scope, power: str) -> dict[str, Any]:
    return {
        "everywhere": scope.everywhere(power),
        "inside": list(scope.organisation_ids(power)),
        "units": list(scope.unit_ids(power)),
    }


def _one(statement: str, params: dict[str, Any]) -> tuple[Any, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found
