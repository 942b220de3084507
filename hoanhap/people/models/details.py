"""What is known of a person besides name, birth and sex: other names, papers, addresses, relatives."""

from typing import Any

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Greatest, Least, Now
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.models import Keyed
from hoanhap.people.models.people import Person
from hoanhap.people.models.visibility import AboutPerson
from hoanhap.places.models import Unit


def history() -> Any:
    """Every change of a row keeps the row as it was before."""
    return pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())


@history()
class PersonName(Keyed):
    """Another name somebody is called by, or was."""

    class Kind(models.TextChoices):
        ALIAS = "alias", _("Also called")
        FORMER = "former", _("Former name")

    person = models.ForeignKey(Person, models.PROTECT, related_name="names")
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=200)
    retired_at = models.DateTimeField(null=True)

    objects = AboutPerson["PersonName"].as_manager()

    class Privacy:
        identity = ("name",)
        open = ("id", "person", "kind", "retired_at")

    class Meta:
        indexes = [models.Index(Func(F("name"), function="vi_name_key"), name="person_name_by_words")]


@history()
class Identifier(Keyed):
    """A number on a paper, with the days it was valid. Papers can be wrong, so a number is not a key."""

    class Kind(models.TextChoices):
        CMND = "cmnd", _("Identity card, 9 digits (CMND)")
        CCCD = "cccd", _("Citizen identity card, 12 digits (CCCD)")
        PASSPORT = "passport", _("Passport")
        BIRTH_CERTIFICATE = "birth-certificate", _("Birth certificate")
        OTHER = "other", _("Other paper")

    person = models.ForeignKey(Person, models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=20, choices=Kind)
    number = models.CharField(max_length=40)
    issued_on = models.DateField(null=True)
    issued_by = models.CharField(max_length=200, blank=True)
    valid_until = models.DateField(null=True)
    warnings = models.JSONField(default=list)
    retired_at = models.DateTimeField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    objects = AboutPerson["Identifier"].as_manager()

    class Privacy:
        identity = ("number", "issued_on", "issued_by", "valid_until", "warnings", "retired_reason")
        open = ("id", "person", "kind", "retired_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"],
                condition=Q(retired_at__isnull=True, kind="cccd"),
                name="identifier_cccd_belongs_to_one_person",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "number"],
                condition=Q(retired_at__isnull=True),
                name="identifier_once_per_person",
            ),
            models.CheckConstraint(
                condition=~Q(kind="cccd") | Q(number__regex=r"^[0-9]{12}$"),
                name="identifier_cccd_has_12_digits",
            ),
            models.CheckConstraint(
                condition=~Q(kind="cmnd") | Q(number__regex=r"^[0-9]{9}$"),
                name="identifier_cmnd_has_9_digits",
            ),
        ]
        indexes = [models.Index(OpClass(F("number"), name="text_pattern_ops"), name="identifier_by_number")]


@history()
class Address(Keyed):
    """Where somebody is registered or really lives, from one day until another."""

    class Kind(models.TextChoices):
        PERMANENT = "permanent", _("Permanent residence")
        TEMPORARY = "temporary", _("Temporary residence")
        CURRENT = "current", _("Actual place of living")

    person = models.ForeignKey(Person, models.PROTECT, related_name="addresses")
    kind = models.CharField(max_length=10, choices=Kind)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    line = models.CharField(max_length=300, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = AboutPerson["Address"].as_manager()

    class Privacy:
        identity = ("line", "unit", "valid_from", "valid_until")
        open = ("id", "person", "kind", "recorded_at")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="address_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="address_one_of_a_kind_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    (Func(F("valid_from"), F("valid_until"), function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]


@history()
class Relative(Keyed):
    """Somebody of the family who may be spoken to, or who answers for a child."""

    class Relation(models.TextChoices):
        FATHER = "father", _("Father")
        MOTHER = "mother", _("Mother")
        SPOUSE = "spouse", _("Spouse")
        CHILD = "child", _("Child")
        SIBLING = "sibling", _("Brother or sister")
        GUARDIAN = "guardian", _("Guardian")
        OTHER = "other", _("Other relative")

    person = models.ForeignKey(Person, models.PROTECT, related_name="relatives")
    relation = models.CharField(max_length=10, choices=Relation)
    full_name = models.CharField(max_length=200)
    phone = models.CharField(max_length=30, blank=True)
    is_contact = models.BooleanField(default=False)
    retired_at = models.DateTimeField(null=True)

    objects = AboutPerson["Relative"].as_manager()

    class Privacy:
        identity = ("relation", "full_name", "phone", "is_contact")
        open = ("id", "person", "retired_at")


@history()
class NotSamePerson(Keyed):
    """Two files look alike and somebody decided, with a reason, that they are two people. `person` is the later file.

    A decision that turns out wrong is withdrawn with a reason; the pair may then be merged.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    decided_at = models.DateTimeField()
    decided_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True, default="", db_default="")

    objects = AboutPerson["NotSamePerson"].as_manager()

    class Privacy:
        sensitive = ("reason", "retired_reason")
        open = ("id", "person", "other", "decided_at", "decided_by", "retired_at", "retired_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Least("person", "other"),
                Greatest("person", "other"),
                condition=Q(retired_at__isnull=True),
                name="not_same_person_once",
            )
        ]
