"""One management file a person, and in it the episodes: each a form of treatment under one dated edition of the law."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import Keyed
from hoanhap.people.models import AboutPerson, Person
from hoanhap.places.models import Organisation, Unit


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class ManagementFile(Keyed):
    """The file that makes somebody a person "with a management file". There is one, whatever happens later."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="file")
    number = models.CharField(max_length=40, blank=True)
    opened_on = models.DateField()
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())

    objects = AboutPerson["ManagementFile"].as_manager()

    class Privacy:
        police = ("number", "opened_on")
        open = ("id", "person", "office", "unit", "recorded_at")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Episode(Keyed):
    """One form of treatment of one person, pinned to the edition of the regime it began under.

    `opened_on` is the day of the step that opens it; `closed_on` the day of the step that ended it, written in the same
    transaction as that step. Where it stands follows from its steps (`Phase` and `Duty` are read from them).
    `office` and `unit` answer for it today; `facility` is where the person is treated, if not at home. `follows` is the
    episode it comes from: a post-rehab file from the rehabilitation that was completed.
    """

    class Kind(models.TextChoices):
        USER_MANAGEMENT = "user-management", _("Management of a person who uses drugs")
        DEPENDENCE_DETERMINATION = "dependence-determination", _("Dependence determination")
        VOLUNTARY_HOME_COMMUNITY = (
            "voluntary-home-community",
            _("Voluntary rehabilitation at home or in the community"),
        )
        VOLUNTARY_FACILITY = "voluntary-facility", _("Voluntary rehabilitation in a facility")
        COMPULSORY = "compulsory", _("Compulsory rehabilitation")
        COMPULSORY_MINOR = "compulsory-minor", _("Compulsory rehabilitation, from 12 to under 18")
        COMPULSORY_COMMUNITY = "compulsory-community", _("Compulsory rehabilitation in the community")
        SUBSTITUTION = "substitution", _("Substitution treatment")
        POST_REHAB = "post-rehab", _("Post-rehabilitation management")

    class Lane(models.TextChoices):
        """At most one open episode a person in each. `beside`: runs beside another for a written reason."""

        TREATMENT = "treatment", pgettext_lazy("lane", "Treatment or management")
        DETERMINATION = "determination", pgettext_lazy("lane", "Determination")
        BESIDE = "beside", pgettext_lazy("lane", "Beside another episode")

    person = models.ForeignKey(Person, models.PROTECT, related_name="episodes")
    file = models.ForeignKey(ManagementFile, models.PROTECT, related_name="episodes")
    kind = models.CharField(max_length=40, choices=Kind)
    form = models.CharField(max_length=30)
    lane = models.CharField(max_length=20, choices=Lane, default=Lane.TREATMENT, db_default=Lane.TREATMENT)
    beside_reason = models.CharField(max_length=300, blank=True, db_default="")
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    facility = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    regime = models.CharField(max_length=60)
    regime_edition = models.PositiveSmallIntegerField()
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = AboutPerson["Episode"].as_manager()

    class Privacy:
        health = ("kind", "form", "regime", "regime_edition", "opened_on", "closed_on", "follows", "facility")
        sensitive = ("beside_reason",)
        open = ("id", "person", "file", "lane", "office", "unit", "recorded_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=F("opened_on")),
                name="episode_closes_after_it_opens",
            ),
            ExclusionConstraint(
                name="episode_one_open_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("lane", RangeOperators.EQUAL),
                    (Func(F("opened_on"), F("closed_on"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="episode_one_substitution_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (Func(F("opened_on"), F("closed_on"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(kind="substitution"),
            ),
            models.CheckConstraint(
                condition=~Q(lane="beside") | ~Q(beside_reason=""), name="episode_beside_another_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "opened_on"], name="episode_by_unit"),
            models.Index(fields=["person", "opened_on"], name="episode_by_person"),
            models.Index(fields=["unit"], condition=Q(closed_on__isnull=True), name="episode_still_open"),
            models.Index(fields=["facility", "opened_on"], name="episode_by_facility"),
        ]
