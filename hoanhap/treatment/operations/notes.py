"""The doctor's registers: appraisal before admission, tests, notes, side effects, interactions, alerts, status of HIV."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import clean
from hoanhap.medicine.operations.stock import in_words
from hoanhap.treatment.models import (
    Appraisal,
    CareAlert,
    ClinicalNote,
    DrugTest,
    Enrolment,
    HivStatus,
    Interaction,
    SideEffect,
)
from hoanhap.treatment.operations.care import ORDER, clinic_of, held_enrolment, words_of
from hoanhap.treatment.operations.refusals import CARE, CareRefused

Line = TypeVar("Line", bound=models.Model)
HIV: Final = "treatment.hiv"
REGISTERS: Final[dict[str, tuple[Any, str]]] = {
    "test": (DrugTest, ORDER),
    "note": (ClinicalNote, ORDER),
    "side-effect": (SideEffect, ORDER),
    "interaction": (Interaction, ORDER),
    "alert": (CareAlert, ORDER),
    "hiv": (HivStatus, HIV),
}
"""What can be withdrawn, by its name in addresses, and the power for it."""


@transaction.atomic
def appraise(
    *,
    episode_id: UUID,
    organisation_id: UUID,
    appraised_on: date,
    is_dependent: bool,
    has_application: bool,
    has_identity_paper: bool,
    has_dependence_proof: bool,
    result: str,
    consent_on: date | None = None,
    guardian_agreed: bool = False,
    note: str = "",
    scope: Scope,
    at: datetime,
) -> Appraisal:
    """The clinic looked at who was sent to it. Raises Forbidden, NotFound, CareRefused."""
    clinic = clinic_of(organisation_id, scope=scope, power=ORDER)
    episode = Episode.objects.filter(
        pk=episode_id, kind=Episode.Kind.SUBSTITUTION, facility=clinic, closed_on__isnull=True
    ).first()
    if episode is None:
        raise NotFound(Problem("no-such-episode", _("There is no such episode."), "episode_id"))
    _not_ahead(appraised_on, at, "appraised_on")
    if consent_on is not None:
        _not_ahead(consent_on, at, "consent_on")
    if result not in Appraisal.Result.values:
        raise CareRefused(Problem("not-on-the-list", _("Choose one from the list."), "result"))
    with in_words(CARE | WHOLE, CareRefused):
        row = Appraisal.objects.create(
            person_id=episode.person_id,
            episode=episode,
            organisation=clinic,
            appraised_on=appraised_on,
            is_dependent=is_dependent,
            has_application=has_application,
            has_identity_paper=has_identity_paper,
            has_dependence_proof=has_dependence_proof,
            consent_on=consent_on,
            guardian_agreed=guardian_agreed,
            result=result,
            note=clean(note)[:1000],
            recorded_by=scope.account_id,
        )
    trail.record(
        "treatment.appraised",
        by=scope,
        at=at,
        person_id=row.person_id,
        subject=row,
        unit_id=clinic.unit_id,
        what=result,
    )
    return row


@transaction.atomic
def withdraw_appraisal(
    *, appraisal_id: UUID, organisation_id: UUID, reason: str, scope: Scope, at: datetime
) -> Appraisal:
    """An appraisal that should not stand is taken back, marked and kept; not while somebody is enrolled on it.

    Raises Forbidden, NotFound, CareRefused.
    """
    clinic = clinic_of(organisation_id, scope=scope, power=ORDER)
    found = Appraisal.objects.filter(pk=appraisal_id, organisation=clinic).first()
    if found is None:
        raise NotFound(Problem("no-such-line", _("There is no such line."), "appraisal_id"))
    # As an enrolment does, so that neither overtakes the other.
    Episode.objects.select_for_update(of=("self",)).get(pk=found.episode_id)
    found.refresh_from_db()
    if found.retired_at is not None:
        raise CareRefused(Problem("withdrawn-already", _("This line was already withdrawn.")))
    why = words_of(reason, "reason")
    with in_words(CARE | WHOLE, CareRefused):
        Appraisal.objects.filter(pk=found.pk).update(
            retired_at=at, retired_by=scope.account_id, retired_reason=why
        )
    trail.record(
        "treatment.appraisal-withdrawn",
        by=scope,
        at=at,
        person_id=found.person_id,
        subject=found,
        unit_id=clinic.unit_id,
        reason=why,
    )
    return found


WHOLE: Final = {
    "appraisal_that_carries_nobody": Problem(
        "carries-an-enrolment",
        _("Somebody was admitted on this appraisal. It stays; end the treatment instead."),
    ),
    "appraisal_accepts_only_what_is_whole": Problem(
        "not-whole",
        _(
            "Accept only with the application, an identity paper, the proof of dependence and a signed consent."
        ),
        "result",
    ),
    "appraisal_not_accepted_says_why": Problem("missing", _("Say what is missing, or why not."), "note"),
    "drug_test_finds_what_it_looked_for": Problem(
        "not-tested", _("A substance was found that was not looked for. Tick it in both lists."), "positive"
    ),
    "drug_test_looked_for_something_or_was_refused": Problem(
        "nothing-tested", _("Tick what was looked for, or that the test was refused."), "tested"
    ),
    "clinical_note_score_of_the_scale": Problem(
        "not-on-the-scale", _("The score of withdrawal lies between 0 and 48."), "withdrawal_score"
    ),
    "interaction_ends_after_it_begins": Problem(
        "ends-before", _("The last day comes before the first. Check both."), "until_on"
    ),
    "hiv_treatment_of_whom_it_was_found_in": Problem(
        "not-positive", _("A treatment is written only where the status is positive."), "on_treatment_since"
    ),
}


@transaction.atomic
def record_test(
    *,
    enrolment_id: UUID,
    taken_on: date,
    why: str,
    tested: Collection[str],
    positive: Collection[str],
    was_observed: bool,
    was_refused: bool = False,
    note: str = "",
    scope: Scope,
    at: datetime,
) -> DrugTest:
    """A urine test and what it found. Raises Forbidden, NotFound, CareRefused."""
    _not_ahead(taken_on, at, "taken_on")
    return _write(
        DrugTest,
        enrolment_id,
        "test-recorded",
        scope=scope,
        at=at,
        taken_on=taken_on,
        why=_one_of(why, DrugTest.Why, "why"),
        tested=[_one_of(one, DrugTest.Substance, "tested") for one in sorted(set(tested))],
        positive=[_one_of(one, DrugTest.Substance, "positive") for one in sorted(set(positive))],
        was_observed=was_observed,
        was_refused=was_refused,
        note=clean(note)[:500],
    )


@transaction.atomic
def record_note(
    *,
    enrolment_id: UUID,
    written_on: date,
    kind: str,
    text: str,
    withdrawal_score: int | None = None,
    scope: Scope,
    at: datetime,
) -> ClinicalNote:
    """What the doctor saw. Raises Forbidden, NotFound, CareRefused."""
    _not_ahead(written_on, at, "written_on")
    return _write(
        ClinicalNote,
        enrolment_id,
        "note-written",
        scope=scope,
        at=at,
        written_on=written_on,
        kind=_one_of(kind, ClinicalNote.Kind, "kind"),
        text=words_of(text, "text", 4000),
        withdrawal_score=withdrawal_score,
    )


@transaction.atomic
def record_side_effect(
    *,
    enrolment_id: UUID,
    noticed_on: date,
    kind: str,
    severity: str,
    what_was_done: str,
    scope: Scope,
    at: datetime,
) -> SideEffect:
    """Something that the medicine does besides. Raises Forbidden, NotFound, CareRefused."""
    _not_ahead(noticed_on, at, "noticed_on")
    return _write(
        SideEffect,
        enrolment_id,
        "side-effect-recorded",
        scope=scope,
        at=at,
        noticed_on=noticed_on,
        kind=_one_of(kind, SideEffect.Kind, "kind"),
        severity=_one_of(severity, SideEffect.Severity, "severity"),
        what_was_done=words_of(what_was_done, "what_was_done", 500),
    )


@transaction.atomic
def record_interaction(
    *,
    enrolment_id: UUID,
    medicine: str,
    effect: str,
    from_on: date,
    until_on: date | None = None,
    note: str = "",
    scope: Scope,
    at: datetime,
) -> Interaction:
    """Another medicine that changes what the dose does. Raises Forbidden, NotFound, CareRefused."""
    return _write(
        Interaction,
        enrolment_id,
        "interaction-recorded",
        scope=scope,
        at=at,
        medicine=words_of(medicine, "medicine", 150),
        effect=_one_of(effect, Interaction.Effect, "effect"),
        from_on=from_on,
        until_on=until_on,
        note=clean(note)[:500],
    )


@transaction.atomic
def raise_alert(*, enrolment_id: UUID, text: str, scope: Scope, at: datetime) -> CareAlert:
    """Words that the window must see. Raises Forbidden, NotFound, CareRefused."""
    return _write(
        CareAlert, enrolment_id, "alert-raised", scope=scope, at=at, text=words_of(text, "text", 200)
    )


@transaction.atomic
def record_hiv(
    *,
    enrolment_id: UUID,
    known_on: date,
    status: str,
    on_treatment_since: date | None = None,
    scope: Scope,
    at: datetime,
) -> HivStatus:
    """What is known of HIV; the latest line counts. Raises Forbidden, NotFound, CareRefused."""
    _not_ahead(known_on, at, "known_on")
    return _write(
        HivStatus,
        enrolment_id,
        "hiv-recorded",
        scope=scope,
        at=at,
        power=HIV,
        known_on=known_on,
        status=_one_of(status, HivStatus.Status, "status"),
        on_treatment_since=on_treatment_since,
    )


@transaction.atomic
def withdraw(*, register: str, row_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """A line that should not stand is taken back, marked and kept. Raises Forbidden, NotFound, CareRefused."""
    model, power = REGISTERS.get(register, (None, ORDER))
    scope.require(power)
    row: Any = None
    if model is not None:
        row = (
            model.objects.visible_to(scope, power)
            .select_related("enrolment__organisation")
            .filter(pk=row_id)
            .first()
        )
    if row is None:
        raise NotFound(Problem("no-such-line", _("There is no such line."), "row_id"))
    held_enrolment(row.enrolment_id, scope=scope, power=power)
    if row.retired_at is not None:
        raise CareRefused(Problem("withdrawn-already", _("This line was already withdrawn.")))
    why = words_of(reason, "reason")
    type(row).objects.filter(pk=row.pk).update(retired_at=at, retired_by=scope.account_id, retired_reason=why)
    trail.record(
        f"treatment.{register}-withdrawn",
        by=scope,
        at=at,
        person_id=row.person_id,
        subject=row,
        unit_id=row.enrolment.organisation.unit_id,
        reason=why,
    )


def _write(
    model: type[Line],
    enrolment_id: UUID,
    what: str,
    *,
    scope: Scope,
    at: datetime,
    power: str = ORDER,
    **fields: Any,
) -> Line:
    """One line of a register of an enrolment, and its entry in the trail."""
    enrolment: Enrolment = held_enrolment(enrolment_id, scope=scope, power=power)
    with in_words(CARE | WHOLE, CareRefused):
        row = model(
            person_id=enrolment.person_id, enrolment=enrolment, recorded_by=scope.account_id, **fields
        )
        row.save(force_insert=True)
    trail.record(
        f"treatment.{what}",
        by=scope,
        at=at,
        person_id=enrolment.person_id,
        subject=row,
        unit_id=enrolment.organisation.unit_id,
    )
    return row


def _one_of(value: str, choices: type[models.TextChoices], field: str) -> str:
    if value not in choices.values:
        raise CareRefused(Problem("not-on-the-list", _("Choose one from the list."), field))
    return value


def _not_ahead(day: date, at: datetime, field: str) -> None:
    if day > local_day(at):
        raise CareRefused(Problem("in-the-future", _("This day has not come yet. Check the date."), field))
