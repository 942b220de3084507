"""Generated secrets: kept whole, made once, and refused where others of the machine can reach them."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from hoanhap.config.errors import PlatformError
from hoanhap.config.secrets import Secrets


@pytest.fixture
def secrets(tmp_path: Path) -> Secrets:
    return Secrets(tmp_path / "secrets")


def test_a_secret_is_made_once_and_its_file_is_the_owner_s_alone(secrets):
    made = secrets.make("a-key")

    assert len(made) >= 43
    assert secrets.make("a-key") == secrets.read("a-key") == made
    assert (secrets.folder / "a-key").stat().st_mode & 0o777 == 0o600
    assert secrets.folder.stat().st_mode & 0o777 == 0o700


def test_many_who_make_it_at_once_agree_on_one(secrets):
    with ThreadPoolExecutor(16) as pool:
        made = set(pool.map(lambda _: secrets.make("a-key"), range(64)))

    assert len(made) == 1


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o606, 0o622, 0o777])
def test_a_file_that_others_can_reach_is_refused_with_what_to_do(secrets, mode):
    secrets.make("a-key")
    (secrets.folder / "a-key").chmod(mode)

    with pytest.raises(PlatformError) as refused:
        secrets.read("a-key")

    assert f"chmod -R go-rwx {secrets.folder}" in refused.value.message
    with pytest.raises(PlatformError):
        secrets.make("a-key")


def test_after_it_is_closed_again_it_is_read(secrets):
    made = secrets.make("a-key")
    file = secrets.folder / "a-key"
    file.chmod(0o644)
    file.chmod(0o600)

    assert secrets.read("a-key") == made


def test_one_that_was_never_made_is_none(secrets):
    assert secrets.read("a-key") is None
    assert not secrets.has("a-key")
