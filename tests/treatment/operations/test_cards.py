"""Cards of patients: one in use, every one kept, an old one refused with words, nothing told to other places."""

from datetime import date, timedelta

import pytest
from django.db import Error, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.access.models import Account, Grant
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import PatientCard
from hoanhap.treatment.operations import cards
from hoanhap.treatment.operations.refusals import CareRefused
from hoanhap.treatment.queries.cards import scanned
from hoanhap.treatment.rules.cards import COMBINATIONS, grouped, is_whole, looks_like_a_card, token_of
from tests.people.merges import codes
from tests.treatment.counter import Counter

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter() -> Counter:
    return Counter(is_open=False)


def issue(counter, row, reason="", account=None):
    return cards.issue(enrolment_id=row.pk, reason=reason, scope=counter.scope(account), at=timezone.now())


def read(counter, token, *, place=None, scope=None):
    found = scanned(place or counter.clinic.pk, token, scope=scope or counter.scope(), at=timezone.now())
    return found.meant and found.meant.enrolment_id, str(found.refused)


@given(st.integers(0, COMBINATIONS - 1), st.integers(0, 19), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(drawn, place, more):
    token = token_of(drawn)
    wrong = token[:place] + str((int(token[place]) + more) % 10) + token[place + 1 :]
    assert len(token) == 20
    assert (is_whole(token), is_whole(wrong)) == (True, False)
    assert looks_like_a_card(f" {grouped(token)}\n") == token


@given(st.integers(0, COMBINATIONS - 1), st.integers(0, 18))
def test_two_swapped_digits_are_noticed(drawn, place):
    token = token_of(drawn)
    swapped = token[:place] + token[place + 1] + token[place] + token[place + 2 :]
    assert is_whole(swapped) == (swapped == token)


@pytest.mark.parametrize("text", ["", "12", "M-001", "Trần Văn Bình", "1" * 19, "1" * 21, "٣" * 20])
def test_other_texts_are_no_card(text):
    assert looks_like_a_card(text) == ""


def test_a_card_opens_its_patient_and_says_nothing_of_who_it_is(counter):
    row, other = counter.patient(), counter.patient("Lê Thị Hoa (mẫu)", "M-002")
    made, second = issue(counter, row), issue(counter, other)
    assert made.token != second.token
    assert read(counter, made.token) == (row.pk, "")
    assert read(counter, second.token) == (other.pk, "")


def test_a_replaced_card_is_refused_with_the_reason_and_stays_known(counter):
    row = counter.patient()
    old = issue(counter, row)
    with pytest.raises(CareRefused) as refused:
        issue(counter, row)
    assert codes(refused) == ["missing"]
    new = issue(counter, row, "làm mất ở chợ")
    assert read(counter, new.token) == (row.pk, "")
    opened, words = read(counter, old.token)
    assert opened is None
    assert "làm mất ở chợ" in words
    assert set(PatientCard.objects.values_list("pk", "retired_reason")) == {
        (old.pk, "làm mất ở chợ"),
        (new.pk, ""),
    }


def test_a_withdrawn_card_opens_nobody_until_another_is_given(counter):
    row = counter.patient()
    card = issue(counter, row)
    withdrawn = {"enrolment_id": row.pk, "scope": counter.scope(), "at": timezone.now()}
    cards.withdraw(**withdrawn, reason="thẻ bị hỏng")
    assert read(counter, card.token)[0] is None
    with pytest.raises(NotFound):
        cards.withdraw(**withdrawn, reason="thẻ bị hỏng")
    new = issue(counter, row)
    assert read(counter, new.token) == (row.pk, "")


def test_a_card_of_an_ended_treatment_is_refused(counter):
    row = counter.patient(mg=None)
    card = issue(counter, row)
    type(row).objects.filter(pk=row.pk).update(
        ended_on=counter.today, ended_as="left", ended_by=counter.doctor.pk
    )
    row.places.update(valid_until=counter.today)
    opened, words = read(counter, card.token)
    assert opened is None
    assert words
    with pytest.raises(CareRefused) as refused:
        issue(counter, row, "mất")
    assert codes(refused) == ["ended-already"]


def elsewhere(counter):
    """A nurse of another clinic."""
    place = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở Kia", unit_id="99001-1", valid_from=date(2010, 1, 1)
    )
    account = Account.objects.create(username="nguoikia", full_name="Người Kia (mẫu)")
    Grant.objects.create(
        account=account,
        role="clinic-dispenser",
        unit_id="99001-1",
        organisation=place,
        valid_from=date(2010, 1, 1),
        reason="mẫu",
    )
    return place, counter.scope(account)


def test_another_clinic_learns_no_more_of_a_card_than_of_a_number_nobody_has(counter):
    row = counter.patient()
    old = issue(counter, row)
    used = issue(counter, row, "làm mất ở chợ")
    place, theirs = elsewhere(counter)
    unknown = read(counter, token_of(7), place=place.pk, scope=theirs)
    assert unknown[0] is None
    assert read(counter, used.token, place=place.pk, scope=theirs) == unknown
    assert read(counter, old.token, place=place.pk, scope=theirs) == unknown
    with pytest.raises(NotFound):
        read(counter, used.token, scope=theirs)
    with pytest.raises(NotFound):
        cards.issue(enrolment_id=row.pk, reason="x", scope=theirs, at=timezone.now())
    assert PatientCard.objects.count() == 2


@pytest.mark.parametrize("who", ["doctor", "keeper"])
def test_only_the_window_gives_cards(counter, who):
    row = counter.patient()
    with pytest.raises(Forbidden):
        issue(counter, row, account=getattr(counter, who))


def test_the_database_keeps_one_card_in_use_and_never_gives_a_number_twice(counter):
    row, other = counter.patient(), counter.patient("Lê Thị Hoa (mẫu)", "M-002")
    card = issue(counter, row)
    given = {"issued_on": counter.today, "recorded_by": counter.nurse.pk}
    wrong = [
        (row, token_of(1), "patient_card_one_in_use"),
        (other, card.token, "patient_card_number_once_ever"),
        (other, "Trần Văn Bình (mẫu)", "patient_card_is_twenty_digits"),
    ]
    for enrolment, token, name in wrong:
        with pytest.raises(Error, match=name), transaction.atomic():
            PatientCard.objects.create(person=enrolment.person, enrolment=enrolment, token=token, **given)
    for change in ({"token": token_of(2)}, {"issued_on": counter.today - timedelta(days=1)}):
        with pytest.raises(Error, match="only withdrawn"), transaction.atomic():
            PatientCard.objects.filter(pk=card.pk).update(**change)
    with pytest.raises(Error), transaction.atomic():
        PatientCard.objects.filter(pk=card.pk).delete()
