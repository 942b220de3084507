"""Admission: nobody is enrolled before the case was decided and the clinic accepted, with a consent; each gap is named."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

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
from tests.treatment.window import Window, code, inside

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


def rule_of(broken: Any) -> str:
    return broken.value.__cause__.diag.constraint_name or ""


def written(clinic: Admission, **changes: Any) -> None:
    """An enrolment in one statement of SQL, past every operation."""
    row = {
        "id": new_id(),
        "person_id": clinic.episode.person_id,
        "episode_id": clinic.episode.pk,
        "organisation_id": clinic.place.pk,
        "unit_id": clinic.made.here.pk,
        "medicine": "methadone",
        "card_number": "SQL-1",
        "enrolled_on": DAY,
        "ended_as": "",
        "end_reason": "",
        "end_ground": "",
        "recorded_by": new_id(),
        **changes,
    }
    names, blanks = ", ".join(row), ", ".join(["%s"] * len(row))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO treatment_enrolment ({names}) VALUES ({blanks})", list(row.values()))


def refused_by_the_database(clinic: Admission, **changes: Any) -> str:
    with pytest.raises(IntegrityError) as broken:
        written(clinic, **changes)
    return rule_of(broken)


def test_the_database_itself_enrols_nobody_who_was_not_decided_accepted_and_agreed(clinic):
    assert refused_by_the_database(clinic) == "enrolment_after_the_decision"
    decided(clinic.episode, DAY + timedelta(days=1))
    assert refused_by_the_database(clinic) == "enrolment_after_the_decision"
    Step.objects.filter(episode=clinic.episode).update(
        retired_at=at(8), retired_by=new_id(), retired_reason="sai ngày"
    )
    assert (
        refused_by_the_database(clinic, enrolled_on=DAY + timedelta(days=1)) == "enrolment_after_the_decision"
    )
    decided(clinic.episode, APPLIED)
    assert refused_by_the_database(clinic) == "enrolment_of_whom_the_clinic_accepted"
    clinic.appraise(consent_on=DAY)
    before = DAY - timedelta(days=1)
    assert refused_by_the_database(clinic, enrolled_on=before) == "enrolment_with_consent"
    other = clinic.case(clinic.place)
    assert refused_by_the_database(clinic, person_id=other.person_id) == "enrolment_after_the_decision"
    clinic.appraise(appraised_on=DAY, result="refused", note="dị ứng")
    assert refused_by_the_database(clinic) == "enrolment_of_whom_the_clinic_accepted"
    assert not Enrolment.objects.exists()
    clinic.appraise(appraised_on=DAY)
    written(clinic)
    assert Enrolment.objects.get().card_number == "SQL-1"


def test_who_follows_nobodys_transfer_does_not_pass_the_gate_by_saying_so(clinic):
    decided(clinic.episode, APPLIED)
    clinic.appraise()
    first = clinic.enrol(enrolled_on=APPLIED)
    refused = "enrolment_follows_a_transfer"
    assert refused_by_the_database(clinic, follows_id=first.pk) == refused
    care.end_enrolment(enrolment_id=first.pk, on=APPLIED, ended_as="left", scope=clinic.doctor, at=at(8))
    assert refused_by_the_database(clinic, follows_id=first.pk) == refused
    Enrolment.objects.filter(pk=first.pk).update(ended_as="transferred")
    assert refused_by_the_database(clinic, follows_id=first.pk, enrolled_on=APPLIED) == refused
    other = clinic.case(clinic.place)
    changes = {"follows_id": first.pk, "person_id": other.person_id, "episode_id": other.pk}
    assert refused_by_the_database(clinic, **changes) == refused
    written(clinic, follows_id=first.pk)


def test_an_enrolment_is_not_moved_to_a_clinic_that_accepted_nobody(clinic):
    decided(clinic.episode, APPLIED)
    clinic.appraise()
    row = clinic.enrol()
    other = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở Khác", unit=clinic.made.there, valid_from=date(2010, 1, 1)
    )
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        Enrolment.objects.filter(pk=row.pk).update(organisation=other)
    assert rule_of(broken) == "enrolment_of_whom_the_clinic_accepted"


def withdraw(clinic: Admission, row: Appraisal, **changes: Any) -> None:
    given: dict[str, Any] = {
        "appraisal_id": row.pk,
        "organisation_id": clinic.place.pk,
        "reason": "nhầm người",
        "scope": clinic.doctor,
        "at": at(9),
    }
    notes.withdraw_appraisal(**(given | changes))


def test_an_appraisal_is_withdrawn_with_a_reason_and_the_one_before_counts_again(clinic):
    decided(clinic.episode, APPLIED)
    clinic.appraise()
    row = clinic.appraise(appraised_on=DAY, result="refused", note="dị ứng")
    with pytest.raises(CareRefused) as refused, transaction.atomic():
        withdraw(clinic, row, reason="  ")
    assert code(refused) == ["missing"]
    withdraw(clinic, row)
    row.refresh_from_db()
    assert (row.retired_by, row.retired_reason) == (clinic.doctor.account_id, "nhầm người")
    told = Entry.objects.get(kind="treatment.appraisal-withdrawn")
    assert (told.person_id, told.reason) == (row.person_id, "nhầm người")
    with pytest.raises(CareRefused) as refused, transaction.atomic():
        withdraw(clinic, row)
    assert code(refused) == ["withdrawn-already"]
    clinic.enrol()


def test_an_appraisal_that_carries_an_enrolment_is_not_withdrawn_by_any_way(clinic):
    decided(clinic.episode, APPLIED)
    row = clinic.appraise()
    clinic.enrol()
    with pytest.raises(CareRefused) as refused, transaction.atomic():
        withdraw(clinic, row)
    assert code(refused) == ["carries-an-enrolment"]
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        Appraisal.objects.filter(pk=row.pk).update(
            retired_at=at(9), retired_by=new_id(), retired_reason="sai"
        )
    assert rule_of(broken) == "appraisal_that_carries_nobody"
    late = clinic.appraise(appraised_on=DAY)
    withdraw(clinic, late)
    row.refresh_from_db()
    assert row.retired_at is None


def test_another_clinic_and_who_orders_nothing_withdraw_no_appraisal(clinic):
    row = clinic.appraise()
    other = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở Khác", unit=clinic.made.there, valid_from=date(2010, 1, 1)
    )
    for place in (clinic.place, other):
        with pytest.raises(NotFound), transaction.atomic():
            withdraw(clinic, row, scope=inside(other, "khac"), organisation_id=place.pk)
    with pytest.raises(Forbidden), transaction.atomic():
        withdraw(clinic, row, scope=inside(clinic.place, "dieuduong", frozenset(["treatment.care"])))
    row.refresh_from_db()
    assert row.retired_at is None
