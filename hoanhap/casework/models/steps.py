"""Steps: the dated facts from which the state of an episode follows."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from hoanhap.casework.models.episodes import Episode
from hoanhap.casework.models.papers import Paper
from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import only_withdrawn
from hoanhap.people.models import AboutPerson, Person
from hoanhap.places.models import Unit


class Step(Keyed):
    """Something that happened in an episode, of a kind that its regime names. Written once; corrected by a new step.

    `happened_on` is its day (Asia/Ho_Chi_Minh), `happened_at` the moment where the law counts hours. What lasts has two
    steps, one for its first and one for its last day; `until_on` is the last day of an absence that is over when it is
    recorded. `term_months` is the term set by a decision; with `term_days` also what a step adds to a term or takes off
    it. `window_ends_on` is, on a step that waits for it (a certificate), the day on which the legal term and the
    follow-up were over: the database refuses an earlier one.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="steps")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    is_once = models.BooleanField()
    waits_for_window = models.BooleanField(default=False, db_default=False)
    ends_as = models.CharField(max_length=30, blank=True)
    happened_on = models.DateField()
    happened_at = models.DateTimeField(null=True)
    until_on = models.DateField(null=True)
    term_months = models.PositiveSmallIntegerField(null=True)
    term_days = models.PositiveSmallIntegerField(null=True)
    window_ends_on = models.DateField(null=True)
    details = models.JSONField(default=dict)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="steps")
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    objects = AboutPerson["Step"].as_manager()

    class Privacy:
        health = (
            "kind",
            "ends_as",
            "happened_on",
            "happened_at",
            "until_on",
            "term_months",
            "term_days",
            "window_ends_on",
        )
        sensitive = ("details", "reason", "retired_reason")
        open = (
            "id",
            "person",
            "episode",
            "unit",
            "is_once",
            "waits_for_window",
            "paper",
            "replaces",
            "recorded_at",
            "recorded_by",
            "retired_at",
            "retired_by",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "kind"],
                condition=Q(is_once=True, retired_at__isnull=True),
                name="step_of_its_kind_once_in_an_episode",
            ),
            models.UniqueConstraint(
                fields=["episode"],
                condition=~Q(ends_as="") & Q(retired_at__isnull=True),
                name="step_ends_an_episode_once",
            ),
            models.CheckConstraint(
                condition=Q(waits_for_window=False, window_ends_on__isnull=True)
                | Q(window_ends_on__isnull=False, happened_on__gte=F("window_ends_on")),
                name="step_certificate_not_before_term_and_follow_up_are_over",
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("happened_on")),
                name="step_lasts_forwards",
            ),
            models.CheckConstraint(
                condition=Q(retired_at__isnull=True, retired_by__isnull=True, retired_reason="")
                | (Q(retired_at__isnull=False, retired_by__isnull=False) & ~Q(retired_reason="")),
                name="step_is_withdrawn_with_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["unit", "kind", "happened_on"], name="step_by_unit_and_kind")]
        triggers = only_withdrawn("casework_step")
