"""Between places: one permission at a time, a transfer leaves nobody dosed twice, and tells nothing too early."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction

from hoanhap.audit.models import Entry
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import (
    Dose,
    DoseOrder,
    DosingPlace,
    Enrolment,
    TransferAnswer,
    TransferOffer,
)
from hoanhap.treatment.operations import care, dosing, transfers
from hoanhap.treatment.operations.refusals import CareRefused, DoseRefused
from hoanhap.treatment.queries import transfers as queries
from tests.casework.made import Made
from tests.medicine.operations.test_stock import DAY, at
from tests.treatment.operations.test_dosing import in_threads
from tests.treatment.window import Window, inside

NEXT = DAY + timedelta(days=1)
SEEN = (Enrolment, DosingPlace, DoseOrder, Dose)


class Between(Window):
    """A clinic with patients, another clinic that treats nobody yet, and a third that has nothing to do with them."""

    def __init__(self, made: Made) -> None:
        super().__init__(made)
        self.other, self.third = (
            Organisation.objects.create(kind="substitution-clinic", name=name, unit=made.there)
            for name in ("Cơ sở Mẫu Hai", "Cơ sở Mẫu Ba")
        )
        self.receiver, self.stranger = inside(self.other, "nhan"), inside(self.third, "khac")

    def offer(self, row, **changes):
        given = {
            "enrolment_id": row.pk,
            "to_organisation_id": self.other.pk,
            "last_day": DAY,
            "number": "05/GCD",
            "reason": "chuyển nơi ở",
            "scope": self.doctor,
            "at": at(9),
        }
        return transfers.offer(**(given | changes))

    def take(self, offer, **changes):
        given = {
            "offer_id": offer.pk,
            "card_number": "H-001",
            "enrolled_on": NEXT,
            "confirmed_with": "Bác sĩ Mẫu, qua điện thoại",
            "scope": self.receiver,
            "at": at(10),
        }
        return transfers.take_over(**(given | changes))

    def allow(self, row, where: Organisation, **changes):
        given = {
            "enrolment_id": row.pk,
            "organisation_id": where.pk,
            "kind": "guest",
            "from_on": NEXT,
            "until": NEXT + timedelta(days=7),
            "document_number": "07/GP",
            "scope": self.doctor,
            "at": at(9),
        }
        return care.allow_elsewhere(**(given | changes))

    def dosed(self, order, mode: str = "given"):
        dose = self.pour(order)
        dosing.settle(dose_id=dose.pk, kind=mode, scope=self.nurse, at=at(8, 5))
        return dose


@pytest.fixture
def between(made) -> Between:
    return Between(made)


def codes(refused) -> list[str]:
    return [one.code for one in refused.value.problems]


def seen_by(scope) -> list[int]:
    return [model.objects.visible_to(scope, "treatment.care").count() for model in SEEN]


def places_of(row) -> list[tuple[str, date, date | None]]:
    rows = row.places.order_by("valid_from").values_list("organisation__name", "valid_from", "valid_until")
    return [one for one in rows if one[1] != one[2]]


def test_the_other_clinic_sees_nothing_before_the_offer_and_a_masked_name_until_it_has_taken(between):
    row, order = between.patient()
    between.dosed(order)
    assert seen_by(between.receiver) == [0, 0, 0, 0]
    assert queries.offers(between.other.pk, scope=between.receiver) == []

    made = between.offer(row)
    assert seen_by(between.receiver) == [0, 0, 0, 0]
    (line,) = queries.offers(between.other.pk, scope=between.receiver)
    assert line.state == "open"
    assert line.name != row.person.full_name
    assert row.person.full_name not in repr(line)
    with pytest.raises(NotFound):
        queries.summary(made.pk, between.other.pk, scope=between.receiver, at=at(9, 30))
    assert (
        Entry.objects.filter(kind="treatment.transfer-read", account_id=between.receiver.account_id).count()
        == 0
    )


def test_after_it_has_taken_the_patient_it_reads_the_last_dose_and_its_reading_is_logged(between):
    row, order = between.patient(dose="20")
    between.dosed(order)
    made = between.offer(row)
    between.take(made)

    found = queries.summary(made.pk, between.other.pk, scope=between.receiver, at=at(10, 30))
    assert (found.name, found.last_dose.on) == (row.person.full_name, DAY)
    assert (found.last_dose.dose_mg, found.last_dose.volume_units) == (Decimal(20), Decimal(2))
    assert (found.bottles_left, found.highest_mg, found.last_given_at) == (0, Decimal(20), at(8, 5))
    assert (
        Entry.objects.filter(kind="treatment.transfer-read", account_id=between.receiver.account_id).count()
        == 1
    )


def test_days_before_the_first_order_and_without_one_are_no_missed_days(between):
    row, order = between.patient(dose="20")
    between.dosed(order)
    assert row.enrolled_on < order.valid_from == DAY
    made = between.offer(row)
    for days, missed in ((0, 0), (1, 0), (3, 2)):
        moment = at(9, 30, day=DAY + timedelta(days=days))
        assert queries.summary(made.pk, between.place.pk, scope=between.doctor, at=moment).missed == missed
    care.stop_order(
        order_id=order.pk, on=DAY + timedelta(days=2), reason="hết y lệnh", scope=between.doctor, at=at(9)
    )
    moment = at(9, 30, day=DAY + timedelta(days=3))
    assert queries.summary(made.pk, between.place.pk, scope=between.doctor, at=moment).missed == 1


def test_a_third_clinic_learns_nothing_at_any_time(between):
    row, order = between.patient()
    between.dosed(order)
    made = between.offer(row)
    for step in (lambda: None, lambda: between.take(made)):
        step()
        assert seen_by(between.stranger) == [0, 0, 0, 0]
        assert queries.offers(between.third.pk, scope=between.stranger) == []
        assert TransferOffer.objects.visible_to(between.stranger, "treatment.care").count() == 0
        assert TransferAnswer.objects.visible_to(between.stranger, "treatment.care").count() == 0
        for place in (between.third, between.other, between.place):
            with pytest.raises(NotFound):
                queries.summary(made.pk, place.pk, scope=between.stranger, at=at(11))
        with pytest.raises(NotFound):
            between.take(made, scope=between.stranger)
    with pytest.raises(NotFound):
        queries.offers(between.other.pk, scope=between.stranger)


@pytest.mark.parametrize("how", ["withdrawn", "refused"])
def test_an_offer_that_came_to_nothing_tells_nothing_and_the_patient_stays(between, how):
    row, _order = between.patient()
    made = between.offer(row)
    given = {"offer_id": made.pk, "reason": "ở lại", "at": at(9, 30)}
    if how == "withdrawn":
        transfers.withdraw_offer(**given, scope=between.doctor)
    else:
        transfers.refuse(**given, scope=between.receiver)

    with pytest.raises(CareRefused) as refused, transaction.atomic():
        between.take(made)
    assert codes(refused) == ["withdrawn"]
    assert seen_by(between.receiver) == [0, 0, 0, 0]
    (line,) = queries.offers(between.other.pk, scope=between.receiver)
    assert row.person.full_name not in repr(line)
    with pytest.raises(NotFound):
        queries.summary(made.pk, between.other.pk, scope=between.receiver, at=at(11))
    row.refresh_from_db()
    assert row.ended_on is None
    assert between.offer(row, number="06/GCD").pk != made.pk


def test_a_transfer_ends_the_one_enrolment_and_begins_the_other_on_the_same_day(between):
    row, order = between.patient()
    answer = between.take(between.offer(row))
    row.refresh_from_db()
    order.refresh_from_db()

    assert (row.ended_on, row.ended_as, order.stopped_on) == (NEXT, "transferred", NEXT)
    new = answer.enrolment
    assert (new.follows_id, new.organisation_id, new.enrolled_on) == (row.pk, between.other.pk, NEXT)
    assert places_of(row) == [(between.place.name, date(2026, 6, 1), NEXT)]
    assert places_of(new) == [("Cơ sở Mẫu Hai", NEXT, None)]
    assert new.orders.count() == 0


def test_nobody_is_taken_before_the_last_day_or_with_bottles_out(between):
    row, order = between.patient()
    made = between.offer(row, last_day=NEXT)
    with pytest.raises(CareRefused) as refused, transaction.atomic():
        between.take(made, enrolled_on=NEXT)
    assert codes(refused) == ["too-early"]

    care.grant_take_home(
        enrolment_id=row.pk,
        days_at_a_time=3,
        valid_from=DAY,
        valid_until=DAY + timedelta(days=20),
        conditions="hộp có khóa",
        scope=between.doctor,
        at=at(7),
    )
    for ahead in (1, 2):
        on = DAY + timedelta(days=ahead)
        dose = between.pour(order, dose_on=on)
        dosing.settle(dose_id=dose.pk, kind="handed-out", scope=between.nurse, at=at(8, 5))
    with pytest.raises(CareRefused) as refused, transaction.atomic():
        between.take(made, enrolled_on=DAY + timedelta(days=2))
    assert codes(refused) == ["bottles-out"]


def test_only_the_own_clinic_offers_and_only_the_other_takes(between):
    row, _order = between.patient()
    for scope in (between.receiver, between.stranger):
        with pytest.raises(NotFound):
            between.offer(row, scope=scope)
    with pytest.raises(Forbidden):
        between.offer(row, scope=inside(between.place, "xem", frozenset(["treatment.care"])))
    made = between.offer(row)
    with pytest.raises(NotFound):
        between.take(made, scope=between.doctor)
    with pytest.raises(NotFound):
        transfers.withdraw_offer(offer_id=made.pk, reason="x", scope=between.receiver, at=at(9))
    with pytest.raises(CareRefused) as refused, transaction.atomic():
        between.offer(row, number="09/GCD")
    assert codes(refused) == ["offered-already"]


def test_a_guest_clinic_neither_transfers_nor_sends_on_whom_it_only_doses(between):
    row, _order = between.patient()
    between.allow(row, between.other, from_on=DAY)
    assert seen_by(between.receiver)[0] == 1
    with pytest.raises(NotFound):
        between.offer(row, to_organisation_id=between.third.pk, scope=between.receiver)
    with pytest.raises(NotFound):
        between.allow(row, between.third, scope=between.receiver)


def test_a_guest_is_dosed_there_and_nowhere_else_and_then_at_home_again(between):
    row, order = between.patient()
    between.allow(row, between.other, from_on=DAY, until=NEXT)
    assert places_of(row) == [
        (between.place.name, date(2026, 6, 1), DAY),
        ("Cơ sở Mẫu Hai", DAY, NEXT),
        (between.place.name, NEXT, None),
    ]
    with pytest.raises(DoseRefused) as refused, transaction.atomic():
        between.pour(order)
    assert Dose.objects.count() == 0
    assert len(codes(refused)) == 1


def test_a_permission_that_ends_early_gives_the_days_back_to_the_own_clinic(between):
    row, order = between.patient()
    made = between.allow(row, between.other, from_on=DAY)
    transfers.end_elsewhere(
        enrolment_id=row.pk, place_id=made.pk, on=DAY, reason="về sớm", scope=between.doctor, at=at(7)
    )
    assert places_of(row) == [(between.place.name, date(2026, 6, 1), DAY), (between.place.name, DAY, None)]
    assert between.pour(order).person_id == row.person_id
    with pytest.raises(NotFound):
        transfers.end_elsewhere(
            enrolment_id=row.pk, place_id=made.pk, on=DAY, reason="nữa", scope=between.doctor, at=at(7)
        )


def test_the_database_keeps_one_place_at_a_time_and_never_changes_an_answer(between):
    row, _order = between.patient()
    with pytest.raises(DatabaseError), transaction.atomic():
        DosingPlace.objects.create(
            person_id=row.person_id,
            enrolment=row,
            organisation=between.other,
            kind="guest",
            valid_from=NEXT,
            valid_until=None,
            document_number="08/GP",
            recorded_by=uuid4(),
        )
    between.take(between.offer(row))
    for statement in (
        "UPDATE treatment_transferanswer SET id = id",
        "DELETE FROM treatment_transferanswer",
        "UPDATE treatment_transferoffer SET number = 'khác'",
        "DELETE FROM treatment_transferoffer",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_two_permissions_at_once_leave_one_place_a_day(own_database):
    between = Between(Made())
    row, _order = between.patient()
    places = (between.other, between.third)
    found = in_threads(6, lambda n: between.allow(row, places[n % 2], document_number=f"{n}/GP"))

    made = [one for one in found if isinstance(one, DosingPlace)]
    assert all(isinstance(one, DosingPlace | CareRefused) for one in found), found
    assert len(made) >= 1
    spans = places_of(row)
    assert [one[1] for one in spans[1:]] == [one[2] for one in spans[:-1]]
    assert spans[0][1:] == (date(2026, 6, 1), NEXT)
    assert spans[-1] == (between.place.name, NEXT + timedelta(days=7), None)
    assert sum(one[1] <= NEXT < (one[2] or date.max) for one in spans) == 1


def test_an_offer_taken_several_times_at_once_is_one_enrolment(own_database):
    between = Between(Made())
    row, _order = between.patient()
    made = between.offer(row)
    found = in_threads(5, lambda _n: between.take(made))
    assert {type(one).__name__ for one in found} == {"TransferAnswer"}, found
    assert len({one.pk for one in found}) == 1
    assert Enrolment.objects.filter(person=row.person_id).count() == 2


def test_taken_and_withdrawn_at_once_is_one_of_the_two(own_database):
    between = Between(Made())
    for turn in range(3):
        row, _order = between.patient()
        made = between.offer(row, number=f"{turn}/GCD")

        def act(number: int, made=made, turn=turn):
            if number:
                return transfers.withdraw_offer(
                    offer_id=made.pk, reason="ở lại", scope=between.doctor, at=at(10)
                )
            return between.take(made, card_number=f"H-{turn}")

        found = in_threads(2, act)
        assert [isinstance(one, CareRefused) for one in found].count(True) == 1, found
        row.refresh_from_db()
        made.refresh_from_db()
        assert (row.ended_on is None) == (made.retired_at is not None)


def test_a_dose_and_a_transfer_of_the_same_day_at_once_never_give_both(own_database):
    between = Between(Made())
    row, order = between.patient()
    made = between.offer(row, last_day=DAY)
    later = between.next_day()

    def act(number: int):
        if number:
            return between.pour(order, at=at(8, day=later))
        return between.take(made, enrolled_on=later, at=at(8, day=later))

    found = in_threads(2, act)
    assert [isinstance(one, CareRefused | DoseRefused) for one in found].count(True) == 1, found
    row.refresh_from_db()
    assert (row.ended_on is None) == (Dose.objects.count() == 1)


def test_a_guest_clinic_sees_the_patient_until_a_week_after_the_last_day_and_the_own_clinic_always(between):
    row, order = between.patient()
    between.dosed(order)
    between.allow(row, between.other, until=NEXT + timedelta(days=2))

    def seen(scope, days: int) -> bool:
        later = replace(scope, on=NEXT + timedelta(days=2 + days))
        return Enrolment.objects.visible_to(later, "treatment.care").filter(pk=row.pk).exists()

    assert [seen(between.receiver, days) for days in (-2, 0, 7, 8, 400)] == [True, True, True, False, False]
    assert not seen(between.stranger, 0)
    assert seen(between.doctor, 400)
