#!/usr/bin/env python3
"""What must not be in the house: packages under licences that we may not build upon, and secrets in tracked files.

    scan.py licences        the packages that the program runs on, as `requirements/run.lock` names them
    scan.py secrets [FILE…] tracked files (or these), with detect-secrets, which asks no network here

A line that only looks like a secret carries `pragma: allowlist secret` and says so to who reviews it.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

ALLOWED = re.compile(
    r"(Apache|BSD|MIT|ISC|PSF|Python Software Foundation|MPL|Mozilla Public|OFL|CNRI|Unlicense|Zlib|PostgreSQL|LGPL)",
    re.IGNORECASE,
)
"""Licences that ask nothing of who runs or changes the program. LGPL: psycopg, which is used as a library and unchanged."""
REFUSED = re.compile(r"\b(A?GPL|SSPL|BUSL|Commons Clause|Proprietary|Commercial)", re.IGNORECASE)

LOOKED_OVER = (
    ".py",
    ".toml",
    ".yaml",
    ".yml",
    ".md",
    ".html",
    ".js",
    ".json",
    ".sh",
    ".cfg",
    ".ini",
    ".env",
    ".pem",
    ".txt",
)
NOT_READ = ("requirements/", "tests/programme/golden/", "definitions/units/", "docs/screenshots/")
"""Hashes of packages, figures and pictures: every line of theirs looks random."""

# Long random text, keys by their form, passwords by the name of what they are given to.
PLUGINS = [
    {"name": name}
    for name in (
        "AWSKeyDetector",
        "ArtifactoryDetector",
        "AzureStorageKeyDetector",
        "BasicAuthDetector",
        "CloudantDetector",
        "DiscordBotTokenDetector",
        "GitHubTokenDetector",
        "GitLabTokenDetector",
        "JwtTokenDetector",
        "MailchimpDetector",
        "NpmDetector",
        "OpenAIDetector",
        "PrivateKeyDetector",
        "PypiTokenDetector",
        "SendGridDetector",
        "SlackDetector",
        "StripeDetector",
        "TelegramBotTokenDetector",
        "TwilioKeyDetector",
    )
]
NAMED = [{"name": "KeywordDetector"}]
"""Only for the program itself: tests sign in with made-up passwords, each of which would be found."""


def licences_refused(packages: Iterable[dict[str, str]], shipped: Iterable[str]) -> list[str]:
    """The packages of those shipped whose licence is not allowed, each with it. Names are compared as pip does."""
    wanted = {_plain(name) for name in shipped}
    return [
        f"{one['Name']} {one['Version']}: {one['License']}"
        for one in packages
        if _plain(one["Name"]) in wanted and not _is_allowed(one["License"])
    ]


def _is_allowed(licence: str) -> bool:
    # "A OR B" and "A; B" leave the choice: one that is allowed is enough. "A AND B" binds to both.
    return any(
        all(
            ALLOWED.search(part) and not REFUSED.search(part.replace("LGPL", ""))
            for part in choice.split(" AND ")
        )
        for choice in re.split(r" OR |;", licence)
    )


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def shipped_packages() -> list[str]:
    """The names in the lock of what the program runs on."""
    text = (ROOT / "requirements" / "run.lock").read_text(encoding="utf-8")
    return re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==", text, re.MULTILINE)


def secrets_in(files: Sequence[Path]) -> list[str]:
    """`file:line: kind` of all that looks like a secret; never the secret itself."""
    from detect_secrets.core.secrets_collection import SecretsCollection
    from detect_secrets.settings import transient_settings

    found = []
    for plugins, those in (
        (PLUGINS + NAMED, [one for one in files if not _is_of_tests(one)]),
        (PLUGINS, [one for one in files if _is_of_tests(one)]),
    ):
        held = SecretsCollection()
        with transient_settings({"plugins_used": plugins, "filters_used": FILTERS}):
            for file in those:
                held.scan_file(str(file))
        found += [f"{name}:{secret.line_number}: {secret.type}" for name, secret in held]
    return sorted(found)


FILTERS = [
    {"path": f"detect_secrets.filters.{name}"}
    for name in (
        "allowlist.is_line_allowlisted",
        "heuristic.is_indirect_reference",
        "heuristic.is_templated_secret",
        "heuristic.is_prefixed_with_dollar_sign",
        "heuristic.is_not_alphanumeric_string",
    )
]


def _is_of_tests(file: Path) -> bool:
    return "tests" in file.parts


def tracked_files() -> list[Path]:
    """The tracked files that hold text written by somebody."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    return [
        Path(name)
        for name in listed.split("\0")
        if name.endswith(LOOKED_OVER) and not name.startswith(NOT_READ) and (ROOT / name).is_file()
    ]


def main(asked: list[str]) -> int:
    """0 where nothing was found, 1 with a line for each find, 2 when asked for something unknown."""
    match asked:
        case ["licences"]:
            command = [str(Path(sys.executable).with_name("pip-licenses")), "--format=json"]
            told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
            found = licences_refused(told, shipped_packages())
        case ["secrets", *files]:
            found = secrets_in([Path(name) for name in files] or tracked_files())
        case _:
            print(__doc__)
            return 2
    print("\n".join(found) or "Nothing found.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
