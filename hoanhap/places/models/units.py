"""Administrative units as dated identities.

A unit is who it is as long as its territory is; its name, kind, code and parent are editions with dates. Codes are
given again to other units, so nothing points to a unit by its code alone.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, TextField
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    PROVINCE = "province", _("Province")
    DISTRICT = "district", _("District")
    COMMUNE = "commune", _("Commune")


class UnitKind(models.TextChoices):
    """What the unit is called before its name."""

    TINH = "tinh", _("Province (tỉnh)")
    THANH_PHO_TRUC_THUOC_TRUNG_UONG = "thanh-pho-truc-thuoc-trung-uong", _("Centrally run city")
    QUAN = "quan", _("Urban district")
    HUYEN = "huyen", _("Rural district")
    THI_XA = "thi-xa", _("Town (district level)")
    THANH_PHO = "thanh-pho", _("Provincial city")
    XA = "xa", _("Rural commune")
    PHUONG = "phuong", _("Ward")
    THI_TRAN = "thi-tran", _("Township")
    DAC_KHU = "dac-khu", _("Special zone")


def validity() -> Func:
    """The half-open range of days in which a row holds."""
    return Func(F("valid_from"), F("valid_until"), function="daterange")


class Unit(models.Model):
    """An identity. `id` is `<code>-<generation>`: 26740-1 ended in 2025, 26740-2 is another ward."""

    id = models.CharField(primary_key=True, max_length=16)
    level = models.CharField(max_length=10, choices=Level)
    began_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)

    class Privacy:
        open = ("id", "level", "began_on", "ended_on")

    def __str__(self) -> str:
        return self.id


class UnitEdition(models.Model):
    """What a unit was called, and whose part it was, from one day until another."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="editions")
    code = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    name_folded = models.GeneratedField(
        expression=Func(F("name"), function="vi_fold"), output_field=TextField(), db_persist=True
    )
    name_key = models.CharField(max_length=120)
    kind = models.CharField(max_length=40, choices=UnitKind)
    level = models.CharField(max_length=10, choices=Level)
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="child_editions")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)
    date_is_estimated = models.BooleanField(default=False)
    basis = models.CharField(max_length=300)

    class Privacy:
        open = (
            "id",
            "unit",
            "code",
            "name",
            "name_folded",
            "name_key",
            "kind",
            "level",
            "parent",
            "valid_from",
            "valid_until",
            "date_is_estimated",
            "basis",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gt=F("valid_from")),
                name="unit_edition_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="unit_edition_one_at_a_time",
                expressions=[("unit", RangeOperators.EQUAL), (validity(), RangeOperators.OVERLAPS)],
            ),
            ExclusionConstraint(
                name="unit_edition_code_names_one_unit",
                expressions=[
                    ("level", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    (validity(), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["name_folded"], name="unit_edition_by_name"),
            models.Index(fields=["name_key"], name="unit_edition_by_key"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class UnitSuccession(models.Model):
    """An old unit's people and land went, wholly or in part, to a new unit."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("Merged")
        SPLIT = "split", _("Divided")
        RENAME = "rename", _("Renamed")
        DISSOLVE = "dissolve", _("Dissolved")

    old = models.ForeignKey(Unit, models.PROTECT, related_name="successions")
    new = models.ForeignKey(Unit, models.PROTECT, related_name="origins")
    on = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind)
    is_whole = models.BooleanField()
    basis = models.CharField(max_length=300)

    class Privacy:
        open = ("id", "old", "new", "on", "kind", "is_whole", "basis")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="unit_succession_once")]

    def __str__(self) -> str:
        return f"{self.old_id} → {self.new_id}"


class UnitReach(models.Model):
    """From one day until another, who is responsible for `area` is responsible for `unit`. Computed from the rest."""

    area = models.ForeignKey(Unit, models.PROTECT, related_name="reaches")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="reached_by")
    valid_from = models.DateField(null=True)
    valid_until = models.DateField(null=True)

    class Privacy:
        open = ("id", "area", "unit", "valid_from", "valid_until")

    class Meta:
        # Spans are joined where they are computed; an exclusion constraint would triple the time of loading.
        constraints = [
            models.UniqueConstraint(
                fields=["area", "unit", "valid_from"], nulls_distinct=False, name="unit_reach_once_from_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area_id} ⊇ {self.unit_id}"


class UnitLoad(models.Model):
    """One loading of the committed lists: which edition of them this server works with, and since when."""

    fingerprint = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()
    units = models.PositiveIntegerField()
    editions = models.PositiveIntegerField()
    successions = models.PositiveIntegerField()

    class Privacy:
        open = ("id", "fingerprint", "loaded_at", "units", "editions", "successions")

    def __str__(self) -> str:
        return self.fingerprint[:12]
