"""Notes written on a device, perhaps without a line, and what was decided where somebody else had written meanwhile."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import pgettext_lazy

from hoanhap.casework.models import Episode
from hoanhap.community.models.contacts import Contact
from hoanhap.community.models.teams import TeamMember
from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import written_once
from hoanhap.people.models import AboutPerson, Person
from hoanhap.places.models import Unit


class FieldNote(Keyed):
    """A note as it came, written once. The device makes its key, so that a note that is sent twice is one note.

    `taken_at` is the device's clock, `recorded_at` the moment in which it was received. `basis`: the newest contact with
    the person that the device knew. `contact`: what it became at once; without one it waits for a `FieldNoteDecision`,
    and `waits_for` says why: `others` wrote meanwhile (`rivals` are their contacts), or the code of what a contact was
    refused for.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="field_notes")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="field_notes")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    member = models.ForeignKey(TeamMember, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=30, choices=Contact.Kind)
    happened_on = models.DateField()
    place = models.CharField(max_length=30, blank=True)
    contents = ArrayField(models.CharField(max_length=30), default=list)
    test_result = models.CharField(max_length=10, blank=True, choices=Contact.TestResult)
    note = models.CharField(max_length=300, blank=True)
    next_on = models.DateField(null=True)
    taken_at = models.DateTimeField()
    basis = models.UUIDField(null=True)
    rivals = ArrayField(models.UUIDField(), default=list)
    contact = models.OneToOneField(Contact, models.PROTECT, null=True, related_name="+")
    waits_for = models.CharField(max_length=40, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = AboutPerson["FieldNote"].as_manager()

    class Privacy:
        health = ("kind", "happened_on", "next_on", "test_result", "contents")
        sensitive = ("note",)
        open = (
            *("id", "person", "episode", "unit", "member", "place", "taken_at", "basis", "rivals", "contact"),
            *("waits_for", "recorded_at", "recorded_by"),
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(contact__isnull=False, waits_for="")
                | (Q(contact__isnull=True) & ~Q(waits_for="")),
                name="field_note_is_a_contact_or_waits",
            ),
            models.CheckConstraint(
                condition=Q(test_result="") | Q(kind="drug-test"), name="field_note_result_only_of_a_test"
            ),
        ]
        indexes = [models.Index(fields=["person", "recorded_at"], name="field_note_by_person")]
        triggers = written_once("community_fieldnote")


class FieldNoteDecision(Keyed):
    """What somebody decided about a note that waited. `contact`: what the note became, if it counts."""

    class Verdict(models.TextChoices):
        BOTH = "both", pgettext_lazy("field note", "Keep both: these were two contacts")
        THIS = "this", pgettext_lazy("field note", "Keep this note, withdraw what the others wrote")
        NOT = "not", pgettext_lazy("field note", "Keep what the others wrote; this note does not count")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    note = models.OneToOneField(FieldNote, models.PROTECT, related_name="decision")
    verdict = models.CharField(max_length=4, choices=Verdict)
    reason = models.CharField(max_length=300)
    contact = models.OneToOneField(Contact, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = AboutPerson["FieldNoteDecision"].as_manager()

    class Privacy:
        sensitive = ("reason",)
        open = ("id", "person", "note", "verdict", "contact", "recorded_at", "recorded_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(verdict="not", contact__isnull=True))
                | (~Q(verdict="not") & Q(contact__isnull=False)),
                name="field_note_decision_makes_a_contact_or_none",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="field_note_decision_says_why"),
        ]
        triggers = written_once("community_fieldnotedecision")
