"""Medicine that is not where the register says."""

from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.kit.models import RECORDED, Keyed, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn, written_once
from hoanhap.medicine.models.stock import StockBook, StockLine
from hoanhap.places.models import Organisation, Unit

Record = TypeVar("Record", bound=models.Model)


class Incidents(models.QuerySet[Record]):
    """Seen by whoever works in the facility, or over the unit in which it lies."""

    path = ""

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Only the rows that the scope may see with `power`; nothing where it has no such power."""
        if scope.everywhere(power):
            return self
        if not scope.may(power):
            return self.none()
        inside = Q(**{f"{self.path}facility__in": scope.organisation_ids(power)})
        return self.filter(inside | Q(**{f"{self.path}unit__in": scope.unit_ids(power)}))


class OfIncident(Incidents[Record]):
    """Rows about one incident."""

    path = "incident__"


class MedicineIncident(Withdrawable):
    """Medicine that left the hands of who keeps it: passed on, gone without a reason, or spilled with minutes.

    Only wastage with signed minutes is no loss. `volume_ml` counts millilitres of a solution, `pieces` whatever is counted
    in tablets, capsules or ampoules. `detected_at` begins the time within which it is reported; `book` and the lines are
    named where the stock book shows it. No patient is named.
    """

    class Kind(models.TextChoices):
        DIVERSION = "diversion", pgettext_lazy("incident", "Passed on to others")
        UNEXPLAINED_LOSS = "unexplained-loss", _("Loss without an explanation")
        WASTAGE = "wastage", _("Wastage with signed minutes")

    facility = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind)
    medicine = models.CharField(max_length=60, default="methadone")
    volume_ml = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    pieces = models.DecimalField(max_digits=12, decimal_places=3, null=True)
    book = models.ForeignKey(StockBook, models.PROTECT, null=True, related_name="+")
    detected_at = models.DateTimeField(null=True)
    minutes_number = models.CharField(max_length=60, blank=True)
    reported_at = models.DateTimeField(null=True)

    objects = Incidents["MedicineIncident"].as_manager()

    class Privacy:
        open = (
            "id",
            "facility",
            "unit",
            "on",
            "kind",
            "medicine",
            "volume_ml",
            "pieces",
            "book",
            "detected_at",
            "minutes_number",
            "reported_at",
            "retired_reason",
            *RECORDED,
        )

    class Meta:
        constraints = [
            with_a_reason("medicine_incident"),
            models.CheckConstraint(
                condition=Q(volume_ml__gt=0, pieces__isnull=True) | Q(pieces__gt=0, volume_ml__isnull=True),
                name="medicine_incident_of_some_volume",
            ),
            models.CheckConstraint(
                condition=Q(book__isnull=True) | Q(detected_at__isnull=False),
                name="medicine_incident_of_a_book_was_detected",
            ),
            models.CheckConstraint(
                condition=~Q(kind="wastage") | ~Q(minutes_number=""),
                name="medicine_wastage_has_minutes",
            ),
        ]
        indexes = [models.Index(fields=["facility", "on"], name="medicine_incident_by_facility")]
        triggers = only_withdrawn("medicine_medicineincident")


class IncidentLine(Withdrawable):
    """A line of the stock book that an incident is about. It goes with its incident: withdrawn, the line waits again."""

    incident = models.ForeignKey(MedicineIncident, models.PROTECT, related_name="lines")
    line = models.ForeignKey(StockLine, models.PROTECT, related_name="in_incidents")

    objects = OfIncident["IncidentLine"].as_manager()

    class Privacy:
        open = ("id", "incident", "line", "retired_reason", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("incident_line"),
            models.UniqueConstraint(
                fields=["line"], condition=Q(retired_at__isnull=True), name="incident_line_in_one_incident"
            ),
        ]
        triggers = only_withdrawn("medicine_incidentline")


class IncidentReport(Keyed):
    """What was told of an incident: the cause as far as it is known, what was done, to whom and when (Circular 18/2026,
    article 7). A second report follows the first where more came to light. No patient is named.
    """

    incident = models.ForeignKey(MedicineIncident, models.PROTECT, related_name="reports")
    document_number = models.CharField(max_length=60)
    cause = models.CharField(max_length=1000)
    done = models.CharField(max_length=1000)
    reported_to = models.CharField(max_length=200)
    reported_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    second_person = models.UUIDField(null=True)

    objects = OfIncident["IncidentReport"].as_manager()

    class Privacy:
        open = (
            "id",
            "incident",
            "document_number",
            "cause",
            "done",
            "reported_to",
            "reported_at",
            "recorded_at",
            "recorded_by",
            "second_person",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(document_number="") & ~Q(cause="") & ~Q(done="") & ~Q(reported_to=""),
                name="incident_report_says_what_and_to_whom",
            ),
            models.CheckConstraint(
                condition=Q(second_person__isnull=True) | ~Q(second_person=F("recorded_by")),
                name="incident_report_second_person_is_another",
            ),
        ]
        indexes = [models.Index(fields=["incident", "reported_at"], name="incident_report_first")]
        triggers = written_once("medicine_incidentreport")
