"""The card of a patient on the screen, on paper, and under the scanner of the window."""

import pytest
from django.urls import reverse
from django.utils import timezone

from hoanhap.reporting.rendering.patient_cards import SIZE, squares
from hoanhap.treatment.models import PatientCard
from hoanhap.treatment.operations import cards

pytestmark = pytest.mark.django_db
# 12345678901234567890 under mask 4. A scanner read it from a card that was printed.
KNOWN = """
111111100001001111111 100000100111101000001 101110101010001011101 101110100101101011101 101110101110001011101
100000101000001000001 111111101010101111111 000000000100000000000 010010101011110110100 111110010110110101100
011100111110001100101 011111010010111101011 010100111010101010001 000000001101111100111 111111100111100100100
100000100011100011010 101110101111111101101 101110100111100101111 101110100111001110000 100000101010011001010
111111100100111000111
"""


@pytest.fixture
def row(counter):
    return counter.patient()


def at(name, counter, row):
    return reverse(name, args=[counter.clinic.pk, row.pk])


def scan(counter, text):
    address = reverse("clinic-find", args=[counter.clinic.pk])
    return counter.browser().post(address, {"text": text, "open": "yes"})


def test_the_picture_is_the_one_that_a_scanner_read():
    number = "12345678901234567890"
    assert squares(number, mask=4) == KNOWN.split()
    masks = [squares(number, mask=mask) for mask in range(8)]
    assert squares(number) in masks
    assert len({"".join(one) for one in masks}) == len(masks)
    assert {len(row) for row in squares("0" * 20)} == {SIZE}
    for wrong in ("", "1" * 19, "1" * 21, "a" * 20, "１" * 20):
        with pytest.raises(ValueError, match="20 digits"):
            squares(wrong)


def test_a_card_is_given_printed_scanned_replaced_and_the_old_one_refused(counter, row):
    nurse = counter.browser()
    assert nurse.get(at("clinic-card-pdf", counter, row)).status_code == 404
    assert nurse.post(at("clinic-card-new", counter, row)).status_code in (302, 303)
    old = PatientCard.objects.get()
    paper = nurse.get(at("clinic-card-pdf", counter, row))
    assert paper.content.startswith(b"%PDF-")
    assert paper.headers["Content-Disposition"] == 'inline; filename="the.pdf"'
    assert scan(counter, old.token).headers["Location"] == at("clinic-dose", counter, row)

    assert nurse.post(at("clinic-card-new", counter, row), {"reason": ""}).status_code == 422
    assert nurse.post(at("clinic-card-new", counter, row), {"reason": "thẻ mất"}).status_code in (302, 303)
    new = PatientCard.objects.get(retired_at__isnull=True)
    refused = scan(counter, old.token)
    assert refused.status_code == 422
    assert "thẻ mất" in refused.content.decode()
    assert "Trần Văn Bình" not in refused.content.decode()
    assert scan(counter, new.token).headers["Location"] == at("clinic-dose", counter, row)


def test_the_screen_shows_every_card_and_a_withdrawn_one_opens_nobody(counter, row):
    given = {"enrolment_id": row.pk, "scope": counter.scope(), "at": timezone.now()}
    card = cards.issue(**given)
    nurse = counter.browser()
    assert card.token[:4] in nurse.get(at("clinic-card", counter, row)).content.decode()
    answer = nurse.post(at("clinic-card-withdraw", counter, row), {"reason": "người khác cầm"})
    assert answer.status_code in (302, 303)
    assert "người khác cầm" in nurse.get(at("clinic-card", counter, row)).content.decode()
    assert nurse.get(at("clinic-card-withdraw", counter, row)).status_code == 404
    assert scan(counter, card.token).status_code == 422


def test_the_doctor_reads_and_gives_none_and_the_keeper_of_stock_sees_nothing(counter, row):
    doctor, keeper = counter.browser(counter.doctor), counter.browser(counter.keeper)
    assert doctor.get(at("clinic-card", counter, row)).status_code == 200
    for name in ("clinic-card-new", "clinic-card-withdraw", "clinic-card-pdf"):
        assert doctor.get(at(name, counter, row)).status_code in (403, 404)
    for name in ("clinic-card", "clinic-card-new", "clinic-card-pdf"):
        assert keeper.get(at(name, counter, row)).status_code in (403, 404)
    doctor.post(at("clinic-card-new", counter, row))
    assert not PatientCard.objects.exists()
