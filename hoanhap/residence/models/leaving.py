"""Going home: notices before the end, the plan for reintegration, and the support that was given."""

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.registers import only_withdrawn
from hoanhap.people.models import Person
from hoanhap.places.models import Unit
from hoanhap.residence.models.fields import RECORDED, Withdrawable
from hoanhap.residence.models.stays import Stay
from hoanhap.residence.models.visibility import OfStay


class Notice(Withdrawable):
    """The facility told somebody in writing."""

    class To(models.TextChoices):
        COMMUNE = "commune", _("Commune people's committee")
        POLICE = "police", pgettext_lazy("notice", "Commune police")
        COURT = "court", pgettext_lazy("notice", "Court")
        FAMILY = "family", pgettext_lazy("notice", "Family")

    class About(models.TextChoices):
        END = "end", _("The term ends soon")
        ADMISSION = "admission", pgettext_lazy("notice", "Admission")
        DISCHARGE = "discharge", pgettext_lazy("notice", "Discharge")
        ESCAPE = "escape", pgettext_lazy("notice", "Escape")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="notices")
    to = models.CharField(max_length=20, choices=To)
    about = models.CharField(max_length=20, choices=About)
    sent_on = models.DateField()
    number = models.CharField(max_length=60)

    objects = OfStay["Notice"].as_manager()

    class Privacy:
        police = ("to", "about", "sent_on", "number")
        sensitive = ("retired_reason",)
        open = ("id", "person", "stay", *RECORDED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stay", "to", "about", "number"],
                condition=Q(retired_at__isnull=True),
                name="notice_once",
            )
        ]
        triggers = only_withdrawn("residence_notice")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class ReintegrationPlan(Withdrawable):
    """What somebody needs to live at home again, agreed with the commune. One for each stay; rewritten as it ripens."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="plans")
    made_on = models.DateField()
    housing = models.CharField(max_length=500, blank=True)
    work = models.CharField(max_length=500, blank=True)
    school = models.CharField(max_length=500, blank=True)
    health = models.CharField(max_length=500, blank=True)
    family = models.CharField(max_length=500, blank=True)
    papers = models.CharField(max_length=500, blank=True)
    agreed_on = models.DateField(null=True)
    agreed_with = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    agreed_number = models.CharField(max_length=60, blank=True)

    objects = OfStay["ReintegrationPlan"].as_manager()

    class Privacy:
        health = ("health",)
        police = ("agreed_number",)
        sensitive = ("housing", "work", "school", "family", "papers", "retired_reason")
        open = ("id", "person", "stay", "made_on", "agreed_on", "agreed_with", *RECORDED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stay"], condition=Q(retired_at__isnull=True), name="reintegration_plan_once_a_stay"
            ),
            models.CheckConstraint(
                condition=Q(agreed_on__isnull=True, agreed_with__isnull=True)
                | Q(agreed_on__isnull=False, agreed_with__isnull=False),
                name="reintegration_plan_is_agreed_with_a_commune",
            ),
        ]


class Support(Withdrawable):
    """Somebody was helped to go back: what with, when, by whom."""

    class Domain(models.TextChoices):
        SCHOOL = "school", pgettext_lazy("support", "Schooling")
        TRAINING = "training", _("Vocational training")
        WORK = "work", pgettext_lazy("support", "Work")
        LOAN = "loan", pgettext_lazy("support", "Loan")
        HEALTH = "health", pgettext_lazy("support", "Health")
        COUNSEL = "counsel", _("Psychological and social counselling")
        PAPERS = "papers", _("Identity papers")
        HOUSING = "housing", pgettext_lazy("support", "Housing")
        TRAVEL = "travel", _("Money for the way home")
        OTHER = "other", pgettext_lazy("support", "Other")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="support")
    domain = models.CharField(max_length=20, choices=Domain)
    provided_on = models.DateField()
    provided_by = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)

    objects = OfStay["Support"].as_manager()

    class Privacy:
        health = ("domain",)
        sensitive = ("note", "retired_reason")
        open = ("id", "person", "stay", "provided_on", "provided_by", *RECORDED)

    class Meta:
        indexes = [models.Index(fields=["provided_on"], name="support_by_day")]
        triggers = only_withdrawn("residence_support")
