"""Figures of facilities: in care on a day, moved in a period, helped to go back; and that nobody is lost."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.programme.queries.measures import MEASURES
from hoanhap.residence.models import Stay
from hoanhap.residence.operations import admissions, leaving
from hoanhap.residence.queries import figures, measures, wards
from tests.residence.made import AT, TODAY, House

pytestmark = pytest.mark.django_db
UNITS = ["99001-1", "99002-1"]


def people(name: str, first: date, last: date, units: list[str] | None = None) -> int:
    return MEASURES[name].count(from_on=first, to_on=last, unit_ids=units)


def leave_house(house, stay, on, left_as="completed"):
    return leaving.discharge(
        stay_id=stay.pk,
        on=on,
        left_as=left_as,
        reason="x",
        number="1",
        paper_on=on,
        scope=house.director,
        at=AT,
    )


def test_in_care_on_a_day_by_every_side(house):
    """188 on a date: whoever was admitted by then and has not been discharged, on whatever later day one asks."""
    big = house.ward("Khu lớn (mẫu)", beds=20, for_sex="any")
    house.admit(house.person(born_on=date(1990, 3, 5)), ward_id=big.pk)
    house.admit(house.person(sex="female", born_on=date(1974, 6, 3)), ward_id=big.pk, source="voluntary")
    house.admit(
        episode=house.episode(house.person(born_on=date(1974, 6, 4)), kind="voluntary-facility"),
        ward_id=big.pk,
        source="voluntary",
    )
    house.admit(ward_id=big.pk, admitted_on=date(2024, 5, 1), source="transfer", came_from_id=house.other.pk)
    gone = house.admit(ward_id=big.pk)
    leave_house(house, gone, date(2024, 6, 2))
    wrong = house.admit(ward_id=big.pk)
    admissions.withdraw_admission(stay_id=wrong.pk, reason="Nhầm (mẫu)", scope=house.staff, at=AT)

    def told(on: date) -> dict:
        found = figures.in_care(house.own.pk, scope=house.staff, on=on)
        return {
            "total": found.total,
            **{
                side: {one.code: one.number for one in getattr(found, side)}
                for side in ("by_source", "by_sex", "by_age", "by_form")
            },
        }

    assert told(TODAY) == {
        "total": 4,
        "by_source": {"court": 1, "voluntary": 2, "transfer": 1},
        "by_sex": {"male": 3, "female": 1},
        "by_age": {"30-39": 2, "40-49": 1, "50-up": 1},
        "by_form": {"voluntary-facility": 1, "compulsory": 3},
    }
    assert told(date(2024, 6, 1))["total"] == 5
    assert told(date(2024, 4, 30))["total"] == 4
    assert told(date(2024, 1, 14))["total"] == 0
    assert people("facility_in_care", TODAY, TODAY) == 4
    assert people("facility_in_care", date(2024, 1, 1), date(2024, 6, 1), UNITS) == 5


def test_a_facility_counts_guests_and_a_commune_its_own_people(house):
    house.admit()
    house.admit(unit=house.away)

    assert people("facility_in_care", TODAY, TODAY, [house.home.pk]) == 2
    assert people("facility_in_care", TODAY, TODAY, [house.away.pk]) == 0
    assert people("facility_in_care_from", TODAY, TODAY, [house.home.pk]) == 1
    assert people("facility_in_care_from", TODAY, TODAY, [house.away.pk]) == 1


def test_supported_to_reintegrate_counts_each_person_once_and_only_in_the_year(house):
    """235 in a year: a plan or a support of that year, also of people still there, not the same as completions."""
    big = house.ward("Khu lớn (mẫu)", beds=20)
    planned, helped, both, older, withdrawn, none = (house.admit(ward_id=big.pk) for _ in range(6))
    at = {"scope": house.staff, "at": AT}
    for stay in (planned, both):
        leaving.write_plan(stay_id=stay.pk, made_on=date(2024, 3, 1), needs={"work": "x"}, **at)
    for stay, day in (
        (helped, date(2024, 5, 1)), (both, date(2024, 2, 1)), (both, date(2024, 4, 1)), (older, date(2024, 1, 20)),
    ):  # fmt: skip
        leaving.record_support(stay_id=stay.pk, domain="work", provided_on=day, provided_by="x", **at)
    undone = leaving.record_support(
        stay_id=withdrawn.pk, domain="loan", provided_on=date(2024, 3, 1), provided_by="x", **at
    )
    undone.retired_at, undone.retired_by, undone.retired_reason = AT, undone.recorded_by, "x"
    undone.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    leave_house(house, none, date(2024, 6, 1))

    rows = {
        row["person_id"]: row["on"]
        for row in measures.reintegration_supported(
            from_on=date(2024, 2, 1), to_on=date(2024, 12, 31), unit_ids=None
        )
    }

    assert rows == {
        planned.person_id: date(2024, 3, 1),
        helped.person_id: date(2024, 5, 1),
        both.person_id: date(2024, 2, 1),
    }
    assert people("reintegration_supported", date(2024, 1, 1), date(2024, 12, 31)) == 4
    assert people("reintegration_supported", date(2023, 1, 1), date(2023, 12, 31)) == 0
    assert people("facility_completed", date(2024, 1, 1), date(2024, 12, 31)) == 1


def test_the_movement_of_a_month_written_out(house):
    big = house.ward("Khu lớn (mẫu)", beds=20)
    stays = [house.admit(ward_id=big.pk, admitted_on=day) for day in (date(2024, 1, 31), date(2024, 4, 30))]
    house.admit(ward_id=big.pk, admitted_on=date(2024, 5, 1))
    house.admit(ward_id=big.pk, admitted_on=date(2024, 5, 31), source="transfer", came_from_id=house.other.pk)
    leave_house(house, stays[0], date(2024, 5, 1))
    leave_house(house, stays[1], date(2024, 5, 31), left_as="transferred")

    flow, left = figures.movement(
        house.own.pk, scope=house.staff, from_on=date(2024, 5, 1), to_on=date(2024, 5, 31)
    )

    assert (flow.at_start, flow.admitted, flow.transferred_in, flow.at_end) == (2, 1, 1, 2)
    assert {one.code: one.number for one in left} == {"completed": 1, "transferred": 1}
    assert flow.closes


days = st.integers(0, 20).map(lambda n: date(2024, 1, 1) + timedelta(days=n))


@settings(max_examples=40)
@given(
    data=st.lists(
        st.tuples(days, st.none() | days, st.sampled_from(["court", "voluntary", "transfer"]), st.booleans()),
        max_size=6,
    ),
    first=days,
    last=days,
)
def test_the_movement_closes_whatever_happened(house: House, data, first, last):
    """Over any stays and any period; also two periods together are one."""
    first, last = min(first, last), max(first, last)
    before = measures.flow(from_on=first, to_on=last, unit_ids=None)
    for start, end, source, is_wrong in data:
        episode = house.episode()
        Stay.objects.create(
            person=episode.person,
            episode=episode,
            unit=house.home,
            facility=house.own,
            source=source,
            basis_number="1",
            basis_on=start,
            admitted_on=start,
            health_state="good",
            discharged_on=max(start, end) if end else None,
            left_as="completed" if end else "",
            left_reason="x" if end else "",
            left_number="1" if end else "",
            recorded_by=house.staff.account_id,
            retired_at=AT if is_wrong else None,
        )

    whole = measures.flow(from_on=first, to_on=last, unit_ids=None)

    assert before.closes
    assert whole.closes
    middle = first + (last - first) // 2
    parts = (
        measures.flow(from_on=first, to_on=middle, unit_ids=None),
        measures.flow(from_on=middle + timedelta(days=1), to_on=last, unit_ids=None),
    )
    assert parts[0].at_end == parts[1].at_start
    if middle < last:
        assert (whole.came, whole.gone) == (sum(p.came for p in parts), sum(p.gone for p in parts))
    assert wards.facility(house.own.pk, scope=house.staff, on=last).residents == whole.at_end


def test_beds_and_occupancy_are_those_of_the_day(house):
    from hoanhap.residence.operations import wards as operations

    stay = house.admit()
    operations.change_beds(
        ward_id=house.men.pk,
        beds=7,
        from_on=date(2024, 5, 1),
        reason="Mở rộng (mẫu)",
        scope=house.staff,
        at=AT,
    )
    leave_house(house, stay, date(2024, 6, 1))

    def told(on: date) -> tuple[int, int, int]:
        line = wards.ward(house.men.pk, scope=house.staff, on=on)
        return line.beds, line.residents, line.free

    assert [
        told(day) for day in (date(2024, 1, 14), date(2024, 1, 15), date(2024, 5, 1), date(2024, 6, 1))
    ] == [
        (2, 0, 2),
        (2, 1, 1),
        (7, 1, 6),
        (7, 0, 7),
    ]
