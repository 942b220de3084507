"""Monthly ratings, a whole house in one action, and their quarterly review."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import add_months, local_day
from hoanhap.kit.inserts import insert_together
from hoanhap.residence.models import Rating, RatingReview, Stay
from hoanhap.residence.operations.case import tell_each
from hoanhap.residence.operations.reach import FACILITY, POINT, WRITE, facility
from hoanhap.residence.operations.refusals import asked, not_ahead, refused, said_in_words
from hoanhap.residence.queries.regulations import regulations
from hoanhap.residence.rules.months import month_of, quarter_of
from hoanhap.residence.rules.told import grade_of_month


@transaction.atomic
def rate(
    *,
    facility_id: UUID,
    month: date,
    grades: Mapping[UUID, str],
    scope: Scope,
    at: datetime,
) -> list[Rating]:
    """The grades of a month: stay → code. Those named were in the facility on some day of the month.

    Nothing is written where one of them cannot be. The cases are told, on the last day
    of the month. Raises Forbidden, NotFound, ResidenceRefused.
    """
    house = facility(facility_id, scope=scope, power=WRITE, kinds=(FACILITY, POINT))
    first = month_of(not_ahead(month, "month", at))
    known = {grade.code for grade in regulations(first).grades}
    if not set(grades.values()) <= known:
        raise refused("no-such-grade", _("Choose one from the list."), "grade")
    if not grades:
        raise refused("nobody-rated", _("Choose a grade for at least one resident."))
    stays = {
        stay.pk: stay
        for stay in Stay.objects.filter(
            Q(discharged_on__isnull=True) | Q(discharged_on__gt=first),
            pk__in=list(grades),
            facility=house,
            admitted_on__lt=add_months(first, 1),
            retired_at__isnull=True,
        )
    }
    if set(grades) - set(stays):
        words = _("Somebody who is rated was not in the facility in that month. Open the page again.")
        raise refused("not-there-then", words)
    with said_in_words():
        rows = Rating.objects.bulk_create(
            Rating(
                person_id=stays[stay_id].person_id,
                stay_id=stay_id,
                month=first,
                grade=grade,
                recorded_by=scope.account_id,
            )
            for stay_id, grade in grades.items()
        )
    entries = [
        trail.entry(
            "residence.month-rated",
            by=scope,
            at=at,
            person_id=row.person_id,
            subject=row,
            unit_id=house.unit_id,
            month=first.isoformat(),
        )
        for row in rows
    ]
    insert_together(entries)
    told = grade_day(first, at)
    tell_each([(stays[row.stay_id], grade_of_month(row.grade, told)) for row in rows], scope=scope, at=at)
    return rows


def grade_day(month: date, at: datetime) -> date:
    """The last day of the month that was rated, or today while it goes on."""
    return min(add_months(month, 1) - timedelta(days=1), local_day(at))


@transaction.atomic
def hold_review(
    *,
    facility_id: UUID,
    quarter: date,
    held_on: date,
    minutes_number: str,
    chaired_by: str,
    scope: Scope,
    at: datetime,
) -> RatingReview:
    """The ratings of a quarter that is over were looked over, with minutes. Raises Forbidden, NotFound, ResidenceRefused."""
    house = facility(facility_id, scope=scope, power=WRITE, kinds=(FACILITY, POINT))
    first = quarter_of(quarter)
    not_ahead(held_on, "held_on", at)
    if add_months(first, 3) > local_day(at) or held_on < add_months(first, 3):
        raise refused("quarter-not-over", _("This quarter is not over on that day."), "held_on")
    with said_in_words():
        review = RatingReview.objects.create(
            facility=house,
            quarter=first,
            held_on=held_on,
            minutes_number=asked(minutes_number, field="minutes_number", longest=60),
            chaired_by=asked(chaired_by, field="chaired_by", longest=150),
            recorded_by=scope.account_id,
        )
    trail.record("residence.ratings-reviewed", by=scope, at=at, subject=review, unit_id=house.unit_id)
    return review
