"""Between a clinic and its points: nothing arrives that was not sent, nothing is accepted twice, less is a loss at once."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from hoanhap.access.models import Account, Grant
from hoanhap.kit.errors import NotFound
from hoanhap.medicine.models import Arrival, MedicineIncident, Shipment, StockAccount, StockBook
from hoanhap.medicine.operations import counts, shipments, stock
from hoanhap.medicine.queries import shipments as queries
from hoanhap.medicine.queries.balances import Place, balances
from hoanhap.places.models import Organisation
from tests.casework.made import scope
from tests.medicine.operations.test_stock import DAY, LATE, POWERS, Clinic, at

pytestmark = pytest.mark.django_db


class Route(Clinic):
    """A clinic with 500 ml in the safe and a satellite point with an empty book."""

    def __init__(self, made) -> None:
        super().__init__(made)
        self.made = made
        self.move("receipt", "supplier>safe", "500", at(6))
        clinic = Organisation.objects.get(pk=self.book.organisation_id)
        self.point = Organisation.objects.create(
            kind="satellite-point", name="Điểm Mẫu", unit=made.here, parent=clinic
        )
        self.theirs = stock.open_book(
            organisation_id=self.point.pk, medicine="methadone", scope=self.keeper, at=at(6)
        )
        self.there = dict(StockAccount.objects.filter(book=self.theirs).values_list("kind", "pk"))

    def send(self, units: str = "200", **changes):
        given = {
            "from_book_id": self.book.pk,
            "to_book_id": self.theirs.pk,
            "from_id": self.at["safe"],
            "lot_id": self.lot.pk,
            "quantity_units": Decimal(units),
            "number": uuid4().hex[:8],
            "carrier": "Bà Mẫu, thủ kho",
            "second_person": self.second,
            "happened_at": at(8),
            "request_id": uuid4(),
            "scope": self.keeper,
            "at": at(8),
        }
        return shipments.send(**(given | changes))

    def accept(self, shipment, units: str = "200", **changes):
        given = {
            "shipment_id": shipment.pk,
            "to_id": self.there["cabinet"],
            "counted_units": Decimal(units),
            "second_person": self.second,
            "scope": self.keeper,
            "at": at(9),
        }
        return shipments.accept(**(given | changes))

    def held_there(self) -> dict[str, Decimal]:
        kinds = {key: kind for kind, key in self.there.items()}
        return {
            kinds[place.account_id]: units
            for place, units in balances(book_id=self.theirs.pk, at=LATE).items()
        }


@pytest.fixture
def route(made) -> Route:
    return Route(made)


def code(refused) -> list[str]:
    return [one.code for one in refused.value.problems]


def test_what_is_sent_is_on_its_way_until_it_was_counted_at_the_other_end(route):
    sent = route.send()
    assert route.held()["transit"] == Decimal(200)
    assert route.held_there() == {}
    assert [one.is_open for one in queries.shipments(route.point.pk, scope=inside(route))] == [True]
    route.accept(sent)

    assert route.held() == {"supplier": Decimal(-500), "safe": Decimal(300)}
    assert route.held_there() == {"cabinet": Decimal(200)}
    assert MedicineIncident.objects.count() == 0


def test_less_than_sent_is_missing_at_once_and_drafts_an_incident(route):
    sent = route.send()
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        route.accept(sent, "190")
    assert code(refused) == ["missing"]
    route.accept(sent, "190", condition="một chai rách niêm phong")

    assert route.held()["missing"] == Decimal(10)
    assert route.held().get("transit") is None
    assert MedicineIncident.objects.get().facility_id == route.book.organisation_id


def test_nothing_arrived_is_a_loss_of_all(route):
    sent = route.send()
    route.accept(sent, "0", condition="không thấy hàng")
    assert route.held()["missing"] == Decimal(200)
    assert route.held_there() == {}


def test_a_shipment_is_accepted_once_and_never_for_more_than_was_sent(route):
    sent = route.send()
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        route.accept(sent, "200.001")
    assert code(refused) == ["more-than-sent"]
    assert {route.accept(sent).pk for _ in range(3)} == {Arrival.objects.get().pk}
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        route.accept(sent, "100", condition="x")
    assert code(refused) == ["accepted-already"]
    assert route.held_there() == {"cabinet": Decimal(200)}


def test_the_same_request_is_sent_once_and_no_more_than_there_is(route):
    request = uuid4()
    assert len({route.send(request_id=request, number="S-1").pk for _ in range(3)}) == 1
    with pytest.raises(stock.NotEnoughStock), transaction.atomic():
        route.send("301")
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        route.send(number="S-1")
    assert code(refused) == ["number-taken"]
    assert Shipment.objects.count() == 1


def test_a_place_that_is_no_part_of_the_clinic_is_sent_nothing(route):
    other = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở khác (mẫu)", unit=route.made.here
    )
    book = stock.open_book(organisation_id=other.pk, medicine="methadone", scope=route.keeper, at=at(6))
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        route.send(to_book_id=book.pk)
    assert code(refused) == ["no-such-way"]


def test_the_next_commune_neither_sends_nor_accepts_nor_sees(route):
    sent = route.send()
    stranger = scope(POWERS, route.made.there.pk, name="langgieng")
    for attempt in (
        lambda: route.send(scope=stranger),
        lambda: route.accept(sent, scope=stranger),
        lambda: queries.shipment(sent.pk, route.point.pk, scope=stranger),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert not Shipment.objects.visible_to(stranger, "medicine.read").exists()


def test_the_database_itself_accepts_nothing_that_does_not_add_up(route):
    sent = route.send()
    with pytest.raises(IntegrityError), transaction.atomic():
        Arrival.objects.create(
            shipment=sent,
            counted_units=Decimal(150),
            condition="x",
            happened_at=at(9),
            recorded_by=uuid4(),
            second_person=uuid4(),
        )


def test_an_allotment_holds_until_the_next(route):
    for day, units in ((DAY, "120"), (DAY + timedelta(days=10), "150")):
        shipments.allot(
            book_id=route.theirs.pk,
            units_a_day=Decimal(units),
            valid_from=day,
            document_number="1/QĐ",
            scope=route.keeper,
            at=at(6),
        )
    seen = inside(route)
    for on, units in ((DAY, "120"), (DAY + timedelta(days=9), "120"), (DAY + timedelta(days=10), "150")):
        (one,) = queries.allotments(route.point.pk, scope=seen, on=on)
        assert one.units_a_day == Decimal(units)


def allotted(route, units: str = "200", book=None, day=DAY) -> None:
    shipments.allot(
        book_id=(book or route.theirs).pk,
        units_a_day=Decimal(units),
        valid_from=day,
        document_number="1/QĐ",
        scope=route.keeper,
        at=at(6),
    )


def head_of(route) -> UUID:
    """Who signs for the clinic."""
    head = Account.objects.create(username="truong", full_name="Trưởng cơ sở (mẫu)")
    Grant.objects.create(
        account=head,
        role="clinic-head",
        unit_id=route.made.here.pk,
        organisation_id=route.book.organisation_id,
        valid_from=date(2010, 1, 1),
        reason="mẫu",
    )
    return head.pk


def test_a_point_gets_what_it_is_to_have_for_one_day_and_not_a_thousandth_more(route):
    allotted(route)
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        route.send("200.001")
    assert code(refused) == ["over-the-allotment"]
    assert (Shipment.objects.count(), route.held_there()) == (0, {})

    assert route.send("200").over_reason == ""


def test_what_is_there_and_what_is_on_its_way_count_together(route):
    allotted(route)
    route.accept(route.send("120"), "120")
    later = {"happened_at": at(10), "at": at(10)}
    route.send("50", **later)
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        route.send("30.001", **later)
    (problem,) = refused.value.problems
    assert (problem.code, problem.field) == ("over-the-allotment", "over_reason")
    assert dict(problem.params) == {"allotted": "200", "there": "170", "left": "30"}
    route.send("30", **later)

    assert Shipment.objects.count() == 3


def test_what_was_given_out_at_the_point_makes_room_again(route):
    allotted(route)
    route.accept(route.send("200"))
    stock.move(
        book_id=route.theirs.pk,
        kind="spill",
        lot_id=route.lot.pk,
        from_id=route.there["cabinet"],
        to_id=route.there["spill"],
        quantity_units=Decimal(40),
        reason="vỡ chai",
        second_person=route.second,
        happened_at=at(10),
        request_id=uuid4(),
        scope=route.keeper,
        at=at(10),
    )
    with pytest.raises(stock.StockRefused), transaction.atomic():
        route.send("40.001", happened_at=at(11), at=at(11))
    route.send("40", happened_at=at(11), at=at(11))


def test_more_than_the_allotment_needs_a_reason_and_who_signs_for_the_clinic(route):
    allotted(route, "100")
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        route.send("150", over_reason="nghỉ lễ hai ngày")
    assert code(refused) == ["who-signs"]
    head = head_of(route)
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        route.send("150", over_reason="  ", second_person=head)
    assert code(refused) == ["over-the-allotment"]
    route.send("150", over_reason="nghỉ lễ hai ngày", second_person=head)

    assert [(one.over_reason, one.second_person) for one in Shipment.objects.all()] == [
        ("nghỉ lễ hai ngày", head)
    ]


def test_a_reason_that_is_not_needed_is_not_kept_as_one(route):
    allotted(route)
    assert route.send("10", over_reason="phòng khi").over_reason == ""


def test_only_a_point_has_a_limit_and_only_while_one_is_set(route):
    allotted(route, "5", book=route.book)
    allotted(route, "5", day=DAY + timedelta(days=1))
    arrived = route.accept(route.send("200"))
    back = {"from_book_id": route.theirs.pk, "to_book_id": route.book.pk, "from_id": route.there["cabinet"]}

    assert arrived.counted_units == 200
    assert route.send("60", happened_at=at(10), at=at(10), **back).quantity_units == 60


def test_the_database_itself_sends_no_more_than_the_allotment(route, monkeypatch):
    """Also where the program had looked a moment too early."""
    allotted(route)
    monkeypatch.setattr(shipments, "room_at", lambda *_given, **_named: None)
    route.send("150")
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        route.send("50.001")
    assert code(refused) == ["over-the-allotment"]
    assert Shipment.objects.count() == 1


def test_the_database_counts_the_same_after_a_close_as_from_the_first_line(route, monkeypatch):
    allotted(route)
    route.accept(route.send("130"), "130")
    for moment, hour in (("opening", 10), ("closing", 17)):
        counts.count(
            book_id=route.theirs.pk,
            day=DAY,
            moment=moment,
            counted={Place(route.there["cabinet"], route.lot.pk): Decimal(130)},
            second_person=route.second,
            happened_at=at(hour),
            scope=route.keeper,
            at=LATE,
        )
    evening = {"happened_at": at(18), "at": at(18)}
    room = queries.room_at(StockBook.objects.get(pk=route.theirs.pk), on=DAY, at=at(18))
    assert room == queries.RoomAtAPoint(Decimal(200), Decimal(130))
    monkeypatch.setattr(shipments, "room_at", lambda *_given, **_named: None)
    with pytest.raises(stock.StockRefused), transaction.atomic():
        route.send("70.001", **evening)
    route.send("70", **evening)


def inside(route):
    """Somebody who works at the point."""
    from tests.treatment.window import inside as works_in

    return works_in(route.point, "diem", POWERS)


def test_second_persons_are_accounts_and_others(route):
    with pytest.raises(stock.StockRefused), transaction.atomic():
        route.send(second_person=uuid4())
    own = Account.objects.create(pk=route.keeper.account_id, username="thukho2").pk
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        route.send(second_person=own)
    assert code(refused) == ["same-person"]
