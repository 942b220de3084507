"""Keeping a question to the list of episodes by a name, and throwing it away."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import SavedList
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean

READ = "casework.read"
LONGEST = 80


class ListRefused(Refused):
    """A list cannot be kept like this."""


@transaction.atomic
def save_list(
    *, name: str, filters: Mapping[str, str], unit_id: str | None = None, scope: Scope, at: datetime
) -> SavedList:
    """Keep these filters; a list of the same name of this account is replaced. `unit_id`: shared with that unit.

    Raises ListRefused, NotFound for a unit out of reach.
    """
    scope.require(READ)
    kept = clean(name)
    if not kept:
        raise ListRefused(
            Problem("name-missing", _("Give the list a name by which you find it again."), "name")
        )
    if len(kept) > LONGEST:
        raise ListRefused(
            Problem("name-too-long", _("The name is too long (at most 80 characters). Shorten it."), "name")
        )
    if unit_id is not None and unit_id not in scope.unit_ids(READ) | scope.area_ids(READ):
        raise NotFound(Problem("no-such-unit", _("There is no such commune in your area."), "unit_id"))
    SavedList.objects.filter(account_id=scope.account_id, name=kept, retired_at__isnull=True).update(
        retired_at=at
    )
    made = SavedList.objects.create(
        account_id=scope.account_id,
        name=kept,
        filters={key: value for key, value in filters.items() if value},
        unit_id=unit_id,
    )
    trail.record("casework.list-saved", by=scope, at=at, subject=made, unit_id=unit_id or "")
    return made


@transaction.atomic
def drop_list(*, list_id: UUID, scope: Scope, at: datetime) -> None:
    """Throw one's own list away. Raises NotFound, also for one of somebody else."""
    scope.require(READ)
    found = SavedList.objects.filter(pk=list_id, account_id=scope.account_id, retired_at__isnull=True)
    if not found.update(retired_at=at):
        raise NotFound(Problem("no-such-list", _("There is no such list.")))
    trail.record("casework.list-dropped", by=scope, at=at)
