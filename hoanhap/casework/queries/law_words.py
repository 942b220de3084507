"""Lengths, days and effects of the law in words."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hoanhap.casework.queries.texts import in_words
from hoanhap.casework.rules.parts import Effect
from hoanhap.casework.rules.words import Sourced
from hoanhap.kit.calendar import TimeUnit


def length_words(count: int, unit: TimeUnit) -> str:
    """5 working days."""
    match unit:
        case TimeUnit.HOURS:
            words = ngettext("%(count)s hour", "%(count)s hours", count)
        case TimeUnit.DAYS:
            words = ngettext("%(count)s day", "%(count)s days", count)
        case TimeUnit.WORKING_DAYS:
            words = ngettext("%(count)s working day", "%(count)s working days", count)
        case TimeUnit.MONTHS:
            words = ngettext("%(count)s month", "%(count)s months", count)
        case _:
            words = ngettext("%(count)s year", "%(count)s years", count)
    return words % {"count": count}


def unit_words(unit: str) -> str:
    """What a number counts, as it stands behind it."""
    return {
        "hours": pgettext("unit", "hours"),
        "days": pgettext("unit", "days"),
        "working-days": pgettext("unit", "working days"),
        "months": pgettext("unit", "months"),
        "years": pgettext("unit", "years"),
    }.get(unit, unit)


def note_words(source: Sourced) -> str:
    """What is noted beside a rule, in the reader's language."""
    return str(in_words(source.remark)) if source.remark else ""


def after(length: str, step: str) -> str:
    return _("within %(length)s after “%(step)s”") % {"length": length, "step": step}


def months(least: int | None, most: int | None) -> str:
    if least is None and most is None:
        return _("no text gives its length")
    if least == most and least is not None:
        return length_words(least, TimeUnit.MONTHS)
    if most is None:
        return _("at least %(least)s months") % {"least": least}
    if least is None:
        return _("at most %(most)s months") % {"most": most}
    return _("%(least)s to %(most)s months") % {"least": least, "most": most}


def papers() -> dict[str, str]:
    return {
        "application": pgettext("paper", "application"),
        "decision": pgettext("paper", "decision"),
        "minutes": pgettext("paper", "minutes"),
        "certificate": pgettext("paper", "certificate"),
        "other": pgettext("paper", "another paper"),
    }


def effects() -> dict[Effect, str]:
    return {
        Effect.PAUSE: _("The term stands still from this day on"),
        Effect.RESUME: _("The term runs on; the days in between do not count"),
        Effect.NOT_COUNTED: _("These days do not count towards the term"),
        Effect.DEDUCT: _("Time served before is taken off the term"),
        Effect.REDUCE: _("The term gets shorter by decision"),
        Effect.EXTEND: _("The term gets longer by decision"),
    }


def day_words(day: date) -> str:
    return f"{day:%d/%m/%Y}"
