"""The demo's facility has something of everything, its figures close, and facility and cases agree about everybody."""

from datetime import date, timedelta

import pytest

from hoanhap.access.scope import operator_scope
from hoanhap.casework.models import Episode
from hoanhap.config import demo_residence
from hoanhap.residence.queries import arrivals, due, figures, mismatches, points, ratings, rolls
from tests.residence.cases import case, step
from tests.residence.made import AT, TODAY

pytestmark = pytest.mark.django_db

STANDING = (
    *("serving", "serving", "intake", "detox", "detox-done", "behaviour", "behaviour-done", "vocational"),
    *("reintegration", "over", "gone", "escaped", "decided", "at-court"),
)


def test_the_demo_house_is_lived_in(house):
    for number, stage in enumerate(STANDING):
        is_young = number == 3
        person = house.person(
            sex="female" if number % 5 == 0 else "male",
            born_on=date(2007, 1, 1) if is_young else date(1990, 1, 1),
        )
        episode = case(
            house,
            person,
            regime="compulsory-minor-2021" if is_young else "compulsory-2021",
            stage={"over": "reintegration", "gone": "detox"}.get(stage, stage),
            begin_on=TODAY - timedelta(days=800 if stage == "over" else 200 + 5 * number),
        )
        if stage == "over":
            step(episode, "vocational", TODAY - timedelta(days=40))
        if stage == "gone":
            step(episode, "escape", TODAY - timedelta(days=5))
    # A facility of its own: that of the tests has wards already.
    empty = house.facility("Cơ sở của bản dùng thử (mẫu)")
    Episode.objects.update(facility=empty)
    point = type(empty).objects.create(
        kind="satellite-point", name="Điểm (mẫu)", unit=house.away, parent=empty
    )
    scope = operator_scope(on=TODAY)

    count = demo_residence.live(
        empty.pk, point_id=point.pk, communes=[house.home.pk], scope=scope, at=AT, today=TODAY
    )

    told = figures.in_care(empty.pk, scope=scope, on=TODAY)
    flow, left = figures.movement(empty.pk, scope=scope, from_on=date(2020, 1, 1), to_on=TODAY)
    waits = due.attention(empty.pk, scope=scope, on=TODAY)
    assert mismatches.counts([empty.pk], scope=scope, on=TODAY) == {}
    assert (count, told.total, flow.closes) == (11, 10, True)
    assert {one.code for one in left} == {"completed"}
    assert len(arrivals.awaited(empty.pk, scope=scope, on=TODAY)) == 1, "decided, and nobody at court"
    assert {one.code for one in told.by_sex} == {"male", "female"}
    assert "16-17" in {one.code for one in told.by_age}
    assert (len(waits.waiting), len(waits.not_back), len(waits.escaped)) == (1, 1, 2)
    assert len(rolls.late_rolls(empty.pk, scope=scope, on=TODAY)) == 1
    assert ratings.rating_sheet(empty.pk, month=date(2024, 5, 1), scope=scope, at=AT).open
    assert next(one for one in points.points(scope=scope, on=TODAY) if one.id == point.pk).works(TODAY)
