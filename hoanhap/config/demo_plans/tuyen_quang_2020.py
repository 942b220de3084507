"""Tuyên Quang, the plan of 2020: points, communes reached, suitable forms, work, methadone, who was taken in."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from hoanhap.community.operations import needs
from hoanhap.config.demo_plans.records import Life, Made, Province, Way, cycle, spread
from hoanhap.medicine.operations import incidents
from hoanhap.outreach.operations import activities
from hoanhap.programme.operations import plan_editions
from hoanhap.programme.queries import plan_bodies
from hoanhap.programme.rules import plan_texts
from hoanhap.residence.operations import points

CODE: Final = "tuyen-quang-2020"
AREA: Final = "08-1"
ISSUED_ON: Final = date(2020, 2, 26)
END: Final = date(2020, 12, 31)
POINTS: Final = 2
COURT, WILL, HOME = 40, 20, 30
ON_METHADONE, NEW_ON_METHADONE = 60, 15
IN_NEED, HELPED = 36, 36
ASSIGNED: Final = 60
"""The figure that an upper level assigned is not in the source: an example, entered as an amendment."""


def build(province: Province) -> None:
    """Enter the province."""
    plan_id = province.enter_plan(CODE)
    communes = province.communes(AREA, on=END)
    province.open_offices(communes, on=END)
    facility = province.open_office("rehab-facility", "Cơ sở cai nghiện ma túy tỉnh Tuyên Quang", AREA)
    clinic = province.open_office("substitution-clinic", "Cơ sở điều trị Methadone (mẫu)", AREA)
    _assigned(province, plan_id)
    _points(province, facility, communes)
    _communication(province, communes)
    by_court, by_will, at_home = _people(province, communes, facility)
    ward = province.house(facility, beds=100, on=date(2019, 1, 2))
    for one in by_court:
        province.take_in(one, facility, ward, source="court")
    for one in by_will:
        stay, _on = province.take_in(one, facility, ward, source="voluntary")
        province.release(stay, on=province.ended_on(one.life.ways[0]))
    _needs(province, [*by_court[:12], *by_will[:12], *at_home[:12]])
    incidents.record_incident(
        facility_id=clinic,
        on=date(2020, 7, 14),
        kind="wastage",
        quantity=Decimal(12),
        minutes_number="3/BB (mẫu)",
        **province.given,
    )


def _assigned(province: Province, plan_id: UUID) -> None:
    held = plan_bodies.held(plan_id, scope=province.scope)
    targets = plan_texts.plain(held.body)["targets"]
    for target in targets:
        if target["code"] == "tq-i7":
            target["mark"] = {
                "kind": "assigned",
                "count": ASSIGNED,
                "document": "Văn bản giao chỉ tiêu (mẫu)",
            }
    plan_editions.change_plan(
        plan_id=plan_id,
        edition=held.edition,
        changes={"targets": targets},
        reason="Nhập số được giao (ví dụ)",
        document_number="Văn bản giao chỉ tiêu (mẫu)",
        **province.given,
    )


def _points(province: Province, facility: UUID, communes: Sequence[str]) -> None:
    for number in range(POINTS):
        served = communes[number * 10 : number * 10 + 8]
        point = province.open_office(
            "satellite-point",
            f"Điểm vệ tinh số {number + 1} (mẫu)",
            served[0],
            parent_id=facility,
        )
        points.set_up_point(
            point_id=point,
            decision_number=f"{number + 1}/QĐ-UBND (mẫu)",
            unit_ids=served,
            from_on=date(2020, 4, 1),
            **province.given,
        )
        points.first_service(point_id=point, on=date(2020, 5 + 3 * number, 11), **province.given)


def _communication(province: Province, communes: Sequence[str]) -> None:
    """Each commune twice, for each topic once: a talk about drugs in general does not stand for the other."""
    for number, unit_id in enumerate(communes):
        for on, topic, kind, title in (
            (date(2020, 3, 2), "drug-prevention", "talk", "Nói chuyện phòng, chống ma túy (mẫu)"),
            (date(2020, 6, 1), "rehab-post-rehab", "month-of-action", "Cai nghiện và quản lý sau cai (mẫu)"),
        ):
            activities.record_activity(
                unit_id=unit_id,
                on=on + timedelta(days=number % 25),
                kind=kind,
                channel="face-to-face",
                topics=[topic],
                title=title,
                reached=40,
                **province.given,
            )


def _people(
    province: Province, communes: Sequence[str], facility: UUID
) -> tuple[list[Made], list[Made], list[Made]]:
    """Every dependent in a form that suits them; one who died and one in prison are left out by law."""

    def lives(
        kind: str, first: date, last: date, count: int, start: int, *, end: str = "", stage: str = ""
    ) -> list[Life]:
        units = cycle(communes, count, start=start)
        return [
            Life(unit, (Way(kind, day, end=end, stage=stage),))
            for unit, day in zip(units, spread(first, last, count), strict=True)
        ]

    by_court = lives("compulsory", date(2020, 1, 13), date(2020, 11, 30), COURT, 0, end="completed")
    by_will = lives("voluntary-facility", date(2020, 2, 3), date(2020, 11, 2), WILL, 40, end="completed")
    at_home = lives(
        "voluntary-home-community", date(2020, 1, 6), date(2020, 9, 28), HOME, 60, end="completed"
    )
    longer = ON_METHADONE - NEW_ON_METHADONE
    methadone = [
        *lives("substitution", date(2017, 3, 6), date(2019, 11, 4), longer, 80, stage="maintenance"),
        *lives(
            "substitution", date(2020, 1, 6), date(2020, 11, 23), NEW_ON_METHADONE, 20, stage="maintenance"
        ),
    ]
    gone = [
        *lives("voluntary-home-community", date(2020, 3, 2), date(2020, 3, 2), 1, 100, end="died"),
        *lives("compulsory", date(2020, 3, 9), date(2020, 3, 9), 1, 101, end="imprisoned"),
    ]
    province.enter([*methadone, *gone])
    return (
        province.enter(by_court, facility_id=facility),
        province.enter(by_will, facility_id=facility),
        province.enter(at_home),
    )


def _needs(province: Province, asked: Sequence[Made]) -> None:
    """Whoever wished for training or work was advised or helped."""
    for number, one in enumerate(asked[:IN_NEED]):
        domain = ("work", "vocational-training")[number % 2]
        needs.hold_talk(
            person_id=one.person_id,
            held_on=date(2020, 12, 1),
            held_by="Cán bộ xã (mẫu)",
            domains=[domain],
            **province.given,
        )
        if number < HELPED:
            needs.give_support(
                person_id=one.person_id,
                domain=domain,
                form=("counselled", "provided")[number % 3 == 0],
                provider="Trung tâm dịch vụ việc làm (mẫu)",
                provided_on=date(2020, 12, 14),
                **province.given,
            )
