"""24 months the first time, 36 from the second (Law 120/2025, article 29): the file knows which time it is."""

from datetime import date

import pytest

from hoanhap.casework.operations.episodes import open_episode
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.casework.operations.steps import record_step
from hoanhap.casework.rules.drafts import PaperDraft, StepDraft
from tests.casework.made import noon

AT = noon(date(2026, 11, 20))


def registered(made, person):
    episode = open_episode(
        person_id=person.pk,
        kind="voluntary-home-community",
        form="home",
        applied_on=date(2026, 8, 3),
        office_id=made.office().pk,
        scope=made.province,
        at=AT,
    )
    step = StepDraft("commitment", date(2026, 8, 3))
    record_step(episode_id=episode.pk, step=step, scope=made.province, at=AT)
    return episode


def reception(times: str, months: int) -> StepDraft:
    return StepDraft(
        "reception",
        date(2026, 8, 4),
        months,
        details={"times": times},
        paper=PaperDraft("31/BB", "A (mẫu)", "B"),
    )


def test_somebody_who_was_in_rehabilitation_before_is_not_in_it_for_the_first_time(made):
    person = made.person()
    made.certified(person=person)
    episode = registered(made, person)

    with pytest.raises(StepRefused) as refused:
        record_step(episode_id=episode.pk, step=reception("first", 24), scope=made.province, at=AT)
    assert [problem.code for problem in refused.value.problems] == ["not-the-first-time"]

    step = record_step(episode_id=episode.pk, step=reception("again", 36), scope=made.province, at=AT)
    assert step.term_months == 36


def test_the_first_time_is_taken_from_the_file_and_not_from_another_persons(made):
    made.certified(person=made.person("Trần Văn Cường (mẫu)"))
    episode = registered(made, made.person())

    step = record_step(episode_id=episode.pk, step=reception("first", 24), scope=made.province, at=AT)
    assert step.term_months == 24


def test_months_and_times_belong_together(made):
    episode = registered(made, made.person())

    with pytest.raises(StepRefused) as refused:
        record_step(episode_id=episode.pk, step=reception("first", 36), scope=made.province, at=AT)
    assert [problem.code for problem in refused.value.problems] == ["term-out-of-bounds"]
