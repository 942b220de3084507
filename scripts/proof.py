#!/usr/bin/env python3
"""Show again each thing the program promises, as a stranger would check it: from an empty folder, by its commands.

Prints a table and writes `var/proof/proof.json`. Each line is either seen to be so in this run or it fails.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
FIGURES = {
    "participants": 24,
    "certified": 22,
    "breached": 2,
    "in_progress": 0,
    "communes_selected": 10,
    "communes_implementing": 10,
}
REPORT = (
    *("report", "home-rehab-results", "--area", "Vĩnh Phúc"),
    *("--from", "2017-05-15", "--to", "2018-06-21"),
)
# What a command cannot show in a minute is shown by tests, named here by what they prove.
PROVEN_BY_TESTS = {
    "killed servers lose nothing, two starts at once, stale files, full disks": [
        "tests/config/test_server.py"
    ],
    "the program's role owns nothing and cannot change a register": ["tests/repository/test_rights.py"],
    "every address asks for a power": ["tests/repository/test_routes.py"],
    "ugly lists: good rows in, bad rows explained, nothing half written": [
        "tests/exchange",
        "--ignore=tests/exchange/test_killed.py",
        "--ignore=tests/exchange/operations/test_resuming.py",
    ],
    "killed in the middle of an import, nothing is half written and it goes on": [
        "tests/exchange/test_killed.py",
        "tests/exchange/operations/test_resuming.py",
    ],
    "killed in the middle of loading a plan, nothing of it is there, and loading it again makes it whole": [
        "tests/config/test_plan_killed.py"
    ],
    "a database of the first house becomes, row by row and right by right, what a fresh one is": [
        "tests/config/test_migrating.py"
    ],
    "every indicator of the plans equals a naive count, on the made-up provinces and on 200 random lives": [
        "tests/programme/five",
        "tests/programme/naive",
    ],
    "a commune officer sees nobody of the next commune": [
        "tests/web/test_the_next_commune.py",
        "tests/access",
        "tests/people",
        "tests/web",
    ],
    "1,000 random pairs of files are merged and parted again, and nothing is lost": [
        "tests/people/operations/test_merging_any_two.py",
        "tests/repository/test_merging.py",
    ],
    "what was said at a moment is said of it ever after, in 30 random histories": [
        "tests/config/test_as_known_on_any_day.py",
        "tests/config/test_known_ways.py",
        "tests/repository/test_knowing.py",
    ],
    "every deadline of the table that a lawyer can read, by the calendar and by the published regimes": [
        "tests/casework/test_deadlines.py"
    ],
    "a million random steps of stock book and window are taken or refused as plain sums foretell": [
        "tests/treatment/over_time",
        "tests/medicine/operations/test_stock_over_time.py",
    ],
    "64 workers at two sites give exactly one dose, 1,000 times; 32 race for the last 10 mg": [
        "tests/treatment/operations/test_dosing_races.py"
    ],
    "200 times killed while doses are given, web or database: what was acknowledged is there, once": [
        "tests/treatment/test_killed_while_dosing.py"
    ],
    "500 wrong doses are stopped or wait for a second doctor": [
        "tests/treatment/operations/test_wrong_doses.py"
    ],
    "the figures follow the records": ["tests/reporting"],
    "the work in a real browser": ["tests/journeys"],
}


@dataclass(frozen=True)
class Shown:
    """One promise and what was seen."""

    promise: str
    holds: bool
    seen: str
    seconds: float


class Proof:
    """A fresh installation under a temporary folder, and what was seen of it."""

    def __init__(self, var: Path) -> None:
        self.shown: list[Shown] = []
        self.environment = {**os.environ, "HOANHAP_VAR": str(var), "HOANHAP_LANG": "en", "NO_COLOR": "1"}
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DJANGO_SETTINGS_MODULE"):
            self.environment.pop(name, None)

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A program of the environment."""
        return subprocess.run(
            [str(BIN / command[0]), *command[1:]],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def show(self, promise: str, look: Callable[[], tuple[bool, str]]) -> None:
        """Look, and say so at once."""
        began = time.monotonic()
        try:
            holds, seen = look()
        except Exception as trouble:  # one promise that cannot be shown must not hide the others
            holds, seen = False, repr(trouble)
        line = Shown(promise, holds, seen, round(time.monotonic() - began, 1))
        self.shown.append(line)
        print(
            f"{'holds' if holds else 'FAILS'}  {line.seconds:6.1f} s  {promise}\n                  {seen}",
            flush=True,
        )

    def demo(self, limit: float) -> tuple[bool, str]:
        """`hoanhap demo --no-serve` within so many seconds."""
        began = time.monotonic()
        done = self.run("hoanhap", "demo", "--no-serve")
        took = time.monotonic() - began
        return (
            done.returncode == 0 and took < limit,
            f"exit {done.returncode}, {took:.1f} s of {limit:.0f}"
            + ("" if done.returncode == 0 else f": {done.stderr.strip()[-300:]}"),
        )

    def doctor(self) -> tuple[bool, str]:
        """`hoanhap doctor`."""
        done = self.run("hoanhap", "doctor")
        return done.returncode == 0, done.stdout.strip().splitlines()[-1]

    def report(self) -> tuple[bool, str]:
        """The figures of the source, computed from records."""
        done = self.run("hoanhap", *REPORT, "--format", "json")
        if done.returncode:
            return False, done.stderr.strip()[-300:]
        found = json.loads(done.stdout)
        flat = {**found, **found.get("figures", {})} if isinstance(found.get("figures"), dict) else found
        figures = {name: flat.get(name) for name in FIGURES}
        return figures == FIGURES, ", ".join(f"{name} {value}" for name, value in figures.items())

    def papers(self, folder: Path) -> tuple[bool, str]:
        """The report as the files an office sends."""
        made = []
        for suffix, begins in ((".docx", b"PK"), (".pdf", b"%PDF"), (".xlsx", b"PK")):
            file = folder / f"report{suffix}"
            self.run("hoanhap", *REPORT, "--out", str(file))
            if file.is_file() and file.read_bytes().startswith(begins):
                made.append(f"{file.name} {file.stat().st_size // 1000 or 1} kB")
        return len(made) == 3, ", ".join(made)

    def mutants(self) -> tuple[bool, str]:
        """The deadline code, changed in one place at a time: its tests notice nine times of ten."""
        done = self.run("python", "scripts/mutants.py")
        return done.returncode == 0, done.stdout.strip().splitlines()[-1] if done.stdout else done.stderr[
            -300:
        ]

    def tests(self, paths: list[str]) -> tuple[bool, str]:
        """Tests that prove a promise; a promise whose tests were not found or all skipped does not hold."""
        named = [path.removeprefix("--ignore=") for path in paths]
        missing = [path for path in named if not (ROOT / path).exists()]
        if missing:
            return False, f"not there: {', '.join(missing)}"
        environment = {name: value for name, value in self.environment.items() if name != "HOANHAP_VAR"}
        environment["HOANHAP_MERGE_PAIRS"] = "1000"
        environment["HOANHAP_HISTORIES"] = "30"
        environment["HOANHAP_EXAMPLES"] = "200"
        environment["HOANHAP_LONG_WAY"] = "yes"
        environment["HOANHAP_STEPS"] = "1000000"
        environment["HOANHAP_RACES"] = "1000"
        environment["HOANHAP_KILLS"] = "200"
        environment["HOANHAP_WRONG_DOSES"] = "100"
        done = subprocess.run(
            [str(BIN / "pytest"), "-q", *paths],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr.strip()[-300:]
        return done.returncode == 0 and " passed" in last, last


def main() -> int:
    """Commands first, then the tests."""
    var = Path(tempfile.mkdtemp(prefix="hoanhap-proof-"))
    var.chmod(0o755)
    proof = Proof(var)
    try:
        proof.show("from nothing to a loaded demo within three minutes", lambda: proof.demo(180))
        proof.show("a second time within ten seconds", lambda: proof.demo(10))
        proof.show("the installation is healthy", proof.doctor)
        proof.show("the report says what the source says, computed from records", proof.report)
        proof.show("the report as .docx, .pdf and .xlsx", lambda: proof.papers(var))
    finally:
        proof.run("hoanhap", "database", "stop")
        shutil.rmtree(var, ignore_errors=True)
    for promise, paths in PROVEN_BY_TESTS.items():
        proof.show(promise, lambda paths=paths: proof.tests(paths))  # type: ignore[misc]
    proof.show("changes of the deadline code are noticed, at least 90 %", proof.mutants)
    target = ROOT / "var" / "proof" / "proof.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps([asdict(line) for line in proof.shown], indent=2, ensure_ascii=False) + "\n")
    failed = sum(not line.holds for line in proof.shown)
    print(f"{len(proof.shown) - failed} of {len(proof.shown)} promises hold.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
