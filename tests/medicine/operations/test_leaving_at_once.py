"""Several people at the same moment let medicine go for good: a board, a supplier, a ward. Never more than there is."""

from decimal import Decimal
from uuid import uuid4

from hoanhap.medicine.models import StockAccount, StockLine, StockMinutes
from hoanhap.medicine.operations import destruction, stock, wards
from hoanhap.medicine.operations.destruction import Leaving
from tests.casework.made import Made
from tests.medicine.operations.test_destruction import destroy
from tests.medicine.operations.test_sites_at_once import together
from tests.medicine.operations.test_stock import LATE, Clinic, at


def clinic() -> Clinic:
    one = Clinic(Made())
    one.move("receipt", "supplier>safe", "1000", at(7))
    one.move("waste", "safe>waste", "40", at(8), reason="vỡ chai", second_person=one.second)
    return one


def test_boards_racing_for_the_same_waste_destroy_it_once(own_database):
    one = clinic()
    found = together(6, lambda number: destroy(one, number=f"{number}/HĐ"))

    assert found == {"StockMinutes": 1, "not-enough": 5}
    assert one.held()["destroyed"] == Decimal(40)
    assert StockMinutes.objects.count() == StockLine.objects.filter(kind="destruction").count() == 1


def test_a_destruction_sent_by_a_double_click_is_written_once(own_database):
    one, request = clinic(), uuid4()
    found = together(4, lambda _number: destroy(one, request_id=request))

    assert found == {"StockMinutes": 4}
    assert StockLine.objects.filter(kind="destruction").count() == 1


def test_returns_racing_for_the_safe_send_back_no_more_than_stands_there(own_database):
    one = clinic()

    def send(number: int):
        return destruction.send_back(
            book_id=one.book.pk,
            number=f"{number}/TL",
            supplier="Công ty Dược (mẫu)",
            taken_over_by="Người nhận (mẫu)",
            statement="Thu hồi lô",
            leaving=[Leaving(one.at["safe"], one.lot.pk, Decimal(400))],
            happened_at=at(10),
            request_id=uuid4(),
            second_person=one.second,
            scope=one.keeper,
            at=LATE,
        )

    assert together(6, send) == {"StockMinutes": 2, "not-enough": 4}
    assert (one.held()["safe"], one.held()["returned"]) == (Decimal(160), Decimal(800))


def test_wards_racing_for_the_last_ampoules_get_no_more_than_there_are(own_database):
    one = clinic()
    book = stock.open_book(
        organisation_id=one.book.organisation_id, medicine="diazepam-10-ampoule", scope=one.keeper, at=LATE
    )
    lot = stock.know_lot(
        medicine="diazepam-10-ampoule", number="DZ-MAU", expires_on=LATE.date().replace(year=LATE.year + 2),
        mg_per_unit=Decimal(10), scope=one.keeper, at=LATE,
    )  # fmt: skip
    where = dict(StockAccount.objects.filter(book=book).values_list("kind", "pk"))
    stock.move(
        book_id=book.pk, kind="receipt", lot_id=lot.pk, from_id=where["supplier"], to_id=where["safe"],
        quantity_units=Decimal(10), happened_at=at(7), request_id=uuid4(), scope=one.keeper, at=LATE,
    )  # fmt: skip

    def give(number: int):
        return wards.give_to_ward(
            book_id=book.pk, from_id=where["safe"], lot_id=lot.pk, units=Decimal(3), slip_number=f"PL-{number}",
            ward=f"Khoa {number}", happened_at=at(10), request_id=uuid4(), second_person=one.second,
            scope=one.keeper, at=LATE,
        )  # fmt: skip

    assert together(8, give) == {"StockLine": 3, "not-enough": 5}
    given = StockLine.objects.filter(kind="ward").values_list("quantity_units", flat=True)
    assert sum(given) == Decimal(9)
