"""What the infirmary writes: seen only with the power `residence.health`."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.registers import only_withdrawn
from hoanhap.people.models import Person
from hoanhap.residence.models.fields import RECORDED, Withdrawable
from hoanhap.residence.models.stays import Stay
from hoanhap.residence.models.visibility import OfStay


class InfirmaryNote(Withdrawable):
    """Somebody was seen in the infirmary."""

    class Kind(models.TextChoices):
        ROUTINE = "routine", _("Regular health check")
        WITHDRAWAL = "withdrawal", _("Withdrawal state")
        ILLNESS = "illness", _("Illness")
        INJURY = "injury", pgettext_lazy("infirmary", "Injury")
        REFERRAL = "referral", _("Sent to hospital")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="infirmary_notes")
    kind = models.CharField(max_length=20, choices=Kind)
    seen_on = models.DateField()
    note = models.TextField()
    seen_by = models.CharField(max_length=150)

    objects = OfStay["InfirmaryNote"].as_manager()

    class Privacy:
        health = ("kind", "seen_on", "note")
        sensitive = ("retired_reason",)
        open = ("id", "person", "stay", "seen_by", *RECORDED)

    class Meta:
        indexes = [models.Index(fields=["stay", "kind", "seen_on"], name="infirmary_by_stay")]
        triggers = only_withdrawn("residence_infirmarynote")


class MedicineUse(Withdrawable):
    """Medicine was given. The amount is exact; the stock it came from is kept elsewhere."""

    class Measure(models.TextChoices):
        TABLET = "tablet", pgettext_lazy("medicine", "tablet")
        MG = "mg", pgettext_lazy("medicine", "mg")
        ML = "ml", pgettext_lazy("medicine", "ml")
        AMPOULE = "ampoule", pgettext_lazy("medicine", "ampoule")
        SACHET = "sachet", pgettext_lazy("medicine", "sachet")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="medicine")
    medicine = models.CharField(max_length=150)
    lot = models.CharField(max_length=60, blank=True)
    quantity = models.DecimalField(max_digits=12, decimal_places=4)
    measure = models.CharField(max_length=20, choices=Measure)
    given_on = models.DateField()
    given_by = models.CharField(max_length=150)

    objects = OfStay["MedicineUse"].as_manager()

    class Privacy:
        health = ("medicine", "lot", "quantity", "measure", "given_on")
        sensitive = ("retired_reason",)
        open = ("id", "person", "stay", "given_by", *RECORDED)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="medicine_given_is_some")]
        indexes = [models.Index(fields=["stay", "given_on"], name="medicine_by_stay")]
        triggers = only_withdrawn("residence_medicineuse")
