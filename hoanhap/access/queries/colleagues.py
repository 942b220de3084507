"""Who else works in an organisation with some power: for the second name under what one person alone may not do."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from hoanhap.access.models import Account, Grant
from hoanhap.access.queries.roles import roles
from hoanhap.places.models import Organisation
from hoanhap.places.queries.editions import in_force


@dataclass(frozen=True)
class Colleague:
    """A member of staff who may sign beside somebody."""

    id: UUID
    full_name: str
    position: str
    username: str


def colleagues(
    organisation_id: UUID, powers: Collection[str], *, on: date, but: UUID | None = None
) -> list[Colleague]:
    """Those who on the day have one of the powers inside the organisation or the one above it, by name, without `but`."""
    wanted = set(powers)
    fitting = [one.code for one in roles().values() if one.works_in == "organisation" and wanted & one.powers]
    above = Organisation.objects.filter(pk=organisation_id).values("parent_id")
    grants = Grant.objects.filter(
        in_force(on), Q(organisation=organisation_id) | Q(organisation__in=above), role__in=fitting
    )
    found = Account.objects.filter(is_active=True, pk__in=grants.values("account_id"))
    return [
        Colleague(one.pk, one.full_name, one.position, one.username)
        for one in found.order_by("full_name", "id")
        if one.pk != but
    ]
