"""What was published stays as it was: episodes are pinned to it, and old reports were made with it."""

import subprocess
import sys

from scripts import publish


def test_no_published_definition_was_changed_or_removed():
    here = set(publish.candidates())
    known = publish.published()

    assert set(known) - here == set(), "published, then removed"
    assert [name for name, digest in known.items() if publish.fingerprint(name) != digest] == []


def test_publishing_notes_new_files_and_refuses_known_ones(tmp_path, monkeypatch, capsys):
    (tmp_path / "regimes").mkdir()
    (tmp_path / "regimes" / "one.yaml").write_text("code: one\n")
    monkeypatch.setattr(publish, "FOLDER", tmp_path)
    monkeypatch.setattr(publish, "LOCK", tmp_path / "PUBLISHED.lock")
    monkeypatch.setattr(sys, "argv", ["publish.py", "--all"])

    assert publish.main() == 0
    assert publish.published() == {"regimes/one.yaml": publish.fingerprint("regimes/one.yaml")}
    (tmp_path / "regimes" / "one.yaml").write_text("code: changed\n")
    monkeypatch.setattr(sys, "argv", ["publish.py", "definitions/regimes/one.yaml"])
    assert publish.main() == 1
    assert publish.published()["regimes/one.yaml"] != publish.fingerprint("regimes/one.yaml")
    assert "new edition" in capsys.readouterr().out


def test_the_script_lists_what_is_not_published():
    done = subprocess.run([sys.executable, publish.__file__], capture_output=True, text=True, check=True)

    listed = set(done.stdout.split("\n")) - {"", "Everything is published."}
    assert listed == set(publish.candidates()) - set(publish.published())
