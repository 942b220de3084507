"""Whole episodes from lists."""

from datetime import date

import pytest

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Episode, ManagementFile, Paper, Step
from hoanhap.casework.operations import histories
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.casework.rules import drafts
from hoanhap.kit.errors import NotFound
from tests.casework.made import KIND, LATER, live

HISTORY = [
    drafts.decision(on=date(2017, 6, 1), number="12/QĐ", term_months=6),
    *drafts.detox(began_on=date(2017, 6, 2), ended_on=date(2017, 6, 14)),
    drafts.handover(on=date(2017, 6, 15), minutes_number="01/BB", received_by=["family"]),
    drafts.certificate(on=date(2017, 12, 15), number="07/GCN"),
]


def enter(made, person=None, history=HISTORY, **changes):
    given = {
        "person_id": (person or made.person()).pk,
        "kind": KIND,
        "form": "home",
        "applied_on": date(2017, 5, 20),
        "office_id": made.office().pk,
        "history": history,
        "reason": "Danh sách mẫu",
        "scope": made.officer,
        "at": LATER,
    }
    return histories.record_history(**(given | changes))


def test_a_list_writes_the_whole_episode_at_once(made):
    episode = enter(made)

    assert [kind for kind, _on in live(episode)] == [
        "application",
        "decision",
        "detox",
        "detox-end",
        "handover",
        "certificate",
    ]
    assert Episode.objects.get(pk=episode.pk).closed_on == date(2017, 12, 15)
    assert Step.objects.get(kind="certificate").window_ends_on == date(2017, 12, 15)
    assert Entry.objects.get(kind="casework.history-recorded").details["steps"][-1] == "certificate"


def test_the_application_may_be_in_the_list_or_not(made):
    episode = enter(made, history=[drafts.application(on=date(2017, 5, 20)), *HISTORY])

    assert [kind for kind, _on in live(episode)].count("application") == 1


def test_one_impossible_step_leaves_nothing_behind(made):
    history = [*HISTORY[:-1], drafts.certificate(on=date(2017, 12, 1), number="07/GCN")]

    with pytest.raises(StepRefused) as refused:
        enter(made, history=history)

    assert [problem.code for problem in refused.value.problems] == ["certificate-too-early"]
    for table in (Episode, Step, Paper, ManagementFile, Entry):
        assert table.objects.count() == 0, table


def test_a_list_may_lack_signers_but_no_numbers(made):
    with pytest.raises(StepRefused) as refused:
        enter(made, history=[drafts.decision(on=date(2017, 6, 1), number="", term_months=6)])

    assert [(problem.code, problem.field) for problem in refused.value.problems] == [
        ("number-missing", "number")
    ]


def test_a_newer_list_adds_what_is_new_and_repeats_nothing(made):
    episode = enter(made, history=HISTORY[:-1])
    add = {"episode_id": episode.pk, "reason": "Danh sách mới", "scope": made.officer, "at": LATER}

    histories.add_history(history=HISTORY, **add)
    before = Entry.objects.count()
    histories.add_history(history=HISTORY, **add)

    assert len(live(episode)) == 6
    assert Entry.objects.count() == before
    with pytest.raises(StepRefused):
        histories.add_history(history=[drafts.detox_end(on=date(2017, 6, 13))], **add)


def test_the_neighbours_list_changes_nothing_here(made):
    person = made.person()
    episode = enter(made, person, history=HISTORY[:1])

    with pytest.raises(NotFound):
        enter(made, person, scope=made.neighbour)
    with pytest.raises(NotFound):
        histories.add_history(
            episode_id=episode.pk, history=HISTORY, reason="x", scope=made.neighbour, at=LATER
        )

    assert len(live(episode)) == 2


def test_a_whole_episode_costs_few_statements(made, django_assert_max_num_queries):
    person = made.person()
    enter(made)

    with django_assert_max_num_queries(18):
        enter(made, person, history=[drafts.decision(on=date(2017, 6, 1), number="13/QĐ", term_months=6)])
