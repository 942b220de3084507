"""What speaks against pouring now, in words. The database refuses the same, whatever a screen shows."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import Problem
from hoanhap.treatment.models import DoseOrder, Withholding
from hoanhap.treatment.queries.orders import is_signed
from hoanhap.treatment.queries.screens import Portion


def stops(
    row: Any,
    order: DoseOrder | None,
    portion: Portion | None,
    *,
    is_open: bool,
    is_elsewhere: bool,
    is_lost: bool,
    on: date,
) -> tuple[Problem, ...]:
    """Everything for which nothing may be poured for somebody now: of the person, of the order, of the stock."""
    if is_elsewhere:
        words = _("Has had the dose of today at another place.")
        return (Problem("dosed-elsewhere", words), *_of_the_person(row, on))
    if is_lost:
        words = _("The dose of today was poured and cannot be found. No second dose without a doctor.")
        return (Problem("lost", words), *_of_the_person(row, on))
    return (*_of_the_person(row, on), *_of_the_order(row, order, on), *_of_the_stock(portion, is_open))


def _of_the_person(row: Any, on: date) -> Iterator[Problem]:
    if row.ended_on is not None and row.ended_on <= on:
        yield Problem("ended", _("Treatment here has ended."))
    elif not row.is_here:
        yield Problem("elsewhere", _("Is not to be dosed here today. Ask the own clinic."))
    for one in row.holds_listed:
        yield Problem("on-hold", _("Doses are on hold: %(why)s"), params={"why": one["reason"]})
    for one in row.withheld:
        words = _("Withheld today: %(why)s. A doctor sees the person first.")
        yield Problem("withheld", words, params={"why": Withholding.Reason(one["reason"]).label})


def _of_the_order(row: Any, order: DoseOrder | None, on: date) -> Iterator[Problem]:
    if order is None:
        yield Problem("no-order", _("No order holds today. Send the person to the doctor."))
        return
    if not is_signed(order):
        yield Problem("unsigned", _("The order waits for a second doctor's signature."))
    if row.last_on is not None and row.restart_after is not None:
        last = row.last_on + timedelta(days=row.restart_after)
        if last < on and order.valid_from <= last:
            words = _("Too many days without a dose. The doctor sees the person and begins anew.")
            yield Problem("restart", words)


def _of_the_stock(portion: Portion | None, is_open: bool) -> Iterator[Problem]:
    if not is_open:
        yield Problem("day-not-open", _("The day is not open. Two people count the stock first."))
    elif portion is None:
        return
    elif portion.bottle is None:
        words = _("There is not enough unexpired medicine at the window. Bring more from the cabinet.")
        yield Problem("no-bottle", words)
    elif portion.volume_units is None:
        words = _("This dose cannot be measured exactly with the lot at the window.")
        yield Problem("not-exact", words)
