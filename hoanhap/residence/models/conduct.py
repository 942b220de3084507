"""How somebody behaves: monthly ratings and their review, discipline, incidents, escapes."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.registers import only_withdrawn
from hoanhap.people.models import Person
from hoanhap.places.models import Organisation
from hoanhap.residence.models.fields import RECORDED, Withdrawable
from hoanhap.residence.models.stays import Stay
from hoanhap.residence.models.visibility import OfFacility, OfStay, Stays
from hoanhap.residence.models.wards import Ward


class Rating(Withdrawable):
    """The grade of a month. `month` is its first day; `grade` a code of the regulations in force that month."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="ratings")
    month = models.DateField()
    grade = models.CharField(max_length=20)
    note = models.CharField(max_length=300, blank=True)

    objects = OfStay["Rating"].as_manager()

    class Privacy:
        police = ("grade",)
        sensitive = ("note", "retired_reason")
        open = ("id", "person", "stay", "month", *RECORDED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["stay", "month"], condition=Q(retired_at__isnull=True), name="rating_once_a_month"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="rating_of_a_month"),
        ]
        triggers = only_withdrawn("residence_rating")


class RatingReview(Withdrawable):
    """The facility looked over the ratings of a quarter, with minutes. `quarter` is the quarter's first day."""

    facility = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    quarter = models.DateField()
    held_on = models.DateField()
    minutes_number = models.CharField(max_length=60)
    chaired_by = models.CharField(max_length=150)

    objects = OfFacility["RatingReview"].as_manager()

    class Privacy:
        open = (
            "id",
            "facility",
            "quarter",
            "held_on",
            "minutes_number",
            "chaired_by",
            *RECORDED,
            "retired_reason",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["facility", "quarter"],
                condition=Q(retired_at__isnull=True),
                name="rating_review_once_a_quarter",
            ),
            models.CheckConstraint(
                condition=Q(quarter__day=1, quarter__month__in=[1, 4, 7, 10]),
                name="rating_review_of_a_quarter",
            ),
        ]
        triggers = only_withdrawn("residence_ratingreview")


class Discipline(Withdrawable):
    """A measure of discipline by decision. `level` is 1, 2 or 3; the regulations say what each is called."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="discipline")
    level = models.PositiveSmallIntegerField()
    on = models.DateField()
    until_on = models.DateField(null=True)
    decision_number = models.CharField(max_length=60)
    why = models.CharField(max_length=500)

    objects = OfStay["Discipline"].as_manager()

    class Privacy:
        police = ("level", "on", "until_on", "decision_number")
        sensitive = ("why", "retired_reason")
        open = ("id", "person", "stay", *RECORDED)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__range=(1, 3)), name="discipline_has_three_levels"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("on")),
                name="discipline_ends_after_it_begins",
            ),
        ]
        triggers = only_withdrawn("residence_discipline")


class Incident(Withdrawable):
    """Something happened in the facility: to one resident, or to nobody in particular. One line for each person."""

    class Kind(models.TextChoices):
        FIGHT = "fight", _("Fight")
        INJURY = "injury", _("Injury")
        SELF_HARM = "self-harm", _("Self-harm")
        FORBIDDEN = "forbidden", _("Forbidden thing found")
        ESCAPE_ATTEMPT = "escape-attempt", _("Attempted escape")
        FIRE = "fire", _("Fire")
        OTHER = "other", pgettext_lazy("incident", "Other")

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, null=True, related_name="incidents")
    facility = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    ward = models.ForeignKey(Ward, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    happened_on = models.DateField()
    note = models.CharField(max_length=1000)

    objects = Stays["Incident"].as_manager()

    class Privacy:
        police = ("kind", "happened_on")
        sensitive = ("note", "retired_reason")
        open = ("id", "person", "stay", "facility", "ward", *RECORDED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, stay__isnull=True)
                | Q(person__isnull=False, stay__isnull=False),
                name="incident_of_a_resident_or_of_nobody",
            )
        ]
        indexes = [models.Index(fields=["facility", "happened_on"], name="incident_by_facility")]
        triggers = only_withdrawn("residence_incident")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Escape(Withdrawable):
    """Somebody left without permission, or did not come back from leave. The days until the return do not count."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stay = models.ForeignKey(Stay, models.PROTECT, related_name="escapes")
    left_on = models.DateField()
    minutes_number = models.CharField(max_length=60)
    note = models.CharField(max_length=1000, blank=True)
    returned_on = models.DateField(null=True)
    returned_how = models.CharField(max_length=300, blank=True)

    objects = OfStay["Escape"].as_manager()

    class Privacy:
        police = ("left_on", "minutes_number", "returned_on")
        sensitive = ("note", "returned_how", "retired_reason")
        open = ("id", "person", "stay", *RECORDED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True) | Q(returned_on__gte=F("left_on")),
                name="escape_returns_after_leaving",
            ),
            ExclusionConstraint(
                name="escape_one_at_a_time",
                expressions=[
                    ("stay", RangeOperators.EQUAL),
                    (Func(F("left_on"), F("returned_on"), function="daterange"), RangeOperators.OVERLAPS),
                ],
                condition=Q(retired_at__isnull=True),
            ),
        ]
