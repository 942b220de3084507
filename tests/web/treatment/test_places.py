"""Patients between places: one place at a time, and what was given is read by who takes the patient, not before."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from hoanhap.access.models import Account, Grant
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import DosingPlace, Enrolment, TransferAnswer, TransferOffer
from hoanhap.treatment.operations import dosing
from tests.treatment.counter import Counter

pytestmark = pytest.mark.django_db


class Neighbour:
    """Another clinic with its own doctor, and a patient of ours who has had the dose of today."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        self.clinic = Organisation.objects.create(
            kind="substitution-clinic", name="Cơ sở Kia", unit_id="99002-1", valid_from=date(2010, 1, 1)
        )
        doctor = Account.objects.create(username="bacsikia", full_name="Bác sĩ kia (mẫu)")
        Grant.objects.create(
            account=doctor,
            role="clinic-doctor",
            unit_id="99002-1",
            organisation=self.clinic,
            valid_from=date(2010, 1, 1),
            reason="mẫu",
        )
        self.theirs = counter.browser(doctor)
        self.ours = counter.browser(counter.doctor)
        self.row = counter.patient()
        dose = counter.pour(self.row.orders.get())
        dosing.settle(dose_id=dose.pk, kind="given", scope=counter.scope(), at=timezone.now())
        self.tomorrow = counter.today + timedelta(days=1)

    def here(self, name: str, *more: Any) -> str:
        return reverse(name, args=[self.counter.clinic.pk, *more])

    def there(self, name: str, *more: Any) -> str:
        return reverse(name, args=[self.clinic.pk, *more])

    def offer(self) -> TransferOffer:
        typed = {
            "to_organisation_id": str(self.clinic.pk),
            "last_day": f"{self.counter.today:%d/%m/%Y}",
            "number": "05/GCC",
            "reason": "chuyển nơi ở",
        }
        answer = self.ours.post(self.here("clinic-transfer-new", self.row.pk), typed)
        assert answer.status_code == 303
        return TransferOffer.objects.get(retired_at__isnull=True)

    def taking(self, **changes: str) -> dict[str, str]:
        return {
            "enrolled_on": f"{self.tomorrow:%d/%m/%Y}",
            "card_number": "K-001",
            "confirmed_with": "Bs Mẫu, điện thoại",
            **changes,
        }


@pytest.fixture
def neighbour(counter) -> Neighbour:
    return Neighbour(counter)


def test_what_was_given_is_read_only_after_the_patient_was_taken_over(neighbour):
    made = neighbour.offer()
    page = neighbour.theirs.get(neighbour.there("clinic-transfer", made.pk)).content.decode()
    for secret in ("Trần Văn Bình", "25 mg", "2,5 ml", "M-001"):
        assert secret not in page.split("<main")[1]
    assert "25 mg" in neighbour.ours.get(neighbour.here("clinic-transfer", made.pk)).content.decode()
    take = neighbour.there("clinic-transfer-take", made.pk)
    assert neighbour.theirs.post(take, neighbour.taking(confirmed_with="")).status_code == 422
    for _ in range(2):
        assert neighbour.theirs.post(take, neighbour.taking()).status_code == 303
    page = neighbour.theirs.get(neighbour.there("clinic-transfer", made.pk)).content.decode()
    assert "Trần Văn Bình" in page
    assert "25 mg · 2,5 ml" in page


def test_the_one_enrolment_ends_on_the_day_on_which_the_other_begins(neighbour):
    made = neighbour.offer()
    neighbour.theirs.post(neighbour.there("clinic-transfer-take", made.pk), neighbour.taking())
    old, new = Enrolment.objects.order_by("enrolled_on")
    assert (old.ended_on, old.ended_as) == (neighbour.tomorrow, "transferred")
    assert (new.enrolled_on, new.follows_id, new.organisation_id) == (
        neighbour.tomorrow,
        old.pk,
        neighbour.clinic.pk,
    )
    places = DosingPlace.objects.order_by("valid_from").values_list("organisation_id", "valid_until")
    assert list(places) == [(neighbour.counter.clinic.pk, neighbour.tomorrow), (neighbour.clinic.pk, None)]
    assert old.episode_id == new.episode_id
    assert TransferAnswer.objects.get().confirmed_with == "Bs Mẫu, điện thoại"


def test_it_begins_after_the_last_day_and_only_when_later_bottles_are_back(neighbour):
    made = neighbour.offer()
    take = neighbour.there("clinic-transfer-take", made.pk)
    early = neighbour.taking(enrolled_on=f"{neighbour.counter.today:%d/%m/%Y}")
    assert neighbour.theirs.post(take, early).status_code == 422
    neighbour.counter.allow_home(neighbour.row, 2)
    neighbour.counter.pour(neighbour.row.orders.get(), dose_on=neighbour.tomorrow)
    assert neighbour.theirs.post(take, neighbour.taking()).status_code == 422
    assert Enrolment.objects.count() == 1


def test_a_refused_offer_leaves_the_patient_where_they_are_and_may_be_made_again(neighbour):
    made = neighbour.offer()
    decline = neighbour.there("clinic-transfer-decline", made.pk)
    assert neighbour.theirs.post(decline, {"reason": "hết chỗ"}).status_code == 303
    assert neighbour.theirs.post(
        neighbour.there("clinic-transfer-take", made.pk), neighbour.taking()
    ).status_code in (404, 422)
    again = neighbour.offer()
    assert (
        neighbour.ours.post(
            neighbour.here("clinic-transfer-decline", again.pk), {"reason": "ở lại"}
        ).status_code
        == 303
    )
    assert Enrolment.objects.get().ended_on is None


def test_a_guest_is_dosed_there_and_only_there_until_the_permission_ends(neighbour):
    counter, row = neighbour.counter, neighbour.row
    address = neighbour.here("clinic-elsewhere", row.pk)
    typed = {
        "organisation_id": str(neighbour.clinic.pk),
        "from_on": f"{neighbour.tomorrow:%d/%m/%Y}",
        "until": "",
        "document_number": "7/GT",
    }
    assert neighbour.ours.post(address, typed).status_code == 422
    until = f"{counter.today + timedelta(days=5):%d/%m/%Y}"
    assert neighbour.ours.post(address, {**typed, "until": until}).status_code == 303
    for client, at in ((neighbour.ours, neighbour.here), (neighbour.theirs, neighbour.there)):
        page = client.get(at("clinic-transfers")).content.decode()
        assert "7/GT" in page
    place = DosingPlace.objects.get(kind="guest")
    back = neighbour.here("clinic-back-home", row.pk, place.pk)
    assert neighbour.ours.post(back, {"reason": "không đi nữa"}).status_code == 303
    kinds = DosingPlace.objects.order_by("valid_from", "valid_until").values_list("kind", "valid_until")
    assert ("home", None) in list(kinds)
    assert DosingPlace.objects.get(kind="guest").valid_until == neighbour.tomorrow


def test_others_see_no_offer_and_nobody_but_a_doctor_makes_one(neighbour):
    made = neighbour.offer()
    counter = neighbour.counter
    addresses = [
        neighbour.here("clinic-transfers"),
        neighbour.here("clinic-transfer", made.pk),
        neighbour.here("clinic-transfer-new", neighbour.row.pk),
        neighbour.here("clinic-elsewhere", neighbour.row.pk),
    ]
    for stranger in (counter.client("xa"), counter.browser(counter.keeper), neighbour.theirs):
        assert {stranger.get(address).status_code for address in addresses} == {404}
    nurse = counter.browser()
    assert [nurse.get(address).status_code for address in addresses] == [200, 200, 404, 404]
    assert Decimal(25) == neighbour.row.orders.get().dose_mg


def test_the_list_asks_at_most_twelve_questions(neighbour, django_assert_max_num_queries):
    neighbour.offer()
    address = neighbour.here("clinic-transfers")
    neighbour.ours.get(address)
    with django_assert_max_num_queries(12):
        assert neighbour.ours.get(address).status_code == 200
