"""A step written from inside a facility: only by its own staff, only about whom it holds, once, and never half."""

from datetime import date

import pytest

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Episode, Step
from hoanhap.casework.operations.at_facility import record_at_facility, take_in
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.casework.rules.drafts import PaperDraft, StepDraft
from hoanhap.kit.errors import Forbidden, NotFound
from tests.residence.cases import case, live
from tests.residence.made import AT, OFFICER, House, scope

pytestmark = pytest.mark.django_db
ON = date(2024, 1, 15)
COMES = [StepDraft(kind, ON, paper=PaperDraft("3/BB")) for kind in ("admission", "intake")]


@pytest.fixture
def house(db) -> House:
    return House()


def write(house, episode, *, by=None, at_house=None, step=None, **more):
    return record_at_facility(
        episode_id=episode.pk, facility_id=(at_house or house.own).pk, step=step or COMES,
        scope=by or house.staff, at=AT, **more,
    )  # fmt: skip


def test_the_first_way_to_say_it_that_the_law_knows_is_written(house):
    by_court, by_will = case(house), case(house, regime="voluntary-facility-2021", stage="contracted")

    assert write(house, by_court).kind == "admission"
    assert write(house, by_will).kind == "intake"


def test_the_step_carries_a_paper_of_the_facility_and_stands_in_the_trail(house):
    episode = case(house)

    step = write(house, episode, reason="Bàn giao")

    assert (step.paper.issuer_id, step.paper.number, step.reason) == (house.own.pk, "3/BB", "Bàn giao")
    entry = Entry.objects.get(kind="casework.admission-recorded")
    assert (entry.account_id, entry.person_id) == (step.recorded_by, episode.person_id)


def test_the_paper_of_another_office_is_not_given_out_as_the_facilitys(house):
    step = write(house, case(house), is_issuer=False)

    assert step.paper.issuer_id == house.offices[house.home.pk].pk


def test_the_same_step_of_the_same_day_is_there_once(house):
    episode = case(house)

    assert write(house, episode).pk == write(house, episode).pk
    assert live(episode).count(("admission", ON)) == 1


@pytest.mark.parametrize("who", ["neighbour", "far"])
def test_nobody_of_another_facility_or_commune_writes_or_learns_that_the_case_exists(house, who):
    episode = case(house)
    absent = Episode(pk=episode.file_id)
    others = scope(OFFICER | {"residence.write"}, house.away.pk) if who == "far" else house.neighbour

    for at_house in (house.own, house.other):
        for one in (episode, absent):
            with pytest.raises(NotFound) as refused:
                write(house, one, by=others, at_house=at_house)
            assert [problem.code for problem in refused.value.problems] == ["no-such-episode"]
            assert "admission" not in {kind for kind, _on in live(episode)}


def test_who_may_only_read_in_the_facility_writes_nothing(house):
    episode = case(house)

    with pytest.raises(Forbidden):
        write(house, episode, by=scope(frozenset(["residence.read"]), inside=(house.own.pk,)))


def test_a_case_of_somebody_whom_the_facility_does_not_hold_is_absent(house):
    elsewhere, at_home = case(house, facility=house.other), case(house)
    Episode.objects.filter(pk=at_home.pk).update(facility=None)

    for episode in (elsewhere, at_home):
        with pytest.raises(NotFound):
            write(house, episode)


def test_a_satellite_point_writes_about_whom_its_facility_holds(house):
    episode = case(house)

    assert write(house, episode, at_house=house.point).kind == "admission"


def test_what_the_law_refuses_leaves_nothing_behind(house):
    episode = case(house, stage="at-court")
    before, rows = live(episode), Step.objects.count()

    with pytest.raises(StepRefused) as refused:
        write(house, episode)

    assert "needs-step-before" in {problem.code for problem in refused.value.problems}
    assert (live(episode), Step.objects.count()) == (before, rows)


def test_a_step_that_no_law_of_the_case_knows_is_refused_in_words(house):
    with pytest.raises(StepRefused) as refused:
        write(house, case(house), step=StepDraft("no-such-thing", ON))

    assert [problem.code for problem in refused.value.problems] == ["unknown-step"]


def test_a_power_of_another_room_is_no_way_in(house):
    with pytest.raises(ValueError, match=r"people\.read"):
        write(house, case(house), power="people.read", by=scope(OFFICER, house.home.pk))


def test_taking_somebody_in_names_the_facility_and_keeps_what_was_there_before(house):
    episode = case(house, facility=house.other)

    with pytest.raises(NotFound):
        take_in(episode_id=episode.pk, facility_id=house.own.pk, scope=house.neighbour, at=AT, reason="x")
    take_in(episode_id=episode.pk, facility_id=house.own.pk, scope=house.staff, at=AT, reason="admitted")

    episode.refresh_from_db()
    assert episode.facility_id == house.own.pk
    entry = Entry.objects.get(kind="casework.taken-in")
    assert entry.details["before"] == str(house.other.pk)
