"""The page of a closed day: what stands on it, and that it never changes once it was printed."""

import json
import os
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.translation import override

from hoanhap.kit.errors import NotFound
from hoanhap.medicine.models import StockPage
from hoanhap.medicine.operations import corrections
from hoanhap.medicine.queries.book_pages import book_page
from hoanhap.reporting.operations.stock_pages import frozen_page
from hoanhap.reporting.queries.stock_pages import content_of
from hoanhap.reporting.rendering.stock_pages import page_pictures
from tests.casework.made import Made, scope
from tests.medicine.days import Day
from tests.medicine.operations.test_stock import DAY, LATE, POWERS, at

pytestmark = pytest.mark.django_db
NEXT = DAY + timedelta(days=1)


@pytest.fixture
def clinic(db) -> Day:
    return Day(Made())


@pytest.fixture
def closed(clinic):
    """A day with a delivery, doses, waste, a wrong line put right, and a bottle that is not there at the close."""
    clinic.receive(at(7), clinic.delivered("2000"), clinic.delivered("500", number="L-0002"))
    clinic.count("opening", at(7, 30), safe="2500") if False else open_day(clinic)
    clinic.move("issue", "safe>window", "1000", at(7, 40))
    for minute in range(5):
        clinic.dose("7.5", at(8, minute))
    clinic.dose("8", at(8, 30), end="take-home")
    clinic.put_aside(at(9), "100")
    wrong = clinic.put_aside(at(10), "50", number="02/HH").lines.get().line
    corrections.correct(
        line_id=wrong.pk,
        right_units=Decimal(5),
        second_person=clinic.second,
        reason="ghi nhầm 50 thay vì 5",
        request_id=uuid4(),
        scope=clinic.keeper,
        at=at(11),
    )
    return close_day(clinic)


def open_day(clinic):
    return counted(clinic, "opening", at(7, 30), {("safe", "L-0001"): "2000", ("safe", "L-0002"): "500"})


def close_day(clinic):
    return counted(
        clinic,
        "closing",
        at(17),
        {
            ("safe", "L-0001"): "894",
            ("safe", "L-0002"): "500",
            ("window", "L-0001"): "954.5",
            ("waste", "L-0001"): "105",
        },
        explanation="thiếu 1 ml trong két, đã lập biên bản",
    )


def counted(clinic, moment, when, what, *, explanation=""):
    from hoanhap.medicine.models import Lot
    from hoanhap.medicine.operations import counts
    from hoanhap.medicine.queries.balances import Place

    lots = dict(Lot.objects.values_list("number", "pk"))
    return counts.count(
        book_id=clinic.book.pk,
        day=when.date(),
        moment=moment,
        counted={Place(clinic.at[kind], lots[lot]): Decimal(units) for (kind, lot), units in what.items()},
        second_person=clinic.second,
        happened_at=when,
        explanation=explanation,
        scope=clinic.keeper,
        at=LATE,
    )


def test_the_page_has_the_columns_of_the_circular_and_comes_out(clinic, closed):
    page = book_page(closed.pk, scope=clinic.keeper)
    content = content_of(page)

    assert page.comes_out
    print(content["rows"], content["lot_rows"], content["count_rows"])
    if folder := os.environ.get("HOANHAP_PICTURES"):
        for number, picture in enumerate(page_pictures(content, made_at=closed.happened_at), start=1):
            Path(folder, f"stock-page-{number}.png").write_bytes(picture)
