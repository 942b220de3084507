"""A wrong line stays, is taken back, and the right one is written beside it."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import transaction

from hoanhap.kit.errors import NotFound
from hoanhap.medicine.models import StockLine
from hoanhap.medicine.operations import corrections, stock
from tests.casework.made import Made, scope
from tests.medicine.days import Day
from tests.medicine.operations.test_stock import POWERS, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def clinic(db) -> Day:
    return Day(Made())


@pytest.fixture
def correct(clinic):
    def make(line, right: str | None, **changes):
        given = {
            "line_id": line.pk,
            "right_units": None if right is None else Decimal(right),
            "second_person": clinic.second,
            "reason": "ghi nhầm",
            "request_id": uuid4(),
            "scope": clinic.keeper,
            "at": at(12),
        }
        return corrections.correct(**(given | changes))

    return make


def received(clinic, units: str = "100"):
    return clinic.receive(at(7), clinic.delivered(units)).lines.get().line


def test_the_right_quantity_is_written_at_the_instant_of_the_reversal(clinic, correct):
    line = received(clinic)
    back = correct(line, "90")

    anew = StockLine.objects.get(kind="receipt", happened_at=at(12))
    assert (back.reverses_id, back.happened_at, anew.quantity_units) == (
        line.pk,
        anew.happened_at,
        Decimal(90),
    )
    assert (back.second_person, anew.second_person, anew.reason) == (clinic.second, clinic.second, "ghi nhầm")
    assert clinic.held()["safe"] == 90


def test_a_receipt_of_which_much_has_gone_out_is_still_put_right(clinic, correct):
    line = received(clinic)
    clinic.move("issue", "safe>window", "85", at(8))
    correct(line, "90")
    assert clinic.held()["safe"] == 5


def test_but_not_to_less_than_has_gone_out(clinic, correct):
    line = received(clinic)
    clinic.move("issue", "safe>window", "85", at(8))
    with pytest.raises(stock.NotEnoughStock), transaction.atomic():
        correct(line, "84")
    assert (clinic.held()["safe"], StockLine.objects.count()) == (15, 2)


def test_an_issue_that_emptied_the_safe_is_put_right_too(clinic, correct):
    received(clinic)
    line = clinic.move("issue", "safe>cabinet", "100", at(8))
    correct(line, "40")
    assert (clinic.held()["safe"], clinic.held()["cabinet"]) == (60, 40)


def test_a_line_that_should_not_be_there_is_only_taken_back(clinic, correct):
    line = received(clinic)
    correct(line, None)
    assert clinic.held() == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": " "}, "missing"),
        ({"right": "100"}, "nothing-to-correct"),
        ({"right": "0"}, "no-quantity"),
        ({"second_person": uuid4()}, "no-such-person"),
    ],
)
def test_a_correction_says_what_was_wrong_and_changes_something(clinic, correct, changes, code):
    line = received(clinic)
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        correct(line, changes.pop("right", "90"), **changes)
    assert [one.code for one in refused.value.problems] == [code]
    assert StockLine.objects.count() == 1


def test_a_line_is_corrected_once_and_the_same_request_again_writes_nothing(clinic, correct):
    line, request = received(clinic), uuid4()
    first, second = (correct(line, "90", request_id=request) for _ in range(2))
    assert first.pk == second.pk
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        correct(line, "80")
    assert [one.code for one in refused.value.problems] == ["reversed-already"]
    assert clinic.held()["safe"] == 90


def test_doses_losses_and_what_left_a_cup_are_not_corrected_from_the_book(clinic, correct):
    received(clinic)
    clinic.count("opening", at(7, 30), safe="99", explanation="thiếu")
    clinic.move("issue", "safe>window", "50", at(7, 40))
    clinic.dose("5", at(8))
    clinic.pour("5", at(8, 5))
    spilt = clinic.line_of_two("spill", "cup>spill", "5", at(8, 6))
    lines = [*StockLine.objects.filter(kind__in=("pour", "dose", "loss")), spilt]
    assert sorted(one.kind for one in lines) == ["dose", "loss", "pour", "pour", "spill"]
    for line in lines:
        with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
            correct(line, None)
        assert [one.code for one in refused.value.problems] == ["not-reversed-here"]


def test_the_next_commune_corrects_nothing(clinic, correct):
    line = received(clinic)
    with pytest.raises(NotFound):
        correct(line, "90", scope=scope(POWERS, "99002-1", name="langgieng"))
