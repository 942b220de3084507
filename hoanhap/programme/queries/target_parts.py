"""The value of a target told apart by sex and by age: for who may see the people only."""

from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.kit.errors import Words
from hoanhap.kit.rows import Statement
from hoanhap.programme.queries import figures, placing, scorecards
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.scorecards import Asked

AGES: Final = ((0, 15), (16, 17), (18, 29), (30, 44), (45, 59), (60, None))
SEXES: Final[dict[str, Words]] = {
    "male": pgettext_lazy("sex", "Male"),
    "female": pgettext_lazy("sex", "Female"),
    "": _("Not known"),
}


@dataclass(frozen=True)
class Part:
    """One part of the value: of one sex, of one age."""

    title: Words
    numerator: int
    denominator: int | None


def parts_of(held: PlanHeld, one: Asked, area_id: str) -> dict[str, tuple[Part, ...]]:
    """The value by sex and by age on the last day, as far as the indicator is told apart by them; each adds up to it."""
    wanted = [by for by in ("sex", "age-band") if by in one.indicator.by]
    if not wanted:
        return {}
    with Statement() as statement:
        text, params = figures.member_sql(
            statement,
            one.indicator,
            one.reading,
            from_on=one.from_on,
            to_on=one.to_on,
            unit_ids=placing.ground(area_id, on=one.to_on),
            subjects=scorecards.subjects_of(held, one.target),
        )
        rows = statement.fetch(
            f"{text}, told AS (SELECT is_counted, coalesce(p.sex, '') AS sex,"  # noqa: S608
            " coalesce(extract(year FROM age(%s::date, p.born_on))::int, -1) AS age"
            " FROM members LEFT JOIN people_person p ON p.id::text = members.person_id)"
            " SELECT grouping(sex), sex, age, count(*) FILTER (WHERE is_counted), count(*)"
            " FROM told GROUP BY GROUPING SETS ((sex), (age)) ORDER BY 1, 2, 3",
            [*params, one.to_on],
        )
    is_share = bool(one.reading.denominator)
    sexes = [
        Part(SEXES.get(sex, sex), int(counted), int(over) if is_share else None)
        for is_age, sex, _age, counted, over in rows
        if not is_age
    ]
    ages = [(age, counted, over) for is_age, _sex, age, counted, over in rows if is_age]
    told = {"sex": tuple(sexes), "age-band": tuple(_by_age(ages, is_share=is_share))}
    return {by: told[by] for by in wanted}


def _by_age(rows: list[tuple[Any, ...]], *, is_share: bool) -> list[Part]:
    found = []
    for least, most in (*AGES, (-1, -1)):
        inside = [
            (int(counted), int(over))
            for age, counted, over in rows
            if least <= int(age) and (most is None or int(age) <= most)
        ]
        counted, over = sum(one for one, _ in inside), sum(one for _, one in inside)
        if over:
            title: Words = (
                _("Not known") if most == -1 else f"{least}+" if most is None else f"{least}–{most}"
            )
            found.append(Part(title, counted, over if is_share else None))
    return found
