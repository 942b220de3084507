"""Requisition slips: four signatures in turn, other people each, and nothing moves before the last."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from hoanhap.access.models import Account
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.medicine.models import Slip, SlipSignature, StockLine
from hoanhap.medicine.operations import slips, stock
from hoanhap.medicine.queries import slips as queries
from hoanhap.medicine.queries.balances import Place
from tests.casework.made import Made, scope
from tests.medicine.days import Day
from tests.medicine.operations.test_stock import DAY, LATE, at

pytestmark = pytest.mark.django_db
HEAD = frozenset(["medicine.read", "medicine.sign"])


class Office(Day):
    """A clinic with two heads, a keeper, and somebody who receives."""

    def __init__(self, made) -> None:
        super().__init__(made)
        self.made = made
        self.head = scope(HEAD, made.here.pk, name="truong")
        self.other_head = scope(HEAD, made.here.pk, name="truongkhoa")
        self.receive(at(7), self.delivered("1000"))

    def ask(self, units: str = "300", **changes):
        given = {
            "book_id": self.book.pk,
            "number": "001/2026/PL",
            "from_id": self.at["safe"],
            "to_id": self.at["window"],
            "asked_units": Decimal(units),
            "needed_on": DAY,
            "scope": self.keeper,
            "at": at(7, 30),
        }
        return slips.ask(**(given | changes))

    def signed(self, units: str = "300"):
        slip = self.ask(units)
        slips.sign(slip_id=slip.pk, signs_as="requesting-head", scope=self.other_head, at=at(7, 40))
        slips.sign(slip_id=slip.pk, signs_as="issuing-head", scope=self.head, at=at(7, 41))
        return slip

    def hand_over(self, slip, units: str = "300", **changes):
        given = {
            "slip_id": slip.pk,
            "handed": [slips.Handed(Place(self.at["safe"], self.lot.pk), Decimal(units))],
            "receiver": self.second,
            "happened_at": at(8),
            "request_id": uuid4(),
            "scope": self.keeper,
            "at": at(8),
        }
        return slips.hand_over(**(given | changes))


@pytest.fixture
def office(db) -> Office:
    return Office(Made())


def codes(refused) -> list[str]:
    return [one.code for one in refused.value.problems]


def test_a_slip_signed_by_four_books_its_handover(office):
    slip = office.signed()
    office.hand_over(slip, "250")

    assert office.held()["window"] == 250
    line = StockLine.objects.get(kind="issue")
    assert (line.document_number, line.second_person) == ("001/2026/PL", office.second)
    row = queries.slip(slip.pk, scope=office.keeper)
    assert (row.state, row.handed_units, [one.signs_as for one in row.signatures if one.signed_at]) == (
        "done",
        Decimal(250),
        ["requesting-head", "issuing-head", "issuer", "receiver"],
    )


def test_nothing_is_handed_over_before_both_heads_have_signed(office):
    slip = office.ask()
    for _ in range(2):
        with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
            office.hand_over(slip)
        assert codes(refused) == ["not-in-turn"]
        if not SlipSignature.objects.exists():
            slips.sign(slip_id=slip.pk, signs_as="requesting-head", scope=office.head, at=at(7, 40))
    assert StockLine.objects.filter(kind="issue").count() == 0


def test_the_issuing_head_does_not_sign_before_the_requesting_one(office):
    slip = office.ask()
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        slips.sign(slip_id=slip.pk, signs_as="issuing-head", scope=office.head, at=at(7, 40))
    assert codes(refused) == ["not-in-turn"]


def test_a_small_clinic_has_one_head_for_both_units(office):
    slip = office.ask()
    for signs_as in slips.IN_TURN:
        slips.sign(slip_id=slip.pk, signs_as=signs_as, scope=office.head, at=at(7, 40))
    office.hand_over(slip)
    assert office.held()["window"] == 300


def test_nobody_hands_over_to_themselves_and_no_head_issues_or_receives(office):
    slip = office.signed()
    Account.objects.create(pk=office.keeper.account_id, username="thukho")
    Account.objects.create(pk=office.head.account_id, username="truong")
    for receiver in (office.keeper.account_id, office.head.account_id):
        with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
            office.hand_over(slip, receiver=receiver)
        assert codes(refused) == ["same-person"]
    assert office.held().get("window") is None


def test_no_more_is_handed_over_than_was_signed_for(office):
    slip = office.signed()
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        office.hand_over(slip, "300.001")
    assert codes(refused) == ["not-as-signed"]
    with pytest.raises(stock.StockRefused), transaction.atomic():
        office.hand_over(slip, handed=[])
    assert SlipSignature.objects.filter(slip=slip).count() == 2


def test_what_is_not_there_is_not_handed_over_and_nobody_has_signed_for_it(office):
    slip = office.signed("5000")
    with pytest.raises(stock.NotEnoughStock), transaction.atomic():
        office.hand_over(slip, "1000.5")
    assert SlipSignature.objects.filter(slip=slip).count() == 2


def test_a_slip_is_handed_over_once_and_the_same_request_again_does_nothing(office):
    slip, request = office.signed(), uuid4()
    for _ in range(2):
        office.hand_over(slip, request_id=request)
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        office.hand_over(slip)
    assert codes(refused) == ["slip-ended"]
    assert office.held()["window"] == 300


def test_a_slip_that_ended_is_not_signed_and_one_that_was_handed_over_does_not_end(office):
    slip = office.ask()
    slips.end(slip_id=slip.pk, reason="không cần nữa", scope=office.head, at=at(7, 50))
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        slips.sign(slip_id=slip.pk, signs_as="requesting-head", scope=office.head, at=at(7, 55))
    assert codes(refused) == ["slip-ended"]
    Slip.objects.get()
    other = office.ask(number="002/2026/PL")
    for signs_as in slips.IN_TURN:
        slips.sign(slip_id=other.pk, signs_as=signs_as, scope=office.head, at=at(7, 40))
    office.hand_over(other)
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        slips.end(slip_id=other.pk, reason="muộn", scope=office.head, at=at(9))
    assert codes(refused) == ["slip-ended"]


def test_a_slip_goes_only_where_medicine_goes_and_has_its_own_number(office):
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        office.ask(to_id=office.at["waste"])
    assert codes(refused) == ["no-such-way"]
    office.ask()
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        office.ask()
    assert codes(refused) == ["number-taken"]
    assert queries.next_slip_number(office.book.pk, scope=office.keeper, on=DAY) == "002/2026/PL"


def test_only_a_head_signs_and_only_a_keeper_hands_over(office):
    slip = office.ask()
    with pytest.raises(Forbidden):
        slips.sign(slip_id=slip.pk, signs_as="requesting-head", scope=office.keeper, at=at(8))
    with pytest.raises(Forbidden):
        office.hand_over(slip, scope=office.head)
    with pytest.raises(stock.StockRefused):
        slips.sign(slip_id=slip.pk, signs_as="issuer", scope=office.head, at=at(8))


def test_the_next_commune_sees_and_signs_nothing(office):
    slip = office.ask()
    theirs = scope(HEAD, office.made.there.pk, name="langgieng")
    with pytest.raises(NotFound):
        queries.slip(slip.pk, scope=theirs)
    with pytest.raises(NotFound):
        slips.sign(slip_id=slip.pk, signs_as="requesting-head", scope=theirs, at=LATE)
    assert queries.slips(office.book.pk, scope=theirs).rows == []


def test_nothing_of_a_slip_is_ever_changed(office):
    office.hand_over(office.signed())
    for table in ("slip", "slipsignature", "slipline"):
        for statement in (f"DELETE FROM medicine_{table}", f"UPDATE medicine_{table} SET id = id"):
            with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def test_the_list_of_what_waits_leaves_out_what_is_done(office):
    office.hand_over(office.signed())
    waiting = office.ask(number="002/2026/PL", needed_on=DAY + timedelta(days=1))
    found = queries.slips(office.book.pk, scope=office.keeper, waiting=True)
    assert [one.id for one in found] == [waiting.pk]
    assert len(list(queries.slips(office.book.pk, scope=office.keeper))) == 2


def test_the_database_itself_refuses_a_signature_out_of_turn(office):
    slip = office.ask()
    with pytest.raises(IntegrityError), transaction.atomic():
        SlipSignature.objects.create(
            slip=slip, signs_as="receiver", account=uuid4(), signed_at=at(8), recorded_by=uuid4()
        )
