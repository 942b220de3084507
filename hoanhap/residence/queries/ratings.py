"""The month of a facility to be rated, and who may be proposed for a shorter term."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from hoanhap.access.scope import Scope
from hoanhap.kit.dates import add_months
from hoanhap.kit.errors import Words
from hoanhap.residence.models import Escape, Rating, RatingReview, Stay
from hoanhap.residence.queries.days import there
from hoanhap.residence.queries.regulations import grades, regulations
from hoanhap.residence.queries.residents import ResidentRow, log_shown, rows_of
from hoanhap.residence.queries.terms import CASE
from hoanhap.residence.rules.absences import days_away
from hoanhap.residence.rules.months import has_served_half, month_of, quarter_of, rated_fair

READ: Final = "residence.read"


@dataclass(frozen=True)
class RatingEntry:
    """A resident of the month; `grade` empty while not rated."""

    resident: ResidentRow
    grade: str
    grade_label: Words
    last_grade: str
    """The grade of the month before, to begin with."""


@dataclass(frozen=True)
class RatingSheet:
    """Everybody who was in the facility on some day of the month."""

    month: date
    entries: tuple[RatingEntry, ...]

    @property
    def open(self) -> tuple[RatingEntry, ...]:
        return tuple(one for one in self.entries if not one.grade)


@dataclass(frozen=True)
class ReviewLine:
    """The review of a quarter, or that it is still to be held (`held_on` None)."""

    quarter: date
    held_on: date | None
    minutes_number: str
    chaired_by: str

    @property
    def number(self) -> int:
        """1 to 4."""
        return (self.quarter.month + 2) // 3

    @property
    def code(self) -> str:
        """2026-3 for the third quarter: as in addresses."""
        return f"{self.quarter.year}-{self.number}"


@dataclass(frozen=True)
class Candidate:
    """Somebody for whom the facility may propose a shorter term."""

    resident: ResidentRow
    served_days: int
    term_days: int


def rating_sheet(facility_id: UUID, *, month: date, scope: Scope, at: datetime) -> RatingSheet:
    """The sheet of a month. Names shown are logged; empty where the facility is out of reach."""
    first = month_of(month)
    last = add_months(first, 1)
    stays = Stay.objects.visible_to(scope, READ).filter(
        Q(discharged_on__isnull=True) | Q(discharged_on__gt=first),
        facility_id=facility_id,
        admitted_on__lt=last,
        retired_at__isnull=True,
    )
    rows = rows_of(stays, scope=scope, on=min(scope.on, last), named=True)
    known: dict[tuple[UUID, date], str] = {}
    for stay_id, of, grade in Rating.objects.filter(
        stay__in=[row.stay_id for row in rows],
        month__in=(first, add_months(first, -1)),
        retired_at__isnull=True,
    ).values_list("stay_id", "month", "grade"):
        known[stay_id, of] = grade
    labels = dict(grades(first))
    log_shown("residence.ratings-read", rows, scope=scope, at=at, purpose="ratings")
    return RatingSheet(
        first,
        tuple(
            RatingEntry(
                row,
                known.get((row.stay_id, first), ""),
                labels.get(known.get((row.stay_id, first), ""), ""),
                known.get((row.stay_id, add_months(first, -1)), ""),
            )
            for row in rows
        ),
    )


def reviews(facility_id: UUID, *, scope: Scope, on: date, count: int = 4) -> list[ReviewLine]:
    """The last quarters that are over, the latest first, and whether their ratings were reviewed."""
    quarters = [add_months(quarter_of(on), -3 * back) for back in range(1, count + 1)]
    held = {
        row.quarter: row
        for row in RatingReview.objects.visible_to(scope, READ).filter(
            facility_id=facility_id, quarter__in=quarters, retired_at__isnull=True
        )
    }
    lines = []
    for quarter in quarters:
        row = held.get(quarter)
        lines.append(
            ReviewLine(
                quarter,
                row.held_on if row else None,
                row.minutes_number if row else "",
                row.chaired_by if row else "",
            )
        )
    return lines


def reduction_candidates(facility_id: UUID, *, scope: Scope, on: date) -> list[Candidate]:
    """Residents by court decision who served half and whose latest months were rated fair or better.

    What the facility may propose; the court decides. Days of escape do not count as served.
    """
    rules = regulations(on).reduction
    months = rules.fair_months.value
    if months is None:
        return []
    stays = Stay.objects.visible_to(scope, READ).filter(
        there(on), facility_id=facility_id, source=Stay.Source.COURT
    )
    rows = rows_of(stays, scope=scope, on=on)
    ids = [row.stay_id for row in rows]
    grades_of: dict[UUID, dict[date, str]] = {}
    for stay_id, month, grade in Rating.objects.filter(
        stay__in=ids, month__gte=add_months(month_of(on), -months), retired_at__isnull=True
    ).values_list("stay_id", "month", "grade"):
        grades_of.setdefault(stay_id, {})[month] = grade
    spans: dict[UUID, list[tuple[date, date | None]]] = {}
    for stay_id, left_on, returned_on in Escape.objects.filter(
        stay__in=ids, retired_at__isnull=True
    ).values_list("stay_id", "left_on", "returned_on"):
        spans.setdefault(stay_id, []).append((left_on, returned_on))
    found = []
    for row in rows:
        if row.ends_on is None:
            continue
        lost = days_away(spans.get(row.stay_id, []), from_on=row.admitted_on, to_on=on)
        # The term of the case has been made longer by the days that do not count; what was typed has not.
        ends_on = row.ends_on - timedelta(days=lost) if row.ends_from == CASE else row.ends_on
        served = has_served_half(row.admitted_on, ends_on, on, not_counted=lost) or not rules.served_half
        fair = rated_fair(grades_of.get(row.stay_id, {}), on=on, months=months, fair=regulations(on).fair)
        if served and fair:
            found.append(Candidate(row, (on - row.admitted_on).days - lost, (ends_on - row.admitted_on).days))
    return found
