"""Reading episodes: where each stands, and who may know."""

from datetime import date, timedelta

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.audit.models import Entry
from hoanhap.casework.operations import steps
from hoanhap.casework.queries import episodes
from hoanhap.kit.errors import NotFound
from tests.casework.made import LATER, breach


def in_stage(made, stage, on, scope=None, **narrowed):
    page = episodes.list_episodes(scope=scope or made.province, on=on, stage=stage, size=100, **narrowed)
    return {summary.id for summary in page}


def test_the_neighbour_sees_nothing_of_our_episodes(made):
    episode = made.certified()
    on = date(2018, 1, 1)

    with pytest.raises(NotFound):
        episodes.episode_page(episode.pk, scope=made.neighbour, at=LATER, purpose="test")
    assert episodes.episodes_of(episode.person_id, scope=made.neighbour, on=on) == []
    assert episodes.timeline(episode.person_id, scope=made.neighbour) == []
    assert episodes.latest_of([episode.person_id], scope=made.neighbour, on=on) == {}
    assert episodes.list_episodes(scope=made.neighbour, on=on).total == 0
    assert list(episodes.people_in_stage("ended", scope=made.neighbour, on=on)) == []
    assert Entry.objects.filter(is_read=True).count() == 0
    assert list(episodes.people_in_stage("ended", scope=made.officer, on=on)) == [episode.person_id]


def test_responsibility_lets_a_new_commune_see_the_old_episode(made):
    episode = made.certified()

    made.responsible(episode.person, made.there, valid_from=date(2018, 1, 1))

    assert [
        one.id for one in episodes.episodes_of(episode.person_id, scope=made.neighbour, on=LATER.date())
    ] == [episode.pk]


def test_a_page_tells_everything_of_an_episode_in_the_readers_language(made):
    episode = made.handed_over()

    page = episodes.episode_page(
        episode.pk, scope=made.officer, at=LATER, purpose="test", on=date(2017, 7, 1)
    )

    assert [line.kind for line in page.steps] == ["application", "decision", "detox", "detox-end", "handover"]
    assert (page.stage, page.is_open, page.state.window_ends_on) == ("follow-up", True, date(2017, 12, 15))
    assert page.next_duty is not None
    assert page.next_duty.code == "classify"
    decision, handover = page.steps[1], page.steps[-1]
    assert decision.paper is not None
    assert (decision.paper.signer_position, decision.is_signed) == ("Chủ tịch", True)
    with translation.override("vi"):
        assert (str(handover.details[0].text), str(page.stage_title)) == (
            "Gia đình",
            "Đang được gia đình và tổ công tác giúp đỡ",
        )
    with translation.override("en"):
        assert str(page.stage_title) == "Followed up by family and team"


def test_a_page_as_of_an_earlier_day_knows_only_that_day(made):
    episode = made.certified()

    page = episodes.episode_page(
        episode.pk, scope=made.officer, at=LATER, purpose="test", on=date(2017, 6, 10)
    )

    assert (page.stage, page.ended_as) == ("detox", "")


def test_the_latest_episode_of_each_person_in_few_queries(made, django_assert_num_queries):
    person = made.person()
    breach(made.decided(made.episode(person)), scope=made.province)
    second = made.episode(person, applied_on=date(2017, 10, 1))
    other = made.episode()

    with django_assert_num_queries(2):
        found = episodes.latest_of([person.pk, other.person_id], scope=made.province, on=date(2018, 1, 1))

    assert {key: summary.id for key, summary in found.items()} == {
        person.pk: second.pk,
        other.person_id: other.pk,
    }


def test_the_file_of_a_person_is_episodes_and_timeline_in_three_queries(made, django_assert_num_queries):
    person = made.person()
    breach(made.decided(made.episode(person)), scope=made.province)
    made.episode(person, applied_on=date(2017, 10, 1))
    made.certified()
    on = date(2018, 1, 1)

    with django_assert_num_queries(3):
        found = episodes.file_of(person.pk, scope=made.officer, on=on)

    assert found == (
        episodes.episodes_of(person.pk, scope=made.officer, on=on),
        episodes.timeline(person.pk, scope=made.officer),
    )
    assert [len(part) for part in found] == [2, 4]
    assert episodes.file_of(person.pk, scope=made.neighbour, on=on) == ([], [])


def test_the_list_narrows_to_a_commune_and_pages(made):
    here = [made.episode() for _ in range(3)]
    there = made.episode(unit=made.there)
    on = date(2018, 1, 1)

    everything = episodes.list_episodes(scope=made.province, on=on, size=2)
    narrowed = episodes.list_episodes(scope=made.province, on=on, unit_id=made.there.pk)

    assert (everything.total, len(everything), everything.has_next) == (4, 2, True)
    assert [summary.id for summary in narrowed] == [there.pk]
    assert {summary.id for summary in episodes.list_episodes(scope=made.officer, on=on)} == {
        episode.pk for episode in here
    }


@pytest.fixture
def one_in_each_stage(made):
    """Episodes that pass through every stage in the course of the days asked about."""
    made.episode()
    made.decided(months=9)
    detoxifying = made.decided()
    steps.record_detox(episode_id=detoxifying.pk, began_on=date(2017, 6, 5), scope=made.province, at=LATER)
    made.handed_over()
    made.certified()
    breach(made.handed_over(), scope=made.province)
    return made


@settings(max_examples=60)
@given(day=st.integers(-10, 400))
def test_stages_in_sql_say_what_the_rules_say(one_in_each_stage, day):
    made = one_in_each_stage
    on = date(2017, 5, 20) + timedelta(days=day)

    by_rules: dict[str, set[object]] = {code: set() for code, _title in episodes.stages()}
    for summary in episodes.list_episodes(scope=made.province, on=on, size=100):
        by_rules[summary.stage].add(summary.id)

    assert {code: in_stage(made, code, on) for code in by_rules} == by_rules
