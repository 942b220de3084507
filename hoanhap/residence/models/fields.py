"""Columns that many registers of this room share."""

from django.db import models
from django.db.models.functions import Now

from hoanhap.kit.models import Keyed


class Withdrawable(Keyed):
    """A line that is written once; a wrong one is withdrawn with a reason and written anew."""

    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True


RECORDED = ("recorded_at", "recorded_by", "retired_at", "retired_by")
"""The open ones of these columns; `retired_reason` may hold words about somebody."""


class DayRange(models.Func):
    """The days from the first to the last argument, both included; without a last one, for ever."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"
