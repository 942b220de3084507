"""Rest days and swapped days that an administrator enters from the notice of a year, and takes back."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import CalendarDay, Episode
from hoanhap.casework.operations import spans
from hoanhap.casework.queries import law
from hoanhap.casework.queries.calendars import calendar
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean

POWER: Final = "casework.calendar"
EARLIEST: Final = date(2000, 1, 1)
LATEST: Final = date(2100, 12, 31)
# No holidays are longer: further off, a day cannot move the last day of anything.
REACH: Final = timedelta(days=30)
LONGEST = {"name": 150, "document_number": 150, "reason": 300}


class CalendarRefused(Refused):
    """The days cannot be entered or taken back like this; nothing was written."""


@dataclass(frozen=True)
class NewDay:
    """A day as the notice gives it. `kind`: "rest" or "working"."""

    day: date
    kind: str
    name: str


def add_day(
    *, day: date, kind: str, name: str, document_number: str, reason: str, scope: Scope, at: datetime
) -> CalendarDay:
    """One day of `add_days`."""
    return add_days(
        days=[NewDay(day, kind, name)], document_number=document_number, reason=reason, scope=scope, at=at
    )[0]


@transaction.atomic
def add_days(
    *, days: Sequence[NewDay], document_number: str, reason: str, scope: Scope, at: datetime
) -> list[CalendarDay]:
    """Enter the days of one notice, all or none. They win over the published calendar, and duties move at once.

    Raises Forbidden, CalendarRefused.
    """
    scope.require(POWER)
    days = [NewDay(new.day, new.kind, clean(new.name)) for new in days]
    document_number, reason = clean(document_number), clean(reason)
    problems = [*_of_notice(document_number, reason), *_of_days(days)]
    if problems:
        raise CalendarRefused(*problems)
    lines = [
        CalendarDay(
            day=new.day,
            kind=new.kind,
            name=new.name,
            document_number=document_number,
            confidence="high",
            is_entered=True,
            reason=reason,
            recorded_at=at,
            recorded_by=scope.account_id,
        )
        for new in days
    ]
    try:
        with transaction.atomic():
            CalendarDay.objects.bulk_create(lines)
    except IntegrityError:  # somebody entered one of them in the same moment
        raise CalendarRefused(*(_entered_already(new) for new in days)) from None
    for line in lines:
        trail.record(
            "casework.calendar-day-added",
            by=scope,
            at=at,
            subject=line,
            reason=reason,
            day=line.day.isoformat(),
            day_kind=line.kind,
            document_number=document_number,
        )
    _move_duties(line.day for line in lines)
    return lines


@transaction.atomic
def withdraw_day(*, line_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """Take back a day that was entered wrongly: what the published calendar says of it counts again.

    Raises Forbidden, NotFound, CalendarRefused.
    """
    scope.require(POWER)
    line = CalendarDay.objects.select_for_update().filter(pk=line_id, retired_at__isnull=True).first()
    if line is None:
        raise NotFound(Problem("no-calendar-day", _("There is no such day in the calendar.")))
    reason = clean(reason)
    if problems := list(_too_long_or_missing("reason", reason)):
        raise CalendarRefused(*problems)
    line.retired_at, line.retired_by, line.retired_reason = at, scope.account_id, reason
    line.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    trail.record(
        "casework.calendar-day-withdrawn",
        by=scope,
        at=at,
        subject=line,
        reason=reason,
        day=line.day.isoformat(),
        day_kind=line.kind,
    )
    _move_duties([line.day])


def check_days(days: Sequence[NewDay]) -> None:
    """Raise CalendarRefused where `add_days` would refuse them: before what they change is shown."""
    if problems := list(_of_days([NewDay(new.day, new.kind, clean(new.name)) for new in days])):
        raise CalendarRefused(*problems)


def _of_notice(document_number: str, reason: str) -> Iterable[Problem]:
    yield from _too_long_or_missing("document_number", document_number)
    yield from _too_long_or_missing("reason", reason)


def _of_days(days: Sequence[NewDay]) -> Iterable[Problem]:
    if not days:
        yield Problem("no-days", _("Enter at least one day."), "day")
    standing = calendar()
    taken = set(
        CalendarDay.objects.filter(retired_at__isnull=True, day__in=[new.day for new in days]).values_list(
            "day", flat=True
        )
    )
    for day, times in Counter(new.day for new in days).items():
        if times > 1:
            yield Problem(
                "day-twice",
                _("%(day)s stands here more than once: leave one line."),
                "day",
                {"day": _written(day)},
            )
    for new in days:
        yield from _too_long_or_missing("name", new.name)
        if new.kind not in CalendarDay.Kind.values:
            yield Problem("kind-unknown", _("Choose rest day or working day."), "kind")
        elif not EARLIEST <= new.day <= LATEST:
            yield Problem(
                "day-out-of-range",
                _("%(day)s is too far away: enter a day from 2000 to 2100."),
                "day",
                {"day": _written(new.day)},
            )
        elif new.day in taken:
            yield _entered_already(new)
        elif new.kind == CalendarDay.Kind.WORKING and standing.is_working(new.day):
            yield Problem(
                "day-is-worked-anyway",
                _("%(day)s is a working day already. Enter only days that are not ordinary."),
                "day",
                {"day": _written(new.day)},
            )


def _too_long_or_missing(field: str, value: str) -> Iterable[Problem]:
    missing = {
        "name": _("Say what day it is, such as “Lunar New Year”."),
        "document_number": _("Give the number of the notice that names the day."),
        "reason": _("Say why."),
    }
    if not value:
        yield Problem(f"{field.replace('_', '-')}-missing", missing[field], field)
    elif len(value) > LONGEST[field]:
        yield Problem(
            "too-long",
            _("Write at most %(longest)s characters."),
            field,
            {"longest": LONGEST[field]},
        )


def _entered_already(new: NewDay) -> Problem:
    return Problem(
        "day-entered-already",
        pgettext_lazy(
            "calendar", "%(day)s has been entered already. Take that line back before you enter it again."
        ),
        "day",
        {"day": _written(new.day)},
    )


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _move_duties(days: Iterable[date]) -> None:
    """Write anew the duties that such a day may have moved: those counted over it, or due near it."""
    law.forget()
    touched: set[UUID] = set()
    for day in days:
        touched |= set(
            Episode.objects.filter(duties__since_on__lte=day, duties__due_on__gte=day - REACH).values_list(
                "pk", flat=True
            )
        )
    if touched:
        spans.rewrite(Episode.objects.filter(pk__in=touched))
