"""Who has stayed away so long that the law calls it leaving: by working days and by sessions, with what is then due.

Facts for the doctor and the head of the clinic; nothing is written into the case by itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Step
from hoanhap.casework.queries.calendars import calendar
from hoanhap.kit.calendar import Calendar
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.treatment.models import Dose, DoseOutcome, Enrolment, Hold
from hoanhap.treatment.queries.guideline import absence_rule
from hoanhap.treatment.rules.guideline import Absence

POWERS: Final = ("treatment.care", "treatment.head")


@dataclass(frozen=True)
class Away:
    """Somebody in treatment who takes no dose. `sessions`: days of dosing missed, one after the other.

    `left_on`: the day on which the rule was fulfilled, None while it is not; `notice_by`: the last day to tell it.
    `last_dose_on`: None for who was enrolled and never took a dose. That is no leaving: the treatment has not begun, and
    what the law makes of that is a duty of the case. `since`: the day after which the days are counted.
    """

    place_id: UUID
    enrolment_id: UUID
    episode_id: UUID
    person_id: UUID
    card_number: str
    last_dose_on: date | None
    since: date
    sessions: int
    working_days: int
    left_on: date | None
    notice_by: date | None
    is_told: bool

    def is_late(self, on: date) -> bool:
        """Whether it should have been told before the day."""
        return self.notice_by is not None and not self.is_told and self.notice_by < on


def away(place_id: UUID, *, on: date, scope: Scope) -> list[Away]:
    """Everybody of the clinic whose absence without a reason has begun, the longest first. Raises NotFound."""
    if not any(scope.everywhere(power) or place_id in scope.organisation_ids(power) for power in POWERS):
        raise NotFound(Problem("no-such-facility", "", "place_id"))
    return sorted(_away([place_id], on=on), key=lambda one: one.since)


def fulfilled(place_ids: Iterable[UUID], *, on: date) -> list[Away]:
    """Those of these clinics whose absence the law calls leaving and whom nobody has told of. For who works there."""
    return [one for one in _away(place_ids, on=on) if one.left_on is not None and not one.is_told]


def _away(place_ids: Iterable[UUID], *, on: date) -> list[Away]:
    rule, days = absence_rule(on), calendar()
    taken = Dose.objects.filter(enrolment=OuterRef("pk"), retired_at__isnull=True, dose_on__lt=on).exclude(
        outcome__kind=DoseOutcome.Kind.LOST
    )
    held = Hold.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on), enrolment=OuterRef("pk"), valid_from__lte=on
    )
    steps = Step.objects.filter(episode=OuterRef("episode"), retired_at__isnull=True)
    rows = (
        Enrolment.objects.filter(
            Q(ended_on__isnull=True) | Q(ended_on__gt=on), organisation__in=list(place_ids)
        )
        .annotate(
            last_on=Subquery(taken.order_by("-dose_on").values("dose_on")[:1]),
            excused_until=Subquery(steps.filter(kind="absence").order_by("-until_on").values("until_on")[:1]),
        )
        # Whom the clinic itself keeps from dosing is not away.
        .filter(~Exists(held))
        .filter(
            Q(last_on__lt=on - timedelta(days=1))
            | Q(last_on__isnull=True, enrolled_on__lt=on - timedelta(days=1))
        )
        .annotate(is_told=Exists(steps.filter(kind="self-termination", happened_on__gt=OuterRef("last_on"))))
    )
    return [found for row in rows if (found := _one(row, rule, days, on)) is not None]


def _one(row: Enrolment, rule: Absence, days: Calendar, on: date) -> Away | None:
    """The absence of one enrolment since the last dose, the enrolment, or the end of an absence with a reason."""
    taken: date | None = row.last_on  # type: ignore[attr-defined]
    last = taken or row.enrolled_on
    excused: date | None = row.excused_until  # type: ignore[attr-defined]
    since = max(last, excused) if excused else last
    if since >= on:
        return None
    sessions = (on - since).days - 1
    left_on = first_day(since, rule, days)
    reached = left_on if taken is not None and left_on <= on else None
    return Away(
        place_id=row.organisation_id,
        enrolment_id=row.pk,
        episode_id=row.episode_id,
        person_id=row.person_id,
        card_number=row.card_number,
        last_dose_on=taken,
        since=since,
        sessions=sessions,
        working_days=days.working_days_between(since, on - timedelta(days=1)),
        left_on=reached,
        notice_by=days.add_working_days(reached, rule.notice_working_days.value) if reached else None,
        is_told=bool(row.is_told),  # type: ignore[attr-defined]
    )


def first_day(since: date, rule: Absence, days: Calendar) -> date:
    """The first day on which the rule is fulfilled: the day after the last of so many working days, or sessions, missed."""
    by_days = days.add_working_days(since, rule.working_days.value)
    by_sessions = since + timedelta(days=rule.sessions.value)
    return min(by_days, by_sessions) + timedelta(days=1)
