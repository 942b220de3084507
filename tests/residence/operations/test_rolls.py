"""The roll: everybody present but the marked, once a day, signed, and whole."""

from datetime import date

import pytest
from django.db import transaction

from hoanhap.kit.errors import NotFound
from hoanhap.residence.models import Roll, RollMark
from hoanhap.residence.operations import admissions, conduct, rolls
from hoanhap.residence.operations.refusals import ResidenceRefused
from hoanhap.residence.queries import rolls as queries
from tests.residence.made import AT, TODAY, House, codes

pytestmark = pytest.mark.django_db


def close(house: House, **changes):
    given = {"ward_id": house.men.pk, "on": TODAY, "marks": {}, "signed_by": "Lê Thị Hoa (mẫu)"}
    return rolls.close_roll(**(given | {"scope": house.staff, "at": AT} | changes))


def statuses(house: House, on: date = TODAY) -> dict:
    sheet = queries.roll_sheet(house.men.pk, scope=house.staff, on=on, at=AT)
    return {one.resident.stay_id: one.status for one in sheet.entries}


def test_without_a_mark_everybody_was_present(house):
    house.admit(), house.admit()

    roll = close(house)

    assert (roll.expected, roll.present, roll.signed_by) == (2, 2, "Lê Thị Hoa (mẫu)")
    assert RollMark.objects.count() == 0


def test_marks_are_kept_and_counted(house):
    first, second = house.admit(), house.admit()

    roll = close(house, marks={first.pk: ("absent", "Chưa rõ (mẫu)")})

    assert (roll.expected, roll.present) == (2, 1)
    assert statuses(house) == {first.pk: "absent", second.pk: "present"}
    mark = RollMark.objects.get()
    assert (mark.person_id, mark.stay_id, mark.note) == (first.person_id, first.pk, "Chưa rõ (mẫu)")


def test_the_sheet_knows_who_is_on_leave_in_hospital_or_escaped(house):
    beds = house.ward("Khu D (mẫu)", beds=4)
    on_leave, ill, gone, there = (house.admit(ward_id=beds.pk) for _ in range(4))
    house.granted(on_leave, out_on=date(2024, 5, 28))
    house.granted(ill, kind="hospital", out_on=date(2024, 5, 28))
    conduct.record_escape(
        stay_id=gone.pk, left_on=date(2024, 6, 1), minutes_number="9/BB", scope=house.staff, at=AT
    )

    sheet = queries.roll_sheet(beds.pk, scope=house.staff, on=TODAY, at=AT)

    assert sheet.closed is None
    assert {one.resident.stay_id: one.status for one in sheet.entries} == {
        on_leave.pk: "leave",
        ill.pk: "hospital",
        gone.pk: "escaped",
        there.pk: "present",
    }
    # As of the day before anybody left, all were there.
    before = queries.roll_sheet(beds.pk, scope=house.staff, on=date(2024, 5, 27), at=AT)
    assert {one.status for one in before.entries} == {"present"}


def test_who_moved_or_came_later_is_not_on_the_sheet(house):
    stay, late = house.admit(), house.admit(admitted_on=TODAY)
    other = house.ward("Khu C (mẫu)")
    admissions.move(
        stay_id=stay.pk, ward_id=other.pk, on=TODAY, reason="Lớp mới (mẫu)", scope=house.staff, at=AT
    )

    assert set(statuses(house)) == {late.pk}
    assert set(statuses(house, date(2024, 6, 2))) == {stay.pk}
    assert close(house).expected == 1


def test_a_day_is_closed_once_and_again_after_withdrawing(house):
    house.admit()
    roll = close(house)

    with pytest.raises(ResidenceRefused) as twice, transaction.atomic():
        close(house)
    rolls.withdraw_roll(roll_id=roll.pk, reason="Đếm nhầm (mẫu)", scope=house.staff, at=AT)
    again = close(house)

    assert codes(twice) == [("roll-closed-already", None)]
    assert [row.pk for row in Roll.objects.filter(retired_at__isnull=True)] == [again.pk]


def test_strangers_to_the_ward_are_refused_and_nothing_is_written(house):
    stranger = house.admit(
        house.person(), facility_id=house.other.pk, ward_id=house.theirs.pk, scope=house.neighbour
    )
    house.admit()

    with pytest.raises(ResidenceRefused) as refused:
        close(house, marks={stranger.pk: ("absent", "")})

    assert codes(refused) == [("not-in-the-ward", None)]
    assert Roll.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"on": date(2024, 6, 4)}, [("in-the-future", "on")]),
        ({"on": date(2022, 12, 31)}, [("ward-not-open", "on")]),
        ({"signed_by": "  "}, [("missing", "signed_by")]),
    ],
)
def test_a_roll_of_tomorrow_of_no_ward_or_of_nobody_is_refused(house, changes, expected):
    with pytest.raises(ResidenceRefused) as refused:
        close(house, **changes)
    assert codes(refused) == expected


def test_only_the_own_house_counts(house):
    house.admit()
    for who in (house.neighbour, house.far):
        with pytest.raises((NotFound, Exception)) as refused:
            close(house, scope=who)
        assert type(refused.value).__name__ in {"NotFound", "Forbidden"}


def test_a_day_without_a_roll_is_late_until_a_week_has_passed(house):
    house.admit(admitted_on=date(2024, 6, 1))
    close(house, on=date(2024, 6, 2))

    def late(on: date) -> list:
        return [(one.ward_name, one.on) for one in queries.late_rolls(house.own.pk, scope=house.staff, on=on)]

    assert late(TODAY) == [("Khu A (mẫu)", date(2024, 6, 1))]
    assert late(date(2024, 6, 8))[0] == ("Khu A (mẫu)", date(2024, 6, 1))
    assert late(date(2024, 6, 9))[0] == ("Khu A (mẫu)", date(2024, 6, 3))
    assert queries.late_rolls(house.own.pk, scope=house.neighbour, on=TODAY) == []
