"""The sheet of detoxification: one line a day of a stay, seen only with the power `residence.health`."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from hoanhap.kit.registers import only_withdrawn
from hoanhap.people.models import Person
from hoanhap.residence.models.fields import RECORDED, Withdrawable
from hoanhap.residence.models.stays import Stay
from hoanhap.residence.models.visibility import OfStay


class DetoxDay(Withdrawable):
    """How somebody was on a day of detoxification, by the protocol that was followed.

    `signs` are codes of the protocol's edition. What is measured: degrees Celsius, beats a minute, millimetres of mercury.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="detox_days")
    protocol = models.CharField(max_length=20)
    protocol_edition = models.PositiveSmallIntegerField()
    on = models.DateField()
    signs = ArrayField(models.CharField(max_length=30), default=list)
    temperature_c = models.DecimalField(max_digits=3, decimal_places=1, null=True)
    pulse_per_minute = models.PositiveSmallIntegerField(null=True)
    systolic_mmhg = models.PositiveSmallIntegerField(null=True)
    diastolic_mmhg = models.PositiveSmallIntegerField(null=True)
    score = models.PositiveSmallIntegerField(null=True)
    note = models.CharField(max_length=1000, blank=True)
    to_hospital = models.BooleanField(default=False)
    seen_by = models.CharField(max_length=150)

    objects = OfStay["DetoxDay"].as_manager()

    class Privacy:
        health = (
            "protocol",
            "protocol_edition",
            "on",
            "signs",
            "temperature_c",
            "pulse_per_minute",
            "systolic_mmhg",
            "diastolic_mmhg",
            "score",
            "note",
            "to_hospital",
        )
        sensitive = ("retired_reason",)
        open = ("id", "person", "stay", "seen_by", *RECORDED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stay", "on"], condition=Q(retired_at__isnull=True), name="detox_day_once"
            ),
            models.CheckConstraint(
                condition=Q(temperature_c__isnull=True) | Q(temperature_c__range=(30, 45)),
                name="detox_day_temperature_of_somebody_alive",
            ),
            models.CheckConstraint(
                condition=Q(pulse_per_minute__isnull=True) | Q(pulse_per_minute__range=(20, 250)),
                name="detox_day_pulse_of_somebody_alive",
            ),
            models.CheckConstraint(
                condition=Q(systolic_mmhg__isnull=True, diastolic_mmhg__isnull=True)
                | Q(
                    systolic_mmhg__isnull=False,
                    diastolic_mmhg__isnull=False,
                    systolic_mmhg__range=(40, 300),
                    diastolic_mmhg__range=(20, 200),
                    systolic_mmhg__gt=models.F("diastolic_mmhg"),
                ),
                name="detox_day_blood_pressure_is_two_numbers",
            ),
        ]
        triggers = only_withdrawn("residence_detoxday")
