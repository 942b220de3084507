"""Clubs and counselling points: who belongs to a club, when it met, when a point is open, and who came there.

A club is the team of its board; a point is the team of its staff: the decision, the days and the people stand there.
"""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.community.models.teams import Team
from hoanhap.kit.models import RECORDED, Keyed, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn
from hoanhap.people.models import AboutPerson, Person
from hoanhap.places.models import Unit


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class ClubMembership(Keyed):
    """A person belongs to a club from one day until another. `number` stands for them where others look on."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    club = models.ForeignKey(Team, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = AboutPerson["ClubMembership"].as_manager()

    class Privacy:
        health = ("valid_from", "valid_until")
        open = ("id", "person", "club", "unit", "number", "recorded_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["club", "number"], name="club_number_once"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="club_membership_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="club_membership_once_at_a_time",
                expressions=[
                    ("club", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (Func(F("valid_from"), F("valid_until"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


class ClubSession(Withdrawable):
    """A club met on a day. Who came is kept by their numbers in the club alone; guests and family are counted."""

    class Topic(models.TextChoices):
        STAYING_CLEAN = "staying-clean", pgettext_lazy("club", "Keeping away from drugs")
        HEALTH = "health", pgettext_lazy("club", "Health, HIV and treatment")
        WORK = "work", pgettext_lazy("club", "Work and loans")
        FAMILY = "family", pgettext_lazy("club", "Family and getting on with neighbours")
        LAW = "law", pgettext_lazy("club", "Law and papers")
        CULTURE = "culture", pgettext_lazy("club", "Culture, sport, visits")
        OTHER = "other", pgettext_lazy("club", "Other topic")

    club = models.ForeignKey(Team, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    on = models.DateField()
    topic = models.CharField(max_length=20, choices=Topic)
    title = models.CharField(max_length=200)
    present = ArrayField(models.PositiveSmallIntegerField(), default=list)
    guests = models.PositiveSmallIntegerField(default=0)

    class Privacy:
        # Whose a number is stands in `ClubMembership` alone.
        open = (
            "id",
            "club",
            "unit",
            "on",
            "topic",
            "title",
            "present",
            "guests",
            "retired_reason",
            *RECORDED,
        )

    class Meta:
        constraints = [
            with_a_reason("club_session"),
            models.UniqueConstraint(
                fields=["club", "on"], condition=Q(retired_at__isnull=True), name="club_session_once_a_day"
            ),
        ]
        indexes = [models.Index(fields=["unit", "on"], name="club_session_by_unit")]
        triggers = only_withdrawn("community_clubsession")

    def __str__(self) -> str:
        return self.title


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class CounsellingPoint(Keyed):
    """A place of the commune where people are counselled. `hours`: from Monday to Sunday, nothing where it is closed."""

    staff = models.OneToOneField(Team, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    address = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    hours = ArrayField(models.CharField(max_length=60, blank=True), size=7)
    is_published = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(db_default=Now())

    class Privacy:
        open = ("id", "staff", "unit", "address", "phone", "hours", "is_published", "recorded_at")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hours__len=7), name="counselling_point_has_a_week_of_hours")
        ]


class Service(models.TextChoices):
    """What somebody came for, or was sent on to."""

    PREVENTION = "prevention", pgettext_lazy("service", "Advice on keeping away from drugs")
    DETERMINATION = "determination", pgettext_lazy("service", "Finding out whether there is dependence")
    REHAB = "rehab", pgettext_lazy("service", "Voluntary rehabilitation")
    SUBSTITUTION = "substitution", pgettext_lazy("service", "Substitution treatment")
    HEALTH = "health", pgettext_lazy("service", "Health care, HIV and hepatitis tests")
    PSYCHOLOGY = "psychology", pgettext_lazy("service", "Psychological help")
    WORK = "work", pgettext_lazy("service", "Training, work, loans")
    LAW = "law", pgettext_lazy("service", "Legal help and papers")
    FAMILY = "family", pgettext_lazy("service", "Advice for the family")


class PointVisit(Withdrawable):
    """Who came to a point on a day for one thing: so many people of whom nothing else is known, or one known person."""

    point = models.ForeignKey(CounsellingPoint, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    service = models.CharField(max_length=20, choices=Service)
    referred_to = models.CharField(max_length=20, choices=Service, blank=True)
    people = models.PositiveSmallIntegerField(default=1)

    objects = AboutPerson["PointVisit"].as_manager()

    class Privacy:
        health = ("on", "service", "referred_to")
        sensitive = ("retired_reason",)
        open = ("id", "point", "unit", "person", "people", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("point_visit"),
            models.CheckConstraint(
                condition=Q(people__gte=1) & (Q(person__isnull=True) | Q(people=1)),
                name="point_visit_of_one_known_person_or_of_some",
            ),
            models.UniqueConstraint(
                fields=["point", "person", "on", "service"],
                condition=Q(retired_at__isnull=True, person__isnull=False),
                name="point_visit_of_a_person_once_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "on"], name="point_visit_by_unit"),
            models.Index(fields=["person", "on"], name="point_visit_by_person"),
        ]
        triggers = only_withdrawn("community_pointvisit")
        verbose_name = _("visit to a counselling point")
