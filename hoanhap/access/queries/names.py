"""What accounts are called, for pages that say who wrote something down."""

from collections.abc import Iterable
from uuid import UUID

from hoanhap.access.models import Account


def names_of(account_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of many accounts in one query; closed ones too, since what they wrote stays theirs."""
    wanted = set(account_ids)
    if not wanted:
        return {}
    return dict(Account.objects.filter(pk__in=wanted).values_list("pk", "full_name"))
