"""Numbers of documents: 1, 2, 3 … of one office, one year and one kind, without a gap and never twice.

Lock order: the document first, then the row of its series; nothing else is locked after it.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Document, NumberSeries, ReservedNumber
from hoanhap.casework.operations.chain import SIGN, WRITE
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import Forbidden, NotFound, Problem, Refused
from hoanhap.kit.text import clean
from hoanhap.places.queries import organisations

LONGEST_FAMILY = 12
YEARS_BACK = 15
LARGEST = 99_999


class NumberRefused(Refused):
    """The number was not given."""


def no_such_number() -> NotFound:
    return NotFound(Problem("no-such-number", _("There is no such number.")))


def take_number(*, issuer_id: UUID, family: str, on: date) -> int:
    """The next number of the series, in the transaction of the document that bears it: no document, no number.

    Raises NumberRefused for a day before that of the number before: numbers follow the days.
    """
    series = _held(issuer_id, family, on.year)
    if series.last_on and on < series.last_on:
        raise NumberRefused(
            Problem(
                "number-before-the-last",
                _(
                    "Number %(last)s of this series was given on %(day)s, and numbers follow the days. Date the paper "
                    "on that day or later, or use a number that was reserved."
                ),
                field="on",
                params={"last": series.last, "day": f"{series.last_on:%d/%m/%Y}"},
            )
        )
    return _next(series, on)


@transaction.atomic
def reserve_number(
    *, issuer_id: UUID, family: str, on: date, reason: str, scope: Scope, at: datetime
) -> ReservedNumber:
    """Keep the next number free for a paper that will follow. Raises NotFound, NumberRefused."""
    _require(scope, issuer_id, on)
    reason = _reason(reason)
    if on > local_day(at):
        raise NumberRefused(
            Problem("in-the-future", _("This day has not come yet. Check the date."), field="on")
        )
    number = take_number(issuer_id=issuer_id, family=family, on=on)
    series = _held(issuer_id, family, on.year)
    reserved = ReservedNumber.objects.create(
        series=series,
        number=number,
        reserved_on=on,
        reason=reason,
        recorded_at=at,
        recorded_by=scope.account_id,
    )
    trail.record("casework.number-reserved", by=scope, at=at, subject=reserved, reason=reason)
    return reserved


@transaction.atomic
def withdraw_reserved(*, number_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """The number will not be used: it stays in the register with the reason, and is never given again.

    Raises NotFound, NumberRefused where it stands on a paper already.
    """
    reserved = held_reserved(number_id, scope=scope, on=local_day(at))
    reserved.retired_at, reserved.retired_by, reserved.retired_reason = at, scope.account_id, _reason(reason)
    reserved.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    trail.record(
        "casework.number-withdrawn", by=scope, at=at, subject=reserved, reason=reserved.retired_reason
    )


@transaction.atomic
def continue_after(
    *, issuer_id: UUID, family: str, year: int, taken: int, reason: str, scope: Scope, at: datetime
) -> NumberSeries:
    """The office gave numbers up to `taken` before, in a register of its own: ours go on after them.

    Raises NotFound, NumberRefused where numbers have been given here already.
    """
    _require(scope, issuer_id, local_day(at))
    reason = _reason(reason)
    this_year = local_day(at).year
    problems = []
    if not this_year - YEARS_BACK <= year <= this_year:
        problems.append(
            Problem(
                "year-out-of-range",
                _("Papers are numbered here from %(first)s to %(last)s. Check the year."),
                field="year",
                params={"first": str(this_year - YEARS_BACK), "last": str(this_year)},
            )
        )
    if not 1 <= taken <= LARGEST:
        problems.append(
            Problem(
                "number-out-of-range",
                _("The last number used lies between 1 and %(largest)s. Check it."),
                field="taken",
                params={"largest": LARGEST},
            )
        )
    if problems:
        raise NumberRefused(*problems)
    series = _held(issuer_id, family, year)
    if series.last != series.taken or taken < series.taken:
        raise NumberRefused(
            Problem(
                "numbers-given-already",
                _(
                    "Numbers of this series were given here already, up to %(last)s: it goes on from there. Keep the next "
                    "number free, and withdraw it with the reason, for each paper that was numbered elsewhere since."
                )
                if series.last != series.taken
                else _(
                    "The series goes on after %(last)s already. A number that was used is never taken back."
                ),
                field="taken",
                params={"last": series.last},
            )
        )
    series.last = series.taken = taken
    series.taken_reason = reason
    with trail.because(by=scope, reason=reason):
        series.save(update_fields=["last", "taken", "taken_reason"])
    trail.record("casework.series-continued", by=scope, at=at, subject=series, reason=reason, taken=taken)
    return series


def held_reserved(number_id: UUID, *, scope: Scope, on: date) -> ReservedNumber:
    """A reserved number that is still free; its series is locked. Raises NotFound, NumberRefused."""
    reserved = ReservedNumber.objects.select_related("series").filter(pk=number_id).first()
    if reserved is None:
        raise no_such_number()
    _require(scope, reserved.series.issuer_id, on)
    series = NumberSeries.objects.select_for_update().get(pk=reserved.series_id)
    reserved.refresh_from_db()
    is_used = Document.objects.filter(
        issuer_id=series.issuer_id, family=series.family, year=series.year, number=reserved.number
    ).exists()
    if reserved.retired_at or is_used:
        raise NumberRefused(
            Problem("number-is-gone", _("This number is used or withdrawn already."), field="reserved")
        )
    return reserved


def _held(issuer_id: UUID, family: str, year: int) -> NumberSeries:
    NumberSeries.objects.get_or_create(issuer_id=issuer_id, family=family[:LONGEST_FAMILY], year=year)
    return NumberSeries.objects.select_for_update().get(issuer_id=issuer_id, family=family, year=year)


def _next(series: NumberSeries, on: date) -> int:
    series.last += 1
    series.last_on = on
    series.save(update_fields=["last", "last_on"])
    return series.last


def _require(scope: Scope, issuer_id: UUID, on: date) -> None:
    """Whoever writes or signs for the office's own unit keeps its numbers. Absent and out of reach are the same."""
    if not (scope.may(WRITE) or scope.may(SIGN)):
        raise Forbidden
    office = organisations.organisation(issuer_id, on=on)
    if not any(scope.may(power) and scope.reaches(power, office.unit_id) for power in (WRITE, SIGN)):
        raise NotFound(Problem("no-such-organisation", _("There is no such organisation.")))


def _reason(reason: str) -> str:
    tidy = clean(reason)
    if not tidy:
        raise NumberRefused(Problem("reason-missing", _("Say why, in a few words."), field="reason"))
    return tidy[:300]
