#!/usr/bin/env python3
"""Publish definitions: note the hash of each file under `definitions/` that is not in PUBLISHED.lock yet.

A published definition is never edited: people's episodes are pinned to it, and old reports were made with it. A change
of the law is a new edition in a new file. `tests/repository/test_definitions.py` compares.

    python scripts/publish.py            list what is not published yet
    python scripts/publish.py FILE …     publish these
    python scripts/publish.py --all      publish everything that is not published yet
"""

import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "definitions"
LOCK = FOLDER / "PUBLISHED.lock"
KINDS = {".yaml", ".csv", ".typ", ".docx"}
HEAD = "# Published definitions: sha256 and file. Never edited by hand; see scripts/publish.py.\n"


def candidates() -> list[str]:
    """Every definition, by its path inside `definitions/`."""
    return sorted(
        path.relative_to(FOLDER).as_posix()
        for path in FOLDER.rglob("*")
        if path.is_file() and path.suffix in KINDS
    )


def fingerprint(name: str) -> str:
    """The hash of one definition."""
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()


def published() -> dict[str, str]:
    """What the lock holds."""
    if not LOCK.exists():
        return {}
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    pairs = (line.split(maxsplit=1) for line in lines if line and not line.startswith("#"))
    return {name: digest for digest, name in pairs}


def main() -> int:
    """Add; never change."""
    known = published()
    new = [name for name in candidates() if name not in known]
    wanted = sys.argv[1:]
    if not wanted:
        print("\n".join(new) if new else "Everything is published.")
        return 0
    chosen = new if wanted == ["--all"] else [name.removeprefix("definitions/") for name in wanted]
    for name in chosen:
        if name in known:
            print(f"{name} is published already: make a new edition in a new file.")
            return 1
        if not (FOLDER / name).is_file():
            print(f"definitions/{name} does not exist.")
            return 1
        known[name] = fingerprint(name)
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(known.items()))
    LOCK.write_text(HEAD + lines, encoding="utf-8")
    print(f"Published: {len(chosen)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
