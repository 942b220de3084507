"""Loading the committed lists of units into the database: all of them, or none."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, cast

from django.conf import settings
from django.db import IntegrityError, connections, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hoanhap.kit.errors import Problem, Refused
from hoanhap.places.models import Unit, UnitLoad
from hoanhap.places.rules import lists
from hoanhap.places.rules.lists import Fault, Lists, Trouble
from hoanhap.places.rules.names import name_key
from hoanhap.places.rules.reach import CircleError, Reach, Stay

SHOWN_TROUBLES: Final = 20
Progress = Callable[[str, int, int], None]

WORDS: Final = {
    Fault.HEADER: gettext_lazy("The first line must be: %(value)s."),
    Fault.COLUMNS: gettext_lazy("The line must have %(value)s columns."),
    Fault.ID: gettext_lazy("“%(value)s” is no unit id: write <code>-<generation>, such as 26740-2."),
    Fault.TWICE: gettext_lazy("%(value)s stands here a second time: remove one of the two lines."),
    Fault.LEVEL: gettext_lazy("The level “%(value)s” is unknown or not the one in units.csv."),
    Fault.KIND: gettext_lazy("The kind “%(value)s” is unknown."),
    Fault.DATE: gettext_lazy("“%(value)s” is no date: write year-month-day, such as 2025-07-01."),
    Fault.FLAG: gettext_lazy("“%(value)s” must be true or false."),
    Fault.EMPTY: gettext_lazy("A code, a name or a basis is missing."),
    Fault.NO_SUCH_UNIT: gettext_lazy("The unit “%(value)s” is not in units.csv, or stands for itself."),
    Fault.BACKWARDS: gettext_lazy("The last day is not after the first: %(value)s."),
    Fault.OVERLAP: gettext_lazy("Two editions of %(value)s hold on the same day."),
    Fault.GAP: gettext_lazy(
        "Between this edition of %(value)s and the one before there are days without any."
    ),
    Fault.CODE_TAKEN: gettext_lazy("The code %(value)s names another unit on the same days."),
    Fault.PARENT_AWAY: gettext_lazy("The unit above, %(value)s, does not exist on all days of this edition."),
    Fault.PARENT_LEVEL: gettext_lazy("The unit above, “%(value)s”, is missing or not of a higher level."),
    Fault.NOT_ENDED: gettext_lazy("%(value)s does not end on this day."),
    Fault.NOT_BEGUN: gettext_lazy("%(value)s does not exist on this day."),
    Fault.WHOLE_OF_SEVERAL: gettext_lazy(
        "%(value)s has several successors and cannot lie wholly in one, or the reverse."
    ),
    Fault.NO_EDITION: gettext_lazy("%(value)s has no line in editions.csv."),
}


class UnitFilesRefused(Refused):
    """The lists contradict themselves; nothing was written. Each problem names the file and the line."""


@dataclass(frozen=True)
class Loaded:
    """What the database holds now; `is_new` is false where it already did."""

    units: int
    editions: int
    successions: int
    is_new: bool


def load_definitions(
    progress: Progress | None = None,
    *,
    folder: Path | None = None,
    at: datetime | None = None,
    using: str = "owner",
) -> Loaded:
    """Load `definitions/units` if the database does not hold exactly these lists yet, telling what happens."""
    what = _("Administrative units")
    tell = progress or (lambda _what, _done, _total: None)
    tell(what, 0, 1)
    loaded = load_units(folder or Path(settings.DEFINITIONS) / "units", at=at or timezone.now(), using=using)
    tell(what, 1, 1)
    return loaded


def load_units(folder: Path, *, at: datetime, using: str = "owner") -> Loaded:
    """Make the units in the database those of the three files; a second call with the same files writes nothing.

    Runs as the owner of the tables: the program itself may not remove a row. Two processes at
    once: the second waits and finds the work done. Identities are for ever; a file that has lost
    one that anything points to is refused. Raises UnitFilesRefused.
    """
    contents = {file: (folder / file).read_bytes() for file in lists.HEADERS}
    fingerprint = hashlib.sha256(b"\0".join(contents[file] for file in sorted(contents))).hexdigest()
    with transaction.atomic(using=using):
        with connections[using].cursor() as cursor:
            cursor.execute("LOCK TABLE places_unitload IN SHARE ROW EXCLUSIVE MODE")
        last = UnitLoad.objects.using(using).order_by("-id").first()
        if last and last.fingerprint == fingerprint:
            return Loaded(last.units, last.editions, last.successions, is_new=False)
        found = _read(folder, contents)
        _write(found, using)
        load = UnitLoad.objects.using(using).create(
            fingerprint=fingerprint,
            loaded_at=at,
            units=len(found.units),
            editions=len(found.editions),
            successions=len(found.successions),
        )
    return Loaded(load.units, load.editions, load.successions, is_new=True)


def _read(folder: Path, contents: Mapping[str, bytes]) -> Lists:
    found = lists.read({file: data.decode("utf-8-sig").splitlines() for file, data in contents.items()})
    if found.troubles:
        raise UnitFilesRefused(*(_problem(folder, one) for one in found.troubles[:SHOWN_TROUBLES]))
    return found


def _problem(folder: Path, trouble: Trouble) -> Problem:
    said = str(WORDS[trouble.fault]) % {"value": trouble.value}
    return Problem(
        trouble.fault.value,
        gettext_lazy("%(file)s, line %(line)d: %(said)s"),
        field=trouble.file,
        params={"file": folder / trouble.file, "line": trouble.line, "said": said},
    )


def _write(found: Lists, using: str) -> None:
    by_unit = found.editions_of()
    with connections[using].cursor() as cursor:
        cursor.execute(
            "DELETE FROM places_unitreach; DELETE FROM places_unitsuccession; DELETE FROM places_unitedition"
        )
    Unit.objects.using(using).bulk_create(
        [
            Unit(id=unit, level=level, began_on=by_unit[unit][0].span[0], ended_on=by_unit[unit][-1].span[1])
            for unit, level in found.units.items()
        ],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["level", "began_on", "ended_on"],
        batch_size=5000,
    )
    _copy(
        using,
        "places_unitedition (unit_id, code, name, name_key, kind, level, parent_id,"
        " valid_from, valid_until, date_is_estimated, basis)",
        (
            (
                one.unit, one.code, one.name, name_key(one.name), one.kind, one.level, one.parent,
                *one.span, one.date_is_estimated, one.basis,
            )
            for one in found.editions
        ),
    )  # fmt: skip
    _copy(
        using,
        'places_unitsuccession (old_id, new_id, "on", kind, is_whole, basis)',
        ((one.old, one.new, one.on, one.kind, one.is_whole, one.basis) for one in found.successions),
    )
    _copy(using, "places_unitreach (area_id, unit_id, valid_from, valid_until)", _reach_rows(found))
    _forget_lost_units(found, using)


def _reach_rows(found: Lists) -> Iterable[tuple[str, str, date | None, date | None]]:
    stays = {
        unit: [Stay(edition.parent, edition.span) for edition in editions]
        for unit, editions in found.editions_of().items()
    }
    reach = Reach(stays, found.successors())
    for unit in found.units:
        try:
            reaching = reach.of(unit)
        except CircleError as circle:
            raise UnitFilesRefused(
                Problem(
                    "circle",
                    gettext_lazy("%(unit)s succeeds itself, directly or through other units."),
                    params={"unit": str(circle)},
                )
            ) from circle
        for area, spans in reaching.items():
            for start, end in spans:
                yield area, unit, start, end


def _forget_lost_units(found: Lists, using: str) -> None:
    kept = set(found.units)
    lost = sorted(id_ for id_ in Unit.objects.using(using).values_list("id", flat=True) if id_ not in kept)
    if not lost:
        return
    try:
        with transaction.atomic(using=using), connections[using].cursor() as cursor:
            cursor.execute("DELETE FROM places_unit WHERE id = ANY(%s)", [lost])
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except IntegrityError as refused:
        raise UnitFilesRefused(
            Problem(
                "lost-unit",
                gettext_lazy(
                    "units.csv has lost a unit that records point to: %(units)s. An identity is for ever."
                ),
                field="units.csv",
                params={"units": ", ".join(lost[:5])},
            )
        ) from refused


def _copy(using: str, target: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connections[using].cursor() as cursor:
        copying = cast("AbstractContextManager[Any]", cursor.copy(f"COPY {target} FROM STDIN"))
        with copying as copy:
            for row in rows:
                copy.write_row(row)
