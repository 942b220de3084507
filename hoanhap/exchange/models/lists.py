"""Lists that several offices keep of one commune, laid beside each other and beside the register. Nothing here is a fact."""

from typing import Self, TypeVar

import pghistory
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import only_withdrawn

Record = TypeVar("Record", bound=models.Model)


class OfACommune(models.QuerySet[Record]):
    """Rows with a `unit`: seen by whoever has the power over that very commune."""

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Only those of communes in reach."""
        return self if scope.everywhere(power) else self.filter(unit__in=scope.unit_ids(power))


def history() -> type:
    """Every change keeps the row as it was before."""
    tracked: type = pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
    return tracked


@history()
class Comparison(Keyed):
    """The lists of one commune side by side, begun once and gone on with as newer lists come."""

    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()
    opened_by_name = models.CharField(max_length=150)
    compared_at = models.DateTimeField(null=True)

    objects = OfACommune["Comparison"].as_manager()

    class Privacy:
        open = ("id", "unit", "opened_at", "opened_by", "opened_by_name", "compared_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit"], name="comparison_once_a_commune")]


class SourceList(Keyed):
    """The list that an office keeps, as it stood on a day. The same bytes are the same list; of several lists of one
    keeper the one of the latest day says who stands on it.
    """

    class Keeper(models.TextChoices):
        POLICE = "police", _("Police")
        HEALTH = "health", _("Health")
        LABOUR = "labour", _("Labour and social affairs")
        OTHER = "other", pgettext_lazy("office", "Another office")

    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="lists")
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="+")
    keeper = models.CharField(max_length=10, choices=Keeper)
    list_on = models.DateField()
    file_name = models.CharField(max_length=200, blank=True)
    file_hash = models.CharField(max_length=64)
    row_count = models.PositiveIntegerField()
    left_out = models.JSONField(default=list)
    brought_at = models.DateTimeField()
    brought_by = models.UUIDField()
    brought_by_name = models.CharField(max_length=150)
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    objects = OfACommune["SourceList"].as_manager()

    class Privacy:
        sensitive = ("file_name", "left_out", "retired_reason")
        open = (
            "id",
            "comparison",
            "unit",
            "keeper",
            "list_on",
            "file_hash",
            "row_count",
            "brought_at",
            "brought_by",
            "brought_by_name",
            "retired_at",
            "retired_by",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["comparison", "keeper", "file_hash"],
                condition=Q(retired_at__isnull=True),
                name="source_list_once_in_a_comparison",
            )
        ]
        triggers = only_withdrawn("exchange_sourcelist")


@history()
class ListedPerson(Keyed):
    """Somebody who stands on a list or in the register, once however many lists name them, and what was decided.

    `person` is the file in the register that is, or may be (`is_certain` false), about them. `to_make_since`: the day of
    the oldest list that names them, once it was decided that a file has to be made. `not_persons`: files that were said
    to be of somebody else.
    """

    class Decision(models.TextChoices):
        KNOWN = "known", pgettext_lazy("list", "Has a file here")
        TO_MAKE = "to-make", pgettext_lazy("list", "A file is to be made")
        ELSEWHERE = "elsewhere", pgettext_lazy("list", "Does not belong to this commune")
        NOT_NEEDED = "not-needed", pgettext_lazy("list", "Needs no file")

    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="entries")
    unit = models.ForeignKey("places.Unit", models.PROTECT, related_name="+")
    person = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+")
    is_certain = models.BooleanField(default=False)
    is_elsewhere_known = models.BooleanField(default=False)
    not_persons = models.JSONField(default=list)
    full_name = models.CharField(max_length=200, blank=True)
    sort_key = models.CharField(max_length=600, db_collation="C", blank=True)
    birth = models.CharField(max_length=10, blank=True)
    decision = models.CharField(max_length=12, choices=Decision, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=150, blank=True)
    to_make_since = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = OfACommune["ListedPerson"].as_manager()

    class Privacy:
        identity = ("full_name", "sort_key", "birth", "not_persons")
        sensitive = ("decision", "reason", "to_make_since")
        open = (
            "id",
            "comparison",
            "unit",
            "person",
            "is_certain",
            "is_elsewhere_known",
            "decided_at",
            "decided_by",
            "decided_by_name",
            "recorded_at",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="listed_person_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["elsewhere", "not-needed"]) | ~Q(reason=""),
                name="listed_person_left_out_says_why",
            ),
            models.CheckConstraint(
                condition=Q(decision="to-make", to_make_since__isnull=False)
                | (~Q(decision="to-make") & Q(to_make_since__isnull=True)),
                name="listed_person_to_make_since_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["comparison", "sort_key", "id"], name="listed_person_by_name"),
            models.Index(fields=["unit"], condition=Q(decision="to-make"), name="listed_person_to_make"),
        ]


@history()
class ListedRow(Keyed):
    """One row of an office's list. `is_sure`: it certainly is about its entry; `is_apart`: somebody said it is not the
    person it was put with.
    """

    source = models.ForeignKey(SourceList, models.PROTECT, related_name="rows")
    entry = models.ForeignKey(ListedPerson, models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField()
    full_name = models.CharField(max_length=200)
    birth = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=6, blank=True)
    numbers = models.JSONField(default=list)
    address = models.CharField(max_length=300, blank=True)
    is_sure = models.BooleanField(default=True)
    is_apart = models.BooleanField(default=False)

    class Privacy:
        identity = ("full_name", "birth", "sex", "numbers", "address")
        open = ("id", "source", "entry", "number", "is_sure", "is_apart")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "number"], name="listed_row_once")]
