"""What a facility has to do today, each kind once with its day and article; and nothing of it for anybody else."""

from datetime import date, timedelta

import pytest

from hoanhap.access.scope import operator_scope
from hoanhap.casework.models import Duty
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.residence.operations import rolls
from hoanhap.residence.queries.duties import facility_duties
from hoanhap.residence.queries.tasks import facility_tasks
from tests.residence.cases import case, held
from tests.residence.made import TODAY, noon

pytestmark = pytest.mark.django_db


def told(scope, on=TODAY):
    return {one.code: one for one in facility_tasks(scope=scope, on=on) if one.code != "duty"}


def test_an_account_that_works_inside_no_facility_is_asked_nothing(house, django_assert_num_queries):
    held(house)

    with django_assert_num_queries(0):
        for scope in (house.commune, house.province, operator_scope(on=TODAY), house.doctor):
            assert facility_tasks(scope=scope, on=TODAY) == []


def test_rolls_leave_grades_arrivals_and_disagreements_are_counted(house):
    away = held(house)
    house.granted(away, out_on=date(2024, 5, 27))
    asking = held(house)
    house.leave(asking, from_on=TODAY, until_on=TODAY + timedelta(days=1))
    wrong = case(house, stage="at-court")
    house.admit(episode=wrong, over_reason="Hết giường (mẫu)")
    case(house)

    found = told(house.staff)

    assert {code: one.count for code, one in found.items()} == {
        "roll": 1,
        "leave-late": 1,
        "leave-asked": 1,
        "rating": 3,
        "arrival": 1,
        "mismatch": 1,
    }
    assert (found["leave-late"].due_on, found["leave-late"].is_late) == (date(2024, 5, 31), True)
    assert (found["roll"].due_on, found["roll"].is_late) == (TODAY, False)
    assert (found["rating"].due_on, found["rating"].address) == (date(2024, 6, 1), "facility-ratings")
    assert found["leave-late"].legal_basis.startswith("Nghị định 116/2021/NĐ-CP")
    assert {one.facility_id for one in found.values()} == {house.own.pk}


def test_what_is_done_goes_away(house):
    held(house)
    assert "roll" in told(house.staff)

    rolls.close_roll(
        ward_id=house.men.pk, on=TODAY, marks={}, signed_by="A (mẫu)", scope=house.staff, at=noon(TODAY)
    )

    assert "roll" not in told(house.staff)


def test_a_notice_is_due_fifteen_days_before_the_end_of_the_term_of_the_case(house):
    admitted = date(2023, 6, 20)
    stay = held(house, begin_on=date(2023, 3, 1), admitted_on=admitted, basis_on=admitted, ends_on=None)
    [row] = [one.due_on for one in facility_tasks(scope=house.staff, on=TODAY) if one.code == "end-notice"]

    assert row == stay.episode.phases.filter(from_on__lte=TODAY).latest("from_on").term_ends_on - timedelta(
        15
    )


def test_duties_of_the_law_are_told_by_code_and_day_with_their_article(house):
    stay = held(house)
    mine = Duty.objects.filter(episode=stay.episode, until_on__isnull=True, by="rehab-facility")
    assert mine.exists()

    tasks = [one for one in facility_tasks(scope=house.staff, on=TODAY) if one.code == "duty"]
    page = facility_duties(house.own.pk, scope=house.staff, on=TODAY)

    assert tasks
    assert all(one.legal_basis and one.address == "facility-duties" and one.count == 1 for one in tasks)
    assert {str(one.label) for one in tasks} <= {str(one.title) for one in page}
    assert {one.stay_id for one in page} == {stay.pk}
    assert all("(mẫu)" not in one.name for one in page), "names are shortened"


def test_the_neighbour_is_told_nothing_of_it(house):
    held(house)

    assert facility_tasks(scope=house.neighbour, on=TODAY) == []
    with pytest.raises(NotFound):
        facility_duties(house.own.pk, scope=house.neighbour, on=TODAY)
    with pytest.raises(NotFound):
        facility_duties(house.own.pk, scope=house.province, on=TODAY)
    with pytest.raises(Forbidden):
        facility_duties(house.own.pk, scope=house.commune, on=TODAY)


def test_late_things_come_first_and_many_facilities_cost_no_more_questions(
    house, django_assert_max_num_queries
):
    for _number in range(2):
        held(house)
    house.granted(held(house, over_reason="Hết giường (mẫu)"), out_on=date(2024, 5, 27))

    with django_assert_max_num_queries(16):
        tasks = facility_tasks(scope=house.staff, on=TODAY)

    late = [one.is_late for one in tasks]
    assert late == sorted(late, reverse=True)
    assert tasks[0].href(lambda name, args: f"{name}:{len(args)}").endswith(":1")
