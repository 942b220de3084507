"""Where little happens: communes in which nothing was recorded for some time, told from the records of every room."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import CharField, Count, DateField, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Step
from hoanhap.community.models import Contact, NeedsTalk, Support
from hoanhap.kit.errors import Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.outreach.models import Activity
from hoanhap.people.models import Responsibility
from hoanhap.places.models import UnitReach
from hoanhap.places.queries.editions import in_force
from hoanhap.places.queries.units import full_names
from hoanhap.programme.models import ModelActivity
from hoanhap.programme.queries.measures_care_models import communes

READ: Final = "programme.read"
PEOPLE: Final = "casework.read"
KINDS: Final[dict[str, Words]] = {
    "contact": pgettext_lazy("quiet area", "Meetings, advice and support"),
    "communication": pgettext_lazy("quiet area", "Communication"),
    "model": pgettext_lazy("quiet area", "Activities of models of care"),
    "entry": pgettext_lazy("quiet area", "Entries in files"),
}


@dataclass(frozen=True)
class QuietLine:
    """A commune with the last day of each kind of thing; `people` with a file are told only to who may see files.

    So are the days on which somebody was met or a file was written in.
    """

    unit_id: str
    unit_name: str
    people: int | None
    last_on: tuple[tuple[str, date | None], ...]


def quiet_areas(
    *,
    scope: Scope,
    on: date,
    days: int = 30,
    missing: Collection[str] = tuple(KINDS),
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Page[QuietLine]:
    """The communes in reach in which none of the kinds in `missing` was recorded in the days up to this one.

    What units recorded for which a commune answers now counts there. Those that care for most people come first.
    """
    scope.require(READ)
    found: QuerySet[Any] = communes(on, None if scope.everywhere(READ) else scope.unit_ids(READ))
    sees = scope.may(PEOPLE)
    since = on - timedelta(days=days)
    for kind in missing:
        active = Q()
        for rows, day in _records(kind, on):
            active |= Q(unit__in=rows.filter(**{f"{day}__gt": since}).values(_unit(rows)))
        found = found.exclude(pk__in=UnitReach.objects.filter(in_force(on)).filter(active).values("area"))
    found = (
        found.annotate(people=_people(scope, on)).order_by("-people", "pk") if sees else found.order_by("pk")
    )
    page = page_of(found, lambda row: row, number=number, size=size)
    keys = [row.pk for row in page]
    names = full_names(set(keys), on=on)
    last = _last(keys, on)
    shown = tuple(KINDS) if sees else ("communication", "model")
    lines = [
        QuietLine(
            unit_id=row.pk,
            unit_name=names.get(row.pk, row.pk),
            people=row.people if sees else None,
            last_on=tuple((kind, last.get((row.pk, kind))) for kind in shown),
        )
        for row in page
    ]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def shown_kinds(scope: Scope) -> tuple[str, ...]:
    """The kinds whose last day the account is told."""
    return tuple(KINDS) if scope.may(PEOPLE) else ("communication", "model")


def _records(kind: str, on: date) -> list[tuple[QuerySet[Any], str]]:
    """What counts as one of a kind up to a day, with the column of its day."""
    live = {"retired_at__isnull": True}
    if kind == "contact":
        return [
            (Contact.objects.filter(happened_on__lte=on, **live), "happened_on"),
            (NeedsTalk.objects.filter(held_on__lte=on, **live), "held_on"),
            (Support.objects.filter(provided_on__lte=on, **live), "provided_on"),
        ]
    if kind == "communication":
        return [(Activity.objects.filter(on__lte=on, **live), "on")]
    if kind == "model":
        return [(ModelActivity.objects.filter(held_on__lte=on, **live), "held_on")]
    ends = timezone.make_aware(datetime.combine(on + timedelta(days=1), time()))
    entered = Step.objects.filter(recorded_at__lt=ends, **live).annotate(entered_on=TruncDate("recorded_at"))
    return [(entered, "entered_on")]


def _unit(rows: QuerySet[Any]) -> str:
    return "adoption__unit" if rows.model is ModelActivity else "unit"


def _people(scope: Scope, on: date) -> Any:
    there = UnitReach.objects.filter(in_force(on), area=OuterRef(OuterRef("pk"))).values("unit")
    held = Responsibility.objects.filter(
        in_force(on), unit__in=there, is_set_aside=False, person__file__isnull=False
    )
    if not scope.everywhere(PEOPLE):
        held = held.filter(unit__in=scope.unit_ids(PEOPLE))
    counted = held.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("person", distinct=True))
    return Coalesce(Subquery(counted.values("n")[:1]), 0)


def _last(keys: list[str], on: date) -> dict[tuple[str, str], date]:
    """The last day of each kind in the communes of a page, in one statement."""
    parts = []
    for kind in KINDS:
        for rows, day in _records(kind, on):
            unit = _unit(rows)
            reach = UnitReach.objects.filter(in_force(on), unit=OuterRef(unit), area__in=keys)
            parts.append(
                rows.order_by()
                .annotate(lies_in=Subquery(reach.values("area")[:1]))
                .filter(lies_in__isnull=False)
                .values("lies_in")
                .annotate(kind=Value(kind, CharField()), day=Max(F(day), output_field=DateField()))
                .values_list("lies_in", "kind", "day")
            )
    found: dict[tuple[str, str], date] = {}
    for place, kind, day in parts[0].union(*parts[1:], all=True):
        found[place, kind] = max(day, found.get((place, kind), day))
    return found
