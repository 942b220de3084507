"""The signals of a clinic: its head looks and decides; nobody else sees that there are any."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from hoanhap.medicine.models import StockLine
from hoanhap.medicine.operations import stock
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import SignalReview, SignalTuning
from tests.web.medicine.clinic import Clinic
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(db) -> Clinic:
    one = Clinic()
    one.deliver()
    spill(one, 4)
    return one


def spill(clinic, times):
    for _ in range(times):
        now = timezone.now()
        stock.move(
            book_id=clinic.book.pk,
            kind="spill",
            lot_id=StockLine.objects.filter(book=clinic.book).first().lot_id,
            from_id=clinic.at["safe"],
            to_id=clinic.at["spill"],
            quantity_units=Decimal(1),
            happened_at=now,
            request_id=uuid4(),
            second_person=clinic.accounts["capphat"].pk,
            reason="rơi vãi",
            scope=clinic.scope,
            at=now,
        )


def one_address(clinic, client, title):
    """The address of the signal of that title."""
    listed = client.get(reverse("clinic-signals", args=[clinic.place.pk]))
    (found,) = [
        one for one in listed.context["waiting"] + listed.context["decided"] if one.kind.title == title
    ]
    return reverse("clinic-signal", args=[clinic.place.pk, found.found.code, found.found.key])


REPEATED = "Một người ghi hao hụt nhiều lần"


def test_the_head_looks_at_the_facts_and_decides_and_new_facts_open_it_again(clinic):
    address = one_address(clinic, clinic.head, REPEATED)
    page = clinic.head.get(address)
    text = words(page)
    assert text.count("rơi vãi") == 4
    assert "Nhân viên thukho (mẫu)" in text
    typed = {
        "decision": "explained",
        "words": "Nắp chai hỏng, đã đổi lô",
        "evidence_hash": page.context["signal"].found.evidence_hash,
    }
    assert clinic.head.post(address, {**typed, "words": ""}).status_code == 422
    assert SignalReview.objects.count() == 0

    assert clinic.head.post(address, typed).status_code == 303
    listed = words(clinic.head.get(reverse("clinic-signals", args=[clinic.place.pk])))
    assert "Có giải trình" in listed
    assert "Nắp chai hỏng" in words(clinic.head.get(reverse("clinic-signal-reviews", args=[clinic.place.pk])))

    spill(clinic, 1)
    assert clinic.head.post(address, {**typed, "words": "khác"}).status_code == 422
    assert "dữ kiện mới" in words(clinic.head.get(address)).lower()


def test_nobody_but_the_head_of_this_clinic_finds_any_of_it(clinic):
    other = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở Khác (mẫu)", unit_id="99001-1", valid_from="2010-01-01"
    )
    head_there = clinic.staff("truongkhac", "clinic-head", where=other)
    addresses = [
        reverse("clinic-signals", args=[clinic.place.pk]),
        reverse("clinic-signal-reviews", args=[clinic.place.pk]),
        one_address(clinic, clinic.head, REPEATED),
    ]
    for client in (clinic.keeper, clinic.nurse, head_there):
        assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    unknown = reverse("clinic-signal", args=[clinic.place.pk, "waste-repeated", "0" * 16])
    assert clinic.head.get(unknown).status_code == 404


def test_everybody_reads_the_numbers_and_an_official_sets_them(clinic):
    rules = reverse("signal-rules")
    address = reverse("signal-tune", args=["waste-repeated", "times"])
    assert "Một người ghi hao hụt nhiều lần" in words(clinic.nurse.get(rules))
    assert clinic.head.get(address).status_code == 404
    official = clinic.desk.client("luat", "law-keeper", unit="990-1")
    assert "Một người ghi hao hụt nhiều lần · Số lần: nhiều hơn" in words(official.get(address))
    day = timezone.localdate()
    typed = {
        "value": "10",
        "valid_from": f"{day:%d/%m/%Y}",
        "document_number": "5/QĐ-SYT",
        "reason": "Theo chỉ đạo (mẫu)",
    }
    assert official.post(address, {**typed, "document_number": ""}).status_code == 422
    too_early = f"{day - timedelta(days=1):%d/%m/%Y}"
    assert official.post(address, {**typed, "valid_from": too_early}).status_code == 422
    assert SignalTuning.objects.count() == 0

    assert official.post(address, typed).status_code == 303
    assert "5/QĐ-SYT" in words(official.get(rules))
    listed = clinic.head.get(reverse("clinic-signals", args=[clinic.place.pk]))
    assert REPEATED not in [one.kind.title for one in listed.context["waiting"]]
