"""The year of the made-up clinic, day by day: received, shipped, counted, given out, counted again, closed."""

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.utils import timezone

from hoanhap.access.scope import Scope
from hoanhap.config.demo_clinic import rows
from hoanhap.config.demo_clinic.books import Book, units
from hoanhap.config.demo_clinic.patients import Patient
from hoanhap.config.demo_clinic.visits import Orders, Visit, comes, visit
from hoanhap.config.demo_clinic.window import THOUSANDTHS_PER_MG, Window, Written
from hoanhap.config.output import Progress
from hoanhap.config.words import say
from hoanhap.kit.keys import new_id
from hoanhap.medicine.operations import counts, destruction, minutes
from hoanhap.medicine.queries.balances import Place
from hoanhap.medicine.rules.counting import COUNTED_AT

BOTTLE: Final = 100_000
"""What is given out is measured in bottles of 100 ml."""
RECEIVED_EVERY, RECEIVED_FIRST, RECEIVED = 28, 60_000_000, 39_000_000
SHIPPED_EVERY, SHIPPED = 7, 3_600_000
PLANNED_ANEW: Final = (1, 4, 12, 30, 80, 180)
DESTROYED_ON: Final = (170, 350)
LOST_ON, LOST = 205, 35_000
"""On this day of the year 35 ml are missing at the first point, and nobody knows where they went."""
FOUND_ON, FOUND = 120, 100_000
"""On this one a bottle of 100 ml that was never booked stands in the clinic's safe."""
BOARD: Final = (
    ("Lê Văn Sáu (mẫu)", "Trưởng cơ sở"),
    ("Trần Thị Bảy (mẫu)", "Dược sĩ, thủ kho"),
    ("Phạm Văn Tám (mẫu)", "Đại diện Sở Y tế"),
)


class Year:
    """The year while it is being told. The first book is the clinic's, the others are those of its points."""

    def __init__(
        self, books: Sequence[Book], patients: Sequence[Patient], *, first: date, scope: Scope, at: datetime
    ) -> None:
        self.books, self.patients = list(books), list(patients)
        self.first, self.last = first, timezone.localdate(at) - timedelta(days=1)
        self.given: dict[str, Any] = {"scope": scope, "at": at}
        self.chance = random.Random(2026)  # noqa: S311 - a made-up year
        self.lot_number = 0

    def tell(self, progress: Progress) -> None:
        """Every day from the first until yesterday."""
        what = say("Một năm cấp phát methadone (mẫu)", "A year of methadone (made up)")
        days = (self.last - self.first).days + 1
        for number in range(days):
            self._day(number, self.first + timedelta(days=number))
            if number in PLANNED_ANEW:
                rows.plan_anew()
            progress(what, number + 1, days)

    def _day(self, number: int, day: date) -> None:
        written = Written()
        here = self._visits(day)
        if number % RECEIVED_EVERY == 0:
            self._receive(day)
        if number % SHIPPED_EVERY == 0:
            for point in self.books[1:]:
                self._ship(point, day)
        if number in DESTROYED_ON:
            self._destroy(day)
        for place, book in enumerate(self.books):
            self._open(book, number, day, place)
            visits = here[place]
            self._fill_window(book, visits, _at(day, 6, 50))
            Window(book, day, _at(day, 7), self.chance, written).serve(visits)
            self._flush(book)
            self._close(book, visits, day)
        self._copy(written)

    def _visits(self, day: date) -> list[list[Visit]]:
        """Who comes where, with the orders that doctors wrote for them."""
        staff = self.books[0].staff
        orders = Orders(staff.doctor, staff.other_doctor, [], [])
        here: list[list[Visit]] = [[] for _ in self.books]
        for patient in self.patients:
            if comes(patient, day, self.chance):
                here[patient.place(day)].append(visit(patient, day, orders, _at(day, 6, 30)))
        for one in here:
            self.chance.shuffle(one)
        if orders.stopped:
            rows.stop_orders(orders.stopped)
        if orders.new:
            rows.copy("treatment_doseorder", rows.ORDERS, orders.new)
        return here

    def _receive(self, day: date) -> None:
        book, self.lot_number = self.books[0], self.lot_number + 1
        brought = RECEIVED_FIRST if self.lot_number == 1 else RECEIVED
        made = minutes.receive(
            book_id=book.id,
            number=f"{self.lot_number}/BB-GN (mẫu)",
            supplier="Công ty dược (mẫu)",
            handed_over_by="Nguyễn Văn Giao (mẫu)",
            invoice_number=f"{self.lot_number}/HĐ (mẫu)",
            delivered=[
                minutes.Delivered(
                    number=f"MAU-{day:%y%m}-{self.lot_number:02d}",
                    expires_on=day + timedelta(days=730),
                    mg_per_unit=units(10_000),
                    units=units(brought),
                    maker="Nhà sản xuất (mẫu)",
                )
            ],
            happened_at=_at(day, 6, 2),
            request_id=new_id(),
            second_person=book.staff.keeper,
            **self.given,
        )
        [(lot,)] = rows.read(
            "SELECT l.lot_id FROM medicine_stockline l JOIN medicine_stockminutesline m ON m.line_id = l.id"
            " WHERE m.minutes_id = %s",
            made.pk,
        )
        book.moves("supplier", "safe", lot, brought)

    def _ship(self, point: Book, day: date) -> None:
        """From the clinic's safe to that of a point: sent by one book, taken in by the other."""
        clinic, left = self.books[0], SHIPPED - sum(there for _lot, there in point.in_safe())
        number = f"{day:%d%m}/PX-{point.name} (mẫu)"
        for lot, there in list(clinic.in_safe()):
            part = min(there, left) // BOTTLE * BOTTLE
            if part > 0:
                by, second = clinic.staff.keeper, clinic.staff.dispenser
                clinic.line(
                    "shipment",
                    "safe",
                    "transit",
                    lot,
                    part,
                    _at(day, 6, 10),
                    by=by,
                    second=second,
                    number=number,
                )
                self._flush(clinic)
                when = _at(day, 6, 20)
                arrived = (
                    new_id(),
                    point.id,
                    lot,
                    "arrival",
                    clinic.accounts["transit"],
                    point.accounts["safe"],
                )
                rows.copy(
                    "medicine_stockline",
                    rows.LINES,
                    [(*arrived, units(part), when, when, second, by, number, "", new_id())],
                )
                clinic.held["transit", lot] -= part
                point.moves("transit", "safe", lot, part)
                left -= part

    def _destroy(self, day: date) -> None:
        for book in self.books:
            waste = [(lot, there) for (kind, lot), there in book.held.items() if kind == "waste" and there]
            if not waste:
                continue
            destruction.destroy(
                book_id=book.id,
                number=f"{day:%d%m}/BB-HUY-{book.name} (mẫu)",
                approval_number=f"{day:%d%m}/SYT (mẫu)",
                held_in="Cơ sở điều trị (mẫu)",
                method="Pha loãng, đổ vào hệ thống xử lý chất thải (mẫu)",
                board=[destruction.Member(*one) for one in BOARD],
                leaving=[
                    destruction.Leaving(book.accounts["waste"], lot, units(there)) for lot, there in waste
                ],
                happened_at=_at(day, 6, 30),
                request_id=new_id(),
                second_person=book.staff.keeper,
                **self.given,
            )
            for lot, there in waste:
                book.moves("waste", "destroyed", lot, there)

    def _open(self, book: Book, number: int, day: date, place: int) -> None:
        when = _at(day, 6, 40)
        if (place, number) in ((1, LOST_ON), (0, FOUND_ON)):
            self._open_with_a_difference(book, day, when, change=-LOST if place else FOUND)
            return
        count = book.count("opening", day, when)
        rows.copy("medicine_count", rows.COUNTS, [count])
        rows.copy("medicine_countline", rows.COUNTED, book.counted(count[0], COUNTED_AT["opening"]))

    def _open_with_a_difference(self, book: Book, day: date, when: datetime, *, change: int) -> None:
        lot = next(lot for lot, there in book.in_safe() if there > LOST)
        counted = {
            Place(book.accounts[kind], one): units(there + (change if (kind, one) == ("safe", lot) else 0))
            for (kind, one), there in book.held.items()
            if kind in COUNTED_AT["opening"] and there
        }
        lost = "Kiểm đếm lại ba lần vẫn thiếu, không rõ nguyên nhân (mẫu)"
        found = "Chai còn nguyên nằm lẫn trong thùng vỏ chai chờ trả (mẫu)"
        counts.count(
            book_id=book.id,
            day=day,
            moment="opening",
            counted=counted,
            second_person=book.staff.keeper,
            happened_at=when,
            explanation=lost if change < 0 else found,
            **self.given,
        )
        source, target = ("safe", "missing") if change < 0 else ("found", "safe")
        book.moves(source, target, lot, abs(change))

    def _fill_window(self, book: Book, visits: Sequence[Visit], when: datetime) -> None:
        """Enough for everybody of the day and a little more, in whole bottles, the oldest lot first."""
        needed = sum(one.order.dose_mg * one.days for one in visits) * THOUSANDTHS_PER_MG + 5 * BOTTLE
        for lot, there in list(book.in_safe()):
            part = min(there, -(-needed // BOTTLE) * BOTTLE)
            if part > 0:
                staff = book.staff
                book.line("issue", "safe", "window", lot, part, when, by=staff.keeper, second=staff.dispenser)
                needed -= part

    def _use_up(self, book: Book, visits: Sequence[Visit], day: date) -> None:
        """What is left of a lot of which the safe holds nothing more, and which is less than anybody's dose, is put aside.

        So a lot is used up before the next one is begun, and a count goes over few of them.
        """
        smallest = min((one.order.dose_mg for one in visits), default=0) * THOUSANDTHS_PER_MG
        rests = [
            (lot, there)
            for (kind, lot), there in book.held.items()
            if kind == "window" and 0 < there < smallest and not book.held["safe", lot]
        ]
        for place, (lot, there) in enumerate(rests, 1):
            minutes.put_aside(
                book_id=book.id,
                number=f"{day:%d%m}-{place}/BB-HH-{book.name} (mẫu)",
                cause="remainder",
                statement="Cặn cuối lô, không đủ một liều (mẫu)",
                from_id=book.accounts["window"],
                lot_id=lot,
                units=units(there),
                is_left=True,
                happened_at=_at(day, 10, 50),
                request_id=new_id(),
                second_person=book.staff.keeper,
                **self.given,
            )
            book.moves("window", "waste", lot, there)

    def _close(self, book: Book, visits: Sequence[Visit], day: date) -> None:
        staff = book.staff
        self._use_up(book, visits, day)
        for (kind, lot), there in list(book.held.items()):
            if kind == "window" and there:
                book.line(
                    "put-back",
                    "window",
                    "safe",
                    lot,
                    there,
                    _at(day, 11),
                    by=staff.dispenser,
                    second=staff.keeper,
                )
        self._flush(book)
        count = book.count("closing", day, _at(day, 11, 30))
        rows.copy("medicine_count", rows.COUNTS, [count])
        rows.copy("medicine_countline", rows.COUNTED, book.counted(count[0], COUNTED_AT["closing"]))
        rows.check_now()

    def _flush(self, book: Book) -> None:
        if book.lines:
            rows.copy("medicine_stockline", rows.LINES, book.lines)
            book.lines.clear()

    def _copy(self, written: Written) -> None:
        rows.copy("treatment_dose", rows.DOSES, written.doses)
        rows.copy("treatment_doseoutcome", rows.OUTCOMES, written.outcomes)
        if written.later_doses:
            rows.copy("treatment_vomiting", rows.VOMITED, written.vomited)
            rows.copy("treatment_dose", rows.DOSES, written.later_doses)
            rows.copy("treatment_doseoutcome", rows.OUTCOMES, written.later_outcomes)
        if written.bottles:
            rows.copy("treatment_bottleback", rows.BOTTLES, written.bottles)
        rows.copy("audit_entry", rows.ENTRIES, written.entries)
        rows.check_now()


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
