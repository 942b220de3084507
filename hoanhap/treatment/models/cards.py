"""The printed card of a patient: a random number and nothing else, so that a lost card tells nobody anything."""

from django.db import models
from django.db.models import Q

from hoanhap.kit.models import RECORDED, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn
from hoanhap.people.models import Person
from hoanhap.treatment.models.care import Enrolment, InCare


class PatientCard(Withdrawable):
    """One card that was given out. A lost one is withdrawn and another given; every card that ever was stays known.

    `token` is what the picture on the card says: 20 digits, of which the last two check the others. It proves nothing:
    whoever stands at the window is compared with the file all the same.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="cards")
    token = models.CharField(max_length=20)
    issued_on = models.DateField()

    objects = InCare["PatientCard"].as_manager()

    class Privacy:
        identity = ("token",)
        health = ("issued_on",)
        sensitive = ("retired_reason",)
        open = ("id", "person", "enrolment", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("patient_card"),
            models.CheckConstraint(
                condition=Q(("token__regex", r"^[0-9]{20}$")), name="patient_card_is_twenty_digits"
            ),
            # A number is never given twice, not even after its card was withdrawn.
            models.UniqueConstraint(fields=["token"], name="patient_card_number_once_ever"),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(retired_at__isnull=True), name="patient_card_one_in_use"
            ),
        ]
        triggers = only_withdrawn("treatment_patientcard")
