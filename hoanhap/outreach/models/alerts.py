"""Warnings of new substances: what is sold as what, how it looks, what to do."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import RECORDED, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn
from hoanhap.outreach.models.visibility import OfUnit
from hoanhap.places.models import Organisation, Unit


class Carrier(models.TextChoices):
    """In what the substance is hidden, or as what it is sold."""

    E_CIGARETTE = "e-cigarette", _("E-cigarettes and their liquids")
    FOOD = "food", pgettext_lazy("carrier", "Food and sweets")
    DRINK = "drink", pgettext_lazy("carrier", "Drinks")
    TABLET = "tablet", pgettext_lazy("carrier", "Tablets")
    POWDER = "powder", pgettext_lazy("carrier", "Powder or crystals")
    PLANT = "plant", _("Plants, herbs for smoking")
    PAPER = "paper", _("Stamps and paper")
    OTHER = "other", pgettext_lazy("carrier", "Something else")


class SubstanceAlert(Withdrawable):
    """A warning for an area, open to everybody from its publication until it is withdrawn or its last day has passed.

    What was published is never changed: a corrected one `replaces` it. It names no person and no place of sale.
    """

    title = models.CharField(max_length=160)
    substance = models.CharField(max_length=160)
    found_in = ArrayField(models.CharField(max_length=20, choices=Carrier))
    looks = models.CharField(max_length=600)
    harm = models.CharField(max_length=600)
    advice = models.CharField(max_length=600)
    source = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    published_on = models.DateField()
    valid_until = models.DateField(null=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    objects = OfUnit["SubstanceAlert"].as_manager()

    class Privacy:
        open = (
            "id",
            "title",
            "substance",
            "found_in",
            "looks",
            "harm",
            "advice",
            "source",
            "unit",
            "organisation",
            "published_on",
            "valid_until",
            "replaces",
            "retired_reason",
            *RECORDED,
        )

    class Meta:
        constraints = [
            with_a_reason("substance_alert"),
            models.CheckConstraint(
                condition=Q(found_in__len__gte=1) & Q(found_in__contained_by=Carrier.values),
                name="substance_alert_names_what_it_is_found_in",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("published_on")),
                name="substance_alert_holds_for_a_day",
            ),
        ]
        indexes = [models.Index(fields=["published_on"], name="substance_alert_by_day")]
        triggers = only_withdrawn("outreach_substancealert")

    def __str__(self) -> str:
        return self.title
