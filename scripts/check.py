#!/usr/bin/env python3
"""Everything a machine can check without running the program: style, types, flaws, licences, secrets, words, tables.

All checks run, also after one has failed; the end says which.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PAGES = "hoanhap/web/templates"

CHECKS: tuple[tuple[str, list[str]], ...] = (
    ("style", ["ruff", "check", "--output-format", "concise", "."]),
    ("format", ["ruff", "format", "--check", "--output-format", "concise", "."]),
    ("contracts", ["lint-imports", "--no-cache"]),
    ("types", ["mypy"]),
    ("templates", ["djlint", PAGES, "--lint", "--quiet"]),
    (
        "flaws",
        ["bandit", "-q", "-ll", "-ii", "-r", "hoanhap", "scripts", "manage.py", "-x", "*/migrations/*"],
    ),
    ("licences", ["python", "scripts/scan.py", "licences"]),
    ("secrets", ["python", "scripts/scan.py", "secrets"]),
    ("django", ["python", "manage.py", "check", "--fail-level", "WARNING"]),
    ("words", ["python", "scripts/messages.py", "check"]),
    (
        "promises",
        ["pytest", "-q", "tests/repository/test_files.py", "tests/repository/test_models.py"],
    ),
)


def main() -> int:
    """Run all, or those named on the command line."""
    wanted = set(sys.argv[1:])
    unknown = wanted - {name for name, _ in CHECKS}
    if unknown:
        print(f"Unknown: {', '.join(sorted(unknown))}. Known: {', '.join(name for name, _ in CHECKS)}")
        return 2
    failed = []
    for name, command in CHECKS:
        if wanted and name not in wanted:
            continue
        began = time.monotonic()
        done = subprocess.run(
            [str(BIN / command[0]), *command[1:]],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "NO_COLOR": "1"},
        )
        mark = "ok  " if done.returncode == 0 else "FAIL"
        print(f"{mark}  {name:<10} {time.monotonic() - began:5.1f} s", flush=True)
        if done.returncode:
            failed.append(name)
            print((done.stdout + done.stderr).strip()[-6000:], flush=True)
    if failed:
        print(f"Failed: {', '.join(failed)}. “make fix” repairs what a machine can repair.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
