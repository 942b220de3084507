"""Named measures of how communes are classed. Only decisions count, never what the program proposes.

A commune that ended in a merger is neither won nor lost: its recognition ended with it, and the new commune begins anew.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from hoanhap.casework.queries.measures import Units
from hoanhap.places.models import UnitReach
from hoanhap.places.queries.editions import in_force
from hoanhap.programme.models import AreaStatement, CommuneClass, Recognition
from hoanhap.programme.queries.measures_care_models import communes

DRUG_FREE: Final[tuple[str, ...]] = (CommuneClass.DRUG_FREE.value,)
AFFECTED: Final[tuple[str, ...]] = tuple(one.value for one in CommuneClass if one != CommuneClass.DRUG_FREE)


def recognised(on: date, classes: Collection[str] = ()) -> QuerySet[Recognition]:
    """The decisions that hold on a day, of these classes (none named: of any)."""
    found = Recognition.objects.filter(in_force(on), retired_at__isnull=True)
    return found.filter(recognised_class__in=sorted(classes)) if classes else found


def communes_recognised(
    *,
    from_on: date,  # noqa: ARG001 (measures share arguments)
    to_on: date,
    unit_ids: Units,
    classes: Collection[str] = DRUG_FREE,
) -> QuerySet[Any, Any]:
    """Measure: communes that a decision in force on the last day says are of one of the classes. `on`: since when."""
    return _by(recognised(to_on, tuple(classes)), to_on, unit_ids)


def communes_classified(
    *,
    from_on: date,  # noqa: ARG001
    to_on: date,
    unit_ids: Units,
) -> QuerySet[Any, Any]:
    """Measure: communes about which some decision is in force on the last day: where there is none, nobody knows."""
    return _by(recognised(to_on), to_on, unit_ids)


def communes_affected_at_start(*, from_on: date, to_on: date, unit_ids: Units) -> QuerySet[Any, Any]:
    """Measure: communes that were affected (of whatever type) on the day before the period, and still are a commune.

    Without a decision that says so a commune does not count: unknown is not affected.
    """
    before = from_on - timedelta(days=1)
    return _by(recognised(before, AFFECTED), to_on, unit_ids)


def communes_converted(*, from_on: date, to_on: date, unit_ids: Units) -> QuerySet[Any, Any]:
    """Measure: of them, those that a decision in force on the last day recognises as drug-free."""
    before = recognised(from_on - timedelta(days=1), AFFECTED).filter(unit=OuterRef("unit"))
    return _by(recognised(to_on, DRUG_FREE).filter(Exists(before)), to_on, unit_ids)


def hotspots(
    *,
    from_on: date,  # noqa: ARG001
    to_on: date,
    unit_ids: Units,
) -> QuerySet[Any, Any]:
    """Measure: communes of which the police said last, by the last day, that they hold a hotspot.

    What was said of a commune goes on in the one that it was merged into, until the police say otherwise of that one.
    """
    later = AreaStatement.objects.filter(
        Q(unit=OuterRef("unit")) | Q(unit=OuterRef(OuterRef("pk"))),
        retired_at__isnull=True,
        stated_on__lte=to_on,
        stated_on__gt=OuterRef("stated_on"),
    )
    return _stated(_said(to_on).filter(~Exists(later), is_hotspot=True), to_on, unit_ids)


def hotspots_stated(
    *,
    from_on: date,  # noqa: ARG001
    to_on: date,
    unit_ids: Units,
) -> QuerySet[Any, Any]:
    """Measure: communes of which the police had said something, yes or no, by the last day."""
    return _stated(_said(to_on), to_on, unit_ids)


def _said(on: date) -> QuerySet[AreaStatement]:
    """What was said by a day of the commune of the outer query, and of communes that went into it whole."""
    there = UnitReach.objects.filter(in_force(on), area=OuterRef(OuterRef("pk"))).values("unit")
    return AreaStatement.objects.filter(unit__in=there, retired_at__isnull=True, stated_on__lte=on)


def _stated(there: QuerySet[AreaStatement], on: date, unit_ids: Units) -> QuerySet[Any, Any]:
    last = there.order_by("-stated_on", "-pk")
    return (
        communes(on, unit_ids)
        .filter(Exists(there))
        .values(
            subject=F("pk"),
            unit_id=F("pk"),
            on=Subquery(last.values("stated_on")[:1]),
            fact_id=Subquery(last.values("pk")[:1]),
        )
    )


def _by(decisions: QuerySet[Recognition], on: date, unit_ids: Units) -> QuerySet[Any, Any]:
    """A row for each decision about a commune that there was on a day: one at most holds for a commune at a time."""
    return (
        decisions.filter(unit__in=communes(on, unit_ids))
        .order_by()
        .values("unit_id", subject=F("unit_id"), on=F("valid_from"), fact_id=F("pk"))
    )
