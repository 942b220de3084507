"""Communication: what was told to whom, where, on which topics."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import RECORDED, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn
from hoanhap.outreach.models.visibility import OfUnit
from hoanhap.places.models import Organisation, Unit


class Topic(models.TextChoices):
    """What was spoken of. A talk about drugs in general says nothing of rehabilitation: both are ticked, or one."""

    DRUG_PREVENTION = "drug-prevention", _("Prevention of drugs in general")
    REHAB_POST_REHAB = "rehab-post-rehab", _("Rehabilitation and life after it")
    NEW_SUBSTANCES = "new-substances", _("New substances and how they are hidden")
    SUBSTITUTION = "substitution", _("Substitution treatment")
    LAW = "law", pgettext_lazy("topic", "Law")


class Audience(models.TextChoices):
    """For whom it was made."""

    EVERYBODY = "everybody", pgettext_lazy("audience", "All residents")
    YOUTH = "youth", pgettext_lazy("audience", "Young people")
    PUPILS = "pupils", pgettext_lazy("audience", "Pupils and students")
    HIGH_RISK = "high-risk", pgettext_lazy("audience", "Groups at high risk")
    FAMILIES = "families", pgettext_lazy("audience", "Families")
    NEIGHBOURS = "neighbours", pgettext_lazy("audience", "Neighbours")
    WORKERS = "workers", pgettext_lazy("audience", "Workers")
    IN_REHAB = "in-rehab", pgettext_lazy("audience", "People in or after rehabilitation")
    STAFF = "staff", pgettext_lazy("audience", "Officials and staff")


class Programme(models.TextChoices):
    """The other programmes into which it was worked."""

    MOVEMENT = "movement", _("Cultural and patriotic movements")
    CRIME_PREVENTION = "crime-prevention", _("Crime prevention")
    HIV = "hiv", _("HIV/AIDS prevention")
    SOCIO_ECONOMIC = "socio-economic", _("Socio-economic programmes")
    POVERTY = "poverty", _("Poverty reduction")


class HeldWith(models.TextChoices):
    """The model at the grassroots together with which it was done."""

    TEAM = "team", pgettext_lazy("held with", "Volunteers or a task team")
    CLUB = "club", pgettext_lazy("held with", "A B93 club")
    POINT = "point", pgettext_lazy("held with", "A counselling point")


class Activity(Withdrawable):
    """One activity in one unit on one day. `reached` counts heads, never people by name."""

    class Kind(models.TextChoices):
        TALK = "talk", pgettext_lazy("activity", "Talk or meeting")
        MONTH_OF_ACTION = "month-of-action", _("Month of action")
        DAY_26_6 = "day-26-6", _("Day of 26 June")
        ARTS = "arts", _("Performance or contest")
        HOME_VISITS = "home-visits", _("Visits from house to house")
        BROADCAST = "broadcast", _("Broadcast or publication")
        ONLINE = "online", pgettext_lazy("activity", "Online campaign")
        HOTLINE = "hotline", _("Hotline")
        MATERIALS = "materials", _("Leaflets and posters handed out")
        OTHER = "other", pgettext_lazy("activity", "Other activity")

    class Channel(models.TextChoices):
        FACE_TO_FACE = "face-to-face", _("Face to face")
        LOUDSPEAKER = "loudspeaker", _("Loudspeakers of the commune")
        RADIO_TV = "radio-tv", _("Radio or television")
        PRESS = "press", pgettext_lazy("channel", "Newspapers")
        INTERNET = "internet", _("Internet and social networks")
        TELEPHONE = "telephone", pgettext_lazy("channel", "Telephone")
        PRINT = "print", pgettext_lazy("channel", "Printed matter")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    on = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind)
    channel = models.CharField(max_length=20, choices=Channel)
    topics = ArrayField(models.CharField(max_length=30, choices=Topic))
    audience = ArrayField(models.CharField(max_length=20, choices=Audience), default=list)
    programmes = ArrayField(models.CharField(max_length=20, choices=Programme), default=list)
    language = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=200)
    partners = models.CharField(max_length=300, blank=True)
    held_with = models.CharField(max_length=10, choices=HeldWith, blank=True, default="")
    reached = models.PositiveIntegerField(null=True)
    evidence = models.CharField(max_length=200, blank=True)
    cost_vnd = models.DecimalField(max_digits=15, decimal_places=0, null=True)
    funded_by = models.CharField(max_length=200, blank=True, default="")

    objects = OfUnit["Activity"].as_manager()

    class Privacy:
        open = (
            "id",
            "unit",
            "organisation",
            "on",
            "kind",
            "channel",
            "topics",
            "audience",
            "programmes",
            "language",
            "title",
            "partners",
            "held_with",
            "reached",
            "evidence",
            "cost_vnd",
            "funded_by",
            "retired_reason",
            *RECORDED,
        )

    class Meta:
        constraints = [
            with_a_reason("activity"),
            models.CheckConstraint(
                condition=Q(cost_vnd__isnull=True) | Q(cost_vnd__gte=0), name="activity_costs_nothing_or_more"
            ),
            models.CheckConstraint(
                condition=Q(topics__len__gte=1) & Q(topics__contained_by=Topic.values),
                name="activity_has_known_topics",
            ),
            models.CheckConstraint(
                condition=Q(audience__contained_by=Audience.values)
                & Q(programmes__contained_by=Programme.values),
                name="activity_has_known_audience_and_programmes",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "on"], name="activity_by_unit"),
            models.Index(fields=["on"], name="activity_by_day"),
            GinIndex(fields=["topics"], name="activity_by_topic"),
        ]
        triggers = only_withdrawn("outreach_activity")

    def __str__(self) -> str:
        return self.title
