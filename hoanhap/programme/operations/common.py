"""What the operations about communes share: where one may write, texts that may be left out, days in order."""

from datetime import date
from typing import Final

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean
from hoanhap.places.models import Unit

WRITE: Final = "programme.write"
REPORT: Final = "outreach.write"
"""The power of whoever does the work in a commune and says so; whoever directs the programme has both."""
LINE: Final = 200
TEXT: Final = 500
LONG: Final = 1000
REASON: Final = 300


def may_report(scope: Scope, unit_id: str) -> bool:
    """Whether the account works in this commune, or directs the programme there."""
    return scope.reaches(REPORT, unit_id) or scope.reaches(WRITE, unit_id)


def unit_to_write(unit_id: str, scope: Scope, *, level: str = "") -> Unit:
    """A unit over which the account directs the programme. Raises Forbidden, NotFound."""
    scope.require(WRITE)
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None or not scope.reaches(WRITE, unit_id) or (level and unit.level != level):
        raise no_such_unit()
    return unit


def hold_unit(unit_id: str) -> None:
    """Let nobody else write about this unit until the transaction is over: what is asked of it stays true."""
    Unit.objects.select_for_update(no_key=True).only("pk").get(pk=unit_id)


def no_such_unit() -> NotFound:
    return NotFound(Problem("no-such-unit", _("There is no such administrative unit."), "unit_id"))


def optional(text: str, *, field: str, longest: int, error: type[Refused]) -> str:
    """A text that may be empty, cleaned. Raises `error` where it is too long."""
    kept = clean(text)
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


def in_order(
    first: date, second: date, field: str, error: type[Refused], *, may_be_same: bool = True
) -> None:
    """Raise `error` where the second day lies before the first."""
    if second < first or (second == first and not may_be_same):
        raise error(
            Problem(
                "before-it-began",
                _("This day is too early: it must come after %(first)s. Check both dates."),
                field,
                {"first": f"{first:%d/%m/%Y}"},
            )
        )
