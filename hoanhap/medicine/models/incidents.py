"""Medicine that is not where the register says."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.kit.models import RECORDED, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn
from hoanhap.places.models import Organisation, Unit


class Incidents(models.QuerySet["MedicineIncident"]):
    """Seen by whoever works in the facility, or over the unit in which it lies."""

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Only the rows that the scope may see with `power`; nothing where it has no such power."""
        if scope.everywhere(power):
            return self
        if not scope.may(power):
            return self.none()
        return self.filter(Q(facility__in=scope.organisation_ids(power)) | Q(unit__in=scope.unit_ids(power)))


class MedicineIncident(Withdrawable):
    """Substitution medicine that left a clinic's hands: passed on, gone without a reason, or spilled with minutes.

    Only wastage with signed minutes is no loss. `volume_ml` counts millilitres of the solution. No patient is named.
    """

    class Kind(models.TextChoices):
        DIVERSION = "diversion", pgettext_lazy("incident", "Passed on to others")
        UNEXPLAINED_LOSS = "unexplained-loss", _("Loss without an explanation")
        WASTAGE = "wastage", _("Wastage with signed minutes")

    facility = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind)
    volume_ml = models.DecimalField(max_digits=9, decimal_places=2)
    minutes_number = models.CharField(max_length=60, blank=True)
    reported_at = models.DateTimeField(null=True)

    objects = Incidents.as_manager()

    class Privacy:
        open = (
            "id",
            "facility",
            "unit",
            "on",
            "kind",
            "volume_ml",
            "minutes_number",
            "reported_at",
            "retired_reason",
            *RECORDED,
        )

    class Meta:
        constraints = [
            with_a_reason("medicine_incident"),
            models.CheckConstraint(condition=Q(volume_ml__gt=0), name="medicine_incident_of_some_volume"),
            models.CheckConstraint(
                condition=~Q(kind="wastage") | ~Q(minutes_number=""),
                name="medicine_wastage_has_minutes",
            ),
        ]
        indexes = [models.Index(fields=["facility", "on"], name="medicine_incident_by_facility")]
        triggers = only_withdrawn("medicine_medicineincident")
