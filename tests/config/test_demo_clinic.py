"""Some weeks of the demo's clinic: the database took every row, and the books explain every millilitre but the one loss."""

import json
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from hoanhap.access.scope import operator_scope
from hoanhap.config.cli import main
from hoanhap.config.demo_clinic import load, window, year
from hoanhap.medicine.models import MedicineIncident, StockBook, StockLine, StockMinutes
from hoanhap.medicine.queries.balances import balances, balances_from_nothing
from hoanhap.treatment.models import Dose, Enrolment, PatientCard
from hoanhap.treatment.operations.limits import load_limits
from hoanhap.treatment.queries.admission import not_yet
from hoanhap.treatment.queries.signal_reading import outside
from hoanhap.treatment.queries.signal_rules import kinds
from hoanhap.treatment.rules.cards import is_whole
from tests.casework.made import Made

DAYS = 21
SMALLEST = Decimal(2)
"""Millilitres of the smallest order, 20 mg."""


@pytest.fixture
def told(db, monkeypatch) -> None:
    """Three weeks in which everything happens that otherwise takes a year."""
    made = Made()
    communes = [made.here.pk, made.there.pk, made.commune("99003-1").pk]
    load_limits()
    monkeypatch.setattr(year, "FOUND_ON", 7)
    monkeypatch.setattr(year, "LOST_ON", 9)
    monkeypatch.setattr(year, "RECEIVED_EVERY", 6)
    monkeypatch.setattr(year, "RECEIVED_FIRST", 16_000_000)
    monkeypatch.setattr(year, "RECEIVED", 11_000_000)
    monkeypatch.setattr(year, "DESTROYED_ON", (18,))
    monkeypatch.setattr(window, "VOMITED", 0.01)
    now = timezone.now()
    load.enter(
        communes,
        password="mau-abcd-efgh-ijkl",
        scope=operator_scope(on=timezone.localdate(now)),
        at=now,
        progress=lambda *_seen: None,
        days=DAYS,
    )


def total(kind: str) -> Decimal:
    """What accounts of a kind hold, in all books."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(CASE WHEN l.to_account_id = a.id THEN quantity_units ELSE -quantity_units END), 0)"
            " FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id IN (l.from_account_id, l.to_account_id)"
            " WHERE a.kind = %s",
            [kind],
        )
        return Decimal(cursor.fetchone()[0])


def test_the_books_of_the_made_up_clinic_explain_every_millilitre_but_one_loss(told):
    assert (total("missing"), total("found")) == (Decimal(35), Decimal(-100))
    (incident,) = MedicineIncident.objects.all()
    assert (incident.kind, incident.volume_ml) == ("unexplained-loss", Decimal(35))
    assert (total("cup"), total("transit"), total("window")) == (0, 0, 0)
    assert total("destroyed") > 0
    everything = Decimal(0)
    for book in StockBook.objects.all():
        now = timezone.now()
        held = balances(book_id=book.pk, at=now)
        assert held == balances_from_nothing(book_id=book.pk, at=now)
        everything += sum(held.values())
    assert everything == 0
    taken = sum(
        Dose.objects.filter(outcome__kind__in=["given", "handed-out"]).values_list("volume_units", flat=True)
    )
    back = total("waste") + total("destroyed")
    assert total("patient") + total("take-home") + returned() == taken
    assert back >= returned()


def returned() -> Decimal:
    """What came back in bottles."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(quantity_units), 0) FROM medicine_stockline WHERE kind = 'bottle-back'"
        )
        return Decimal(cursor.fetchone()[0])


def test_lots_are_used_up_one_after_the_other_so_that_a_count_is_short(told):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.book_id, l.lot_id, o.received_at,"
            " sum(CASE WHEN l.to_account_id = a.id THEN quantity_units ELSE -quantity_units END)"
            " FROM medicine_stockline l JOIN medicine_stockaccount a ON a.id IN (l.from_account_id, l.to_account_id)"
            " JOIN (SELECT lot_id, min(happened_at) AS received_at FROM medicine_stockline GROUP BY lot_id) o"
            " ON o.lot_id = l.lot_id WHERE a.kind IN ('safe', 'window') GROUP BY 1, 2, 3"
        )
        held = cursor.fetchall()
    standing = [units for *_key, units in held if units]
    assert min(standing) >= SMALLEST
    # Received four times in three weeks: the first lots are gone, to the last drop.
    ends = sum(1 for *_key, units in held if not units)
    assert ends >= 3
    minutes = StockMinutes.objects.filter(statement="Cặn cuối lô, không đủ một liều (mẫu)")
    assert {line.line.kind for one in minutes for line in one.lines.all()} == {"waste"}
    assert max(line.line.quantity_units for one in minutes for line in one.lines.all()) < 10


def test_the_made_up_clinic_treats_about_180_people_at_three_places(told):
    running = Enrolment.objects.filter(ended_on__isnull=True).count()
    assert 175 <= running <= 185
    assert Dose.objects.values("organisation").distinct().count() == 3
    a_day = Dose.objects.filter(retired_at__isnull=True).count() / DAYS
    assert 150 <= a_day <= 190
    assert {name for name, _title in load.signs()} == {one.name for one in load.WORKERS}


def test_whoever_is_treated_has_one_card_and_a_lost_one_was_replaced(told):
    cards = PatientCard.objects.all()
    in_use = cards.filter(retired_at__isnull=True)
    running = Enrolment.objects.filter(ended_on__isnull=True)
    assert set(in_use.values_list("enrolment", flat=True)) == set(running.values_list("pk", flat=True))
    assert all(is_whole(one.token) for one in cards)
    lost = cards.filter(retired_at__isnull=False)
    assert lost.count() >= 1
    for one in lost:
        assert (
            one.issued_on
            <= timezone.localdate(one.retired_at)
            == in_use.get(enrolment=one.enrolment).issued_on
        )


def test_the_reconciliation_finds_just_that_loss(told, capsys):
    today = timezone.localdate()
    asked = [
        "--from",
        f"{today - timedelta(days=400):%d/%m/%Y}",
        "--to",
        f"{today:%d/%m/%Y}",
        "--format",
        "json",
    ]
    assert main(["ledger", "reconcile", "--all", *asked]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [row["unexplained_ml"] for row in data["rows"]] == [0] * len(data["rows"])
    assert [row["missing_ml"] for row in data["rows"] if row["missing_ml"]] == ["35"]
    assert (data["total"]["missing_mg"], data["total"]["unexplained_mg"]) == ("350", 0)
    assert data["total"]["explained_percent"] == "100"


def test_nothing_moves_while_the_place_is_closed_so_that_no_false_signal_rises(told):
    hours = kinds(timezone.localdate())["after-hours"]
    assert StockLine.objects.count() > 100
    assert list(StockLine.objects.filter(outside(hours)).values_list("kind", "happened_at")) == []


def test_everybody_of_the_made_up_clinic_was_admitted_as_the_law_asks(told):
    rows = Enrolment.objects.select_related("episode").filter(follows__isnull=True)
    missing = {row.pk: not_yet(row.episode, row.organisation_id, on=row.enrolled_on) for row in rows}
    assert len(missing) > 100
    assert {key: found for key, found in missing.items() if found} == {}
