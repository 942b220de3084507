"""Corrections keep what was wrong, and never leave an impossible episode."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Episode, Paper, Step
from hoanhap.casework.operations import corrections
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.casework.queries import episodes
from hoanhap.kit.errors import NotFound
from tests.casework.made import LATER, breach, certify, live


def codes(refused) -> list[str]:
    return [problem.code for problem in refused.value.problems]


def step_of(episode, kind) -> Step:
    return episode.steps.get(kind=kind, retired_at__isnull=True)


def correct(made, episode, kind, scope=None, reason="Gõ nhầm", **changes):
    return corrections.correct_step(
        step_id=step_of(episode, kind).pk,
        reason=reason,
        changes=changes,
        scope=scope or made.province,
        at=LATER,
    )


def withdraw(made, episode, kind, scope=None, reason="Không xảy ra"):
    corrections.withdraw_step(
        step_id=step_of(episode, kind).pk, reason=reason, scope=scope or made.province, at=LATER
    )


def test_a_correction_withdraws_the_wrong_step_and_keeps_the_papers_number(made):
    episode = made.decided()
    wrong = step_of(episode, "decision")
    number = wrong.paper.number

    right = correct(made, episode, "decision", decided_on=date(2017, 6, 5), term_months=9)

    wrong.refresh_from_db()
    assert (wrong.retired_reason, wrong.happened_on) == ("Gõ nhầm", date(2017, 6, 1))
    assert (right.replaces_id, right.happened_on, right.term_months) == (wrong.pk, date(2017, 6, 5), 9)
    papers = Paper.objects.filter(kind="decision").order_by("id")
    assert [(paper.number, paper.issued_on, paper.retired_at is None) for paper in papers] == [
        (number, date(2017, 6, 1), False),
        (number, date(2017, 6, 5), True),
    ]
    assert Entry.objects.get(kind="casework.step-corrected").reason == "Gõ nhầm"


def test_a_correction_that_would_make_the_chain_impossible_is_refused_and_changes_nothing(made):
    episode = made.certified()
    before = live(episode)

    with pytest.raises(StepRefused) as longer:
        correct(made, episode, "decision", term_months=12)
    with pytest.raises(StepRefused) as later:
        correct(made, episode, "detox-end", ended_on=date(2017, 6, 20))
    with pytest.raises(StepRefused) as number:
        correct(made, episode, "handover", minutes_number="  ")

    assert (codes(longer), codes(later), codes(number)) == (
        ["certificate-too-early"],
        ["earlier-than"],
        ["number-missing"],
    )
    assert live(episode) == before
    assert Step.objects.filter(retired_at__isnull=False).count() == 0


def test_a_changed_hand_over_changes_the_day_the_certificate_rests_on(made):
    episode = made.certified()

    correct(made, episode, "handover", on=date(2017, 6, 14))

    certificate = step_of(episode, "certificate")
    assert (certificate.happened_on, certificate.window_ends_on) == (date(2017, 12, 15), date(2017, 12, 14))
    assert Episode.objects.get(pk=episode.pk).closed_on == date(2017, 12, 15)
    assert Paper.objects.filter(kind="certificate", retired_at__isnull=True).count() == 1


def test_the_application_carries_the_day_of_the_episode(made):
    episode = made.decided()

    correct(made, episode, "application", scope=made.officer, applied_on=date(2017, 5, 25))

    changed = Episode.objects.get(pk=episode.pk)
    assert changed.opened_on == date(2017, 5, 25)
    assert list(changed.events.values_list("opened_on", flat=True)) == [date(2017, 5, 20)]
    with pytest.raises(StepRefused) as refused:
        correct(made, episode, "application", applied_on=date(2017, 6, 2))
    assert set(codes(refused)) == {"before-application", "earlier-than"}


def test_a_certificate_taken_back_opens_the_episode_again(made):
    episode = made.certified()

    withdraw(made, episode, "certificate")

    assert Episode.objects.get(pk=episode.pk).closed_on is None
    assert live(episode)[-1] == ("handover", date(2017, 6, 15))
    certify(episode, scope=made.officer, number="lần hai")


def test_an_end_is_not_taken_back_once_another_episode_has_begun(made):
    person = made.person()
    first = made.decided(made.episode(person))
    breach(first, scope=made.officer)
    made.episode(person, applied_on=date(2017, 10, 1))

    with pytest.raises(StepRefused) as refused:
        withdraw(made, first, "breach")

    assert codes(refused) == ["episode-open-already"]
    assert live(first)[-1] == ("breach", date(2017, 9, 1))


def test_a_step_on_which_others_rest_is_not_taken_back(made):
    episode = made.handed_over()

    with pytest.raises(StepRefused) as refused:
        withdraw(made, episode, "detox-end")
    with pytest.raises(StepRefused) as first:
        withdraw(made, made.episode(), "application")

    assert codes(refused) == ["needs-step-before"]
    assert codes(first) == ["no-application"]


def test_a_breach_is_moved_as_one(made):
    episode = made.handed_over()
    breach(episode, scope=made.officer)

    correct(made, episode, "breach", on=date(2017, 10, 1), minutes_number="03/BB", note="Theo thông báo mẫu")

    assert Episode.objects.get(pk=episode.pk).closed_on == date(2017, 10, 1)
    step = step_of(episode, "breach")
    assert (step.ends_as, step.paper.number, step.details["note"]) == (
        "stopped",
        "03/BB",
        "Theo thông báo mẫu",
    )


def test_what_a_signed_paper_says_is_corrected_by_whoever_may_sign(made):
    episode = made.decided()

    with pytest.raises(StepRefused) as refused:
        correct(made, episode, "decision", scope=made.officer, term_months=9)
    correct(made, episode, "decision", scope=made.chair, term_months=9)
    with pytest.raises(StepRefused) as other:
        correct(made, episode, "application", scope=made.chair, applied_on=date(2017, 5, 21))

    assert (codes(refused), codes(other)) == (["needs-signer"], ["needs-writer"])
    assert step_of(episode, "decision").term_months == 9


def test_the_neighbour_neither_corrects_nor_withdraws_nor_learns_that_the_step_exists(made):
    episode = made.handed_over()
    before = live(episode)

    with pytest.raises(NotFound):
        correct(made, episode, "handover", scope=made.neighbour, on=date(2017, 6, 16))
    with pytest.raises(NotFound):
        withdraw(made, episode, "handover", scope=made.neighbour)

    assert live(episode) == before


@pytest.mark.parametrize("reason", ["", "  \n ", "x" * 301])
def test_a_correction_says_why(made, reason):
    episode = made.decided()

    with pytest.raises(StepRefused) as refused:
        correct(made, episode, "decision", reason=reason, term_months=9)

    assert refused.value.problems[0].field == "reason"


def test_a_correction_that_changes_nothing_is_refused(made):
    episode = made.decided()

    with pytest.raises(StepRefused) as refused:
        correct(made, episode, "decision", term_months=6)

    assert codes(refused) == ["nothing-changed"]


def test_an_emptied_answer_is_taken_away_and_a_strange_one_refused(made):
    episode = made.handed_over()
    breach(episode, scope=made.officer, note="Theo thông báo mẫu")

    correct(made, episode, "breach", note=None)
    with pytest.raises(StepRefused) as strange:
        correct(made, episode, "breach", colour="red")

    assert step_of(episode, "breach").details == {"breach": "law-violation"}
    assert codes(strange) == ["detail-unknown"]


def test_a_step_is_withdrawn_once(made):
    episode = made.handed_over()
    step = step_of(episode, "handover")
    withdraw(made, episode, "handover")

    with pytest.raises(StepRefused) as refused:
        corrections.withdraw_step(step_id=step.pk, reason="lại", scope=made.province, at=LATER)

    assert codes(refused) == ["withdrawn-already"]


def test_the_history_shows_what_was_withdrawn_and_why(made):
    episode = made.decided()
    correct(made, episode, "decision", term_months=9)

    page = episodes.episode_page(episode.pk, scope=made.officer, at=LATER, purpose="test")

    assert [(line.kind, line.term_months) for line in page.steps] == [("application", None), ("decision", 9)]
    assert [(line.kind, line.term_months, line.retired_reason) for line in page.withdrawn] == [
        ("decision", 6, "Gõ nhầm")
    ]


def test_the_registers_refuse_every_change_but_one_withdrawal(made):
    episode = made.decided()
    step, paper = step_of(episode, "decision"), Paper.objects.get(kind="decision")

    for change in (
        lambda: Step.objects.filter(pk=step.pk).update(happened_on=date(2017, 6, 2)),
        lambda: Step.objects.filter(pk=step.pk).update(term_months=12),
        lambda: Paper.objects.filter(pk=paper.pk).update(number="99"),
        lambda: Step.objects.filter(pk=step.pk).update(retired_at=LATER),
        lambda: Step.objects.filter(pk=step.pk).delete(),
        lambda: Paper.objects.filter(pk=paper.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    correct(made, episode, "decision", term_months=9)
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.filter(pk=step.pk).update(retired_at=None, retired_by=None, retired_reason="")

    step.refresh_from_db()
    assert (step.happened_on, step.term_months, step.retired_reason) == (date(2017, 6, 1), 6, "Gõ nhầm")


def test_the_database_itself_refuses_an_early_certificate_and_a_second_end(made):
    episode = made.handed_over()

    def raw(kind, on, **more):
        with transaction.atomic():
            Step.objects.create(
                person_id=episode.person_id,
                episode=episode,
                unit_id=episode.unit_id,
                kind=kind,
                is_once=True,
                happened_on=on,
                recorded_by=made.officer.account_id,
                **more,
            )

    for told in ({"window_ends_on": date(2017, 12, 15)}, {"waits_for_window": True}):
        with pytest.raises(IntegrityError, match="not_before_term_and_follow_up"):
            raw("certificate", date(2017, 12, 1), ends_as="completed", **told)
    breach(episode, scope=made.officer)
    with pytest.raises(IntegrityError, match="step_ends_an_episode_once"):
        raw("other-end", date(2017, 12, 1), ends_as="moved")
