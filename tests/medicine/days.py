"""A clinic's day in the stock book, for tests: what came, what was taken, what went wrong."""

from datetime import date, datetime
from decimal import Decimal
from uuid import uuid4

from hoanhap.medicine.models import StockLine
from hoanhap.medicine.operations import minutes
from hoanhap.medicine.operations.minutes import Delivered
from hoanhap.medicine.operations.stock import write_line
from tests.medicine.operations.test_stock import LATE, Clinic


class Day(Clinic):
    """`Clinic` with minutes, and with lines that the window would write."""

    def receive(self, when: datetime, *lots: Delivered, number: str = "01/BB", **changes):
        given = {
            "book_id": self.book.pk,
            "number": number,
            "supplier": "Công ty Dược (mẫu)",
            "handed_over_by": "Người giao (mẫu)",
            "invoice_number": "HĐ-0001",
            "delivered": lots or (self.delivered("1000"),),
            "happened_at": when,
            "request_id": uuid4(),
            "second_person": self.second,
            "scope": self.keeper,
            "at": LATE,
        }
        return minutes.receive(**(given | changes))

    def delivered(self, units: str, *, number: str = "L-0001", expires_on: date = date(2028, 1, 1), **more):
        return Delivered(
            number=number, expires_on=expires_on, mg_per_unit=Decimal(10), units=Decimal(units), **more
        )

    def put_aside(
        self, when: datetime, quantity: str, *, source: str = "safe", number: str = "01/HH", **changes
    ):
        given = {
            "book_id": self.book.pk,
            "number": number,
            "cause": "broken",
            "statement": "vỡ chai khi lấy ra khỏi két",
            "from_id": self.at[source],
            "lot_id": self.lot.pk,
            "units": Decimal(quantity),
            "is_left": True,
            "happened_at": when,
            "request_id": uuid4(),
            "second_person": self.second,
            "scope": self.keeper,
            "at": LATE,
        }
        return minutes.put_aside(**(given | changes))

    def pour(self, units: str, when: datetime) -> StockLine:
        return self.line("pour", "window>cup", units, when)

    def dose(self, units: str, when: datetime, *, end: str = "dose") -> None:
        self.pour(units, when)
        self.line(end, "cup>patient" if end == "dose" else "cup>take-home", units, when)

    def line_of_two(self, kind: str, way: str, units: str, when: datetime) -> StockLine:
        """A line with a reason and a second person, as the window writes what was not taken."""
        return self.line(kind, way, units, when, second_person=self.second, reason="đổ khi rót")

    def line(self, kind: str, way: str, units: str, when: datetime, **more) -> StockLine:
        source, target = way.split(">")
        line = StockLine(
            book=self.book,
            kind=kind,
            lot=self.lot,
            from_account_id=self.at[source],
            to_account_id=self.at[target],
            quantity_units=Decimal(units),
            happened_at=when,
            recorded_by=self.keeper.account_id,
            request_id=uuid4(),
            **more,
        )
        return write_line(line, book=self.book, scope=self.keeper, at=LATE)
