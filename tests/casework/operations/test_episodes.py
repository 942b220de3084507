"""Opening files and episodes, and the decision that starts them."""

from datetime import date

import pytest

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Episode, ManagementFile, Paper, Step
from hoanhap.casework.operations import files
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.people.models import Person
from tests.casework.made import CHAIR, LATER, breach, decide, live, noon, scope


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_an_application_opens_the_file_the_episode_and_its_first_step(made):
    person = made.person()

    episode = made.episode(person, scope=made.officer, number="05", file_number="HS-01")

    assert (episode.regime, episode.regime_edition, episode.unit_id) == (
        "home-community-2010",
        1,
        made.here.pk,
    )
    assert live(episode) == [("application", date(2017, 5, 20))]
    assert ManagementFile.objects.get(person=person).number == "HS-01"
    assert list(Paper.objects.values_list("kind", "number")) == [("application", "05")]
    kinds = set(Entry.objects.filter(person_id=person.pk).values_list("kind", flat=True))
    assert kinds == {"casework.file-opened", "casework.episode-opened"}


def test_a_file_is_opened_once_and_kept(made):
    person = made.person()
    given = {"person_id": person.pk, "office_id": made.office().pk, "scope": made.officer, "at": LATER}

    first = files.open_file(opened_on=date(2016, 1, 1), number="HS-1", **given)
    again = files.open_file(opened_on=date(2017, 1, 1), number="HS-2", **given)
    made.episode(person)

    assert (first.pk, again.number) == (again.pk, "HS-1")
    assert ManagementFile.objects.count() == 1


def test_the_neighbour_opens_neither_file_nor_episode_for_our_people(made):
    person = made.person()

    with pytest.raises(NotFound):
        made.episode(person, scope=made.neighbour)
    with pytest.raises(NotFound):
        made.episode(person, scope=made.neighbour, office_id=made.office(made.there).pk)
    with pytest.raises(NotFound):
        made.episode(person, scope=made.officer, office_id=made.office(made.there).pk)
    with pytest.raises(Forbidden):
        made.episode(person, scope=scope(CHAIR, made.here.pk))

    assert (ManagementFile.objects.count(), Episode.objects.count(), Entry.objects.count()) == (0, 0, 0)


def test_a_second_open_episode_is_refused_and_one_after_the_end_is_not(made):
    person = made.person()
    episode = made.decided(made.episode(person))

    with pytest.raises(StepRefused) as refused:
        made.episode(person, applied_on=date(2017, 8, 1))
    breach(episode, scope=made.officer, on=date(2017, 9, 1))
    made.episode(person, applied_on=date(2017, 9, 1))

    assert codes(refused) == ["episode-open-already"]
    assert refused.value.problems[0].field == "applied_on"
    assert Episode.objects.filter(person=person).count() == 2


@pytest.mark.parametrize(
    ("born_on", "precision", "code"),
    [
        (date(2005, 5, 21), "day", "too-young"),
        (date(2005, 1, 1), "year", "age-uncertain"),
        (date(2010, 1, 1), "year", "too-young"),
    ],
)
def test_children_under_twelve_are_refused(made, born_on, precision, code):
    with pytest.raises(StepRefused) as refused:
        made.episode(made.person(born_on=born_on, precision=precision))

    assert codes(refused) == [code]
    assert Episode.objects.count() == 0


def test_an_application_of_2022_is_under_the_law_of_that_day(made):
    episode = made.episode(applied_on=date(2022, 1, 1), at=noon(date(2022, 1, 1)))

    assert episode.regime == "home-community-2021"


def test_an_application_of_tomorrow_is_refused_by_the_local_day(made):
    with pytest.raises(StepRefused) as refused:
        made.episode(at=noon(date(2017, 5, 19)))

    assert codes(refused) == ["in-the-future"]


def test_nobody_applies_after_death(made):
    person = made.person()
    Person.objects.filter(pk=person.pk).update(died_on=date(2017, 5, 1))

    with pytest.raises(StepRefused) as refused:
        made.episode(person)

    assert codes(refused) == ["after-death"]


def test_a_decision_keeps_its_paper_and_its_term(made):
    episode = made.episode()

    step = decide(episode, scope=made.officer, number=" 12/QĐ-UBND ", term_months=9)

    paper = Paper.objects.get(kind="decision")
    assert (paper.number, paper.issued_on, paper.issuer_id) == (
        "12/QĐ-UBND",
        date(2017, 6, 1),
        made.office().pk,
    )
    assert (step.term_months, step.paper_id, step.unit_id) == (9, paper.pk, made.here.pk)
    assert Entry.objects.filter(kind="casework.decision-recorded").count() == 1


def test_the_chair_may_enter_a_decision_and_the_neighbours_chair_may_not(made):
    episode = made.episode()

    with pytest.raises(NotFound):
        decide(episode, scope=scope(CHAIR, made.there.pk))
    decide(episode, scope=made.chair)

    assert live(episode)[-1] == ("decision", date(2017, 6, 1))


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"number": " "}, "number-missing", "number"),
        ({"signer_name": ""}, "signer-missing", "signer_name"),
        ({"signer_position": ""}, "signer-missing", "signer_position"),
        ({"term_months": 5}, "term-out-of-bounds", "term_months"),
        ({"term_months": 13}, "term-out-of-bounds", "term_months"),
        ({"term_months": None}, "term-missing", "term_months"),
        ({"on": date(2017, 5, 19)}, "before-application", "decided_on"),
        ({"on": date(2018, 6, 1), "at": noon(date(2018, 5, 31))}, "in-the-future", "decided_on"),
        ({"number": "x" * 41}, "too-long", "number"),
    ],
)
def test_an_incomplete_or_impossible_decision_is_refused_at_its_field(made, changes, code, field):
    episode = made.episode()

    with pytest.raises(StepRefused) as refused:
        decide(episode, scope=made.officer, **changes)

    assert (code, field) in [(problem.code, problem.field) for problem in refused.value.problems]
    assert live(episode) == [("application", date(2017, 5, 20))]


def test_a_decision_is_recorded_once(made):
    episode = made.decided()

    with pytest.raises(StepRefused) as refused:
        decide(episode, scope=made.officer, number="khác")

    assert codes(refused) == ["twice"]
    assert Step.objects.filter(kind="decision").count() == 1


def test_an_office_gives_a_number_to_one_decision_a_year(made):
    decide(made.episode(), scope=made.officer, number="12/QĐ")
    other = made.episode()

    with pytest.raises(StepRefused) as refused:
        decide(other, scope=made.officer, number="12/QĐ", on=date(2017, 7, 1))
    decide(other, scope=made.officer, number="12/QĐ", on=date(2018, 1, 2))
    decide(made.episode(unit=made.there), scope=made.province, number="12/QĐ")

    assert codes(refused) == ["number-used-already"]
    assert Paper.objects.filter(number="12/QĐ").count() == 3


def test_the_neighbour_records_no_decision(made):
    episode = made.episode()

    with pytest.raises(NotFound):
        decide(episode, scope=made.neighbour)

    assert live(episode) == [("application", date(2017, 5, 20))]
