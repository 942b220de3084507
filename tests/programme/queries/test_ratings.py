"""Communes rated from the figures of the scorecard: places over the whole plan, points alone over a part of it."""

from datetime import date
from fractions import Fraction

import pytest

from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.places.models import Unit, UnitEdition, UnitReach
from hoanhap.programme.queries import ratings
from hoanhap.programme.rules.ratings import Reason
from tests.casework.made import LATER, breach, certify, scope
from tests.programme.planned import planned

DAY = date(2018, 6, 21)
TARGETS = [
    {"code": "certified", "indicator": "vp-i3-certified-share", "mark": {"kind": "above", "per_cent": 90}},
    {"code": "breaches", "indicator": "vp-i4-breach-share", "mark": {"kind": "all"}, "weight": 3},
    {"code": "people", "indicator": "vp-i2-participants"},
]


@pytest.fixture
def communes(made):
    """Three communes on the map: in the first all were certified, in the second one of two; the third has nobody."""
    third = made.commune("99003-1")
    for unit_id, parent in {
        "990-1": None,
        made.here.pk: "990-1",
        made.there.pk: "990-1",
        third.pk: "990-1",
    }.items():
        UnitEdition.objects.create(
            unit_id=unit_id,
            code=unit_id.rpartition("-")[0],
            name=f"Mẫu {unit_id}",
            name_key=unit_id,
            kind="xa" if parent else "tinh",
            level="commune" if parent else "province",
            parent_id=parent,
            basis="mẫu",
        )
        for area in {unit_id, "990-1"}:
            UnitReach.objects.get_or_create(area_id=area, unit_id=unit_id)
    for unit in (made.here, made.here, made.there):
        certify(made.handed_over(unit=unit), scope=made.province)
    breach(made.handed_over(unit=made.there), scope=made.province)
    return made


def plan(made, **rating):
    more = {"targets": TARGETS, "tasks": [], **({"rating": {"level": "commune"} | rating} if rating else {})}
    return planned("mau-xep-loai", Unit.objects.get(pk="990-1"), scope=made.province, **more)


def table(made, plan, **asked):
    return ratings.table(plan.pk, **({"scope": made.province, "on": DAY} | asked))


def told(found):
    return {one.rated.unit_id: (one.rated.place, one.rated.score) for one in found.units}


def test_every_commune_is_rated_by_the_figures_of_its_scorecard(communes):
    found = table(communes, plan(communes, points="share"))

    assert told(found) == {
        communes.there.pk: (1, (Fraction(5, 9) + 3 * Fraction(1, 2)) / 4),
        communes.here.pk: (2, Fraction(1, 4)),
        "99003-1": (None, None),
    }
    points = {one.rated.unit_id: [str(some.points) for some in one.rated.points] for one in found.units}
    assert points == {
        communes.here.pk: ["1", "0"],
        communes.there.pk: ["5/9", "1/2"],
        "99003-1": ["None", "None"],
    }
    (nobody,) = [one for one in found.units if one.rated.place is None]
    assert [why.reason for why in nobody.rated.whys] == [Reason.NOTHING_TO_JUDGE]
    assert found.is_whole


def test_a_figure_that_is_only_watched_gives_no_points(communes):
    found = table(communes, plan(communes, points="verdict"))

    assert [row.target.code for row in found.rows] == ["certified", "breaches"]
    assert {one.rated.weights for one in found.units} == {4, 0}


def test_a_commune_below_the_gate_has_no_place_and_the_others_move_up(communes):
    found = table(communes, plan(communes, points="share", gates=["certified"], gate_per_cent=80))

    assert {unit: place for unit, (place, _score) in told(found).items()} == {
        communes.here.pk: 1,
        communes.there.pk: None,
        "99003-1": None,
    }
    told_why = {one["area"]: one["why_no_place"] for one in ratings.data(found, "vi")["units"]}
    assert told_why[communes.here.pk] == []
    assert len(told_why[communes.there.pk]) == 1


def test_a_number_asked_of_the_whole_applies_to_a_commune_only_where_it_was_assigned_its_own(communes):
    figures = [{"code": "99001", "name": "Mẫu", "count": 4}, {"code": "99002", "name": "Mẫu", "count": 1}]
    mark = {"kind": "assigned", "count": 9, "document": "1/CV", "areas": figures}
    targets = [
        {"code": "people", "indicator": "vp-i2-participants", "mark": mark},
        {"code": "many", "indicator": "vp-i2-participants", "mark": {"kind": "at-least", "count": 9}},
    ]
    found = table(
        communes,
        planned(
            "giao",
            Unit.objects.get(pk="990-1"),
            scope=communes.province,
            targets=targets,
            tasks=[],
            rating={"level": "commune", "points": "share"},
        ),
    )

    assert told(found) == {
        communes.there.pk: (1, Fraction(1)),
        communes.here.pk: (2, Fraction(1, 2)),
        "99003-1": (None, None),
    }


def test_over_a_part_of_the_plan_there_are_points_and_no_place(communes):
    found = table(communes, plan(communes, points="share"), scope=communes.officer)

    assert told(found) == {communes.here.pk: (None, Fraction(1, 4))}
    assert not found.is_whole


def test_a_plan_that_orders_no_rating_rates_nobody(communes):
    found = table(communes, plan(communes))

    assert (found.rating, found.units) == (None, ())


def test_who_does_not_reach_the_plan_learns_nothing_of_it(communes):
    made_plan = plan(communes, points="share")

    with pytest.raises(NotFound):
        table(communes, made_plan, scope=scope(frozenset(["programme.read"]), "998-1"))
    with pytest.raises(NotFound):
        table(communes, made_plan, scope=communes.officer, area_id=communes.there.pk)
    with pytest.raises(Forbidden):
        table(communes, made_plan, scope=scope(frozenset(["people.read"]), "990-1"))
    assert LATER.year == 2018


@pytest.mark.parametrize(
    ("score", "text"),
    [
        (Fraction(1), "100"),
        (Fraction(5, 6), "83,3"),
        (Fraction(1, 2000), "0,1"),
        (Fraction(0), "0"),
        (None, "–"),
    ],
)
def test_a_score_is_told_of_a_hundred(score, text):
    assert ratings.score_text(score) == text
