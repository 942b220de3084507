"""Two members of staff at the same moment: one bed is given once, one roll is closed once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from hoanhap.residence.models import Placement, Roll, Stay
from hoanhap.residence.operations import conduct, leaving, rolls
from hoanhap.residence.operations.refusals import ResidenceRefused
from tests.residence.cases import held, live
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


def test_the_same_escape_at_two_screens_is_one_escape_and_one_step(own_database, db):
    house = House()
    stay = held(house)
    given = {"stay_id": stay.pk, "left_on": TODAY, "minutes_number": "5/BB", "scope": house.staff, "at": AT}

    found = together(lambda: conduct.record_escape(**given), lambda: conduct.record_escape(**given))

    assert found == ["done", "escaped-already"]
    assert [kind for kind, _on in live(stay.episode)].count("escape") == 1


def test_a_discharge_and_an_admission_elsewhere_wait_for_each_other(own_database, db):
    """Both take hold of the episode first, so that neither waits for ever."""
    house = House()
    stay = held(house)
    theirs = {
        "facility_id": house.other.pk, "ward_id": house.theirs.pk, "source": "transfer",
        "came_from_id": house.own.pk, "admitted_on": TODAY, "basis_on": TODAY, "scope": house.neighbour,
    }  # fmt: skip
    end = {
        "stay_id": stay.pk, "on": TODAY, "left_as": "transferred", "reason": "x", "number": "1/QĐ",
        "paper_on": TODAY, "scope": house.director, "at": AT,
    }  # fmt: skip

    found = together(lambda: leaving.discharge(**end), lambda: house.admit(episode=stay.episode, **theirs))

    assert found in (["done", "done"], ["done", "stays-already"])
    stay.refresh_from_db()
    assert stay.discharged_on == TODAY
