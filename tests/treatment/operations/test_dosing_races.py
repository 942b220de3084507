"""Sixty-four workers at two sites at once: exactly one dose a day for a person; and the last 10 mg go to one of thirty-two.

`HOANHAP_RACES` sets how many rounds are run (`make proof` runs a thousand).
"""

import os
import random
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.db import connection, connections

from hoanhap.kit.errors import Refused
from hoanhap.medicine.models import StockAccount, StockLine
from hoanhap.medicine.operations import counts, stock
from hoanhap.medicine.queries.balances import Place, balances
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import Dose
from hoanhap.treatment.operations import care, dosing
from tests.casework.made import Made
from tests.medicine.operations.test_stock import DAY, LATE, at
from tests.treatment.over_time.naive import both
from tests.treatment.window import Window

ROUNDS = int(os.environ.get("HOANHAP_RACES", "3"))
WORKERS = 64
THIRST = 32


class Crowd:
    """So many threads, each with its own connection, that do the same at the same moment, round after round."""

    def __init__(self, workers: int) -> None:
        self.gate, self.done = threading.Barrier(workers + 1), threading.Barrier(workers + 1)
        self.results: list[Any] = [None] * workers
        self.act: Callable[[int], Any] | None = None
        self.threads = [threading.Thread(target=self._work, args=(number,)) for number in range(workers)]

    def __enter__(self) -> "Crowd":
        for one in self.threads:
            one.start()
        return self

    def __exit__(self, *_trouble: object) -> None:
        self.act = None
        self.gate.wait(timeout=120)
        for one in self.threads:
            one.join()

    def together(self, act: Callable[[int], Any]) -> list[Any]:
        """What each of them got, or was told."""
        self.act = act
        self.gate.wait(timeout=120)
        self.done.wait(timeout=120)
        return list(self.results)

    def _work(self, number: int) -> None:
        with suppress(threading.BrokenBarrierError):
            while True:
                self.gate.wait(timeout=120)
                if self.act is None:
                    break
                try:
                    self.results[number] = self.act(number)
                except Exception as told:
                    self.results[number] = told
                self.done.wait(timeout=120)
        connections.close_all()


def said(results: list[Any]) -> Counter[str]:
    """How often a dose was poured, and how often which refusal was told; anything else by its own words."""
    return Counter(
        "poured" if isinstance(one, Dose)
        else one.problems[0].code if isinstance(one, Refused)
        else repr(one)
        for one in results
    )  # fmt: skip


def second_site(window: Window) -> tuple[Organisation, dict[str, Any]]:
    """A satellite point with its own open book and a full bottle."""
    point = Organisation.objects.create(
        kind="satellite-point", name="Điểm vệ tinh (mẫu)", unit=window.made.here, parent=window.place
    )
    given = {"scope": window.keeper, "at": LATE}
    book = stock.open_book(organisation_id=point.pk, medicine="methadone", **given)
    stock.add_account(book_id=book.pk, kind="window", name="Cửa 1", **given)
    where = dict(StockAccount.objects.filter(book=book).values_list("kind", "pk"))
    for kind, source, target, minute in (
        ("receipt", "supplier", "safe", 10),
        ("issue", "safe", "window", 20),
    ):
        stock.move(
            book_id=book.pk, kind=kind, lot_id=window.lot.pk, from_id=where[source], to_id=where[target],
            quantity_units=Decimal(20_000), happened_at=at(6, minute), request_id=uuid4(), **given,
        )  # fmt: skip
    counts.count(
        book_id=book.pk, day=DAY, moment="opening", counted={Place(where["window"], window.lot.pk): Decimal(20_000)},
        second_person=window.second, happened_at=at(6, 30), **given,
    )  # fmt: skip
    return point, where


def test_sixty_four_workers_at_two_sites_give_exactly_one_dose(own_database):
    chance, window = random.Random(64), Window(Made(), ml="20000")
    point, there = second_site(window)
    nurse = window.nurse = both(window.place, point)
    window.doctor = both(window.place, point, "bacsi")
    windows = [window.at["window"], there["window"]]
    with Crowd(WORKERS) as crowd:
        for number in range(1, ROUNDS + 1):
            row, order = window.patient()
            is_at_the_point = chance.random() < 0.5
            if is_at_the_point:
                care.allow_elsewhere(
                    enrolment_id=row.pk, organisation_id=point.pk, kind="point", from_on=DAY, until=None,
                    document_number=f"{number}/GT", scope=window.doctor, at=at(6, 40),
                )  # fmt: skip
            sites = [worker % 2 for worker in range(WORKERS)]
            chance.shuffle(sites)
            pressed_twice = uuid4()

            def press(
                worker: int, order=order, sites=sites, here=int(is_at_the_point), pressed_twice=pressed_twice
            ) -> Dose:
                return dosing.pour(
                    order_id=order.pk, window_id=windows[sites[worker]], lot_id=window.lot.pk, dose_mg=order.dose_mg,
                    volume_units=order.dose_mg / 10, scope=nurse, at=at(7),
                    request_id=pressed_twice if worker < 8 and sites[worker] == here else uuid4(),
                )  # fmt: skip

            results = crowd.together(press)
            told = said(results)
            assert set(told) <= {"poured", "dosed-today", "elsewhere"}, told
            assert told["elsewhere"] == sites.count(0 if is_at_the_point else 1)
            assert len({one.pk for one in results if isinstance(one, Dose)}) == 1
            (dose,) = Dose.objects.filter(enrolment=row)
            window.settle(dose)
    assert Dose.objects.count() == ROUNDS
    assert StockLine.objects.filter(kind="pour").count() == ROUNDS
    given = Counter(Dose.objects.values_list("organisation", flat=True))
    for where, organisation in ((window.at, window.place), (there, point)):
        book = StockAccount.objects.get(pk=where["window"]).book_id
        left = balances(book_id=book, at=LATE)[Place(where["window"], window.lot.pk)]
        assert left == 20_000 - 2 * given[organisation.pk]


def test_thirty_two_race_for_the_last_ten_milligrams(own_database):
    window = Window(Made(), ml="1")
    orders = [window.patient(dose="10")[1] for _ in range(THIRST)]
    with Crowd(THIRST) as crowd:
        for _ in range(max(1, ROUNDS // 10)):
            told = said(crowd.together(lambda worker: window.pour(orders[worker])))
            assert told == {"poured": 1, "not-enough": THIRST - 1}
            assert window.held().get("window") is None
            # The winner's cup goes back into the bottle, and all of them try again.
            (dose,) = Dose.objects.filter(retired_at__isnull=True)
            window.settle(dose, "voided", reason="thử", at=at(7))
            assert window.held()["window"] == Decimal(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(line_no ORDER BY line_no) FROM medicine_stockline")
        (numbers,) = cursor.fetchone()
    assert numbers == list(range(1, len(numbers) + 1))
