"""`hoanhap clinic`: the same numbers as the pages, in words and as JSON."""

import json
from datetime import date

import pytest

from hoanhap.config.cli import main
from tests.casework.made import Made
from tests.treatment.window import Window

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(db) -> Window:
    window = Window(Made())
    for _ in range(6):
        _row, order = window.patient(dose="20")
        window.settle(window.pour(order))
    return window


def said(capsys, *words) -> dict:
    assert main(["clinic", *words, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_month_of_a_clinic(window, capsys):
    found = said(capsys, "month", "--site", window.place.name, "--period", "2026-07")

    counts = {row["code"]: row["count"] for row in found["rows"]}
    assert (counts["active"], counts["given"], found["from"]) == (6, 6, "2026-07-01")
    assert [(one["received"], one["issued"]) for one in found["medicines"]] == [("2000", "12")]


def test_the_quarter_of_a_clinic_and_of_all(window, capsys):
    one = said(capsys, "quarter", "--site", str(window.place.pk), "--period", "2026-3")
    everyone = said(capsys, "quarter", "--all", "--period", "2026-3")

    assert {row["code"]: row["count"] for row in one["rows"]}["in-treatment"] == 6
    area = {row["code"]: row["count"] for row in everyone["rows"]}
    assert area["in-treatment"] == 6
    assert "hiv-positive" not in area


def test_the_year_of_medicine_with_its_due_day(window, capsys):
    found = said(capsys, "year", "--all", "--period", "2026")

    assert found["due"] == date(2027, 2, 14).isoformat()
    assert {one["closing"] for one in found["medicines"]} == {"1988"}


@pytest.mark.parametrize(
    "words",
    [
        ("month", "--all", "--period", "2026-07"),
        ("month", "--site", "Không có (mẫu)", "--period", "2026-07"),
        ("quarter", "--all", "--period", "2026"),
        ("year", "--all", "--period", "26"),
    ],
)
def test_what_cannot_be_made_is_said_in_a_sentence(window, capsys, words):
    assert main(["clinic", *words]) != 0
    assert "Traceback" not in capsys.readouterr().err


def test_people_read_the_same_in_words(window, capsys):
    assert main(["clinic", "month", "--site", window.place.name, "--period", "2026-07"]) == 0
    assert "Có uống thuốc trong tháng: 6" in capsys.readouterr().out
