"""Đồng Tháp, the plan of 2023: communes won and kept, files, residents, the model, courses, sessions, hotspots."""

from collections import defaultdict
from datetime import date
from typing import Final
from uuid import UUID

from hoanhap.config.demo_plans.records import Life, Province, Way, cycle, spread
from hoanhap.outreach.operations import activities, attendance, training
from hoanhap.outreach.rules.attendance import AttendedRow
from hoanhap.places.queries.units import ancestors
from hoanhap.programme.operations import care_models, recognitions
from hoanhap.programme.queries import plan_bodies
from hoanhap.residence.operations import leaving

CODE: Final = "dong-thap-2023"
AREA: Final = "87-1"
SAID_ON: Final = date(2023, 2, 27)
FILES, RESIDENTS, SUPPORTED = 692, 188, 235
APPLYING, STALLED = 127, 4
COURSES, SEATS = 11, 1294
FAMILIES: Final = ("Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Võ", "Đặng", "Bùi", "Hồ")
ORDINALS: Final = ("Nhất", "Nhì", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười")
LEFT: Final = 150
"""Of those supported in 2022, so many had left by its end; the others were residents still. Ours."""
USERS: Final = 60
CONVERTED_ON: Final = date(2023, 12, 15)
COMMITTEE: Final = "Ủy ban nhân dân tỉnh (mẫu)"


def build(province: Province) -> None:
    """Enter the province."""
    plan_id = province.enter_plan(CODE)
    communes = province.communes(AREA, on=SAID_ON)
    province.open_offices(communes, on=SAID_ON)
    kept = plan_bodies.held(plan_id, scope=province.scope).lists["drug-free-2022"]
    affected = [one for one in communes if one not in set(kept)]
    converted = _one_in_each_district(affected)
    _classes(province, kept, affected, converted)
    _model(province, communes)
    facility = province.open_office("rehab-facility", "Cơ sở điều trị nghiện tỉnh Đồng Tháp", AREA)
    _people(province, [one for one in affected if one not in converted], list(converted), facility)
    _courses(province, communes)
    _sessions(province, facility)


def _one_in_each_district(affected: list[str]) -> tuple[str, ...]:
    by_district: dict[str, list[str]] = defaultdict(list)
    for unit_id in affected:
        district = next(one for one in ancestors(unit_id, on=SAID_ON) if one.level == "district")
        by_district[district.unit_id].append(unit_id)
    return tuple(found[len(found) // 2] for _district, found in sorted(by_district.items()))


def _classes(
    province: Province, kept: tuple[str, ...], affected: list[str], converted: tuple[str, ...]
) -> None:
    for number, unit_id in enumerate([*kept, *affected], start=1):
        recognitions.recognise(
            unit_id=unit_id,
            recognised_class="drug-free" if unit_id in kept else "affected",
            decision_number=f"{number}/QĐ-2022 (mẫu)",
            decided_on=date(2022, 12, 20),
            issuer=COMMITTEE,
            valid_from=date(2022, 12, 20),
            **province.given,
        )
        for day in (date(2023, 1, 10), date(2023, 12, 20)):
            recognitions.state_hotspot(
                unit_id=unit_id,
                is_hotspot=False,
                stated_on=day,
                stated_by="Công an tỉnh (mẫu)",
                **province.given,
            )
    for number, unit_id in enumerate(converted, start=1):
        recognitions.recognise(
            unit_id=unit_id,
            recognised_class="drug-free",
            decision_number=f"{number}/QĐ-2023 (mẫu)",
            decided_on=CONVERTED_ON,
            issuer=COMMITTEE,
            valid_from=CONVERTED_ON,
            **province.given,
        )


def _model(province: Province, communes: list[str]) -> None:
    """Applied in 127; adopted and asleep in 4 more; not taken up in 12."""
    for number, unit_id in enumerate(communes[: APPLYING + STALLED]):
        adoption = care_models.adopt_model(
            unit_id=unit_id,
            model_code="community-management",
            decision_number=f"{number + 1}/QĐ-UBND (mẫu)",
            decision_on=date(2021, 9, 1),
            issuer="Ủy ban nhân dân cấp xã (mẫu)",
            started_on=date(2021, 10, 1),
            **province.given,
        )
        days = (date(2022, 12, 12), date(2023, 11, 6)) if number < APPLYING else (date(2022, 3, 7),)
        for day in days:
            care_models.record_activity(
                adoption_id=adoption.pk, kind="meeting", held_on=day, headcount=12, **province.given
            )


def _people(province: Province, communes: list[str], converted: list[str], facility: UUID) -> None:
    """692 with a file on the day: 188 in the facility, 150 home from it, 60 users, the others found dependent.

    The communes that were converted had one user each, whose management ended in the year.
    """
    inside, home = [], []
    for unit, day in zip(
        cycle(communes, RESIDENTS), spread(date(2022, 3, 14), date(2023, 1, 30), RESIDENTS), strict=True
    ):
        stayed = Way("compulsory", day, end="completed")
        inside.append(Life(unit, (stayed, province.after(stayed, path="compulsory"))))
    for unit, day in zip(
        cycle(communes, LEFT, start=50), spread(date(2022, 1, 4), date(2022, 6, 10), LEFT), strict=True
    ):
        stayed = Way("voluntary-facility", day, end="completed")
        home.append(Life(unit, (stayed, province.after(stayed, path="voluntary"))))
    users = [
        Life(unit, (Way("user-management", day, end="terminated"),))
        for unit, day in zip(
            [*converted, *cycle(communes, USERS - len(converted), start=90)],
            [
                *spread(date(2022, 7, 4), date(2022, 9, 26), len(converted)),
                *spread(date(2022, 7, 5), date(2023, 1, 16), USERS - len(converted)),
            ],
            strict=True,
        )
    ]
    waiting = FILES - RESIDENTS - LEFT - USERS
    found = [
        Life(unit, (Way("dependence-determination", day, end="dependent"),))
        for unit, day in zip(
            cycle(communes, waiting, start=20),
            spread(date(2022, 2, 7), date(2023, 2, 6), waiting),
            strict=True,
        )
    ]
    made_inside = province.enter(inside, facility_id=facility)
    made_home = province.enter(home, facility_id=facility)
    province.enter([*users, *found])
    ward = province.house(facility, beds=400, on=date(2021, 1, 4))
    stays = [province.take_in(one, facility, ward, source="court") for one in made_inside]
    left = [province.take_in(one, facility, ward, source="voluntary") for one in made_home]
    for (stay, on), one in zip(left, made_home, strict=True):
        _support(province, stay, max(on, date(2022, 5, 16)))
        province.release(stay, on=province.ended_on(one.life.ways[0]))
    still = [(stay, on) for stay, on in stays if on < date(2022, 11, 1)][: SUPPORTED - LEFT]
    for stay, on in still:
        _support(province, stay, max(on, date(2022, 11, 14)))


def _support(province: Province, stay: UUID, on: date) -> None:
    leaving.record_support(
        stay_id=stay,
        domain="work",
        provided_on=on,
        provided_by="Trung tâm dịch vụ việc làm (mẫu)",
        **province.given,
    )


def _courses(province: Province, communes: list[str]) -> None:
    """11 classes from January 2022 to February 2023; 13 communes in each; nine or ten seats a commune."""
    office = province.open_office(
        "labour-department", "Sở Lao động - Thương binh và Xã hội tỉnh Đồng Tháp", AREA
    )
    days = spread(date(2022, 1, 17), date(2023, 2, 20), COURSES)
    each, more = divmod(SEATS, len(communes))
    in_one = len(communes) // COURSES
    for number, day in enumerate(days):
        course = training.record_course(
            organisation_id=office,
            title=f"Tập huấn quản lý, giúp đỡ người nghiện tại cộng đồng, lớp {number + 1} (mẫu)",
            domain="rehab",
            level="basic",
            from_on=day,
            to_on=day,
            co_organisers="Công an tỉnh (mẫu)",
            **province.given,
        )
        rows: list[AttendedRow] = []
        for place, unit_id in enumerate(communes[number * in_one : (number + 1) * in_one]):
            is_larger = number * in_one + place < more
            rows += _sat(unit_id, each + is_larger, first=len(rows))
        sheet = attendance.keep_sheet(
            course_id=course.pk,
            file_name=f"Điểm danh lớp {number + 1} (mẫu).xlsx",
            file_hash=f"mau-{number + 1}",
            sheet_name="Danh sách",
            rows=[
                *rows,
                AttendedRow(len(rows) + 7, office_name="Công an huyện (mẫu)", problem="name-missing"),
            ],
            **province.given,
        )
        attendance.enter_sheet(sheet_id=sheet.pk, **province.given)


def _sat(unit_id: str, heads: int, *, first: int) -> list[AttendedRow]:
    """Made-up officials of one commune in a class."""
    return [
        AttendedRow(
            number=first + place + 7,
            full_name=f"{FAMILIES[(first + place) % 9]} Văn {ORDINALS[place]} (mẫu)",
            office_name="Ủy ban nhân dân xã (mẫu)",
            title="Cán bộ (mẫu)",
            unit_id=unit_id,
        )
        for place in range(heads)
    ]


def _sessions(province: Province, facility: UUID) -> None:
    for month in range(1, 13):
        for day, kind, title in (
            (8, "thematic", "Sinh hoạt chuyên đề tâm lý (mẫu)"),
            (12, "news", "Đọc báo, nghe đài (mẫu)"),
        ):
            activities.record_session(
                organisation_id=facility,
                on=date(2023, month, day),
                kind=kind,
                title=title,
                attended=150,
                **province.given,
            )
