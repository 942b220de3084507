"""Going home: discharge with reason and paper, notices in time, the plan agreed with the commune, support."""

from datetime import date

import pytest
from django.db import transaction

from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.residence.operations import leaving
from hoanhap.residence.operations.refusals import ResidenceRefused
from hoanhap.residence.queries import due, life
from tests.residence.made import AT, TODAY, codes

pytestmark = pytest.mark.django_db
PAPER = {
    "left_as": "completed",
    "reason": "Hết thời hạn (mẫu)",
    "number": "15/GCN",
    "paper_on": date(2024, 5, 30),
}


def leave_house(house, stay, **changes):
    given = {"stay_id": stay.pk, "on": date(2024, 6, 1), **PAPER, "scope": house.director, "at": AT}
    return leaving.discharge(**(given | changes))


def refusal(act, *args, **given) -> list:
    with pytest.raises(ResidenceRefused) as refused, transaction.atomic():
        act(*args, **given)
    return codes(refused)


def test_a_discharge_ends_the_stay_and_frees_the_bed_on_that_day(house):
    first, _second = house.admit(), house.admit()
    leave_house(house, first)

    placed = first.placements.get()
    assert (placed.valid_from, placed.valid_until) == (date(2024, 1, 15), date(2024, 6, 1))
    assert house.admit(admitted_on=date(2024, 6, 1), ends_on=None).placements.get().bed == 1
    again = house.admit(first.person, ward_id=house.ward("Khu C (mẫu)").pk, admitted_on=date(2024, 6, 1))
    assert again.person_id == first.person_id


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"reason": ""}, ("missing", "reason")),
        ({"number": " "}, ("missing", "number")),
        ({"left_as": ""}, ("not-on-the-list", "left_as")),
        ({"on": date(2024, 1, 14)}, ("before-admission", "on")),
        ({"on": date(2024, 6, 4)}, ("in-the-future", "on")),
    ],
)
def test_a_discharge_needs_reason_paper_and_a_possible_day(house, changes, expected):
    stay = house.admit()
    assert refusal(leave_house, house, stay, **changes) == [expected]


def test_only_the_own_house_discharges_and_only_once(house):
    stay = house.admit()
    for who, error in ((house.doctor, Forbidden), (house.commune, Forbidden), (house.neighbour, NotFound)):
        with pytest.raises(error):
            leave_house(house, stay, scope=who)
    leave_house(house, stay)
    assert refusal(leave_house, house, stay) == [("discharged", None)]


def notify(house, stay, *to, on=TODAY, number="20/TB"):
    return leaving.send_notices(
        stay_id=stay.pk, to=to, about="end", sent_on=on, number=number, scope=house.staff, at=AT
    )


def going(house, scope=None, on=TODAY):
    return {
        one.resident.stay_id: one for one in due.due_to_leave(house.own.pk, scope=scope or house.staff, on=on)
    }


def test_who_goes_home_within_thirty_days_and_what_is_missing(house):
    big = house.ward("Khu lớn (mẫu)", beds=9)
    soon, edge, far, over = (
        house.admit(ward_id=big.pk, ends_on=day)
        for day in (date(2024, 6, 18), date(2024, 7, 3), date(2024, 7, 4), date(2024, 6, 1))
    )
    by_will = house.admit(ward_id=big.pk, ends_on=date(2024, 6, 20), source="voluntary")
    house.admit(ward_id=big.pk, ends_on=None)

    found = going(house)

    assert list(found) == [over.pk, soon.pk, by_will.pk, edge.pk]
    assert far.pk not in found
    assert {key: one.days_left for key, one in found.items()} == {
        over.pk: -2,
        soon.pk: 15,
        by_will.pk: 17,
        edge.pk: 30,
    }
    assert len(found[soon.pk].missing) == 3
    assert len(found[by_will.pk].missing) == 2, "no court sent who came of their own will"
    # Fifteen days before 18/06 is 03/06: on that day it is still in time, on the next it is late.
    assert (found[soon.pk].notice_by, found[soon.pk].is_notice_late) == (TODAY, False)
    assert going(house, on=date(2024, 6, 4))[soon.pk].is_notice_late
    notify(house, soon, "commune", "court")
    assert [str(one) for one in going(house)[soon.pk].missing] == ["Gia đình"]
    notify(house, soon, "family")
    assert (going(house)[soon.pk].missing, going(house, on=date(2024, 6, 4))[soon.pk].is_notice_late) == (
        (),
        False,
    )
    assert going(house, scope=house.neighbour) == {}
    leave_house(house, over)
    assert over.pk not in going(house)


def test_a_notice_later_than_fifteen_days_is_warned_of(house):
    stay = house.admit(ends_on=date(2024, 6, 18))
    notify(house, stay, "court", on=TODAY)
    early = life.going_home(stay.pk, scope=house.staff, ends_on=date(2024, 6, 18), on=TODAY)
    late = life.going_home(stay.pk, scope=house.staff, ends_on=date(2024, 6, 17), on=TODAY)
    assert [len(one.notices[0].warnings) for one in (early, late)] == [0, 1]
    assert refusal(notify, house, stay, "court") == [("notice-twice", "number")]
    assert refusal(notify, house, stay) == [("to-nobody", "to")]


def test_a_plan_ripens_until_the_commune_agrees(house):
    stay = house.admit()
    write = {"stay_id": stay.pk, "made_on": date(2024, 5, 2), "scope": house.staff, "at": AT}
    agree = {"stay_id": stay.pk, "unit_id": house.home.pk, "on": TODAY, "scope": house.staff, "at": AT}
    assert refusal(leaving.agree_plan, **agree) == [("no-plan", None)]
    assert refusal(leaving.write_plan, **write, needs={"work": " "}) == [("nothing-planned", "housing")]
    leaving.write_plan(**write, needs={"work": "Học nghề mộc (mẫu)"})
    leaving.write_plan(**write, needs={"work": "Nghề mộc (mẫu)", "papers": "Làm lại CCCD (mẫu)"})
    assert refusal(leaving.agree_plan, **(agree | {"unit_id": "990-1"})) == [("no-such-unit", "unit_id")]
    assert refusal(leaving.agree_plan, **(agree | {"on": date(2024, 5, 1)})) == [("agreed-before-made", "on")]
    plan = leaving.agree_plan(**agree)
    assert (plan.work, plan.papers, plan.agreed_with_id) == (
        "Nghề mộc (mẫu)",
        "Làm lại CCCD (mẫu)",
        house.home.pk,
    )
    assert refusal(leaving.write_plan, **write, needs={"work": "x"}) == [("agreed-already", None)]
    assert stay.plans.count() == 1


def test_support_goes_on_after_the_discharge_but_not_before_the_admission(house):
    stay = leave_house(house, house.admit())
    help_ = {
        "stay_id": stay.pk,
        "domain": "work",
        "provided_by": "Trung tâm (mẫu)",
        "scope": house.staff,
        "at": AT,
    }
    leaving.record_support(**help_, provided_on=TODAY)
    assert refusal(leaving.record_support, **help_, provided_on=date(2024, 1, 14)) == [
        ("before-admission", "provided_on")
    ]
    assert len(life.going_home(stay.pk, scope=house.staff, ends_on=None, on=TODAY).support) == 1


def test_a_term_is_changed_with_a_reason_by_the_director(house):
    stay = house.admit()
    given = {
        "stay_id": stay.pk,
        "ends_on": date(2024, 10, 1),
        "reason": "Giảm 3 tháng theo QĐ 5 (mẫu)",
        "at": AT,
    }
    with pytest.raises(Forbidden):
        leaving.change_term(**given, scope=house.staff)
    assert leaving.change_term(**given, scope=house.director).ends_on == date(2024, 10, 1)
    assert stay.events.count() == 1, "what stood there before is kept"
