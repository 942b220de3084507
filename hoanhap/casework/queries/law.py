"""The law as it stands: published editions, the calendar, and the blanks that an administrator has filled."""

import time
from collections import defaultdict
from functools import cache
from typing import Final

from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate

from hoanhap.casework.models import BlankValue, CalendarDay, RegimeEdition
from hoanhap.casework.queries.calendars import with_entered
from hoanhap.casework.rules.facts import Filled
from hoanhap.casework.rules.law import Law
from hoanhap.casework.rules.regimes import Regime
from hoanhap.kit.knowledge import in_this_look, known_at
from hoanhap.kit.yaml_texts import load_yaml

SECONDS = 2.0
"""How long a process may go on with what it has read before it looks whether somebody changed the law."""

Version = tuple[object, ...]
_VERSION: Final = " UNION ALL ".join(
    f"SELECT count(*), count({left}), max({came}) FROM {table}"  # noqa: S608 - names of our own tables
    for table, came, left in (
        ("casework_blankvalue", "recorded_at", "retired_at"),
        ("casework_calendarday", "recorded_at", "retired_at"),
        ("casework_regimeedition", "published_at", "published_at"),
    )
)


class _Kept:
    """The law that this process has read."""

    law: Law | None = None
    version: Version = ()
    looked_at: float = 0.0


def law() -> Law:
    """The law, read again when an administrator has changed it. Raises pydantic.ValidationError for a wrong file.

    As known on a day: with what had been entered and published by then.
    """
    if known_at() is not None:
        return in_this_look(_Kept, _read)
    now = time.monotonic()
    if _Kept.law is None or now - _Kept.looked_at > SECONDS:
        version = _version()
        if _Kept.law is None or version != _Kept.version:
            _Kept.law, _Kept.version = _read(), version
        _Kept.looked_at = now
    return _Kept.law


def forget() -> None:
    """Read the law again at the next question: after changing it, and between tests."""
    _Kept.law, _Kept.version, _Kept.looked_at = None, (), 0.0


@cache
def shipped() -> dict[tuple[str, int], Regime]:
    """The editions of `definitions/regimes`."""
    found: dict[tuple[str, int], Regime] = {}
    for path in sorted((settings.DEFINITIONS / "regimes").glob("*.yaml")):
        regime = Regime.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        if path.name != f"{regime.code}.{regime.edition}.yaml":
            raise ValueError(f"{path.name} holds {regime.code}, edition {regime.edition}")
        found[regime.code, regime.edition] = regime
    return found


def _version() -> Version:
    """Changes whenever one of the tables does: lines are only added, withdrawn or published."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        return tuple(cursor.fetchall())


def _read() -> Law:
    regimes = dict(shipped())
    for code, edition, body in RegimeEdition.objects.filter(state=RegimeEdition.State.PUBLISHED).values_list(
        "code", "edition", "body"
    ):
        regimes[code, edition] = Regime.model_validate(load_yaml(body))
    blanks: dict[tuple[str, str], list[Filled]] = defaultdict(list)
    for regime, blank, since, count, told_at in BlankValue.objects.filter(
        retired_at__isnull=True
    ).values_list("regime", "blank", "valid_from", "count", "recorded_at"):
        blanks[regime, blank].append(Filled(since, count, localdate(told_at)))
    entered = CalendarDay.objects.filter(retired_at__isnull=True).values_list("day", "kind")
    return Law(regimes, with_entered(entered), dict(blanks))
