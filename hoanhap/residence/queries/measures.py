"""Named measures of facilities. Rows of `person_id`, `unit_id`, `on` and `episode_id`, as everywhere.

`unit_ids` are the units in which the facilities lie: a province counts who lives in its facilities, wherever they come
from. `in_care_from` counts the other way: by the unit that answered for the person on admission, which is also the
`unit_id` of every row. The day of discharge is no
day of the stay. Who escaped stays on the books of the facility and is counted; who is on leave too.

Measures take no scope: figures may be shown to who may not see people.
"""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, Final, cast

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Least

from hoanhap.kit.lookups import array_of
from hoanhap.kit.named import named
from hoanhap.kit.rows import Sql
from hoanhap.residence.models import ReintegrationPlan, Stay, Support
from hoanhap.residence.queries.days import there
from hoanhap.residence.rules.flow import Flow

Units = Collection[str] | None
Rows = QuerySet[Stay, dict[str, Any]]
OUTSIDE: Final = (Stay.Source.COURT.value, Stay.Source.VOLUNTARY.value)


def in_care(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:  # noqa: ARG001 - a stock on the last day
    """People who live in a facility of these units at the end of `to_on`. `on` is the day of admission."""
    return _rows(_at(unit_ids).filter(there(to_on)), "admitted_on")


def in_care_from(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:  # noqa: ARG001 - a stock on the last day
    """People for whom these units answer, who live in a facility anywhere at the end of `to_on`."""
    found = Stay.objects.filter(there(to_on))
    if unit_ids is not None:
        found = found.filter(unit_id__in=list(unit_ids))
    return cast("Rows", found.order_by().values("person_id", "unit_id", "episode_id", on=F("admitted_on")))


def admitted(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """People taken in during the period from outside: by a court decision or of their own will."""
    found = _at(unit_ids).filter(admitted_on__range=(from_on, to_on)).exclude(source=Stay.Source.TRANSFER)
    return _rows(found, "admitted_on")


def admissions_by_source(
    *, from_on: date, to_on: date, unit_ids: Units, sources: Collection[str] = OUTSIDE
) -> Sql:
    """Admissions from outside in the period, by a court decision or of their own will: one for each episode.

    `subject` is the episode, so somebody who came twice counts twice, and `unit_id` the unit in which the facility lies.
    """
    narrowed = "" if unit_ids is None else " AND o.unit_id = ANY(%(units)s::text[])"
    text = f"""
    SELECT s.episode_id, s.person_id, o.unit_id, s.admitted_on, s.episode_id, s.id
    FROM residence_stay s JOIN places_organisation o ON o.id = s.facility_id
    WHERE s.retired_at IS NULL AND s.source = ANY(%(sources)s::text[])
      AND s.admitted_on BETWEEN %(from)s AND %(to)s{narrowed}
      AND NOT EXISTS (
          SELECT 1 FROM residence_stay earlier
          WHERE earlier.episode_id = s.episode_id AND earlier.retired_at IS NULL AND earlier.source <> 'transfer'
            AND (earlier.admitted_on, earlier.id) < (s.admitted_on, s.id))
    """  # noqa: S608 (constants)
    return named(
        text,
        ("subject", "person_id", "unit_id", "on", "episode_id", "fact_id"),
        **{"from": from_on, "to": to_on},
        sources=array_of(sources),
        units=array_of(unit_ids or ()),
    )


def transferred_in(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """People taken over from another facility during the period."""
    return _rows(
        _at(unit_ids).filter(admitted_on__range=(from_on, to_on), source=Stay.Source.TRANSFER), "admitted_on"
    )


def left(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """People discharged in the period, for whatever reason. `on` is the first day not in the facility."""
    return _rows(_at(unit_ids).filter(discharged_on__range=(from_on, to_on)), "discharged_on")


def completed(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Of them, whose term was completed."""
    return _rows(
        _at(unit_ids).filter(discharged_on__range=(from_on, to_on), left_as=Stay.Left.COMPLETED),
        "discharged_on",
    )


def reintegration_supported(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """People whose plan for reintegration was written, or who were helped to go back, in the period.

    Not the same as who completed: support may begin months before the discharge and go on after it. A person helped in
    several ways, or in two stays, is counted once. `on` is the first such day.
    """
    plans = ReintegrationPlan.objects.filter(
        stay=OuterRef("pk"), made_on__range=(from_on, to_on), retired_at__isnull=True
    )
    support = Support.objects.filter(
        stay=OuterRef("pk"), provided_on__range=(from_on, to_on), retired_at__isnull=True
    )
    first_plan = plans.order_by().values("stay").annotate(first=Min("made_on")).values("first")
    first_support = support.order_by().values("stay").annotate(first=Min("provided_on")).values("first")
    found = (
        _at(unit_ids)
        .filter(Exists(plans) | Exists(support))
        .annotate(first_helped_on=Least(Subquery(first_plan), Subquery(first_support)))
    )
    return _rows(found, "first_helped_on")


def flow(*, from_on: date, to_on: date, unit_ids: Units, **which: Any) -> Flow:
    """The movement of residents in the period, both days included; stays, so who came twice moves twice.

    `which` narrows further, for example `facility_id=…`. It closes by the definition of its parts: a test and the page
    look at it.
    """
    stays = _at(unit_ids).filter(**which)
    came = stays.filter(admitted_on__range=(from_on, to_on))
    gone: Mapping[str, int] = dict(
        stays.filter(discharged_on__range=(from_on, to_on))
        .order_by()
        .values("left_as")
        .annotate(n=Count("pk"))
        .values_list("left_as", "n")
    )
    return Flow(
        at_start=stays.filter(there(from_on - timedelta(days=1))).count(),
        admitted=came.exclude(source=Stay.Source.TRANSFER).count(),
        transferred_in=came.filter(source=Stay.Source.TRANSFER).count(),
        left={str(code): gone[code] for code in Stay.Left.values if code in gone},
        at_end=stays.filter(there(to_on)).count(),
    )


def _at(unit_ids: Units) -> QuerySet[Stay]:
    found = Stay.objects.filter(Q(retired_at__isnull=True))
    return found if unit_ids is None else found.filter(facility__unit_id__in=list(unit_ids))


def _rows(found: QuerySet[Stay], day: str) -> Rows:
    return cast("Rows", found.order_by().values("person_id", "unit_id", "episode_id", on=F(day)))
