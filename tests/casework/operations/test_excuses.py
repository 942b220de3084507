"""Duties that lawfully need not be done."""

from datetime import date

import pytest

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Duty, DutyExcuse
from hoanhap.casework.operations import excuses
from hoanhap.casework.operations.excuses import ExcuseRefused
from hoanhap.casework.queries import duties
from hoanhap.casework.queries.duty_histories import duties_of_episode
from hoanhap.kit.errors import Forbidden, NotFound
from tests.casework import walks
from tests.casework.made import CHAIR, scope
from tests.casework.walks import NOW

MARCH = date(2023, 3, 20)


def excuse(episode, by, **changes):
    given = {
        "code": "begin",
        "since_on": date(2023, 3, 3),
        "on": date(2023, 3, 8),
        "reason": "Người cai nghiện nằm viện",
        "document_number": "12/GXN-BV",
        "at": NOW,
    }
    return excuses.excuse_duty(episode_id=episode.pk, scope=by, **(given | changes))


def standing(made, episode, on):
    rows = duties.standing(scope=made.officer, on=on).filter(episode=episode)
    return sorted(rows.values_list("code", flat=True))


@pytest.fixture
def episode(made):
    return walks.decided(made, walks.registered(made))


def test_an_excused_duty_stands_until_that_day_and_no_longer(made, episode):
    assert standing(made, episode, MARCH) == ["begin", "evaluate"]

    excuse(episode, made.officer)

    assert standing(made, episode, date(2023, 3, 7)) == ["begin", "evaluate"]
    assert standing(made, episode, date(2023, 3, 8)) == ["evaluate"]
    [row] = Duty.objects.filter(episode=episode, code="begin")
    assert (row.ended_as, row.until_on) == ("excused", date(2023, 3, 8))


def test_the_excuse_is_written_down_with_who_why_and_by_which_document(made, episode):
    by = made.officer
    made_excuse = excuse(episode, by, reason="  Nằm   viện ")

    assert (made_excuse.reason, made_excuse.document_number) == ("Nằm viện", "12/GXN-BV")
    entry = Entry.objects.get(kind="casework.duty-excused")
    assert (entry.account_id, entry.person_id, entry.details) == (
        by.account_id,
        episode.person_id,
        {"duty": "begin"},
    )


def test_an_excuse_taken_back_lets_the_duty_stand_as_if_it_had_never_been(made, episode):
    before = list(
        Duty.objects.filter(episode=episode).order_by("code").values_list("code", "from_on", "until_on")
    )
    given = excuse(episode, made.officer)

    excuses.withdraw_excuse(excuse_id=given.pk, reason="Nhầm hồ sơ", scope=made.officer, at=NOW)

    after = list(
        Duty.objects.filter(episode=episode).order_by("code").values_list("code", "from_on", "until_on")
    )
    assert after == before
    with pytest.raises(ExcuseRefused) as refused:
        excuses.withdraw_excuse(excuse_id=given.pk, reason="Nhầm", scope=made.officer, at=NOW)
    assert [one.code for one in refused.value.problems] == ["withdrawn-already"]
    assert excuse(episode, made.officer).pk != given.pk


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"code": "decide", "since_on": date(2023, 3, 1)}, ["no-such-duty"]),  # it was done
        ({"since_on": date(2023, 3, 2)}, ["no-such-duty"]),
        ({"on": date(2023, 3, 2)}, ["no-such-duty"]),  # it had not arisen
        ({"reason": " ", "document_number": ""}, ["missing", "missing"]),
        ({"reason": "x" * 301}, ["too-long"]),
        ({"on": date(2026, 1, 1)}, ["in-the-future"]),
    ],
)
def test_what_does_not_stand_or_is_not_said_is_refused(made, episode, changes, expected):
    with pytest.raises(ExcuseRefused) as refused:
        excuse(episode, made.officer, **changes)

    assert [one.code for one in refused.value.problems] == expected
    assert DutyExcuse.objects.count() == 0


def test_a_duty_is_excused_once(made, episode):
    excuse(episode, made.officer)

    with pytest.raises(ExcuseRefused) as refused:
        excuse(episode, made.officer)

    assert [one.code for one in refused.value.problems] == ["no-such-duty"]


def test_the_next_commune_and_who_only_signs_may_not(made, episode):
    given = excuse(episode, made.officer)

    with pytest.raises(NotFound):
        excuse(episode, made.neighbour)
    with pytest.raises(NotFound):
        excuses.withdraw_excuse(excuse_id=given.pk, reason="x", scope=made.neighbour, at=NOW)
    with pytest.raises(Forbidden):
        excuse(episode, scope(CHAIR, made.here.pk))
    assert DutyExcuse.objects.filter(retired_at__isnull=True).count() == 1


def test_what_is_due_after_the_end_can_be_excused_too(made, episode):
    walks.step(made, episode, "violation", date(2023, 4, 3), details={"ground": "used"})
    walks.step(made, episode, "stopped", date(2023, 4, 4), ends_as="stopped", details={"ground": "used"})
    assert standing(made, episode, date(2023, 4, 20)) == ["compulsory-file"]

    excuse(episode, made.officer, code="compulsory-file", since_on=date(2023, 4, 3), on=date(2023, 4, 10))

    assert standing(made, episode, date(2023, 4, 9)) == ["compulsory-file"]
    assert standing(made, episode, date(2023, 4, 20)) == []


def told(made, episode, on):
    return {
        one.code: (one.state, one.due_on, one.ended_on, one.days_late)
        for one in duties_of_episode(episode.pk, scope=made.officer, on=on)
    }


def test_the_history_says_of_every_duty_how_it_ended(made, episode):
    """Registered on Wednesday 1/3/2023, decided on 3/3: three working days to decide, five to begin (until 10/3)."""
    assert told(made, episode, date(2023, 3, 2)) == {
        "appraise": ("open", date(2023, 3, 6), None, 0),
        "decide": ("open", date(2023, 3, 6), None, 0),
    }
    walks.step(made, episode, "intake", date(2023, 3, 14))

    assert told(made, episode, date(2023, 3, 13))["begin"] == ("late", date(2023, 3, 10), None, 3)
    found = told(made, episode, date(2023, 3, 21))

    assert found["decide"] == ("done", date(2023, 3, 6), date(2023, 3, 3), 0)
    assert found["begin"] == ("done-late", date(2023, 3, 10), date(2023, 3, 14), 4)
    assert found["notify-start"] == ("open", date(2023, 3, 21), None, 0)


def test_the_history_names_the_step_with_which_a_duty_was_done_and_the_excuse(made, episode):
    given = excuse(episode, made.officer, on=date(2023, 3, 6))
    found = {one.code: one for one in duties_of_episode(episode.pk, scope=made.officer, on=MARCH)}

    assert str(found["decide"].evidence_title).startswith("Quyết định")
    assert str(found["decide"].office) == "Ủy ban nhân dân cấp xã"
    assert (found["begin"].state, found["begin"].excuse.id) == ("excused", given.pk)
    assert found["begin"].excuse.document_number == "12/GXN-BV"
    assert found["decide"].legal_basis == "Nghị định 116/2021/NĐ-CP, Điều 30"


def test_the_history_of_a_neighbours_episode_is_not_there(made, episode):
    with pytest.raises(NotFound):
        duties_of_episode(episode.pk, scope=made.neighbour, on=MARCH)
