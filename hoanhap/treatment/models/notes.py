"""What a clinic writes about a patient beside orders and doses: admission, tests, notes, side effects, interactions, alerts.

All are registers: a line is written once, a wrong one is withdrawn with a reason. The status of HIV has its own power.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode
from hoanhap.kit.models import RECORDED, Withdrawable, with_a_reason
from hoanhap.kit.registers import only_withdrawn
from hoanhap.people.models import Person
from hoanhap.places.models import Organisation
from hoanhap.treatment.models.care import Enrolment, InCare, Record
from hoanhap.treatment.models.care_triggers import withdrawn_while_it_carries_nobody


class InClinic(models.QuerySet[Record]):
    """Rows written by a clinic before anybody is enrolled: seen only inside it."""

    def visible_to(self, scope: Scope, power: str) -> "InClinic[Record]":
        """Only the rows that the scope may see with `power`; nothing where it has no such power."""
        if scope.everywhere(power):
            return self
        return (
            self.filter(organisation__in=scope.organisation_ids(power)) if scope.may(power) else self.none()
        )


class Appraisal(Withdrawable):
    """A clinic looked at who was sent to it: may the person be treated, were the papers there, was consent given.

    Without an accepted appraisal with a consent nobody is enrolled. The time that a clinic has for it was not read in any
    text. `guardian_agreed`: for whom the law asks it of.
    """

    class Result(models.TextChoices):
        ACCEPTED = "accepted", pgettext_lazy("appraisal", "Accepted")
        INCOMPLETE = "incomplete", pgettext_lazy("appraisal", "Something is missing")
        REFUSED = "refused", pgettext_lazy("appraisal", "Not fit for this treatment")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    appraised_on = models.DateField()
    is_dependent = models.BooleanField()
    has_application = models.BooleanField()
    has_identity_paper = models.BooleanField()
    has_dependence_proof = models.BooleanField()
    consent_on = models.DateField(null=True)
    guardian_agreed = models.BooleanField(default=False)
    result = models.CharField(max_length=20, choices=Result)
    note = models.CharField(max_length=1000, blank=True)

    objects = InClinic["Appraisal"].as_manager()

    class Privacy:
        health = (
            "organisation",
            "appraised_on",
            "is_dependent",
            "has_application",
            "has_identity_paper",
            "has_dependence_proof",
            "consent_on",
            "guardian_agreed",
            "result",
            "note",
            "retired_reason",
        )
        open = ("id", "person", "episode", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("appraisal"),
            models.CheckConstraint(
                condition=~Q(result="accepted")
                | Q(
                    is_dependent=True,
                    has_application=True,
                    has_identity_paper=True,
                    has_dependence_proof=True,
                    consent_on__isnull=False,
                ),
                name="appraisal_accepts_only_what_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(result="accepted") | ~Q(note=""), name="appraisal_not_accepted_says_why"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "-appraised_on"], name="appraisal_by_clinic")]
        triggers = [
            *only_withdrawn("treatment_appraisal"),
            *withdrawn_while_it_carries_nobody("treatment_appraisal"),
        ]


class DrugTest(Withdrawable):
    """A urine test: which substances were looked for, which were found."""

    class Why(models.TextChoices):
        ROUTINE = "routine", pgettext_lazy("test", "Routine")
        UNANNOUNCED = "unannounced", pgettext_lazy("test", "Without notice")
        DOUBT = "doubt", pgettext_lazy("test", "On a doubt")
        TAKE_HOME = "take-home", pgettext_lazy("test", "For doses to take home")

    class Substance(models.TextChoices):
        OPIOIDS = "opioids", _("Opioids (heroin, morphine)")
        METHAMPHETAMINE = "methamphetamine", _("Methamphetamine")
        AMPHETAMINE = "amphetamine", _("Amphetamine")
        ECSTASY = "ecstasy", _("Ecstasy (MDMA)")
        CANNABIS = "cannabis", _("Cannabis")
        BENZODIAZEPINES = "benzodiazepines", _("Benzodiazepines")
        METHADONE = "methadone", _("Methadone")
        OTHER = "other", pgettext_lazy("substance", "Another substance")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="tests")
    taken_on = models.DateField()
    why = models.CharField(max_length=20, choices=Why)
    tested = ArrayField(models.CharField(max_length=20, choices=Substance))
    positive = ArrayField(models.CharField(max_length=20, choices=Substance), default=list)
    was_observed = models.BooleanField()
    was_refused = models.BooleanField(default=False)
    note = models.CharField(max_length=500, blank=True)

    objects = InCare["DrugTest"].as_manager()

    class Privacy:
        health = (
            "taken_on",
            "why",
            "tested",
            "positive",
            "was_observed",
            "was_refused",
            "note",
            "retired_reason",
        )
        open = ("id", "person", "enrolment", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("drug_test"),
            models.CheckConstraint(
                condition=Q(positive__contained_by=F("tested")), name="drug_test_finds_what_it_looked_for"
            ),
            models.CheckConstraint(
                condition=Q(was_refused=True, tested__len=0) | Q(was_refused=False, tested__len__gt=0),
                name="drug_test_looked_for_something_or_was_refused",
            ),
        ]
        indexes = [models.Index(fields=["enrolment", "-taken_on"], name="drug_test_by_enrolment")]
        triggers = only_withdrawn("treatment_drugtest")


class ClinicalNote(Withdrawable):
    """What a doctor saw and thought on a visit. A score of withdrawal (COWS) where one was taken."""

    class Kind(models.TextChoices):
        VISIT = "visit", pgettext_lazy("note", "Visit")
        START = "start", pgettext_lazy("note", "Before the first dose")
        AFTER_DOSE = "after-dose", pgettext_lazy("note", "Watched after a dose")
        PHONE = "phone", pgettext_lazy("note", "By telephone")
        BREACH = "breach", pgettext_lazy("note", "Breach of the rules of the clinic")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="notes")
    written_on = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind)
    text = models.CharField(max_length=4000)
    withdrawal_score = models.PositiveSmallIntegerField(null=True)

    objects = InCare["ClinicalNote"].as_manager()

    class Privacy:
        health = ("written_on", "kind", "text", "withdrawal_score", "retired_reason")
        open = ("id", "person", "enrolment", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("clinical_note"),
            models.CheckConstraint(
                condition=Q(withdrawal_score__isnull=True) | Q(withdrawal_score__lte=48),
                name="clinical_note_score_of_the_scale",
            ),
        ]
        indexes = [models.Index(fields=["enrolment", "-written_on"], name="clinical_note_by_enrolment")]
        triggers = only_withdrawn("treatment_clinicalnote")


class SideEffect(Withdrawable):
    """Something that the medicine does besides what it should."""

    class Kind(models.TextChoices):
        DROWSY = "drowsy", _("Drowsiness")
        CONSTIPATION = "constipation", _("Constipation")
        SWEATING = "sweating", _("Sweating")
        NAUSEA = "nausea", _("Nausea, vomiting")
        DRY_MOUTH = "dry-mouth", _("Dry mouth, teeth")
        SLEEP = "sleep", _("Sleeplessness")
        SEXUAL = "sexual", _("Sexual trouble")
        HEART = "heart", _("Heart rhythm (long QT)")
        BREATHING = "breathing", _("Slow breathing")
        ALLERGY = "allergy", _("Allergy")
        OTHER = "other", pgettext_lazy("side effect", "Other")

    class Severity(models.TextChoices):
        MILD = "mild", pgettext_lazy("severity", "Mild")
        MODERATE = "moderate", pgettext_lazy("severity", "Moderate")
        SEVERE = "severe", pgettext_lazy("severity", "Severe")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="side_effects")
    noticed_on = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind)
    severity = models.CharField(max_length=10, choices=Severity)
    what_was_done = models.CharField(max_length=500)

    objects = InCare["SideEffect"].as_manager()

    class Privacy:
        health = ("noticed_on", "kind", "severity", "what_was_done", "retired_reason")
        open = ("id", "person", "enrolment", *RECORDED)

    class Meta:
        constraints = [with_a_reason("side_effect")]
        indexes = [models.Index(fields=["enrolment", "-noticed_on"], name="side_effect_by_enrolment")]
        triggers = only_withdrawn("treatment_sideeffect")


class Interaction(Withdrawable):
    """Another medicine that somebody takes and that changes what the dose does."""

    class Effect(models.TextChoices):
        LOWERS = "lowers", _("Lowers the effect of the dose")
        RAISES = "raises", _("Raises the effect of the dose")
        DANGER = "danger", _("Dangerous together")
        NONE = "none", pgettext_lazy("interaction", "Known, no effect")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="interactions")
    medicine = models.CharField(max_length=150)
    effect = models.CharField(max_length=10, choices=Effect)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    note = models.CharField(max_length=500, blank=True)

    objects = InCare["Interaction"].as_manager()

    class Privacy:
        health = ("medicine", "effect", "from_on", "until_on", "note", "retired_reason")
        open = ("id", "person", "enrolment", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("interaction"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="interaction_ends_after_it_begins",
            ),
        ]
        triggers = only_withdrawn("treatment_interaction")


class CareAlert(Withdrawable):
    """A few words that whoever stands at the window must see before pouring. The doctor withdraws it when it is over."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="alerts")
    text = models.CharField(max_length=200)

    objects = InCare["CareAlert"].as_manager()

    class Privacy:
        health = ("text", "retired_reason")
        open = ("id", "person", "enrolment", *RECORDED)

    class Meta:
        constraints = [with_a_reason("care_alert")]
        triggers = only_withdrawn("treatment_carealert")


class HivStatus(Withdrawable):
    """What is known of HIV, for the quarterly table and the doctor alone. The latest line counts."""

    class Status(models.TextChoices):
        NEGATIVE = "negative", pgettext_lazy("hiv", "Negative")
        POSITIVE = "positive", pgettext_lazy("hiv", "Positive")
        UNKNOWN = "unknown", pgettext_lazy("hiv", "Not known")

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="hiv")
    known_on = models.DateField()
    status = models.CharField(max_length=10, choices=Status)
    on_treatment_since = models.DateField(null=True)

    objects = InCare["HivStatus"].as_manager()

    class Privacy:
        sensitive = ("known_on", "status", "on_treatment_since", "retired_reason")
        open = ("id", "person", "enrolment", *RECORDED)

    class Meta:
        constraints = [
            with_a_reason("hiv_status"),
            models.CheckConstraint(
                condition=Q(on_treatment_since__isnull=True) | Q(status="positive"),
                name="hiv_treatment_of_whom_it_was_found_in",
            ),
        ]
        indexes = [models.Index(fields=["enrolment", "-known_on"], name="hiv_status_by_enrolment")]
        triggers = only_withdrawn("treatment_hivstatus")
