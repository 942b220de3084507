"""Two members of staff at the same moment: one bed is given once, one roll is closed once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from hoanhap.residence.models import Placement, Roll, Stay
from hoanhap.residence.operations import rolls
from hoanhap.residence.operations.refusals import ResidenceRefused
from tests.residence.made import AT, TODAY, House


def together(*acts) -> list[str]:
    """What came of each: "done", or the code of the refusal."""
    start = Barrier(len(acts))

    def run(act) -> str:
        try:
            start.wait(timeout=30)
            act()
        except ResidenceRefused as refused:
            return refused.problems[0].code
        else:
            return "done"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(run, acts))


def test_the_last_bed_goes_to_one(own_database, db):
    house = House()
    house.admit()
    episodes = [house.episode(), house.episode()]

    found = together(*(lambda one=one: house.admit(episode=one) for one in episodes))

    assert found == ["done", "ward-full"]
    assert sorted(Placement.objects.values_list("bed", flat=True)) == [1, 2]
    assert Stay.objects.count() == 2


def test_a_roll_is_closed_by_one(own_database, db):
    house = House()
    house.admit()
    given = {"ward_id": house.men.pk, "on": TODAY, "marks": {}, "scope": house.staff, "at": AT}

    found = together(*(lambda name=name: rolls.close_roll(**given, signed_by=name) for name in ("A", "B")))

    assert found == ["done", "roll-closed-already"]
    assert Roll.objects.count() == 1


def test_one_person_is_admitted_by_one_of_two_facilities(own_database, db):
    house = House()
    episode = house.episode()
    theirs = {"facility_id": house.other.pk, "ward_id": house.theirs.pk, "scope": house.neighbour}

    found = together(lambda: house.admit(episode=episode), lambda: house.admit(episode=episode, **theirs))

    assert found == ["done", "stays-already"]
    assert Stay.objects.count() == 1
