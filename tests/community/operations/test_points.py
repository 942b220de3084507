"""Counselling points and the visits to them."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from hoanhap.community.models import CounsellingPoint, PointVisit
from hoanhap.community.operations import handovers, points
from hoanhap.community.operations.refusals import TeamRefused
from hoanhap.community.queries import points as queries
from hoanhap.kit.errors import NotFound
from tests.casework.made import LATER

FIRST = date(2017, 1, 10)
WEEK = ["7h30-11h30, 13:30 – 17:00", "", "7:30-11:30", "", "", "", ""]


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def opened(made, **changes):
    given = {
        "office_id": made.office().pk,
        "name": "Điểm tư vấn Mẫu",
        "valid_from": FIRST,
        "address": "Trạm y tế xã Mẫu",
        "hours": WEEK,
        "scope": made.officer,
        "at": LATER,
    }
    return points.open_point(**(given | changes))


def visited(made, point, **changes):
    given = {"point_id": point.pk, "on": date(2017, 2, 1), "service": "prevention"}
    return points.note_visit(**(given | {"scope": made.officer, "at": LATER} | changes))


def test_hours_are_kept_in_one_way_of_writing(made):
    point = opened(made)

    assert point.hours[:3] == ["07:30–11:30, 13:30–17:00", "", "07:30–11:30"]


def test_hours_that_cannot_be_read_are_told_beside_their_day(made):
    with pytest.raises(TeamRefused) as refused:
        opened(made, hours=["sáng", "", "17:00-07:00", "", "", "", ""])

    assert [(one.code, one.field) for one in refused.value.problems] == [
        ("hours-unreadable", "mon"),
        ("hours-unreadable", "wed"),
    ]
    assert CounsellingPoint.objects.count() == 0


def test_a_point_that_never_opens_is_refused(made):
    with pytest.raises(TeamRefused) as refused:
        opened(made, hours=[""] * 7)

    assert codes(refused) == ["never-open"]


def test_only_published_points_at_work_are_told_to_everybody(made):
    shown = opened(made, is_published=True)
    opened(made, name="Điểm nội bộ")
    assert [one.id for one in queries.published(on=LATER.date())] == [shown.pk]

    handovers.end_team(
        team_id=shown.staff_id, on=date(2017, 6, 1), reason="Đóng cửa", scope=made.officer, at=LATER
    )

    assert queries.published(on=LATER.date()) == []
    with pytest.raises(TeamRefused) as refused:
        points.change_point(
            point_id=shown.pk,
            address="Khác",
            hours=WEEK,
            is_published=True,
            scope=made.officer,
            at=LATER,
        )
    assert codes(refused) == ["point-has-closed"]


def test_services_and_referrals_are_counted_and_withdrawn_visits_are_not(made):
    point = opened(made)
    day = date(2018, 12, 1)
    visited(made, point, on=day, people=4)
    visited(made, point, on=day, person_id=made.person().pk, referred_to="substitution")
    wrong = visited(made, point, on=day, people=9)
    points.withdraw_visit(visit_id=wrong.pk, reason="Ghi nhầm", scope=made.officer, at=LATER)

    counted = {
        str(one.label): (one.came, one.sent)
        for one in queries.services(point.pk, scope=made.officer, on=LATER.date())
    }

    assert sorted(counted.values()) == [(0, 1), (5, 0)]


def test_the_visit_of_a_known_person_stands_in_the_file_alone(made):
    point, person = opened(made), made.person()
    visited(made, point, person_id=person.pk)

    assert queries.visits(point.pk, scope=made.officer).total == 0
    assert [line.is_known for _point, line in queries.visits_of(person.pk, scope=made.officer)] == [True]
    assert queries.visits_of(person.pk, scope=made.neighbour) == []


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"on": date(2017, 1, 9)}, "point-not-open-then"),
        ({"on": date(2019, 1, 1)}, "in-the-future"),
        ({"service": "khac"}, "service-unknown"),
        ({"referred_to": "khac"}, "service-unknown"),
        ({"people": 0}, "people-wrong"),
    ],
)
def test_a_visit_that_cannot_be_is_refused(made, changes, code):
    point = opened(made)

    with pytest.raises(TeamRefused) as refused:
        visited(made, point, **changes)

    assert codes(refused) == [code]
    assert PointVisit.objects.count() == 0


def test_a_known_person_is_one_and_comes_once_a_day_for_one_thing(made):
    point, person = opened(made), made.person()
    visited(made, point, person_id=person.pk)

    with pytest.raises(TeamRefused) as twice:
        visited(made, point, person_id=person.pk)
    with pytest.raises(TeamRefused) as two:
        visited(made, point, person_id=person.pk, people=2)

    assert (codes(twice), codes(two)) == (["visit-twice"], ["people-wrong"])


def test_a_visit_is_never_changed(made):
    row = visited(made, opened(made))

    with pytest.raises(IntegrityError), transaction.atomic():
        PointVisit.objects.filter(pk=row.pk).update(people=3)


def test_the_neighbour_reaches_neither_point_nor_visit_nor_person(made):
    point = opened(made)
    row = visited(made, point, person_id=made.person().pk)
    scope = {"scope": made.neighbour, "at": LATER}

    for act in (
        lambda: queries.point_page(point.pk, scope=made.neighbour, on=LATER.date()),
        lambda: queries.visit(row.pk, point_id=point.pk, scope=made.neighbour),
        lambda: points.note_visit(point_id=point.pk, on=FIRST, service="law", **scope),
        lambda: points.change_point(point_id=point.pk, address="x", hours=WEEK, **scope),
        lambda: points.withdraw_visit(visit_id=row.pk, reason="x", **scope),
        lambda: visited(made, point, person_id=made.person(unit=made.there).pk),
    ):
        with pytest.raises(NotFound):
            act()
    assert queries.point_list(scope=made.neighbour, on=LATER.date()).total == 0
