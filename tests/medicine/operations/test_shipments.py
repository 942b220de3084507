"""Between a clinic and its points: nothing arrives that was not sent, nothing is accepted twice, less is a loss at once."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from hoanhap.access.models import Account
from hoanhap.kit.errors import NotFound
from hoanhap.medicine.models import Arrival, MedicineIncident, Shipment, StockAccount
from hoanhap.medicine.operations import shipments, stock
from hoanhap.medicine.queries import shipments as queries
from hoanhap.medicine.queries.balances import balances
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


def inside(route):
    """Somebody who works at the point."""
    from tests.treatment.operations.test_dosing import inside as works_in

    return works_in(route.point, "diem", POWERS)


def test_second_persons_are_accounts_and_others(route):
    with pytest.raises(stock.StockRefused), transaction.atomic():
        route.send(second_person=uuid4())
    own = Account.objects.create(pk=route.keeper.account_id, username="thukho2").pk
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        route.send(second_person=own)
    assert code(refused) == ["same-person"]
