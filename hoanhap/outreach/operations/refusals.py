"""What the operations of this room raise, and its sentences."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Refused, Words
from hoanhap.kit.text import clean


class OutreachRefused(Refused):
    """Nothing was written."""


KNOWN: Final = {
    "course_of_a_title_once_a_day": Problem(
        "course-twice", _("This office already has a course of this title beginning on that day."), "title"
    ),
    "course_seats_of_a_unit_once": Problem(
        "seats-twice",
        _("The seats of this unit are recorded already. Withdraw them first if they are wrong."),
        "unit_id",
    ),
    "course_participant_once": Problem(
        "participant-twice", _("This person is already recorded in this course."), "member_id"
    ),
    "facility_session_of_a_title_once_a_day": Problem(
        "session-twice", _("This session is already recorded for that day."), "title"
    ),
    "material_of_a_title_once_a_day": Problem(
        "material-twice",
        _("This office already has a material of this title, language and day. Record more copies there."),
        "title",
    ),
    "material_move_leaves_something": Problem(
        "fewer-than-that",
        _(
            "The office does not hold so many on that day, or not on a later one. Check the number and the day."
        ),
        "quantity",
    ),
    "material_move_taken_in_once": Problem(
        "taken-in-already", _("What was passed on has already been taken in."), "quantity"
    ),
    "staff_certificate_number_once": Problem(
        "certificate-twice", _("A certificate of this kind, number and issuer is already recorded."), "number"
    ),
    "secondment_of_a_member_once_at_a_time": Problem(
        "lent-already", _("This person is lent to an office at that time already."), "valid_from"
    ),
    "required_post_of_a_specialty_once_at_a_time": Problem(
        "required-already",
        _("How many of this specialty are required there is recorded for that time already. End it first."),
        "specialty",
    ),
    "service_registered_once_at_a_time": Problem(
        "service-twice", _("This provider is published for this service at that time already."), "service"
    ),
    "service_suspended_once_at_a_time": Problem(
        "suspended-already", _("This service is suspended at that time already."), "valid_from"
    ),
    "standard_review_once_a_day": Problem(
        "review-twice",
        _("A review of this provider by this checklist on that day is already recorded."),
        "on",
    ),
    "gap_closed_once": Problem("gap-closed-already", _("This gap is closed already."), "on"),
    "staff_post_of_a_kind_once_at_a_time": Problem(
        "post-twice", _("This person already holds such a post there at that time."), "organisation_id"
    ),
}


def refused(code: str, words: Words, field: str | None = None, **params: Any) -> OutreachRefused:
    """One reason."""
    return OutreachRefused(Problem(code, words, field, params))


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
        raise OutreachRefused(problem) from violated


def asked(text: str, *, field: str, longest: int) -> str:
    """A text that must be given, cleaned. Raises OutreachRefused."""
    kept = fitting(text, field=field, longest=longest)
    if not kept:
        raise refused("missing", _("Fill in this field."), field)
    return kept


def fitting(text: str, *, field: str, longest: int) -> str:
    """A cleaned text that fits. Raises OutreachRefused."""
    kept = clean(text)
    if len(kept) > longest:
        words = _("This text is too long (at most %(longest)s characters). Shorten it.")
        raise refused("too-long", words, field, longest=longest)
    return kept


def one_of(value: str, among: Collection[str], field: str) -> str:
    """A code of the list. Raises OutreachRefused."""
    if value not in among:
        raise refused("not-on-the-list", _("Choose one from the list."), field)
    return value


def some_of(values: Collection[str], among: Collection[str], field: str, *, at_least: int = 0) -> list[str]:
    """Different codes of the list, in its order. Raises OutreachRefused."""
    chosen = [one for one in among if one in set(values)]
    if set(values) - set(among) or len(chosen) < at_least:
        raise refused("not-on-the-list", _("Choose from the list."), field)
    return chosen


def not_ahead(day: date, field: str, at: datetime) -> date:
    """A day that has come. Raises OutreachRefused."""
    if day > local_day(at):
        words = _("This date is in the future. Record it when it has happened.")
        raise refused("in-the-future", words, field)
    return day


def nothing(field: str | None = None) -> NotFound:
    """The same answer for what is absent and what is out of reach."""
    return NotFound(Problem("no-such-line", _("There is no such line."), field))
