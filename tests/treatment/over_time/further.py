"""What happens beside pouring: vomiting, what replaces it, doubts, bottles back, shipments, slips, boards, corrections."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from hoanhap.medicine.operations import corrections, destruction, shipments, slips
from hoanhap.medicine.queries.balances import Place
from hoanhap.treatment.operations import bottles, dosing, withholding
from tests.treatment.over_time.naive import NaivePlace, both, local

WORDS = {"giver": "Người mang (mẫu)", "condition": "nguyên", "reason": "vào viện"}
BOARD = [destruction.Member(f"Ủy viên {n} (mẫu)", "ủy viên") for n in range(3)]


class Further:
    """Steps of a life, each foretold like the others."""

    now: datetime
    chance: Any
    window: Any
    staff: Any
    places: list[NaivePlace]
    patients: list
    lots: list
    moved: list[dict]
    sent: list[dict]
    paper_no: int

    def paper(self) -> str:
        self.paper_no += 1
        return f"{self.paper_no}/BB"

    def some_dose(self, *ends: str) -> Any:
        """A late one rather than an early one, mostly one that ended so."""
        known = [one for patient in self.patients for one in patient.doses[-6:]]
        likely = [one for one in known if one["end"] in ends]
        if self.chance.random() < 0.9:
            known = likely
        return self.chance.choice(known) if known else None

    def vomit(self) -> None:
        today = [
            one
            for patient in self.patients
            for one in patient.doses[-3:]
            if one["end"] == "given" and local(one["ended_at"]) == local(self.now)
        ]
        dose = self.chance.choice(today) if today else self.some_dose("given")
        if dose is None:
            return
        when, mg = self.moment(), self.chance.choice([None, dose["mg"], max(1, dose["mg"] // 2)])
        fine = (
            dose["end"] == "given"
            and dose["vomited"] is None
            and dose["ended_at"] <= when
            and local(dose["ended_at"]) == local(when)
        )
        self.asked(
            "vomiting",
            fine,
            lambda: dosing.vomited(
                dose_id=dose["id"], happened_at=when, was_seen=True, scope=self.staff, at=self.now,
                replacement_mg=None if mg is None else Decimal(mg),
                allowed_by=None if mg is None else self.window.doctor.account_id,
            ),
        )  # fmt: skip
        if fine:
            dose["vomited"] = mg or 0
            if self.chance.random() < 0.7:
                self.replace()

    def replace(self) -> None:
        """What a doctor allowed after vomiting is poured: once, on the same day, not more."""
        wanted = [
            (patient, one)
            for patient in self.patients
            for one in patient.doses[-3:]
            if one["vomited"] is not None
        ]
        if not wanted:
            return
        patient, dose = self.chance.choice(wanted)
        order, today, lot = patient.order, local(self.now), self.lots[0]
        place = self.places[patient.here]
        mg = self.chance.choice([dose["vomited"] or dose["mg"]] * 4 + [dose["mg"] + 1])
        units, request = Decimal(mg) / 10, uuid4()
        fine = (
            self.may_be_dosed(patient, patient.here, today, mg, on=today, replaces=True)
            and mg <= dose["vomited"]
            and dose["day"] == today
            and not dose["replaced"]
            and place.is_open(self.now)
            and place.takes("window", lot, units, self.now)
        )
        row = self.asked(
            "replacement",
            fine,
            lambda: dosing.pour(
                order_id=order.row.pk, window_id=place.at["window"], lot_id=lot, dose_mg=Decimal(mg),
                volume_units=units, request_id=request, replaces_id=dose["id"], scope=self.staff, at=self.now,
            ),
        )  # fmt: skip
        if fine:
            dose["replaced"] = True
            place.moves("window", "cup", lot, units, self.now)
            patient.doses.append({
                **dose, "id": row.pk, "mg": mg, "lot": lot, "units": units, "place": place, "when": self.now,
                "counts": True, "first": False, "end": "", "ended_at": None, "request": request, "order": order,
                "home": False, "vomited": None, "replaced": False, "replaces": dose["id"], "back": False,
            })  # fmt: skip

    def doubt(self) -> None:
        dose = self.some_dose("")
        if dose is None:
            return
        self.asked(
            "doubt",
            not dose["end"],
            lambda: dosing.doubt(dose_id=dose["id"], note="mất điện", scope=self.staff, at=self.now),
        )
        dose["doubted"] = not dose["end"]

    def withhold(self) -> None:
        """Nothing is given today; sometimes a doctor lifts what was withheld."""
        patient, today = self.chance.choice(self.patients), local(self.now)
        if patient.withheld and self.chance.random() < 0.5:
            row, _day = patient.withheld.pop()
            withholding.lift_withholding(
                withholding_id=row.pk, reason="đã khám", scope=self.window.doctor, at=self.now
            )
            return
        if patient.is_withheld(today):
            return
        stands = [one for one in patient.doses if one["counts"] and one["day"] == today]
        fine = not any(one["end"] in ("", "given") for one in stands)
        row = self.asked(
            "withholding",
            fine,
            lambda: withholding.withhold(
                enrolment_id=patient.row.pk, organisation_id=self.places[patient.here].place.pk, reason="ill",
                scope=self.staff, at=self.now,
            ),
        )  # fmt: skip
        if fine:
            patient.withheld.append((row, today))

    def bottle_back(self) -> None:
        """A bottle comes back full, part-full or empty; each once, and what is in it goes to waste."""
        patient = self.patients[0]
        known = [one for one in patient.doses[-8:] if one["end"] == "handed-out"]
        dose = self.chance.choice(known) if known and self.chance.random() < 0.9 else self.some_dose("given")
        if dose is None or dose not in patient.doses:
            return
        state = self.chance.choice(["full", "full", "part", "empty"])
        left = self.chance.choice([dose["units"] / 2, dose["units"] / 2, dose["units"] * 2])
        fine = dose["end"] == "handed-out" and not dose["back"] and (state != "part" or left < dose["units"])
        place = dose["place"]
        fine = fine and (state == "empty" or place.is_after_the_close(self.now))
        self.asked(
            "bottle back",
            fine,
            lambda: bottles.take_back(
                enrolment_id=patient.row.pk, organisation_id=place.place.pk, bottles={dose["id"]: (state, left)},
                visit=uuid4(), minutes_number=self.paper(), second_person=self.window.second, scope=self.staff,
                at=self.now, **WORDS,
            ),
        )  # fmt: skip
        if not fine:
            return
        dose["back"] = True
        units = {"full": dose["units"], "part": left, "empty": Decimal(0)}[state]
        if units:
            place.moves("take-home", "waste", dose["lot"], units, self.now)
        if state == "full" and dose["day"] >= local(self.now):
            dose["counts"] = False

    def ship(self) -> None:
        """From one book to the other, on its way until somebody there has counted."""
        here = self.chance.randrange(2)
        place, there, lot = self.places[here], self.places[1 - here], self.chance.choice(self.lots)
        units, when = Decimal(self.chance.randint(1, 9_000)) / 1000, self.moment()
        fine = place.takes("safe", lot, units, when)
        row = self.asked(
            "shipment",
            fine,
            lambda: shipments.send(
                from_book_id=place.book.pk, to_book_id=there.book.pk, from_id=place.at["safe"], lot_id=lot,
                quantity_units=units, number=self.paper(), carrier="Bà Tám (mẫu)",
                second_person=self.window.second, happened_at=when, request_id=uuid4(),
                scope=self.window.keeper, at=self.now,
            ),
        )  # fmt: skip
        if fine:
            place.moves("safe", "transit", lot, units, when)
            self.sent.append(
                {"id": row.pk, "from": place, "to": there, "lot": lot, "units": units, "came": None}
            )

    def accept(self) -> None:
        """Counted on arrival: as much as was sent, less (a loss at once), or more, which nobody may write."""
        waiting = [one for one in self.sent if one["came"] is None]
        known = waiting if waiting and self.chance.random() < 0.9 else self.sent
        if not known:
            return
        sent = self.chance.choice(known)
        counted = sent["units"] + self.chance.choice([0, 0, 0, Decimal("-0.001"), Decimal("0.001")])
        if counted == sent["came"]:
            return  # the same again is no refusal
        fine = (
            sent["came"] is None
            and counted <= sent["units"]
            and (sent["from"].is_after_the_close(self.now) and sent["to"].is_after_the_close(self.now))
        )
        self.asked(
            "arrival",
            fine,
            lambda: shipments.accept(
                shipment_id=sent["id"], to_id=sent["to"].at["safe"], counted_units=counted,
                condition="niêm phong rách", second_person=self.window.second, scope=self.window.keeper, at=self.now,
            ),
        )  # fmt: skip
        if not fine:
            return
        sent["came"], lost = counted, sent["units"] - counted
        if counted:
            # The line stands in the book that receives it; the other one only has less on its way.
            sent["from"].lines.append(("transit", "", sent["lot"], counted, self.now))
            sent["to"].moves("", "safe", sent["lot"], counted, self.now)
        if lost:
            sent["from"].moves("transit", "missing", sent["lot"], lost, self.now)

    def slip(self) -> None:
        """Asked for, signed by two heads, handed over: not without both, not more than was signed."""
        place, lot = self.chance.choice(self.places), self.chance.choice(self.lots)
        asked, handed = (Decimal(self.chance.randint(1, 9_000)) / 1000 for _ in range(2))
        signs = self.chance.choice([2, 2, 2, 1])
        slip = slips.ask(
            book_id=place.book.pk, number=self.paper(), from_id=place.at["safe"], to_id=place.at["window"],
            asked_units=asked, needed_on=local(self.now), scope=self.window.keeper, at=self.now,
        )  # fmt: skip
        head = both(self.places[0].place, self.places[1].place, "truong")
        for signs_as in slips.IN_TURN[:signs]:
            slips.sign(slip_id=slip.pk, signs_as=signs_as, scope=head, at=self.now)
        fine = signs == 2 and handed <= asked and place.takes("safe", lot, handed, self.now)
        self.asked(
            "slip",
            fine,
            lambda: slips.hand_over(
                slip_id=slip.pk, handed=[slips.Handed(Place(place.at["safe"], lot), handed)],
                receiver=self.window.second, happened_at=self.now, request_id=uuid4(), scope=self.window.keeper,
                at=self.now,
            ),
        )  # fmt: skip
        if fine:
            place.moves("safe", "window", lot, handed, self.now)

    def destroy(self) -> None:
        """A board destroys what was put aside: three people at least, and not more than is there."""
        place, lot, when = self.chance.choice(self.places), self.chance.choice(self.lots), self.moment()
        there = place.balance("waste", lot, self.now)
        units = self.chance.choice([there, there / 2, there + 1]).quantize(Decimal("0.001"))
        board = BOARD[: self.chance.choice([3, 3, 3, 2])]
        fine = len(board) == 3 and units > 0 and place.takes("waste", lot, units, when)
        self.asked(
            "destruction",
            fine,
            lambda: destruction.destroy(
                book_id=place.book.pk, number=self.paper(), approval_number="1/QĐ", held_in="kho", method="pha loãng",
                board=board, leaving=[destruction.Leaving(place.at["waste"], lot, units)], happened_at=when,
                request_id=uuid4(), second_person=self.window.second, scope=self.window.keeper, at=self.now,
            ),
        )  # fmt: skip
        if fine:
            place.moves("waste", "destroyed", lot, units, when)

    def correct(self) -> None:
        """A line is taken back, and written anew with the right quantity; also one of a closed day, also twice."""
        known = [
            one
            for one in self.moved[-40:]
            if one["kind"] in ("receipt", "issue", "put-back", "spill", "waste")
        ]
        if not known:
            return
        wrong = self.chance.choice(known)
        place, (source, target), lot, units = wrong["place"], wrong["way"], wrong["lot"], wrong["units"]
        right = self.chance.choice([None, units, units / 2, units + 1])
        right = None if right is None else max(right.quantize(Decimal("0.001")), Decimal("0.001"))
        has, got = place.balance(source, lot, self.now), place.balance(target, lot, self.now)
        endless, more = source == "supplier", right or Decimal(0)
        fine = not wrong["back"] and right != units and place.is_after_the_close(self.now) and (
            ((endless or has >= more) and got + more >= units) or (got >= units and (endless or has + units >= more))
        )  # fmt: skip
        self.asked(
            "correction",
            fine,
            lambda: corrections.correct(
                line_id=wrong["id"], right_units=right, second_person=self.window.second, reason="ghi nhầm",
                request_id=uuid4(), scope=self.window.keeper, at=self.now,
            ),
        )  # fmt: skip
        if not fine:
            return
        wrong["back"] = True
        place.moves(target, source, lot, units, self.now)
        if right is not None:
            place.moves(source, target, lot, right, self.now)
