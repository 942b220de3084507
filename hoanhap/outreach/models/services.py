"""The service network: which provider is published for which service, what everybody may know of it, and its reviews."""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import RECORDED, Keyed, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn, written_once
from hoanhap.outreach.models.visibility import OfUnit
from hoanhap.places.models import Organisation, Unit


def _ends_after_it_begins(what: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
        name=f"{what}_ends_after_it_begins",
    )


def _once_at_a_time(name: str, *fields: str) -> ExclusionConstraint:
    period = Func(F("valid_from"), F("valid_until"), function="daterange")
    return ExclusionConstraint(
        name=name,
        expressions=[*((one, RangeOperators.EQUAL) for one in fields), (period, RangeOperators.OVERLAPS)],
    )


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class ServiceRegistration(Keyed):
    """A provider is published for a service by a decision. `service`: a code of `definitions/services/network`.

    `capacity`: how many people at a time, where the decision says it. Decree 116/2021, articles 13 and 14.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    service = models.CharField(max_length=30)
    capacity = models.PositiveIntegerField(null=True)
    decision_number = models.CharField(max_length=60)
    issuer = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = OfUnit["ServiceRegistration"].as_manager()

    class Privacy:
        open = (
            *("id", "organisation", "unit", "service", "capacity", "decision_number", "issuer"),
            *("valid_from", "valid_until", "recorded_at"),
        )

    class Meta:
        constraints = [
            _ends_after_it_begins("service_registration"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                name="service_registration_holds_some",
            ),
            _once_at_a_time("service_registered_once_at_a_time", "organisation", "service"),
        ]
        indexes = [models.Index(fields=["unit", "valid_from"], name="service_by_unit")]
        verbose_name = _("published service")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class ServiceSuspension(Keyed):
    """A published service may not be given for a while (Decree 116/2021, articles 15 and 16)."""

    registration = models.ForeignKey(ServiceRegistration, models.PROTECT, related_name="suspensions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    decision_number = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Privacy:
        open = (
            *("id", "registration", "unit", "reason", "decision_number", "valid_from", "valid_until"),
            "recorded_at",
        )

    class Meta:
        constraints = [
            _ends_after_it_begins("service_suspension"),
            _once_at_a_time("service_suspended_once_at_a_time", "registration"),
        ]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class PublicContact(Keyed):
    """What everybody may know of a provider. `hours`: from Monday to Sunday, nothing where it is closed."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    address = models.CharField(max_length=200)
    phone = models.CharField(max_length=40, blank=True)
    hours = ArrayField(models.CharField(max_length=60, blank=True), size=7)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = OfUnit["PublicContact"].as_manager()

    class Privacy:
        open = ("id", "organisation", "unit", "address", "phone", "hours", "recorded_at")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hours__len=7), name="public_contact_has_a_week_of_hours")
        ]


class StandardReview(Withdrawable):
    """A provider was looked at on a day by a checklist of `definitions/services/standards`."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    checklist = models.CharField(max_length=30)
    edition = models.PositiveSmallIntegerField()
    on = models.DateField()
    reviewed_by = models.CharField(max_length=200)

    objects = OfUnit["StandardReview"].as_manager()

    class Privacy:
        open = (
            *("id", "organisation", "unit", "checklist", "edition", "on", "reviewed_by", "retired_reason"),
            *RECORDED,
        )

    class Meta:
        constraints = [
            with_a_reason("standard_review"),
            models.UniqueConstraint(
                fields=["organisation", "checklist", "on"],
                condition=Q(retired_at__isnull=True),
                name="standard_review_once_a_day",
            ),
        ]
        triggers = only_withdrawn("outreach_standardreview")


class ReviewItem(Keyed):
    """What a review found of one item. What is lacking has an owner and a day by which it is to be there."""

    class Finding(models.TextChoices):
        MEETS = "meets", pgettext_lazy("review", "Meets it")
        LACKS = "lacks", pgettext_lazy("review", "Lacks it")
        NOT_ASKED = "not-asked", pgettext_lazy("review", "Not asked of it")

    review = models.ForeignKey(StandardReview, models.PROTECT, related_name="items")
    code = models.CharField(max_length=30)
    finding = models.CharField(max_length=10, choices=Finding)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True)
    note = models.CharField(max_length=300, blank=True)
    owner = models.CharField(max_length=150, blank=True)
    due_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    class Privacy:
        open = ("id", "review", "code", "finding", "amount", "note", "owner", "due_on", "recorded_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "code"], name="review_item_once"),
            models.CheckConstraint(
                condition=(Q(finding="lacks", due_on__isnull=False) & ~Q(owner=""))
                | (~Q(finding="lacks") & Q(owner="", due_on__isnull=True)),
                name="review_gap_has_an_owner_and_a_day",
            ),
        ]
        triggers = written_once("outreach_reviewitem")


class GapClosed(Withdrawable):
    """What was lacking is there since a day; `evidence` shows it."""

    item = models.ForeignKey(ReviewItem, models.PROTECT, related_name="closings")
    on = models.DateField()
    evidence = models.CharField(max_length=300)

    class Privacy:
        open = ("id", "item", "on", "evidence", "retired_reason", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("gap_closed"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(retired_at__isnull=True), name="gap_closed_once"
            ),
        ]
        triggers = only_withdrawn("outreach_gapclosed")
