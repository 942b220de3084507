"""The daily roll: one for each ward and day, everybody present unless marked otherwise."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import only_withdrawn, written_once
from hoanhap.people.models import Person
from hoanhap.residence.models.fields import RECORDED, Withdrawable
from hoanhap.residence.models.stays import Stay
from hoanhap.residence.models.visibility import OfStay, OfWard
from hoanhap.residence.models.wards import Ward


class Roll(Withdrawable):
    """A ward was counted on a day, and somebody signed for it. A wrong roll is withdrawn and taken again."""

    ward = models.ForeignKey(Ward, models.PROTECT, related_name="rolls")
    on = models.DateField()
    expected = models.PositiveSmallIntegerField()
    present = models.PositiveSmallIntegerField()
    signed_by = models.CharField(max_length=150)

    objects = OfWard["Roll"].as_manager()

    class Privacy:
        open = ("id", "ward", "on", "expected", "present", "signed_by", *RECORDED, "retired_reason")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ward", "on"], condition=Q(retired_at__isnull=True), name="roll_once_a_day"
            ),
            models.CheckConstraint(
                condition=Q(present__lte=F("expected")), name="roll_counts_no_more_than_expected"
            ),
        ]
        triggers = only_withdrawn("residence_roll")


class RollMark(Keyed):
    """Somebody was not present at a roll, and why. Whoever has no mark was present."""

    class Status(models.TextChoices):
        LEAVE = "leave", _("On leave")
        HOSPITAL = "hospital", _("In hospital")
        WORK = "outside", _("Outside with staff")
        ABSENT = "absent", _("Absent without leave")
        ESCAPED = "escaped", _("Escaped")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="marks")
    roll = models.ForeignKey(Roll, models.PROTECT, related_name="marks")
    status = models.CharField(max_length=20, choices=Status)
    note = models.CharField(max_length=300, blank=True)

    objects = OfStay["RollMark"].as_manager()

    class Privacy:
        health = ("status",)
        sensitive = ("note",)
        open = ("id", "person", "stay", "roll")
        append_only = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roll", "stay"], name="roll_marks_a_person_once")]
        triggers = written_once("residence_rollmark")
