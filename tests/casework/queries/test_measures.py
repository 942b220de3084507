"""The cohort: everybody once, nobody lost."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.casework.operations import endings, steps
from hoanhap.casework.queries import episodes, measures
from tests.casework.made import LATER, breach, certify, hand_over, noon

PERIOD = {"from_on": date(2017, 5, 15), "to_on": date(2018, 6, 21), "unit_ids": None}
PARTS = (
    measures.home_rehab_certified,
    measures.home_rehab_breached,
    measures.home_rehab_other_end,
    measures.home_rehab_in_progress,
)


def people(measure, **changes) -> list[object]:
    return sorted(row["person_id"] for row in measure(**(PERIOD | changes)))


def counts(**changes) -> tuple[int, ...]:
    return tuple(len(people(measure, **changes)) for measure in (measures.home_rehab_started, *PARTS))


def test_the_cohort_is_made_of_decisions_in_the_period_not_of_applications(made):
    made.episode()
    made.decided()

    assert counts() == (1, 0, 0, 0, 1)
    assert counts(from_on=date(2017, 6, 1), to_on=date(2017, 6, 1)) == (1, 0, 0, 0, 1)
    assert counts(from_on=date(2017, 6, 2)) == (0, 0, 0, 0, 0)
    assert counts(to_on=date(2017, 5, 31)) == (0, 0, 0, 0, 0)


def test_an_end_counts_from_its_day_on(made):
    made.certified()
    breach(made.handed_over(), scope=made.province)

    assert counts(to_on=date(2017, 8, 31)) == (2, 0, 0, 0, 2)
    assert counts(to_on=date(2017, 9, 1)) == (2, 0, 1, 0, 1)
    assert counts(to_on=date(2017, 12, 14)) == (2, 0, 1, 0, 1)
    assert counts(to_on=date(2017, 12, 15)) == (2, 1, 1, 0, 0)


def test_figures_belong_to_the_unit_that_answers_for_the_episode(made):
    here, there = made.certified(), made.certified(unit=made.there)

    assert people(measures.home_rehab_certified, unit_ids=[made.here.pk]) == [here.person_id]
    assert people(measures.home_rehab_certified, unit_ids={made.there.pk}) == [there.person_id]
    assert people(measures.home_rehab_certified, unit_ids=[]) == []
    (row,) = measures.home_rehab_certified(**(PERIOD | {"unit_ids": [made.here.pk]}))
    assert row == {
        "person_id": here.person_id,
        "unit_id": made.here.pk,
        "episode_id": here.pk,
        "on": date(2017, 12, 15),
        "fact_id": here.steps.get(kind="certificate").pk,
    }


def test_somebody_who_moved_and_began_again_counts_once_where_they_went_on(made):
    person = made.person()
    first = made.decided(made.episode(person))
    endings.end_otherwise(
        episode_id=first.pk, on=date(2017, 8, 1), ended_as="moved", scope=made.province, at=LATER
    )
    made.responsible(person, made.there, valid_from=date(2017, 8, 1))
    second = made.episode(person, applied_on=date(2017, 8, 2), office_id=made.office(made.there).pk)
    made.decided(second, on=date(2017, 8, 5))

    assert counts() == (1, 0, 0, 0, 1)
    assert counts(unit_ids=[made.here.pk]) == (0, 0, 0, 0, 0)
    assert counts(unit_ids=[made.there.pk]) == (1, 0, 0, 0, 1)
    assert counts(to_on=date(2017, 8, 4)) == (1, 0, 0, 1, 0)


def test_detoxified_and_handed_over_people_are_of_the_same_cohort(made):
    made.handed_over()
    begun = made.decided()
    steps.record_detox(episode_id=begun.pk, began_on=date(2017, 6, 2), scope=made.province, at=LATER)
    later = {"from_on": date(2017, 7, 1)}

    assert len(people(measures.home_rehab_detox_done)) == 1
    assert len(people(measures.home_rehab_handed_over)) == 1
    assert people(measures.home_rehab_detox_done, **later) == []
    assert people(measures.home_rehab_handed_over, to_on=date(2017, 6, 14)) == []


def test_whoever_is_still_open_after_both_windows_is_unaccounted_for(made):
    handed_over, decided = made.handed_over(), made.decided(months=8)

    def unaccounted(on):
        return people(measures.home_rehab_unaccounted, to_on=on)

    assert unaccounted(date(2017, 12, 15)) == []
    assert unaccounted(date(2017, 12, 16)) == [handed_over.person_id]
    assert unaccounted(date(2018, 2, 1)) == [handed_over.person_id]
    assert unaccounted(date(2018, 2, 2)) == sorted([handed_over.person_id, decided.person_id])
    certify(handed_over, scope=made.province, on=date(2018, 1, 1))
    assert unaccounted(date(2017, 12, 31)) == [handed_over.person_id]
    assert unaccounted(date(2018, 1, 1)) == []


story = st.fixed_dictionaries(
    {
        "decided": st.booleans(),
        "months": st.integers(6, 12),
        "gap": st.integers(0, 200),
        "end": st.sampled_from(["", "completed", "stopped", "died", "moved", "imprisoned"]),
        "after": st.integers(0, 300),
        "unit": st.booleans(),
    }
)


def play(made, told) -> None:
    """Carry one made-up life through the operations, as far as they let it."""
    at = noon(date(2020, 1, 1))
    unit = made.there if told["unit"] else made.here
    episode = made.episode(unit=unit)
    if not told["decided"]:
        return
    on = date(2017, 5, 20) + timedelta(days=told["gap"])
    made.decided(episode, on=on, months=told["months"])
    end = on + timedelta(days=told["after"])
    if told["end"] == "stopped":
        breach(episode, scope=made.province, on=end, at=at)
    elif told["end"] in ("died", "moved", "imprisoned"):
        endings.end_otherwise(episode_id=episode.pk, on=end, ended_as=told["end"], scope=made.province, at=at)
    elif told["end"] == "completed":
        steps.record_detox(
            episode_id=episode.pk,
            began_on=on,
            ended_on=on + timedelta(days=10),
            scope=made.province,
            at=at,
        )
        hand_over(episode, scope=made.province, on=on + timedelta(days=10), at=at)
        summary = episodes.episodes_of(episode.person_id, scope=made.province, on=date(2020, 1, 1))[0]
        assert summary.state.window_ends_on is not None
        certify(episode, scope=made.province, on=summary.state.window_ends_on, at=at)


@settings(max_examples=12)
@given(st.lists(story, max_size=6), st.integers(0, 700))
def test_every_cohort_closes_on_every_day(made, stories, day):
    for told in stories:
        play(made, told)
    to_on = date(2017, 5, 20) + timedelta(days=day)

    for unit_ids in (None, [made.here.pk], [made.there.pk]):
        started = people(measures.home_rehab_started, to_on=to_on, unit_ids=unit_ids)
        parts = Counter(
            person for measure in PARTS for person in people(measure, to_on=to_on, unit_ids=unit_ids)
        )

        assert sorted(parts) == started
        assert set(parts.values()) <= {1}
    left = people(measures.home_rehab_unaccounted, to_on=to_on)
    assert set(left) <= set(people(measures.home_rehab_in_progress, to_on=to_on))
