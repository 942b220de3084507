"""Attempts to win somebody for treatment who is in none."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import RECORDED, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn
from hoanhap.people.models import AboutPerson, Person
from hoanhap.places.models import Unit


class OutreachAttempt(Withdrawable):
    """Somebody tried to win a person for treatment on a day, and what came of it.

    Without a person it was somebody who has no file: then nothing is kept that could tell who. `next_on`: when to try
    again. Whether the person registered afterwards is found from the episodes, never written here.
    """

    class Channel(models.TextChoices):
        HOME = "home", pgettext_lazy("attempt", "Visit at home")
        OUTSIDE = "outside", pgettext_lazy("attempt", "Met elsewhere")
        POINT = "point", pgettext_lazy("attempt", "At a counselling point or health station")
        CALL = "call", pgettext_lazy("attempt", "By telephone")
        FAMILY = "family", pgettext_lazy("attempt", "Through the family")
        PEER = "peer", pgettext_lazy("attempt", "Through somebody who has completed treatment")

    class Result(models.TextChoices):
        AGREED = "agreed", pgettext_lazy("attempt", "Agreed to register")
        THINKING = "thinking", pgettext_lazy("attempt", "Wants to think about it")
        REFUSED = "refused", pgettext_lazy("attempt", "Refused")
        NOT_MET = "not-met", pgettext_lazy("attempt", "Was not met")
        AWAY = "away", pgettext_lazy("attempt", "Has moved or is away")

    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    on = models.DateField()
    channel = models.CharField(max_length=10, choices=Channel)
    result = models.CharField(max_length=10, choices=Result)
    made_by = models.CharField(max_length=150)
    next_on = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)

    objects = AboutPerson["OutreachAttempt"].as_manager()

    class Privacy:
        health = ("on", "channel", "result", "next_on")
        sensitive = ("note", "retired_reason")
        open = ("id", "person", "unit", "made_by", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("outreach_attempt"),
            models.CheckConstraint(
                condition=Q(next_on__isnull=True) | Q(next_on__gt=F("on")),
                name="outreach_attempt_again_after_it",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(note="", next_on__isnull=True),
                name="outreach_attempt_keeps_nothing_of_who_has_no_file",
            ),
            models.UniqueConstraint(
                fields=["person", "on", "channel"],
                condition=Q(retired_at__isnull=True, person__isnull=False),
                name="outreach_attempt_once_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "on"], name="outreach_attempt_by_unit"),
            models.Index(fields=["person", "on"], name="outreach_attempt_by_person"),
        ]
        triggers = only_withdrawn("community_outreachattempt")
        verbose_name = _("attempt to win somebody for treatment")
