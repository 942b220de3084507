"""What somebody decided about a signal, and the numbers that make one, changed from a day on.

A signal is never stored: it is what the lines and doses say when somebody looks. Stored is only who looked at which
evidence, and what they decided.
"""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.kit.models import Keyed
from hoanhap.kit.registers import written_once
from hoanhap.medicine.models import MedicineIncident
from hoanhap.people.models import Person
from hoanhap.places.models import Organisation


class OfPlace(models.QuerySet["SignalReview"]):
    """Seen inside the place alone, never by a power over an area."""

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Only the rows that the scope may see with `power`; nothing where it has no such power."""
        if scope.everywhere(power):
            return self
        return (
            self.filter(organisation__in=scope.organisation_ids(power)) if scope.may(power) else self.none()
        )


class OfReview(models.QuerySet["SignalEvidence"]):
    """Rows of a review."""

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Only the rows that the scope may see with `power`; nothing where it has no such power."""
        if scope.everywhere(power):
            return self
        inside = scope.organisation_ids(power)
        return self.filter(review__organisation__in=inside) if scope.may(power) else self.none()


class SignalReview(Keyed):
    """A signal was looked at by one responsible person: what it turned out to be, in their words.

    `code` is the kind of signal, `subject` what it is about (a book, a day, a dose), `evidence_hash` of the facts that were
    there. Where more facts come, the signal is open again. It says nothing about a person's worth, and is no accusation.
    """

    class Decision(models.TextChoices):
        EXPLAINED = "explained", pgettext_lazy("signal", "Explained")
        INCIDENT = "incident", pgettext_lazy("signal", "An incident")
        ERROR = "error", pgettext_lazy("signal", "A mistake in the records")

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    evidence_hash = models.CharField(max_length=64)
    decision = models.CharField(max_length=10, choices=Decision)
    words = models.CharField(max_length=1000)
    incident = models.ForeignKey(MedicineIncident, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = OfPlace.as_manager()

    class Privacy:
        health = ("organisation", "code", "subject", "decision", "words")
        open = ("id", "person", "evidence_hash", "incident", "recorded_at", "recorded_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="signal_review_says_why"),
            models.CheckConstraint(
                condition=Q(decision="incident") | Q(incident__isnull=True),
                name="signal_review_of_an_incident",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "code", "subject"], name="signal_review_of_a_signal"),
            models.Index(fields=["organisation", "recorded_at"], name="signal_review_by_place"),
        ]
        triggers = written_once("treatment_signalreview")


class SignalEvidence(Keyed):
    """One fact that the reviewer had before them: a line, a count, a dose, with the words that stood there."""

    review = models.ForeignKey(SignalReview, models.PROTECT, related_name="evidence")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20)
    fact = models.UUIDField()
    happened_at = models.DateTimeField()
    words = models.CharField(max_length=500)

    objects = OfReview.as_manager()

    class Privacy:
        health = ("kind", "happened_at", "words")
        open = ("id", "review", "person", "fact")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["review", "kind", "fact"], name="signal_evidence_once"),
        ]
        triggers = written_once("treatment_signalevidence")


class SignalTuning(Keyed):
    """A number of a signal is another from a day on, by a document. The definition in the files stays as it is."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=40)
    value = models.DecimalField(max_digits=12, decimal_places=3)
    valid_from = models.DateField()
    document_number = models.CharField(max_length=60)
    reason = models.CharField(max_length=300)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    class Privacy:
        open = (
            "id",
            "code",
            "name",
            "value",
            "valid_from",
            "document_number",
            "reason",
            "recorded_at",
            "recorded_by",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gte=0) & ~Q(document_number="") & ~Q(reason=""),
                name="signal_tuning_by_a_document",
            )
        ]
        indexes = [models.Index(fields=["code", "name", "valid_from"], name="signal_tuning_in_force")]
        triggers = written_once("treatment_signaltuning")
