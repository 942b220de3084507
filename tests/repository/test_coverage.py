"""`docs/coverage.md` names every indicator and task of the five sources once, and nothing that does not exist."""

import re
from pathlib import Path

import pytest
from django.urls import get_resolver

from hoanhap.config.commands import __path__ as commands
from hoanhap.programme.queries.measures import MEASURES

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = {
    *(f"QN-I{n}" for n in range(1, 6)),
    *(f"QN-T{n}" for n in range(1, 25)),
    *(f"DT-I{n}" for n in range(1, 11)),
    *(f"DT-T{n}" for n in range(1, 17)),
    *(f"HN-I{n}" for n in range(1, 11)),
    *(f"HN-T{n}" for n in range(1, 12)),
    *(f"VP-I{n}" for n in range(1, 9)),
    *(f"VP-T{n}" for n in range(1, 13)),
    *(f"TQ-I{n}" for n in range(1, 9)),
    *(f"TQ-T{n}" for n in range(1, 8)),
}
LINE = re.compile(r"^\| ([A-Z]{2}-[IT]\d+) \| (.+?) \| (.+?) \| ?(.*?) ?\|$")
STATE = re.compile(r"done|(?:part|open) #[3-8]")
NAMED = re.compile(r"`([^`]*)`")


def lines():
    text = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    return [found.groups() for line in text.splitlines() if (found := LINE.match(line))]


def exists(name):
    kind, _, what = name.partition(":")
    match kind:
        case "page":
            return what in get_resolver().reverse_dict
        case "command":
            return any(
                (Path(folder) / f"{what.replace('-', '_')}{end}.py").is_file()
                for folder in commands
                for end in ("", "_")
            )
        case "file":
            return (ROOT / what).is_file()
        case "measure":
            return what in MEASURES
    return False


def test_every_indicator_and_task_stands_there_exactly_once():
    found = [code for code, *_ in lines()]

    assert len(found) == len(set(found))
    assert set(found) == EXPECTED
    text = (ROOT / "docs" / "coverage.md").read_text(encoding="utf-8")
    assert len(found) == len(re.findall(r"^\| [A-Z]{2}-", text, re.MULTILINE))


@pytest.mark.parametrize("line", lines(), ids=lambda line: line[0])
def test_the_state_is_clear_and_everything_named_exists(line):
    _code, asked, state, where = line
    named = NAMED.findall(where)

    assert asked.strip()
    assert STATE.fullmatch(state)
    assert bool(named) == (not state.startswith("open")), (
        "what is open names nothing; what is there says where"
    )
    assert [name for name in named if not exists(name)] == []


@pytest.mark.parametrize(
    "name", ["page:nowhere", "command:nothing", "file:docs/none.md", "measure:none", "other:x"]
)
def test_what_does_not_exist_is_found_out(name):
    assert not exists(name)
