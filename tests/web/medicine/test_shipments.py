"""Pages between a clinic and its point: sent by the keeper, counted blind at the point, never twice, never by others."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from hoanhap.medicine.models import Allotment, Arrival, Shipment, StockAccount
from hoanhap.medicine.operations import shipments as operations
from hoanhap.medicine.operations import stock
from hoanhap.places.models import Organisation
from tests.treatment.counter import PASSWORD, Counter
from tests.web.reading import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(db, settings) -> Counter:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    counter = Counter()
    counter.point = Organisation.objects.create(
        kind="satellite-point",
        name="Điểm Mẫu",
        unit_id="99001-1",
        parent=counter.clinic,
        valid_from=date(2010, 1, 1),
    )
    now = timezone.now()
    given: dict[str, Any] = {"scope": counter.operator, "at": now}
    stock.move(
        book_id=counter.book.pk,
        kind="put-back",
        lot_id=counter.lot.pk,
        from_id=counter.where["window"],
        to_id=counter.where["safe"],
        quantity_units=Decimal(500),
        happened_at=now,
        request_id=counter.lot.pk,
        **given,
    )
    counter.theirs = stock.open_book(organisation_id=counter.point.pk, medicine="methadone", **given)
    return counter


def signed(counter: Counter, **typed: Any) -> dict[str, Any]:
    return {**typed, "second_person": str(counter.nurse.pk), "second_password": PASSWORD}


def sent(counter: Counter, client: Any) -> Shipment:
    address = reverse("stock-send", args=[counter.clinic.pk, counter.book.pk])
    page = client.get(address).content.decode()
    assert "Điểm Mẫu" in page
    typed = {
        "what": f"{counter.where['safe']}.{counter.lot.pk}",
        "to_book_id": str(counter.theirs.pk),
        "units": "205,5",
        "number": "01/PX",
        "carrier": "Bà Mẫu",
        "form_token": re.search(r'name="form_token" value="(\w+)"', page)[1],
        "on": f"{timezone.localdate():%d/%m/%Y}",
        "clock": f"{timezone.localtime():%H:%M}",
    }
    assert client.post(address, typed).status_code == 422
    for _ in range(2):
        answer = client.post(address, signed(counter, **typed))
        assert answer.status_code == 303
    return Shipment.objects.get()


def test_a_shipment_is_sent_counted_blind_and_accepted(counter):
    client = counter.browser(counter.keeper)
    one = sent(counter, client)
    at_the_point = reverse("stock-shipment", args=[counter.point.pk, one.pk])
    accept = reverse("stock-accept", args=[counter.point.pk, one.pk])
    for address in (at_the_point, accept, reverse("stock-shipments", args=[counter.point.pk])):
        page = client.get(address).content.decode()
        assert counter.lot.number in page
        assert "205,5" not in page
    cabinet = StockAccount.objects.get(book=counter.theirs, kind="cabinet").pk
    less = signed(counter, counted_units="190", to_id=str(cabinet), condition="")
    assert client.post(accept, less).status_code == 422
    assert client.post(accept, {**less, "condition": "một chai nứt"}).status_code == 303
    assert client.post(accept, {**less, "condition": "một chai nứt"}).status_code == 303
    assert Arrival.objects.get().counted_units == Decimal(190)
    page = client.get(at_the_point).content.decode()
    assert "một chai nứt" in page
    assert client.get(accept).status_code == 404


def test_the_sender_does_not_accept_and_nobody_else_sees(counter):
    client = counter.browser(counter.keeper)
    one = sent(counter, client)
    assert client.get(reverse("stock-accept", args=[counter.clinic.pk, one.pk])).status_code == 404
    for stranger in (counter.browser(counter.doctor), counter.client("xa", unit="99002-1")):
        for address in (
            reverse("stock-shipments", args=[counter.clinic.pk]),
            reverse("stock-shipment", args=[counter.clinic.pk, one.pk]),
            reverse("stock-send", args=[counter.clinic.pk, counter.book.pk]),
            reverse("stock-allot", args=[counter.clinic.pk, counter.book.pk]),
        ):
            assert stranger.get(address).status_code == 404


def test_an_allotment_is_set_with_its_paper(counter):
    client = counter.browser(counter.keeper)
    address = reverse("stock-allot", args=[counter.point.pk, counter.theirs.pk])
    tomorrow = timezone.localdate() + timedelta(days=1)
    typed = {"units_a_day": "120,5", "valid_from": f"{tomorrow:%d/%m/%Y}", "document_number": ""}
    assert client.post(address, typed).status_code == 422
    assert client.post(address, {**typed, "document_number": "7/QĐ"}).status_code == 303
    assert Allotment.objects.get().units_a_day == Decimal("120.5")


def test_more_than_for_one_day_is_sent_only_with_a_reason_and_the_head(counter):
    operations.allot(
        book_id=counter.theirs.pk,
        units_a_day=Decimal(100),
        valid_from=timezone.localdate(),
        document_number="7/QĐ",
        scope=counter.operator,
        at=timezone.now(),
    )
    client, head = counter.browser(counter.keeper), counter.staff("truong", "clinic-head")
    address = reverse("stock-send", args=[counter.clinic.pk, counter.book.pk])
    typed = {
        "what": f"{counter.where['safe']}.{counter.lot.pk}",
        "to_book_id": str(counter.theirs.pk),
        "units": "200",
        "number": "01/PX",
        "carrier": "Bà Mẫu",
        "form_token": re.search(r'name="form_token" value="(\w+)"', client.get(address).content.decode())[1],
        "on": f"{timezone.localdate():%d/%m/%Y}",
        "clock": f"{timezone.localtime():%H:%M}",
    }
    refused = client.post(address, signed(counter, **typed))
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["over_reason"])
    assert "Chỉ gửi thêm tối đa 100," in words(refused)
    why = "Hai ngày nghỉ lễ liền nhau"
    beside = client.post(address, signed(counter, **typed, over_reason=why))
    assert (beside.status_code, list(beside.context["form"].errors)) == (422, ["second_person"])
    assert Shipment.objects.count() == 0
    done = client.post(
        address, {**signed(counter, **typed), "over_reason": why, "second_person": str(head.pk)}
    )
    assert done.status_code == 303
    one = Shipment.objects.get()
    assert (one.over_reason, one.second_person) == (why, head.pk)
    assert why in words(client.get(reverse("stock-shipment", args=[counter.clinic.pk, one.pk])))
    assert why not in words(client.get(reverse("stock-shipment", args=[counter.point.pk, one.pk])))


def test_the_list_asks_at_most_twelve_questions(counter, django_assert_max_num_queries):
    client = counter.browser(counter.keeper)
    sent(counter, client)
    address = reverse("stock-shipments", args=[counter.clinic.pk])
    client.get(address)
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200
