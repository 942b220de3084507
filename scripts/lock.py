#!/usr/bin/env python3
"""Lock the packages anew: `requirements/*.in` → `*.lock`, with hashes, for every platform, without any index's name."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = Path(sys.executable).with_name("uv")
OPTIONS = [
    "--universal",
    "--generate-hashes",
    "--python-version=3.11",
    "--only-binary=:all:",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--no-emit-build-options",
    "--quiet",
]


def compile_lock(source: str, *more: str) -> None:
    """One lock file; versions already locked stay unless `--upgrade` is given."""
    target = source.replace(".in", ".lock")
    subprocess.run(
        [UV, "pip", "compile", *OPTIONS, *more, f"requirements/{source}", "-o", f"requirements/{target}"],
        cwd=ROOT,
        check=True,
        env={**os.environ, "UV_CUSTOM_COMPILE_COMMAND": "make lock"},
    )


def main() -> int:
    """The run-time lock first: the developers' lock must agree with it."""
    upgrade = ["--upgrade"] if "--upgrade" in sys.argv[1:] else []
    compile_lock("run.in", *upgrade)
    compile_lock("dev.in", "-c", "requirements/run.lock", *upgrade)
    return 0


if __name__ == "__main__":
    sys.exit(main())
