"""Quảng Nam, the plan of 2024: 758 files in 241 communes, and five indicators on the border of their marks."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from hoanhap.community.operations import needs, reaching_out
from hoanhap.config import demo_offers
from hoanhap.config.demo_plans.records import Life, Made, Province, Way, cycle, spread
from hoanhap.outreach.operations import training
from hoanhap.places.queries.units import ancestors

CODE: Final = "quang-nam-2024"
AREA: Final = "49-1"
END: Final = date(2024, 12, 31)
FILES, DEPENDENTS, AFFECTED, DISTRICTS = 758, 701, 110, 15
REACHED: Final = 607
"""One more than 606, which is not above 80 %."""
VOLUNTARY, REHAB = 31, 100
COMPLETED, FOLLOWED = 40, 40
NEEDS, SUPPORTED, ASKED = 60, 48, 72
WON, ASKED_IN_VAIN = 14, 21
IN_COMMUNES, IN_FACILITY, MANAGERS = 110, 20, 10


def build(province: Province) -> None:
    """Enter the province."""
    province.enter_plan(CODE)
    communes = province.communes(AREA, on=END)
    province.open_offices(communes, on=END)
    affected = _affected(communes)
    department = province.open_office(
        "labour-department", "Sở Lao động - Thương binh và Xã hội tỉnh Quảng Nam", AREA
    )
    facility = province.open_office("rehab-facility", "Cơ sở cai nghiện ma túy Quảng Nam", AREA)
    groups = _lives(province, affected)
    everybody = {name: province.enter(lives, facility_id=facility) for name, lives in groups.items()}
    _services(province, everybody["users"], everybody["waiting"])
    _won(province, [*everybody["completed"], *everybody["inside"]], everybody["waiting"])
    _needs(province, [*everybody["followed"], *everybody["completed"]])
    posts = [
        *(("direct", province.offices[unit], "social") for unit in affected[:IN_COMMUNES]),
        *(("direct", facility, "counsellor") for _ in range(IN_FACILITY)),
        *(("manages", department, "administration") for _ in range(MANAGERS)),
    ]
    _staff(province, posts, department)


def _affected(communes: list[str]) -> list[str]:
    """110 communes in 15 of the 18 districts, as the province said of itself."""
    of_district = {
        unit: next(one.unit_id for one in ancestors(unit, on=END) if one.level == "district")
        for unit in communes
    }
    chosen = sorted(set(of_district.values()))[:DISTRICTS]
    inside = [unit for unit in communes if of_district[unit] in chosen]
    return [inside[len(inside) * place // AFFECTED] for place in range(AFFECTED)]


def _lives(province: Province, units: list[str]) -> dict[str, list[Life]]:
    def home(day: date, kind: str, path: str) -> tuple[Way, Way]:
        stayed = Way(kind, day, end="completed")
        return stayed, province.after(stayed, path=path)

    by_court, by_will = COMPLETED - 15, 15
    completed = [
        *(
            home(day, "compulsory", "compulsory")
            for day in spread(date(2023, 3, 6), date(2023, 10, 9), by_court)
        ),
        *(
            home(day, "voluntary-home-community", "voluntary")
            for day in spread(date(2024, 1, 8), date(2024, 4, 15), by_will)
        ),
    ]
    more = VOLUNTARY - by_will
    inside = [
        *(
            home(day, "compulsory", "compulsory")
            for day in spread(date(2024, 1, 15), date(2024, 11, 11), REHAB - VOLUNTARY - by_court)
        ),
        *(
            home(day, "voluntary-facility", "voluntary")
            for day in spread(date(2024, 8, 5), date(2024, 11, 18), more)
        ),
    ]
    followed = [
        home(day, "voluntary-home-community", "voluntary")
        for day in spread(date(2023, 1, 30), date(2023, 6, 5), FOLLOWED)
    ]
    users = FILES - DEPENDENTS
    waiting = DEPENDENTS - REHAB - FOLLOWED
    ways: dict[str, Sequence[tuple[Way, ...]]] = {
        "completed": completed,
        "inside": inside,
        "followed": followed,
        "users": [
            (Way("user-management", day, end="terminated"),)
            for day in spread(date(2024, 1, 8), date(2024, 11, 18), users)
        ],
        "waiting": [
            (Way("dependence-determination", day, end="dependent"),)
            for day in spread(date(2023, 2, 6), date(2024, 9, 9), waiting)
        ],
    }
    lives: dict[str, list[Life]] = {}
    start = 0
    for name, some in ways.items():
        lives[name] = [
            Life(unit, way) for unit, way in zip(cycle(units, len(some), start=start), some, strict=True)
        ]
        start += len(some)
    return lives


def _services(province: Province, users: Sequence[Made], waiting: Sequence[Made]) -> None:
    """Besides those in rehabilitation and those helped after it, so many are counselled that 607 were reached."""
    left = REACHED - REHAB - FOLLOWED - len(users)
    days = spread(date(2024, 10, 1), date(2024, 12, 20), 60)
    for number, one in enumerate([*users, *waiting[:left]]):
        needs.record_service(
            person_id=one.person_id,
            kind="prevention-counselling" if number < len(users) else "treatment-counselling",
            happened_on=max(days[number % len(days)], one.life.ways[0].begin_on + timedelta(days=14)),
            **province.given,
        )


def _won(province: Province, treated: Sequence[Made], waiting: Sequence[Made]) -> None:
    """Some who came of their own will had been visited before; some of those who wait were, and agreed to nothing yet."""
    tried: dict[str, Any] = {"made_by": "Tổ công tác (mẫu)", **province.given}
    willing = [one for one in treated if one.life.ways[0].kind.startswith("voluntary")]
    for number, one in enumerate(willing[:WON]):
        first_on = one.life.ways[0].begin_on - timedelta(days=12 + number)
        reaching_out.record_attempt(
            person_id=one.person_id,
            on=first_on,
            channel="home",
            result="thinking" if number % 3 else "agreed",
            **tried,
        )
    for number, one in enumerate(waiting[:ASKED_IN_VAIN]):
        reaching_out.record_attempt(
            person_id=one.person_id,
            on=date(2024, 10, 7) + timedelta(days=number),
            channel="outside" if number % 2 else "home",
            result=("refused", "thinking", "not-met")[number % 3],
            **tried,
        )


def _needs(province: Province, after: Sequence[Made]) -> None:
    """Of 80 after rehabilitation 72 were asked, 60 named a need, and 48 got what they asked for: just 80 %."""
    domains = ("work", "vocational-training", "loan", "papers")
    helped = {}
    for number, one in enumerate(after[:ASKED]):
        domain = domains[number % len(domains)]
        held_on = date(2024, 11, 11) + timedelta(days=number % 10)
        needs.hold_talk(
            person_id=one.person_id,
            held_on=held_on,
            held_by="Cán bộ xã (mẫu)",
            domains=[domain] if number < NEEDS else [],
            **province.given,
        )
        if number < SUPPORTED:
            needs.give_support(
                person_id=one.person_id,
                domain=domain,
                form="provided",
                provider="Trung tâm dịch vụ việc làm (mẫu)",
                provided_on=held_on + timedelta(days=14),
                **province.given,
            )
            helped[one.person_id] = held_on + timedelta(days=14)
            if number % 3 == 0:
                needs.give_support(
                    person_id=one.person_id,
                    domain=domain,
                    form="counselled",
                    provider="Trung tâm dịch vụ việc làm (mẫu)",
                    provided_on=held_on + timedelta(days=7),
                    **province.given,
                )
    near = sorted({province.offices[one.life.unit_id] for one in after})
    offered = demo_offers.register(near, from_on=date(2024, 3, 4), last_on=END, **province.given)
    office_id = province.offices[after[SUPPORTED - 1].life.unit_id]
    demo_offers.follow(helped, offered, office_id=office_id, today=province.today, **province.given)


def _staff(province: Province, posts: Sequence[tuple[str, UUID, str]], department: UUID) -> None:
    """Everybody on the roster passed the basic and the advanced course."""
    courses = [
        training.record_course(
            organisation_id=department,
            title=f"{title} (mẫu)",
            domain="rehab",
            level=level,
            from_on=day,
            to_on=day + timedelta(days=2),
            **province.given,
        )
        for title, level, day in (
            ("Nghiệp vụ cai nghiện cơ bản", "basic", date(2023, 6, 12)),
            ("Nâng cao kỹ năng quản lý sau cai", "advanced", date(2024, 8, 19)),
        )
    ]
    for number, (kind, office, specialty) in enumerate(posts, start=1):
        post = training.enter_staff(
            full_name=f"Cán bộ {number:03d} (mẫu)",
            organisation_id=office,
            kind=kind,
            specialty=specialty,
            title="Cán bộ phụ trách (mẫu)" if kind == "direct" else "Lãnh đạo phụ trách (mẫu)",
            valid_from=date(2023, 1, 2),
            **province.given,
        )
        for course in courses:
            training.add_participant(
                course_id=course.pk, member_id=post.member_id, has_passed=True, **province.given
            )
