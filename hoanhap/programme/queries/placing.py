"""Where the units of an area lie on the map of a day, looked up once between two changes of the map."""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from contextlib import ContextDecorator
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Final

from hoanhap.places.models import Level
from hoanhap.places.queries import maps
from hoanhap.places.queries.maps import Fate
from hoanhap.places.queries.units import ListInUse, list_in_use, unit

LEVELS: Final = ("province", "district", "commune")


def ground(area_id: str, *, on: date) -> frozenset[str]:
    """Every unit of any time that lies in the area as it was on the day. Kept until other lists are loaded."""
    found: frozenset[str] = _kept("ground", area_id, on)
    return found


def fates(area_id: str, *, on: date, onto: date, level: str) -> Mapping[str, Fate]:
    """Where the units of the area are found on the map of `onto`."""
    found: Mapping[str, Fate] = _kept("fates", area_id, on, onto, level)
    return found


def levels_below(area_id: str, *, on: date) -> tuple[str, ...]:
    """The levels of units below the area that exist on the map of a day, the highest first."""
    found: tuple[str, ...] = _kept("levels", area_id, on)
    return found


class SameLists(ContextDecorator):
    """While it lasts, the lists of units are looked up once: `@SameLists()` before whatever places many figures."""

    def __enter__(self) -> "SameLists":
        look = _LOOK.get()
        if look is None:
            _LOOK.set(look := _Look(list_in_use()))
        look.depth += 1
        return self

    def __exit__(self, *raised: Any) -> None:
        look = _LOOK.get()
        if look is not None:
            look.depth -= 1
            if not look.depth:
                _LOOK.set(None)


def lists_fingerprint() -> str:
    """Of the lists of units that are in use; nothing where none was loaded."""
    with SameLists():
        look = _LOOK.get()
        return look.loaded.fingerprint if look and look.loaded else ""


@dataclass
class _Look:
    """The lists that are in use, and what was read of them where no list was loaded (in tests)."""

    loaded: ListInUse | None
    depth: int = 0
    read: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    @property
    def lists(self) -> str:
        return f"{self.loaded.fingerprint}{self.loaded.loaded_at}" if self.loaded else ""


_LOOK: Final[ContextVar[_Look | None]] = ContextVar("lists_of_units", default=None)


def _kept(what: str, area_id: str, *asked: Any) -> Any:
    """What was read of the map before, if it was; days between two changes of the map are the same day."""
    with SameLists():
        look = _LOOK.get()
        assert look is not None
        if look.lists:
            days = tuple(
                _of_change(one, area_id, look.lists) if isinstance(one, date) else one for one in asked
            )
            return _read(what, area_id, days, look.lists)
        key = (what, area_id, *asked)
        if key not in look.read:
            look.read[key] = _READ[what](area_id, *asked)
        return look.read[key]


def _of_change(day: date, area_id: str, lists: str) -> date:
    """The day of the last change of the map by then, or the day before the first change."""
    days = _days(area_id, lists)
    if not days:
        return date(2000, 1, 1)
    place = bisect_right(days, day)
    return days[place - 1] if place else days[0] - timedelta(days=1)


@lru_cache(maxsize=256)
def _days(area_id: str, lists: str) -> list[date]:  # noqa: ARG001 (the lists are part of the key)
    return maps.days_of_change(area_id)


@lru_cache(maxsize=256)
def _read(what: str, area_id: str, asked: tuple[Any, ...], lists: str) -> Any:  # noqa: ARG001
    return _READ[what](area_id, *asked)


def _fates(area_id: str, on: date, onto: date, level: str) -> Mapping[str, Fate]:
    return maps.placing(ground(area_id, on=on), onto=onto, level=level)


def _levels(area_id: str, on: date) -> tuple[str, ...]:
    below = LEVELS[LEVELS.index(unit(area_id, on=on).level) + 1 :]
    return tuple(level for level in below if level != Level.DISTRICT or maps.has_level(level, on=on))


_READ: Final[dict[str, Callable[..., Any]]] = {
    "ground": lambda area_id, on: maps.ground(area_id, on=on),
    "fates": _fates,
    "levels": _levels,
}
