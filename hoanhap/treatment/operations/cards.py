"""Cards of patients: given out, replaced, withdrawn. One is in use at a time; none is ever forgotten."""

import secrets
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.medicine.operations.stock import in_words
from hoanhap.treatment.models import Enrolment, PatientCard
from hoanhap.treatment.operations.care import held_enrolment, words_of
from hoanhap.treatment.operations.dosing import DOSE
from hoanhap.treatment.operations.refusals import CareRefused
from hoanhap.treatment.rules.cards import COMBINATIONS, token_of

CARDS: Final = {
    "patient_card_one_in_use": Problem(
        "card-in-use", _("This patient has a card already. Open the page again.")
    ),
}


@transaction.atomic
def issue(*, enrolment_id: UUID, reason: str = "", scope: Scope, at: datetime) -> PatientCard:
    """Give the patient a card, in place of the one in use, which is withdrawn for `reason`. By the own clinic.

    Raises Forbidden, NotFound, CareRefused.
    """
    row = held_enrolment(enrolment_id, scope=scope, power=DOSE)
    if row.ended_on is not None and row.ended_on <= local_day(at):
        raise CareRefused(Problem("ended-already", _("This treatment has ended already.")))
    known = _in_use(row)
    if known is not None:
        _withdraw(known, row, reason, scope, at)
    with in_words(CARDS, CareRefused):
        made = PatientCard.objects.create(
            person_id=row.person_id,
            enrolment=row,
            token=token_of(secrets.randbelow(COMBINATIONS)),
            issued_on=local_day(at),
            recorded_by=scope.account_id,
        )
    _told("card-issued", made, row, scope, at)
    return made


@transaction.atomic
def withdraw(*, enrolment_id: UUID, reason: str, scope: Scope, at: datetime) -> PatientCard:
    """The card in use opens nothing any more. Raises Forbidden, NotFound, CareRefused."""
    row = held_enrolment(enrolment_id, scope=scope, power=DOSE)
    known = _in_use(row)
    if known is None:
        raise NotFound(Problem("no-such-card", _("This patient has no card in use."), "enrolment_id"))
    _withdraw(known, row, reason, scope, at)
    known.refresh_from_db()
    return known


def _in_use(row: Enrolment) -> PatientCard | None:
    return PatientCard.objects.filter(enrolment=row, retired_at__isnull=True).first()


def _withdraw(card: PatientCard, row: Enrolment, reason: str, scope: Scope, at: datetime) -> None:
    why = words_of(reason, "reason")
    PatientCard.objects.filter(pk=card.pk).update(
        retired_at=at, retired_by=scope.account_id, retired_reason=why
    )
    _told("card-withdrawn", card, row, scope, at, why)


def _told(what: str, card: PatientCard, row: Enrolment, scope: Scope, at: datetime, reason: str = "") -> None:
    trail.record(
        f"treatment.{what}",
        by=scope,
        at=at,
        person_id=row.person_id,
        subject=card,
        unit_id=row.organisation.unit_id,
        reason=reason,
    )
