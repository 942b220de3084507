"""Life in the demo's facility: wards, residents, rolls, leave, visits, grades, notes, the way home, a satellite point."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from hoanhap.access.scope import Scope
from hoanhap.kit.dates import add_months
from hoanhap.residence.operations import (
    admissions,
    conduct,
    detox,
    health,
    leaves,
    leaving,
    points,
    ratings,
    rolls,
    wards,
)
from hoanhap.residence.operations.refusals import ResidenceRefused
from hoanhap.residence.queries import arrivals, mismatches

WARDS: Final = (
    ("Khu tiếp nhận, cắt cơn (mẫu)", "detox", "any", 12),
    ("Khu A (mẫu)", "general", "male", 40),
    ("Khu B (mẫu)", "general", "male", 40),
    ("Khu nữ (mẫu)", "general", "female", 16),
    ("Khu người dưới 18 tuổi (mẫu)", "minors", "any", 10),
)
STAFF: Final = "Cán bộ trực (mẫu)"
DIRECTOR: Final = "Giám đốc cơ sở (mẫu)"
DOCTOR: Final = "Bác sĩ cơ sở (mẫu)"
GRADES: Final = ("fair", "good", "fair", "average", "fair", "weak")
MONTHS: Final = 4
GONE_AS: Final = (("completed", "Hết thời hạn (mẫu)"), ("prison", "Chấp hành án phạt tù (mẫu)"))


def live(
    facility_id: UUID,
    *,
    point_id: UUID | None,
    communes: Sequence[str],
    scope: Scope,
    at: datetime,
    today: date,
) -> int:
    """Admit whoever is in the facility by the case, and let some weeks go by. How many residents there are.

    Facility and cases agree about all of them. Who is only announced stays on the list of those to come.
    """
    given: dict[str, Any] = {"scope": scope, "at": at}
    opened = [
        wards.open_ward(
            facility_id=facility_id,
            name=name,
            purpose=purpose,
            for_sex=sex,
            beds=beds,
            valid_from=add_months(today, -60),
            **given,
        ).pk
        for name, purpose, sex, beds in WARDS
    ]
    found = arrivals.awaited(facility_id, scope=scope, on=today)
    stays: list[tuple[UUID, UUID, date]] = []
    away: set[UUID] = set()
    for number, one in enumerate(one for one in found if one.came_on is not None):
        admitted = _admit(facility_id, one, number, opened, given, today)
        if admitted is not None:
            stays.append(admitted)
            if _has_run_away(admitted[0], number, given, today):
                away.add(admitted[0])
    _daily(facility_id, opened, stays, given, today)
    present = [stay for stay, _ward, on in stays if stay not in away and on < today - timedelta(days=60)]
    _events(present, given, today)
    if point_id is not None and communes:
        points.set_up_point(
            point_id=point_id, decision_number="18/QĐ-SYT (mẫu)", unit_ids=communes,
            from_on=add_months(today, -12), **given,
        )  # fmt: skip
        points.first_service(point_id=point_id, on=add_months(today, -11), **given)
    return len(stays)


def _admit(
    facility_id: UUID,
    one: arrivals.Awaited,
    number: int,
    opened: Sequence[UUID],
    given: dict[str, Any],
    today: date,
) -> tuple[UUID, UUID, date] | None:
    """Into the first ward in which the person may sleep: sex and age are not asked for, the ward knows."""
    on = one.came_on or today
    is_new = on > today - timedelta(days=20)
    for ward_id in (opened[0], *opened[1:]) if is_new else (*opened[1:], opened[0]):
        try:
            with transaction.atomic():
                stay = admissions.admit(
                    facility_id=facility_id,
                    episode_id=one.episode_id,
                    ward_id=ward_id,
                    source=one.source,
                    basis_number=f"{number + 11}/QĐ (mẫu)",
                    basis_on=on - timedelta(days=1),
                    minutes_number=f"{number + 3}/BB (mẫu)",
                    admitted_on=on,
                    health_state=("good", "fair", "poor")[number % 3],
                    belongings="Điện thoại, ví (mẫu)",
                    **given,
                )
        except ResidenceRefused:
            continue
        return stay.pk, ward_id, on
    return None


def _has_run_away(stay_id: UUID, number: int, given: dict[str, Any], today: date) -> bool:
    """Whether somebody is gone by the case; then they are gone here too, since the same day."""
    found = mismatches.of_stay(stay_id, scope=given["scope"], on=today, at=given["at"])
    if found is None or found.code != "away-in-case":
        return False
    conduct.record_escape(
        stay_id=stay_id, left_on=found.since_on, minutes_number=f"{number + 30}/BB (mẫu)", **given
    )
    return True


def _first_agreed(
    stays: Sequence[UUID], act: Callable[[UUID], object], given: dict[str, Any], today: date
) -> UUID | None:
    """Do something to the first of them where the case takes it in; who that was."""
    for stay_id in stays:
        try:
            with transaction.atomic():
                act(stay_id)
                if mismatches.of_stay(stay_id, scope=given["scope"], on=today, at=given["at"]) is not None:
                    raise _Disagrees
        except (ResidenceRefused, _Disagrees):
            continue
        return stay_id
    return None


class _Disagrees(Exception):
    """The law does not allow it for this one."""


def _daily(
    facility_id: UUID,
    opened: Sequence[UUID],
    stays: Sequence[tuple[UUID, UUID, date]],
    given: dict[str, Any],
    today: date,
) -> None:
    """A week of rolls, one of them still missing, and months of grades."""
    for place, ward_id in enumerate(opened):
        here = [(stay, on) for stay, ward, on in stays if ward == ward_id]
        for back in range(7, 0, -1):
            day = today - timedelta(days=back)
            if (place, back) != (1, 1) and any(on <= day for _stay, on in here):
                rolls.close_roll(ward_id=ward_id, on=day, marks={}, signed_by=STAFF, **given)
    for back in range(MONTHS, 0, -1):
        month = add_months(today.replace(day=1), -back)
        rated = {
            stay: GRADES[(number + back) % len(GRADES)] if number % 3 else "fair"
            for number, (stay, _ward, on) in enumerate(stays)
            if on < add_months(month, 1)
        }
        if rated and back > 1:
            ratings.rate(facility_id=facility_id, month=month, grades=rated, **given)


def _events(stays: Sequence[UUID], given: dict[str, Any], today: date) -> None:
    """Something of every kind, each about somebody else as far as there are people."""
    stays = _without_the_discharged(stays, given, today)
    if not stays:
        return
    who = [stays[number % len(stays)] for number in range(8)]
    day = today - timedelta(days=9)
    asked = leaves.ask_leave(
        stay_id=who[0], kind="mourning", from_on=day, until_on=day + timedelta(days=4), asked_on=day,
        asked_by="Gia đình (mẫu)", **given,
    )  # fmt: skip
    leaves.decide_leave(
        leave_id=asked.pk,
        is_granted=True,
        number="4/QĐ-CS (mẫu)",
        decided_on=day,
        decided_by=DIRECTOR,
        **given,
    )
    leaves.go_out(leave_id=asked.pk, on=day, **given)
    leaves.ask_leave(
        stay_id=who[1],
        kind="family",
        from_on=today,
        until_on=today + timedelta(days=2),
        asked_on=today,
        **given,
    )
    for number, stay in enumerate(who):
        leaves.record_visit(
            stay_id=stay, happened_on=day + timedelta(days=number % 5), relation="parent", visitors=1 + number % 4,
            minutes=60 + 15 * number, **given,
        )  # fmt: skip
    conduct.discipline(
        stay_id=who[2], level=1, on=day, decision_number="2/QĐ-CS (mẫu)", why="Vi phạm nội quy (mẫu)", **given
    )
    conduct.record_incident(
        stay_id=who[2], kind="fight", happened_on=day, note="Xô xát ở nhà ăn (mẫu)", **given
    )
    _first_agreed(
        stays[3:],
        lambda stay_id: conduct.record_escape(
            stay_id=stay_id, left_on=today - timedelta(days=2), minutes_number="9/BB (mẫu)", **given
        ),
        given,
        today,
    )
    health.write_note(
        stay_id=who[4], kind="routine", seen_on=day, note="Sức khỏe ổn định (mẫu)", seen_by=DOCTOR, **given
    )
    for number in range(3):
        health.give_medicine(
            stay_id=who[5], medicine="Diazepam 5 mg", lot="L2401 (mẫu)", quantity=Decimal("1.5"), measure="tablet",
            given_on=day + timedelta(days=number), given_by=DOCTOR, **given,
        )  # fmt: skip
    _detoxified(who[5], day, given)
    leaving.write_plan(
        stay_id=who[0],
        made_on=day,
        needs={"work": "Học nghề mộc (mẫu)", "papers": "Làm lại căn cước (mẫu)"},
        **given,
    )
    leaving.send_notices(
        stay_id=who[0], to=["commune", "court"], about="end", sent_on=day, number="7/TB (mẫu)", **given
    )
    for stay, domain in zip(who[5:], ("training", "work", "loan"), strict=True):
        leaving.record_support(
            stay_id=stay,
            domain=domain,
            provided_on=day,
            provided_by="Trung tâm dịch vụ việc làm (mẫu)",
            **given,
        )


def _without_the_discharged(stays: Sequence[UUID], given: dict[str, Any], today: date) -> list[UUID]:
    """For each way to go the first whose case allows it has gone; the others."""
    left = list(stays)
    for number, (left_as, reason) in enumerate(GONE_AS):
        end: dict[str, Any] = {
            "on": today - timedelta(days=1), "left_as": left_as, "reason": reason, "number": f"{number + 3}/QĐ (mẫu)",
            "paper_on": today - timedelta(days=1), "signer_name": DIRECTOR, "signer_position": "Giám đốc",
        }  # fmt: skip
        discharge = partial(leaving.discharge, **end, **given)
        gone = _first_agreed(left, lambda stay_id, do=discharge: do(stay_id=stay_id), given, today)  # type: ignore[misc]
        left = [stay_id for stay_id in left if stay_id != gone]
    return left


def _detoxified(stay_id: UUID, first: date, given: dict[str, Any]) -> None:
    """Some days of detoxification: hard at first, better each day; one of them calls for a doctor."""
    days = (
        (("craving", "sweating", "aches", "insomnia", "vomiting"), "38.2", 104, 27),
        (("craving", "sweating", "aches", "insomnia"), "37.8", 96, 21),
        (("aches", "insomnia", "low-intake"), "37.1", 88, 12),
        (("insomnia",), "36.8", 80, 6),
    )
    for number, (signs, temperature, pulse, score) in enumerate(days):
        detox.record_detox_day(
            stay_id=stay_id,
            protocol="opioid",
            on=first + timedelta(days=number),
            signs=signs,
            temperature_c=Decimal(temperature),
            pulse_per_minute=pulse,
            systolic_mmhg=125,
            diastolic_mmhg=80,
            score=score,
            note="Theo y lệnh (mẫu)",
            seen_by=DOCTOR,
            **given,
        )
