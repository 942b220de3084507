"""`hoanhap regimes …` and `hoanhap casework rebuild`, and what the doctor says of rows that are not what the rules say."""

import json
from datetime import date

import pytest
from django.conf import settings
from django.utils import timezone, translation

from hoanhap.audit.models import Entry
from hoanhap.casework.models import Duty, RegimeEdition
from hoanhap.casework.queries import law
from hoanhap.config import cli, health, words
from tests.casework import walks
from tests.web.desk import Desk

FILE = settings.DEFINITIONS / "regimes" / "home-community-2026.1.yaml"


@pytest.fixture(autouse=True)
def language(monkeypatch):
    monkeypatch.delenv("HOANHAP_LANG", raising=False)
    monkeypatch.setattr(words, "_chosen", None)
    with translation.override("vi"):
        yield


@pytest.fixture
def desk(db) -> Desk:
    desk = Desk()
    desk.decided = walks.decided(desk, walks.registered(desk))
    return desk


def told(capsys, *arguments, code=0):
    assert cli.main([*arguments, "--format", "json"]) == code
    return json.loads(capsys.readouterr().out)


def test_every_edition_is_listed_with_the_day_until_which_it_takes_new_episodes(desk, capsys):
    found = {(one["code"], one["edition"]): one for one in told(capsys, "regimes", "list")["editions"]}
    assert set(found) == set(law.shipped())
    assert found["home-community-2021", 1]["until"] == "2026-07-01"
    assert found["home-community-2026", 1]["published_here"] is False


def test_one_edition_is_shown_with_what_it_leaves_open(desk, capsys):
    found = told(capsys, "regimes", "show", "home-community-2026")
    parts = [part for section in found["sections"] for part in section["parts"]]
    assert {part["code"] for part in parts if part["left_open"]} >= {"receive", "begin"}
    assert cli.main(["regimes", "show", "nothing"]) == 1


def test_a_file_is_checked_and_each_mistake_said_with_its_line(desk, capsys, tmp_path):
    assert told(capsys, "regimes", "check", str(FILE)) == {"right": True, "problems": []}
    wrong = tmp_path / "x.yaml"
    text = FILE.read_text(encoding="utf-8")
    wrong.write_text(text.replace("  years: 12", "  years: nhiều", 1), encoding="utf-8")
    line = text[: text.index("  years: 12")].count("\n") + 1
    found = told(capsys, "regimes", "check", str(wrong), code=1)
    assert [f"{line}" in problem and "years" in problem for problem in found["problems"]] == [True]
    assert cli.main(["regimes", "check", str(tmp_path / "none.yaml")]) == 1


def test_a_file_is_tried_out_and_published(desk, capsys, tmp_path):
    today = timezone.localdate()
    asked = [str(FILE), "--on", "2026-11-01", "--takes-over"]
    tried = told(capsys, "regimes", "simulate", *asked)
    assert (tried["dates"], tried["changes"]) == (0, [])
    assert not RegimeEdition.objects.exists()

    made = told(capsys, "regimes", "publish", *asked, "--document", "01/2026/NĐ-MAU")

    assert (made["code"], made["edition"]) == ("home-community-2026", 101)
    assert law.law().regime("home-community-2026", 101).in_force.from_on == date(2026, 11, 1)
    assert RegimeEdition.objects.get().document_on == min(date(2026, 11, 1), today)
    assert Entry.objects.filter(kind="casework.edition-published", account_name="operator").count() == 1


def test_rows_that_are_not_what_the_rules_say_are_found_and_rebuilt(desk, capsys):
    [check] = health._casework()
    assert (check.state, check.facts) == (health.State.RIGHT, {"looked_at": 1})
    Duty.objects.filter(episode=desk.decided).update(due_on=date(2099, 1, 1))

    [check] = health._casework()
    assert (check.state, check.facts["wrong"]) == (health.State.WRONG, [str(desk.decided.pk)])
    assert told(capsys, "casework", "rebuild") == {"episodes": 1}
    [check] = health._casework()
    assert check.state is health.State.RIGHT
