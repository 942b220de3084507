"""Management files that are to be made, and how long they have been waiting."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.exchange.models import ListedPerson
from hoanhap.exchange.queries.lists import IMPORT, Decision, with_file
from hoanhap.exchange.rules.lists import AGES, age_class, age_in_days
from hoanhap.places.queries.units import paths


@dataclass(frozen=True)
class Backlog:
    """Files to be made in one commune: how many, since when the oldest, and how many of each age."""

    unit_id: str
    unit_name: str
    comparison_id: UUID
    count: int
    oldest_days: int
    by_age: Mapping[str, int]


def backlog(*, scope: Scope, on: date) -> list[Backlog]:
    """Management files that somebody decided are to be made and that are not there yet, by commune; the oldest first.

    A file's age counts from the oldest list that names the person. Raises Forbidden.
    """
    scope.require(IMPORT)
    waiting = list(ListedPerson.objects.visible_to(scope, IMPORT).filter(decision=Decision.TO_MAKE))
    made = with_file((one.person_id for one in waiting if one.person_id and one.is_certain), scope)
    by_unit: dict[str, list[ListedPerson]] = {}
    for one in waiting:
        if not (one.is_certain and one.person_id in made):
            by_unit.setdefault(one.unit_id, []).append(one)
    names = paths(by_unit, on=on) if by_unit else {}
    found = []
    for unit_id, entries in by_unit.items():
        ages = [age_in_days(one.to_make_since, on=on) for one in entries if one.to_make_since]
        classes = Counter(age_class(days) for days in ages)
        found.append(
            Backlog(
                unit_id=unit_id,
                unit_name=names.get(unit_id, unit_id),
                comparison_id=entries[0].comparison_id,
                count=len(entries),
                oldest_days=max(ages),
                by_age={name: classes.get(name, 0) for name, _most in AGES},
            )
        )
    return sorted(found, key=lambda one: (-one.oldest_days, one.unit_name))
