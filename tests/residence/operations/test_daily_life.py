"""Leave, visits, ratings, discipline, incidents, escapes, infirmary: each with its limits in days and powers."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.residence.models import Leave, Rating
from hoanhap.residence.operations import conduct, corrections, health, leaves, ratings
from hoanhap.residence.operations.refusals import ResidenceRefused
from hoanhap.residence.queries import due, life
from hoanhap.residence.queries import health as health_queries
from hoanhap.residence.queries import ratings as rating_queries
from tests.residence.made import AT, TODAY, codes

pytestmark = pytest.mark.django_db


def refusal(act, **given) -> list:
    with pytest.raises(ResidenceRefused) as refused, transaction.atomic():
        act(**given)
    return codes(refused)


class TestLeave:
    def test_the_whole_way_from_asking_to_being_back(self, house):
        stay = house.admit()
        leave = house.granted(stay, out_on=date(2024, 5, 27))

        def state(on: date) -> str:
            return life.leave(leave.pk, scope=house.staff, on=on).state

        assert (state(date(2024, 5, 26)), state(date(2024, 5, 31)), state(date(2024, 6, 1))) == (
            "granted", "out", "late",
        )  # fmt: skip
        assert [
            one.resident.stay_id
            for one in list(due.attention(house.own.pk, scope=house.staff, on=TODAY).not_back)
        ] == [stay.pk]
        leaves.come_back(leave_id=leave.pk, on=date(2024, 6, 2), scope=house.staff, at=AT)
        line = life.leave(leave.pk, scope=house.staff, on=TODAY)
        assert (line.state, line.days_late) == ("back", 2)
        assert list(due.attention(house.own.pk, scope=house.staff, on=TODAY).not_back) == []
        # As of the day before the return it is still known as late.
        assert len(list(due.attention(house.own.pk, scope=house.staff, on=date(2024, 6, 1)).not_back)) == 1

    def test_five_days_of_mourning_are_within_the_rules_and_six_are_warned_of(self, house):
        stay = house.admit()
        five = house.leave(stay)
        six = house.leave(stay, from_on=date(2024, 7, 1), until_on=date(2024, 7, 6))

        def warned(leave):
            return [
                (one.code, dict(one.params)["found"])
                for one in life.leave(leave.pk, scope=house.staff, on=TODAY).warnings
            ]

        assert (warned(five), warned(six)) == ([], [("leave-too-long", 6)])

    def test_staff_enter_what_the_director_signed_and_no_other_house_does(self, house):
        leave = house.leave(house.admit(), scope=house.staff)
        decide = {
            "leave_id": leave.pk, "is_granted": True, "number": "1/QĐ", "decided_on": TODAY,
            "decided_by": "B (mẫu)", "at": AT,
        }  # fmt: skip
        with pytest.raises(Forbidden):
            leaves.decide_leave(**decide, scope=house.doctor)
        with pytest.raises(NotFound):
            leaves.decide_leave(**decide, scope=house.neighbour)
        assert leaves.decide_leave(**decide, scope=house.staff).decision == "granted"
        assert refusal(leaves.decide_leave, **decide, scope=house.director) == [("decided-already", None)]

    def test_nobody_goes_out_without_a_decision_or_outside_its_days(self, house):
        stay = house.admit()
        asked = house.leave(stay)
        assert refusal(leaves.go_out, leave_id=asked.pk, on=date(2024, 5, 27), scope=house.staff, at=AT) == [
            ("not-granted", None)
        ]
        granted = house.granted(stay, from_on=date(2024, 4, 1), until_on=date(2024, 4, 3))
        for day in (date(2024, 3, 31), date(2024, 4, 4)):
            assert refusal(leaves.go_out, leave_id=granted.pk, on=day, scope=house.staff, at=AT) == [
                ("not-in-the-leave", "on")
            ]
        assert refusal(
            leaves.come_back, leave_id=granted.pk, on=date(2024, 4, 3), scope=house.staff, at=AT
        ) == [("not-out", None)]
        assert Leave.objects.filter(out_on__isnull=False).count() == 0

    def test_two_leaves_do_not_overlap_unless_one_was_refused(self, house):
        stay = house.admit()
        first = house.leave(stay)
        assert refusal(house.leave, stay=stay, from_on=date(2024, 5, 31), until_on=date(2024, 6, 2)) == [
            ("leave-already", "from_on")
        ]
        leaves.decide_leave(
            leave_id=first.pk, is_granted=False, number="2/QĐ", decided_on=TODAY, decided_by="B (mẫu)",
            scope=house.director, at=AT,
        )  # fmt: skip
        assert house.leave(stay, from_on=date(2024, 5, 31), until_on=date(2024, 6, 2)).pk


class TestVisits:
    def visit(self, house, stay, **changes):
        given = {"happened_on": date(2024, 5, 6), "relation": "parent", "visitors": 3, "minutes": 120}
        return leaves.record_visit(**(given | {"stay_id": stay.pk, "scope": house.staff, "at": AT} | changes))

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({}, set()),
            ({"minutes": 121}, {"visit-needs-consent"}),
            ({"minutes": 240, "has_consent": True}, set()),
            ({"minutes": 241, "has_consent": True}, {"visit-too-long"}),
            ({"visitors": 4}, {"too-many-visitors"}),
        ],
    )
    def test_the_limits_warn_exactly_beyond_them(self, house, changes, expected):
        stay = house.admit()
        self.visit(house, stay, **changes)
        (line,) = life.days(stay.pk, scope=house.staff, on=TODAY).visits
        assert {one.code for one in line.warnings} == expected

    def test_the_second_visit_of_a_week_is_warned_of_and_the_next_monday_begins_anew(self, house):
        stay = house.admit()
        for day in (date(2024, 5, 6), date(2024, 5, 12), date(2024, 5, 13)):
            self.visit(house, stay, happened_on=day)
        lines = life.days(stay.pk, scope=house.staff, on=TODAY).visits
        assert {line.on: [one.code for one in line.warnings] for line in lines} == {
            date(2024, 5, 6): [],
            date(2024, 5, 12): ["too-many-visits"],
            date(2024, 5, 13): [],
        }

    @pytest.mark.parametrize("changes", [{"visitors": 0}, {"minutes": 0}, {"happened_on": date(2024, 1, 14)}])
    def test_no_visit_by_nobody_for_no_time_or_before_the_admission(self, house, changes):
        stay = house.admit()
        assert len(refusal(self.visit, house=house, stay=stay, **changes)) == 1


class TestRatings:
    def rate(self, house, grades, month=date(2024, 5, 1), **more):
        given = {
            "facility_id": house.own.pk,
            "month": month,
            "grades": grades,
            "scope": house.staff,
            "at": AT,
        }
        return ratings.rate(**(given | more))

    def test_a_whole_class_in_one_action(self, house):
        big = house.ward("Khu lớn (mẫu)", beds=40)
        stays = [house.admit(ward_id=big.pk) for _ in range(12)]
        self.rate(house, {stay.pk: "fair" for stay in stays})
        sheet = rating_queries.rating_sheet(house.own.pk, month=date(2024, 5, 20), scope=house.staff, at=AT)
        assert (sheet.month, len(sheet.entries), sheet.open) == (date(2024, 5, 1), 12, ())
        assert {one.grade for one in sheet.entries} == {"fair"}

    def test_all_or_none(self, house):
        stay = house.admit()
        gone = house.admit(
            house.person(), facility_id=house.other.pk, ward_id=house.theirs.pk, scope=house.neighbour
        )
        late = house.admit(admitted_on=date(2024, 6, 1))
        for stranger in (gone, late):
            assert refusal(self.rate, house=house, grades={stay.pk: "good", stranger.pk: "good"}) == [
                ("not-there-then", None)
            ]
        assert refusal(self.rate, house=house, grades={stay.pk: "excellent"}) == [("no-such-grade", "grade")]
        assert refusal(self.rate, house=house, grades={}) == [("nobody-rated", None)]
        self.rate(house, {stay.pk: "good"})
        assert refusal(self.rate, house=house, grades={stay.pk: "weak"}) == [("rated-already", "month")]
        assert Rating.objects.count() == 1

    def test_a_quarter_is_reviewed_once_it_is_over(self, house):
        review = {
            "facility_id": house.own.pk,
            "minutes_number": "4/BB",
            "chaired_by": "B (mẫu)",
            "scope": house.director,
            "at": AT,
        }
        assert refusal(ratings.hold_review, quarter=date(2024, 4, 1), held_on=TODAY, **review) == [
            ("quarter-not-over", "held_on")
        ]
        assert refusal(
            ratings.hold_review, quarter=date(2024, 1, 1), held_on=date(2024, 3, 31), **review
        ) == [("quarter-not-over", "held_on")]
        ratings.hold_review(quarter=date(2024, 2, 9), held_on=date(2024, 4, 1), **review)
        first, before = rating_queries.reviews(house.own.pk, scope=house.staff, on=TODAY)[:2]
        assert (first.quarter, first.held_on, before.held_on) == (date(2024, 1, 1), date(2024, 4, 1), None)
        with pytest.raises(Forbidden):
            ratings.hold_review(
                quarter=date(2023, 10, 1), held_on=TODAY, **(review | {"scope": house.doctor})
            )

    def test_who_may_be_proposed_for_a_shorter_term(self, house):
        """Half of the days and three months fair: both, and days of escape do not count as served."""
        big = house.ward("Khu lớn (mẫu)", beds=9)
        whole = {"ward_id": big.pk, "admitted_on": date(2024, 1, 1), "basis_on": date(2023, 12, 20)}
        half = whole | {"ends_on": date(2024, 11, 3)}  # 307 days, 154 served on 3/6
        ready, unrated, worse, runaway = (house.admit(**half) for _ in range(4))
        young = house.admit(**(whole | {"ends_on": date(2024, 11, 6)}))  # 310 days: 155 would be half
        willing = house.admit(**half, source="voluntary")
        rated = {stay.pk: "fair" for stay in (ready, worse, runaway, young, willing)}
        for month in (3, 4, 5):
            grades = rated | ({worse.pk: "average"} if month == 4 else {})
            self.rate(house, grades, month=date(2024, month, 1))
        self.rate(house, {unrated.pk: "good"}, month=date(2024, 5, 1))
        conduct.record_escape(
            stay_id=runaway.pk, left_on=date(2024, 2, 1), minutes_number="1/BB", scope=house.staff, at=AT
        )
        conduct.record_return(
            stay_id=runaway.pk, on=date(2024, 2, 3), how="Tự trở lại (mẫu)", scope=house.staff, at=AT
        )

        found = rating_queries.reduction_candidates(house.own.pk, scope=house.director, on=TODAY)

        assert [one.resident.stay_id for one in found] == [ready.pk]
        assert (found[0].served_days, found[0].term_days) == (154, 307)
        assert rating_queries.reduction_candidates(house.own.pk, scope=house.neighbour, on=TODAY) == []


class TestConduct:
    def test_discipline_rests_on_a_decision_and_a_level(self, house):
        stay = house.admit()
        given = {
            "stay_id": stay.pk,
            "level": 2,
            "on": TODAY,
            "decision_number": "7/QĐ",
            "why": "Đánh nhau (mẫu)",
            "at": AT,
        }
        with pytest.raises(Forbidden):
            conduct.discipline(**given, scope=house.doctor)
        conduct.discipline(**given, scope=house.staff)
        assert refusal(conduct.discipline, **(given | {"level": 4}), scope=house.director) == [
            ("no-such-level", "level")
        ]
        (line,) = life.conduct(stay.pk, scope=house.staff).discipline
        assert (str(line.title), line.number, line.note) == ("Cảnh cáo", "7/QĐ", "Đánh nhau (mẫu)")

    def test_an_incident_knows_the_ward_of_that_day(self, house):
        stay = house.admit()
        given = {
            "kind": "fight",
            "happened_on": TODAY,
            "note": "Xô xát (mẫu)",
            "scope": house.staff,
            "at": AT,
        }
        assert conduct.record_incident(stay_id=stay.pk, **given).ward == house.men
        fire = conduct.record_incident(facility_id=house.own.pk, **(given | {"kind": "fire"}))
        assert (fire.person_id, fire.facility) == (None, house.own)
        with pytest.raises(NotFound):
            conduct.record_incident(facility_id=house.other.pk, **given)

    def test_an_escape_does_not_end_the_stay_and_is_recorded_once_until_the_return(self, house):
        stay = house.admit()
        ran = {
            "stay_id": stay.pk,
            "left_on": date(2024, 5, 1),
            "minutes_number": "5/BB",
            "scope": house.staff,
            "at": AT,
        }
        assert refusal(
            conduct.record_return, stay_id=stay.pk, on=TODAY, how="x", scope=house.staff, at=AT
        ) == [("not-escaped", None)]
        conduct.record_escape(**ran)
        assert refusal(conduct.record_escape, **(ran | {"left_on": TODAY})) == [
            ("escaped-already", "left_on")
        ]
        (away,) = list(due.attention(house.own.pk, scope=house.staff, on=TODAY).escaped)
        assert (away.resident.stay_id, away.since, away.is_police_told) == (stay.pk, date(2024, 5, 1), False)
        assert refusal(
            conduct.record_return, stay_id=stay.pk, on=date(2024, 4, 30), how="x", scope=house.staff, at=AT
        ) == [("back-before-out", "on")]
        conduct.record_return(
            stay_id=stay.pk, on=date(2024, 5, 11), how="Gia đình đưa lại (mẫu)", scope=house.staff, at=AT
        )
        assert list(due.attention(house.own.pk, scope=house.staff, on=TODAY).escaped) == []
        assert stay.discharged_on is None


class TestInfirmary:
    def note(self, house, stay, **changes):
        given = {"kind": "routine", "seen_on": TODAY, "note": "Ổn định (mẫu)", "seen_by": "BS Mẫu (mẫu)"}
        return health.write_note(**(given | {"stay_id": stay.pk, "scope": house.doctor, "at": AT} | changes))

    def test_only_the_health_power_writes_and_reads(self, house):
        stay = house.admit()
        self.note(house, stay)
        for who in (house.staff, house.director, house.commune, house.province):
            with pytest.raises(Forbidden):
                self.note(house, stay, scope=who)
            with pytest.raises(Forbidden):
                health_queries.infirmary(stay.pk, person_id=stay.person_id, scope=who, at=AT)
        with pytest.raises(NotFound):
            self.note(house, stay, scope=house.neighbour)
        theirs = health_queries.infirmary(stay.pk, person_id=stay.person_id, scope=house.neighbour, at=AT)
        assert (theirs.notes, theirs.medicine) == ((), ())
        ours = health_queries.infirmary(stay.pk, person_id=stay.person_id, scope=house.doctor, at=AT)
        assert [line.note for line in ours.notes] == ["Ổn định (mẫu)"]

    def give(self, house, stay, quantity, **changes):
        given = {
            "medicine": "Diazepam 5 mg",
            "lot": "L01",
            "measure": "tablet",
            "given_on": TODAY,
            "given_by": "BS Mẫu (mẫu)",
        }
        return health.give_medicine(
            **(
                given
                | {"stay_id": stay.pk, "quantity": Decimal(quantity), "scope": house.doctor, "at": AT}
                | changes
            )
        )

    def test_amounts_are_exact(self, house):
        stay = house.admit()
        for quantity in ("0.1", "0.2", "1.2345", "3"):
            self.give(house, stay, quantity)
        found = health_queries.totals([stay.pk], from_on=TODAY, to_on=TODAY)
        assert found == {("Diazepam 5 mg", "tablet"): Decimal("4.5345")}
        lines = health_queries.infirmary(
            stay.pk, person_id=stay.person_id, scope=house.doctor, at=AT
        ).medicine
        assert sorted(str(line.quantity) for line in lines) == ["0.1", "0.2", "1.2345", "3"]

    @pytest.mark.parametrize("quantity", ["0", "-1", "0.00001", "NaN", "Infinity", "100001"])
    def test_amounts_that_cannot_be_are_refused(self, house, quantity):
        stay = house.admit()
        assert [field for _code, field in refusal(self.give, house=house, stay=stay, quantity=quantity)] == [
            "quantity"
        ]

    def test_a_check_is_due_half_a_year_after_the_last_one_or_the_admission(self, house):
        stay = house.admit(admitted_on=date(2024, 1, 15))

        def due_on(day: date) -> list[date]:
            return [one.due_on for one in health_queries.checks_due(house.own.pk, scope=house.doctor, on=day)]

        assert (due_on(date(2024, 7, 14)), due_on(date(2024, 7, 15))) == ([], [date(2024, 7, 15)])
        self.note(house, stay, seen_on=date(2024, 3, 1))
        self.note(house, stay, kind="illness", seen_on=date(2024, 5, 1))
        assert (due_on(date(2024, 8, 31)), due_on(date(2024, 9, 1))) == ([], [date(2024, 9, 1)])


def test_a_wrong_line_is_withdrawn_with_a_reason_by_who_may_and_once(house):
    stay = house.admit()
    visit = TestVisits().visit(house, stay)
    measure = conduct.discipline(
        stay_id=stay.pk, level=1, on=TODAY, decision_number="7/QĐ", why="x", scope=house.director, at=AT
    )
    out = {"stay_id": stay.pk, "reason": "Nhập nhầm (mẫu)", "at": AT}

    with pytest.raises(Forbidden):
        corrections.withdraw(what="discipline", line_id=measure.pk, scope=house.staff, **out)
    for what, line in (("visit", measure), ("nothing", visit), ("leave", visit)):
        with pytest.raises(NotFound):
            corrections.withdraw(what=what, line_id=line.pk, scope=house.director, **out)
    with pytest.raises(NotFound):
        corrections.withdraw(what="visit", line_id=visit.pk, scope=house.neighbour, **out)
    corrections.withdraw(what="visit", line_id=visit.pk, scope=house.staff, **out)
    with pytest.raises(NotFound):
        corrections.withdraw(what="visit", line_id=visit.pk, scope=house.staff, **out)

    (line,) = life.days(stay.pk, scope=house.staff, on=TODAY).visits
    assert line.retired_reason == "Nhập nhầm (mẫu)"
    TestVisits().visit(house, stay, happened_on=date(2024, 5, 6) + timedelta(days=1))
    newest = life.days(stay.pk, scope=house.staff, on=TODAY).visits[0]
    assert newest.warnings == (), "the withdrawn visit no longer counts in the week"
