"""What the operations of this room raise, and how texts are taken."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import Problem, Refused
from hoanhap.kit.text import clean


class PlanRefused(Refused):
    """The plan or its selection was not recorded, and nothing was written."""


class FindingRefused(Refused):
    """The finding was not recorded, and nothing was written."""


def asked(text: str, *, field: str, longest: int, error: type[Refused]) -> str:
    """A text that must be given, cleaned. Raises `error` where it is empty or too long."""
    kept = clean(text)
    if not kept:
        raise error(Problem("missing", _("Fill in this field."), field))
    if len(kept) > longest:
        raise error(
            Problem(
                "too-long",
                _("This text is too long (at most %(longest)s characters). Shorten it."),
                field,
                {"longest": longest},
            )
        )
    return kept


def not_ahead(day: date, field: str, at: datetime, error: type[Refused]) -> None:
    """Raise `error` where the day has not come yet."""
    if day > local_day(at):
        raise error(
            Problem("in-the-future", _("This date is in the future. Record it when it has happened."), field)
        )
