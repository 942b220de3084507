"""The secret address of an account's calendar: made, made anew, revoked, and recognised."""

import secrets
from datetime import datetime
from typing import Final

from django.db import transaction

from hoanhap.access.models import Account, CalendarFeed
from hoanhap.access.rules.feeds import hash_of
from hoanhap.access.scope import Scope
from hoanhap.audit import trail

BYTES: Final = 32
"""Nobody guesses that many."""


@transaction.atomic
def make_feed(*, scope: Scope, at: datetime) -> str:
    """A new secret for the account's own calendar; an older one stops working. It is told this once and never again."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=scope.account_id)
    _retire(account, scope=scope, at=at, reason="made anew")
    secret = secrets.token_urlsafe(BYTES)
    feed = CalendarFeed.objects.create(account=account, secret_hash=hash_of(secret), created_at=at)
    trail.record("access.calendar-address-made", by=scope, at=at, subject=feed)
    return secret


@transaction.atomic
def revoke_feed(*, scope: Scope, at: datetime) -> bool:
    """The account's secret address stops working; whether there was one."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=scope.account_id)
    return _retire(account, scope=scope, at=at, reason="revoked")


def _retire(account: Account, *, scope: Scope, at: datetime, reason: str) -> bool:
    feed = CalendarFeed.objects.filter(account=account, retired_at__isnull=True).first()
    if feed is None:
        return False
    feed.retired_at, feed.retired_by, feed.retired_reason = at, scope.account_id, reason
    feed.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    trail.record("access.calendar-address-revoked", by=scope, at=at, subject=feed)
    return True
