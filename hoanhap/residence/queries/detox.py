"""The sheet of detoxification: day by day, with the medicine of the day and what calls for a doctor."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import Words
from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.residence.models import DetoxDay
from hoanhap.residence.queries.health import HEALTH, MedicineLine
from hoanhap.residence.queries.regulations import said
from hoanhap.residence.rules.detox import Protocol, Protocols, alarms, missing_days

MEASURED: Final[dict[str, Words]] = {
    "temperature": _("Temperature"),
    "pulse": _("Pulse"),
    "blood-pressure": _("Blood pressure"),
    "score": _("Score of the withdrawal state"),
}


@dataclass(frozen=True)
class DetoxLine:
    """One day. `day_no` counts from the first; `alarms`: what calls for a doctor, in words."""

    id: UUID
    on: date
    day_no: int
    protocol: Words
    signs: tuple[Words, ...]
    temperature_c: Decimal | None
    pulse_per_minute: int | None
    blood_pressure: str
    score: int | None
    note: str
    to_hospital: bool
    seen_by: str
    alarms: tuple[Words, ...]
    medicine: tuple[MedicineLine, ...]
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class DetoxSheet:
    """The days that were written, the first first. `missing`: days without a line; `is_long`: more than usual."""

    title: Words
    usual: str
    note: str
    lines: tuple[DetoxLine, ...]
    missing: tuple[date, ...]
    days: int
    is_long: bool


@lru_cache(maxsize=1)
def editions() -> tuple[Protocols, ...]:
    """Every edition, by date. Raises where a file is wrong."""
    found = [
        Protocols.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        for path in (settings.DEFINITIONS / "detoxification").glob("*.yaml")
    ]
    return tuple(sorted(found, key=lambda one: one.in_force.from_on))


def protocols(on: date) -> Protocols:
    """The edition in force on a day; before the first one, the first."""
    return next((one for one in reversed(editions()) if one.holds(on)), editions()[0])


def choices(on: date) -> list[tuple[str, Promise]]:
    """The protocols of a day."""
    return [(one.code, said(one.title)) for one in protocols(on).protocols]


def sign_choices(on: date, code: str = "") -> list[tuple[str, Promise]]:
    """The signs of a protocol; of all where none is chosen yet."""
    edition = protocols(on)
    chosen = edition.named(code)
    codes = chosen.signs if chosen else tuple(edition.signs)
    return [(one, said({"vi": edition.signs[one].vi, "en": edition.signs[one].en})) for one in codes]


def last_protocol(stay_id: UUID, *, scope: Scope) -> str:
    """The protocol of the latest day, for the form of the next one."""
    rows = DetoxDay.objects.visible_to(scope, HEALTH).filter(stay=stay_id, retired_at__isnull=True)
    return rows.order_by("-on").values_list("protocol", flat=True).first() or ""


def sheet(stay_id: UUID, *, medicine: tuple[MedicineLine, ...], scope: Scope, on: date) -> DetoxSheet | None:
    """The sheet of a stay; None where nothing was written. The caller logs the reading. Raises Forbidden."""
    scope.require(HEALTH)
    rows = list(DetoxDay.objects.visible_to(scope, HEALTH).filter(stay=stay_id).order_by("on", "recorded_at"))
    held = [row for row in rows if row.retired_at is None]
    if not rows:
        return None
    first = min(row.on for row in held or rows)
    last = max(row.on for row in held or rows)
    edition = protocols(last)
    followed = edition.named((held or rows)[-1].protocol) or edition.protocols[0]
    days = (last - first).days + 1
    return DetoxSheet(
        title=said(followed.title),
        usual=_usual(followed),
        note=edition.in_force.note,
        lines=tuple(_line(row, first, medicine) for row in rows),
        missing=missing_days((row.on for row in held), begun_on=first, until=min(last, on)),
        days=days,
        is_long=days > followed.days.most,
    )


def _usual(protocol: Protocol) -> str:
    return f"{protocol.days.least}–{protocol.days.most}"


def _line(row: DetoxDay, first: date, medicine: tuple[MedicineLine, ...]) -> DetoxLine:
    edition = next((one for one in editions() if one.edition == row.protocol_edition), protocols(row.on))
    followed = edition.named(row.protocol)
    named = {code: said({"vi": sign.vi, "en": sign.en}) for code, sign in edition.signs.items()}
    called = alarms(
        edition,
        followed,
        signs=row.signs,
        temperature_c=row.temperature_c,
        pulse_per_minute=row.pulse_per_minute,
        systolic_mmhg=row.systolic_mmhg,
        score=row.score,
    )
    given = tuple(one for one in medicine if one.on == row.on and one.retired_at is None)
    return DetoxLine(
        id=row.pk,
        on=row.on,
        day_no=(row.on - first) // timedelta(days=1) + 1,
        protocol=said(followed.title) if followed else row.protocol,
        signs=tuple(named.get(code, code) for code in row.signs),
        temperature_c=row.temperature_c,
        pulse_per_minute=row.pulse_per_minute,
        blood_pressure=f"{row.systolic_mmhg}/{row.diastolic_mmhg}" if row.systolic_mmhg else "",
        score=row.score,
        note=row.note,
        to_hospital=row.to_hospital,
        seen_by=row.seen_by,
        alarms=tuple(named.get(code) or MEASURED[code] for code in called),
        medicine=given,
        retired_at=row.retired_at,
        retired_reason=row.retired_reason,
    )
