"""Contacts: somebody of the team met, called or counselled a person."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.casework.models import Episode
from hoanhap.community.models.teams import TeamMember
from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import only_withdrawn
from hoanhap.people.models import AboutPerson, Person
from hoanhap.places.models import Unit


class Contact(Keyed):
    """One contact on one day. Written once; a wrong one is withdrawn with a reason.

    Without an episode it belongs to the management file: somebody was counselled who is in no treatment yet, or no more.
    """

    class Kind(models.TextChoices):
        """What was done. `COUNSELLING` is that of a treatment in course; the kinds below it are services of their own."""

        VISIT = "visit", _("Visit")
        CALL = "call", _("Telephone call")
        COUNSELLING = "counselling", _("Counselling")
        FAMILY_MEETING = "family-meeting", _("Meeting with the family")
        DRUG_TEST = "drug-test", _("Drug test")
        PREVENTION_COUNSELLING = "prevention-counselling", _("Counselling on prevention")
        TREATMENT_COUNSELLING = "treatment-counselling", _("Counselling on treatment and rehabilitation")
        REINTEGRATION_SUPPORT = "reintegration-support", _("Help to live in the community again")

    class TestResult(models.TextChoices):
        """What a test showed; of a drug test only."""

        NEGATIVE = "negative", pgettext_lazy("drug test", "Negative")
        POSITIVE = "positive", pgettext_lazy("drug test", "Positive")
        UNCLEAR = "unclear", pgettext_lazy("drug test", "Unclear")

    person = models.ForeignKey(Person, models.PROTECT, related_name="contacts")
    episode = models.ForeignKey(Episode, models.PROTECT, null=True, related_name="contacts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    member = models.ForeignKey(TeamMember, models.PROTECT, null=True, related_name="contacts")
    kind = models.CharField(max_length=30, choices=Kind)
    happened_on = models.DateField()
    place = models.CharField(max_length=30, blank=True, default="")
    """A code of `definitions/community`, as are `contents`."""
    contents = ArrayField(models.CharField(max_length=30), default=list)
    test_result = models.CharField(max_length=10, blank=True, default="", choices=TestResult)
    note = models.TextField(blank=True)
    next_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    objects = AboutPerson["Contact"].as_manager()

    class Privacy:
        health = ("kind", "happened_on", "next_on", "contents", "test_result")
        sensitive = ("note", "retired_reason")
        open = (
            "id",
            "person",
            "episode",
            "unit",
            "member",
            "place",
            "recorded_at",
            "recorded_by",
            "retired_at",
            "retired_by",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(test_result="") | Q(kind="drug-test"), name="contact_result_only_of_a_test"
            ),
            models.UniqueConstraint(
                fields=["episode", "kind", "happened_on", "member"],
                condition=Q(retired_at__isnull=True, episode__isnull=False),
                nulls_distinct=False,
                name="contact_of_a_kind_once_a_day",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "happened_on", "member"],
                condition=Q(retired_at__isnull=True, episode__isnull=True),
                nulls_distinct=False,
                name="contact_outside_an_episode_once_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "happened_on"], name="contact_by_unit"),
            models.Index(fields=["episode", "happened_on"], name="contact_by_episode"),
            models.Index(fields=["kind", "happened_on"], name="contact_by_kind"),
        ]
        triggers = only_withdrawn("community_contact")
