"""Communes of a made-up province with what they do: models taken up, activities, decisions, what the police said."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.kit.keys import new_id
from hoanhap.places.models import Unit, UnitReach
from hoanhap.programme.models import AreaStatement, ModelActivity, ModelAdoption, Recognition
from tests.casework.made import scope

PROVINCE = "990-1"
BY = UUID(int=7)


def commune(code: str, *, began_on: date | None = None, ended_on: date | None = None) -> Unit:
    """A commune of the province, reached by itself and the province while it is there."""
    unit = Unit.objects.create(pk=code, level="commune", began_on=began_on, ended_on=ended_on)
    for area in (code, PROVINCE):
        UnitReach.objects.create(area_id=area, unit=unit, valid_from=began_on, valid_until=ended_on)
    return unit


def merged(old: Unit, into: Unit) -> None:
    """From the end of `old` on, whoever is responsible for `into` is responsible for it."""
    for area in (into.pk, PROVINCE):
        UnitReach.objects.create(area_id=area, unit=old, valid_from=old.ended_on)


def adopted(unit: Unit, started_on: date | None, *active: date, **changes: Any) -> ModelAdoption:
    """A model in a commune with its activities."""
    given: dict[str, Any] = {
        "model_code": "b93-club",
        "unit": unit,
        "decision_number": "1/QĐ",
        "decision_on": started_on - timedelta(days=5) if started_on else date(2022, 1, 1),
        "issuer": "Ủy ban Mẫu",
        "started_on": started_on,
        "recorded_by": BY,
    }
    adoption = ModelAdoption.objects.create(**(given | changes))
    for day in active:
        did(adoption, day)
    return adoption


def did(adoption: ModelAdoption, on: date, **changes: Any) -> ModelActivity:
    """Something was done on a day."""
    return ModelActivity.objects.create(
        **({"adoption": adoption, "kind": "meeting", "held_on": on, "recorded_by": BY} | changes)
    )


def recognised(
    unit: Unit, class_: str, valid_from: date, valid_until: date | None = None, **changes: Any
) -> Recognition:
    """A decision about the class of a commune."""
    given: dict[str, Any] = {
        "unit": unit,
        "recognised_class": class_,
        "decision_number": f"{new_id().hex[-6:]}/QĐ",
        "decided_on": valid_from,
        "issuer": "Ủy ban Mẫu",
        "valid_from": valid_from,
        "valid_until": valid_until,
        "recorded_by": BY,
    }
    return Recognition.objects.create(**(given | changes))


def stated(unit: Unit, on: date, is_hotspot: bool, **changes: Any) -> AreaStatement:
    """The police said yes or no."""
    given: dict[str, Any] = {
        "unit": unit,
        "is_hotspot": is_hotspot,
        "stated_on": on,
        "stated_by": "Công an Mẫu",
        "recorded_by": BY,
    }
    return AreaStatement.objects.create(**(given | changes))


POWERS = frozenset({"programme.read", "programme.write", "outreach.write", "casework.read", "people.read"})
WORKS = frozenset({"programme.read", "outreach.write", "casework.read", "people.read"})


def directs(*units: str) -> Scope:
    """Somebody who directs the programme over these units."""
    return scope(POWERS, *units, name="chidao")


def works(*units: str) -> Scope:
    """Somebody who does the work in these communes and directs nothing."""
    return scope(WORKS, *units, name="canboxa")
