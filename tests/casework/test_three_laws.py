"""One file that was opened under the law of 2012, moved under that of 2021 and ended under that of 2026."""

from dataclasses import replace
from datetime import date

import pytest

from hoanhap.casework.models import Duty, Episode, Phase
from hoanhap.casework.operations import transfers
from hoanhap.casework.operations.episodes import open_episode
from hoanhap.casework.operations.histories import record_history
from hoanhap.casework.operations.steps import record_step
from hoanhap.casework.queries import duties
from hoanhap.casework.queries.authorities import authorities
from hoanhap.casework.queries.episodes import episodes_of, timeline
from hoanhap.casework.rules.drafts import PaperDraft, StepDraft
from tests.casework.made import noon

SIGNED = {"signer_name": "Trần Văn Bình (mẫu)", "signer_position": "Chủ tịch"}
COMPLETED = date(2023, 10, 2)
TODAY = date(2026, 11, 20)
AT = noon(TODAY)


def step(kind: str, on: date, number: str = "", **more) -> StepDraft:
    return StepDraft(kind, on, paper=PaperDraft(number, **(SIGNED if number else {})), **more)


@pytest.fixture
def file(made):
    """The person, with everything recorded as it happened."""
    person = made.person()
    record_history(
        person_id=person.pk,
        kind="compulsory",
        form="facility",
        applied_on=date(2021, 8, 2),
        office_id=made.office().pk,
        history=[
            step("discovery", date(2021, 8, 2)),
            step("file", date(2021, 8, 5)),
            step("decision", date(2021, 9, 15), "11/2021/QĐ-TA", term_months=24),
            step("admission", date(2021, 9, 20), "12/BB"),
            step("escape", date(2022, 3, 1)),
            step("return", date(2022, 3, 11), "13/BB"),
            step("certificate", COMPLETED, "14/GCN", ends_as="completed"),
        ],
        reason="Hồ sơ giấy",
        scope=made.province,
        at=AT,
    )
    after = open_episode(
        person_id=person.pk,
        kind="post-rehab",
        form="residence",
        applied_on=COMPLETED,
        office_id=made.office().pk,
        opening=StepDraft("completion", COMPLETED, details={"path": "compulsory"}),
        scope=made.province,
        at=AT,
    )
    for one in (
        step("report", date(2023, 10, 5)),
        step("file", date(2023, 10, 9)),
        step("decision", date(2023, 10, 11), "15/QĐ-UBND", term_months=24),
        step("absence-unreported", date(2024, 3, 1), "16/BB", until=date(2025, 1, 25)),
        step("move", date(2025, 3, 3), details={"place": "Xã Mẫu"}),
        step("move-notice", date(2025, 3, 6), "17/TB"),
    ):
        record_step(episode_id=after.pk, step=one, scope=made.province, at=AT)
    offer = transfers.offer(
        person_id=person.pk,
        episode_id=after.pk,
        to_office_id=made.office(made.there).pk,
        moved_on=date(2025, 3, 3),
        offered_on=date(2025, 3, 7),
        reason="Chuyển nơi cư trú",
        scope=made.officer,
        at=AT,
    )
    transfers.accept(transfer_id=offer.pk, on=date(2025, 3, 10), scope=made.neighbour, at=AT)
    return person


def standing(person, on: date) -> list[tuple[str, str, bool, date | None]]:
    """Where the person stood: unit, stage, whether in, and the end of the term, for each episode."""
    rows = Phase.objects.filter(person=person, from_on__lte=on).exclude(until_on__lte=on)
    return [
        (row.unit_id, row.stage, row.is_in, row.term_ends_on)
        for row in rows.order_by("episode__opened_on", "episode_id")
        if not row.is_ended
    ]


def due(made, person, on: date) -> set[tuple[str, date | None]]:
    found = duties.standing(scope=made.province, on=on).filter(person=person)
    return set(found.values_list("code", "due_on"))


def test_the_old_term_runs_to_its_end_under_the_old_law(made, file):
    old = Episode.objects.get(person=file, kind="compulsory")

    assert (old.regime, old.closed_on) == ("compulsory-2012", COMPLETED)
    assert standing(file, date(2021, 12, 31)) == [(made.here.pk, "serving", True, date(2023, 9, 20))]
    assert standing(file, date(2022, 3, 5)) == [(made.here.pk, "escaped", True, None)]
    # Ten days on the run, from 1/3 to 10/3, do not count.
    assert standing(file, date(2022, 3, 11)) == [(made.here.pk, "serving", True, date(2023, 9, 30))]
    assert standing(file, date(2023, 9, 30))[0][1] == "awaiting-certificate"


def test_what_follows_the_old_measure_is_the_new_law(made, file):
    after = Episode.objects.get(person=file, kind="post-rehab")

    assert after.regime == "post-rehab-2021"
    assert standing(file, date(2024, 1, 1)) == [(made.here.pk, "managed", True, date(2025, 10, 2))]


def test_the_duty_of_a_post_rehab_file_arises_by_itself_and_ends_with_it(made):
    person = made.person()
    record_history(
        person_id=person.pk,
        kind="compulsory",
        form="facility",
        applied_on=date(2021, 8, 2),
        office_id=made.office().pk,
        history=[
            step("discovery", date(2021, 8, 2)),
            step("decision", date(2021, 9, 15), "21/2021/QĐ-TA", term_months=24),
            step("admission", date(2021, 9, 20), "22/BB"),
            step("certificate", COMPLETED, "23/GCN", ends_as="completed"),
        ],
        reason="Hồ sơ giấy",
        scope=made.province,
        at=AT,
    )

    assert due(made, person, date(2023, 10, 1)) == {("certify", date(2023, 9, 20))}
    # Three working days from Monday 2/10/2023, under the law of that day, though the measure was one of 2012.
    assert due(made, person, COMPLETED) == {("post-rehab-file", date(2023, 10, 5))}
    row = Duty.objects.get(person=person, code="post-rehab-file")
    assert row.regime == "compulsory-2021"

    open_episode(
        person_id=person.pk,
        kind="post-rehab",
        form="residence",
        applied_on=COMPLETED,
        office_id=made.office().pk,
        opening=StepDraft("completion", COMPLETED, details={"path": "compulsory"}),
        scope=made.province,
        at=AT,
    )
    assert "post-rehab-file" not in {code for code, _day in due(made, person, COMPLETED)}


def test_days_of_unreported_absence_move_the_end_and_the_move_does_not(made, file):
    assert standing(file, date(2024, 3, 1)) == [(made.here.pk, "managed", True, date(2026, 8, 29))]
    assert standing(file, date(2025, 3, 9)) == [(made.here.pk, "managed", True, date(2026, 8, 29))]
    assert standing(file, date(2025, 3, 10)) == [(made.there.pk, "managed", True, date(2026, 8, 29))]


def test_access_follows_the_file_and_numbers_follow_the_date(made, file):
    there, here = replace(made.neighbour, on=TODAY), replace(made.officer, on=TODAY)
    assert [one.kind for one in episodes_of(file.pk, scope=there, on=TODAY)] == ["post-rehab", "compulsory"]
    assert episodes_of(file.pk, scope=here, on=TODAY) == []
    counted = {
        unit: Phase.objects.filter(unit_id=unit, kind="post-rehab", is_in=True, from_on__lte=day)
        .exclude(until_on__lte=day)
        .count()
        for unit, day in ((made.here.pk, date(2025, 3, 9)), (made.there.pk, date(2025, 3, 10)))
    }
    assert counted == {made.here.pk: 1, made.there.pk: 1}


def test_it_ends_under_the_law_of_2026(made, file):
    after = Episode.objects.get(person=file, kind="post-rehab")
    assert due(made, file, date(2026, 8, 30)) >= {("certify", date(2026, 8, 29))}

    record_step(
        episode_id=after.pk,
        step=step("certificate", date(2026, 8, 31), "18/GCN", ends_as="completed"),
        scope=made.province,
        at=AT,
    )

    assert standing(file, date(2026, 8, 31)) == []
    last = Phase.objects.filter(episode=after).order_by("from_on").last()
    assert (last.counts_as, last.unit_id, last.from_on) == ("completed", made.there.pk, date(2026, 8, 31))
    assert authorities().holder("post-rehab-decision", date(2026, 8, 31)).office_kind == "peoples-committee"


def test_the_timeline_tells_all_of_it_in_the_words_of_each_law(made, file):
    lines = timeline(file.pk, scope=replace(made.neighbour, on=TODAY))

    assert [line.kind for line in lines][:3] == ["transfer", "move-notice", "move"]
    assert [line.kind for line in lines][-1] == "discovery"
    assert all(str(line.title) for line in lines)
    numbers = [line.paper.number for line in lines if line.paper]
    assert numbers == ["17/TB", "16/BB", "15/QĐ-UBND", "14/GCN", "13/BB", "12/BB", "11/2021/QĐ-TA"]
