"""Recalled lots: nothing of them is given, by no way; the rest is untouched; a recall is lifted with a reason."""

import pytest
from django.db import IntegrityError, transaction

from hoanhap.audit.models import Entry
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.medicine.models import LotRecall, StockLine
from hoanhap.medicine.operations import recalls
from hoanhap.medicine.operations.stock import StockRefused
from hoanhap.medicine.queries import books, windows
from hoanhap.medicine.queries import recalls as queries
from hoanhap.treatment.models import Dose
from tests.casework.made import Made, scope
from tests.medicine.operations.test_stock import LATE, POWERS, at
from tests.treatment.operations.test_dosing import in_threads
from tests.treatment.window import Window, inside


@pytest.fixture
def window(db, made) -> Window:
    return Window(made)


def recall(window, *, everywhere=False, **changes):
    given = {
        "lot_id": window.lot.pk,
        "organisation_id": None if everywhere else window.place.pk,
        "issuer": "Nhà sản xuất (mẫu)",
        "document_number": "7/TH",
        "words": "Sai nồng độ, trả lại",
        "recalled_at": at(8),
        "scope": window.keeper if everywhere else window.nurse,
        "at": at(8, 5),
    }
    return recalls.recall_lot(**(given | changes))


def refused(act, match="thu hồi") -> None:
    with pytest.raises(StockRefused, match=match), transaction.atomic():
        act()


@pytest.mark.parametrize("everywhere", [True, False])
def test_from_the_recall_on_nothing_is_given_out_or_poured_and_the_rest_may_leave(window, everywhere):
    _row, order = window.patient()
    made = recall(window, everywhere=everywhere)

    refused(lambda: window.pour(order, at=at(8, 10)))
    refused(lambda: window.move("issue", "safe>window", "1", at(8, 10)))
    window.move("put-back", "window>safe", "5", at(8, 10))
    window.move("waste", "safe>waste", "5", at(8, 12), second_person=window.second, reason="thu hồi")
    # Written down later, for a time before the recall: it was given then.
    window.pour(order, at=at(8, 20), happened_at=at(7, 50))
    assert Entry.objects.filter(kind="medicine.lot-recalled", subject_id=made.pk).exists()


def test_what_stood_poured_when_the_recall_came_is_not_given_but_poured_back(window):
    _row, order = window.patient()
    dose = window.pour(order, at=at(7, 59))
    recall(window)

    refused(lambda: window.settle(dose, at=at(8, 1)))
    window.settle(dose, "voided", reason="lô bị thu hồi", at=at(8, 1))


def test_another_lot_is_given_as_before_and_the_window_offers_no_recalled_bottle(window):
    _row, order = window.patient()
    other = window.new_lot("L-0002")
    window.move("receipt", "supplier>safe", "100", at(7, 30), lot_id=other.pk)
    window.move("issue", "safe>window", "50", at(7, 40), lot_id=other.pk)
    recall(window)

    shown = windows.bottles(window.place.pk, "methadone", scope=window.nurse, power="treatment.dose")
    assert [one.lot_number for one in shown] == ["L-0002"]
    state = books.book_state(window.book.pk, scope=window.keeper, at=LATE)
    assert [(one.kind, one.lot_number) for one in state.recalled] == [("window", "L-0001")]
    window.pour(order, lot_id=other.pk, at=at(8, 10))


def test_a_recall_of_one_place_leaves_the_others_alone(window, made):
    """The same lot at another clinic is poured on."""
    other = inside(window.place, "khac")
    recall(window)
    row = LotRecall.objects.get()

    assert row.organisation_id == window.place.pk
    assert [one.id for one in queries.recalls(scope=window.nurse)] == [row.pk]
    stranger = scope(POWERS, made.there.pk)
    assert queries.recalls(scope=stranger) == []
    with pytest.raises(NotFound):
        queries.recall(row.pk, scope=stranger)
    with pytest.raises(NotFound):
        recalls.lift_recall(recall_id=row.pk, reason="x", scope=stranger, at=at(9))
    recalls.lift_recall(recall_id=row.pk, reason="Kiểm tra lại: đạt", scope=other, at=at(9))
    _row, order = window.patient()
    window.pour(order, at=at(9, 10))
    assert queries.recalls(scope=window.nurse)[0].lifted == "Kiểm tra lại: đạt"


def test_everywhere_is_recalled_only_by_who_answers_for_an_area_and_by_a_document(window):
    with pytest.raises(NotFound):
        recall(window, everywhere=True, scope=window.nurse)
    with pytest.raises(Forbidden):
        recall(window, scope=inside(window.place, "dieuduong", frozenset(["medicine.read"])))
    with pytest.raises(NotFound):
        recall(window, lot_id=window.book.pk)
    with pytest.raises(IntegrityError, match="by_a_document"), transaction.atomic():
        LotRecall.objects.create(
            lot=window.lot, recalled_at=at(8), issuer="x", words="x", recorded_by=window.book.recorded_by
        )
    for field in ("issuer", "words"):
        refused(lambda name=field: recall(window, **{name: " "}), match="Hãy điền")
    refused(lambda: recall(window, recalled_at=at(9)), match="chưa đến")
    recall(window)
    refused(lambda: recall(window), match="đã bị thu hồi")
    recall(window, everywhere=True)


def test_a_recall_and_a_pour_at_once_leave_no_pour_after_the_recall(own_database):
    """Ten rounds: whoever comes first, no line after the recall gives anything of the lot."""
    window = Window(Made())
    for number in range(10):
        order, moment = window.patient()[1], at(8, number)
        work = [
            lambda order=order, moment=moment: window.pour(order, at=moment),
            lambda moment=moment: recall(window, recalled_at=moment, at=moment),
        ]
        poured, recalled = in_threads(2, lambda n, work=work: work[n]())

        assert isinstance(recalled, LotRecall), recalled
        assert isinstance(poured, Dose | StockRefused), poured
        lines = StockLine.objects.filter(kind="pour", happened_at=moment).count()
        assert lines == isinstance(poured, Dose)
        again = window.patient()[1]
        refused(lambda again=again, moment=moment: window.pour(again, at=moment))
        recalls.lift_recall(recall_id=recalled.pk, reason="vòng sau", scope=window.nurse, at=moment)
