"""Whose calendar a secret address opens, and whether an account has one."""

from datetime import datetime

from hoanhap.access.models import Account, CalendarFeed
from hoanhap.access.rules.feeds import hash_of
from hoanhap.access.scope import Scope


def account_of(secret: str) -> Account | None:
    """The active account whose address holds the secret; None for an unknown or revoked one."""
    found = CalendarFeed.objects.filter(
        secret_hash=hash_of(secret), retired_at__isnull=True, account__is_active=True
    )
    feed = found.select_related("account").first()
    return feed.account if feed else None


def made_at(scope: Scope) -> datetime | None:
    """When the account's own address was made; None where there is none."""
    found = CalendarFeed.objects.filter(account_id=scope.account_id, retired_at__isnull=True)
    return found.values_list("created_at", flat=True).first()
