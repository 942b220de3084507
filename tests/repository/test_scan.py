"""What `make check` looks for besides: packages that may not be built upon, secrets in files, known kinds of flaws."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from tests.repository.test_routes import ROOT


def script(name: str):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SCAN = script("scan")
CHECKS = dict(script("check").CHECKS)


def package(licence: str, name: str = "Some_Package") -> dict[str, str]:
    return {"Name": name, "Version": "1.0", "License": licence}


@pytest.mark.parametrize(
    "licence",
    [
        "GPL-3.0-or-later",
        "GNU Affero General Public License v3",
        "AGPL-3.0-only",
        "UNKNOWN",
        "Proprietary",
        "MIT AND GPL-2.0-only",
        "BUSL-1.1",
    ],
)
def test_a_package_that_binds_who_runs_it_is_refused_by_name(licence):
    assert SCAN.licences_refused([package(licence)], ["some-package"]) == [f"Some_Package 1.0: {licence}"]


@pytest.mark.parametrize(
    "licence",
    [
        "MIT",
        "BSD-3-Clause",
        "Apache-2.0 OR GPL-2.0",
        "LGPL-3.0-only",
        "Apache-2.0 AND CNRI-Python",
        "OFL-1.1",
    ],
)
def test_a_package_that_leaves_us_free_may_be_built_upon(licence):
    assert SCAN.licences_refused([package(licence)], ["some-package"]) == []


def test_tools_that_are_not_handed_on_may_have_any_licence():
    assert SCAN.licences_refused([package("GPL-3.0-or-later", "djlint")], SCAN.shipped_packages()) == []


def test_every_locked_package_of_the_program_is_known_by_name():
    assert {"django", "psycopg", "granian", "cryptography"} <= {
        one.lower() for one in SCAN.shipped_packages()
    }


PLANTED = {
    "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "a key of a cloud": "aws = 'AKIA" + "IOSFODNN7EXAMPLZ'",
    "a token": "token = 'ghp_" + "a1B2c3D4e5" * 3 + "f6G7h8'",
    "a password in an address": "url = 'postgres://an:" + "mat-khau-that@db.example.vn/x'",
    "a password by its name": "password = '" + "Xa9!kd02-mNq'",
}


@pytest.mark.parametrize("kind", PLANTED)
def test_a_planted_secret_is_found_and_not_repeated(tmp_path: Path, kind):
    file = tmp_path / "settings.py"
    file.write_text(PLANTED[kind] + "\n", encoding="utf-8")

    (found,) = SCAN.secrets_in([file])

    assert found.startswith(f"{file}:1: ")
    assert PLANTED[kind][-8:-1] not in found


def test_a_line_that_was_looked_at_is_passed_over(tmp_path: Path):
    file = tmp_path / "settings.py"
    file.write_text(PLANTED["a password by its name"] + "  # pragma: allowlist secret\n", encoding="utf-8")

    assert SCAN.secrets_in([file]) == []


def test_every_kind_of_text_that_is_tracked_is_looked_over():
    names = {str(one) for one in SCAN.tracked_files()}

    assert {"Makefile", "pyproject.toml", "hoanhap/config/settings.py", "README.md"} - names == {"Makefile"}
    assert not any(name.startswith("var/") for name in names)


@pytest.mark.parametrize(
    "flaw",
    [
        "import subprocess\nsubprocess.call('ls ' + input(), shell=True)\n",
        "import pickle\npickle.loads(input().encode())\n",
        "import ssl\nssl._create_unverified_context()\n",
        "eval(input())\n",
    ],
)
def test_a_planted_flaw_is_found_by_the_check_of_flaws(tmp_path: Path, flaw):
    file = tmp_path / "planted.py"
    file.write_text(flaw, encoding="utf-8")
    options = [one for one in CHECKS["flaws"][1:] if one.startswith("-") and one not in {"-r", "-x"}]

    told = subprocess.run(
        [Path(sys.executable).with_name("bandit"), *options, file],
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 1, told.stdout
    assert "Issue: [B" in told.stdout


def test_both_scans_are_part_of_every_check():
    assert CHECKS["licences"] == ["python", "scripts/scan.py", "licences"]
    assert CHECKS["secrets"] == ["python", "scripts/scan.py", "secrets"]
