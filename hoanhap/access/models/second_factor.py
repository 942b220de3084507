"""The second step of signing in: an authenticator on the account's own phone, and codes on paper for when it is lost."""

from django.db import models
from django.db.models import Q

from hoanhap.access.models.accounts import Account
from hoanhap.kit.models import Keyed


class Authenticator(Keyed):
    """A phone that shows a new code every thirty seconds (TOTP, RFC 6238). It counts once it was confirmed with a code.

    `secret` is sealed under a key outside the database. `last_step`: the thirty seconds of the last code that was
    accepted; no code of that time or before is accepted again. `failures` in a row close it until `closed_until`.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="authenticators")
    secret = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    closed_until = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True, default="")

    class Privacy:
        sensitive = ("secret",)
        open = (
            *("id", "account", "made_at", "confirmed_at", "last_step", "failures", "closed_until"),
            *("retired_at", "retired_by", "retired_reason"),
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(retired_at__isnull=True, confirmed_at__isnull=False),
                name="authenticator_one_an_account",
            ),
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(retired_at__isnull=True, confirmed_at__isnull=True),
                name="authenticator_one_being_set_up",
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True) | ~Q(retired_reason=""),
                name="authenticator_is_retired_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.made_at:%Y-%m-%d}"


class RecoveryCode(Keyed):
    """One of ten codes on paper, each good once. Kept as a hash, so the table opens nothing."""

    authenticator = models.ForeignKey(Authenticator, models.PROTECT, related_name="codes")
    code_hash = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Privacy:
        sensitive = ("code_hash",)
        open = ("id", "authenticator", "used_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["authenticator", "code_hash"], name="recovery_code_once")
        ]

    def __str__(self) -> str:
        return str(self.pk)
