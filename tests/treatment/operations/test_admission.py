"""Admission: nobody is enrolled before the case was decided and the clinic accepted, with a consent; each gap is named."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from hoanhap.access.scope import Scope
from hoanhap.audit.models import Entry
from hoanhap.casework.models import Episode, ManagementFile, Step
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.kit.keys import new_id
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import Appraisal, DosingPlace, Enrolment
from hoanhap.treatment.operations import care, notes
from hoanhap.treatment.operations.refusals import CareRefused
from tests.medicine.operations.test_stock import DAY, at
from tests.treatment.cases import decided
from tests.treatment.operations.test_dosing import Window, code, inside

pytestmark = pytest.mark.django_db
APPLIED = date(2026, 6, 1)
WHOLE: dict[str, Any] = {
    "is_dependent": True,
    "has_application": True,
    "has_identity_paper": True,
    "has_dependence_proof": True,
}


class Admission(Window):
    """The clinic, and somebody whose open case names it."""

    def __init__(self, made) -> None:
        super().__init__(made)
        self.episode = self.case(self.place)

    def case(self, clinic: Organisation) -> Episode:
        person = self.made.person()
        file = ManagementFile.objects.create(
            person=person, opened_on=APPLIED, office=self.made.office(), unit=self.made.here
        )
        return Episode.objects.create(
            person=person,
            file=file,
            kind="substitution",
            form="methadone",
            facility=clinic,
            regime="substitution-2021",
            regime_edition=1,
            office=self.made.office(),
            unit=self.made.here,
            opened_on=APPLIED,
        )

    def appraise(self, *, scope: Scope | None = None, **changes: Any) -> Appraisal:
        given: dict[str, Any] = {
            "episode_id": self.episode.pk,
            "organisation_id": self.place.pk,
            "appraised_on": APPLIED,
            "consent_on": APPLIED,
            "result": "accepted",
            **WHOLE,
            "scope": scope or self.doctor,
            "at": at(8),
        }
        return notes.appraise(**(given | changes))

    def enrol(self, **changes: Any) -> Enrolment:
        given: dict[str, Any] = {
            "episode_id": self.episode.pk,
            "organisation_id": self.place.pk,
            "medicine": "methadone",
            "card_number": "M-001",
            "enrolled_on": DAY,
            "scope": self.doctor,
            "at": at(8),
        }
        return care.enrol(**(given | changes))

    def why_not(self, **changes: Any) -> list[str]:
        with pytest.raises(CareRefused) as refused, transaction.atomic():
            self.enrol(**changes)
        assert not Enrolment.objects.filter(episode=self.episode).exists()
        return code(refused)


@pytest.fixture
def clinic(made):
    return Admission(made)


def test_decided_and_accepted_somebody_is_enrolled_and_may_be_dosed_in_this_clinic_alone(clinic):
    decided(clinic.episode, APPLIED)
    clinic.appraise()
    row = clinic.enrol()
    assert (row.person_id, row.unit_id, row.enrolled_on) == (
        clinic.episode.person_id,
        clinic.made.here.pk,
        DAY,
    )
    places = DosingPlace.objects.values_list("enrolment", "organisation", "kind", "valid_from", "valid_until")
    assert list(places) == [(row.pk, clinic.place.pk, "home", DAY, None)]
    told = Entry.objects.get(kind="treatment.patient-enrolled")
    assert (told.person_id, told.account_id) == (row.person_id, clinic.doctor.account_id)


def test_everything_that_is_missing_is_named_at_once(clinic):
    assert clinic.why_not() == ["not-decided", "not-accepted"]
    decided(clinic.episode, DAY + timedelta(days=1))
    assert clinic.why_not() == ["not-decided", "not-accepted"]
    clinic.appraise()
    assert clinic.why_not() == ["not-decided"]


def test_a_decision_that_was_withdrawn_is_none(clinic):
    step = decided(clinic.episode, APPLIED)
    clinic.appraise()
    Step.objects.filter(pk=step.pk).update(retired_at=at(8), retired_by=new_id(), retired_reason="sai")
    assert clinic.why_not() == ["not-decided"]


def test_the_latest_appraisal_counts(clinic):
    decided(clinic.episode, APPLIED)
    clinic.appraise(result="incomplete", has_application=False, note="thiếu đơn")
    assert clinic.why_not() == ["not-accepted"]
    clinic.appraise(appraised_on=APPLIED + timedelta(days=2))
    clinic.appraise(appraised_on=APPLIED + timedelta(days=3), result="refused", note="dị ứng")
    assert clinic.why_not() == ["not-accepted"]
    clinic.appraise(appraised_on=DAY)
    clinic.enrol()


def test_an_appraisal_that_was_withdrawn_or_is_of_another_clinic_or_of_later_is_none(clinic):
    decided(clinic.episode, APPLIED)
    row = clinic.appraise()
    Appraisal.objects.filter(pk=row.pk).update(
        retired_at=at(8), retired_by=new_id(), retired_reason="nhầm người"
    )
    assert clinic.why_not() == ["not-accepted"]
    other = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở Khác", unit=clinic.made.there, valid_from=date(2010, 1, 1)
    )
    Appraisal.objects.create(
        person_id=clinic.episode.person_id,
        episode=clinic.episode,
        organisation=other,
        appraised_on=APPLIED,
        consent_on=APPLIED,
        result="accepted",
        **WHOLE,
        recorded_by=new_id(),
    )
    assert clinic.why_not() == ["not-accepted"]
    clinic.appraise(appraised_on=DAY)
    assert clinic.why_not(enrolled_on=DAY - timedelta(days=1)) == ["not-accepted"]


def test_nobody_is_enrolled_before_the_day_of_the_consent(clinic):
    decided(clinic.episode, APPLIED)
    clinic.appraise(consent_on=DAY)
    assert clinic.why_not(enrolled_on=DAY - timedelta(days=1)) == ["no-consent"]
    clinic.enrol(enrolled_on=DAY)


@pytest.mark.parametrize("gap", [*WHOLE, "consent_on"])
def test_nothing_is_accepted_that_is_not_whole(clinic, gap):
    with pytest.raises(CareRefused) as refused, transaction.atomic():
        clinic.appraise(**{gap: None if gap == "consent_on" else False})
    assert code(refused) == ["not-whole"]
    with pytest.raises(CareRefused) as refused, transaction.atomic():
        clinic.appraise(result="refused", note="  ")
    assert code(refused) == ["missing"]
    assert not Appraisal.objects.exists()


def test_a_day_that_has_not_come_is_no_day_of_an_appraisal(clinic):
    for field in ("appraised_on", "consent_on"):
        with pytest.raises(CareRefused) as refused, transaction.atomic():
            clinic.appraise(**{field: DAY + timedelta(days=1)})
        assert code(refused) == ["in-the-future"]


def test_another_clinic_and_who_orders_nothing_neither_appraise_nor_enrol(clinic):
    decided(clinic.episode, APPLIED)
    other = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở Khác", unit=clinic.made.there, valid_from=date(2010, 1, 1)
    )
    stranger = inside(other, "khac")
    for do in (clinic.appraise, clinic.enrol):
        with pytest.raises(NotFound), transaction.atomic():
            do(scope=stranger)
        with pytest.raises(NotFound), transaction.atomic():
            do(scope=stranger, organisation_id=other.pk)
        with pytest.raises(Forbidden), transaction.atomic():
            do(scope=inside(clinic.place, "dieuduong", frozenset(["treatment.care", "treatment.dose"])))
        with pytest.raises(Forbidden), transaction.atomic():
            do(scope=clinic.made.province)
    assert not Appraisal.objects.exists()
    assert not Enrolment.objects.exists()


def test_a_card_number_belongs_to_one_patient_of_a_clinic(clinic):
    decided(clinic.episode, APPLIED)
    clinic.appraise()
    clinic.enrol(card_number="M-001")
    clinic.episode = clinic.case(clinic.place)
    decided(clinic.episode, APPLIED)
    clinic.appraise()
    assert clinic.why_not(card_number=" M-001 ") == ["card-taken"]
    clinic.enrol(card_number="M-002")
