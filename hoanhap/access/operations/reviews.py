"""Looking each quarter whether roles are still needed. What is needed no more is ended by `accounts.end_grant`."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.models import Grant, GrantReview
from hoanhap.access.operations.accounts import GrantRefused
from hoanhap.access.operations.checks import MANAGE
from hoanhap.access.queries.reviews import due
from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import clean


@transaction.atomic
def confirm_roles(*, grant_ids: Collection[UUID], note: str, scope: Scope, at: datetime) -> int:
    """Write that these roles were looked at and are still needed. Returns how many were written: some may be done already.

    Locks the grants in the order of their keys. Raises NotFound where one is out of reach or one's own, GrantRefused
    where none was chosen or nothing is said; then nothing is written.
    """
    scope.require(MANAGE)
    wanted = set(grant_ids)
    if not wanted:
        none = _("Choose at least one role that is still needed.")
        raise GrantRefused(Problem("none-chosen", none, "grants"))
    if not clean(note):
        missing = _("Say what you looked at: a list of staff, a talk with the head of the office.")
        raise GrantRefused(Problem("no-note", missing, "note"))
    held = list(Grant.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk"))
    reached = [
        one for one in held if scope.reaches(MANAGE, one.unit_id) and one.account_id != scope.account_id
    ]
    if len(reached) != len(wanted):
        raise NotFound(Problem("no-such-grant", _("There is no such grant in your reach.")))
    still = set(due(scope=scope).filter(pk__in=wanted).values_list("pk", flat=True))
    on = local_day(at)
    written = [one for one in reached if one.pk in still]
    GrantReview.objects.bulk_create(
        GrantReview(
            grant=one,
            holder_id=one.account_id,
            reviewed_on=on,
            note=clean(note),
            reviewed_by=scope.account_id,
            reviewed_at=at,
        )
        for one in written
    )
    for one in written:
        trail.record(
            "access.role-confirmed",
            by=scope,
            at=at,
            subject=one,
            unit_id=one.unit_id,
            reason=clean(note),
            account=str(one.account_id),
            role=one.role,
        )
    return len(written)
