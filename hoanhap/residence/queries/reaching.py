"""Inside which facilities somebody is seen."""

from collections.abc import Collection
from uuid import UUID

from hoanhap.residence.models import Stay


def facilities_of(person_ids: Collection[UUID]) -> set[UUID]:
    """Where these persons live or lived: each facility goes on seeing its own stays. For who was fetched in a scope."""
    return set(Stay.objects.filter(person_id__in=person_ids).values_list("facility_id", flat=True))
