"""Several people at the same moment: a shipment is accepted once, a slip handed over once, a double click written once."""

import threading
import time
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from django.db import connections, transaction

from hoanhap.medicine.models import Allotment, Arrival, Shipment, SlipSignature, StockAccount, StockLine
from hoanhap.medicine.operations import shipments, stock
from hoanhap.medicine.operations.stock import StockRefused
from hoanhap.places.models import Organisation
from tests.casework.made import Made
from tests.medicine.operations.test_shipments import Route, allotted
from tests.medicine.operations.test_slips import Office
from tests.medicine.operations.test_stock import DAY, at


def together(workers: int, work) -> Counter:
    """Run `work(n)` on as many connections at once; how many returned what, or were refused with which code."""
    gate, told = threading.Barrier(workers), []

    def run(number: int) -> None:
        try:
            gate.wait()
            told.append(type(work(number)).__name__)
        except StockRefused as refused:
            told.append(refused.problems[0].code)
        except Exception as failed:
            told.append(repr(failed))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(told)


def test_a_shipment_that_several_accept_at_once_arrives_once(own_database):
    route = Route(Made())
    for round_ in range(1, 4):
        sent = route.send("10")
        assert together(6, lambda _n, sent=sent: route.accept(sent, "10")) == {"Arrival": 6}
        assert Arrival.objects.count() == round_
        assert StockLine.objects.filter(kind="arrival").count() == round_
    assert route.held_there() == {"cabinet": Decimal(30)}
    assert route.held().get("transit") is None


def test_two_who_counted_differently_at_once_leave_one_count_and_one_is_told(own_database):
    route = Route(Made())
    sent = route.send("200")

    def count(number: int):
        if number:
            return route.accept(sent, "190", condition="rách niêm phong")
        return route.accept(sent, "200")

    assert together(2, count) == {"Arrival": 1, "accepted-already": 1}
    counted = Arrival.objects.get().counted_units
    assert route.held_there() == {"cabinet": counted}
    assert route.held().get("missing", Decimal(0)) == Decimal(200) - counted


def test_a_shipment_sent_by_a_double_click_leaves_the_safe_once(own_database):
    route = Route(Made())
    for round_ in range(1, 4):
        request, number = uuid4(), f"GN-{round_}"
        found = together(4, lambda _n, r=request, no=number: route.send("20", request_id=r, number=no))
        assert found == {"Shipment": 4}
        assert Shipment.objects.count() == round_
    assert route.held()["transit"] == Decimal(60)


def test_a_move_written_by_a_double_click_is_written_once(own_database):
    office = Office(Made())
    move, before = uuid4(), office.held()["safe"]

    def issue(_number: int):
        return office.move("issue", "safe>window", "50", at(9), request_id=move)

    assert together(4, issue) == {"StockLine": 4}
    assert (office.held()["window"], office.held()["safe"]) == (Decimal(50), before - 50)
    assert StockLine.objects.filter(kind="issue").count() == 1


def test_several_shipments_racing_for_the_last_bottle_never_send_more_than_there_is(own_database):
    route = Route(Made())
    assert together(6, lambda _n: route.send("200")) == {"Shipment": 2, "not-enough": 4}
    assert route.held()["transit"] == Decimal(400)
    assert route.held()["safe"] == Decimal(100)


def test_a_slip_that_several_hand_over_at_once_is_handed_over_once(own_database):
    office = Office(Made())
    slip = office.signed()
    assert together(4, lambda _n: office.hand_over(slip)) == {"Slip": 1, "slip-ended": 3}
    assert office.held()["window"] == Decimal(300)
    assert SlipSignature.objects.filter(slip=slip).count() == 4


def test_two_allotments_of_one_day_at_once_leave_one(own_database):
    route = Route(Made())

    def allot(number: int):
        return shipments.allot(
            book_id=route.theirs.pk,
            units_a_day=Decimal(50 + number),
            valid_from=DAY + timedelta(days=1),
            document_number=f"{number}/QĐ",
            scope=route.keeper,
            at=at(9),
        )

    assert together(4, allot) == {"Allotment": 1, "allotment-already": 3}
    assert Allotment.objects.filter(book=route.theirs).count() == 1


def test_two_places_that_send_to_one_point_at_once_keep_within_its_allotment(own_database):
    """Neither holds the book of the other, so only the door of the receiving book keeps them apart."""
    route = Route(Made())
    other = Organisation.objects.create(
        kind="satellite-point", name="Điểm Hai (mẫu)", unit=route.made.here, parent=route.point.parent
    )
    second = stock.open_book(organisation_id=other.pk, medicine="methadone", scope=route.keeper, at=at(6))
    cabinet = StockAccount.objects.get(book=second, kind="cabinet").pk
    route.accept(route.send("200", to_book_id=second.pk), "200", to_id=cabinet)
    allotted(route, "60", day=DAY)
    is_sent, told = threading.Event(), []

    def first() -> None:
        with transaction.atomic():
            route.send("60", happened_at=at(10), at=at(10))
            is_sent.set()
            time.sleep(0.5)
        connections.close_all()

    def second_sender() -> None:
        is_sent.wait()
        way = {"from_book_id": second.pk, "from_id": cabinet}
        try:
            route.send("60", happened_at=at(10), at=at(10), **way)
        except StockRefused as refused:
            told.append(refused.problems[0].code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for work in (first, second_sender)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert told == ["over-the-allotment"]
    assert Shipment.objects.filter(to_book=route.theirs).count() == 1
