"""How somebody lives some months after they were helped, and what changed for the better."""

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from hoanhap.casework.models import Episode
from hoanhap.kit.models import RECORDED, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn
from hoanhap.people.models import AboutPerson, Person
from hoanhap.places.models import Unit


class Outcome(Withdrawable):
    """What a visit showed 6 or 12 months after support was first provided (in an episode, or outside of any).

    `using` is never a matter of opinion: `using_source` says where it is known from.
    """

    class Work(models.TextChoices):
        IN_WORK = "in-work", pgettext_lazy("outcome", "In work")
        IN_TRAINING = "in-training", pgettext_lazy("outcome", "In training")
        SEEKING = "seeking", pgettext_lazy("outcome", "Looking for work")
        NEITHER = "neither", pgettext_lazy("outcome", "Neither works nor learns")
        UNKNOWN = "unknown", pgettext_lazy("outcome", "Not known")

    class Income(models.TextChoices):
        NONE = "none", pgettext_lazy("income", "No income")
        BELOW_2 = "below-2m", pgettext_lazy("income", "Below 2 million đồng a month")
        FROM_2 = "2m-5m", pgettext_lazy("income", "From 2 to below 5 million")
        FROM_5 = "5m-8m", pgettext_lazy("income", "From 5 to below 8 million")
        FROM_8 = "from-8m", pgettext_lazy("income", "8 million or more")
        NOT_TOLD = "not-told", pgettext_lazy("income", "Not told")

    class Housing(models.TextChoices):
        OWN = "own", pgettext_lazy("housing", "A home of their own")
        FAMILY = "family", pgettext_lazy("housing", "With the family")
        RENTED = "rented", pgettext_lazy("housing", "Rented")
        UNSETTLED = "unsettled", pgettext_lazy("housing", "No settled home")
        UNKNOWN = "unknown", pgettext_lazy("housing", "Not known")

    class Using(models.TextChoices):
        NOT_USING = "not-using", pgettext_lazy("outcome", "Does not use drugs")
        USING = "using", pgettext_lazy("outcome", "Uses again")
        UNKNOWN = "unknown", pgettext_lazy("outcome", "Not known whether")

    class Source(models.TextChoices):
        TEST = "test", pgettext_lazy("source", "A drug test")
        PERSON = "person", pgettext_lazy("source", "The person says so")
        FAMILY = "family", pgettext_lazy("source", "The family says so")
        TEAM = "team", pgettext_lazy("source", "The team has observed it")

    person = models.ForeignKey(Person, models.PROTECT, related_name="outcomes")
    episode = models.ForeignKey(Episode, models.PROTECT, null=True, related_name="outcomes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    months = models.PositiveSmallIntegerField()
    on = models.DateField()
    work = models.CharField(max_length=12, choices=Work)
    income = models.CharField(max_length=12, choices=Income)
    housing = models.CharField(max_length=12, choices=Housing)
    using = models.CharField(max_length=12, choices=Using)
    using_source = models.CharField(max_length=10, blank=True, choices=Source)
    visited_by = models.CharField(max_length=150)
    note = models.CharField(max_length=300, blank=True)

    objects = AboutPerson["Outcome"].as_manager()

    class Privacy:
        health = ("using", "using_source")
        sensitive = ("months", "on", "work", "income", "housing", "note", "retired_reason")
        open = ("id", "person", "episode", "unit", "visited_by", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("outcome"),
            models.CheckConstraint(condition=Q(months__in=(6, 12)), name="outcome_at_6_or_12_months"),
            models.CheckConstraint(
                condition=Q(using="unknown", using_source="") | (~Q(using="unknown") & ~Q(using_source="")),
                name="outcome_of_use_has_a_source",
            ),
            models.UniqueConstraint(
                fields=["episode", "months"],
                condition=Q(retired_at__isnull=True, episode__isnull=False),
                name="outcome_once_in_an_episode",
            ),
            models.UniqueConstraint(
                fields=["person", "months"],
                condition=Q(retired_at__isnull=True, episode__isnull=True),
                name="outcome_outside_an_episode_once",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "on"], name="outcome_by_person"),
            models.Index(fields=["on"], name="outcome_by_day"),
        ]
        triggers = only_withdrawn("community_outcome")


class Betterment(Withdrawable):
    """Something changed for the better in one area of somebody's life, seen on a day."""

    class Area(models.TextChoices):
        ABSTINENCE = "abstinence", pgettext_lazy("better", "Keeps away from drugs")
        HEALTH = "health", pgettext_lazy("better", "Health")
        WORK = "work", pgettext_lazy("better", "Work and skills")
        INCOME = "income", pgettext_lazy("better", "Income and savings")
        FAMILY = "family", pgettext_lazy("better", "Life in the family")
        NEIGHBOURS = "neighbours", pgettext_lazy("better", "Getting on with the neighbourhood")
        LAW = "law", pgettext_lazy("better", "Keeps the law and commitments")
        HELPS_OTHERS = "helps-others", pgettext_lazy("better", "Helps others")

    person = models.ForeignKey(Person, models.PROTECT, related_name="betterments")
    episode = models.ForeignKey(Episode, models.PROTECT, null=True, related_name="betterments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    on = models.DateField()
    area = models.CharField(max_length=15, choices=Area)
    words = models.CharField(max_length=500)
    noted_by = models.CharField(max_length=150)

    objects = AboutPerson["Betterment"].as_manager()

    class Privacy:
        sensitive = ("on", "area", "words", "retired_reason")
        open = ("id", "person", "episode", "unit", "noted_by", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("betterment"),
            models.CheckConstraint(condition=~Q(words=""), name="betterment_in_words"),
        ]
        indexes = [
            models.Index(fields=["person", "on"], name="betterment_by_person"),
            models.Index(fields=["on"], name="betterment_by_day"),
        ]
        triggers = only_withdrawn("community_betterment")
