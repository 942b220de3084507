"""Doses: poured, then taken or not. A dose cannot exist without the stock line that poured it.

One portion for one day of one person is one row. The row is written, and its pour in the stock book, before anything is
poured; what became of it is written after. So whatever fails in between is known, and the day does not close over it.
"""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import RECORDED, Keyed, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn, written_once
from hoanhap.medicine.models import StockLine
from hoanhap.people.models import Person
from hoanhap.places.models import Organisation
from hoanhap.treatment.models.care import DoseOrder, Enrolment, InCare, Record
from hoanhap.treatment.models.dosing_triggers import (
    ends_as_it_was_poured,
    poured_as_ordered,
    vomited_after_it_was_taken,
)


class Dose(Withdrawable):
    """The portion of one person for one day. `dose_on` is the clinic's local day on which it is to be taken.

    `volume_units` counts millilitres (tablets); times the lot's strength it is `dose_mg`, exactly. A withdrawn dose was
    poured but not taken: the day is free again. `replaces` names a dose that was vomited, and a doctor allowed another.
    """

    class Mode(models.TextChoices):
        WITNESSED = "witnessed", _("Taken under watch")
        TAKE_HOME = "take-home", pgettext_lazy("dose", "Taken home")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="doses")
    order = models.ForeignKey(DoseOrder, models.PROTECT, related_name="doses")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    pour_line = models.OneToOneField(StockLine, models.PROTECT, related_name="+")
    dose_on = models.DateField()
    mode = models.CharField(max_length=10, choices=Mode)
    dose_mg = models.DecimalField(max_digits=7, decimal_places=2)
    volume_units = models.DecimalField(max_digits=12, decimal_places=3)
    poured_at = models.DateTimeField()
    visit = models.UUIDField()
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    identity_check = models.ForeignKey(
        "treatment.IdentityCheck", models.PROTECT, null=True, db_index=False, related_name="+"
    )

    objects = InCare["Dose"].as_manager()

    class Privacy:
        health = (
            "order",
            "dose_on",
            "mode",
            "dose_mg",
            "volume_units",
            "poured_at",
            "organisation",
            "replaces",
            "retired_reason",
        )
        open = ("id", "person", "enrolment", "pour_line", "visit", "identity_check", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("dose"),
            models.CheckConstraint(condition=Q(dose_mg__gt=0, volume_units__gt=0), name="dose_of_something"),
            models.UniqueConstraint(
                fields=["person", "dose_on"],
                condition=Q(retired_at__isnull=True, replaces__isnull=True),
                name="dose_one_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "dose_on"], name="dose_by_day"),
            models.Index(fields=["enrolment", "dose_on"], name="dose_by_enrolment"),
        ]
        triggers = [*only_withdrawn("treatment_dose"), *poured_as_ordered("treatment_dose")]


class OfDose(InCare[Record]):
    """Rows about one dose."""

    path = "dose__enrolment"


class DoseOutcome(Keyed):
    """What became of a dose that was poured. Without one it is pending, and the day does not close."""

    class Kind(models.TextChoices):
        GIVEN = "given", pgettext_lazy("dose", "Taken")
        HANDED_OUT = "handed-out", pgettext_lazy("dose", "Handed out")
        REFUSED = "refused", pgettext_lazy("dose", "Refused")
        SPILT = "spilt", pgettext_lazy("dose", "Spilt")
        VOIDED = "voided", pgettext_lazy("dose", "Not poured after all")
        LOST = "lost", pgettext_lazy("dose", "Not found")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    dose = models.OneToOneField(Dose, models.PROTECT, related_name="outcome")
    kind = models.CharField(max_length=20, choices=Kind)
    line = models.OneToOneField(StockLine, models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    second_person = models.UUIDField(null=True)

    objects = OfDose["DoseOutcome"].as_manager()

    class Privacy:
        health = ("kind", "reason", "happened_at")
        open = ("id", "person", "dose", "line", "recorded_at", "recorded_by", "second_person")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["given", "handed-out"]) | ~Q(reason=""), name="dose_not_taken_says_why"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["given", "handed-out", "voided"])
                | (Q(second_person__isnull=False) & ~Q(second_person=F("recorded_by"))),
                name="dose_not_taken_was_seen_by_two",
            ),
        ]
        triggers = [*written_once("treatment_doseoutcome"), *ends_as_it_was_poured("treatment_doseoutcome")]


class DoseDoubt(Keyed):
    """Nobody can say yet what became of a poured dose: said by whoever finds it, settled by two with an outcome."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    dose = models.OneToOneField(Dose, models.PROTECT, related_name="doubt")
    happened_at = models.DateTimeField()
    note = models.CharField(max_length=300)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = OfDose["DoseDoubt"].as_manager()

    class Privacy:
        health = ("note", "happened_at")
        open = ("id", "person", "dose", "recorded_at", "recorded_by")

    class Meta:
        triggers = written_once("treatment_dosedoubt")


class Vomiting(Keyed):
    """A taken dose was vomited. The dose stays taken; a doctor may allow another on the same day."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    dose = models.OneToOneField(Dose, models.PROTECT, related_name="vomiting")
    happened_at = models.DateTimeField()
    was_seen = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    replacement_mg = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    allowed_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = OfDose["Vomiting"].as_manager()

    class Privacy:
        health = ("happened_at", "was_seen", "note", "replacement_mg")
        open = ("id", "person", "dose", "allowed_by", "recorded_at", "recorded_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(replacement_mg__isnull=True, allowed_by__isnull=True)
                | (Q(replacement_mg__gt=0, allowed_by__isnull=False) & ~Q(allowed_by=F("recorded_by"))),
                name="vomiting_replacement_allowed_by_another",
            )
        ]
        triggers = [*written_once("treatment_vomiting"), *vomited_after_it_was_taken("treatment_vomiting")]
