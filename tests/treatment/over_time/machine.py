"""The lives that are lived: each step is drawn at random, foretold by plain sums, asked of the program, and compared."""

import random
from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import transaction

from hoanhap.kit.errors import Refused
from hoanhap.medicine.models import StockAccount, StockLine
from hoanhap.medicine.operations import counts, stock
from hoanhap.medicine.queries.balances import Place
from hoanhap.places.models import Organisation
from hoanhap.treatment.operations import care, dosing
from tests.medicine.operations.test_stock import DAY, at
from tests.treatment.over_time.further import Further
from tests.treatment.over_time.naive import (
    END,
    FACTOR,
    FIRST_MG,
    RESTART_AFTER,
    NaiveOrder,
    NaivePatient,
    NaivePlace,
    both,
    local,
)  # fmt: skip
from tests.treatment.window import Window

PATIENTS = 8
BOTTLES = 3
"""So many days ahead the first patient may take doses home."""
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


class Life(Further):
    """Two places, some patients, and a clock; each step is foretold, asked, and compared."""

    def __init__(self, made, seed: int) -> None:
        self.chance = random.Random(seed)
        self.window = window = Window(made)
        self.now = at(6, 31)
        self.seen: Counter[str] = Counter()
        self.moved: list[dict] = []
        self.sent: list[dict] = []
        self.paper_no = 0
        point = Organisation.objects.create(
            kind="satellite-point", name="Điểm (mẫu)", unit=made.here, parent=window.place
        )
        self.staff = both(window.place, point)
        window.doctor = both(window.place, point, "bacsi")
        self.lots = [window.lot.pk, window.new_lot("L-0002").pk]
        book = stock.open_book(organisation_id=point.pk, medicine="methadone", scope=window.keeper, at=at(6))
        stock.add_account(book_id=book.pk, kind="window", name="Cửa 1", scope=window.keeper, at=at(6))
        first = NaivePlace(window.book, window.place, window.at)
        first.moves("supplier", "safe", window.lot.pk, Decimal(2000), at(6, 10))
        first.moves("safe", "window", window.lot.pk, Decimal(2000), at(6, 20))
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
        # Rarely, so that even a long life ends before today: a later order is judged by what was taken until today.
        if self.chance.random() < (0.01 if self.now < at(6, day=DAY + timedelta(days=30)) else 0.004):
            self.now += timedelta(days=self.chance.choice([1, 1, 2, 7]))
        if self.chance.random() < 0.5:
            self.turn(only_if_due=True)
        acts = (
            (self.move, 14), (self.pour, 34), (self.settle, 26), (self.turn, 1), (self.order, 5), (self.hold, 2),
            (self.go, 1), (self.again, 2), (self.vomit, 3), (self.replace, 3), (self.doubt, 1), (self.withhold, 1),
            (self.bottle_back, 3), (self.ship, 2), (self.accept, 3), (self.slip, 2), (self.destroy, 1), (self.correct, 3),
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
        if self.chance.random() < 0.4:  # the bottles at the windows must not run dry
            kind, source, target = "issue", "safe", "window"
            units = max(units, (place.balance("safe", lot, self.now) / 2).quantize(Decimal("0.001")))
        fine = place.takes(source, lot, units, when)
        line = self.asked(
            "move",
            fine,
            lambda: stock.move(
                book_id=place.book.pk, kind=kind, lot_id=lot, from_id=place.at[source], to_id=place.at[target],
                quantity_units=units, happened_at=when, request_id=uuid4(), second_person=self.window.second,
                reason="thử", scope=self.window.keeper, at=self.now,
            ),
        )  # fmt: skip
        if fine:
            place.moves(source, target, lot, units, when)
            self.moved.append({"id": line.pk, "place": place, "way": (source, target), "lot": lot, "units": units,
                               "kind": kind, "back": False})  # fmt: skip

    def pour(self) -> None:
        today, where = local(self.now), self.chance.randrange(2)
        waiting = [one for one in self.patients if not one.is_dosed(today)]
        # Mostly somebody for whom a dose can be poured: lives in which nearly all is refused prove little.
        ready = [one for one in waiting if one.order and self.may_be_dosed(one, one.here, today, 0, on=today)]
        likely = self.chance.choices([ready, waiting, self.patients], [75, 15, 10])[0]
        patient = self.chance.choice(likely or self.patients)
        if self.chance.random() < 0.95:
            where = patient.here
        place, order = self.places[where], patient.order
        if order is None:
            return
        enough = [one for one in self.lots if place.balance("window", one, self.now) * 10 >= order.mg]
        lot = self.chance.choice(enough if enough and self.chance.random() < 0.9 else self.lots)
        when = self.moment()
        today, ahead = local(when), self.chance.choice([0] * (4 if patient.takes_home else 40) + [1, 2, 3, 4])
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
            place.moves("window", "cup", lot, units, when)
            patient.doses.append(
                {"id": dose.pk, "day": day, "mg": mg, "lot": lot, "units": units, "place": place, "when": when,
                 "counts": True, "first": True, "end": "", "ended_at": None, "back": False,
                 "vomited": None, "replaced": False, "request": request, "order": order, "home": ahead > 0}
            )  # fmt: skip

    def may_be_dosed(
        self, patient: NaivePatient, where: int, day: date, mg: int, *, on: date, replaces: bool = False
    ) -> bool:
        order, last = patient.order, patient.last_before(day)
        is_long_away = last is not None and (day - last).days > RESTART_AFTER
        began_before = last is not None and order.first <= last + timedelta(days=RESTART_AFTER)
        return (
            patient.where(on) == where
            and not patient.is_held(day, on)
            and not patient.is_withheld(on)
            and (replaces or not patient.is_dosed(day))
            and order.first <= day < order.until
            and (order.signed or not order.needs_second)
            and mg <= order.mg
            and not (is_long_away and (began_before or (mg > FIRST_MG and not order.signed)))
        )

    def settle(self) -> None:
        doses = [one for patient in self.patients for one in patient.doses]
        pending = [one for one in doses if not one["end"]]
        open_ones = doses if self.chance.random() < 0.08 else pending
        if not open_ones:
            return
        dose = self.chance.choice(open_ones)
        kind = self.chance.choices(["given", *FREES, "lost", "handed-out"], [80, 6, 4, 4, 3, 3])[0]
        if dose["home"] and self.chance.random() < 0.9:
            kind = "handed-out"
        if not dose["place"].is_open(self.now) and self.chance.random() < 0.7:
            kind = "voided"  # left over from another day
        if dose["end"] == kind:
            return  # the same again is no refusal; `again` looks at that
        second = self.window.second if self.chance.random() < 0.9 else None
        when, place = self.moment(), dose["place"]
        fine = (
            not dose["end"]
            and when >= dose["when"]
            and (kind != "given" or not dose["home"])
            and (kind != "handed-out" or dose["home"])
            and (
                second is not None or (kind in ("given", "handed-out", "voided") and not dose.get("doubted"))
            )
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
            place.moves("cup", GOES_TO[kind], dose["lot"], dose["units"], when)
            dose["end"], dose["ended_at"], dose["counts"] = kind, when, kind not in FREES

    def turn(self, *, only_if_due: bool = False) -> None:
        """The day of a place is closed, or the next one opened, by two who count what is there."""
        due = [one for one in self.places if local(self.now) not in (one.day, one.last_day)]
        if only_if_due and not due:
            return
        place = self.chance.choice(due if only_if_due else self.places)
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
                happened_at=self.now, scope=self.window.keeper, at=END,
            ),
        )  # fmt: skip
        if fine:
            place.last_at, place.last_day = self.now, day
            if moment == "opening":
                place.day, place.opened_at = day, self.now
            else:
                place.close(self.now)

    def order(self, patient: NaivePatient | None = None, mg: int = 0, length: int = 0) -> None:
        today = local(self.now)
        stuck = (
            []
            if patient
            else [
                one
                for one in self.patients
                if not (one.order and self.may_be_dosed(one, one.here, today, 0, on=today))
            ]
        )
        patient = patient or self.chance.choice(
            stuck if stuck and self.chance.random() < 0.7 else self.patients
        )
        mg = mg or self.chance.choice([10, 20, 20, 30, 30, 40, 60, 80])
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
        held = [one for one in self.patients if one.hold is not None]
        patient = self.chance.choice(held if held and self.chance.random() < 0.7 else self.patients)
        today = local(self.now)
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
            replaces_id=dose.get("replaces"),
            scope=self.staff, at=self.now,
        )  # fmt: skip
        assert first.pk == dose["id"]
        if dose["end"]:
            dosing.settle(dose_id=dose["id"], kind=dose["end"], scope=self.staff, at=self.now)
        assert StockLine.objects.count() == lines
        self.seen["again"] += 1
