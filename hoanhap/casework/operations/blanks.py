"""Values that the law left open: filled in by an administrator with a document, and taken back. Never made up."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import BlankValue
from hoanhap.casework.operations import spans
from hoanhap.casework.queries import law
from hoanhap.casework.queries.simulations import Change, concerned
from hoanhap.casework.rules.facts import Filled
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean

POWER: Final = "casework.law"
GREATEST: Final = 3_660
EARLIEST: Final = date(2000, 1, 1)
LONGEST: Final = {"document_number": 60, "reason": 300}


class BlankRefused(Refused):
    """The blank cannot be filled or emptied like this; nothing was written."""


def filling(*, regime: str, blank: str, count: int, valid_from: date, on: date) -> Change:
    """What filling a blank on a day would change, to be simulated. Raises BlankRefused where there is no such blank."""
    if problems := list(_of_value(regime, blank, count, valid_from)):
        raise BlankRefused(*problems)
    return Change(since=on, filled={(regime, blank): Filled(valid_from, count, on)})


def emptying(line_id: UUID) -> Change:
    """What taking a value back would change. Raises NotFound."""
    line = BlankValue.objects.filter(pk=line_id, retired_at__isnull=True).first()
    if line is None:
        raise NotFound(Problem("no-such-value", _("There is no such value.")))
    return _emptying(line)


def _emptying(line: BlankValue) -> Change:
    return Change(since=localdate(line.recorded_at), emptied={(line.regime, line.blank): line.valid_from})


@transaction.atomic
def fill_blank(
    *,
    regime: str,
    blank: str,
    count: int,
    valid_from: date,
    document_number: str,
    document_on: date,
    reason: str,
    scope: Scope,
    at: datetime,
) -> BlankValue:
    """Fill a blank from a day on, in the unit of the blank. Duties that stand get their last day at once.

    What had been done before the value was entered was never late by it. Raises Forbidden, BlankRefused.
    """
    scope.require(POWER)
    document_number, reason = clean(document_number), clean(reason)
    problems = [
        *_of_value(regime, blank, count, valid_from),
        *of_document(document_number, document_on, at),
        *_too_long_or_missing("reason", reason),
    ]
    if problems:
        raise BlankRefused(*problems)
    line = BlankValue(
        regime=regime,
        blank=blank,
        count=count,
        valid_from=valid_from,
        document_number=document_number,
        document_on=document_on,
        reason=reason,
        recorded_at=at,
        recorded_by=scope.account_id,
    )
    try:
        with transaction.atomic():
            line.save(force_insert=True)
    except IntegrityError:
        raise BlankRefused(_filled_already(valid_from)) from None
    trail.record(
        "casework.blank-filled",
        by=scope,
        at=at,
        subject=line,
        reason=reason,
        regime=regime,
        blank=blank,
        count=count,
        valid_from=valid_from.isoformat(),
        document_number=document_number,
    )
    change = Change(since=localdate(at), filled={(regime, blank): Filled(valid_from, count, localdate(at))})
    _rewrite(change)
    return line


@transaction.atomic
def withdraw_blank(*, line_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """Take a value back that was entered wrongly: the blank is blank again.

    Raises Forbidden, NotFound, BlankRefused.
    """
    scope.require(POWER)
    line = BlankValue.objects.select_for_update().filter(pk=line_id, retired_at__isnull=True).first()
    if line is None:
        raise NotFound(Problem("no-such-value", _("There is no such value.")))
    reason = clean(reason)
    if problems := list(_too_long_or_missing("reason", reason)):
        raise BlankRefused(*problems)
    change = _emptying(line)
    line.retired_at, line.retired_by, line.retired_reason = at, scope.account_id, reason
    line.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    trail.record(
        "casework.blank-emptied",
        by=scope,
        at=at,
        subject=line,
        reason=reason,
        regime=line.regime,
        blank=line.blank,
        count=line.count,
        valid_from=line.valid_from.isoformat(),
    )
    _rewrite(change)


def _rewrite(change: Change) -> None:
    law.forget()
    spans.rewrite_each(concerned(change, law.law()))


def of_document(number: str, on: date, at: datetime) -> Iterable[Problem]:
    """What is wrong with the document that a change of the law names."""
    yield from _too_long_or_missing("document_number", number)
    if on > localdate(at):
        yield Problem(
            "document-in-the-future",
            _("The day of the document has not come yet. Check the day."),
            "document_on",
        )


def _of_value(regime: str, blank: str, count: int, valid_from: date) -> Iterable[Problem]:
    editions = [one for one in law.law().regimes.values() if one.code == regime]
    if not any(one.code == blank for edition in editions for one in edition.blanks):
        yield Problem("no-such-blank", _("The law leaves no such value open."), "blank")
        return
    if not 0 <= count <= GREATEST:
        yield Problem(
            "count-out-of-range",
            _("Enter a whole number from 0 to %(greatest)s."),
            "count",
            {"greatest": GREATEST},
        )
    first = min(one.in_force.from_on for one in editions)
    if valid_from < max(first, EARLIEST):
        yield Problem(
            "before-the-regime",
            _("These rules are in force from %(first)s: a value cannot hold before that day."),
            "valid_from",
            {"first": f"{first:%d/%m/%Y}"},
        )
    if BlankValue.objects.filter(
        regime=regime, blank=blank, valid_from=valid_from, retired_at__isnull=True
    ).exists():
        yield _filled_already(valid_from)


def _filled_already(valid_from: date) -> Problem:
    return Problem(
        "filled-already",
        _("A value holds from %(day)s already. Take it back before you enter another for that day."),
        "valid_from",
        {"day": f"{valid_from:%d/%m/%Y}"},
    )


def _too_long_or_missing(field: str, value: str) -> Iterable[Problem]:
    missing = {
        "document_number": _("Give the number of the document that says so."),
        "reason": _("Say why."),
    }
    if not value:
        yield Problem(f"{field.replace('_', '-')}-missing", missing[field], field)
    elif len(value) > LONGEST[field]:
        yield Problem(
            "too-long", _("Write at most %(longest)s characters."), field, {"longest": LONGEST[field]}
        )
