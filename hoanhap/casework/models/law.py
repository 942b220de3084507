"""What an administrator may add to the published law: editions, values of blanks, rest days. Each with its document."""

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.casework.models.editions import WrittenEdition, edition_constraints, never_changes
from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import only_withdrawn


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class RegimeEdition(WrittenEdition):
    """An edition of a regime that was written here, as a file of `definitions/regimes` would hold it."""

    class Meta:
        constraints = edition_constraints("regime")
        triggers = never_changes("a_published_edition_never_changes")


class BlankValue(Keyed):
    """The value of a blank of a regime from a day on, with the document that gives it."""

    regime = models.CharField(max_length=60)
    blank = models.CharField(max_length=60)
    count = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    document_number = models.CharField(max_length=60)
    document_on = models.DateField()
    reason = models.CharField(max_length=300)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    class Privacy:
        open = (
            "id",
            "regime",
            "blank",
            "count",
            "valid_from",
            "document_number",
            "document_on",
            "reason",
            "recorded_at",
            "recorded_by",
            "retired_at",
            "retired_by",
            "retired_reason",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["regime", "blank", "valid_from"],
                condition=Q(retired_at__isnull=True),
                name="blank_has_one_value_at_a_time",
            )
        ]
        triggers = only_withdrawn("casework_blankvalue")


class CalendarDay(Keyed):
    """A day on which offices rest although it is a weekday, or work although it is a weekend."""

    class Kind(models.TextChoices):
        REST = "rest", pgettext_lazy("calendar", "Rest day")
        WORKING = "working", pgettext_lazy("calendar", "Working day")

    day = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=150)
    document_number = models.CharField(max_length=150, blank=True)
    confidence = models.CharField(max_length=10)
    is_entered = models.BooleanField()
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    class Privacy:
        open = (
            "id",
            "day",
            "kind",
            "name",
            "document_number",
            "confidence",
            "is_entered",
            "reason",
            "recorded_at",
            "recorded_by",
            "retired_at",
            "retired_by",
            "retired_reason",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=Q(retired_at__isnull=True), name="calendar_day_once"
            ),
            models.CheckConstraint(
                condition=Q(is_entered=False) | ~Q(document_number=""),
                name="calendar_day_entered_with_a_document",
            ),
        ]
        triggers = only_withdrawn("casework_calendarday")
