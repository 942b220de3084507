"""What somebody needs to live without drugs, who was asked, and what was done about it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.casework.models import Episode
from hoanhap.community.models.offers import Offer, Provider
from hoanhap.community.models.teams import TeamMember
from hoanhap.kit.models import RECORDED, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn
from hoanhap.people.models import AboutPerson, Person
from hoanhap.places.models import Unit


class Domain(models.TextChoices):
    """What a need, or support, is about."""

    VOCATIONAL_TRAINING = "vocational-training", _("Vocational training")
    WORK = "work", pgettext_lazy("need", "Work")
    LOAN = "loan", pgettext_lazy("need", "Loan")
    SCHOOLING = "schooling", pgettext_lazy("need", "Schooling")
    PAPERS = "papers", _("Identity papers")
    HOUSING = "housing", pgettext_lazy("need", "Housing")
    HEALTH = "health", pgettext_lazy("need", "Health")
    PSYCHOLOGY = "psychology", _("Psychological help")
    FAMILY = "family", pgettext_lazy("need", "Family")
    LEGAL = "legal", pgettext_lazy("need", "Legal help")
    REINTEGRATION_OTHER = "reintegration-other", _("Other help to live in the community again")


class NeedsTalk(Withdrawable):
    """Somebody sat down with a person and asked, along a list, what they wish and need. It may end without any need."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="needs_talks")
    episode = models.ForeignKey(Episode, models.PROTECT, null=True, related_name="needs_talks")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    member = models.ForeignKey(TeamMember, models.PROTECT, null=True, related_name="+")
    held_on = models.DateField()
    held_by = models.CharField(max_length=150, blank=True)
    note = models.CharField(max_length=1000, blank=True)

    objects = AboutPerson["NeedsTalk"].as_manager()

    class Privacy:
        sensitive = ("held_on", "note", "retired_reason")
        open = ("id", "person", "episode", "unit", "member", "held_by", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("needs_talk"),
            models.CheckConstraint(
                condition=Q(member__isnull=False) | ~Q(held_by=""), name="needs_talk_names_who_asked"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "held_on"], name="needs_talk_by_person"),
            models.Index(fields=["held_on"], name="needs_talk_by_day"),
        ]
        triggers = only_withdrawn("community_needstalk")


class Need(Withdrawable):
    """A person asked for help of one kind on a day. What became of it stands in `NeedChange`."""

    class StatedBy(models.TextChoices):
        SELF = "self", pgettext_lazy("stated by", "The person")
        FAMILY = "family", pgettext_lazy("stated by", "The family")
        OFFICER = "officer", pgettext_lazy("stated by", "The officer")

    person = models.ForeignKey(Person, models.PROTECT, related_name="needs")
    episode = models.ForeignKey(Episode, models.PROTECT, null=True, related_name="needs")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    talk = models.ForeignKey(NeedsTalk, models.PROTECT, null=True, related_name="needs")
    domain = models.CharField(max_length=30, choices=Domain)
    stated_by = models.CharField(max_length=10, choices=StatedBy)
    opened_on = models.DateField()
    words = models.CharField(max_length=500, blank=True)

    objects = AboutPerson["Need"].as_manager()

    class Privacy:
        sensitive = ("domain", "stated_by", "opened_on", "words", "retired_reason")
        open = ("id", "person", "episode", "unit", "talk", *RECORDED)

    class Meta:
        constraints = [with_a_reason("need")]
        indexes = [
            models.Index(fields=["person", "opened_on"], name="need_by_person"),
            models.Index(fields=["opened_on"], name="need_by_day"),
        ]
        triggers = only_withdrawn("community_need")


STILL_OPEN = ("referred", "being-met", "partly")
"""The states in which a need may still be answered."""


class NeedChange(Withdrawable):
    """From a day on a need is referred to a provider, being met or partly met, or closed for good: met, taken back by the
    person, or not allowed by law."""

    class State(models.TextChoices):
        REFERRED = "referred", pgettext_lazy("need", "Referred")
        BEING_MET = "being-met", pgettext_lazy("need", "Being met")
        PARTLY = "partly", pgettext_lazy("need", "Partly met")
        MET = "met", pgettext_lazy("need", "Met")
        WITHDRAWN = "withdrawn", pgettext_lazy("need", "No longer wished")
        NOT_ELIGIBLE = "not-eligible", pgettext_lazy("need", "Not entitled")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    need = models.ForeignKey(Need, models.PROTECT, related_name="changes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=State)
    on = models.DateField()
    words = models.CharField(max_length=300, blank=True)
    provider = models.ForeignKey(Provider, models.PROTECT, null=True, related_name="+")
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, related_name="+")

    objects = AboutPerson["NeedChange"].as_manager()

    class Privacy:
        sensitive = ("state", "on", "words", "provider", "offer", "retired_reason")
        open = ("id", "person", "need", "unit", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("need_change"),
            models.UniqueConstraint(
                fields=["need"],
                condition=~Q(state__in=STILL_OPEN) & Q(retired_at__isnull=True),
                name="need_is_closed_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="referred") | Q(provider__isnull=False),
                name="need_is_referred_to_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["need", "on"], name="need_change_by_need"),
            models.Index(
                fields=["provider", "on"],
                condition=Q(provider__isnull=False),
                name="need_change_by_provider",
            ),
        ]
        triggers = only_withdrawn("community_needchange")


class Support(Withdrawable):
    """Help of one kind, on a day: advice given, or the thing itself (a course, a job, a loan, a paper)."""

    class Form(models.TextChoices):
        COUNSELLED = "counselled", pgettext_lazy("support", "Advised")
        PROVIDED = "provided", pgettext_lazy("support", "Provided")

    class Result(models.TextChoices):
        COMPLETED = "completed", pgettext_lazy("support", "Completed")
        HIRED = "hired", pgettext_lazy("support", "Found work")
        LOAN_PAID = "loan-paid", pgettext_lazy("support", "Loan paid out")
        DROPPED = "dropped", pgettext_lazy("support", "Given up")

    person = models.ForeignKey(Person, models.PROTECT, related_name="supports")
    episode = models.ForeignKey(Episode, models.PROTECT, null=True, related_name="supports")
    need = models.ForeignKey(Need, models.PROTECT, null=True, related_name="supports")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    domain = models.CharField(max_length=30, choices=Domain)
    form = models.CharField(max_length=12, choices=Form)
    result = models.CharField(max_length=12, choices=Result, blank=True)
    provider = models.CharField(max_length=200)
    provided_on = models.DateField()
    amount_vnd = models.PositiveBigIntegerField(null=True)
    evidence = models.CharField(max_length=200, blank=True)
    entry = models.ForeignKey(Provider, models.PROTECT, null=True, related_name="+")
    """Who provided it, where it stands in the register of providers; `provider` is the name that was written down."""
    offer = models.ForeignKey(Offer, models.PROTECT, null=True, related_name="supports")
    programme = models.CharField(max_length=40, blank=True, default="")
    """The programme of poverty reduction or social protection under which it was given."""

    objects = AboutPerson["Support"].as_manager()

    class Privacy:
        sensitive = (
            "domain",
            "form",
            "result",
            "provider",
            "provided_on",
            "amount_vnd",
            "evidence",
            *("entry", "offer", "programme", "retired_reason"),
        )
        open = ("id", "person", "episode", "need", "unit", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("support"),
            models.CheckConstraint(
                condition=Q(result="") | Q(form="provided"), name="support_has_a_result_only_when_provided"
            ),
            models.CheckConstraint(
                condition=~Q(result="hired") | Q(domain="work"), name="support_finds_work_only_as_work"
            ),
            models.CheckConstraint(
                condition=~Q(result="loan-paid") | Q(domain="loan"), name="support_pays_a_loan_only_as_loan"
            ),
            models.CheckConstraint(
                condition=Q(amount_vnd__isnull=True) | Q(amount_vnd__gt=0), name="support_of_some_money"
            ),
            models.UniqueConstraint(
                fields=["person", "domain", "form", "provided_on", "provider"],
                condition=Q(retired_at__isnull=True),
                name="support_of_a_kind_once_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "domain", "provided_on"], name="community_support_by_person"),
            models.Index(fields=["provided_on"], name="community_support_by_day"),
        ]
        triggers = only_withdrawn("community_support")
