"""Which accounts reach a unit or an organisation today, by which role: the answer to who can see somebody, and why."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language

from hoanhap.access.models import Grant
from hoanhap.access.queries.powers import POWERS
from hoanhap.access.queries.roles import roles
from hoanhap.access.queries.trail import TREATING
from hoanhap.access.rules.roles import Role
from hoanhap.kit.errors import Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.places.models import Organisation, UnitReach
from hoanhap.places.queries.editions import in_force
from hoanhap.places.queries.organisations import names_of
from hoanhap.places.queries.units import paths

OVER_PEOPLE: Final = (
    "people.read",
    "people.identify",
    "casework.read",
    "community.read",
    "residence.read",
    "residence.health",
)
"""Powers by which a person is seen; those of a clinic are left out: who is treated there is told to nobody else."""


@dataclass(frozen=True)
class Reaching:
    """One account that reaches, by one role over one area or inside one organisation, and what it sees by it."""

    account_id: UUID
    account_name: str
    full_name: str
    position: str
    role_title: str
    area: str
    since: date
    until: date | None
    sees: tuple[Words, ...]


def reaching(
    *,
    unit_ids: Collection[str],
    organisation_ids: Collection[UUID] = (),
    on: date,
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Page[Reaching]:
    """The accounts whose role reaches any of these on the day, by sign-in name. The caller fetched the person in a scope."""
    known = {
        code: role
        for code, role in roles().items()
        if role.powers & set(OVER_PEOPLE) and not role.powers & TREATING
    }
    areas = UnitReach.objects.filter(in_force(on), unit_id__in=unit_ids).values("area_id")
    over = Q(organisation__isnull=True, unit_id__in=areas) & Q(role__in=_working(known, "area"))
    above = Organisation.objects.filter(parts__in=organisation_ids).values("pk")
    places = Q(organisation_id__in=organisation_ids) | Q(organisation_id__in=above)
    inside = places & Q(role__in=_working(known, "organisation"))
    found = Grant.objects.filter(in_force(on), over | inside, account__is_active=True)
    page: Page[Grant] = page_of(
        found.select_related("account").order_by("account__username", "role", "pk"),
        lambda row: row,
        number=number,
        size=size,
    )
    names = paths({row.unit_id for row in page}, on=on)
    offices = names_of({row.organisation_id for row in page if row.organisation_id}, on=on)
    rows = [
        Reaching(
            account_id=row.account_id,
            account_name=row.account.username,
            full_name=row.account.full_name,
            position=row.account.position,
            role_title=known[row.role].title.get(get_language() or "vi") or known[row.role].title["vi"],
            area=offices.get(row.organisation_id, "")
            if row.organisation_id
            else names.get(row.unit_id, row.unit_id),
            since=row.valid_from,
            until=row.valid_until,
            sees=tuple(POWERS[power] for power in OVER_PEOPLE if power in known[row.role].powers),
        )
        for row in page
    ]
    return Page(rows, page.number, page.size, page.total, page.total_is_capped)


def _working(known: dict[str, Role], where: str) -> list[str]:
    return [code for code, role in known.items() if role.works_in == where]
