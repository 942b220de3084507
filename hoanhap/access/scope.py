"""The Scope of a request: who acts, with which powers, over which units, on which day."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from hoanhap.access.models import Account, Grant
from hoanhap.access.queries.roles import roles
from hoanhap.kit.errors import Forbidden, Problem
from hoanhap.places.models import Organisation, UnitReach
from hoanhap.places.queries.editions import in_force

OPERATOR_ID = UUID("00000000-0000-7000-8000-000000000001")
"""Who the trail names when a command is run on the server itself and no account is given."""


@dataclass(frozen=True)
class Authority:
    """One role over one area, with every unit that the area reaches on the day of the scope.

    Or inside one organisation: then `organisation_ids` are that one and its parts, and no unit is reached at all.
    """

    role: str
    powers: frozenset[str]
    area_id: str
    unit_ids: frozenset[str]
    organisation_id: UUID | None = None
    organisation_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Scope:
    """Who acts and how far they reach. Made once for a request or a command, then only read."""

    account_id: UUID
    account_name: str
    on: date
    authorities: tuple[Authority, ...] = ()
    is_operator: bool = False

    def may(self, power: str) -> bool:
        """Whether the account has `power` over any area at all."""
        return self.is_operator or any(power in authority.powers for authority in self.authorities)

    def require(self, power: str) -> None:
        """Raise Forbidden unless the account has `power` somewhere."""
        if not self.may(power):
            raise Forbidden(
                Problem(
                    "no-power",
                    _("Your account may not do this. Ask the person who manages accounts in your area."),
                )
            )

    def everywhere(self, power: str) -> bool:  # noqa: ARG002 (which power matters once a role reaches everywhere)
        """Whether `power` has no bounds: only the operator at the server's own command line."""
        return self.is_operator

    def unit_ids(self, power: str) -> frozenset[str]:
        """The units over which the account has `power`."""
        reached = [a.unit_ids for a in self.authorities if power in a.powers]
        return reached[0] if len(reached) == 1 else frozenset().union(*reached)

    def area_ids(self, power: str) -> frozenset[str]:
        """The areas named in the grants that give `power`: where a page begins."""
        return frozenset(
            a.area_id for a in self.authorities if power in a.powers and a.organisation_id is None
        )

    def organisation_ids(self, power: str) -> frozenset[UUID]:
        """The organisations inside which the account has `power`, whatever their units; their parts are among them."""
        return frozenset().union(*(a.organisation_ids for a in self.authorities if power in a.powers))

    def reaches_organisation(self, power: str, organisation_id: UUID, unit_id: str) -> bool:
        """Whether `power` holds inside this organisation, or over the unit in which it lies."""
        return organisation_id in self.organisation_ids(power) or self.reaches(power, unit_id)

    def reaches(self, power: str, unit_id: str) -> bool:
        """Whether `power` holds over this very unit."""
        return self.is_operator or any(power in a.powers and unit_id in a.unit_ids for a in self.authorities)

    def within(self, unit_ids: Collection[str]) -> "Scope":
        """The same scope, reaching these units at most: for a page whose rows are known to lie in them.

        Never wider than before. The database plans a question about one unit in a tenth of the time that it takes over
        the hundreds of a province.
        """
        kept = frozenset(unit_ids)
        nearer = tuple(replace(one, unit_ids=one.unit_ids & kept) for one in self.authorities)
        return replace(self, authorities=nearer)

    @property
    def needs_second_factor(self) -> bool:
        """Whether a role that is held asks for signing in in two steps."""
        known = roles()
        return any(known[a.role].second_factor for a in self.authorities)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(a.role for a in self.authorities)


def scope_of(account: Account, *, on: date) -> Scope:
    """The scope of an account on a day, in one query. An account without a grant in force has none of any power."""
    known = roles()
    reached = UnitReach.objects.filter(in_force(on), area_id=OuterRef("unit_id")).values("unit_id")
    parts = Organisation.objects.filter(parent=OuterRef("organisation_id")).values("id")
    grants = (
        Grant.objects.filter(in_force(on), account=account, account__is_active=True, role__in=list(known))
        .annotate(reached=ArraySubquery(reached), parts=ArraySubquery(parts))
        .order_by("id")
    )
    return Scope(
        account_id=account.pk,
        account_name=account.username,
        on=on,
        authorities=tuple(
            _authority(grant, known[grant.role].powers)
            for grant in grants
            # A role inside an organisation that names none, or the other way round, gives nothing.
            if (known[grant.role].works_in == "organisation") == (grant.organisation_id is not None)
        ),
    )


def _authority(grant: Any, powers: frozenset[str]) -> Authority:
    if grant.organisation_id is None:
        return Authority(grant.role, powers, grant.unit_id, frozenset(grant.reached))
    inside = frozenset({grant.organisation_id, *grant.parts})
    return Authority(grant.role, powers, grant.unit_id, frozenset(), grant.organisation_id, inside)


def operator_scope(*, on: date) -> Scope:
    """The scope of a command on the server itself: whoever can run it could read the database anyway. It is logged."""
    return Scope(account_id=OPERATOR_ID, account_name="operator", on=on, is_operator=True)


def account_named(username: str) -> Account | None:
    """The active account of that sign-in name, if there is one."""
    return Account.objects.filter(username=username.strip().lower(), is_active=True).first()
