"""Somebody goes on in another clinic: offered by one, answered by the other. Only who takes them reads what was given."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.kit.models import RECORDED, Keyed, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn, written_once
from hoanhap.people.models import Person
from hoanhap.places.models import Organisation
from hoanhap.treatment.models.care import Enrolment


class Offers(models.QuerySet["TransferOffer"]):
    """Seen by the clinic that offers and by the one to which it offers."""

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Only the rows that the scope may see with `power`; nothing where it has no such power."""
        if scope.everywhere(power):
            return self
        if not scope.may(power):
            return self.none()
        inside = scope.organisation_ids(power)
        return self.filter(Q(enrolment__organisation__in=inside) | Q(to_organisation__in=inside))


class TransferOffer(Withdrawable):
    """A clinic offers a patient to another. `last_day`: the last on which it doses; the other begins after it."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="offers")
    to_organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    last_day = models.DateField()
    number = models.CharField(max_length=60)
    reason = models.CharField(max_length=300)

    objects = Offers.as_manager()

    class Privacy:
        health = ("to_organisation", "last_day", "number", "reason", "retired_reason")
        open = ("id", "person", "enrolment", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("transfer_offer"),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(retired_at__isnull=True),
                name="transfer_offer_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(reason=""), name="transfer_offer_has_a_paper_and_a_reason"
            ),
        ]
        triggers = only_withdrawn("treatment_transferoffer")


class Answers(models.QuerySet["TransferAnswer"]):
    """Seen as the offer is."""

    def visible_to(self, scope: Scope, power: str) -> Self:
        """Only the rows that the scope may see with `power`; nothing where it has no such power."""
        return self.filter(offer__in=TransferOffer.objects.visible_to(scope, power))


class TransferAnswer(Keyed):
    """What the other clinic said: it takes the patient, or not, and who confirmed it at the clinic that offered."""

    class Kind(models.TextChoices):
        TAKEN = "taken", pgettext_lazy("transfer", "Taken over")
        REFUSED = "refused", pgettext_lazy("transfer", "Not taken over")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    offer = models.OneToOneField(TransferOffer, models.PROTECT, related_name="answer")
    kind = models.CharField(max_length=10, choices=Kind)
    enrolment = models.OneToOneField(Enrolment, models.PROTECT, null=True, related_name="+")
    confirmed_with = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = Answers.as_manager()

    class Privacy:
        health = ("kind", "reason", "confirmed_with", "happened_at")
        open = ("id", "person", "offer", "enrolment", "recorded_at", "recorded_by")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="taken", enrolment__isnull=False) & ~Q(confirmed_with=""))
                | (Q(kind="refused", enrolment__isnull=True) & ~Q(reason="")),
                name="transfer_answer_is_whole",
            )
        ]
        triggers = written_once("treatment_transferanswer")
