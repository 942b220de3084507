"""The questions to the list of episodes that were kept by a name."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from hoanhap.access.scope import Scope
from hoanhap.casework.models import SavedList

READ = "casework.read"


@dataclass(frozen=True)
class KeptList:
    """A kept list. `is_own`: the account that looks may throw it away; `is_shared`: its unit sees it."""

    id: UUID
    name: str
    filters: Mapping[str, str]
    is_own: bool
    is_shared: bool


def kept_lists(*, scope: Scope) -> list[KeptList]:
    """One's own lists and those that were shared with units in reach, one's own first, by name."""
    scope.require(READ)
    near = scope.unit_ids(READ) | scope.area_ids(READ)
    found = SavedList.objects.filter(
        Q(account_id=scope.account_id) | Q(unit_id__in=near), retired_at__isnull=True
    )
    kept = [
        KeptList(
            id=row.pk,
            name=row.name,
            filters=row.filters,
            is_own=row.account_id == scope.account_id,
            is_shared=row.unit_id is not None,
        )
        for row in found.order_by("name", "pk")
    ]
    return sorted(kept, key=lambda one: not one.is_own)
