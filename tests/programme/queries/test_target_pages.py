"""One target closely: every way of counting adds up, and small parts are only for who may see the people."""

from datetime import date

import pytest

from hoanhap.kit.errors import NotFound
from hoanhap.programme.queries import target_pages
from tests.casework.made import scope
from tests.programme.queries.test_scorecards import DAY, plan_id  # noqa: F401 (the fixture)


def closely(made, plan, code="people", **asked):
    given = {"scope": made.province, "on": DAY, "area_id": None} | asked
    return target_pages.closely(plan, code, **given)


def test_months_readings_and_parts_say_what_the_scorecard_says(made, plan_id):  # noqa: F811
    found = closely(made, plan_id)
    value = found.card.rows[0].value

    assert found.months[-1] == (DAY, value)
    assert [day for day, _ in found.months] == sorted(day for day, _ in found.months)
    assert found.readings[0][1] == value
    for parts in found.parts.values():
        assert sum(part.numerator for part in parts) == value.numerator


def test_who_may_not_see_the_people_gets_no_parts_by_sex_or_age(made, plan_id):  # noqa: F811
    analyst = scope(frozenset({"programme.read", "reporting.read"}), "990-1", *made.offices)

    found = closely(made, plan_id, scope=analyst)

    assert found.card.rows[0].value == closely(made, plan_id).card.rows[0].value
    assert found.parts == {}


def test_a_target_that_is_not_there_and_an_area_out_of_reach_are_the_same(made, plan_id):  # noqa: F811
    for asked in (
        {"code": "khong-co"},
        {"area_id": made.there.pk, "scope": made.officer},
        {"on": date(2016, 1, 1)},
    ):
        with pytest.raises(NotFound):
            closely(made, plan_id, **asked)
