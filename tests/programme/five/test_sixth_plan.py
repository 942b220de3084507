"""A plan that nobody here had seen, written from the how-to alone, loads and runs without a line of code."""

import json
from pathlib import Path

import pytest

from hoanhap.config import cli

FILE = Path(__file__).parents[1] / "sixth" / "plan.yaml"

pytestmark = pytest.mark.usefixtures("provinces")


def test_a_plan_written_from_the_how_to_loads_once_and_its_scorecard_runs(capsys):
    def said(*arguments):
        assert cli.main([*arguments, "--format", "json"]) == 0
        return json.loads(capsys.readouterr().out)

    assert said("plan", "check", str(FILE)) == {
        "code": "quang-nam-cuoi-nam-2024",
        "number": "88/KH-UBND (mẫu)",
        "targets": 7,
        "tasks": 2,
        "change": "none",
    }
    assert said("plan", "load", str(FILE))["change"] == "issued"
    assert said("plan", "load", str(FILE))["change"] == "same"

    rows = said("scorecard", "quang-nam-cuoi-nam-2024", "--on", "2024-12-31")["rows"]
    told = [(row["target_code"], row["numerator"], row["denominator"], row["verdict"]) for row in rows]
    assert told == [
        # 57 users of the province, all counselled; 40 in post-rehab management are no dependents either.
        ("tu-van", 57, 97, "met"),
        ("lanh-dao", 10, 10, "met"),
        ("tuyen-truyen", 0, None, "missed"),
        ("mo-hinh", 0, 241, "missed"),
        ("that-thoat", 0, None, "met"),
        ("giao", 0, None, "not-enough-data"),
        ("ho-so", 718, None, "watched"),
    ]


def test_what_was_written_comes_out_again_as_the_same_plan(capsys, tmp_path):
    assert cli.main(["plan", "load", str(FILE)]) == 0
    out = tmp_path / "again.yaml"
    assert cli.main(["plan", "export", "quang-nam-cuoi-nam-2024", "--out", str(out)]) == 0
    capsys.readouterr()

    assert cli.main(["plan", "load", str(out), "--format", "json"]) == 0

    assert json.loads(capsys.readouterr().out)["change"] == "same"
