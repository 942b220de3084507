"""Counting blind: what agrees counts at once, what differs is kept, then counted again and explained."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from hoanhap.access.models import Account, Grant
from hoanhap.audit.models import Entry
from hoanhap.kit.errors import NotFound
from hoanhap.medicine.models import Count, CountTry, CountTryLine, MedicineIncident, StockLine
from hoanhap.medicine.operations import counts, stock
from hoanhap.medicine.queries import books, counting
from hoanhap.medicine.queries.balances import Place
from tests.casework.made import Made, scope
from tests.medicine.days import Day
from tests.medicine.operations.test_stock import DAY, LATE, POWERS, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(db) -> Day:
    made = Day(Made())
    made.move("receipt", "supplier>safe", "100", at(7))
    return made


def blind(clinic, moment: str, when, **counted: str):
    return counts.blind_count(
        book_id=clinic.book.pk,
        day=when.date(),
        moment=moment,
        counted={Place(clinic.at[kind], clinic.lot.pk): Decimal(units) for kind, units in counted.items()},
        second_person=clinic.second,
        happened_at=when,
        scope=clinic.keeper,
        at=LATE,
    )


def codes(refused) -> list[str]:
    return [one.code for one in refused.value.problems]


def test_a_blind_count_that_agrees_opens_the_day(clinic):
    made = blind(clinic, "opening", at(7, 30), safe="100")
    assert isinstance(made, Count)
    assert (CountTry.objects.count(), StockLine.objects.count()) == (0, 1)


def test_a_blind_count_that_differs_opens_nothing_writes_no_loss_and_stays(clinic):
    made = blind(clinic, "opening", at(7, 30), safe="98")

    assert counts.did_not_agree(made)
    assert (Count.objects.count(), StockLine.objects.count(), MedicineIncident.objects.count()) == (0, 1, 0)
    tried = counting.last_try(clinic.book.pk, "opening", day=DAY, scope=clinic.keeper)
    assert [(one.counted, one.in_book, one.change) for one in tried.differences] == [
        (Decimal(98), Decimal(100), Decimal(-2))
    ]
    assert Entry.objects.filter(kind="medicine.count-did-not-agree").count() == 1
    for table in ("counttry", "counttryline"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM medicine_{table}")
    assert CountTryLine.objects.count() == 1


def test_what_still_differs_is_written_explained_with_an_incident_and_the_try_beside_it(clinic):
    blind(clinic, "opening", at(7, 30), safe="98")
    clinic.count("opening", at(7, 40), safe="99", explanation="rỉ ở nắp chai")

    (line,) = StockLine.objects.filter(kind="loss")
    assert (line.quantity_units, line.reason, line.second_person) == (1, "rỉ ở nắp chai", clinic.second)
    assert MedicineIncident.objects.get().volume_ml == 1
    (row,) = counting.counts_of(clinic.book.pk, scope=clinic.keeper)
    assert [one.change for one in row.differences] == [Decimal(-1)]
    assert [one.change for tried in row.tries for one in tried.differences] == [Decimal(-2)]
    assert row.explanation == "rỉ ở nắp chai"
    assert counting.last_try(clinic.book.pk, "opening", day=DAY, scope=clinic.keeper) is None


def test_what_is_found_comes_from_outside_and_makes_no_incident(clinic):
    clinic.count("opening", at(7, 30), safe="102", explanation="đếm sót khi nhận")
    assert clinic.held() == {"supplier": -100, "found": -2, "safe": 102}
    assert MedicineIncident.objects.count() == 0


def test_the_sheet_asks_for_everything_that_is_or_was_there_and_tells_no_quantity(clinic):
    clinic.move("issue", "safe>window", "40", at(7, 10))
    clinic.move("put-back", "window>safe", "40", at(7, 20))
    state = books.book_state(clinic.book.pk, scope=clinic.keeper, at=at(7, 30))
    asked = counting.sheet(state, "opening")

    assert {one.place for one in asked} == {
        Place(clinic.at["safe"], clinic.lot.pk),
        Place(clinic.at["window"], clinic.lot.pk),
    }
    assert {field for one in asked for field in vars(one)} == {
        "place",
        "place_label",
        "lot_number",
        "expires_on",
    }
    assert {one.place.account_id for one in counting.sheet(state, "shift")} == {clinic.at["window"]}


def test_a_shift_hands_over_what_stands_at_the_window_as_often_as_it_must(clinic):
    clinic.count("opening", at(7, 30), safe="100")
    clinic.move("issue", "safe>window", "40", at(7, 40))
    for hour in (10, 13):
        blind(clinic, "shift", at(hour), window="40")
    clinic.count("closing", at(17), safe="60", window="40")
    moments = Count.objects.order_by("happened_at").values_list("moment", flat=True)
    assert list(moments) == ["opening", "shift", "shift", "closing"]


def test_a_shift_counts_no_safe(clinic):
    clinic.count("opening", at(7, 30), safe="100")
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        blind(clinic, "shift", at(10), safe="100")
    assert codes(refused) == ["no-such-place"]


def test_no_shift_without_an_open_day_and_no_opening_within_one(clinic):
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        blind(clinic, "shift", at(7, 10))
    assert codes(refused) == ["day-not-open"]
    clinic.count("opening", at(7, 30), safe="100")
    blind(clinic, "shift", at(8))
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        clinic.count("opening", at(9, day=DAY + timedelta(days=1)), safe="100")
    assert codes(refused) == ["day-opened-already"]
    clinic.count("closing", at(17), safe="100")
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        blind(clinic, "shift", at(18))
    assert codes(refused) == ["day-not-open"]


@pytest.mark.parametrize("moment", ["shift", "closing"])
def test_neither_shift_nor_day_is_counted_over_a_pour_that_nobody_settled(clinic, moment):
    clinic.count("opening", at(7, 30), safe="100")
    clinic.move("issue", "safe>window", "40", at(7, 40))
    clinic.pour("5", at(8))
    there = {"window": "35"} | ({"safe": "60"} if moment == "closing" else {})
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        blind(clinic, moment, at(9), **there)
    assert codes(refused) == ["open-pours"]
    clinic.line("dose", "cup>patient", "5", at(8, 1))
    assert isinstance(blind(clinic, moment, at(9), **there), Count)


def test_who_gives_doses_counts_a_shift_alone_but_opens_a_day_only_with_a_keeper(clinic):
    place = clinic.book.organisation
    nurse = scope(frozenset(["medicine.read", "treatment.dose"]), place.unit_id, name="capphat")
    clinic.keeper, first = nurse, clinic.keeper
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        blind(clinic, "opening", at(7, 30), safe="100")
    assert codes(refused) == ["keeper-missing"]
    keeper = Account.objects.create(username="thukhothat")
    Grant.objects.create(
        account=keeper,
        role="clinic-keeper",
        unit_id=place.unit_id,
        organisation=place,
        valid_from=DAY,
        reason="mẫu",
    )
    clinic.second, other = keeper.pk, clinic.second
    assert isinstance(blind(clinic, "opening", at(7, 30), safe="100"), Count)
    clinic.second = other
    assert isinstance(blind(clinic, "shift", at(9)), Count)
    assert first != nurse


@pytest.mark.parametrize(("moment", "code"), [("sometime", "not-on-the-list")])
def test_there_are_three_kinds_of_counts(clinic, moment, code):
    with pytest.raises(stock.StockRefused) as refused:
        blind(clinic, moment, at(8), safe="100")
    assert codes(refused) == [code]


def test_a_count_by_somebody_unknown_or_of_the_next_commune_is_none(clinic):
    for changes, expected in (
        ({"second": uuid4()}, stock.StockRefused),
        ({"keeper": scope(POWERS, "99002-1", name="langgieng")}, NotFound),
    ):
        before = {name: getattr(clinic, name) for name in changes}
        for name, value in changes.items():
            setattr(clinic, name, value)
        with pytest.raises(expected), transaction.atomic():
            blind(clinic, "opening", at(8), safe="99")
        for name, value in before.items():
            setattr(clinic, name, value)
    assert (Count.objects.count(), CountTry.objects.count()) == (0, 0)


def test_the_state_of_a_book_tells_at_which_day_it_stands(clinic):
    def state(when):
        return books.book_state(clinic.book.pk, scope=clinic.keeper, at=when)

    assert (state(at(7, 10)).day, state(at(7, 10)).is_open) == (None, False)
    clinic.count("opening", at(7, 30), safe="100")
    assert state(at(9)).is_open_today
    assert state(at(9, day=DAY + timedelta(days=1))).is_left_open
    clinic.count("closing", at(17), safe="100")
    assert state(at(18)).is_closed_today
    assert (state(at(18)).stock, state(at(18)).waiting) == (Decimal(100), Decimal(0))
    later = state(at(8, day=DAY + timedelta(days=1)))
    assert (later.is_open, later.is_closed_today) == (False, False)
