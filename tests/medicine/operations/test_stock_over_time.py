"""The stock book under thousands of random steps: whatever is asked, in whatever order of time, the sum comes out.

`HOANHAP_STEPS` sets how many steps are taken (`make proof` takes a million).
"""

import os
import random
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from hoanhap.medicine.models import ClosingBalance, Count, StockLine
from hoanhap.medicine.operations import counts, stock
from hoanhap.medicine.queries.balances import Place, balances, balances_from_nothing
from tests.medicine.operations.test_stock import LATE, Clinic, at

pytestmark = pytest.mark.django_db
STEPS = int(os.environ.get("HOANHAP_STEPS", "2000"))
STEPS_A_LIFE = 250


class Naive:
    """The same book kept in plain Python: every line in a list, every balance summed anew."""

    def __init__(self) -> None:
        self.lines = []
        self.closed = None

    def lowest(self, account, lot, since):
        """The least that the account held of the lot at any instant from `since` on."""
        instants = sorted({when for *_rest, when in self.lines if when >= since} | {since})
        return min(self.balance(account, lot, when) for when in instants)

    def balance(self, account, lot, until):
        total = Decimal(0)
        for source, target, one, units, when in self.lines:
            if one == lot and when <= until:
                total += units * ((target == account) - (source == account))
        return total


def ways():
    return [
        (kind, way) for kind, pairs in stock.WAYS.items() for way in pairs if kind not in ("bottle-back",)
    ]


@pytest.mark.parametrize("seed", range(max(1, STEPS // STEPS_A_LIFE)))
def test_whatever_is_asked_the_book_says_what_a_plain_sum_says(made, seed):
    chance, clinic, naive = random.Random(seed), Clinic(made), Naive()
    lots = [clinic.lot.pk, clinic.new_lot("L-0002").pk]
    now, opened = at(6), None
    for _ in range(STEPS_A_LIFE):
        now += timedelta(minutes=chance.randint(0, 90))
        step = chance.random()
        if step < 0.06:
            opened = day_turns(clinic, naive, lots, now, opened, chance)
            continue
        kind, (source, target) = chance.choice(ways())
        if source not in clinic.at or target not in clinic.at:
            continue
        lot, units = chance.choice(lots), Decimal(chance.randint(1, 60_000)) / 1000
        when = now - timedelta(minutes=chance.choice([0, 0, 0, 30, 300]))
        ours = {
            "lot_id": lot,
            "reason": "thử",
            "second_person": clinic.second,
            "at": now,
        }
        naive.lines.append((clinic.at[source], clinic.at[target], lot, units, when))
        fine = (naive.closed is None or when > naive.closed) and (
            source in ("supplier", "found") or naive.lowest(clinic.at[source], lot, when) >= 0
        )
        if fine:
            clinic.move(kind, f"{source}>{target}", str(units), when, **ours)
        else:
            naive.lines.pop()
            with pytest.raises(stock.StockRefused), transaction.atomic():
                clinic.move(kind, f"{source}>{target}", str(units), when, **ours)
    comes_out(clinic, naive, lots)


def day_turns(clinic, naive, lots, now, opened, chance):
    """The day is closed, or the next one opened, with a count that is sometimes wrong."""
    day = now.astimezone(at(6).tzinfo).date()
    held = balances(book_id=clinic.book.pk, at=now)
    places = {
        Place(clinic.at[kind], lot): held.get(Place(clinic.at[kind], lot), Decimal(0))
        for kind in counts.COUNTED
        for lot in lots
    }
    place = chance.choice(list(places))
    missing = min(places[place], Decimal(chance.choice([0, 0, 1])) / 8)
    places[place] -= missing
    moment = "opening" if opened is None else "closing"
    try:
        with transaction.atomic():
            counts.count(
                book_id=clinic.book.pk,
                day=day if opened is None else opened,
                moment=moment,
                counted=places,
                second_person=clinic.second,
                happened_at=now,
                explanation="thử",
                scope=clinic.keeper,
                at=LATE,
            )
    except stock.StockRefused:
        return opened
    if missing:
        naive.lines.append((place.account_id, clinic.at["missing"], place.lot_id, missing, now))
    if moment == "opening":
        return day
    naive.closed = now
    return None


def comes_out(clinic, naive, lots):
    """Debits equal credits, lines have no gap, every close says what the lines said, nothing was ever below zero."""
    numbers = list(StockLine.objects.order_by("line_no").values_list("line_no", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) == len(naive.lines)
    ours = balances_from_nothing(book_id=clinic.book.pk, at=LATE)
    assert ours == balances(book_id=clinic.book.pk, at=LATE)
    assert sum(ours.values()) == 0
    theirs = {
        Place(account, lot): naive.balance(account, lot, LATE)
        for account in clinic.at.values()
        for lot in lots
    }
    assert ours == {place: units for place, units in theirs.items() if units}
    for closing in Count.objects.filter(moment="closing"):
        frozen = {
            Place(one.account_id, one.lot_id): one.units
            for one in ClosingBalance.objects.filter(count=closing)
        }
        assert frozen == balances_from_nothing(book_id=clinic.book.pk, at=closing.happened_at)
    with connection.cursor() as cursor:
        cursor.execute(LEAST)
        assert cursor.fetchall() == []


LEAST = """
    SELECT * FROM (
        SELECT account, lot, sum(change) OVER (PARTITION BY account, lot ORDER BY happened_at) AS balance FROM (
            SELECT to_account_id AS account, lot_id AS lot, happened_at, quantity_units AS change FROM medicine_stockline
            UNION ALL
            SELECT from_account_id, lot_id, happened_at, -quantity_units FROM medicine_stockline
        ) moved JOIN medicine_stockaccount a ON a.id = account WHERE a.kind NOT IN ('supplier', 'found')
    ) instants WHERE balance < 0
"""
