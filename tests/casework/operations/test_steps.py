"""The steps between the decision and the end."""

from datetime import date

import pytest

from hoanhap.casework.models import Paper, Step
from hoanhap.casework.operations import endings, steps
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.kit.errors import NotFound
from tests.casework.made import LATER, hand_over, live


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def detox(episode, by, **changes):
    given = {"began_on": date(2017, 6, 2), "scope": by, "at": LATER}
    return steps.record_detox(episode_id=episode.pk, **(given | changes))


def test_nothing_begins_before_the_decision(made):
    episode = made.episode()

    for act in (
        lambda: detox(episode, made.officer),
        lambda: steps.classify(
            episode_id=episode.pk, on=date(2017, 6, 1), category="Nhóm 1", scope=made.officer, at=LATER
        ),
        lambda: hand_over(episode, scope=made.officer),
    ):
        with pytest.raises(StepRefused) as refused:
            act()
        assert codes(refused) == ["needs-step-before"]

    assert live(episode) == [("application", date(2017, 5, 20))]


def test_detoxification_has_a_first_and_a_last_day(made):
    episode = made.decided()

    detox(episode, made.officer, place="Trạm y tế")
    with pytest.raises(StepRefused) as refused:
        steps.end_detox(episode_id=episode.pk, ended_on=date(2017, 6, 1), scope=made.officer, at=LATER)
    steps.end_detox(episode_id=episode.pk, ended_on=date(2017, 6, 14), scope=made.officer, at=LATER)

    assert (codes(refused), refused.value.problems[0].field) == (["earlier-than"], "ended_on")
    assert live(episode)[-2:] == [("detox", date(2017, 6, 2)), ("detox-end", date(2017, 6, 14))]
    assert Step.objects.get(kind="detox").details == {"place": "Trạm y tế"}


def test_nobody_is_handed_over_before_detoxification_has_ended(made):
    episode = made.decided()
    detox(episode, made.officer)

    with pytest.raises(StepRefused) as refused:
        hand_over(episode, scope=made.officer)
    steps.end_detox(episode_id=episode.pk, ended_on=date(2017, 6, 14), scope=made.officer, at=LATER)
    with pytest.raises(StepRefused) as early:
        hand_over(episode, scope=made.officer, on=date(2017, 6, 13))

    assert (codes(refused), codes(early)) == (["needs-step-before"], ["earlier-than"])
    assert "14/06/2017" in str(early.value)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"received_by": []}, "detail-missing", "received_by"),
        ({"received_by": ["family", "nobody"]}, "choice-unknown", "received_by"),
        ({"minutes_number": ""}, "number-missing", "minutes_number"),
    ],
)
def test_a_hand_over_says_to_whom_and_has_minutes(made, changes, code, field):
    episode = made.decided()
    detox(episode, made.officer, ended_on=date(2017, 6, 14))

    with pytest.raises(StepRefused) as refused:
        hand_over(episode, scope=made.officer, **changes)

    assert [(problem.code, problem.field) for problem in refused.value.problems] == [(code, field)]


def test_one_set_of_minutes_may_hand_over_several_people(made):
    made.handed_over()
    made.handed_over()

    assert list(Paper.objects.filter(kind="minutes").values_list("number", flat=True)) == ["01/BB", "01/BB"]


def test_a_step_forgotten_is_added_to_an_ended_episode_and_nothing_after_the_end(made):
    episode = made.certified()

    steps.classify(
        episode_id=episode.pk, on=date(2017, 6, 3), category="Nhóm 2", scope=made.officer, at=LATER
    )

    assert live(episode)[2] == ("detox", date(2017, 6, 2))
    assert ("classification", date(2017, 6, 3)) in live(episode)
    other = made.decided()
    endings.end_otherwise(
        episode_id=other.pk, on=date(2017, 6, 10), ended_as="died", scope=made.officer, at=LATER
    )
    with pytest.raises(StepRefused) as refused:
        steps.classify(
            episode_id=other.pk, on=date(2017, 6, 11), category="Nhóm 2", scope=made.officer, at=LATER
        )
    assert codes(refused) == ["after-the-end"]


def test_the_neighbour_records_no_step(made):
    episode = made.decided()
    before = live(episode)

    for act in (
        lambda: detox(episode, made.neighbour),
        lambda: steps.classify(
            episode_id=episode.pk, on=date(2017, 6, 1), category="x", scope=made.neighbour, at=LATER
        ),
        lambda: steps.end_detox(
            episode_id=episode.pk, ended_on=date(2017, 6, 1), scope=made.neighbour, at=LATER
        ),
        lambda: hand_over(episode, scope=made.neighbour),
        lambda: endings.end_otherwise(
            episode_id=episode.pk, on=date(2017, 7, 1), ended_as="moved", scope=made.neighbour, at=LATER
        ),
        lambda: endings.stop_for_breach(
            episode_id=episode.pk,
            on=date(2017, 7, 1),
            minutes_number="1",
            breach="law-violation",
            scope=made.neighbour,
            at=LATER,
        ),
    ):
        with pytest.raises(NotFound):
            act()

    assert live(episode) == before
