"""Looking at the tables as they were known at a moment, whatever was written, corrected, withdrawn or merged since.

    with as_known(end_of_march):
        rows = measure(from_on=…, to_on=…, unit_ids=…)

Every question asked inside is answered by the views of the schema `as_known` (made by `hoanhap.config.known_views`), which
bear the names of the tables; nobody has to write it differently. Two things are to be kept in mind: raw SQL groups by
every column that it selects (a view has no key), and what a process remembers of the data is remembered for one look only
(`in_this_look`).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import connection, transaction

SCHEMA: Final = "as_known"
MOMENT, KEY = "hoanhap.known_at", "hoanhap.known_key"
KEPT = TypeVar("KEPT")
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class CannotLook(RuntimeError):
    """The views are missing, or somebody looks already: a mistake of ours, not of whoever asks."""


@dataclass
class _Look:
    at: datetime
    kept: dict[object, Any] = field(default_factory=dict)


_LOOK: ContextVar[_Look | None] = ContextVar("known_at", default=None)


def known_at() -> datetime | None:
    """The moment at which the tables are looked at; None for the present."""
    look = _LOOK.get()
    return look.at if look else None


def in_this_look(key: object, make: Callable[[], KEPT]) -> KEPT:
    """What `make` gives, made once for each look back. Raises CannotLook where the present is looked at."""
    look = _LOOK.get()
    if look is None:
        raise CannotLook("nothing is remembered for the present")
    if key not in look.kept:
        look.kept[key] = make()
    kept: KEPT = look.kept[key]
    return kept


@contextmanager
def one_moment() -> Iterator[datetime]:
    """Everything asked inside is answered as of one moment, which it gives: the database's own clock.

    In a transaction of its own; as a part of the caller's it cannot keep others' changes out. Seen again `as_known` then,
    the tables answer the same.
    """
    is_own = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_own:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
        yield moment


@contextmanager
def as_known(at: datetime) -> Iterator[None]:
    """Inside, every table is seen as it was known at `at`, and nothing can be written.

    In a transaction of its own, or a part of the caller's; what was set for it ends with it. A moment still to come sees
    the present. Raises CannotLook inside another look, and where `hoanhap migrate` has not made the views; ValueError for
    a moment without a time zone. Whoever writes inside gets the database's refusal.
    """
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone is no certain moment")
    if _LOOK.get() is not None:
        raise CannotLook("the tables are looked at as known on another moment already")
    with transaction.atomic():
        path = _turn(at)
        token = _LOOK.set(_Look(at))
        # Otherwise Django would group by the key alone, which only a table can answer.
        connection.features.allows_group_by_selected_pks = False
        try:
            yield
        finally:
            del connection.features.allows_group_by_selected_pks
            _LOOK.reset(token)
        # Not after an error: then the database takes these back by itself.
        _set({"search_path": path, MOMENT: "", KEY: ""})


def key_of(at: datetime) -> UUID:
    """The least key that a row made in that millisecond can have: keys begin with the moment (see `kit.keys`)."""
    return UUID(int=(at - _EPOCH) // timedelta(milliseconds=1) << 80)


def _turn(at: datetime) -> str:
    """Let names mean the views, and refuse writing until the block ends; returns the search path of before."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('search_path'), has_schema_privilege(to_regnamespace(%s), 'USAGE')",
            [SCHEMA],
        )
        path, may = cursor.fetchone()
    if not may:
        # A schema that is absent or closed would be passed over in silence, and the present taken for the past.
        raise CannotLook("the views of what was known are missing: run “hoanhap migrate”")
    _set(
        {
            "search_path": f"{SCHEMA},{path}",
            MOMENT: repr(at.timestamp()),
            KEY: str(key_of(at)),
            "transaction_read_only": "on",
        }
    )
    return str(path)


def _set(values: dict[str, str]) -> None:
    """Until the end of the transaction, or of the part of it in which an error is taken back."""
    asked = ", ".join("set_config(%s, %s, true)" for _ in values)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", [word for pair in values.items() for word in pair])
