"""One area closely: its plans, class, models, what is late or to be put right, and the units in it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import CharField, Q, Value

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound
from hoanhap.places.models import Level, UnitEdition
from hoanhap.places.queries.editions import in_force
from hoanhap.places.queries.units import NO_SUCH_UNIT, full_names
from hoanhap.programme.models import Finding, ModelAdoption, Recognition
from hoanhap.programme.queries import care_models, leading, placing
from hoanhap.programme.queries.late_units import LateIn, LateKind, late_in
from hoanhap.programme.queries.leading import Standing
from hoanhap.programme.queries.reviews import label
from hoanhap.programme.rules.care_models import State

READ: Final = "programme.read"
SHOWN: Final = 8


@dataclass(frozen=True)
class ModelIn:
    """A model of care in the area: how many communes apply it, and in how many it is stalled."""

    title: str
    code: str
    applying: int
    stalled: int


@dataclass(frozen=True)
class FoundIn:
    """A finding that is not put right."""

    kind: str
    text: str
    observed_on: date


@dataclass(frozen=True)
class Area:
    """One unit with everything of the programme. `classes`: its class, or how many of its communes have which."""

    unit_id: str
    name: str
    level: str
    on: date
    standings: tuple[Standing, ...]
    is_past: bool
    classes: tuple[tuple[str, str, int], ...]
    models: tuple[ModelIn, ...]
    findings: tuple[FoundIn, ...]
    findings_open: int
    late: tuple[LateKind, ...]
    units: tuple[tuple[str, str], ...]

    @property
    def is_commune(self) -> bool:
        return self.level == Level.COMMUNE


@placing.SameLists()
def area(unit_id: str, *, scope: Scope, on: date) -> Area:
    """The page of a unit in reach. Raises Forbidden, NotFound."""
    scope.require(READ)
    if not scope.reaches(READ, unit_id):
        raise NotFound(NO_SUCH_UNIT)
    editions = list(
        UnitEdition.objects.filter(Q(unit_id=unit_id) | (in_force(on) & Q(parent_id=unit_id)))
        .order_by("code")
        .values_list("unit_id", "level")
    )
    levels = [level for key, level in editions if key == unit_id]
    if not levels:
        raise NotFound(NO_SUCH_UNIT)
    below = [key for key, _level in editions if key != unit_id]
    inside = placing.ground(unit_id, on=on) & scope.unit_ids(READ)
    plans, is_past, _others = leading.plans_about(unit_id, on=on)
    late = late_in(scope, on, inside)
    names = full_names({unit_id, *below, *(one.unit_id for kind in late for one in kind.units)}, on=on)
    findings = list(
        Finding.objects.filter(unit_id__in=inside, observed_on__lte=on)
        .filter(Q(resolved_on__isnull=True) | Q(resolved_on__gt=on))
        .order_by("-observed_on", "-id")
    )
    classes, models = _classes_and_models(inside, on)
    return Area(
        unit_id,
        names.get(unit_id, unit_id),
        levels[0],
        on,
        tuple(leading.standings(plans, unit_id, scope=scope, on=on)),
        is_past,
        classes,
        models,
        tuple(FoundIn(one.get_kind_display(), one.text, one.observed_on) for one in findings[:SHOWN]),
        len(findings),
        tuple(
            LateKind(
                kind.kind,
                kind.count,
                tuple(
                    LateIn(one.unit_id, names.get(one.unit_id, one.unit_id), one.count) for one in kind.units
                ),
            )
            for kind in late
        ),
        tuple((one, names.get(one, one)) for one in below),
    )


def _classes_and_models(
    inside: frozenset[str], on: date
) -> tuple[tuple[tuple[str, str, int], ...], tuple[ModelIn, ...]]:
    """Which classes decisions in force give to the communes, and how the models stand that they began; one statement."""
    said = Recognition.objects.filter(in_force(on), unit_id__in=inside, retired_at__isnull=True).order_by()
    begun = care_models.with_state(ModelAdoption.objects.filter(unit_id__in=inside), on).order_by()
    rows: list[tuple[str, str]] = list(
        said.values_list("recognised_class", Value("", CharField())).union(
            begun.values_list("model_code", "state"), all=True
        )
    )
    classes = Counter(code for code, state in rows if not state)
    models = Counter(rows)
    codes = sorted({code for code, state in rows if state in {State.APPLYING, State.STALLED}})
    titles = care_models.titles() if codes else {}
    return (
        tuple((code, label(code), count) for code, count in sorted(classes.items())),
        tuple(
            ModelIn(titles.get(code, code), code, models[code, "applying"], models[code, "stalled"])
            for code in codes
        ),
    )
