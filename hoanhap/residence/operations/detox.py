"""Writing a day of detoxification."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.residence.models import DetoxDay
from hoanhap.residence.operations.reach import HEALTH, held_stay, noted, within
from hoanhap.residence.operations.refusals import asked, fitting, not_ahead, refused
from hoanhap.residence.queries.detox import protocols

RANGES: Final[dict[str, tuple[int, int]]] = {
    "temperature_c": (30, 45),
    "pulse_per_minute": (20, 250),
    "systolic_mmhg": (40, 300),
    "diastolic_mmhg": (20, 200),
}


@transaction.atomic
def record_detox_day(
    *,
    stay_id: UUID,
    protocol: str,
    on: date,
    signs: Collection[str] = (),
    temperature_c: Decimal | None = None,
    pulse_per_minute: int | None = None,
    systolic_mmhg: int | None = None,
    diastolic_mmhg: int | None = None,
    score: int | None = None,
    note: str = "",
    to_hospital: bool = False,
    seen_by: str,
    scope: Scope,
    at: datetime,
) -> DetoxDay:
    """How a resident was on a day of detoxification. Raises Forbidden, NotFound, ResidenceRefused."""
    stay = held_stay(stay_id, scope=scope, power=HEALTH)
    within(stay, not_ahead(on, "on", at), "on")
    edition = protocols(on)
    followed = edition.named(protocol)
    if followed is None:
        raise refused("not-on-the-list", _("Choose the protocol from the list."), "protocol")
    if unknown := set(signs) - set(followed.signs):
        raise refused(
            "other-signs", _("These signs are not of this protocol. Choose again."), "signs", n=len(unknown)
        )
    measured = {
        "temperature_c": temperature_c,
        "pulse_per_minute": pulse_per_minute,
        "systolic_mmhg": systolic_mmhg,
        "diastolic_mmhg": diastolic_mmhg,
    }
    for name, value in measured.items():
        least, most = RANGES[name]
        if value is not None and not least <= value <= most:
            raise refused(
                "not-alive",
                _("Look at the number again: it should be between %(least)s and %(most)s."),
                name,
                least=least,
                most=most,
            )
    if (systolic_mmhg is None) != (diastolic_mmhg is None) or (
        systolic_mmhg is not None and diastolic_mmhg is not None and systolic_mmhg <= diastolic_mmhg
    ):
        raise refused(
            "two-numbers",
            _("Blood pressure is two numbers, the first one the larger, for example 120 and 80."),
            "systolic_mmhg",
        )
    if score is not None and (followed.scale is None or score > followed.scale.highest):
        raise refused(
            "score-too-high", _("This protocol has no such score. Leave it empty or look again."), "score"
        )
    row = DetoxDay(
        person_id=stay.person_id,
        stay=stay,
        protocol=followed.code,
        protocol_edition=edition.edition,
        on=on,
        signs=sorted(set(signs), key=followed.signs.index),
        **measured,
        score=score,
        note=fitting(note, field="note", longest=1000),
        to_hospital=to_hospital,
        seen_by=asked(seen_by, field="seen_by", longest=150),
        recorded_by=scope.account_id,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise refused(
            "written-already", _("This day is written already. Withdraw that line first."), "on"
        ) from error
    noted("detox-day-written", stay, row, scope=scope, at=at)
    return row
