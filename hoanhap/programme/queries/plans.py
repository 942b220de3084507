"""Plans and the units they chose."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.places.models import UnitReach
from hoanhap.places.queries.editions import in_force
from hoanhap.places.queries.units import full_names
from hoanhap.programme.models import Plan, PlanUnit

READ = "programme.read"


@dataclass(frozen=True)
class SelectedUnit:
    """A unit on a plan's list; `reason` where it was added later."""

    unit_id: str
    unit_name: str
    topic: str
    reason: str


@dataclass(frozen=True)
class PlanLine:
    """A plan as it was issued; `period_to` is its last day."""

    id: UUID
    number: str
    title: str
    issuer: str
    issued_on: date
    area_id: str
    area_name: str
    period_from: date
    period_to: date
    topics: tuple[str, ...]
    units: tuple[SelectedUnit, ...]


def plan_list(*, scope: Scope, on: date) -> list[PlanLine]:
    """The plans of the scope's areas and those that chose one of its units, latest first."""
    return _lines(reached(scope).order_by("-issued_on", "number"), on)


def plan_page(plan_id: UUID, *, scope: Scope, on: date) -> PlanLine:
    """One plan with its list. Raises NotFound."""
    found = _lines(reached(scope).filter(pk=plan_id), on)
    if not found:
        raise NotFound(Problem("no-such-plan", _("There is no such plan.")))
    return found[0]


def named(*, scope: Scope, but: UUID | None = None) -> list[tuple[str, str]]:
    """The plans in reach that another can carry out, as code and number; the latest first, at most 300."""
    found = reached(scope).exclude(pk=but) if but else reached(scope)
    rows = found.filter(code__isnull=False).order_by("-issued_on", "number")[:300]
    return [(row.code or "", f"{row.number} · {row.issuer}") for row in rows]


def in_period(*, from_on: date, to_on: date, unit_ids: Collection[str] | None, topic: str) -> list[PlanLine]:
    """The plans about a topic whose period meets these days and that chose one of these units. No facts about people."""
    found = overlapping(from_on, to_on).filter(topics__contains=[topic])
    if unit_ids is not None:
        chosen = PlanUnit.objects.filter(plan=OuterRef("pk"), topic=topic, unit_id__in=list(unit_ids))
        found = found.filter(Exists(chosen))
    return _lines(found.order_by("issued_on", "number"), to_on)


def overlapping(from_on: date, to_on: date) -> QuerySet[Plan]:
    """The plans whose period has a day from `from_on` to `to_on`."""
    return Plan.objects.filter(period_from__lte=to_on, period_until__gt=from_on)


def reached(scope: Scope) -> QuerySet[Plan]:
    """The plans of the scope's areas, of areas above them, and those that chose one of its units."""
    scope.require(READ)
    if scope.everywhere(READ):
        return Plan.objects.all()
    own = scope.unit_ids(READ)
    above = UnitReach.objects.filter(in_force(scope.on), unit_id__in=scope.area_ids(READ)).values("area_id")
    chosen = PlanUnit.objects.filter(plan=OuterRef("pk"), unit_id__in=own)
    return Plan.objects.filter(Q(area_id__in=own) | Q(area_id__in=above) | Exists(chosen))


def _lines(found: QuerySet[Plan], on: date) -> list[PlanLine]:
    return lines(list(found.prefetch_related("units")), on=on)


def lines(plans: Sequence[Plan], *, on: date) -> list[PlanLine]:
    """Plans whose units were fetched along, with the names of the day."""
    names = full_names(
        {plan.area_id for plan in plans} | {unit.unit_id for plan in plans for unit in plan.units.all()},
        on=on,
    )
    return [
        PlanLine(
            id=plan.pk,
            number=plan.number,
            title=plan.title,
            issuer=plan.issuer,
            issued_on=plan.issued_on,
            area_id=plan.area_id,
            area_name=names.get(plan.area_id, ""),
            period_from=plan.period_from,
            period_to=plan.period_until - timedelta(days=1),
            topics=tuple(plan.topics),
            units=tuple(
                SelectedUnit(unit.unit_id, names.get(unit.unit_id, ""), unit.topic, unit.reason)
                for unit in sorted(plan.units.all(), key=lambda unit: (unit.topic, unit.unit_id))
            ),
        )
        for plan in plans
    ]
