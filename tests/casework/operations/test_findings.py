"""The result of a determination, an episode of its own, reaches the other episodes of the same person."""

from datetime import date

import pytest

from hoanhap.casework.models import Duty
from hoanhap.casework.operations.corrections import withdraw_step
from hoanhap.casework.operations.episodes import open_episode
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.casework.operations.steps import record_step
from hoanhap.casework.rules.drafts import PaperDraft, StepDraft
from hoanhap.people.models import Person
from tests.casework.made import noon

AT = noon(date(2026, 11, 20))


def opened(made, person, kind: str, on: date, form: str, **details: str):
    return open_episode(
        person_id=person.pk,
        kind=kind,
        form=form,
        applied_on=on,
        office_id=made.office().pk,
        opening=StepDraft("", on, details=details),
        scope=made.province,
        at=AT,
    )


def recorded(made, episode, kind: str, on: date, ends_as: str = "", months: int | None = None, **details):
    paper = PaperDraft(f"{on.day}/{kind}"[:30], "A (mẫu)", "B")
    step = StepDraft(kind, on, months, ends_as=ends_as, details=details, paper=paper)
    return record_step(episode_id=episode.pk, step=step, scope=made.province, at=AT)


def determined(made, person, on: date, conclusion: str = "dependent"):
    episode = opened(
        made,
        person,
        "dependence-determination",
        on,
        "voluntary",
        ground="volunteer",
        requested_by="person",
        setting="facility",
    )
    recorded(made, episode, "received", on)
    result = recorded(
        made,
        episode,
        "result",
        on,
        conclusion,
        doctor="A (mẫu)",
        practising_certificate="000",
        qualification="psychiatry",
    )
    return episode, result


def standing(episode, code: str) -> list[date]:
    rows = Duty.objects.filter(episode=episode, code=code, until_on__isnull=True)
    return list(rows.values_list("since_on", flat=True))


def registered(made, person, on: date):
    return opened(made, person, "voluntary-home-community", on, "home")


def test_who_registers_without_a_result_is_to_be_determined_and_the_result_settles_it(made):
    person, other = made.person(), made.person("Trần Văn Cường (mẫu)")
    episode, neighbour = registered(made, person, date(2026, 8, 3)), registered(made, other, date(2026, 8, 3))
    assert (standing(episode, "determine-first"), standing(neighbour, "determine-first")) == (
        [date(2026, 8, 3)],
        [date(2026, 8, 3)],
    )

    _found, result = determined(made, person, date(2026, 8, 10))
    assert standing(episode, "determine-first") == []
    [row] = Duty.objects.filter(episode=episode, code="determine-first")
    assert (row.until_on, row.ended_as, row.evidence_id) == (date(2026, 8, 10), "done", None)
    assert standing(neighbour, "determine-first") == [date(2026, 8, 3)]

    withdraw_step(step_id=result.pk, reason="Ghi nhầm", scope=made.province, at=AT)
    assert standing(episode, "determine-first") == [date(2026, 8, 3)]


@pytest.mark.parametrize(("on", "is_valid"), [(date(2026, 7, 10), True), (date(2026, 7, 9), False)])
def test_an_older_result_counts_for_six_months(made, on, is_valid):
    person = made.person()
    determined(made, person, on)
    later = open_episode(
        person_id=person.pk,
        kind="voluntary-home-community",
        form="home",
        applied_on=date(2027, 1, 10),
        office_id=made.office().pk,
        scope=made.province,
        at=noon(date(2027, 1, 11)),
    )

    assert standing(later, "determine-first") == ([] if is_valid else [date(2027, 1, 10)])


def test_a_step_of_another_form_is_refused_in_words_that_name_the_form(made):
    person = made.person()
    episode = opened(made, person, "voluntary-facility", date(2026, 8, 3), "public")

    with pytest.raises(StepRefused) as refused:
        recorded(made, episode, "contract", date(2026, 8, 4))
    [problem] = refused.value.problems
    assert (problem.code, str(problem.params["form"])) == ("not-for-form", "Cơ sở công lập")


def test_a_minor_who_turns_18_is_to_move_and_nobody_moves_before(made):
    person = made.person()
    Person.objects.filter(pk=person.pk).update(born_on=date(2008, 11, 15), born_precision="day")
    episode = opened(made, person, "compulsory-minor", date(2026, 8, 3), "facility", ground="repeated")
    for kind, on, months, details in (
        ("parents-opinion", date(2026, 8, 4), None, {}),
        ("file", date(2026, 8, 5), None, {}),
        ("notice", date(2026, 8, 6), None, {}),
        ("court-sent", date(2026, 8, 12), None, {"folios": "40"}),
        ("decision", date(2026, 8, 20), 24, {"times": "first"}),
        ("admission", date(2026, 8, 24), None, {}),
    ):
        recorded(made, episode, kind, on, "", months, **details)

    with pytest.raises(StepRefused) as refused:
        recorded(made, episode, "moved-to-public", date(2026, 11, 14))
    assert [one.code for one in refused.value.problems] == ["not-of-age"]
    rows = Duty.objects.filter(episode=episode, code="move-at-eighteen").values_list(
        "from_on", "until_on", "ended_as"
    )
    # As long as the term runs, unless the person moves.
    assert list(rows) == [(date(2026, 11, 15), date(2028, 8, 24), "lapsed")]

    moved = recorded(made, episode, "moved-to-public", date(2026, 11, 16))
    assert list(rows.values_list("from_on", "until_on", "ended_as", "evidence_id")) == [
        (date(2026, 11, 15), date(2026, 11, 16), "done", moved.pk)
    ]
