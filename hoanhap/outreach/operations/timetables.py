"""Lines of the timetable of a facility: planned, and planned no more."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.outreach.models import FacilitySession, TimetableLine
from hoanhap.outreach.operations.reach import WRITE, end_row, noted, reached_office
from hoanhap.outreach.operations.refusals import asked, fitting, nothing, one_of, refused

FACILITIES = ("rehab-facility", "satellite-point")


@transaction.atomic
def plan_session(
    *,
    organisation_id: UUID,
    kind: str,
    title: str,
    valid_from: date,
    weekday: int | None = None,
    month_day: int | None = None,
    hour: str = "",
    place: str = "",
    partners: str = "",
    scope: Scope,
    at: datetime,
) -> TimetableLine:
    """A session comes every week or every month from a day on. Raises Forbidden, NotFound, OutreachRefused."""
    facility = reached_office(organisation_id, scope=scope, kinds=FACILITIES)
    if (weekday is None) == (month_day is None):
        raise refused(
            "week-or-month", _("Choose a day of the week or a day of the month, one of the two."), "weekday"
        )
    if weekday is not None and weekday not in range(7):
        raise refused("not-on-the-list", _("Choose one from the list."), "weekday")
    if month_day is not None and month_day not in range(1, 32):
        raise refused("no-such-day", _("A month has the days 1 to 31."), "month_day")
    line = TimetableLine.objects.create(
        organisation=facility,
        unit_id=facility.unit_id,
        kind=one_of(kind, FacilitySession.Kind.values, "kind"),
        title=asked(title, field="title", longest=200),
        weekday=weekday,
        month_day=month_day,
        hour=fitting(hour, field="hour", longest=20),
        place=fitting(place, field="place", longest=100),
        partners=fitting(partners, field="partners", longest=300),
        valid_from=valid_from,
    )
    noted("session-planned", line, facility.unit_id, scope=scope, at=at)
    return line


@transaction.atomic
def end_line(*, line_id: UUID, on: date, reason: str, scope: Scope, at: datetime) -> TimetableLine:
    """It is planned no more; `on` is the last day. Raises Forbidden, NotFound, OutreachRefused."""
    scope.require(WRITE)
    found = TimetableLine.objects.visible_to(scope, WRITE).filter(pk=line_id)
    line = found.select_for_update(of=("self",)).first()
    if line is None:
        raise nothing("line_id")
    why = end_row(line, on=on, reason=reason, scope=scope, at=at)
    noted("session-planned-no-more", line, line.unit_id, scope=scope, at=at, reason=why)
    return line
