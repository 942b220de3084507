"""The sheet of detoxification: a line a day, only by the infirmary, with what calls for a doctor; it decides nothing."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given as drawn
from hypothesis import strategies as st

from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.residence.models import DetoxDay
from hoanhap.residence.operations import corrections, detox
from hoanhap.residence.operations.health import give_medicine
from hoanhap.residence.operations.refusals import ResidenceRefused
from hoanhap.residence.queries import detox as queries
from hoanhap.residence.queries import health
from hoanhap.residence.rules.detox import alarms, missing_days
from tests.residence.operations.test_daily_life import AT, TODAY

pytestmark = pytest.mark.django_db
FIRST = TODAY - timedelta(days=6)


def write(house, stay, on=FIRST, **changes):
    given = {
        "stay_id": stay.pk, "protocol": "opioid", "on": on, "signs": ["aches", "craving"], "seen_by": "BS (mẫu)",
        "scope": house.doctor, "at": AT,
    }  # fmt: skip
    return detox.record_detox_day(**(given | changes))


def shown(house, stay):
    given = health.infirmary(stay.pk, person_id=stay.person_id, scope=house.doctor, at=AT).medicine
    return queries.sheet(stay.pk, medicine=given, scope=house.doctor, on=TODAY)


def test_days_stand_in_order_with_missing_ones_and_the_medicine_of_the_day(house):
    stay = house.admit(admitted_on=FIRST - timedelta(days=1))
    assert shown(house, stay) is None
    for number in (3, 0, 1):
        write(house, stay, FIRST + timedelta(days=number), temperature_c=Decimal("37.5"), score=12)
    health_given = {
        "stay_id": stay.pk, "medicine": "Diazepam 5 mg", "quantity": Decimal(1), "measure": "tablet",
        "given_on": FIRST, "given_by": "BS (mẫu)", "scope": house.doctor, "at": AT,
    }  # fmt: skip
    give_medicine(**health_given)
    found = shown(house, stay)

    assert [line.day_no for line in found.lines] == [1, 2, 4]
    assert found.missing == (FIRST + timedelta(days=2),)
    assert [one.medicine for one in found.lines[0].medicine] == ["Diazepam 5 mg"]
    assert found.lines[1].medicine == ()
    assert (found.days, found.is_long, found.lines[0].alarms) == (4, False, ())
    assert [str(sign) for sign in found.lines[0].signs] == ["Thèm nhớ chất", "Đau cơ, xương, khớp"]


def test_what_is_grave_calls_for_a_doctor_and_changes_nothing_by_itself(house):
    stay = house.admit(admitted_on=FIRST)
    write(house, stay, temperature_c=Decimal("39.4"), pulse_per_minute=140, score=30)
    write(house, stay, FIRST + timedelta(days=1), protocol="stimulant", signs=["hallucinations"])
    first, second = shown(house, stay).lines

    assert [str(one) for one in first.alarms] == ["Nhiệt độ", "Mạch", "Điểm hội chứng cai"]
    assert [str(one) for one in second.alarms] == ["Hoang tưởng, ảo giác"]
    stay.refresh_from_db()
    assert stay.discharged_on is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"protocol": "unknown"}, "protocol"),
        ({"signs": ["hallucinations"]}, "signs"),
        ({"temperature_c": Decimal(375)}, "temperature_c"),
        ({"pulse_per_minute": 5}, "pulse_per_minute"),
        ({"systolic_mmhg": 120}, "systolic_mmhg"),
        ({"systolic_mmhg": 80, "diastolic_mmhg": 120}, "systolic_mmhg"),
        ({"score": 49}, "score"),
        ({"protocol": "stimulant", "signs": [], "score": 3}, "score"),
        ({"seen_by": " "}, "seen_by"),
        ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"on": FIRST - timedelta(days=1)}, "on"),
    ],
)
def test_what_cannot_be_is_refused_with_its_field_and_nothing_is_written(house, changes, field):
    stay = house.admit(admitted_on=FIRST)
    with pytest.raises(ResidenceRefused) as refused:
        write(house, stay, **changes)

    assert [one.field for one in refused.value.problems] == [field]
    assert not DetoxDay.objects.exists()


def test_a_day_is_written_once_and_again_after_it_was_withdrawn(house):
    stay = house.admit(admitted_on=FIRST)
    row = write(house, stay)
    with pytest.raises(ResidenceRefused, match="đã được ghi"):
        write(house, stay)
    corrections.withdraw(
        what="detox-day", stay_id=stay.pk, line_id=row.pk, reason="Nhầm người", scope=house.doctor, at=AT
    )
    write(house, stay, signs=["nausea"])
    assert [line.retired_reason for line in shown(house, stay).lines] == ["Nhầm người", ""]


def test_only_the_infirmary_of_the_house_writes_and_reads(house):
    stay = house.admit(admitted_on=FIRST)
    write(house, stay)
    for who in (house.staff, house.director, house.commune, house.province):
        with pytest.raises(Forbidden):
            write(house, stay, scope=who)
        with pytest.raises(Forbidden):
            queries.sheet(stay.pk, medicine=(), scope=who, on=TODAY)
    with pytest.raises(NotFound):
        write(house, stay, scope=house.neighbour)
    assert queries.sheet(stay.pk, medicine=(), scope=house.neighbour, on=TODAY) is None


def test_the_database_itself_knows_what_cannot_be(house):
    row = write(house, house.admit(admitted_on=FIRST))
    for changes in (
        {"temperature_c": Decimal("12.0")},
        {"pulse_per_minute": 400},
        {"systolic_mmhg": 120},
        {"systolic_mmhg": 80, "diastolic_mmhg": 90},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            DetoxDay.objects.create(
                **{
                    "person_id": row.person_id, "stay_id": row.stay_id, "protocol": "opioid", "seen_by": "x",
                    "protocol_edition": 1, "on": FIRST + timedelta(days=1), "recorded_by": row.recorded_by,
                } | changes
            )  # fmt: skip


@drawn(
    st.sets(st.integers(0, 40)),
    st.integers(0, 40),
)
def test_every_day_is_either_written_or_missing(seen, length):
    begun = date(2026, 1, 1)
    days = {begun + timedelta(days=one) for one in seen}
    missing = missing_days(days, begun_on=begun, until=begun + timedelta(days=length))

    assert not days & set(missing)
    assert days | set(missing) >= {begun + timedelta(days=n) for n in range(length)}


def test_a_sign_of_danger_is_told_whatever_is_measured():
    edition = queries.protocols(TODAY)
    for code, sign in edition.signs.items():
        told = alarms(
            edition,
            None,
            signs=[code],
            temperature_c=None,
            pulse_per_minute=None,
            systolic_mmhg=None,
            score=99,
        )
        assert (told == (code,)) is sign.danger
