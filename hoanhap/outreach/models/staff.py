"""The roster: who works for rehabilitation, in which post, from when until when."""

from typing import Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.kit.models import Keyed
from hoanhap.outreach.models.visibility import OfUnit
from hoanhap.places.models import Organisation, Unit


class Members(models.QuerySet["StaffMember"]):
    """Members are seen by whoever sees a post of theirs, also a past one."""

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Only those whom the scope may see with `power`; nobody where it has no such power."""
        if scope.everywhere(power):
            return self
        posts = StaffPost.objects.visible_to(scope, power)
        return self.filter(Exists(posts.filter(member=OuterRef("pk"))))


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class StaffMember(Keyed):
    """An official or worker, whatever post they hold: what they learned goes with them. `code` is their office's own."""

    full_name = models.CharField(max_length=150)
    code = models.CharField(max_length=40, blank=True)
    qualification = models.CharField(max_length=150, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = Members.as_manager()

    class Privacy:
        open = ("id", "full_name", "code", "qualification", "recorded_at")

    def __str__(self) -> str:
        return self.full_name


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class StaffPost(Keyed):
    """A member holds a post in an organisation, or in a commune's own apparatus, from one day until another."""

    class Kind(models.TextChoices):
        MANAGES = "manages", _("Manages the work")
        DIRECT = "direct", _("Works with people directly")

    class Specialty(models.TextChoices):
        SOCIAL = "social", _("Social officer")
        POLICE = "police", _("Police officer")
        DOCTOR = "doctor", pgettext_lazy("specialty", "Doctor")
        HEALTH = "health", _("Health worker")
        COUNSELLOR = "counsellor", pgettext_lazy("specialty", "Counsellor")
        TEACHER = "teacher", _("Teacher or trainer")
        GUARD = "guard", pgettext_lazy("specialty", "Guard")
        TEAM = "team", _("Paid member of a task team")
        ADMINISTRATION = "administration", pgettext_lazy("specialty", "Administration")

    member = models.ForeignKey(StaffMember, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    specialty = models.CharField(max_length=20, choices=Specialty)
    title = models.CharField(max_length=150)
    meets_standard = models.BooleanField(null=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = OfUnit["StaffPost"].as_manager()

    class Privacy:
        open = (
            "id",
            "member",
            "organisation",
            "unit",
            "kind",
            "specialty",
            "title",
            "meets_standard",
            "valid_from",
            "valid_until",
            "recorded_at",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="staff_post_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="staff_post_of_a_kind_once_at_a_time",
                expressions=[
                    ("member", RangeOperators.EQUAL),
                    ("organisation", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (Func(F("valid_from"), F("valid_until"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["unit", "valid_from"], name="staff_post_by_unit")]

    def __str__(self) -> str:
        return self.title
