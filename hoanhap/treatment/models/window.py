"""The window around a dose: who waits, who was recognised, what was not given and why, bottles that came back.

None of these moves medicine by itself; what moves stands in the stock book, and a row here names that line.
"""

import pghistory
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import pgettext_lazy

from hoanhap.kit.models import RECORDED, Keyed, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn, written_once
from hoanhap.medicine.models import StockLine
from hoanhap.people.models import Person
from hoanhap.places.models import Organisation
from hoanhap.treatment.models.care import Enrolment, InCare
from hoanhap.treatment.models.window_triggers import came_back_as_it_went_out


@pghistory.track(pghistory.UpdateEvent(row=pghistory.Old), pghistory.DeleteEvent())
class Ticket(Keyed):
    """A number in the line of one place on one day. The board shows numbers and nothing else."""

    class Finished(models.TextChoices):
        DOSED = "dosed", pgettext_lazy("ticket", "Had the dose")
        WITHHELD = "withheld", pgettext_lazy("ticket", "Not given today")
        LEFT = "left", pgettext_lazy("ticket", "Left or did not come when called")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.PositiveSmallIntegerField()
    taken_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    called_by = models.UUIDField(null=True)
    finished_at = models.DateTimeField(null=True)
    finished_as = models.CharField(max_length=10, choices=Finished, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = InCare["Ticket"].as_manager()

    class Privacy:
        health = ("organisation", "day", "number", "taken_at", "called_at", "finished_at", "finished_as")
        open = ("id", "person", "enrolment", "called_by", "recorded_at", "recorded_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "day", "number"], name="ticket_number_once_a_day"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "organisation", "day"],
                condition=Q(finished_at__isnull=True),
                name="ticket_one_while_waiting",
            ),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True, finished_as="")
                | (Q(finished_at__isnull=False) & ~Q(finished_as="")),
                name="ticket_finished_as_something",
            ),
        ]


class PatientPhoto(Withdrawable):
    """A small picture of a patient's face, so that whoever pours sees who should stand there. The latest counts."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="photos")
    content = models.BinaryField()
    content_type = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()

    objects = InCare["PatientPhoto"].as_manager()

    class Privacy:
        identity = ("content", "sha256")
        sensitive = ("retired_reason",)
        open = ("id", "person", "enrolment", "content_type", "size_bytes", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("patient_photo"),
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(retired_at__isnull=True), name="patient_photo_one_in_use"
            ),
        ]
        triggers = only_withdrawn("treatment_patientphoto")


class IdentityCheck(Keyed):
    """Somebody at the window was compared with the file: the face, and one question that only the right person answers."""

    class Face(models.TextChoices):
        PHOTO = "photo", pgettext_lazy("face", "Is the person in the photo")
        PAPER = "paper", pgettext_lazy("face", "No photo: identity paper or card looked at")
        DIFFERS = "differs", pgettext_lazy("face", "Is not that person")

    class Answer(models.TextChoices):
        RIGHT = "right", pgettext_lazy("answer", "Right")
        WRONG = "wrong", pgettext_lazy("answer", "Wrong")
        NONE = "none", pgettext_lazy("answer", "No question could be asked")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    happened_at = models.DateTimeField()
    face = models.CharField(max_length=10, choices=Face)
    question = models.CharField(max_length=30, blank=True)
    answer = models.CharField(max_length=10, choices=Answer)
    has_passed = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    second_person = models.UUIDField(null=True)

    objects = InCare["IdentityCheck"].as_manager()

    class Privacy:
        health = ("organisation", "happened_at")
        sensitive = ("face", "question", "answer", "has_passed", "note")
        open = ("id", "person", "enrolment", "recorded_at", "recorded_by", "second_person")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(has_passed=False) | (~Q(face="differs") & ~Q(answer="wrong")),
                name="identity_check_passes_only_with_the_right_person",
            ),
            models.CheckConstraint(
                condition=Q(answer="none") | ~Q(question=""), name="identity_check_answers_a_question"
            ),
            models.CheckConstraint(
                condition=Q(second_person__isnull=True) | ~Q(second_person=F("recorded_by")),
                name="identity_check_second_person_is_another",
            ),
        ]
        indexes = [models.Index(fields=["enrolment", "happened_at"], name="identity_check_by_enrolment")]
        triggers = written_once("treatment_identitycheck")


class Withholding(Withdrawable):
    """No dose was poured for somebody who stood at the window: nothing moved. It holds for that day until a doctor
    withdraws it."""

    class Reason(models.TextChoices):
        INTOXICATED = "intoxicated", pgettext_lazy("withholding", "Drowsy, drunk or under the influence")
        ILL = "ill", pgettext_lazy("withholding", "Ill")
        AFTER_MISSES = "after-misses", pgettext_lazy("withholding", "Missed doses: the doctor sees first")
        IDENTITY = "identity", pgettext_lazy("withholding", "Not certain who it is")
        BEHAVIOUR = "behaviour", pgettext_lazy("withholding", "Violence or threats")
        HIDES = "hides", pgettext_lazy("withholding", "Tried to keep or carry off a dose")
        DOCTOR = "doctor", pgettext_lazy("withholding", "The doctor said so")
        OTHER = "other", pgettext_lazy("withholding", "Other reason")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="withholdings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    dose_on = models.DateField()
    reason = models.CharField(max_length=20, choices=Reason)
    note = models.CharField(max_length=300, blank=True)
    happened_at = models.DateTimeField()

    objects = InCare["Withholding"].as_manager()

    class Privacy:
        health = ("organisation", "dose_on", "reason", "note", "happened_at", "retired_reason")
        open = ("id", "person", "enrolment", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("withholding"),
            models.CheckConstraint(
                condition=~Q(reason="other") | ~Q(note=""), name="withholding_for_another_reason_says_which"
            ),
            models.UniqueConstraint(
                fields=["enrolment", "dose_on"],
                condition=Q(retired_at__isnull=True),
                name="withholding_one_at_a_time",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "dose_on"], name="withholding_by_day")]
        triggers = only_withdrawn("treatment_withholding")


class PaperDose(Keyed):
    """A dose that was written on the numbered paper backup while the program could not be reached, and typed in later."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    dose = models.OneToOneField("treatment.Dose", models.PROTECT, related_name="paper")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    paper_number = models.CharField(max_length=30)
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = InCare["PaperDose"].as_manager()

    class Privacy:
        health = ("organisation", "paper_number")
        open = ("id", "person", "dose", "enrolment", "recorded_at", "recorded_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "paper_number"], name="paper_dose_number_once_a_place"
            )
        ]
        triggers = written_once("treatment_paperdose")


class BottleBack(Keyed):
    """A bottle that was taken home came back: empty, or with medicine in it, which goes to waste with minutes.

    Minutes of return: Circular 18/2026, appendix XVIII. `quantity_units` is what was still in it, in the medicine's unit.
    """

    class State(models.TextChoices):
        EMPTY = "empty", pgettext_lazy("bottle", "Empty")
        PART = "part", pgettext_lazy("bottle", "Partly full")
        FULL = "full", pgettext_lazy("bottle", "Full, not opened")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    dose = models.OneToOneField("treatment.Dose", models.PROTECT, related_name="bottle_back")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    visit = models.UUIDField()
    state = models.CharField(max_length=10, choices=State)
    line = models.OneToOneField(StockLine, models.PROTECT, null=True, related_name="+")
    quantity_units = models.DecimalField(max_digits=12, decimal_places=3, default=0)
    giver = models.CharField(max_length=200, blank=True)
    minutes_number = models.CharField(max_length=60, blank=True)
    condition = models.CharField(max_length=300, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()
    second_person = models.UUIDField(null=True)

    objects = InCare["BottleBack"].as_manager()

    class Privacy:
        identity = ("giver",)
        health = (
            "organisation",
            "state",
            "quantity_units",
            "minutes_number",
            "condition",
            "reason",
            "happened_at",
        )
        open = (
            "id",
            "person",
            "enrolment",
            "dose",
            "visit",
            "line",
            "recorded_at",
            "recorded_by",
            "second_person",
        )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="empty", line__isnull=True, quantity_units=0)
                | (
                    Q(line__isnull=False, quantity_units__gt=0, second_person__isnull=False)
                    & ~Q(state="empty")
                    & ~Q(giver="")
                    & ~Q(minutes_number="")
                    & ~Q(condition="")
                    & ~Q(reason="")
                    & ~Q(second_person=F("recorded_by"))
                ),
                name="bottle_back_with_medicine_has_minutes",
            )
        ]
        indexes = [models.Index(fields=["organisation", "happened_at"], name="bottle_back_by_place")]
        triggers = [*written_once("treatment_bottleback"), *came_back_as_it_went_out("treatment_bottleback")]


class MissedContact(Keyed):
    """Somebody did not come for a dose, and was looked for on the same day: by telephone or by a visit."""

    class Way(models.TextChoices):
        PHONE = "phone", pgettext_lazy("contact", "Telephone")
        VISIT = "visit", pgettext_lazy("contact", "Visit")
        OTHERS = "others", pgettext_lazy("contact", "Through somebody else")

    class Result(models.TextChoices):
        COMES = "comes", pgettext_lazy("contact", "Will come")
        HINDERED = "hindered", pgettext_lazy("contact", "Cannot come: work, travel, family")
        ILL = "ill", pgettext_lazy("contact", "Ill or in hospital")
        HELD = "held", pgettext_lazy("contact", "In custody")
        STOPS = "stops", pgettext_lazy("contact", "Does not want to go on")
        DIED = "died", pgettext_lazy("contact", "Has died")
        NOT_REACHED = "not-reached", pgettext_lazy("contact", "Not reached")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    dose_on = models.DateField()
    way = models.CharField(max_length=10, choices=Way)
    result = models.CharField(max_length=20, choices=Result)
    note = models.CharField(max_length=300, blank=True)
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())
    recorded_by = models.UUIDField()

    objects = InCare["MissedContact"].as_manager()

    class Privacy:
        health = ("organisation", "dose_on", "way", "result", "note", "happened_at")
        open = ("id", "person", "enrolment", "recorded_at", "recorded_by")

    class Meta:
        indexes = [models.Index(fields=["organisation", "dose_on"], name="missed_contact_by_day")]
        triggers = written_once("treatment_missedcontact")
