"""Reading units as of a day."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from hoanhap.places.models import UnitReach


def reach(area_ids: Iterable[str], *, on: date) -> dict[str, frozenset[str]]:
    """For each area, the units that whoever is responsible for it is responsible for on that day, in one query."""
    wanted = set(area_ids)
    found: dict[str, set[str]] = {area: set() for area in wanted}
    if wanted:
        rows = UnitReach.objects.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on),
            Q(valid_until__isnull=True) | Q(valid_until__gt=on),
            area_id__in=wanted,
        ).values_list("area_id", "unit_id")
        for area, unit in rows:
            found[area].add(unit)
    return {area: frozenset(units) for area, units in found.items()}
