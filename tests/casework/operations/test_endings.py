"""Certificates, breaches and other ends."""

from datetime import date

import pytest

from hoanhap.casework.models import Episode
from hoanhap.casework.operations import endings
from hoanhap.casework.operations.refusals import StepRefused
from tests.casework.made import LATER, breach, certify, live, noon


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def test_a_certificate_closes_the_episode_on_its_day(made):
    episode = made.handed_over()

    certify(episode, scope=made.officer)

    assert Episode.objects.get(pk=episode.pk).closed_on == date(2017, 12, 15)
    assert live(episode)[-1] == ("certificate", date(2017, 12, 15))


def test_a_certificate_waits_for_the_follow_up_even_when_the_term_is_over(made):
    episode = made.handed_over()

    with pytest.raises(StepRefused) as refused:
        certify(episode, scope=made.officer, on=date(2017, 12, 14))

    assert codes(refused) == ["certificate-too-early"]
    assert "15/12/2017" in str(refused.value)
    assert refused.value.problems[0].field == "on"
    assert Episode.objects.get(pk=episode.pk).closed_on is None


def test_a_certificate_waits_for_the_term_even_when_the_follow_up_is_over(made):
    episode = made.handed_over(made.decided(months=12))

    with pytest.raises(StepRefused) as refused:
        certify(episode, scope=made.officer, on=date(2018, 5, 31))
    certify(episode, scope=made.officer, on=date(2018, 6, 1))

    assert codes(refused) == ["certificate-too-early"]


def test_no_certificate_follows_a_breach(made):
    episode = made.handed_over()
    breach(episode, scope=made.officer)

    with pytest.raises(StepRefused) as refused:
        certify(episode, scope=made.officer)

    assert set(codes(refused)) == {"certificate-after-breach", "ended-twice"}
    assert live(episode)[-1] == ("breach", date(2017, 9, 1))


def test_an_episode_ends_once(made):
    episode = made.certified()

    with pytest.raises(StepRefused) as refused:
        endings.end_otherwise(
            episode_id=episode.pk, on=date(2017, 12, 20), ended_as="moved", scope=made.officer, at=LATER
        )

    assert codes(refused) == ["ended-twice"]


def test_a_certificate_of_tomorrow_is_refused(made):
    episode = made.handed_over()

    with pytest.raises(StepRefused) as refused:
        certify(episode, scope=made.officer, on=date(2017, 12, 16), at=noon(date(2017, 12, 15)))

    assert codes(refused) == ["in-the-future"]
