"""What is late in the units of an area, by kind and unit: counts only."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, cast

from django.db.models import CharField, Count, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from hoanhap.access.scope import Scope
from hoanhap.casework.queries import duties
from hoanhap.programme.models import AreaAction
from hoanhap.programme.queries import early_warnings, inspections

PEOPLE: Final = "casework.read"
WORST: Final = 3
"""So many units stand beside a count."""


class Late(StrEnum):
    """What can be late in a unit."""

    DUTY = "duty"
    CORRECTION = "correction"
    INSPECTION = "inspection"
    AREA_ACTION = "area-action"
    WARNING = "warning"


@dataclass(frozen=True)
class LateIn:
    """How much of a kind is late in one unit."""

    unit_id: str
    unit_name: str
    count: int


@dataclass(frozen=True)
class LateKind:
    """How much of a kind is late in all, and the units with the most of it."""

    kind: Late
    count: int
    units: tuple[LateIn, ...]


def late_in(scope: Scope, on: date, unit_ids: frozenset[str]) -> list[LateKind]:
    """What is late in these units of the reader, in one statement. Duties only for who may see files; names come later."""
    ids = list(unit_ids)
    parts: list[QuerySet[Any]] = [
        _by_unit(
            Late.CORRECTION,
            inspections.late_actions(scope=scope, on=on).filter(finding__unit_id__in=ids),
            "finding__unit_id",
        ),
        _by_unit(
            Late.INSPECTION, inspections.late_visits(scope=scope, on=on).filter(unit_id__in=ids), "unit_id"
        ),
        _by_unit(
            Late.AREA_ACTION,
            AreaAction.objects.filter(
                area_plan__unit_id__in=ids, done_on__isnull=True, retired_at__isnull=True, due_on__lt=on
            ),
            "area_plan__unit_id",
        ),
        early_warnings.warned(scope, on)
        .filter(unit_id__in=ids)
        .order_by()
        .values_list(
            Value(str(Late.WARNING), CharField()),
            "unit_id",
            Cast(Coalesce("opened", 0) + Coalesce("came", 0), IntegerField()),
        ),
    ]
    if scope.may(PEOPLE):
        due = duties.standing(scope=scope, on=on).filter(due_on__lt=on)
        parts.append(_by_unit(Late.DUTY, due.filter(unit_id__in=ids), "unit_id"))
    counts: dict[str, list[LateIn]] = {}
    for kind, unit_id, count in parts[0].union(*parts[1:], all=True):
        counts.setdefault(kind, []).append(LateIn(unit_id, "", count))
    return [
        LateKind(
            kind,
            sum(one.count for one in counts[kind]),
            tuple(sorted(counts[kind], key=lambda one: (-one.count, one.unit_id))[:WORST]),
        )
        for kind in Late
        if kind in counts
    ]


def _by_unit(kind: Late, found: QuerySet[Any], unit: str) -> QuerySet[Any]:
    told = (
        found.order_by()
        .values(unit)
        .annotate(of_kind=Value(str(kind), CharField()), late=Cast(Count("pk"), IntegerField()))
        .values_list("of_kind", unit, "late")
    )
    return cast("QuerySet[Any]", told)
