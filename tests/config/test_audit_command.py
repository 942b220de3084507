"""`hoanhap audit`: verify, keep, print; and the program as its own witness."""

import json
from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from hoanhap.audit import trail
from hoanhap.config import cli, witness
from hoanhap.kit.keys import new_id
from tests.audit.test_trail import ANYONE


@pytest.fixture
def kept(own_database, tmp_path):
    path = tmp_path / "heads.jsonl"
    with override_settings(AUDIT_HEADS_FILE=path):
        yield path


def act() -> None:
    trail.record("people.person-registered", by=ANYONE, at=timezone.now(), person_id=new_id())


def asked(capsys, *words: str) -> tuple[int, str]:
    code = cli.main(["audit", *words])
    return code, capsys.readouterr().out


def test_a_whole_trail_is_told_so_and_what_was_not_kept_yet(kept, capsys):
    act()

    code, told = asked(capsys, "verify")

    assert code == 0
    assert "1 dòng nhật ký" in told
    assert "nguyên vẹn" in told
    assert "hoanhap audit keep" in told


def test_heads_are_kept_and_printed_and_a_cut_end_is_then_found(kept, capsys):
    act()
    code, told = asked(capsys, "keep", "--format", "json")
    root = json.loads(told)["root"]
    assert (code, json.loads(told)["links"]) == (0, 1)
    assert root[:8] in asked(capsys, "heads")[1]
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        for table in ("audit_entry", "audit_link"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("DELETE FROM audit_head")

    code, told = asked(capsys, "verify", "--format", "json")

    assert code == 1
    assert [one["kind"] for one in json.loads(told)["faults"]] == ["cut"]


def test_before_any_was_kept_it_says_what_to_do(kept, capsys):
    assert cli.main(["audit", "heads"]) != 0
    assert "hoanhap audit keep" in capsys.readouterr().err


def test_where_the_file_cannot_be_written_it_says_so(kept, capsys, tmp_path):
    (tmp_path / "a-file").write_text("")
    with override_settings(AUDIT_HEADS_FILE=tmp_path / "a-file" / "heads.jsonl"):
        assert cli.main(["audit", "keep"]) != 0
    assert "HOANHAP_AUDIT_HEADS" in capsys.readouterr().err


def test_the_program_keeps_heads_by_itself_when_the_last_are_old(kept):
    act()
    assert witness.keep_if_due()
    assert not witness.keep_if_due()
    act()
    with override_settings(AUDIT_HEADS_EVERY=timedelta(0)):
        assert witness.keep_if_due()
    assert len(kept.read_text().splitlines()) == 2


def test_a_witness_that_cannot_write_does_not_stop_the_pages(kept, tmp_path):
    (tmp_path / "a-file").write_text("")
    with override_settings(AUDIT_HEADS_FILE=tmp_path / "a-file" / "heads.jsonl"):
        assert not witness.keep_if_due()


def test_it_begins_with_the_first_request_and_only_once(kept):
    began = witness.Witness(lambda _environ, _start: [b"page"], pause_seconds=86_400)
    act()

    for _ in range(3):
        assert began({}, lambda *_: None) == [b"page"]

    assert began.thread is not None
    for _ in range(100):
        if kept.exists() and kept.read_text():
            break
        began.thread.join(0.1)
    assert len(kept.read_text().splitlines()) == 1
