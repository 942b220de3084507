"""The same two places in plain Python: it says beforehand whether the database will take a step."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from hoanhap.access.scope import Authority, Scope
from hoanhap.places.models import Organisation
from tests.medicine.operations.test_stock import DAY, POWERS, at
from tests.treatment.window import ALL

RESTART_AFTER, FIRST_MG, FACTOR = 5, 30, 2
"""As `Window` sets the limits of methadone; the highest dose is never reached here."""
END = at(23, day=date(2027, 11, 1))
"""After every life, and before the lots expire."""


@dataclass
class NaiveOrder:
    row: object
    mg: int
    first: date
    until: date
    signed: bool
    needs_second: bool


@dataclass
class NaivePatient:
    row: object
    here: int = 0
    order: NaiveOrder | None = None
    hold: object = None
    holds: list = field(default_factory=list)
    moves: list = field(default_factory=list)
    withheld: list = field(default_factory=list)
    takes_home: bool = False
    doses: list = field(default_factory=list)

    def used_to(self, day: date) -> int | None:
        taken = [
            one["mg"]
            for one in self.doses
            if one["counts"] and one["first"] and day - timedelta(days=RESTART_AFTER) <= one["day"] <= day
        ]
        return max(taken, default=None)

    def is_held(self, day: date, on: date) -> bool:
        """Whether a hold that began by the day of the dose was not lifted by the day of the pour, also a past one."""
        return any(first <= day and (until is None or on < until) for first, until in self.holds)

    def where(self, on: date) -> int:
        """At which place they were dosed on a day, also a past one."""
        return next((there for since, there in reversed(self.moves) if since <= on), 0)

    def is_withheld(self, on: date) -> bool:
        return any(day == on for _row, day in self.withheld)

    def is_dosed(self, day: date) -> bool:
        return any(one["counts"] and one["day"] == day for one in self.doses)

    def last_before(self, day: date) -> date | None:
        return max(
            (one["day"] for one in self.doses if one["counts"] and one["first"] and one["day"] < day),
            default=None,
        )


@dataclass
class NaivePlace:
    book: object
    place: object
    at: dict
    lines: list = field(default_factory=list)
    """What moved since the last close: what kind of place it left, which it came to, lot, units, when."""
    closed: Counter = field(default_factory=Counter)
    """What the last close found, by kind and lot."""
    written: int = 0
    """How many lines the book has."""
    closed_at: datetime | None = None
    day: date | None = None
    opened_at: datetime | None = None
    last_day: date | None = None
    last_at: datetime | None = None

    def balance(self, kind: str, lot, until: datetime) -> Decimal:
        """From the last close on; nothing is asked of an instant before."""
        return sum(
            (
                units * ((target == kind) - (source == kind))
                for source, target, one, units, when in self.lines
                if one == lot and when <= until
            ),
            Decimal(self.closed[kind, lot]),
        )

    def moves(self, source: str, target: str, lot, units: Decimal, when: datetime) -> None:
        """A line of this book; an arrival comes from elsewhere (source "")."""
        self.lines.append((source, target, lot, units, when))
        self.written += 1

    def close(self, when: datetime) -> None:
        for source, target, lot, units, _when in self.lines:
            self.closed[source, lot] -= units
            self.closed[target, lot] += units
        self.lines, self.closed_at, self.day, self.opened_at = [], when, None, None

    def leaves_enough(self, kind: str, lot, units: Decimal, when: datetime) -> bool:
        """Whether the account holds that much at the instant and at every later one."""
        instants = {moment for *_rest, moment in self.lines if moment > when} | {when}
        return all(self.balance(kind, lot, moment) >= units for moment in instants)

    def takes(self, kind: str, lot, units: Decimal, when: datetime) -> bool:
        return self.is_after_the_close(when) and (
            kind in ("supplier", "found") or self.leaves_enough(kind, lot, units, when)
        )

    def is_after_the_close(self, when: datetime) -> bool:
        return self.closed_at is None or when > self.closed_at

    def is_open(self, when: datetime) -> bool:
        return self.day == local(when) and self.opened_at is not None and self.opened_at <= when


def local(when: datetime) -> date:
    return when.astimezone(at(6).tzinfo).date()


def both(place: Organisation, point: Organisation, name: str = "dieuduong") -> Scope:
    reached = frozenset([place.pk, point.pk])
    made = Authority("test", ALL | POWERS | {"medicine.sign"}, place.unit_id, frozenset(), place.pk, reached)
    return Scope(account_id=uuid4(), account_name=name, on=DAY, authorities=(made,))
