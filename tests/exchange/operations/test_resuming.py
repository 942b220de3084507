"""A program that is killed in the middle leaves nothing half entered, and goes on where it stopped."""

import os
import signal
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
from django.db import connection, connections

from hoanhap.casework.models import Episode, Step
from hoanhap.community.models import Assignment, Contact
from hoanhap.exchange.models import Batch, BatchRow
from hoanhap.exchange.operations import checking, entering, participants
from hoanhap.exchange.operations.holding import Busy, held
from hoanhap.exchange.operations.staging import stage
from hoanhap.people.models import Identifier, Person
from tests.exchange.made import AT, FINISHED, GOOD, ROOT, good, written

ROWS = 5 * entering.AT_A_TIME
WHOLE = {key: value for key, value in FINISHED.items() if key not in GOOD}


def finished(index: int) -> dict:
    """A row with every step, so that there is a middle to be killed in."""
    numbers = {"hand_over_number": f"{index + 1}/BB", "certificate_number": f"{index + 1}/GCN"}
    return good(index, **(WHOLE | numbers))


def url_of(database: str) -> str:
    """The address under which another process reaches the database of this test."""
    from hoanhap.config.database import APP, sign_in

    given = sign_in(APP)
    return (
        f"postgresql://{quote(given.user)}:{quote(given.password)}@/{database}"
        f"?host={quote(given.host, safe='')}&port={given.port}"
    )


def command(database: str, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "hoanhap.config.cli", "import", *words, "--format", "json"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url_of(database), "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def whole_or_nothing() -> tuple[int, int]:
    """Every row is entered with all its facts or with none; returns how many people there are, of how many rows."""
    entered = set(BatchRow.objects.filter(state="committed").values_list("person_id", flat=True))
    people = set(Person.objects.values_list("pk", flat=True))
    assert entered == people
    for person in people:
        assert Identifier.objects.filter(person=person).count() == 1
        assert Episode.objects.filter(person=person).count() == 1
        assert Step.objects.filter(person=person).count() == 7
        assert Contact.objects.filter(person=person).count() == 2
        assert Assignment.objects.filter(person=person).count() == 1
    return len(people), BatchRow.objects.count()


@pytest.mark.slow
def test_killed_in_the_middle_of_entering_it_resumes_and_nothing_is_half_written(
    own_database, province, tmp_path
):
    path = written(tmp_path / "a.xlsx", [finished(index) for index in range(ROWS)])
    running = command(own_database, "participants", str(path))
    deadline = time.monotonic() + 120
    while BatchRow.objects.filter(state="committed").count() < entering.AT_A_TIME:
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)

    running.send_signal(signal.SIGKILL)
    running.communicate()
    people, rows = whole_or_nothing()
    assert entering.AT_A_TIME <= people < rows == ROWS
    assert Batch.objects.get().state == "committing"

    resumed = command(own_database, "resume")
    out, err = resumed.communicate(timeout=240)
    assert resumed.returncode == 0, (out, err)
    assert whole_or_nothing() == (ROWS, ROWS)
    assert Batch.objects.get().state == "committed"

    again = command(own_database, "participants", str(path))
    out, err = again.communicate(timeout=120)
    assert again.returncode == 0, (out, err)
    assert whole_or_nothing() == (ROWS, ROWS)


def test_a_row_that_fails_in_its_last_step_leaves_nothing_and_spoils_nobody(province, tmp_path, monkeypatch):
    from hoanhap.exchange.operations import support
    from hoanhap.kit.errors import Problem, Refused

    real = support.record_support

    def failing(told, **given):
        real(told, **given)
        if any(one.proposal.numbers[0].number == "000000002" for one in told):
            raise Refused(Problem("x", "Thử lỗi sau khi đã ghi"))

    monkeypatch.setattr(support, "record_support", failing)
    path = written(tmp_path / "a.xlsx", [finished(index) for index in range(3)])

    outcome = participants.import_file(path, scope=province.officer, at=AT)

    assert (outcome.counts.committed, outcome.counts.refused) == (2, 1)
    assert [(row.number, row.findings[-1].wrong) for row in outcome.rows] == [(3, "Thử lỗi sau khi đã ghi")]
    assert whole_or_nothing() == (2, 3)


def test_two_rows_with_one_decision_number_are_told_apart(province, tmp_path):
    path = written(tmp_path / "a.xlsx", [finished(0), finished(1) | {"decision_number": "1/qđ-ubnd"}])

    outcome = participants.import_file(path, scope=province.officer, at=AT)

    assert [
        (row.number, finding.code, finding.stands) for row in outcome.rows for finding in row.findings
    ] == [(3, "paper-twice", "1/qđ-ubnd")]
    assert whole_or_nothing() == (1, 2)


def test_a_number_that_was_given_before_is_refused_by_the_database_and_said(province, tmp_path):
    for name, row in (("a", finished(0)), ("b", finished(1) | {"decision_number": "1/QĐ-UBND"})):
        path = written(tmp_path / f"{name}.xlsx", [row])
        outcome = participants.import_file(path, scope=province.officer, at=AT)

    assert (outcome.counts.committed, outcome.counts.refused) == (0, 1)
    assert [finding.code for finding in outcome.rows[0].findings] == ["not-entered"]
    assert whole_or_nothing() == (1, 2)


def test_checking_goes_on_where_it_stopped(province, tmp_path):
    rows = [good(index) for index in range(checking.AT_A_TIME)] + [
        good(3, decision_number="999/QĐ-UBND", address="")
    ]
    batch = stage(path=written(tmp_path / "a.xlsx", rows), file_name="a.xlsx", scope=province.officer, at=AT)

    left = checking.check(batch_id=batch.pk, scope=province.officer, at=AT, seconds=0)
    assert (left, Batch.objects.get().state) == (1, "reading")
    assert checking.check(batch_id=batch.pk, scope=province.officer, at=AT) == 0

    last = BatchRow.objects.order_by("number").last()
    # The person of row 5 was read by the first call; the second still knows them.
    assert (last.state, [problem["code"] for problem in last.problems]) == ("question", ["row-like"])


def test_entering_in_slices_ends_with_everybody(province, tmp_path):
    count = 2 * entering.AT_A_TIME + 5
    path = written(tmp_path / "a.xlsx", [good(index) for index in range(count)])
    batch = stage(path=path, file_name="a.xlsx", scope=province.officer, at=AT)
    checking.check(batch_id=batch.pk, scope=province.officer, at=AT)

    slices = 0
    while entering.enter(batch_id=batch.pk, scope=province.officer, at=AT, seconds=0).ready:
        slices += 1
        assert Batch.objects.get().state == "committing"

    assert (slices, Person.objects.count(), Batch.objects.get().state) == (2, count, "committed")


def test_a_list_that_was_not_checked_to_the_end_is_not_entered(province, tmp_path):
    batch = stage(path=written(tmp_path / "a.xlsx", [good(0)]), file_name="a", scope=province.officer, at=AT)

    with pytest.raises(entering.NotYet):
        entering.enter(batch_id=batch.pk, scope=province.officer, at=AT)

    assert Person.objects.count() == 0


def test_a_second_window_is_told_to_wait(own_database, province, tmp_path):
    batch = stage(path=written(tmp_path / "a.xlsx", [good(0)]), file_name="a", scope=province.officer, at=AT)
    checking.check(batch_id=batch.pk, scope=province.officer, at=AT)
    refused: list[Exception] = []

    def other_window() -> None:
        try:
            entering.enter(batch_id=batch.pk, scope=province.officer, at=AT)
        except Busy as busy:
            refused.append(busy)
        finally:
            connections.close_all()

    import threading

    with held(batch.pk, scope=province.officer):
        window = threading.Thread(target=other_window)
        window.start()
        window.join(timeout=30)

    assert [type(one) for one in refused] == [Busy]
    assert Person.objects.count() == 0
    assert not connection.in_atomic_block
