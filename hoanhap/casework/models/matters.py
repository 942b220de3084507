"""What surrounds the steps: handing a case over, excusing a duty, and the reason why somebody is in no treatment."""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.casework.models.episodes import Episode
from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import only_withdrawn
from hoanhap.people.models import AboutPerson, Person
from hoanhap.places.models import Organisation, Unit


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Transfer(Keyed):
    """A case offered by one office to another: what one answers for passes only when the other accepts.

    `unit` is the giving side's (whoever answers for the person sees it); the receiving side sees it by `to_unit`.
    """

    class State(models.TextChoices):
        OFFERED = "offered", pgettext_lazy("transfer", "Waiting for an answer")
        ACCEPTED = "accepted", pgettext_lazy("transfer", "Accepted")
        REFUSED = "refused", pgettext_lazy("transfer", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("transfer", "Withdrawn")

    person = models.ForeignKey(Person, models.PROTECT, related_name="transfers")
    episode = models.ForeignKey(Episode, models.PROTECT, null=True, related_name="transfers")
    office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    to_office = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    to_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    moved_on = models.DateField()
    offered_on = models.DateField()
    paper_number = models.CharField(max_length=40, blank=True)
    documents = models.JSONField(default=list)
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=12, choices=State, default=State.OFFERED)
    answered_on = models.DateField(null=True)
    answer = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = AboutPerson["Transfer"].as_manager()

    class Privacy:
        police = ("paper_number", "documents", "moved_on", "offered_on", "answered_on")
        sensitive = ("reason", "answer")
        open = (
            "id",
            "person",
            "episode",
            "office",
            "unit",
            "to_office",
            "to_unit",
            "state",
            "answered_at",
            "answered_by",
            "recorded_at",
            "recorded_by",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state="offered"), name="transfer_one_open_a_person"
            ),
            models.CheckConstraint(condition=~Q(office=F("to_office")), name="transfer_goes_elsewhere"),
            models.CheckConstraint(
                condition=Q(state="offered", answered_at__isnull=True)
                | (~Q(state="offered") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="transfer_is_answered_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["to_unit", "state"], name="transfer_by_receiver")]


class DutyExcuse(Keyed):
    """A duty that lawfully need not be done: with the reason and the document that says so."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="excuses")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField(max_length=60)
    since_on = models.DateField()
    excused_on = models.DateField()
    reason = models.CharField(max_length=300)
    document_number = models.CharField(max_length=60)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True)
    retired_by = models.UUIDField(null=True)
    retired_reason = models.CharField(max_length=300, blank=True)

    objects = AboutPerson["DutyExcuse"].as_manager()

    class Privacy:
        police = ("document_number", "excused_on", "since_on")
        health = ("code",)
        sensitive = ("reason", "retired_reason")
        open = (
            "id",
            "person",
            "episode",
            "unit",
            "recorded_at",
            "recorded_by",
            "retired_at",
            "retired_by",
        )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["episode", "code", "since_on"],
                condition=Q(retired_at__isnull=True),
                name="duty_is_excused_once",
            )
        ]
        triggers = only_withdrawn("casework_dutyexcuse")


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class NotMatched(Keyed):
    """Why somebody who should be matched to a form of treatment lawfully is not, for a while."""

    class Reason(models.TextChoices):
        DETAINED = "detained", _("Held in custody or in prison")
        ILL = "ill", _("Seriously ill, certified")
        PREGNANT_OR_CARING = "pregnant-or-caring", _("Pregnant, or alone with a child under 36 months")
        NOT_FOUND = "not-found", _("Whereabouts unknown, search recorded")
        ABROAD = "abroad", _("Abroad")
        WAITING = "waiting", _("File being prepared within the legal time")
        OTHER_MEASURE = "other-measure", _("Under another measure of the law")
        OTHER = "other", pgettext_lazy("reason", "Other lawful reason")

    person = models.ForeignKey(Person, models.PROTECT, related_name="not_matched")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    reason_code = models.CharField(max_length=30, choices=Reason)
    words = models.CharField(max_length=300)
    document_number = models.CharField(max_length=60, blank=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = AboutPerson["NotMatched"].as_manager()

    class Privacy:
        sensitive = ("reason_code", "words", "document_number", "valid_from", "valid_until")
        open = ("id", "person", "unit", "recorded_at", "recorded_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="not_matched_ends_after_it_begins",
            )
        ]
        indexes = [models.Index(fields=["person", "valid_from"], name="not_matched_by_person")]
