"""The stock book: what goes where, what the database refuses, and that the sum always comes out."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from hoanhap.access.models import Account
from hoanhap.kit.errors import NotFound
from hoanhap.medicine.models import ClosingBalance, Count, StockAccount, StockLine
from hoanhap.medicine.operations import counts, stock
from hoanhap.medicine.queries.balances import Place, balances, balances_from_nothing
from hoanhap.places.models import Organisation
from tests.casework.made import scope

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
POWERS = frozenset(["medicine.read", "medicine.write", "medicine.stock"])
DAY = date(2026, 7, 1)


def at(hour: int, minute: int = 0, *, day: date = DAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZONE)


LATE = at(23, day=date(2026, 12, 1))


class Clinic:
    """A clinic with a book of methadone, one bottle at the window, one lot."""

    def __init__(self, made) -> None:
        self.keeper = scope(POWERS, made.here.pk, name="thukho")
        self.second = Account.objects.create(username="nguoithuhai").pk
        place = Organisation.objects.create(
            kind="substitution-clinic", name="Cơ sở điều trị (mẫu)", unit=made.here
        )
        self.book = stock.open_book(
            organisation_id=place.pk, medicine="methadone", scope=self.keeper, at=at(6)
        )
        stock.add_account(book_id=self.book.pk, kind="window", name="Cửa 1", scope=self.keeper, at=at(6))
        self.lot = self.new_lot("L-0001")
        self.at = dict(StockAccount.objects.filter(book=self.book).values_list("kind", "pk"))

    def new_lot(self, number: str, expires_on: date = date(2028, 1, 1)):
        return stock.know_lot(
            medicine="methadone",
            number=number,
            expires_on=expires_on,
            mg_per_unit=Decimal(10),
            scope=self.keeper,
            at=at(6),
        )

    def move(self, kind: str, way: str, units: str, when: datetime, **changes):
        source, target = way.split(">")
        given = {
            "book_id": self.book.pk,
            "kind": kind,
            "lot_id": self.lot.pk,
            "from_id": self.at[source],
            "to_id": self.at[target],
            "quantity_units": Decimal(units),
            "happened_at": when,
            "request_id": uuid4(),
            "scope": self.keeper,
            "at": LATE,
        }
        return stock.move(**(given | changes))

    def count(
        self, moment: str, when: datetime, *, day: date | None = None, explanation: str = "", **counted: str
    ):
        places = {Place(self.at[kind], self.lot.pk): Decimal(units) for kind, units in counted.items()}
        return counts.count(
            book_id=self.book.pk,
            day=day or when.date(),
            moment=moment,
            counted=places,
            second_person=self.second,
            happened_at=when,
            explanation=explanation,
            scope=self.keeper,
            at=LATE,
        )

    def held(self, when: datetime = LATE) -> dict[str, Decimal]:
        kinds = {key: kind for kind, key in self.at.items()}
        return {
            kinds[place.account_id]: units for place, units in balances(book_id=self.book.pk, at=when).items()
        }


@pytest.fixture
def clinic(made) -> Clinic:
    return Clinic(made)


def test_what_is_received_and_given_out_is_where_the_lines_say(clinic):
    first = clinic.move("receipt", "supplier>safe", "5000", at(7), document_number="12/PN")
    second = clinic.move("issue", "safe>window", "1500.5", at(8))

    assert (first.line_no, second.line_no) == (1, 2)
    assert clinic.held() == {
        "supplier": Decimal(-5000),
        "safe": Decimal("3499.5"),
        "window": Decimal("1500.5"),
    }


def test_the_same_request_again_writes_nothing(clinic):
    clinic.move("receipt", "supplier>safe", "100", at(7))
    request = uuid4()
    lines = [clinic.move("issue", "safe>cabinet", "60", at(8), request_id=request) for _ in range(3)]

    assert len({line.pk for line in lines}) == 1
    assert clinic.held()["cabinet"] == 60


def test_nobody_takes_more_than_is_there_and_the_refused_leaves_no_gap(clinic):
    clinic.move("receipt", "supplier>safe", "100", at(7))
    with pytest.raises(stock.NotEnoughStock), transaction.atomic():
        clinic.move("issue", "safe>cabinet", "100.001", at(8))
    clinic.move("issue", "safe>cabinet", "100", at(8))

    assert list(StockLine.objects.order_by("line_no").values_list("line_no", flat=True)) == [1, 2]
    assert clinic.held().get("safe") is None


def test_a_line_dated_back_may_not_take_what_later_lines_used(clinic):
    clinic.move("receipt", "supplier>safe", "100", at(7))
    clinic.move("issue", "safe>cabinet", "70", at(9))
    clinic.move("receipt", "supplier>safe", "500", at(11))

    with pytest.raises(stock.NotEnoughStock), transaction.atomic():
        clinic.move("issue", "safe>cabinet", "31", at(8))
    clinic.move("issue", "safe>cabinet", "30", at(8))
    with pytest.raises(stock.NotEnoughStock), transaction.atomic():
        clinic.move("issue", "safe>cabinet", "1", at(10, 59))


def test_a_lot_lends_nothing_to_another(clinic):
    other = clinic.new_lot("L-0002")
    clinic.move("receipt", "supplier>safe", "100", at(7))
    with pytest.raises(stock.NotEnoughStock):
        clinic.move("issue", "safe>cabinet", "1", at(8), lot_id=other.pk)


@pytest.mark.parametrize(
    ("kind", "way"),
    [("issue", "supplier>cabinet"), ("receipt", "safe>cabinet"), ("destruction", "cabinet>destroyed")],
)
def test_medicine_goes_no_way_that_is_not_one(clinic, kind, way):
    clinic.move("receipt", "supplier>safe", "100", at(7))
    with pytest.raises(stock.StockRefused) as refused:
        clinic.move(kind, way, "1", at(8))
    assert [one.code for one in refused.value.problems] == ["no-such-way"]


@pytest.mark.parametrize("units", ["0", "-1", "NaN", "Infinity", "0.0001", "100000000"])
def test_a_quantity_is_a_positive_number_of_thousandths(clinic, units):
    with pytest.raises(stock.StockRefused):
        clinic.move("receipt", "supplier>safe", units, at(7))
    assert StockLine.objects.count() == 0


def test_what_is_lost_needs_a_reason_and_a_second_pair_of_eyes(clinic):
    clinic.move("receipt", "supplier>safe", "100", at(7))
    for changes in (
        {},
        {"reason": "vỡ chai"},
        {"reason": "vỡ chai", "second_person": clinic.keeper.account_id},
    ):
        with pytest.raises(stock.StockRefused), transaction.atomic():
            clinic.move("spill", "safe>spill", "5", at(8), **changes)
    clinic.move("spill", "safe>spill", "5", at(8), reason="vỡ chai", second_person=clinic.second)
    assert clinic.held()["spill"] == 5


def test_a_wrong_line_is_reversed_once_and_never_changed(clinic):
    clinic.move("receipt", "supplier>safe", "100", at(7))
    wrong = clinic.move("issue", "safe>cabinet", "90", at(8))
    given = {
        "line_id": wrong.pk,
        "second_person": clinic.second,
        "reason": "ghi nhầm",
        "scope": clinic.keeper,
        "at": at(9),
    }
    back = stock.reverse(request_id=uuid4(), **given)

    assert (back.line_no, back.reverses_id) == (3, wrong.pk)
    assert clinic.held()["safe"] == 100
    for again in (wrong.pk, back.pk):
        with pytest.raises(stock.StockRefused), transaction.atomic():
            stock.reverse(request_id=uuid4(), **(given | {"line_id": again}))
    for statement in ("UPDATE medicine_stockline SET quantity_units = 1", "DELETE FROM medicine_stockline"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_day_opens_closes_and_nothing_is_written_before_its_close(clinic):
    clinic.move("receipt", "supplier>safe", "100", at(7))
    clinic.count("opening", at(7, 30), safe="100")
    clinic.move("issue", "safe>window", "40", at(8))
    closed = clinic.count("closing", at(17), safe="60", window="40")

    kinds = {key: kind for kind, key in clinic.at.items()}
    frozen = ClosingBalance.objects.filter(count=closed).values_list("account_id", "units")
    said = {kinds[key]: units for key, units in frozen}
    assert said == {"supplier": Decimal(-100), "safe": Decimal(60), "window": Decimal(40)}
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        clinic.move("issue", "safe>cabinet", "1", at(16))
    assert [one.code for one in refused.value.problems] == ["day-closed"]
    clinic.move("put-back", "window>safe", "40", at(18))
    assert clinic.held() == {"supplier": Decimal(-100), "safe": Decimal(100)}
    assert (
        balances(book_id=clinic.book.pk, at=LATE).keys()
        <= balances_from_nothing(book_id=clinic.book.pk, at=LATE).keys()
    )


def test_what_the_count_does_not_find_is_explained_and_written_down_as_missing(clinic):
    clinic.move("receipt", "supplier>safe", "100", at(7))
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        clinic.count("opening", at(7, 30), safe="98.5")
    assert [one.code for one in refused.value.problems] == ["not-explained"]
    clinic.count("opening", at(7, 30), safe="98.5", explanation="thiếu khi nhận, đã lập biên bản")

    assert clinic.held() == {"supplier": Decimal(-100), "safe": Decimal("98.5"), "missing": Decimal("1.5")}
    (line,) = Count.objects.get().lines.all()
    assert (line.counted_units, line.book_units) == (Decimal("98.5"), Decimal(100))


def test_every_place_that_holds_something_must_be_counted(clinic):
    clinic.move("receipt", "supplier>safe", "100", at(7))
    with pytest.raises(stock.StockRefused) as refused:
        clinic.count("opening", at(7, 30))
    assert [one.code for one in refused.value.problems] == ["not-counted"]


def test_days_follow_one_another(clinic):
    tomorrow = DAY + timedelta(days=1)
    with pytest.raises(stock.StockRefused), transaction.atomic():
        clinic.count("closing", at(7))
    clinic.count("opening", at(7))
    for moment, when, day in (
        ("opening", at(8), tomorrow),
        ("opening", at(8), DAY),
        ("closing", at(6, 59), DAY),
        ("closing", at(9), tomorrow),
    ):
        with pytest.raises((stock.StockRefused, IntegrityError)), transaction.atomic():
            clinic.count(moment, when, day=day)
    clinic.count("closing", at(17))
    clinic.count("opening", at(7, day=tomorrow))


def test_nobody_types_a_closing_balance(clinic):
    clinic.count("opening", at(7))
    closed = clinic.count("closing", at(17))
    with pytest.raises(IntegrityError), transaction.atomic():
        ClosingBalance.objects.create(count=closed, account_id=clinic.at["safe"], lot=clinic.lot, units=5)


def test_the_next_commune_moves_and_counts_nothing(made, clinic):
    theirs = scope(POWERS, made.there.pk, name="langgieng")
    with pytest.raises(NotFound):
        clinic.move("receipt", "supplier>safe", "100", at(7), scope=theirs)
    clinic.keeper = theirs
    with pytest.raises(NotFound):
        clinic.count("opening", at(7))
    assert (StockLine.objects.count(), Count.objects.count()) == (0, 0)
