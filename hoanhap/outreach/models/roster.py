"""What is known of staff beside their posts: certificates, and where they are lent; and which posts should be filled."""

from typing import Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.models import RECORDED, Keyed, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn
from hoanhap.outreach.models.staff import StaffMember, StaffPost
from hoanhap.outreach.models.visibility import OfUnit, Record
from hoanhap.places.models import Organisation, Unit

_PERIOD = Func(F("valid_from"), F("valid_until"), function="daterange")


class OfMember(models.QuerySet[Record]):
    """Rows about a member: seen by whoever sees a post of theirs."""

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Only of those whom the scope may see with `power`; nothing where it has no such power."""
        if scope.everywhere(power):
            return self
        posts = StaffPost.objects.visible_to(scope, power)
        return self.filter(Exists(posts.filter(member=OuterRef("member"))))


class StaffCertificate(Withdrawable):
    """A certificate of a member. `kind`: a code of `definitions/staff/certificates`. `valid_until`: its last day, if any."""

    member = models.ForeignKey(StaffMember, models.PROTECT, related_name="certificates")
    kind = models.CharField(max_length=30)
    number = models.CharField(max_length=60)
    issuer = models.CharField(max_length=200)
    issued_on = models.DateField()
    valid_until = models.DateField(null=True)

    objects = OfMember["StaffCertificate"].as_manager()

    class Privacy:
        open = (
            *("id", "member", "kind", "number", "issuer", "issued_on", "valid_until", "retired_reason"),
            *RECORDED,
        )

    class Meta:
        constraints = [
            with_a_reason("staff_certificate"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("issued_on")),
                name="staff_certificate_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["kind", "number", "issuer"],
                condition=Q(retired_at__isnull=True),
                name="staff_certificate_number_once",
            ),
        ]
        indexes = [models.Index(fields=["member", "kind"], name="staff_certificate_by_member")]
        triggers = only_withdrawn("outreach_staffcertificate")

    def __str__(self) -> str:
        return self.number


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Secondment(Keyed):
    """A member is lent by the office of a post to another office, for example health staff to a commune's task team.

    `valid_until`: the first day on which they are back.
    """

    member = models.ForeignKey(StaffMember, models.PROTECT, related_name="secondments")
    post = models.ForeignKey(StaffPost, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    task = models.CharField(max_length=300)
    decision_number = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = OfUnit["Secondment"].as_manager()

    class Privacy:
        open = (
            *("id", "member", "post", "organisation", "unit", "task", "decision_number", "valid_from"),
            *("valid_until", "recorded_at"),
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="secondment_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="secondment_of_a_member_once_at_a_time",
                expressions=[("member", RangeOperators.EQUAL), (_PERIOD, RangeOperators.OVERLAPS)],
            ),
        ]
        indexes = [models.Index(fields=["unit", "valid_from"], name="secondment_by_unit")]
        verbose_name = _("secondment")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class RequiredPost(Keyed):
    """So many posts of a specialty that an organisation is to have, by a decision. `certificate`: a kind, or none."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    specialty = models.CharField(max_length=20, choices=StaffPost.Specialty)
    heads = models.PositiveSmallIntegerField()
    certificate = models.CharField(max_length=30, blank=True)
    decision_number = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = OfUnit["RequiredPost"].as_manager()

    class Privacy:
        open = (
            *("id", "organisation", "unit", "specialty", "heads", "certificate", "decision_number"),
            *("valid_from", "valid_until", "recorded_at"),
        )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(heads__gte=1), name="required_post_is_some"),
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="required_post_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="required_post_of_a_specialty_once_at_a_time",
                expressions=[
                    ("organisation", RangeOperators.EQUAL),
                    ("specialty", RangeOperators.EQUAL),
                    (_PERIOD, RangeOperators.OVERLAPS),
                ],
            ),
        ]
        verbose_name = _("required post")
