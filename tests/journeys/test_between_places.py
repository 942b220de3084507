"""A shipment to a satellite point and a patient offered to another clinic, on a telephone and on a desk."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from hoanhap.medicine.models import Arrival, StockAccount
from hoanhap.medicine.operations import shipments, stock
from hoanhap.places.models import Organisation
from hoanhap.treatment.operations import dosing, transfers
from tests.journeys.looking import follow
from tests.journeys.test_at_the_window import look
from tests.treatment.counter import PASSWORD, Counter


@pytest.fixture
def counter(own_database, settings) -> Counter:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return Counter()


def test_what_the_keeper_sends_is_counted_at_the_point(counter, phone, sign_in, check_axe):
    page, now = phone, timezone.now()
    given: dict[str, Any] = {"scope": counter.operator, "at": now}
    point = Organisation.objects.create(
        kind="satellite-point",
        name="Điểm Mẫu",
        unit_id="99001-1",
        parent=counter.clinic,
        valid_from=date(2010, 1, 1),
    )
    theirs = stock.open_book(organisation_id=point.pk, medicine="methadone", **given)
    stock.move(
        book_id=counter.book.pk,
        kind="put-back",
        lot_id=counter.lot.pk,
        from_id=counter.where["window"],
        to_id=counter.where["safe"],
        quantity_units=Decimal(500),
        happened_at=now,
        request_id=uuid4(),
        **given,
    )
    sent = shipments.send(
        from_book_id=counter.book.pk,
        to_book_id=theirs.pk,
        from_id=counter.where["safe"],
        lot_id=counter.lot.pk,
        quantity_units=Decimal(250),
        number="01/PX",
        carrier="Bà Mẫu, thủ kho",
        second_person=counter.nurse.pk,
        happened_at=now,
        request_id=uuid4(),
        **given,
    )
    here = f"/stock/{point.pk}/shipments"
    sign_in(page, "thukho", PASSWORD, onward=f"{here}/")
    check_axe(page)
    look(page, "shipments-390")
    follow(page.get_by_role("link", name="Đếm và tiếp nhận"))
    check_axe(page)
    look(page, "accept-390")
    page.locator("#id_counted_units").fill("250")
    cabinet = StockAccount.objects.get(book=theirs, kind="cabinet").pk
    page.locator("#id_to_id").select_option(str(cabinet))
    page.locator("#id_second_person").select_option(str(counter.nurse.pk))
    page.locator("#id_second_password").fill(PASSWORD)
    follow(page.locator("main form button[type=submit]").first)
    check_axe(page)
    look(page, "shipment-390")
    assert Arrival.objects.get().shipment_id == sent.pk


def test_a_patient_is_offered_and_the_paper_says_what_was_given(counter, browser_page, sign_in, check_axe):
    page = browser_page
    other = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở Kia", unit_id="99002-1", valid_from=date(2010, 1, 1)
    )
    row = counter.patient()
    dose = counter.pour(row.orders.get())
    dosing.settle(dose_id=dose.pk, kind="given", scope=counter.scope(), at=timezone.now())
    made = transfers.offer(
        enrolment_id=row.pk,
        to_organisation_id=other.pk,
        last_day=counter.today + timedelta(days=2),
        number="05/GCC",
        reason="chuyển nơi ở",
        scope=counter.scope(counter.doctor),
        at=timezone.now(),
    )
    here = f"/clinic/{counter.clinic.pk}"
    sign_in(page, "bacsi", PASSWORD, onward=f"{here}/transfers/")
    check_axe(page)
    look(page, "transfers-1280")
    for name, address in (
        ("transfer", f"transfers/{made.pk}/"),
        ("transfer-new", f"patients/{row.pk}/transfer/"),
        ("elsewhere", f"patients/{row.pk}/elsewhere/"),
    ):
        page.goto(f"{here}/{address}")
        check_axe(page)
        look(page, f"{name}-1280")
