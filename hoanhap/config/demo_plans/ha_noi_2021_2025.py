"""Hà Nội, the plan of 2021 to 2025: models of care spread year by year over 579, then 526, then 126 communes."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Final
from uuid import UUID

from hoanhap.community.operations import assignments, contacts, needs, teams
from hoanhap.config import demo_clubs, demo_offers
from hoanhap.config.demo_plans.records import Life, Made, Province, Way, cycle, spread
from hoanhap.kit.dates import add_months
from hoanhap.places.queries.units import full_names
from hoanhap.programme.operations import care_models, plan_editions

CODE: Final = "ha-noi-2021-2025"
AREA: Final = "01-1"
ISSUED_ON: Final = date(2021, 12, 1)
BY_YEAR: Final = {2021: 139, 2022: 203, 2023: 302, 2024: 412}
"""Communes of 579 that apply a model at the end of each year: inside the bands. In 2025 all of 126. Ours."""
MERGED_ON: Final = date(2025, 7, 1)
MODELS: Final = ("volunteer-helper", "b93-club", "counselling-point")
ISSUER: Final = "Ủy ban nhân dân cấp xã (mẫu)"
FOLLOWED, RELAPSED, LOST = 40, 5, 5
VOLUNTEERS, HELPED, HIRED = 20, 30, 18
PROVIDERS: Final = 6
CLUBS: Final = 2


def build(province: Province) -> None:
    """Enter the province."""
    plan_id = province.enter_plan(CODE)
    before = province.communes(AREA, on=ISSUED_ON)
    after = province.communes(AREA, on=MERGED_ON)
    _models(province, before, after)
    _local_plans(province, plan_id, after)
    homes = before[10:40]
    province.open_offices(homes, on=ISSUED_ON)
    _people(province, homes)


def _models(province: Province, before: Sequence[str], after: Sequence[str]) -> None:
    """Who took a model up goes on with it; each year more do. The new communes of 2025 begin anew."""
    first_year: dict[str, int] = {}
    for year, count in BY_YEAR.items():
        for unit_id in before[len(first_year) : count]:
            first_year[unit_id] = year
    for number, (unit_id, year) in enumerate(first_year.items()):
        days = [date(one, 12, 1) + timedelta(days=number % 28) for one in BY_YEAR if one >= year]
        _applied(province, unit_id, number, date(year, 10, 4), days)
    for number, unit_id in enumerate(after):
        _applied(
            province, unit_id, number, date(2025, 8, 4), [date(2025, 11, 3) + timedelta(days=number % 28)]
        )


def _applied(province: Province, unit_id: str, number: int, started_on: date, days: Sequence[date]) -> None:
    adoption = care_models.adopt_model(
        unit_id=unit_id,
        model_code=MODELS[number % len(MODELS)],
        decision_number=f"{number + 1}/QĐ-UBND (mẫu)",
        decision_on=started_on - timedelta(days=10),
        issuer=ISSUER,
        started_on=started_on,
        **province.given,
    )
    for day in days:
        care_models.record_activity(
            adoption_id=adoption.pk, kind="meeting", held_on=day, headcount=10, **province.given
        )


def _local_plans(province: Province, plan_id: UUID, communes: Sequence[str]) -> None:
    """Each district until 2025, and each new commune then, made the city's plan its own."""
    districts = province.units(AREA, on=ISSUED_ON, level="district")
    for units, on in ((districts, date(2021, 12, 20)), (communes, date(2025, 8, 1))):
        names = full_names(units, on=on)
        for unit_id in units:
            code = unit_id.rpartition("-")[0]
            plan_editions.copy_plan(
                plan_id=plan_id,
                code=f"ha-noi-{code}-{on:%Y}",
                number=f"{code}/KH-UBND (mẫu)",
                title=f"Kế hoạch thực hiện tại {names[unit_id]} (mẫu)"[:300],
                issuer=f"Ủy ban nhân dân {names[unit_id]}"[:200],
                issued_on=on,
                area=(code, names[unit_id]),
                **province.given,
            )


def _people(province: Province, units: Sequence[str]) -> None:
    """50 who completed in 2022: 40 followed for the year, 5 dependent again, 5 of whom nobody knows."""
    count = FOLLOWED + RELAPSED + LOST
    lives = []
    for number, (unit, day) in enumerate(
        zip(cycle(units, count), spread(date(2022, 1, 10), date(2022, 5, 9), count), strict=True)
    ):
        stayed = Way("voluntary-home-community", day, end="completed")
        if number < FOLLOWED:
            ways: tuple[Way, ...] = (stayed, province.after(stayed, path="voluntary"))
        elif number < FOLLOWED + RELAPSED:
            ways = (stayed, province.after(stayed, path="voluntary", end="relapsed"))
        else:
            ways = (stayed,)
        lives.append(Life(unit, ways))
    made = province.enter(lives)
    _volunteers(province, made[:VOLUNTEERS])
    _clubs(province, made)
    first_on = date(2023, 2, 6)
    offered = demo_offers.register(
        [province.offices[unit_id] for unit_id in units[:PROVIDERS]],
        from_on=date(2023, 1, 9),
        last_on=date(2023, 12, 29),
        **province.given,
    )
    helped = {}
    for number, one in enumerate(made[:HELPED]):
        is_hired = number < HIRED
        offers = offered.jobs if is_hired else offered.courses
        helped[one.person_id] = first_on + timedelta(days=number)
        needs.give_support(
            person_id=one.person_id,
            domain="work" if is_hired else "vocational-training",
            form="provided",
            result="hired" if is_hired else "",
            provider="",
            offer_id=offers[number % len(offers)],
            provided_on=helped[one.person_id],
            **province.given,
        )
    demo_offers.follow(
        helped,
        offered,
        office_id=province.offices[made[HELPED - 1].life.unit_id],
        today=province.today,
        **province.given,
    )


def _clubs(province: Province, made: Sequence[Made]) -> None:
    """In two communes the people of the commune belong to a club, beside a counselling point."""
    for unit_id in sorted({one.life.unit_id for one in made})[:CLUBS]:
        demo_clubs.live(
            province.offices[unit_id],
            [one.person_id for one in made if one.life.unit_id == unit_id],
            from_on=date(2022, 6, 1),
            to_on=date(2024, 12, 20),
            **province.given,
        )


def _volunteers(province: Province, made: Sequence[Made]) -> None:
    """A volunteer of the commune meets each of them every month while the management lasts."""
    told, met = [], []
    for unit_id, some in groupby(
        sorted(made, key=lambda one: one.life.unit_id), lambda one: one.life.unit_id
    ):
        team = teams.set_up_team(
            office_id=province.offices[unit_id],
            name="Đội công tác xã hội tình nguyện (mẫu)",
            valid_from=date(2022, 1, 3),
            kind="volunteer-team",
            **province.given,
        )
        member = teams.add_member(
            team_id=team.pk,
            full_name="Tình nguyện viên (mẫu)",
            role="volunteer",
            valid_from=date(2022, 1, 3),
            **province.given,
        )
        for one in some:
            begins_on = one.life.ways[1].begin_on + timedelta(days=4)
            days = [add_months(begins_on, month) + timedelta(days=5) for month in range(12)]
            told.append(assignments.Task(one.episode_ids[1], member.pk, "Gặp gỡ, giúp đỡ (mẫu)", begins_on))
            met.append(
                contacts.Met(
                    one.episode_ids[1],
                    member.pk,
                    "visit",
                    [day for day in days if day <= one.last_days[1]],
                    "Hồ sơ mẫu",
                )
            )
    assignments.assign_each(told, **province.given)
    contacts.record_contacts_of_each(met, **province.given)
