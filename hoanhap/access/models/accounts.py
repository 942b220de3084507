"""Staff accounts, and what each may do: role × area × period."""

from typing import ClassVar

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from hoanhap.kit.models import Keyed
from hoanhap.places.models import Organisation, Unit


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by their sign-in name, without regard to letter case."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(username=(username or "").strip().lower())


@pghistory.track(
    pghistory.UpdateEvent(
        row=pghistory.Old, condition=pghistory.AnyChange(exclude=["last_login", "password"])
    ),
    pghistory.DeleteEvent(),
    exclude=["password"],
)
class Account(Keyed, AbstractBaseUser):
    """A member of staff who signs in. It has no power of its own: every power comes from a dated grant."""

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    username = models.CharField(max_length=150, unique=True)
    full_name = models.CharField(max_length=150)
    position = models.CharField(max_length=150, blank=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=5, default="vi")

    objects: ClassVar[AccountManager] = AccountManager()

    class Privacy:
        identity = ("full_name",)
        sensitive = ("password",)
        open = ("id", "username", "position", "is_active", "language", "last_login")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(username__regex=r"^[a-z0-9][a-z0-9._-]*$"), name="account_username_is_plain"
            )
        ]

    def __str__(self) -> str:
        return self.username


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Grant(Keyed):
    """One account holds one role from one day until another. Powers stand in `definitions/roles/`.

    Over an area; or, with an `organisation`, inside that organisation and its parts alone: then `unit` only says where
    the organisation lies, and the grant reaches nothing of that unit.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="grants")
    role = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    reason = models.CharField(max_length=300)
    granted_by = models.UUIDField(null=True)

    class Privacy:
        open = (
            "id",
            "account",
            "role",
            "unit",
            "organisation",
            "valid_from",
            "valid_until",
            "reason",
            "granted_by",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                # Ending on its first day: withdrawn before it ever held.
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="grant_does_not_end_before_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account_id}: {self.role} @ {self.unit_id}"


class SignedInSession(Keyed):
    """One browser in which an account is signed in. The key is kept as a hash, so the table opens no session."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="sessions")
    session_hash = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=20, blank=True)

    class Privacy:
        open = ("id", "account", "started_at", "seen_at", "ended_at", "ended_because")
        sensitive = ("session_hash",)

    class Meta:
        indexes = [models.Index(fields=["account", "seen_at"], name="session_by_account")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.started_at:%Y-%m-%d %H:%M}"
