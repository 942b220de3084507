"""Work teams, their members, and who helps whom."""

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.casework.models import Episode
from hoanhap.kit.models import Keyed
from hoanhap.people.models import AboutPerson, Person
from hoanhap.places.models import Organisation, Unit


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Team(Keyed):
    """A team set up by a decision of the commune: the task team of rehabilitation, or volunteers who help afterwards."""

    class Kind(models.TextChoices):
        REHAB_TASK_TEAM = "rehab-task-team", _("Rehabilitation task team")
        VOLUNTEER_TEAM = "volunteer-team", _("Volunteer social work team")
        CLUB_BOARD = "club-board", _("Board of a B93 club")
        POINT_STAFF = "point-staff", _("Staff of a counselling point")

    kind = models.CharField(max_length=30, choices=Kind)
    name = models.CharField(max_length=200)
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    decision_number = models.CharField(max_length=40, blank=True)
    decision_on = models.DateField(null=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Privacy:
        open = (
            "id",
            "kind",
            "name",
            "office",
            "unit",
            "decision_number",
            "decision_on",
            "valid_from",
            "valid_until",
            "recorded_at",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "name"], name="team_name_once_in_a_unit"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="team_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class TeamMember(Keyed):
    """Somebody in a team, in a role, from one day until another.

    `allowance`: the code of a norm of `definitions/community`. `helps_at_most`: where it differs from what is usual.
    """

    class Role(models.TextChoices):
        LEADER = "leader", _("Team leader")
        POLICE = "police", _("Commune police")
        HEALTH = "health", _("Health worker")
        MASS_ORGANISATION = "mass-organisation", _("Mass organisation")
        HAMLET = "hamlet", pgettext_lazy("team", "Hamlet")
        VOLUNTEER = "volunteer", _("Volunteer")
        MEMBER = "member", pgettext_lazy("team", "Member")

    team = models.ForeignKey(Team, models.PROTECT, related_name="members")
    full_name = models.CharField(max_length=150)
    role = models.CharField(max_length=20, choices=Role)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    allowance = models.CharField(max_length=30, blank=True, default="")
    helps_at_most = models.PositiveSmallIntegerField(null=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)

    class Privacy:
        open = (
            "id",
            "team",
            "full_name",
            "role",
            "account",
            "allowance",
            "helps_at_most",
            "valid_from",
            "valid_until",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="team_member_leaves_after_joining",
            )
        ]

    def __str__(self) -> str:
        return self.full_name


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Assignment(Keyed):
    """A member meets and helps a person, with a stated task, from one day until another."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="assignments")
    member = models.ForeignKey(TeamMember, models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    task = models.CharField(max_length=300)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = AboutPerson["Assignment"].as_manager()

    class Privacy:
        health = ("task", "valid_from", "valid_until")
        open = ("id", "person", "episode", "member", "unit", "recorded_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="assignment_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="assignment_of_a_member_once_at_a_time",
                expressions=[
                    ("episode", RangeOperators.EQUAL),
                    ("member", RangeOperators.EQUAL),
                    (Func(F("valid_from"), F("valid_until"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["episode", "valid_from"], name="assignment_by_episode")]
