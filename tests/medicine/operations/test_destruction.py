"""Medicine leaves for good: by a board of three, back to the supplier, or to a ward. Never on one person's word."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.medicine.models import BoardMember, StockAccount, StockLine, StockMinutes, StockMinutesLine
from hoanhap.medicine.operations import corrections, destruction, stock, wards
from hoanhap.medicine.operations.destruction import Leaving, Member
from tests.casework.made import scope
from tests.medicine.operations.test_stock import LATE, POWERS, Clinic, at

pytestmark = pytest.mark.django_db
BOARD = [
    Member("Chủ tịch (mẫu)", "Phó giám đốc"),
    Member("Ủy viên một (mẫu)", "Dược sĩ"),
    Member("Ủy viên hai (mẫu)", "Sở Y tế"),
]


@pytest.fixture
def clinic(made) -> Clinic:
    one = Clinic(made)
    one.move("receipt", "supplier>safe", "1000", at(7))
    one.move("waste", "safe>waste", "40", at(8), reason="vỡ chai", second_person=one.second)
    return one


def destroy(clinic, **changes):
    given = {
        "book_id": clinic.book.pk,
        "number": "1/HĐ",
        "approval_number": "12/SYT",
        "held_in": "Kho (mẫu)",
        "method": "pha loãng, đổ vào hố xử lý",
        "board": BOARD,
        "leaving": [Leaving(clinic.at["waste"], clinic.lot.pk, Decimal(40))],
        "happened_at": at(10),
        "request_id": uuid4(),
        "second_person": clinic.second,
        "scope": clinic.keeper,
        "at": LATE,
    }
    return destruction.destroy(**(given | changes))


def deferred() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_board_of_three_destroys_what_was_put_aside(clinic):
    minutes = destroy(clinic)
    deferred()

    assert [(one.place_no, one.full_name) for one in minutes.board.order_by("place_no")] == [
        (1, "Chủ tịch (mẫu)"),
        (2, "Ủy viên một (mẫu)"),
        (3, "Ủy viên hai (mẫu)"),
    ]
    assert (clinic.held()["destroyed"], clinic.held().get("waste")) == (Decimal(40), None)


def test_sent_twice_it_is_destroyed_once(clinic):
    request = uuid4()
    assert destroy(clinic, request_id=request) == destroy(clinic, request_id=request)
    assert StockLine.objects.filter(kind="destruction").count() == 1


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"board": BOARD[:2]}, "board-too-small", "board"),
        ({"board": [*BOARD[:2], BOARD[0]]}, "board-too-small", "board"),
        ({"board": [*BOARD[:2], Member("chủ  tịch (MẪU)", "khác")]}, "board-too-small", "board"),
        ({"board": [*BOARD, BOARD[0]]}, "board-too-small", "board"),
        ({"board": [*BOARD[:2], Member("Ba (mẫu)", " ")]}, "board-member-unclear", "board"),
        ({"approval_number": " "}, "missing", "approval_number"),
        ({"method": ""}, "missing", "method"),
        ({"number": ""}, "missing", "number"),
        ({"leaving": []}, "nothing-leaves", "units"),
        ({"happened_at": LATE + timedelta(hours=1)}, "in-the-future", "happened_at"),
    ],
)
def test_what_is_not_complete_destroys_nothing(clinic, changes, code, field):
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        destroy(clinic, **changes)
    assert [(one.code, one.field) for one in refused.value.problems] == [(code, field)]
    assert (StockMinutes.objects.count(), BoardMember.objects.count()) == (0, 0)


def test_no_more_is_destroyed_than_was_put_aside_and_nothing_from_the_cabinet(clinic):
    clinic.move("issue", "safe>cabinet", "100", at(9))
    with pytest.raises(stock.NotEnoughStock), transaction.atomic():
        destroy(clinic, leaving=[Leaving(clinic.at["waste"], clinic.lot.pk, Decimal("40.001"))])
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        destroy(clinic, leaving=[Leaving(clinic.at["cabinet"], clinic.lot.pk, Decimal(1))])
    assert [one.code for one in refused.value.problems] == ["no-such-place"]
    assert StockLine.objects.filter(kind="destruction").count() == 0


def test_the_keeper_alone_destroys_nothing_whatever_way_they_take(clinic):
    with pytest.raises(stock.StockRefused), transaction.atomic():
        destroy(clinic, second_person=clinic.keeper.account_id)
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        clinic.move("destruction", "waste>destroyed", "1", at(9), reason="x", second_person=clinic.second)
    assert [one.code for one in refused.value.problems] == ["no-such-way"]


def line_of_destruction(clinic) -> StockLine:
    return StockLine.objects.create(
        book=clinic.book,
        kind="destruction",
        lot=clinic.lot,
        from_account_id=clinic.at["waste"],
        to_account_id=clinic.at["destroyed"],
        quantity_units=1,
        happened_at=at(9),
        recorded_by=clinic.keeper.account_id,
        second_person=clinic.second,
        reason="x",
        request_id=uuid4(),
    )


def minutes_of(clinic, kind: str, **changes) -> StockMinutes:
    return StockMinutes.objects.create(
        book=clinic.book,
        kind=kind,
        number="9",
        happened_at=at(9),
        statement="x",
        recorded_by=clinic.keeper.account_id,
        second_person=clinic.second,
        **changes,
    )


def test_the_database_refuses_a_destruction_without_minutes_or_with_two_on_the_board(clinic):
    with pytest.raises(IntegrityError, match="destruction_stands_in_minutes"), transaction.atomic():
        line_of_destruction(clinic)
        deferred()
    with pytest.raises(IntegrityError, match="destruction_by_a_board_of_three"), transaction.atomic():
        minutes = minutes_of(clinic, "destruction")
        for place, one in enumerate(BOARD[:2]):
            BoardMember.objects.create(
                minutes=minutes, place_no=place, full_name=one.full_name, position=one.position
            )
        StockMinutesLine.objects.create(minutes=minutes, line=line_of_destruction(clinic))
    with pytest.raises(IntegrityError, match="stock_minutes_are_about_their_line"), transaction.atomic():
        minutes = minutes_of(clinic, "waste", cause="spilt")
        StockMinutesLine.objects.create(minutes=minutes, line=line_of_destruction(clinic))


def test_a_destruction_is_taken_back_whole_but_not_changed(clinic):
    destroy(clinic)
    line = StockLine.objects.get(kind="destruction")
    given = {"line_id": line.pk, "second_person": clinic.second, "reason": "ghi nhầm", "request_id": uuid4()}
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        corrections.correct(**given, right_units=Decimal(30), scope=clinic.keeper, at=LATE)
    assert [one.code for one in refused.value.problems] == ["needs-a-board"]

    corrections.correct(**given, right_units=None, scope=clinic.keeper, at=LATE)
    assert clinic.held()["waste"] == Decimal(40)


def back(clinic, **changes):
    given = {
        "book_id": clinic.book.pk,
        "number": "3/TL",
        "supplier": "Công ty dược (mẫu)",
        "taken_over_by": "Người nhận (mẫu)",
        "statement": "thu hồi lô",
        "leaving": [Leaving(clinic.at["safe"], clinic.lot.pk, Decimal(500))],
        "happened_at": at(10),
        "request_id": uuid4(),
        "second_person": clinic.second,
        "scope": clinic.keeper,
        "at": LATE,
    }
    return destruction.send_back(**(given | changes))


def test_what_goes_back_to_the_supplier_leaves_the_safe_with_minutes(clinic):
    minutes = back(clinic)

    assert (minutes.kind, minutes.supplier) == ("return", "Công ty dược (mẫu)")
    assert (clinic.held()["returned"], clinic.held()["safe"]) == (Decimal(500), Decimal(460))


@pytest.mark.parametrize("changes", [{"supplier": ""}, {"statement": " "}, {"number": ""}])
def test_a_return_says_to_whom_and_why(clinic, changes):
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        back(clinic, **changes)
    assert [(one.code, one.field) for one in refused.value.problems] == [("missing", next(iter(changes)))]
    assert StockMinutes.objects.count() == 0


def test_the_next_commune_destroys_and_sends_back_nothing(clinic, made):
    theirs = scope(POWERS, made.there.pk)
    for act in (destroy, back):
        with pytest.raises(NotFound):
            act(clinic, scope=theirs)
        with pytest.raises(Forbidden):
            act(clinic, scope=scope(frozenset(["medicine.read", "medicine.write"]), made.here.pk))


@pytest.fixture
def ward(clinic, made):
    """A book of a medicine of detoxification; gives out of its safe."""
    book = stock.open_book(
        organisation_id=clinic.book.organisation_id, medicine="diazepam-5", scope=clinic.keeper, at=at(6)
    )
    where = dict(StockAccount.objects.filter(book=book).values_list("kind", "pk"))
    given = {"scope": clinic.keeper, "at": LATE}
    lots = {
        day: stock.know_lot(
            medicine="diazepam-5", number=f"D-{day}", expires_on=day, mg_per_unit=Decimal(5), **given
        )
        for day in (date(2028, 1, 1), date(2026, 6, 30))
    }
    for lot in lots.values():
        stock.move(
            book_id=book.pk,
            kind="receipt",
            lot_id=lot.pk,
            from_id=where["supplier"],
            to_id=where["safe"],
            quantity_units=Decimal(100),
            happened_at=at(7),
            request_id=uuid4(),
            **given,
        )

    def give(**changes):
        return wards.give_to_ward(
            **{
                "book_id": book.pk,
                "from_id": where["safe"],
                "lot_id": lots[date(2028, 1, 1)].pk,
                "units": Decimal(20),
                "slip_number": "4/PL",
                "ward": "Khu cắt cơn (mẫu)",
                "happened_at": at(9),
                "request_id": uuid4(),
                "second_person": clinic.second,
                **given,
                **changes,
            }
        )

    give.expired = lots[date(2026, 6, 30)].pk
    return give


def test_a_ward_gets_medicine_of_detoxification_on_a_slip(ward):
    line = ward()
    assert (line.kind, line.document_number, line.reason, line.line_no) == (
        "ward",
        "4/PL",
        "Khu cắt cơn (mẫu)",
        3,
    )


def test_a_ward_gets_nothing_expired_and_nothing_without_a_slip_and_never_methadone(ward, clinic):
    for changes, code in [
        ({"lot_id": ward.expired}, "lot-expired"),
        ({"slip_number": ""}, "missing"),
        ({"units": Decimal(101)}, "not-enough"),
        ({"book_id": clinic.book.pk, "from_id": clinic.at["safe"], "lot_id": clinic.lot.pk}, "not-for-wards"),
        ({"from_id": clinic.at["safe"]}, "no-such-place"),
    ]:
        with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
            ward(**changes)
        assert [one.code for one in refused.value.problems] == [code]
    assert StockLine.objects.filter(kind="ward").count() == 0
