"""Stock book and window together under thousands of random steps: every refusal is foretold, and the sums come out.

`Naive` keeps the same two places in plain Python and says beforehand whether the database will take a step.
`HOANHAP_STEPS` sets how many steps are taken (`make proof` takes a million).
"""

import os
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection, transaction

from hoanhap.access.scope import Authority, Scope
from hoanhap.kit.errors import Refused
from hoanhap.medicine.models import ClosingBalance, Count, StockAccount, StockLine
from hoanhap.medicine.operations import counts, stock
from hoanhap.medicine.queries.balances import Place, balances, balances_from_nothing
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import Dose, DoseOutcome
from hoanhap.treatment.operations import care, dosing
from tests.medicine.operations.test_stock import DAY, LATE, POWERS, at
from tests.medicine.operations.test_stock_over_time import LEAST
from tests.treatment.window import ALL, Window

pytestmark = pytest.mark.django_db
STEPS = int(os.environ.get("HOANHAP_STEPS", "1500"))
STEPS_A_LIFE = 250
PATIENTS = 8
BOTTLES = 3
"""So many days ahead the first patient may take doses home."""
RESTART_AFTER, FIRST_MG, FACTOR = 5, 30, 2
"""As `Window` sets the limits of methadone; the highest dose is never reached here."""
COUNTED = ("safe", "cabinet", "window", "waste")
FREES = ("voided", "spilt", "refused")
GOES_TO = {
    "given": "patient",
    "handed-out": "take-home",
    "voided": "window",
    "spilt": "spill",
    "refused": "waste",
    "lost": "missing",
}


@dataclass
class NaiveOrder:
    row: object
    mg: int
    first: date
    until: date
    signed: bool
    needs_second: bool


@dataclass
class NaivePatient:
    row: object
    here: int = 0
    order: NaiveOrder | None = None
    hold: object = None
    holds: list = field(default_factory=list)
    moves: list = field(default_factory=list)
    takes_home: bool = False
    doses: list = field(default_factory=list)

    def used_to(self, day: date) -> int | None:
        taken = [
            one["mg"]
            for one in self.doses
            if one["counts"] and one["first"] and day - timedelta(days=RESTART_AFTER) <= one["day"] <= day
        ]
        return max(taken, default=None)

    def is_held(self, day: date, on: date) -> bool:
        """Whether a hold that began by the day of the dose was not lifted by the day of the pour, also a past one."""
        return any(first <= day and (until is None or on < until) for first, until in self.holds)

    def where(self, on: date) -> int:
        """At which place they were dosed on a day, also a past one."""
        return next((there for since, there in reversed(self.moves) if since <= on), 0)

    def is_dosed(self, day: date) -> bool:
        return any(one["counts"] and one["day"] == day for one in self.doses)

    def last_before(self, day: date) -> date | None:
        return max(
            (one["day"] for one in self.doses if one["counts"] and one["first"] and one["day"] < day),
            default=None,
        )


@dataclass
class NaivePlace:
    book: object
    place: object
    at: dict
    lines: list = field(default_factory=list)
    closed_at: datetime | None = None
    day: date | None = None
    opened_at: datetime | None = None
    last_day: date | None = None
    last_at: datetime | None = None

    def balance(self, kind: str, lot, until: datetime) -> Decimal:
        return sum(
            (
                units * ((target == kind) - (source == kind))
                for source, target, one, units, when in self.lines
                if one == lot and when <= until
            ),
            Decimal(0),
        )

    def leaves_enough(self, kind: str, lot, units: Decimal, when: datetime) -> bool:
        """Whether the account holds that much at the instant and at every later one."""
        instants = {moment for *_rest, moment in self.lines if moment > when} | {when}
        return all(self.balance(kind, lot, moment) >= units for moment in instants)

    def takes(self, kind: str, lot, units: Decimal, when: datetime) -> bool:
        return (self.closed_at is None or when > self.closed_at) and (
            kind in ("supplier", "found") or self.leaves_enough(kind, lot, units, when)
        )

    def is_open(self, when: datetime) -> bool:
        return self.day == local(when) and self.opened_at is not None and self.opened_at <= when


def local(when: datetime) -> date:
    return when.astimezone(at(6).tzinfo).date()


class Life:
    """Two places, some patients, and a clock; each step is foretold, asked, and compared."""

    def __init__(self, made, seed: int) -> None:
        self.chance = random.Random(seed)
        self.window = window = Window(made)
        self.now = at(6, 31)
        self.seen: Counter[str] = Counter()
        point = Organisation.objects.create(
            kind="satellite-point", name="Điểm (mẫu)", unit=made.here, parent=window.place
        )
        self.staff = both(window.place, point)
        window.doctor = both(window.place, point, "bacsi")
        self.lots = [window.lot.pk, window.new_lot("L-0002").pk]
        book = stock.open_book(organisation_id=point.pk, medicine="methadone", scope=window.keeper, at=at(6))
        stock.add_account(book_id=book.pk, kind="window", name="Cửa 1", scope=window.keeper, at=at(6))
        first = NaivePlace(window.book, window.place, window.at)
        first.lines = [
            ("supplier", "safe", window.lot.pk, Decimal(2000), at(6, 10)),
            ("safe", "window", window.lot.pk, Decimal(2000), at(6, 20)),
        ]
        first.day, first.opened_at, first.last_day, first.last_at = DAY, at(6, 30), DAY, at(6, 30)
        kinds = dict(StockAccount.objects.filter(book=book).values_list("kind", "pk"))
        self.places = [first, NaivePlace(book, point, kinds)]
        self.patients = [NaivePatient(window.patient(dose="")[0]) for _ in range(PATIENTS)]
        for patient in self.patients:
            self.order(patient, mg=20, length=30)
        self.patients[0].takes_home = True
        care.grant_take_home(
            enrolment_id=self.patients[0].row.pk, days_at_a_time=BOTTLES, valid_from=DAY,
            valid_until=DAY + timedelta(days=300), conditions="hộp khóa", scope=window.doctor, at=self.now,
        )  # fmt: skip

    def step(self) -> None:
        self.now += timedelta(minutes=self.chance.randint(1, 40))
        if self.chance.random() < 0.01:
            self.now += timedelta(days=self.chance.choice([1, 1, 2, 7]))
        if self.chance.random() < 0.3:
            self.turn(only_if_due=True)
        acts = (
            (self.move, 14), (self.pour, 34), (self.settle, 26), (self.turn, 1), (self.order, 5), (self.hold, 2),
            (self.go, 1), (self.again, 2),
        )  # fmt: skip
        act = self.chance.choices([one for one, _weight in acts], [weight for _one, weight in acts])[0]
        act()

    def asked(self, what: str, fine: bool, act):
        """Ask for it; it must be taken exactly when it was foretold to be."""
        self.seen[f"{what} {'taken' if fine else 'refused'}"] += 1
        if fine:
            return act()
        with pytest.raises(Refused), transaction.atomic():
            act()
        return None

    def moment(self) -> datetime:
        """Mostly now, sometimes written down later."""
        return self.now - timedelta(minutes=self.chance.choice([0, 0, 0, 0, 25, 400]))

    def move(self) -> None:
        place, lot = self.chance.choice(self.places), self.chance.choice(self.lots)
        ways = [
            (kind, way)
            for kind, pairs in stock.WAYS.items()
            for way in pairs
            if kind in ("receipt", "issue", "put-back", "spill", "waste", "loss", "find") and "cup" not in way
            and "transit" not in way and "take-home" not in way and way[0] in place.at and way[1] in place.at
        ]  # fmt: skip
        kind, (source, target) = self.chance.choice(ways)
        if kind in ("loss", "find", "spill", "waste") and self.chance.random() < 0.7:
            kind, source, target = "receipt", "supplier", "safe"
        units, when = Decimal(self.chance.randint(1, 29_000)) / 1000, self.moment()
        fine = place.takes(source, lot, units, when)
        self.asked(
            "move",
            fine,
            lambda: stock.move(
                book_id=place.book.pk, kind=kind, lot_id=lot, from_id=place.at[source], to_id=place.at[target],
                quantity_units=units, happened_at=when, request_id=uuid4(), second_person=self.window.second,
                reason="thử", scope=self.window.keeper, at=self.now,
            ),
        )  # fmt: skip
        if fine:
            place.lines.append((source, target, lot, units, when))

    def pour(self) -> None:
        today, where = local(self.now), self.chance.randrange(2)
        waiting = [one for one in self.patients if not one.is_dosed(today)]
        patient = self.chance.choice(waiting if waiting and self.chance.random() < 0.7 else self.patients)
        if self.chance.random() < 0.85:
            where = patient.here
        place, order = self.places[where], patient.order
        if order is None:
            return
        lot, when = self.chance.choices(self.lots, [4, 1])[0], self.moment()
        today, ahead = local(when), self.chance.choice([0] * 9 + [1, 2, 3, 4])
        day = today + timedelta(days=ahead)
        mg = self.chance.choice([order.mg] * 8 + [order.mg * 10, order.mg + 1, 5])
        units = Decimal(mg) / 10 if self.chance.random() < 0.95 else Decimal(mg)
        request = uuid4()
        fine = self.may_be_dosed(patient, where, day, mg, on=today) and (
            place.is_open(when)
            and (not ahead or (patient.takes_home and ahead <= BOTTLES))
            and units * 10 == mg
            and place.takes("window", lot, units, when)
        )  # fmt: skip
        dose = self.asked(
            "pour",
            fine,
            lambda: dosing.pour(
                order_id=order.row.pk, window_id=place.at["window"], lot_id=lot, dose_mg=Decimal(mg),
                volume_units=units, request_id=request, dose_on=day, happened_at=when, scope=self.staff,
                at=self.now,
            ),
        )  # fmt: skip
        if fine:
            place.lines.append(("window", "cup", lot, units, when))
            patient.doses.append(
                {"id": dose.pk, "day": day, "mg": mg, "lot": lot, "units": units, "place": place, "when": when,
                 "counts": True, "first": True, "end": "", "request": request, "order": order, "home": ahead > 0}
            )  # fmt: skip

    def may_be_dosed(self, patient: NaivePatient, where: int, day: date, mg: int, *, on: date) -> bool:
        order, last = patient.order, patient.last_before(day)
        is_long_away = last is not None and (day - last).days > RESTART_AFTER
        began_before = last is not None and order.first <= last + timedelta(days=RESTART_AFTER)
        return (
            patient.where(on) == where
            and not patient.is_held(day, on)
            and not patient.is_dosed(day)
            and order.first <= day < order.until
            and (order.signed or not order.needs_second)
            and mg <= order.mg
            and not (is_long_away and (began_before or (mg > FIRST_MG and not order.signed)))
        )

    def settle(self) -> None:
        open_ones = [
            one for patient in self.patients for one in patient.doses if not one["end"] or self.chance.random() < 0.02
        ]  # fmt: skip
        if not open_ones:
            return
        dose = self.chance.choice(open_ones)
        kind = self.chance.choices(["given", *FREES, "lost", "handed-out"], [80, 6, 4, 4, 3, 3])[0]
        if dose["home"] and self.chance.random() < 0.9:
            kind = "handed-out"
        if dose["end"] == kind:
            return  # the same again is no refusal; `again` looks at that
        second = self.window.second if self.chance.random() < 0.9 else None
        when, place = self.moment(), dose["place"]
        fine = (
            not dose["end"]
            and when >= dose["when"]
            and (kind != "given" or not dose["home"])
            and (kind != "handed-out" or dose["home"])
            and (second is not None or kind in ("given", "handed-out", "voided"))
            and place.takes("cup", dose["lot"], dose["units"], when)
            and (kind not in ("given", "handed-out") or place.is_open(when))
        )
        self.asked(
            "settle",
            fine,
            lambda: dosing.settle(
                dose_id=dose["id"], kind=kind, reason="thử", second_person=second, happened_at=when,
                scope=self.staff, at=self.now,
            ),
        )  # fmt: skip
        if fine:
            place.lines.append(("cup", GOES_TO[kind], dose["lot"], dose["units"], when))
            dose["end"], dose["counts"] = kind, kind not in FREES

    def turn(self, *, only_if_due: bool = False) -> None:
        """The day of a place is closed, or the next one opened, by two who count what is there."""
        place = self.chance.choice(self.places)
        if only_if_due and place.day == local(self.now):
            return
        moment = "opening" if place.day is None else "closing"
        day = local(self.now) if moment == "opening" else place.day
        held = {
            Place(place.at[kind], lot): place.balance(kind, lot, self.now)
            for kind in COUNTED for lot in self.lots if kind in place.at
        }  # fmt: skip
        pending = any(place.balance("cup", lot, self.now) for lot in self.lots)
        fine = (
            (moment == "closing" and not pending and local(self.now) >= day)
            or (moment == "opening" and (place.last_day is None or place.last_day < day))
        ) and (place.last_at is None or self.now > place.last_at)
        self.asked(
            moment,
            fine,
            lambda: counts.count(
                book_id=place.book.pk, day=day, moment=moment, counted=held, second_person=self.window.second,
                happened_at=self.now, scope=self.window.keeper, at=LATE,
            ),
        )  # fmt: skip
        if fine:
            place.last_at, place.last_day = self.now, day
            if moment == "opening":
                place.day, place.opened_at = day, self.now
            else:
                place.closed_at, place.day, place.opened_at = self.now, None, None

    def order(self, patient: NaivePatient | None = None, mg: int = 0, length: int = 0) -> None:
        patient, today = patient or self.chance.choice(self.patients), local(self.now)
        mg = mg or self.chance.choice([10, 20, 20, 30, 40, 60, 80])
        length = length or self.chance.choice([3, 7, 14, 30, 30, 31])
        fine = length <= 30
        row = self.asked(
            "order",
            fine,
            lambda: care.order_dose(
                enrolment_id=patient.row.pk, kind="adjustment", dose_mg=Decimal(mg), valid_from=today,
                valid_until=today + timedelta(days=length), scope=self.window.doctor, at=self.now,
            ),
        )  # fmt: skip
        if not fine:
            return
        used_to = patient.used_to(today)
        needs = mg > FIRST_MG if used_to is None else mg > used_to * FACTOR
        assert row.needs_second is needs
        signs = needs and self.chance.random() < 0.6
        if signs:
            care.sign_order(order_id=row.pk, scope=self.window.other_doctor, at=self.now)
        patient.order = NaiveOrder(row, mg, today, today + timedelta(days=length), signs, needs)

    def hold(self) -> None:
        patient, today = self.chance.choice(self.patients), local(self.now)
        given = {"reason": "thử", "scope": self.window.doctor, "at": self.now}
        if patient.hold is None:
            patient.hold = care.hold(enrolment_id=patient.row.pk, from_on=today, **given)
            patient.holds.append((today, None))
        else:
            care.lift_hold(hold_id=patient.hold.pk, on=today, **given)
            patient.hold = None
            patient.holds[-1] = (patient.holds[-1][0], max(today, patient.holds[-1][0]))

    def go(self) -> None:
        """From today on the patient is dosed at the other place, and there alone."""
        patient = self.chance.choice(self.patients)
        if patient.row.places.filter(valid_from__gte=local(self.now)).exists():
            return
        there = 1 - patient.here
        care.allow_elsewhere(
            enrolment_id=patient.row.pk, organisation_id=self.places[there].place.pk, kind="point",
            from_on=local(self.now), until=None, document_number="GT-1", scope=self.window.doctor, at=self.now,
        )  # fmt: skip
        patient.here = there
        patient.moves.append((local(self.now), there))

    def again(self) -> None:
        """A press that is repeated gives what the first gave, and writes nothing."""
        known = [one for patient in self.patients for one in patient.doses]
        if not known:
            return
        dose, lines = self.chance.choice(known), StockLine.objects.count()
        first = dosing.pour(
            order_id=dose["order"].row.pk, window_id=dose["place"].at["window"], lot_id=dose["lot"],
            dose_mg=Decimal(dose["mg"]), volume_units=dose["units"], request_id=dose["request"], dose_on=dose["day"],
            scope=self.staff, at=self.now,
        )  # fmt: skip
        assert first.pk == dose["id"]
        if dose["end"]:
            dosing.settle(dose_id=dose["id"], kind=dose["end"], scope=self.staff, at=self.now)
        assert StockLine.objects.count() == lines
        self.seen["again"] += 1


def both(place: Organisation, point: Organisation, name: str = "dieuduong") -> Scope:
    reached = frozenset([place.pk, point.pk])
    made = Authority("test", ALL | POWERS, place.unit_id, frozenset(), place.pk, reached)
    return Scope(account_id=uuid4(), account_name=name, on=DAY, authorities=(made,))


@pytest.mark.parametrize("seed", range(max(1, STEPS // STEPS_A_LIFE)))
def test_whatever_is_asked_of_book_and_window_is_taken_or_refused_as_plain_sums_say(made, seed):
    life = Life(made, seed)
    for _ in range(STEPS_A_LIFE):
        life.step()
    # A rare step may be missing from one of thousands of lives, never from the first one.
    due = ("pour taken", "pour refused", "settle taken", *(("again",) if seed == 0 else ()))
    assert min(life.seen[what] for what in due) > 0, life.seen
    for place in life.places:
        the_sums_come_out(place, life.lots)
    the_doses_are_what_was_foretold(life)
    every_milligram_is_explained()


def the_sums_come_out(place: NaivePlace, lots: list) -> None:
    ours = balances(book_id=place.book.pk, at=LATE)
    assert ours == balances_from_nothing(book_id=place.book.pk, at=LATE)
    assert sum(ours.values()) == 0
    foretold = {
        Place(account, lot): place.balance(kind, lot, LATE) for kind, account in place.at.items() for lot in lots
    }  # fmt: skip
    assert ours == {key: units for key, units in foretold.items() if units}
    numbers = StockLine.objects.filter(book=place.book).order_by("line_no").values_list("line_no", flat=True)
    assert list(numbers) == list(range(1, len(place.lines) + 1))
    for closing in Count.objects.filter(book=place.book, moment="closing"):
        frozen = {
            Place(one.account_id, one.lot_id): one.units
            for one in ClosingBalance.objects.filter(count=closing)
        }
        assert frozen == balances_from_nothing(book_id=place.book.pk, at=closing.happened_at)
    with connection.cursor() as cursor:
        cursor.execute(LEAST)
        assert cursor.fetchall() == []


def the_doses_are_what_was_foretold(life: Life) -> None:
    foretold = {
        (one["id"], one["day"], Decimal(one["mg"]), not one["counts"])
        for patient in life.patients for one in patient.doses
    }  # fmt: skip
    ours = {(one.pk, one.dose_on, one.dose_mg, one.retired_at is not None) for one in Dose.objects.all()}
    assert ours == foretold
    ends = {one["id"]: one["end"] for patient in life.patients for one in patient.doses if one["end"]}
    assert dict(DoseOutcome.objects.values_list("dose_id", "kind")) == ends


def every_milligram_is_explained() -> None:
    """What patients took, by their doses, is what the books gave them; what came is all accounted for, in milligrams."""
    with connection.cursor() as cursor:
        cursor.execute(EXPLAINED)
        (sums,) = [SimpleNamespace(**dict(zip(("by_doses", "by_books", "came", "went"), row, strict=True)))
                   for row in cursor.fetchall()]  # fmt: skip
    assert sums.by_doses == sums.by_books
    assert sums.came == sums.went


EXPLAINED = """
    SELECT (SELECT coalesce(sum(d.dose_mg), 0) FROM treatment_dose d JOIN treatment_doseoutcome o ON o.dose_id = d.id
            WHERE o.kind IN ('given', 'handed-out')),
           (SELECT coalesce(sum(l.quantity_units * t.mg_per_unit), 0) FROM medicine_stockline l
            JOIN medicine_lot t ON t.id = l.lot_id JOIN medicine_stockaccount a ON a.id = l.to_account_id
            WHERE a.kind IN ('patient', 'take-home')),
           (SELECT coalesce(sum(l.quantity_units * t.mg_per_unit), 0) FROM medicine_stockline l
            JOIN medicine_lot t ON t.id = l.lot_id JOIN medicine_stockaccount a ON a.id = l.from_account_id
            WHERE a.kind IN ('supplier', 'found')),
           (SELECT coalesce(sum(CASE WHEN a.id = l.to_account_id THEN l.quantity_units ELSE -l.quantity_units END
                                * t.mg_per_unit), 0)
            FROM medicine_stockline l JOIN medicine_lot t ON t.id = l.lot_id
            JOIN medicine_stockaccount a ON a.id IN (l.from_account_id, l.to_account_id)
            WHERE a.kind NOT IN ('supplier', 'found'))
"""
