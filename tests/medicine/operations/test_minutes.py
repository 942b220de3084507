"""Deliveries and waste: minutes, lines and lots come together or not at all."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from hoanhap.audit.models import Entry
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.medicine.models import Lot, StockLine, StockMinutes, StockMinutesLine
from hoanhap.medicine.operations import stock
from hoanhap.medicine.queries import stock_minutes
from tests.casework.made import Made, scope
from tests.medicine.days import Day
from tests.medicine.operations.test_stock import DAY, LATE, POWERS, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(db) -> Day:
    return Day(Made())


def codes(refused) -> list[str]:
    return [one.code for one in refused.value.problems]


def test_a_delivery_of_two_lots_is_booked_as_counted_with_what_the_paper_said(clinic):
    made = clinic.receive(
        at(7),
        clinic.delivered("999.5", stated_units=Decimal(1000)),
        clinic.delivered("500", number="L-0002"),
        statement="chai số 3 hụt 0,5 ml, niêm phong nguyên",
    )

    assert {one.quantity_units for one in StockLine.objects.all()} == {Decimal("999.5"), Decimal(500)}
    page = stock_minutes.minutes(made.pk, scope=clinic.keeper)
    assert [(one.lot_number, one.units, one.differs) for one in page.lines] == [
        ("L-0001", Decimal("999.5"), Decimal("-0.5")),
        ("L-0002", Decimal(500), Decimal(0)),
    ]
    assert {one.document_number for one in StockLine.objects.all()} == {"01/BB"}
    assert Entry.objects.filter(kind="medicine.receipt-recorded", subject_id=made.pk).count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"delivered": []}, "nothing-received"),
        ({"supplier": "  "}, "missing"),
        ({"number": " "}, "missing"),
        ({"happened_at": LATE.replace(year=2027)}, "in-the-future"),
        ({"second_person": uuid4()}, "no-such-person"),
    ],
)
def test_a_delivery_that_is_not_right_leaves_nothing(clinic, changes, code):
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        clinic.receive(at(7), **changes)
    assert codes(refused) == [code]
    assert (StockLine.objects.count(), StockMinutes.objects.count(), Lot.objects.count()) == (0, 0, 1)


def test_an_expired_lot_or_an_unexplained_difference_is_not_taken_over(clinic):
    for lot, code in (
        (clinic.delivered("10", number="L-9", expires_on=date(2026, 6, 30)), "lot-expired"),
        (clinic.delivered("10", stated_units=Decimal(11)), "not-explained"),
        (clinic.delivered("0"), "no-quantity"),
    ):
        with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
            clinic.receive(at(7), lot)
        assert codes(refused) == [code]
    clinic.receive(at(7), clinic.delivered("10", number="L-9", expires_on=DAY))
    assert StockLine.objects.count() == 1


def test_a_known_lot_with_another_label_stops_the_whole_delivery(clinic):
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        clinic.receive(
            at(7), clinic.delivered("5", number="L-7"), clinic.delivered("5", expires_on=date(2029, 1, 1))
        )
    assert codes(refused) == ["lot-differs"]
    assert (StockLine.objects.count(), StockMinutes.objects.count()) == (0, 0)


def test_the_first_person_does_not_sign_twice(clinic):
    from hoanhap.access.models import Account

    Account.objects.create(pk=clinic.keeper.account_id, username="thukho")
    for act in (clinic.receive, lambda when, **more: clinic.put_aside(when, "1", **more)):
        with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
            act(at(7), second_person=clinic.keeper.account_id)
        assert codes(refused) in (["same-person"], ["no-such-lot"])
    assert StockMinutes.objects.count() == 0


def test_the_same_request_books_one_delivery(clinic):
    request = uuid4()
    first, second = (clinic.receive(at(7), request_id=request) for _ in range(2))
    assert (first.pk, StockLine.objects.count()) == (second.pk, 1)


def test_a_number_of_minutes_is_given_once_and_the_next_one_suggested(clinic):
    clinic.receive(at(7), number="02/2026/BB-NK")
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        clinic.receive(at(8), number="02/2026/BB-NK")
    assert codes(refused) == ["number-taken"]
    assert (
        stock_minutes.next_number(clinic.book.pk, "receipt", scope=clinic.keeper, on=DAY) == "03/2026/BB-NK"
    )
    assert stock_minutes.next_number(clinic.book.pk, "waste", scope=clinic.keeper, on=DAY) == "01/2026/BB-HH"


def test_waste_that_is_left_waits_for_a_board_and_what_ran_out_is_gone(clinic):
    clinic.receive(at(7), clinic.delivered("100"))
    clinic.put_aside(at(8), "3")
    clinic.put_aside(at(9), "2", number="02/HH", is_left=False, cause="spilt")

    assert clinic.held() == {"supplier": -100, "safe": 95, "waste": 3, "spill": 2}
    assert [one.reason.split(":")[1] for one in StockLine.objects.filter(kind__in=("waste", "spill"))] == [
        " vỡ chai khi lấy ra khỏi két"
    ] * 2


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"statement": ""}, "missing"),
        ({"cause": "mất"}, "not-on-the-list"),
        ({"units": Decimal(101)}, "not-enough"),
        ({"lot_id": uuid4()}, "no-such-lot"),
    ],
)
def test_waste_that_is_not_right_leaves_nothing(clinic, changes, code):
    clinic.receive(at(7), clinic.delivered("100"))
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        clinic.put_aside(at(8), "1", **changes)
    assert codes(refused) == [code]
    assert (clinic.held()["safe"], StockMinutes.objects.filter(kind="waste").count()) == (100, 0)


def test_nothing_is_put_aside_out_of_waste_or_from_a_cup(clinic):
    clinic.receive(at(7), clinic.delivered("100"))
    for place in ("waste", "cup", "supplier"):
        with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
            clinic.put_aside(at(8), "1", source=place)
        assert codes(refused) == ["no-such-place"]


def test_who_keeps_no_stock_and_who_keeps_it_elsewhere_write_no_minutes(clinic):
    made = clinic.receive(at(7))
    reader = scope(frozenset(["medicine.read"]), clinic.book.organisation.unit_id, name="xem")
    with pytest.raises(Forbidden):
        clinic.receive(at(8), scope=reader)
    theirs = scope(POWERS, "99002-1", name="langgieng")
    with pytest.raises(NotFound):
        clinic.receive(at(8), scope=theirs)
    with pytest.raises(NotFound):
        stock_minutes.minutes(made.pk, scope=theirs)


def test_minutes_are_never_changed(clinic):
    clinic.receive(at(7))
    for table in ("stockminutes", "stockminutesline"):
        for statement in (f"DELETE FROM medicine_{table}", f"UPDATE medicine_{table} SET id = id"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
    assert StockMinutesLine.objects.count() == 1
