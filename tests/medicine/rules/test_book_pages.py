"""The page of a day: what counts as stock, what stands under in and out, and that it always adds up."""

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.medicine.rules.book_pages import STOCK, Movement, columns, rows, sums

LOTS = [UUID(int=1), UUID(int=2)]
MORNING = datetime(2026, 7, 1, 7, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
WAYS = [
    ("receipt", "supplier", "safe"),
    ("issue", "safe", "window"),
    ("pour", "window", "cup"),
    ("dose", "cup", "patient"),
    ("take-home", "cup", "take-home"),
    ("spill", "window", "spill"),
    ("waste", "safe", "waste"),
    ("destruction", "waste", "destroyed"),
    ("bottle-back", "take-home", "waste"),
    ("loss", "safe", "missing"),
    ("find", "found", "safe"),
    ("shipment", "safe", "transit"),
    ("arrival", "transit", "safe"),
    ("return", "safe", "returned"),
    ("reversal", "safe", "supplier"),
    ("reversal", "waste", "safe"),
]


def movement(number: int, way, units: str = "10", lot: UUID = LOTS[0], minutes: int = 0, **more) -> Movement:
    kind, source, target = way
    when = MORNING + timedelta(minutes=minutes or number)
    return Movement(number, kind, lot, source, target, Decimal(units), when, **more)


@pytest.mark.parametrize(
    ("way", "came", "went"),
    [
        (("receipt", "supplier", "safe"), "10", None),
        (("find", "found", "window"), "10", None),
        (("arrival", "transit", "safe"), "10", None),
        (("dose", "cup", "patient"), None, "10"),
        (("waste", "cabinet", "waste"), None, "10"),
        (("shipment", "safe", "transit"), None, "10"),
        (("issue", "safe", "window"), None, None),
        (("pour", "window", "cup"), None, None),
        (("destruction", "waste", "destroyed"), None, None),
        (("bottle-back", "take-home", "waste"), None, None),
        (("reversal", "safe", "supplier"), "-10", None),
        (("reversal", "waste", "safe"), None, "-10"),
        (("reversal", "spill", "window"), None, "-10"),
    ],
)
def test_a_line_stands_where_the_circular_puts_it_and_a_reversal_below_zero(way, came, went):
    told = tuple(None if text is None else Decimal(text) for text in (came, went))
    assert columns(movement(1, way)) == told


def test_moves_inside_the_stock_are_no_rows_and_doses_are_one_row_a_lot():
    moved = [
        movement(1, WAYS[0], "1000"),
        movement(2, WAYS[1], "500"),
        movement(3, WAYS[2], "7.5"),
        movement(4, WAYS[3], "7.5"),
        movement(5, WAYS[2], "8"),
        movement(6, WAYS[3], "8"),
        movement(7, ("dose", "cup", "patient"), "2", LOTS[1]),
    ]
    told = [
        (one.kind, one.lot_id, one.came, one.went, one.lines, one.first_no, one.last_no)
        for one in rows(moved, Decimal(3))
    ]

    assert told == [
        ("receipt", LOTS[0], Decimal(1000), None, 1, 1, 1),
        ("dose", LOTS[0], None, Decimal("15.5"), 2, 4, 6),
        ("dose", LOTS[1], None, Decimal(2), 1, 7, 7),
    ]
    assert [one.balance for one in rows(moved, Decimal(3))] == [
        Decimal(1003),
        Decimal("987.5"),
        Decimal("985.5"),
    ]


def test_what_is_brought_back_from_home_never_counts_as_stock():
    moved = [movement(1, WAYS[0], "100"), movement(2, ("bottle-back", "take-home", "waste"), "8")]
    (lot,) = sums(moved, {}, {LOTS[0]: Decimal(100)}, {LOTS[0]: Decimal(8)}).values()
    assert (lot.received, lot.given, lot.wasted, lot.after, lot.waiting) == (100, 0, 0, 100, 8)
    assert lot.comes_out


def test_a_page_whose_close_says_something_else_does_not_come_out():
    (lot,) = sums([movement(1, WAYS[0], "100")], {}, {LOTS[0]: Decimal(99)}, {}).values()
    assert not lot.comes_out


@given(
    st.lists(
        st.tuples(st.sampled_from(WAYS), st.integers(1, 10**9), st.sampled_from(LOTS), st.integers(0, 600)),
        max_size=60,
    ),
    st.integers(0, 10**9),
)
def test_whatever_happened_the_page_adds_up_to_what_a_plain_sum_says(steps, opening):
    before = {LOTS[0]: Decimal(opening) / 1000}
    moved = [
        movement(number, way, str(Decimal(units) / 1000), lot, minutes)
        for number, (way, units, lot, minutes) in enumerate(steps, start=1)
    ]
    after = {lot: before.get(lot, Decimal(0)) for lot in LOTS}
    for one in moved:
        after[one.lot_id] += one.units * ((one.to_kind in STOCK) - (one.from_kind in STOCK))
    page = rows(moved, before[LOTS[0]])

    assert (page[-1].balance if page else before[LOTS[0]]) == sum(after.values())
    assert all(one.comes_out for one in sums(moved, before, after, {}).values())
    numbers = [one.line_no for one in moved if not (one.from_kind in STOCK and one.to_kind in STOCK)]
    assert sum(one.lines for one in page) == len(numbers)
