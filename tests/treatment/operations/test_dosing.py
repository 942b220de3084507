"""The window: exactly one dose a day, on a valid order, out of what is there; the rest is refused, whoever asks."""

import threading
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction

from hoanhap.access.models import Account
from hoanhap.kit.errors import Forbidden, NotFound, Refused
from hoanhap.medicine.models import StockLine
from hoanhap.medicine.operations import stock
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import Dose, DoseOutcome
from hoanhap.treatment.operations import care, dosing
from hoanhap.treatment.operations.refusals import CareRefused, DoseRefused
from tests.casework.made import Made, scope
from tests.medicine.operations.test_stock import DAY, at
from tests.treatment.window import ALL, Window, code, inside


@pytest.fixture
def window(db, made) -> Window:
    return Window(made)


def test_a_dose_is_poured_taken_and_moves_just_its_volume(window):
    _row, order = window.patient(dose="25")
    dose = window.pour(order)
    assert window.held()["cup"] == Decimal("2.5")
    window.settle(dose)

    assert window.held() == {
        "supplier": Decimal(-2000),
        "window": Decimal("1997.5"),
        "patient": Decimal("2.5"),
    }


def test_a_second_dose_on_the_same_day_is_refused_pending_or_taken(window):
    _row, order = window.patient()
    dose = window.pour(order)
    for _ in range(2):
        with pytest.raises(DoseRefused) as refused, transaction.atomic():
            window.pour(order, at=at(9))
        assert code(refused) == ["dosed-today"]
        window.settle(dose)
    assert Dose.objects.count() == 1


def test_a_double_press_is_one_dose(window):
    _row, order = window.patient()
    request = uuid4()
    doses = {window.pour(order, request_id=request).pk for _ in range(3)}
    outcomes = {window.settle(Dose.objects.get()).pk for _ in range(3)}

    assert (len(doses), len(outcomes)) == (1, 1)
    assert StockLine.objects.filter(kind="pour").count() == 1


def test_a_refused_or_unpoured_dose_frees_the_day_and_a_lost_one_does_not(window):
    _row, order = window.patient()
    window.settle(window.pour(order), "voided", reason="bấm nhầm người")
    again = window.pour(order, at=at(7, 5))
    with pytest.raises((DoseRefused, stock.StockRefused)), transaction.atomic():
        window.settle(again, "refused", reason="không uống", at=at(7, 6))
    window.settle(again, "refused", reason="không uống", second_person=window.second, at=at(7, 6))
    third = window.pour(order, at=at(8))
    window.settle(third, "lost", reason="không thấy cốc", second_person=window.second, at=at(8, 1))
    with pytest.raises(DoseRefused):
        window.pour(order, at=at(9))
    assert window.held()["window"] == Decimal(1996)
    assert (window.held()["waste"], window.held()["missing"]) == (Decimal(2), Decimal(2))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"dose_mg": Decimal(21), "volume_units": Decimal("2.1")}, "above-order"),
        ({"dose_mg": Decimal(200), "volume_units": Decimal(20)}, "above-order"),
        ({"dose_mg": Decimal(20), "volume_units": Decimal(20)}, "volume-differs"),
        ({"dose_mg": Decimal(2), "volume_units": Decimal(20)}, "volume-differs"),
        ({"dose_on": DAY + timedelta(days=1)}, "no-grant"),
        ({"dose_on": DAY - timedelta(days=1)}, "no-order"),
    ],
)
def test_a_wrong_dose_is_stopped(window, changes, expected):
    _row, order = window.patient(dose="20")
    with pytest.raises(DoseRefused) as refused, transaction.atomic():
        window.pour(order, **changes)
    assert code(refused) in ([expected], ["other-day"])
    assert window.held().get("cup") is None


def test_no_dose_without_an_order_after_its_end_on_hold_or_after_the_treatment_ended(window):
    row, order = window.patient()
    held = care.hold(enrolment_id=row.pk, from_on=DAY, reason="lơ mơ", scope=window.doctor, at=at(6, 40))
    with pytest.raises(DoseRefused) as refused, transaction.atomic():
        window.pour(order)
    assert code(refused) == ["on-hold"]
    care.lift_hold(hold_id=held.pk, on=DAY, reason="đã khám", scope=window.doctor, at=at(6, 50))
    care.stop_order(order_id=order.pk, on=DAY, reason="đổi liều", scope=window.doctor, at=at(6, 55))
    with pytest.raises(DoseRefused) as refused, transaction.atomic():
        window.pour(order)
    assert code(refused) == ["no-order"]
    again = window.order(row, "20")
    care.end_enrolment(
        enrolment_id=row.pk, on=DAY - timedelta(days=1), ended_as="left", scope=window.doctor, at=at(6, 58)
    )
    with pytest.raises(DoseRefused):
        window.pour(again)


@pytest.mark.parametrize(
    ("before", "dose", "needed"),
    [
        (None, "30", False),
        (None, "30.5", True),
        ("40", "80", False),
        ("40", "80.5", True),
        ("40", "400", True),
        ("190", "201", True),
    ],
)
def test_a_jump_or_a_high_first_dose_needs_a_second_doctor(window, before, dose, needed):
    row, _ = window.patient(dose="")
    if before:
        first = window.order(row, before)
        if first.needs_second:
            care.sign_order(order_id=first.pk, scope=window.other_doctor, at=at(6, 5))
        window.settle(window.pour(first))
    tomorrow = window.next_day()
    order = window.order(row, dose, start=tomorrow)

    assert order.needs_second is needed
    seven = at(7, day=tomorrow)
    if needed:
        with pytest.raises(DoseRefused) as refused, transaction.atomic():
            window.pour(order, at=seven)
        assert code(refused) == ["order-unsigned"]
        with pytest.raises(CareRefused), transaction.atomic():
            care.sign_order(order_id=order.pk, scope=window.doctor, at=at(6, 50))
        care.sign_order(order_id=order.pk, scope=window.other_doctor, at=at(6, 50))
    window.pour(order, at=seven)


def test_bottles_to_take_home_need_a_grant_and_use_up_their_days(window):
    row, order = window.patient()
    grant = care.grant_take_home(
        enrolment_id=row.pk,
        days_at_a_time=2,
        valid_from=DAY,
        valid_until=DAY + timedelta(days=30),
        conditions="tủ có khóa",
        scope=window.doctor,
        at=at(6, 40),
    )
    bottles = [window.pour(order, dose_on=DAY + timedelta(days=n)) for n in (0, 1, 2)]
    with pytest.raises(DoseRefused), transaction.atomic():
        window.pour(order, dose_on=DAY + timedelta(days=3))
    with pytest.raises(DoseRefused), transaction.atomic():
        window.settle(bottles[1], "given")
    for bottle, kind in zip(bottles, ("given", "handed-out", "handed-out"), strict=True):
        window.settle(bottle, kind)
    assert (window.held()["take-home"], window.held()["patient"]) == (Decimal(4), Decimal(2))
    care.revoke_take_home(grant_id=grant.pk, on=DAY, reason="mất chai", scope=window.doctor, at=at(8))


def test_a_vomited_dose_stays_taken_and_is_replaced_only_as_a_doctor_allowed(window):
    _row, order = window.patient()
    dose = window.pour(order)
    window.settle(dose)
    given = {
        "dose_id": dose.pk,
        "happened_at": at(7, 10),
        "was_seen": True,
        "scope": window.nurse,
        "at": at(7, 12),
    }
    with pytest.raises(DoseRefused), transaction.atomic():
        dosing.vomited(replacement_mg=Decimal(10), allowed_by=window.nurse.account_id, **given)
    dosing.vomited(replacement_mg=Decimal(10), allowed_by=window.doctor.account_id, **given)
    with pytest.raises(DoseRefused), transaction.atomic():
        window.pour(order, replaces_id=dose.pk, at=at(7, 20))
    half = {"dose_mg": Decimal(10), "volume_units": Decimal(1), "replaces_id": dose.pk}
    window.settle(window.pour(order, at=at(7, 20), **half), at=at(7, 21))
    with pytest.raises(DoseRefused), transaction.atomic():
        window.pour(order, at=at(7, 30), **half)
    assert window.held()["patient"] == Decimal(3)


def test_nothing_becomes_of_a_dose_before_it_was_poured(window):
    """Also where the cup holds as much of somebody else's dose, so that the sums alone would come out."""
    (_one, order), (_two, other) = window.patient(), window.patient()
    window.settle(window.pour(other, at=at(7, 0)), at=at(7, 40))
    dose = window.pour(order, at=at(7, 20))

    for kind in ("given", "voided"):
        with pytest.raises(DoseRefused, match="trước khi rót"), transaction.atomic():
            window.settle(dose, kind, at=at(7, 10))
    window.settle(dose, at=at(7, 20))


def test_a_dose_is_vomited_after_it_was_taken_and_on_that_day(window):
    _row, order = window.patient()
    dose = window.pour(order, at=at(7, 0))
    window.settle(dose, at=at(7, 5).replace(second=40))
    given = {"dose_id": dose.pk, "was_seen": True, "scope": window.nurse, "at": at(9)}

    for when in (at(7, 4), at(7, 10) + timedelta(days=1), at(7, 10) - timedelta(days=1)):
        with pytest.raises(DoseRefused, match="sau khi uống"), transaction.atomic():
            dosing.vomited(happened_at=when, **given)
    assert dosing.vomited(happened_at=at(7, 5), **given).happened_at == at(7, 5).replace(second=40)


def test_the_day_does_not_close_over_a_pour_that_nobody_settled(window):
    _row, order = window.patient()
    dose = window.pour(order)
    dosing.doubt(dose_id=dose.pk, note="mất điện", scope=window.nurse, at=at(7, 2))
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        window.count("closing", at(17), window="1998")
    assert code(refused) == ["open-pours"]
    with pytest.raises(DoseRefused, match="hai người"), transaction.atomic():
        window.settle(dose, at=at(16))
    window.settle(dose, second_person=window.second, at=at(16))
    window.count("closing", at(17), window="1998")
    with pytest.raises(stock.StockRefused), transaction.atomic():
        window.pour(window.patient()[1], at=at(17, 30))


@pytest.mark.parametrize("kind", ["given", "voided", "spilt", "lost"])
def test_a_dose_in_doubt_is_settled_by_two_whatever_became_of_it(window, kind):
    _row, order = window.patient()
    dose = window.pour(order)
    dosing.doubt(dose_id=dose.pk, note="mất điện", scope=window.nurse, at=at(7, 2))
    given = {"reason": "hai người đã xem", "at": at(8)}
    for second in (None, window.nurse.account_id):
        with pytest.raises(Refused), transaction.atomic():
            window.settle(dose, kind, second_person=second, **given)
    assert not DoseOutcome.objects.exists()
    window.settle(dose, kind, second_person=window.second, **given)


def test_nothing_is_poured_before_the_day_is_opened_or_out_of_an_expired_lot(window):
    _row, order = window.patient()
    tomorrow = DAY + timedelta(days=1)
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        window.pour(order, at=at(7, day=tomorrow))
    assert code(refused) == ["day-not-open"]
    old = window.new_lot("L-0000", date(2026, 6, 30))
    window.move("receipt", "supplier>safe", "100", at(6, 40), lot_id=old.pk)
    window.move("issue", "safe>window", "100", at(6, 41), lot_id=old.pk)
    with pytest.raises(stock.StockRefused) as refused, transaction.atomic():
        window.pour(order, lot_id=old.pk)
    assert code(refused) == ["lot-expired"]


def test_the_permission_to_be_dosed_is_at_one_place_at_a_time(window, made):
    row, order = window.patient()
    other = Organisation.objects.create(kind="dispensing-site", name="Điểm cấp phát (mẫu)", unit=made.here)
    care.allow_elsewhere(
        enrolment_id=row.pk,
        organisation_id=other.pk,
        kind="guest",
        from_on=DAY,
        until=DAY + timedelta(days=3),
        document_number="GT-1",
        scope=window.doctor,
        at=at(6, 40),
    )
    with pytest.raises(DoseRefused) as refused, transaction.atomic():
        window.pour(order)
    assert code(refused) == ["elsewhere"]
    places = row.places.order_by("valid_from").values_list("organisation_id", "valid_from", "valid_until")
    assert list(places) == [
        (window.place.pk, date(2026, 6, 1), DAY),
        (other.pk, DAY, DAY + timedelta(days=3)),
        (window.place.pk, DAY + timedelta(days=3), None),
    ]


def test_nobody_is_enrolled_twice_and_expelled_by_one_alone(window):
    row, _order = window.patient()
    with pytest.raises(CareRefused) as refused, transaction.atomic():
        care.enrol(
            episode_id=row.episode_id,
            organisation_id=window.place.pk,
            medicine="methadone",
            card_number="X",
            enrolled_on=DAY,
            scope=window.doctor,
            at=at(6),
        )
    assert code(refused) == ["enrolled-already"]
    ended = {
        "enrolment_id": row.pk,
        "on": DAY,
        "ended_as": "expelled",
        "ground": "rules-twice",
        "reason": "bạo lực",
        "scope": window.doctor,
        "at": at(8),
    }
    with pytest.raises(CareRefused), transaction.atomic():
        care.end_enrolment(**ended)
    care.end_enrolment(second_person=window.other_doctor.account_id, **ended)


def test_a_dose_is_never_changed_and_never_exists_without_its_pour(window):
    _row, order = window.patient()
    dose = window.pour(order)
    with pytest.raises(IntegrityError), transaction.atomic():
        Dose.objects.filter(pk=dose.pk).update(dose_mg=5)
    receipt = StockLine.objects.filter(kind="receipt").first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Dose.objects.create(
            person_id=dose.person_id,
            enrolment_id=dose.enrolment_id,
            order=order,
            organisation=window.place,
            pour_line=receipt,
            dose_on=DAY + timedelta(days=1),
            mode="take-home",
            dose_mg=1,
            volume_units=1,
            poured_at=at(7),
            visit=uuid4(),
            recorded_by=uuid4(),
        )


def test_the_next_commune_doses_nobody_here_and_learns_nothing(window, made):
    row, order = window.patient()
    dose = window.pour(order)
    theirs = scope(ALL, made.there.pk, name="langgieng")
    for attempt in (
        lambda: window.pour(order, scope=theirs),
        lambda: window.settle(dose, scope=theirs),
        lambda: care.hold(enrolment_id=row.pk, from_on=DAY, reason="x", scope=theirs, at=at(8)),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert not Dose.objects.visible_to(theirs, "treatment.care").exists()
    assert not DoseOutcome.objects.exists()


def in_threads(workers: int, work) -> list:
    """Run `work(n)` on as many connections at once; what each returned or raised."""
    gate, results = threading.Barrier(workers), [None] * workers

    def run(number: int) -> None:
        try:
            gate.wait()
            results[number] = work(number)
        except Exception as failed:
            results[number] = failed
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_many_windows_at_once_give_exactly_one_dose(own_database):
    window = Window(Made())
    for _ in range(5):
        _row, order = window.patient()
        results = in_threads(8, lambda _n, order=order: window.pour(order))
        assert [type(one).__name__ for one in results].count("Dose") == 1
        assert all(isinstance(one, Dose | DoseRefused) for one in results), results
    assert Dose.objects.count() == 5
    assert window.held()["cup"] == Decimal(10)


def test_many_racing_for_the_last_millilitres_never_pour_more_than_there_is(own_database):
    window = Window(Made(), ml="5")
    orders = [window.patient()[1] for _ in range(8)]
    results = in_threads(8, lambda number: window.pour(orders[number]))

    assert [type(one).__name__ for one in results].count("Dose") == 2
    assert [type(one).__name__ for one in results].count("NotEnoughStock") == 6
    assert window.held()["window"] == Decimal(1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(line_no ORDER BY line_no) FROM medicine_stockline")
        (numbers,) = cursor.fetchone()
    assert numbers == list(range(1, len(numbers) + 1))


def test_an_account_that_may_only_read_pours_nothing(window):
    _row, order = window.patient()
    with pytest.raises(Forbidden):
        window.pour(order, scope=inside(window.place, "xem", frozenset(["treatment.care"])))
    assert Account.objects.count() == 1
