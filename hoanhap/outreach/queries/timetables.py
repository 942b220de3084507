"""The timetable of facilities in a month: what was planned, what was held, what is missing."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Sum

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.outreach.models import FacilitySession, TimetableLine
from hoanhap.outreach.rules.timetables import days_of
from hoanhap.places.queries.organisations import names_of

READ: Final = "outreach.read"
WRITE: Final = "outreach.write"
MOST: Final = 200
"""So many lines are laid out; a province has far fewer facilities."""


@dataclass(frozen=True)
class Line:
    """A line of a timetable."""

    id: UUID
    facility_name: str
    kind_label: Words
    title: str
    weekday: int | None
    month_day: int | None
    hour: str
    place: str
    partners: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True)
class Planned:
    """A planned session on a day. `attended`: how many came, None where no session of that kind is recorded for the day."""

    on: date
    facility_name: str
    kind_label: Words
    title: str
    hour: str
    place: str
    partners: str
    attended: int | None
    is_missing: bool


def lines(*, scope: Scope, on: date) -> list[Line]:
    """The lines in reach that hold or come, by facility."""
    found = TimetableLine.objects.visible_to(scope, READ).exclude(valid_until__lte=on)
    rows = list(found.order_by("unit_id", "organisation_id", "kind", "weekday", "month_day", "pk")[:MOST])
    names = names_of({row.organisation_id for row in rows}, on=on) if rows else {}
    return [_line(row, names) for row in rows]


def line(line_id: UUID, *, scope: Scope, on: date) -> Line:
    """One that the scope may end. Raises NotFound."""
    row = TimetableLine.objects.visible_to(scope, WRITE).filter(pk=line_id).first()
    if row is None:
        raise NotFound(Problem("no-such-line", "No such line."))
    return _line(row, names_of({row.organisation_id}, on=on))


def month(first: date, *, scope: Scope, on: date) -> list[Planned]:
    """What was planned in the month that begins on `first`, by day. Missing: its day is over and nothing is recorded."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    found = (
        TimetableLine.objects.visible_to(scope, READ)
        .filter(valid_from__lte=last)
        .exclude(valid_until__lte=first)
    )
    rows = list(found.order_by("unit_id", "organisation_id", "kind", "pk")[:MOST])
    names = names_of({row.organisation_id for row in rows}, on=on) if rows else {}
    held = _held(rows, first, last)
    planned = []
    for row in rows:
        days = days_of(
            weekday=row.weekday,
            month_day=row.month_day,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            from_on=first,
            to_on=last,
        )
        for day in days:
            attended = held.get((row.organisation_id, row.kind, day))
            planned.append(
                Planned(
                    on=day,
                    facility_name=names.get(row.organisation_id, ""),
                    kind_label=row.get_kind_display(),
                    title=row.title,
                    hour=row.hour,
                    place=row.place,
                    partners=row.partners,
                    attended=attended,
                    is_missing=attended is None and day < on,
                )
            )
    return sorted(planned, key=lambda one: (one.on, one.facility_name, one.hour, one.title))


def _held(rows: Sequence[Any], first: date, last: date) -> dict[tuple[UUID, str, date], int]:
    sessions = FacilitySession.objects.filter(
        retired_at__isnull=True,
        organisation__in={row.organisation_id for row in rows},
        on__range=(first, last),
    )
    found = sessions.order_by().values_list("organisation_id", "kind", "on").annotate(heads=Sum("attended"))
    return {(office, kind, day): heads for office, kind, day, heads in found}


def _line(row: Any, names: dict[UUID, str]) -> Line:
    return Line(
        id=row.pk,
        facility_name=names.get(row.organisation_id, ""),
        kind_label=row.get_kind_display(),
        title=row.title,
        weekday=row.weekday,
        month_day=row.month_day,
        hour=row.hour,
        place=row.place,
        partners=row.partners,
        from_on=row.valid_from,
        until_on=None if row.valid_until is None else row.valid_until - timedelta(days=1),
    )
