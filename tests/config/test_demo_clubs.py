"""The demo's club and counselling point can really be entered."""

from datetime import date

from hoanhap.community.models import ClubSession, PointVisit
from hoanhap.config import demo_clubs
from tests.casework.made import LATER, Made
from tests.community.lived import also_clubs


def test_a_commune_of_the_demo_has_a_club_that_meets_and_a_point_that_is_visited(db):
    made = Made()

    demo_clubs.live(
        made.office().pk,
        [made.person(f"Người {number} (mẫu)").pk for number in range(3)],
        from_on=date(2018, 6, 1),
        to_on=date(2018, 12, 20),
        scope=also_clubs(made.officer),
        at=LATER,
    )

    assert ClubSession.objects.count() == 6
    assert PointVisit.objects.count() == 24
