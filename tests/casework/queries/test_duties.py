"""What is due in open episodes."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.casework.operations import steps
from hoanhap.casework.queries import duties, episodes
from tests.casework.made import LATER, breach, noon


def due(scope, on, **narrowed):
    return [(duty.code, duty.due_on, duty.is_late) for duty in duties.due(scope=scope, on=on, **narrowed)]


def test_after_the_application_the_decision_is_due_in_eight_days(made):
    made.episode()

    assert due(made.officer, date(2017, 5, 20)) == [("decide", date(2017, 5, 28), False)]
    assert due(made.officer, date(2017, 5, 28)) == [("decide", date(2017, 5, 28), False)]
    assert due(made.officer, date(2017, 5, 29)) == [("decide", date(2017, 5, 28), True)]


def test_a_duty_without_a_last_day_is_shown_today_and_never_late(made):
    made.decided()

    assert sorted(due(made.officer, date(2018, 6, 1))) == [
        ("begin-detox", None, False),
        ("classify", None, False),
    ]


def test_detoxification_is_expected_to_end_after_the_usual_days(made):
    episode = made.decided()
    steps.record_detox(episode_id=episode.pk, began_on=date(2017, 6, 2), scope=made.officer, at=LATER)

    found = due(made.officer, date(2017, 6, 20))

    assert found == [("end-detox", date(2017, 6, 17), True), ("classify", None, False)]


def test_the_certificate_is_due_when_term_and_follow_up_are_both_over(made):
    made.handed_over()

    assert due(made.officer, date(2017, 7, 1)) == [
        ("classify", None, False),
        ("certify", date(2017, 12, 15), False),
    ]
    assert due(made.officer, date(2017, 7, 1), until=date(2017, 7, 8)) == [("classify", None, False)]


def test_nothing_is_due_once_the_episode_has_ended(made):
    breach(made.handed_over(), scope=made.officer)

    assert due(made.officer, date(2017, 8, 31)) != []
    assert due(made.officer, date(2017, 9, 1)) == []


def test_the_neighbours_duties_are_not_seen_and_one_commune_can_be_asked_for(made):
    here, there = made.episode(), made.episode(unit=made.there)
    on = date(2017, 5, 21)

    assert [duty.episode_id for duty in duties.due(scope=made.officer, on=on)] == [here.pk]
    assert [duty.episode_id for duty in duties.due(scope=made.neighbour, on=on)] == [there.pk]
    assert {duty.episode_id for duty in duties.due(scope=made.province, on=on)} == {here.pk, there.pk}
    narrowed = duties.due(scope=made.province, on=on, unit_id=made.there.pk)
    assert [duty.episode_id for duty in narrowed] == [there.pk]
    assert narrowed.rows[0].masked_name != ""
    assert "Văn An" not in narrowed.rows[0].masked_name


@settings(max_examples=25)
@given(day=st.integers(0, 400))
def test_the_list_of_duties_says_what_the_rules_say(made, day):
    made.episode()
    made.decided(months=9)
    made.handed_over()
    detoxifying = made.decided()
    steps.record_detox(episode_id=detoxifying.pk, began_on=date(2017, 6, 5), scope=made.province, at=LATER)
    on = date(2017, 5, 15) + timedelta(days=day)
    seen = episodes.list_episodes(scope=made.province, on=on, size=100)

    by_rules = sorted(
        (summary.id, duty.code, duty.due_on or date.min, duty.is_late)
        for summary in seen
        for duty in summary.duties
    )
    by_list = sorted(
        (duty.episode_id, duty.code, duty.due_on or date.min, duty.is_late)
        for duty in duties.due(scope=made.province, on=on, size=200)
    )

    assert by_list == by_rules


def test_the_page_of_duties_costs_the_same_for_one_and_for_thirty(made, django_assert_num_queries):
    made.episode()
    with django_assert_num_queries(3):
        duties.due(scope=made.province, on=date(2017, 6, 1))
    for _ in range(30):
        made.episode()

    with django_assert_num_queries(3):
        assert len(duties.due(scope=made.province, on=date(2017, 6, 1))) == 25


def test_a_page_of_one_episode_is_logged(made):
    from hoanhap.audit.models import Entry

    episode = made.episode()

    episodes.episode_page(episode.pk, scope=made.officer, at=noon(date(2017, 6, 1)), purpose="test")

    logged = Entry.objects.filter(is_read=True).values_list("kind", "person_id", "reason")
    assert list(logged) == [("casework.episode-read", episode.person_id, "test")]
