"""Secret addresses under which a calendar program may read an account's calendar without signing in."""

from django.db import models
from django.db.models import Q

from hoanhap.access.models.accounts import Account
from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import only_withdrawn


class CalendarFeed(Keyed):
    """One secret address of an account. The secret is kept as a hash, so the table opens no calendar."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="calendar_feeds")
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    class Privacy:
        open = ("id", "account", "created_at", "retired_at", "retired_by", "retired_reason")
        sensitive = ("secret_hash",)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(retired_at__isnull=True), name="calendar_feed_one_an_account"
            )
        ]
        triggers = only_withdrawn("access_calendarfeed")

    def __str__(self) -> str:
        return f"{self.account_id} {self.created_at:%Y-%m-%d}"
