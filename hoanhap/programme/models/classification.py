"""How communes are classified: criteria by date, the review of a year, the decision that recognises, what follows.

The program proposes a class and says why. Only a decision of those who may take it makes one (`Recognition`).
"""

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import pgettext_lazy

from hoanhap.casework.models.editions import WrittenEdition, edition_constraints, never_changes
from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import only_withdrawn
from hoanhap.places.models import Unit
from hoanhap.places.models.units import validity
from hoanhap.programme.models.plans import Plan


class CommuneClass(models.TextChoices):
    DRUG_FREE = "drug-free", pgettext_lazy("commune", "Drug-free")
    AFFECTED = "affected", pgettext_lazy("commune", "Affected by drugs")
    TYPE_1 = "type-1", pgettext_lazy("commune", "Key area, type I")
    TYPE_2 = "type-2", pgettext_lazy("commune", "Key area, type II")
    TYPE_3 = "type-3", pgettext_lazy("commune", "Key area, type III")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class CriteriaEdition(WrittenEdition):
    """Criteria of classification that were written here, as a file of `definitions/classification` would hold them."""

    class Meta:
        constraints = edition_constraints("criteria")
        triggers = never_changes("published_criteria_never_change")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class CommuneReview(Keyed):
    """The review of one commune in one year (15/12 of the year before to 14/12), by one edition of the criteria.

    `answers` are numbers and yes or no by the code of the question; `proposed_class` and `why` follow from them.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    criteria = models.CharField(max_length=60)
    criteria_edition = models.PositiveSmallIntegerField()
    answers = models.JSONField(default=dict)
    proposed_class = models.CharField(max_length=20, choices=CommuneClass, blank=True)
    why = models.JSONField(default=list)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    class Privacy:
        open = (
            "id",
            "unit",
            "year",
            "criteria",
            "criteria_edition",
            "answers",
            "proposed_class",
            "why",
            "recorded_at",
            "recorded_by",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="commune_review_once_a_year"),
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2200), name="commune_review_year"),
        ]


class ReviewStep(Keyed):
    """Who said what of a review, when, by which paper; with the answers as they stood then."""

    class Kind(models.TextChoices):
        SELF_REVIEW = "self-review", pgettext_lazy("commune review", "Review by the commune itself")
        REVIEW = "review", pgettext_lazy("commune review", "Review by the level above")
        RETURNED = "returned", pgettext_lazy("commune review", "Returned to the commune")
        RECOGNITION = "recognition", pgettext_lazy("commune review", "Decision")

    review = models.ForeignKey(CommuneReview, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, choices=Kind)
    happened_on = models.DateField()
    body = models.CharField(max_length=200)
    document_number = models.CharField(max_length=60, blank=True)
    says_class = models.CharField(max_length=20, choices=CommuneClass, blank=True)
    answers = models.JSONField(default=dict)
    note = models.CharField(max_length=1000, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    class Privacy:
        open = (
            "id",
            "review",
            "kind",
            "happened_on",
            "body",
            "document_number",
            "says_class",
            "answers",
            "note",
            "recorded_at",
            "recorded_by",
            "retired_at",
            "retired_by",
            "retired_reason",
        )

    class Meta:
        indexes = [models.Index(fields=["review", "happened_on"], name="review_step_by_day")]
        triggers = only_withdrawn("programme_reviewstep")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Recognition(Keyed):
    """A decision says what class a commune is, from one day until another. Never made by the program.

    `review` is the review that led to it, where one was kept here. One that was entered wrongly is retired.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    recognised_class = models.CharField(max_length=20, choices=CommuneClass)
    is_key_area = models.BooleanField(default=False)
    decision_number = models.CharField(max_length=60)
    decided_on = models.DateField()
    issuer = models.CharField(max_length=200)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    review = models.ForeignKey(CommuneReview, models.PROTECT, null=True, related_name="recognitions")
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    class Privacy:
        open = (
            "id",
            "unit",
            "recognised_class",
            "is_key_area",
            "decision_number",
            "decided_on",
            "issuer",
            "valid_from",
            "valid_until",
            "review",
            "recorded_at",
            "recorded_by",
            "retired_at",
            "retired_by",
            "retired_reason",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="recognition_ends_after_it_begins",
            ),
            ExclusionConstraint(
                name="recognition_one_at_a_time",
                expressions=[("unit", RangeOperators.EQUAL), (validity(), RangeOperators.OVERLAPS)],
                condition=Q(retired_at__isnull=True),
            ),
        ]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class AreaPlan(Keyed):
    """What is to be done in one commune: bring it from affected to drug-free, or keep it drug-free.

    One that was entered wrongly is retired, with what was to be done under it.
    """

    class Kind(models.TextChoices):
        CONVERT = "convert", pgettext_lazy("area plan", "Bring to drug-free")
        KEEP = "keep", pgettext_lazy("area plan", "Keep drug-free")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    document_number = models.CharField(max_length=60, blank=True)
    document_on = models.DateField(null=True)
    period_from = models.DateField()
    period_until = models.DateField()
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="area_plans")
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    class Privacy:
        open = (
            "id",
            "unit",
            "kind",
            "document_number",
            "document_on",
            "period_from",
            "period_until",
            "plan",
            "recorded_at",
            "recorded_by",
            "retired_at",
            "retired_by",
            "retired_reason",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(period_until__gt=F("period_from")), name="area_plan_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["unit", "kind", "period_from"],
                condition=Q(retired_at__isnull=True),
                name="area_plan_once",
            ),
        ]


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class AreaAction(Keyed):
    """One thing to do under the plan of a commune: by whom, until when, when it was done and what shows it."""

    area_plan = models.ForeignKey(AreaPlan, models.PROTECT, related_name="actions")
    what = models.CharField(max_length=500)
    owner = models.CharField(max_length=200)
    due_on = models.DateField()
    done_on = models.DateField(null=True)
    evidence = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    class Privacy:
        open = (
            "id",
            "area_plan",
            "what",
            "owner",
            "due_on",
            "done_on",
            "evidence",
            "recorded_at",
            "recorded_by",
            "retired_at",
            "retired_by",
            "retired_reason",
        )

    class Meta:
        indexes = [models.Index(fields=["area_plan", "due_on"], name="area_action_by_day")]


class AreaStatement(Keyed):
    """The police said whether a commune holds a hotspot: yes or no, on a day, by which paper. Nothing more is kept."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    is_hotspot = models.BooleanField()
    stated_on = models.DateField()
    stated_by = models.CharField(max_length=200)
    document_number = models.CharField(max_length=60, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    class Privacy:
        open = (
            "id",
            "unit",
            "is_hotspot",
            "stated_on",
            "stated_by",
            "document_number",
            "recorded_at",
            "recorded_by",
            "retired_at",
            "retired_by",
            "retired_reason",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "stated_on"],
                condition=Q(retired_at__isnull=True),
                name="area_statement_once_a_day",
            )
        ]
        triggers = only_withdrawn("programme_areastatement")
