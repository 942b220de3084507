"""The roll of a ward and day: the sheet to fill in, what was closed, what is late."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.residence.models import Placement, Roll, RollMark, Stay, Ward
from hoanhap.residence.queries.residents import PRESENT, ResidentRow, log_shown, row_of, with_place
from hoanhap.residence.queries.wards import WardLine, in_ward, ward

READ: Final = "residence.read"
LOOKED_BACK: Final = 7
"""Days after which a roll that was never taken is no longer asked for."""


@dataclass(frozen=True)
class RollLine:
    """A roll that was closed."""

    id: UUID
    ward_id: UUID
    on: date
    expected: int
    present: int
    signed_by: str
    recorded_at: datetime
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class RollEntry:
    """One resident on the sheet. `status` is what was closed, or what leave and escapes suggest; "present" otherwise."""

    resident: ResidentRow
    status: str
    status_label: Words
    note: str


@dataclass(frozen=True)
class RollSheet:
    """The roll of a ward and day; `closed` None while it is open."""

    ward: WardLine
    on: date
    closed: RollLine | None
    entries: tuple[RollEntry, ...]


@dataclass(frozen=True)
class LateRoll:
    """A day without a roll in a ward in which somebody slept."""

    ward_id: UUID
    ward_name: str
    on: date


def statuses() -> list[tuple[str, Words]]:
    """What a resident may be on a roll."""
    return [(PRESENT, _("Present")), *RollMark.Status.choices]


def roll_sheet(ward_id: UUID, *, scope: Scope, on: date, at: datetime) -> RollSheet:
    """Everybody of the ward on that day, by bed. Names shown are logged. Raises NotFound."""
    line = ward(ward_id, scope=scope, on=on)
    roll = (
        Roll.objects.visible_to(scope, READ)
        .filter(ward_id=ward_id, on=on, retired_at__isnull=True)
        .prefetch_related(Prefetch("marks", queryset=RollMark.objects.all()))
        .first()
    )
    marks = {mark.stay_id: mark for mark in roll.marks.all()} if roll else {}
    stays = Stay.objects.visible_to(scope, READ).filter(pk__in=in_ward(ward_id, on).values("stay_id"))
    labels = dict(statuses())
    entries = []
    for stay in with_place(stays, on).order_by("bed_then", "person__sort_key", "pk"):
        row = row_of(stay, scope=scope, on=on, named=True)
        mark = marks.get(row.stay_id)
        status = mark.status if mark else PRESENT if roll else row.state
        entries.append(RollEntry(row, status, labels[status], mark.note if mark else ""))
    log_shown("residence.roll-read", (one.resident for one in entries), scope=scope, at=at, purpose="roll")
    return RollSheet(line, on, _line(roll) if roll else None, tuple(entries))


def rolls_of(facility_id: UUID, *, scope: Scope, on: date) -> dict[UUID, RollLine]:
    """The closed rolls of a facility on a day, by ward."""
    found = Roll.objects.visible_to(scope, READ).filter(
        ward__facility_id=facility_id, on=on, retired_at__isnull=True
    )
    return {roll.ward_id: _line(roll) for roll in found}


def latest_rolls(ward_id: UUID, *, scope: Scope, count: int = 14) -> list[RollLine]:
    """The last rolls of a ward, withdrawn ones too."""
    found = Roll.objects.visible_to(scope, READ).filter(ward_id=ward_id).order_by("-on", "-recorded_at")
    return [_line(roll) for roll in found[:count]]


def late_rolls(facility_id: UUID, *, scope: Scope, on: date) -> list[LateRoll]:
    """The days before `on` on which a ward with residents was not counted, the oldest first."""
    days = [on - timedelta(days=back) for back in range(LOOKED_BACK, 0, -1)]
    wards = dict(
        Ward.objects.visible_to(scope, READ).filter(facility_id=facility_id).values_list("pk", "name")
    )
    taken = set(
        Roll.objects.filter(ward__in=wards, on__gte=days[0], retired_at__isnull=True).values_list(
            "ward_id", "on"
        )
    )
    lived = Placement.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=days[0]),
        ward__in=wards,
        valid_from__lt=on,
        stay__retired_at__isnull=True,
    ).values_list("ward_id", "valid_from", "valid_until")
    slept = {
        (ward_id, day)
        for ward_id, first, until in lived
        for day in days
        if first <= day and (until is None or day < until)
    }
    missing = sorted(slept - taken, key=lambda one: (one[1], wards[one[0]]))
    return [LateRoll(ward_id, wards[ward_id], day) for ward_id, day in missing]


def roll(roll_id: UUID, *, scope: Scope) -> RollLine:
    """One closed roll. Raises NotFound."""
    found = Roll.objects.visible_to(scope, READ).filter(pk=roll_id, retired_at__isnull=True).first()
    if found is None:
        raise NotFound(Problem("no-such-roll", _("There is no such roll.")))
    return _line(found)


def _line(found: Roll) -> RollLine:
    return RollLine(
        id=found.pk,
        ward_id=found.ward_id,
        on=found.on,
        expected=found.expected,
        present=found.present,
        signed_by=found.signed_by,
        recorded_at=found.recorded_at,
        retired_at=found.retired_at,
        retired_reason=found.retired_reason,
    )
