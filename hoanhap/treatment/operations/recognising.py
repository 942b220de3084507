"""Who stands at the window: a photo to compare with, and a check of the face and one question before each pour."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import LOCAL_ZONE
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import clean
from hoanhap.medicine.operations.stock import in_words
from hoanhap.treatment.models import Enrolment, IdentityCheck, PatientPhoto
from hoanhap.treatment.operations.dosing import DOSE
from hoanhap.treatment.operations.refusals import DOSING, DoseRefused
from hoanhap.treatment.rules.pictures import BadPicture, small_picture

CARE: Final = "treatment.care"


def patient_at(enrolment_id: UUID, organisation_id: UUID, *, scope: Scope, power: str = DOSE) -> Enrolment:
    """An enrolment that the scope sees with `power`, at a place inside which it has that power.

    Raises Forbidden, NotFound.
    """
    scope.require(power)
    row = (
        Enrolment.objects.visible_to(scope, power)
        .select_related("organisation")
        .filter(pk=enrolment_id)
        .first()
    )
    inside = scope.everywhere(power) or organisation_id in scope.organisation_ids(power)
    if row is None or not inside:
        raise NotFound(Problem("no-such-enrolment", _("There is no such patient."), "enrolment_id"))
    return row


def start_of_day(at: datetime) -> datetime:
    """The first instant of the clinic's local day."""
    return at.astimezone(LOCAL_ZONE).replace(hour=0, minute=0, second=0, microsecond=0)


@transaction.atomic
def check_identity(
    *,
    enrolment_id: UUID,
    organisation_id: UUID,
    face: str,
    question: str = "",
    answer: str = "none",
    note: str = "",
    second_person: UUID | None = None,
    scope: Scope,
    at: datetime,
) -> IdentityCheck:
    """Write down whether who stands at the window is the person of the file.

    After a check that failed on the same day, a passing one needs a second person. Raises Forbidden, NotFound, DoseRefused.
    """
    row = patient_at(enrolment_id, organisation_id, scope=scope)
    if face not in IdentityCheck.Face.values or answer not in IdentityCheck.Answer.values:
        raise DoseRefused(Problem("not-on-the-list", _("Choose one from the list."), "face"))
    passed = face != IdentityCheck.Face.DIFFERS and answer != IdentityCheck.Answer.WRONG
    if passed and second_person is None and failed_today(row, organisation_id, at=at):
        words = _("The identity was in doubt today. A second person looks too, and signs.")
        raise DoseRefused(Problem("second-person-missing", words, "second_person"))
    check = IdentityCheck(
        person_id=row.person_id,
        enrolment=row,
        organisation_id=organisation_id,
        happened_at=at,
        face=face,
        question=question,
        answer=answer,
        has_passed=passed,
        note=clean(note)[:300],
        recorded_by=scope.account_id,
        second_person=second_person,
    )
    with in_words(DOSING, DoseRefused):
        check.save(force_insert=True)
    if not passed:
        trail.record(
            "treatment.identity-doubted",
            by=scope,
            at=at,
            person_id=row.person_id,
            subject=check,
            unit_id=row.organisation.unit_id,
        )
    return check


def failed_today(row: Enrolment, organisation_id: UUID, *, at: datetime) -> bool:
    """Whether the latest check of this person here on this day did not pass."""
    begins = start_of_day(at)
    last = (
        IdentityCheck.objects.filter(
            enrolment=row,
            organisation=organisation_id,
            happened_at__gte=begins,
            happened_at__lt=begins + timedelta(days=1),
        )
        .order_by("-happened_at", "-id")
        .first()
    )
    return last is not None and not last.has_passed


@transaction.atomic
def add_photo(
    *, enrolment_id: UUID, organisation_id: UUID, content: bytes, scope: Scope, at: datetime
) -> PatientPhoto:
    """Keep a photo for the window; the one before is withdrawn. Raises Forbidden, NotFound, DoseRefused."""
    power = DOSE if scope.may(DOSE) else CARE
    row = patient_at(enrolment_id, organisation_id, scope=scope, power=power)
    try:
        picture = small_picture(content)
    except BadPicture as bad:
        raise DoseRefused(PICTURES[bad.code]) from bad
    Enrolment.objects.select_for_update(of=("self",)).get(pk=row.pk)
    PatientPhoto.objects.filter(enrolment=row, retired_at__isnull=True).update(
        retired_at=at, retired_by=scope.account_id, retired_reason=str(_("A newer photo was taken."))
    )
    photo = PatientPhoto.objects.create(
        person_id=row.person_id,
        enrolment=row,
        content=picture.content,
        content_type=picture.content_type,
        sha256=picture.sha256,
        size_bytes=len(picture.content),
        recorded_by=scope.account_id,
    )
    trail.record(
        "treatment.photo-added",
        by=scope,
        at=at,
        person_id=row.person_id,
        subject=photo,
        unit_id=row.organisation.unit_id,
    )
    return photo


PICTURES: Final = {
    "empty": Problem("empty", _("This file is empty. Take the photo again."), "photo"),
    "too-large": Problem(
        "too-large",
        _("This photo is too large (at most 2 megabytes). Take it with a lower quality."),
        "photo",
    ),
    "not-a-picture": Problem(
        "not-a-picture", _("This is no photo that can be shown. Choose a JPEG or PNG picture."), "photo"
    ),
}
