"""Named measures of communes and the models of care they take up. Each row is a commune, as it was on the last day.

A commune that was merged whole into another counts there: its club goes on under the new name. One that was divided counts
nowhere until one of its parts takes the model up itself.
"""

from collections.abc import Collection
from datetime import date
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields import DateField

from hoanhap.casework.models import Episode, Phase
from hoanhap.casework.queries.measures import Units
from hoanhap.kit.lookups import one_array
from hoanhap.places.models import Level, Unit, UnitReach
from hoanhap.places.queries.editions import in_force
from hoanhap.programme.models import ModelAdoption
from hoanhap.programme.queries import care_models

ANY: Final[tuple[str, ...]] = ()


def communes(on: date, unit_ids: Units, level: str = Level.COMMUNE.value) -> QuerySet[Unit]:
    """The units of a level that there were on a day."""
    found = Unit.objects.filter(
        Q(began_on__isnull=True) | Q(began_on__lte=on),
        Q(ended_on__isnull=True) | Q(ended_on__gt=on),
        level=level,
    ).order_by()
    return found if unit_ids is None else found.filter(pk__anyof=one_array(frozenset(unit_ids)))


def communes_in_force(
    *,
    from_on: date,  # noqa: ARG001 (measures share arguments)
    to_on: date,
    unit_ids: Units,
    level: str = Level.COMMUNE.value,
) -> QuerySet[Any, Any]:
    """Measure: the communes (or units of another level) of the list in force on the last day."""
    return communes(to_on, unit_ids, level).values(
        subject=F("pk"), unit_id=F("pk"), on=Value(to_on, DateField())
    )


def model_started(
    *,
    from_on: date,  # noqa: ARG001
    to_on: date,
    unit_ids: Units,
    models: Collection[str] = ANY,
) -> QuerySet[Any, Any]:
    """Measure: communes in which one of the models (none named: any) has begun and not ended, whatever is done there.

    `on` is the day it began. It is `model_applying` and `model_stalled` together.
    """
    return _with(communes(to_on, unit_ids), care_models.begun(to_on, tuple(models)), to_on)


def model_applying(
    *,
    from_on: date,  # noqa: ARG001
    to_on: date,
    unit_ids: Units,
    models: Collection[str] = ANY,
    months: int | None = None,
) -> QuerySet[Any, Any]:
    """Measure: communes that really applied one of the models on the last day: begun, not ended, and something was done.

    `months`: how long an activity counts; where it is not given, what the catalogue says of the model.
    """
    return _with(communes(to_on, unit_ids), care_models.applying(to_on, tuple(models), months), to_on)


def model_applying_every(
    *,
    from_on: date,  # noqa: ARG001
    to_on: date,
    unit_ids: Units,
    models: Collection[str] = ANY,
    months: int | None = None,
) -> QuerySet[Any, Any]:
    """Measure: communes that really applied each of the models on the last day, not only one of them.

    Where none is named, any model will do.
    """
    found = communes(to_on, unit_ids)
    for model in models:
        found = found.filter(Exists(_there(care_models.applying(to_on, (model,), months), to_on)))
    return _with(found, care_models.applying(to_on, tuple(models), months), to_on)


def model_stalled(
    *,
    from_on: date,  # noqa: ARG001
    to_on: date,
    unit_ids: Units,
    models: Collection[str] = ANY,
    months: int | None = None,
) -> QuerySet[Any, Any]:
    """Measure: communes in which one of the models has begun and not ended, and none of them is applied."""
    applied = _there(care_models.applying(to_on, tuple(models), months), to_on)
    return _with(
        communes(to_on, unit_ids).exclude(Exists(applied)),
        care_models.begun(to_on, tuple(models)),
        to_on,
    )


def _there(adoptions: QuerySet[ModelAdoption], on: date) -> QuerySet[ModelAdoption]:
    """Those of the commune of the outer query, and of communes that went into it whole."""
    return adoptions.filter(in_force(on, "unit__reached_by__"), unit__reached_by__area=OuterRef("pk"))


def _with(found: QuerySet[Unit], adoptions: QuerySet[ModelAdoption], on: date) -> QuerySet[Any, Any]:
    there = _there(adoptions, on)
    first = there.order_by("started_on", "pk")
    return found.filter(Exists(there)).values(
        subject=F("pk"),
        unit_id=F("pk"),
        on=Subquery(first.values("started_on")[:1]),
        fact_id=Subquery(first.values("pk")[:1]),
    )


def communes_with_post_rehab_people(
    *,
    from_on: date,  # noqa: ARG001
    to_on: date,
    unit_ids: Units,
) -> QuerySet[Any, Any]:
    """Measure: communes that answer for somebody in post-rehabilitation management on the last day. Nobody is named."""
    there = UnitReach.objects.filter(in_force(to_on), area=OuterRef(OuterRef("pk"))).values("unit")
    somebody = Phase.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=to_on),
        unit__in=there,
        kind=Episode.Kind.POST_REHAB,
        is_ended=False,
        is_in=True,
        from_on__lte=to_on,
        person__merged_into__isnull=True,
    )
    return (
        communes(to_on, unit_ids)
        .filter(Exists(somebody))
        .values(subject=F("pk"), unit_id=F("pk"), on=Value(to_on, DateField()))
    )
