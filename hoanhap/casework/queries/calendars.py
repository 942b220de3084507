"""The calendar of working days: what is published, and what an administrator entered since."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.models import CalendarDay
from hoanhap.kit.calendar import Calendar
from hoanhap.kit.errors import NotFound, Problem


@dataclass(frozen=True)
class FileDay:
    """A line of `definitions/calendars/vn-rest-days.csv`: a rest day, or a weekend day that is worked."""

    day: date
    kind: str
    name_vi: str
    name_en: str
    basis: str
    confidence: str


@dataclass(frozen=True)
class ShownDay:
    """A day that is no ordinary day, as it counts now.

    `id`, `recorded_at` and `reason` are those of the line that an administrator entered, else empty.
    """

    day: date
    kind: str
    name: str
    basis: str
    confidence: str
    id: UUID | None = None
    recorded_at: datetime | None = None
    reason: str = ""

    @property
    def is_entered(self) -> bool:
        return self.id is not None


@cache
def file_days() -> tuple[FileDay, ...]:
    """The published days, in order."""
    path = settings.DEFINITIONS / "calendars" / "vn-rest-days.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        rows = [(date.fromisoformat(line.pop("day")), line) for line in csv.DictReader(lines)]
    return tuple(FileDay(day, **line) for day, line in sorted(rows, key=lambda row: row[0]))


@cache
def file_calendar() -> Calendar:
    """The published calendar. A year is known when a notice or the law itself fixes at least one of its days."""
    days = file_days()
    known = [row.day.year for row in days if row.confidence == "high"]
    return Calendar(
        rest_days=frozenset(row.day for row in days if row.kind == "rest"),
        working_days=frozenset(row.day for row in days if row.kind == "working"),
        first_year=min(known),
        last_year=max(known),
    )


def with_entered(entered: Iterable[tuple[date, str]]) -> Calendar:
    """The published calendar, with the days that were entered here in place of its own.

    A year after the last known one is known as soon as a day of its notice has been entered.
    """
    shipped, told = file_calendar(), dict(entered)
    if not told:
        return shipped
    years, last_year = {day.year for day in told}, shipped.last_year
    while last_year + 1 in years:
        last_year += 1
    return Calendar(
        rest_days=(shipped.rest_days - told.keys()) | _of_kind(told, "rest"),
        working_days=(shipped.working_days - told.keys()) | _of_kind(told, "working"),
        first_year=shipped.first_year,
        last_year=last_year,
    )


def entered_days() -> list[tuple[date, str]]:
    """What an administrator entered and nobody took back: what `with_entered` asks for."""
    return list(CalendarDay.objects.filter(retired_at__isnull=True).values_list("day", "kind"))


def calendar() -> Calendar:
    """The calendar as it stands now, read from the database. Where much is computed, `law()` keeps it."""
    return with_entered(entered_days())


def shown_days(*, year: int, scope: Scope) -> tuple[ShownDay, ...]:
    """The days of a year that are no ordinary days, published or entered. Needs one of the powers to read or keep them.

    Raises Forbidden.
    """
    if not scope.may("casework.calendar"):
        scope.require("casework.read")
    speaks_english = (get_language() or "").startswith("en")
    found = {
        row.day: ShownDay(
            row.day, row.kind, row.name_en if speaks_english else row.name_vi, row.basis, row.confidence
        )
        for row in file_days()
        if row.day.year == year
    }
    for line in CalendarDay.objects.filter(retired_at__isnull=True, day__year=year):
        found[line.day] = ShownDay(
            line.day,
            line.kind,
            line.name,
            line.document_number,
            line.confidence,
            line.pk,
            line.recorded_at,
            line.reason,
        )
    return tuple(found[day] for day in sorted(found))


def entered_day(line_id: UUID, *, scope: Scope) -> ShownDay:
    """A day that was entered and not taken back. Raises Forbidden, NotFound."""
    scope.require("casework.calendar")
    for line in CalendarDay.objects.filter(pk=line_id, retired_at__isnull=True):
        return ShownDay(line.day, line.kind, line.name, line.document_number, line.confidence, line.pk)
    raise NotFound(Problem("no-calendar-day", _("There is no such day in the calendar.")))


def _of_kind(told: dict[date, str], kind: str) -> frozenset[date]:
    return frozenset(day for day, its_kind in told.items() if its_kind == kind)
