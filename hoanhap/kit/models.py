"""The abstract tables that rooms build on."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from hoanhap.kit.keys import new_id


class Keyed(models.Model):
    """A row whose key the program makes, before it is sent to the database."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True


class Withdrawable(Keyed):
    """A line that is written once; a wrong one is withdrawn with a reason and written anew."""

    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, default="")

    class Meta:
        abstract = True


RECORDED = ("recorded_at", "recorded_by", "retired_at", "retired_by")
"""The open ones of these columns; `retired_reason` may hold words about somebody."""


def with_a_reason(what: str) -> models.CheckConstraint:
    """Whoever withdraws a line says why, and is named."""
    return models.CheckConstraint(
        condition=Q(retired_at__isnull=True, retired_by__isnull=True, retired_reason="")
        | (Q(retired_at__isnull=False, retired_by__isnull=False) & ~Q(retired_reason="")),
        name=f"{what}_is_withdrawn_with_a_reason",
    )
