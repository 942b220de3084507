"""What must be so whenever it is asked: sums, numbers, instants, doses, milligrams."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.db import connection

from hoanhap.medicine.models import ClosingBalance, Count, StockLine
from hoanhap.medicine.queries.balances import Place, balances, balances_from_nothing
from hoanhap.treatment.models import Dose, DoseOutcome
from hoanhap.treatment.queries.reconcile import reconcile
from tests.medicine.operations.test_stock import DAY
from tests.medicine.operations.test_stock_over_time import LEAST
from tests.treatment.over_time.naive import END, NaivePlace


def everything_comes_out(life: Any) -> None:
    """The whole check, at any step of a life."""
    for place in life.places:
        the_sums_come_out(place, life.lots)
    debits_equal_credits(life)
    one_dose_a_day()
    the_doses_are_what_was_foretold(life)
    every_milligram_is_explained()
    the_reconciliation_explains_all(life)


def debits_equal_credits(life: Any) -> None:
    """Over both books together: what is on its way has left one and not come to the other."""
    held = [balances(book_id=place.book.pk, at=END) for place in life.places]
    assert sum(sum(one.values()) for one in held) == 0


def one_dose_a_day() -> None:
    """Nobody has two portions of one day, whatever was poured back, vomited or brought back between."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, dose_on FROM treatment_dose WHERE retired_at IS NULL AND replaces_id IS NULL"
            " GROUP BY person_id, dose_on HAVING count(*) > 1"
        )
        assert cursor.fetchall() == []


def the_reconciliation_explains_all(life: Any) -> None:
    """From supplier to patients, by book, by lot: nothing is left over, in the whole life or in its last days."""
    for since in (DAY, (life.now - timedelta(days=3)).date()):
        rows = reconcile(scope=life.window.keeper, from_on=since, to_on=END.date())
        assert rows
        assert [one.unexplained for one in rows if one.unexplained] == []


def the_sums_come_out(place: NaivePlace, lots: list) -> None:
    ours = balances(book_id=place.book.pk, at=END)
    assert ours == balances_from_nothing(book_id=place.book.pk, at=END)
    foretold = {
        Place(account, lot): place.balance(kind, lot, END) for kind, account in place.at.items() for lot in lots
    }  # fmt: skip
    assert ours == {key: units for key, units in foretold.items() if units}
    numbers = StockLine.objects.filter(book=place.book).order_by("line_no").values_list("line_no", flat=True)
    assert list(numbers) == list(range(1, place.written + 1))
    for closing in Count.objects.filter(book=place.book, moment="closing"):
        frozen = {
            Place(one.account_id, one.lot_id): one.units
            for one in ClosingBalance.objects.filter(count=closing)
        }
        assert frozen == balances_from_nothing(book_id=place.book.pk, at=closing.happened_at)
    with connection.cursor() as cursor:
        cursor.execute(LEAST)
        assert cursor.fetchall() == []


def the_doses_are_what_was_foretold(life: Any) -> None:
    foretold = {
        (one["id"], one["day"], Decimal(one["mg"]), not one["counts"])
        for patient in life.patients for one in patient.doses
    }  # fmt: skip
    ours = {(one.pk, one.dose_on, one.dose_mg, one.retired_at is not None) for one in Dose.objects.all()}
    assert ours == foretold
    ends = {one["id"]: one["end"] for patient in life.patients for one in patient.doses if one["end"]}
    assert dict(DoseOutcome.objects.values_list("dose_id", "kind")) == ends


def every_milligram_is_explained() -> None:
    """What patients took, by their doses, is what the books gave them; what came is all accounted for, in milligrams."""
    with connection.cursor() as cursor:
        cursor.execute(EXPLAINED)
        (sums,) = [SimpleNamespace(**dict(zip(("by_doses", "by_books", "came", "went"), row, strict=True)))
                   for row in cursor.fetchall()]  # fmt: skip
    assert sums.by_doses == sums.by_books
    assert sums.came == sums.went


EXPLAINED = """
    SELECT (SELECT coalesce(sum(d.dose_mg), 0) FROM treatment_dose d JOIN treatment_doseoutcome o ON o.dose_id = d.id
            WHERE o.kind IN ('given', 'handed-out')),
           (SELECT coalesce(sum(l.quantity_units * t.mg_per_unit), 0) FROM medicine_stockline l
            JOIN medicine_lot t ON t.id = l.lot_id JOIN medicine_stockaccount a ON a.id = l.to_account_id
            WHERE a.kind IN ('patient', 'take-home')),
           (SELECT coalesce(sum(CASE WHEN a.id = l.from_account_id THEN l.quantity_units ELSE -l.quantity_units END
                                * t.mg_per_unit), 0)
            FROM medicine_stockline l JOIN medicine_lot t ON t.id = l.lot_id
            JOIN medicine_stockaccount a ON a.id IN (l.from_account_id, l.to_account_id)
            WHERE a.kind IN ('supplier', 'found')),
           (SELECT coalesce(sum(CASE WHEN a.id = l.to_account_id THEN l.quantity_units ELSE -l.quantity_units END
                                * t.mg_per_unit), 0)
            FROM medicine_stockline l JOIN medicine_lot t ON t.id = l.lot_id
            JOIN medicine_stockaccount a ON a.id IN (l.from_account_id, l.to_account_id)
            WHERE a.kind NOT IN ('supplier', 'found'))
"""
