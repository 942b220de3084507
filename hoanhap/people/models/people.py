"""A person: who they are, apart from everything that is done with them."""

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func, Q, TextField, Value
from django.db.models.functions import Concat, Now
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.models import Keyed
from hoanhap.people.models.visibility import People


@pghistory.track(
    pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent(), exclude=["also_called", "name_folded"]
)
class Person(Keyed):
    """Somebody who uses or is addicted, or did. `code` is made up by the program and means nothing.

    `also_called` repeats the other names in force (`PersonName`), so that one index finds a person by any name,
    and the names of files that were merged into this one. `merged_into` names the file in which this one goes on, however
    many merges lie between; it repeats what `PersonMerge` says, so that lists can leave such a file out.
    """

    class Sex(models.TextChoices):
        MALE = "male", _("Male")
        FEMALE = "female", _("Female")
        OTHER = "other", _("Recorded otherwise")

    class Precision(models.TextChoices):
        DAY = "day", _("Day")
        MONTH = "month", _("Month")
        YEAR = "year", _("Year")

    code = models.CharField(max_length=12, unique=True)
    full_name = models.CharField(max_length=200)
    also_called = models.TextField(blank=True, default="", db_default="")
    name_folded = models.GeneratedField(
        expression=Func(
            Concat("full_name", Value(" ", TextField()), "also_called", output_field=TextField()),
            function="vi_fold_words",
        ),
        output_field=TextField(),
        db_persist=True,
    )
    sort_key = models.CharField(max_length=600, db_collation="C")
    sex = models.CharField(max_length=6, choices=Sex)
    born_on = models.DateField()
    born_precision = models.CharField(max_length=5, choices=Precision)
    died_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")

    objects = People["Person"].as_manager()

    class Privacy:
        identity = (
            "full_name",
            "also_called",
            "name_folded",
            "sort_key",
            "sex",
            "born_on",
            "born_precision",
            "died_on",
        )
        open = ("id", "code", "recorded_at", "merged_into")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(full_name=""), name="person_has_a_name"),
            models.CheckConstraint(
                condition=Q(born_precision="day")
                | Q(born_precision="month", born_on__day=1)
                | Q(born_precision="year", born_on__day=1, born_on__month=1),
                name="person_birth_is_stored_at_the_start_of_its_precision",
            ),
            models.CheckConstraint(
                condition=Q(died_on__isnull=True) | Q(died_on__gte=F("born_on")),
                name="person_dies_after_birth",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="person_is_not_merged_into_itself",
            ),
        ]
        indexes = [
            GinIndex(OpClass(F("name_folded"), name="gin_trgm_ops"), name="person_by_part_of_name"),
            models.Index(fields=["sort_key", "id"], name="person_by_given_name"),
            models.Index(
                Func(F("full_name"), function="vi_name_key"), F("born_on"), name="person_by_words_of_name"
            ),
            models.Index(fields=["born_on"], condition=Q(born_precision="day"), name="person_by_birthday"),
        ]

    def __str__(self) -> str:
        return self.code
