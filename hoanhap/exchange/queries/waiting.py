"""How much of the lists that lie side by side waits for somebody: for the page of the day, in one statement."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, Min, OuterRef, Q

from hoanhap.access.scope import Scope
from hoanhap.casework.queries.files import having_file
from hoanhap.exchange.models import ListedPerson, ListedRow, SourceList
from hoanhap.exchange.queries.lists import IMPORT, Decision
from hoanhap.kit.dates import local_day
from hoanhap.people.queries.waiting import answered_for


@dataclass(frozen=True)
class ListsWaiting:
    """People of the lists about whom nothing is decided, and files that are to be made; each with the oldest day."""

    undecided: int
    undecided_since: date | None
    to_make: int
    to_make_since: date | None


def lists_waiting(*, scope: Scope, on: date) -> ListsWaiting:
    """What `side_by_side` shows as open and as to be made, of all communes in reach together. Raises Forbidden."""
    scope.require(IMPORT)
    brought = SourceList.objects.filter(retired_at__isnull=True)
    later = brought.filter(comparison=OuterRef("comparison"), keeper=OuterRef("keeper")).filter(
        Q(list_on__gt=OuterRef("list_on")) | Q(list_on=OuterRef("list_on"), pk__gt=OuterRef("pk"))
    )
    rows = ListedRow.objects.filter(entry=OuterRef("pk"))
    current = rows.filter(source__in=brought.filter(~Exists(later)))
    here = Q(person__isnull=False, is_certain=True)
    waits = Q(decision="") & Q(is_named=True) & ~(here & Q(has_file=True, is_current=True, is_unsure=False))
    found = (
        ListedPerson.objects.visible_to(scope, IMPORT)
        .filter(decision__in=["", Decision.TO_MAKE])
        .annotate(
            is_listed=Exists(rows.filter(source__in=brought)),
            is_current=Exists(current),
            is_unsure=Exists(current.filter(is_sure=False)),
            has_file=Exists(having_file(scope).filter(person=OuterRef("person"))),
            is_ours=Exists(answered_for(on).filter(person=OuterRef("person"), unit=OuterRef("unit"))),
        )
        .alias(is_named=Q(is_listed=True) | Q(is_ours=True))
    )
    to_make = Q(decision=Decision.TO_MAKE) & ~(here & Q(has_file=True))
    told = found.aggregate(
        undecided=Count("pk", filter=waits),
        undecided_at=Min("recorded_at", filter=waits),
        to_make=Count("pk", filter=to_make),
        to_make_since=Min(F("to_make_since"), filter=to_make),
    )
    since = told.pop("undecided_at")
    return ListsWaiting(**told, undecided_since=local_day(since) if since else None)
