"""Substitution treatment of a person: enrolment, where they may be dosed, orders, holds, take-home grants."""

from datetime import timedelta
from typing import Any, Self, TypeVar

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce, Least, Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode
from hoanhap.kit.models import Keyed
from hoanhap.people.models import Person
from hoanhap.places.models import Organisation, Unit
from hoanhap.treatment.models.care_triggers import only_decided_and_accepted, signed_by_two_where_it_must

Record = TypeVar("Record", bound=models.Model)
LONGEST_ORDER_DAYS = 30
"""No order runs longer (Circular 26/2023, article 5)."""


def days(first: str, until: Any) -> Func:
    """The days from one column until another, the last not included."""
    return Func(F(first), until, function="daterange")


DAYS_SEEN_AFTER = 7
"""Our own measure, no text says one: so long a place that dosed a guest can still put its entries right."""


class InCare(models.QuerySet[Record]):
    """Rows about somebody's substitution treatment: seen only inside a clinic where they may be dosed.

    Their own clinic sees them always; another place from the writing of the permission until a week after its last day.

    That somebody is in treatment is itself sensitive, so answering for the person's commune is not enough.
    """

    path = "enrolment"

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Only the rows that the scope may see with `power`; nothing where it has no such power."""
        if scope.everywhere(power):
            return self
        if not scope.may(power):
            return self.none()
        inside = scope.organisation_ids(power)
        prefix = f"{self.path}__" if self.path else ""
        places = DosingPlace.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=scope.on - timedelta(days=DAYS_SEEN_AFTER)),
            organisation__in=inside,
        ).values("enrolment")
        return self.filter(
            Q(**{f"{prefix}organisation__in": inside})
            | Q(**{f"{prefix}pk__in" if prefix else "pk__in": places})
        )


class Enrolments(InCare[Record]):
    """The enrolments themselves."""

    path = ""


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Enrolment(Keyed):
    """Somebody is treated with a medicine by a clinic, from a day until another (not counted).

    The case stands in casework (`episode`); here is what the clinic does. At most one at a time in the country.
    """

    class Ended(models.TextChoices):
        COMPLETED = "completed", pgettext_lazy("treatment", "Completed")
        LEFT = "left", _("Stopped by own will")
        EXPELLED = "expelled", _("Ended by the clinic for breaches")
        TRANSFERRED = "transferred", _("Transferred to another clinic")
        PRISON = "prison", _("Custody or prison")
        DIED = "died", _("Died")
        OTHER = "other", pgettext_lazy("treatment", "Other reason")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    medicine = models.CharField(max_length=60)
    card_number = models.CharField(max_length=30)
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="followed_by")
    enrolled_on = models.DateField()
    ended_on = models.DateField(null=True)
    ended_as = models.CharField(max_length=20, choices=Ended, blank=True)
    end_reason = models.CharField(max_length=500, blank=True)
    end_ground = models.CharField(max_length=30, blank=True)
    ended_by = models.UUIDField(null=True)
    end_second_person = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = Enrolments["Enrolment"].as_manager()

    class Privacy:
        health = ("medicine", "enrolled_on", "ended_on", "ended_as", "follows", "organisation", "card_number")
        sensitive = ("end_reason", "end_ground")
        open = (
            "id",
            "person",
            "episode",
            "unit",
            "ended_by",
            "end_second_person",
            "recorded_at",
            "recorded_by",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, ended_as="")
                | (Q(ended_on__gte=F("enrolled_on"), ended_by__isnull=False) & ~Q(ended_as="")),
                name="enrolment_ends_after_it_begins_with_a_reason",
            ),
            models.CheckConstraint(
                # Whoever is sent away is sent away by two.
                condition=~Q(ended_as="expelled")
                | (
                    Q(end_second_person__isnull=False)
                    & ~Q(end_second_person=F("ended_by"))
                    & ~Q(end_reason="")
                    & ~Q(end_ground="")
                ),
                name="enrolment_expelled_by_two",
            ),
            models.UniqueConstraint(
                fields=["organisation", "card_number"], name="enrolment_card_once_a_clinic"
            ),
            ExclusionConstraint(
                name="enrolment_one_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (days("enrolled_on", F("ended_on")), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["organisation", "enrolled_on"], name="enrolment_by_clinic")]
        triggers = only_decided_and_accepted("treatment_enrolment")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class DosingPlace(Keyed):
    """Where somebody may be dosed from a day until another (not counted): one place at a time."""

    class Kind(models.TextChoices):
        HOME = "home", _("Own clinic")
        POINT = "point", _("Satellite point")
        GUEST = "guest", _("Guest at another clinic")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="places")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    document_number = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = InCare["DosingPlace"].as_manager()

    class Privacy:
        health = ("organisation", "kind", "valid_from", "valid_until", "document_number")
        open = ("id", "person", "enrolment", "recorded_at", "recorded_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="dosing_place_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(kind="home") | ~Q(document_number=""), name="dosing_place_elsewhere_has_a_paper"
            ),
            ExclusionConstraint(
                name="dosing_place_one_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (days("valid_from", F("valid_until")), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["organisation", "valid_from"], name="dosing_place_by_organisation")]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class DoseLimit(Keyed):
    """Above what a second signature is needed, from a day until another: as the guideline of that time says.

    Loaded from `definitions/treatment/`; an official may set others from a day on, and names the document
    (`document_number`, empty where the row came from a file). `first_dose_mg`: without a dose in the last
    `restart_after_days` days. `raise_factor`: times the highest of those; `highest_mg`: whatever came before.
    """

    medicine = models.CharField(max_length=60)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    first_dose_mg = models.DecimalField(max_digits=7, decimal_places=2)
    restart_after_days = models.PositiveSmallIntegerField()
    raise_factor = models.DecimalField(max_digits=4, decimal_places=2)
    highest_mg = models.DecimalField(max_digits=7, decimal_places=2)
    source = models.CharField(max_length=300)
    confidence = models.CharField(max_length=10)
    document_number = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField(null=True)

    class Privacy:
        open = (
            "id",
            "document_number",
            "recorded_at",
            "recorded_by",
            "medicine",
            "valid_from",
            "valid_until",
            "first_dose_mg",
            "restart_after_days",
            "raise_factor",
            "highest_mg",
            "source",
            "confidence",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first_dose_mg__gt=0, highest_mg__gte=F("first_dose_mg"), raise_factor__gt=1),
                name="dose_limit_limits_something",
            ),
            ExclusionConstraint(
                name="dose_limit_one_at_a_time",
                expressions=[
                    ("medicine", RangeOperators.EQUAL),
                    (days("valid_from", F("valid_until")), RangeOperators.OVERLAPS),
                ],
            ),
        ]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class DoseOrder(Keyed):
    """A doctor orders a daily dose for the days from one until another (not counted).

    `stopped_on`: the first day on which it holds no more, because a new order, a hold for good or the end took its place.
    `single`: one day's dose that goes before the running order.
    """

    class Kind(models.TextChoices):
        INDUCTION = "induction", pgettext_lazy("order", "Induction")
        TITRATION = "titration", pgettext_lazy("order", "Titration")
        ADJUSTMENT = "adjustment", pgettext_lazy("order", "Adjustment")
        MAINTENANCE = "maintenance", pgettext_lazy("order", "Maintenance")
        TAPER = "taper", pgettext_lazy("order", "Taper")
        SINGLE = "single", pgettext_lazy("order", "Single dose")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="orders")
    kind = models.CharField(max_length=20, choices=Kind)
    dose_mg = models.DecimalField(max_digits=7, decimal_places=2)
    valid_from = models.DateField()
    valid_until = models.DateField()
    stopped_on = models.DateField(null=True)
    stop_reason = models.CharField(max_length=300, blank=True)
    needs_second = models.BooleanField(default=False)
    second_person = models.UUIDField(null=True)
    second_signed_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = InCare["DoseOrder"].as_manager()

    class Privacy:
        health = (
            "kind",
            "dose_mg",
            "valid_from",
            "valid_until",
            "stopped_on",
            "stop_reason",
            "needs_second",
            "note",
        )
        open = (
            "id",
            "person",
            "enrolment",
            "second_person",
            "second_signed_at",
            "recorded_at",
            "recorded_by",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(dose_mg__gt=0), name="dose_order_of_some_dose"),
            models.CheckConstraint(
                condition=Q(
                    valid_until__gt=F("valid_from"), valid_until__lte=F("valid_from") + LONGEST_ORDER_DAYS
                ),
                name="dose_order_of_thirty_days_at_most",
            ),
            models.CheckConstraint(
                condition=~Q(kind="single") | Q(valid_until=F("valid_from") + 1),
                name="dose_order_single_of_one_day",
            ),
            models.CheckConstraint(
                condition=Q(stopped_on__isnull=True, stop_reason="")
                | (Q(stopped_on__gte=F("valid_from")) & ~Q(stop_reason="")),
                name="dose_order_stops_after_it_begins_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(second_person__isnull=True, second_signed_at__isnull=True)
                | (
                    Q(second_person__isnull=False, second_signed_at__isnull=False)
                    & ~Q(second_person=F("recorded_by"))
                ),
                name="dose_order_second_person_is_another",
            ),
            ExclusionConstraint(
                name="dose_order_one_at_a_time",
                expressions=[
                    ("enrolment", RangeOperators.EQUAL),
                    (
                        days("valid_from", Least("valid_until", Coalesce("stopped_on", "valid_until"))),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=~Q(kind="single"),
            ),
            ExclusionConstraint(
                name="dose_order_one_single_a_day",
                expressions=[
                    ("enrolment", RangeOperators.EQUAL),
                    (
                        days("valid_from", Least("valid_until", Coalesce("stopped_on", "valid_until"))),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(kind="single"),
            ),
        ]
        indexes = [models.Index(fields=["enrolment", "valid_from"], name="dose_order_by_enrolment")]
        triggers = signed_by_two_where_it_must("treatment_doseorder")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Hold(Keyed):
    """No dose from a day until another (not counted): the doctor wants to see the person first."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="holds")
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    reason = models.CharField(max_length=300)
    released_reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = InCare["Hold"].as_manager()

    class Privacy:
        health = ("valid_from", "valid_until", "reason", "released_reason")
        open = ("id", "person", "enrolment", "recorded_at", "recorded_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="hold_ends_after_it_begins",
            )
        ]
        indexes = [models.Index(fields=["enrolment", "valid_from"], name="hold_by_enrolment")]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class TakeHomeGrant(Keyed):
    """A doctor allows somebody to take doses home, at most so many days at a time (Decision 2898/QD-BYT of 2023)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="grants")
    days_at_a_time = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField()
    revoked_on = models.DateField(null=True)
    revoke_reason = models.CharField(max_length=300, blank=True)
    conditions = models.CharField(max_length=1000)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = InCare["TakeHomeGrant"].as_manager()

    class Privacy:
        health = ("days_at_a_time", "valid_from", "valid_until", "revoked_on", "revoke_reason", "conditions")
        open = ("id", "person", "enrolment", "recorded_at", "recorded_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gt=F("valid_from"), days_at_a_time__gte=1),
                name="take_home_grant_of_some_days",
            ),
            models.CheckConstraint(
                condition=Q(revoked_on__isnull=True, revoke_reason="")
                | (Q(revoked_on__gte=F("valid_from")) & ~Q(revoke_reason="")),
                name="take_home_grant_revoked_with_a_reason",
            ),
            ExclusionConstraint(
                name="take_home_grant_one_at_a_time",
                expressions=[
                    ("enrolment", RangeOperators.EQUAL),
                    (
                        days("valid_from", Least("valid_until", Coalesce("revoked_on", "valid_until"))),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
