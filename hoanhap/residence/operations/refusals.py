"""What the operations of this room raise, and its sentences."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import Problem, Refused, Words
from hoanhap.kit.text import clean
from hoanhap.residence.rules.beds import Unfit


class ResidenceRefused(Refused):
    """Nothing was written."""


UNFIT: Final[dict[Unfit, Words]] = {
    Unfit.OTHER_SEX: _("This ward is for the other sex. Choose another ward."),
    Unfit.NOT_FOR_MINORS: _("Somebody under 18 does not sleep in a ward of adults. Choose another ward."),
    Unfit.FOR_MINORS_ONLY: _("This ward is for people under 18. Choose another ward."),
    Unfit.NOT_OPEN: _("This ward was not open on that day. Check the day or choose another ward."),
}

KNOWN: Final = {
    "stay_one_at_a_time": Problem(
        "stays-already",
        _("At that time this person is already admitted to a facility. End that stay first."),
        "admitted_on",
    ),
    "placement_one_at_a_time": Problem(
        "placed-already", _("The resident already has another place in that time. Check the day."), "on"
    ),
    "placement_one_person_a_bed": Problem(
        "bed-taken", _("Somebody else has this bed at that time. Choose another bed."), "bed"
    ),
    "ward_name_once_in_a_facility": Problem(
        "ward-name-taken", _("The facility already has a ward of this name. Use another name."), "name"
    ),
    "roll_once_a_day": Problem(
        "roll-closed-already",
        _("The roll of this ward was already closed for that day. Withdraw it first if it is wrong."),
    ),
    "leave_one_at_a_time": Problem(
        "leave-already", _("The resident already has leave in those days. Check the days."), "from_on"
    ),
    "rating_once_a_month": Problem(
        "rated-already", _("This month is rated already. Withdraw that rating first if it is wrong."), "month"
    ),
    "rating_review_once_a_quarter": Problem(
        "reviewed-already", _("The ratings of this quarter are reviewed already."), "quarter"
    ),
    "escape_one_at_a_time": Problem(
        "escaped-already", _("The resident is already recorded as escaped then."), "left_on"
    ),
    "notice_once": Problem("notice-twice", _("A notice of this number is already recorded."), "number"),
    "catchment_of_a_commune_once_at_a_time": Problem(
        "served-already", _("This point already serves one of these communes then."), "unit_ids"
    ),
}


@contextmanager
def said_in_words() -> Iterator[None]:
    """Turn a violated constraint into a sentence. Leave the transaction with it: it can write nothing more."""
    try:
        yield
    except IntegrityError as violated:
        diagnosis = getattr(violated.__cause__, "diag", None)
        problem = KNOWN.get(getattr(diagnosis, "constraint_name", None) or "")
        if problem is None:
            raise
        raise ResidenceRefused(problem) from violated


def refused(code: str, message: Words, field: str | None = None, **params: object) -> ResidenceRefused:
    """One reason."""
    return ResidenceRefused(Problem(code, message, field, params))


def asked(text: str, *, field: str, longest: int) -> str:
    """A text that must be given, cleaned. Raises ResidenceRefused where it is empty or too long."""
    kept = fitting(text, field=field, longest=longest)
    if not kept:
        raise refused("missing", _("Fill in this field."), field)
    return kept


def fitting(text: str, *, field: str, longest: int) -> str:
    """A cleaned text that fits. Raises ResidenceRefused where it is too long."""
    kept = clean(text)
    if len(kept) > longest:
        words = _("This text is too long (at most %(longest)s characters). Shorten it.")
        raise refused("too-long", words, field, longest=longest)
    return kept


def chosen(value: str, among: list[str], *, field: str) -> str:
    """A code from a list. Raises ResidenceRefused for any other."""
    if value not in among:
        raise refused("not-on-the-list", _("Choose one from the list."), field)
    return value


def not_ahead(day: date, field: str, at: datetime) -> date:
    """A day that has come. Raises ResidenceRefused for one in the future."""
    if day > local_day(at):
        raise refused(
            "in-the-future", _("This date is in the future. Record it when it has happened."), field
        )
    return day
