"""Who signs in where: the rules of DATABASE_URL and DATABASE_OWNER_URL, on a server of their own."""

import json
import os
import subprocess
import sys
from urllib.parse import quote

import pytest

from hoanhap.config import database, roles
from hoanhap.config.errors import PlatformError
from hoanhap.config.postgres import SUPERUSER_SECRET
from tests.config.conftest import as_superuser

GIVEN = "postgresql://app:secret-word@db.example.vn:5433/nhà?sslmode=require"  # pragma: allowlist secret


@pytest.fixture
def elsewhere(make_server):
    """A PostgreSQL that is not ours: a superuser and an empty database `work`."""
    server = make_server("elsewhere")
    address, _ = server.start()
    with as_superuser(server, address) as connection:
        connection.execute("create database work template template0")

    def url(user: str, password: str, name: str = "work") -> str:
        return (
            f"postgresql://{quote(user)}:{quote(password)}@/{name}?host={quote(address.host, safe='')}"
            f"&port={address.port}"
        )

    url.superuser = url("postgres", server.secrets.read(SUPERUSER_SECRET))
    url.connect = lambda: as_superuser(server, address)
    return url


@pytest.fixture
def environment(monkeypatch, folder):
    """A clean environment with its own var folder."""
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "HOANHAP_POSTGRES_OPTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOANHAP_VAR", str(folder / "var"))
    database.may_create_roles.cache_clear()
    yield monkeypatch
    database.may_create_roles.cache_clear()


def hoanhap(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command as a person types it."""
    known = {**os.environ, **environment}
    known.pop("DJANGO_SETTINGS_MODULE", None)
    return subprocess.run(
        [sys.executable, "-m", "hoanhap.config.cli", *words],
        capture_output=True,
        text=True,
        env=known,
        check=False,
        timeout=300,
    )


def test_an_address_is_taken_apart_and_hides_its_password():
    sign_in = database.parse(GIVEN, "DATABASE_URL")

    assert (sign_in.host, sign_in.port, sign_in.user, sign_in.name) == ("db.example.vn", "5433", "app", "nhà")
    assert sign_in.password == "secret-word"
    assert dict(sign_in.options) == {"sslmode": "require"}
    assert "secret-word" not in repr(sign_in)


@pytest.mark.parametrize(
    "url",
    [
        "mysql://a:secret-word@b/c",  # pragma: allowlist secret
        "postgresql://a:secret-word@b:port/c",  # pragma: allowlist secret
        "postgresql://a:secret-word@b/",  # pragma: allowlist secret
        "postgresql://a:secret-word@b/c?nonsense=1",  # pragma: allowlist secret
        "secret-word",
    ],
)
def test_a_wrong_address_is_refused_by_the_variables_name_without_the_password(url):
    with pytest.raises(PlatformError) as refused:
        database.parse(url, "DATABASE_URL")

    assert "DATABASE_URL" in refused.value.message
    assert "secret-word" not in refused.value.message + refused.value.detail


def test_settings_start_nothing(environment, folder):
    known = database.databases()

    assert set(known) == {"default", "owner"}
    assert {alias["NAME"] for alias in known.values()} == {"hoanhap"}
    assert not (folder / "var").exists()


def test_two_addresses_must_name_one_database(environment):
    environment.setenv("DATABASE_URL", "postgresql://a:b@h/one")  # pragma: allowlist secret
    environment.setenv("DATABASE_OWNER_URL", "postgresql://a:b@h/two")  # pragma: allowlist secret

    with pytest.raises(PlatformError, match=r"one.*two"):
        database.sign_in("owner")


def test_a_role_that_may_create_roles_is_the_owner_and_makes_the_program_its_own(
    environment, elsewhere, folder
):
    environment.setenv("DATABASE_URL", elsewhere.superuser)

    assert database.sign_in("owner").user == "postgres"
    with pytest.raises(PlatformError, match="hoanhap migrate"):
        database.sign_in("default")
    roles.prepare()

    program = database.sign_in("default")
    assert program.user == "hoanhap_app"
    with database.connect(program) as connection:
        row = connection.execute(
            "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user"
        ).fetchone()
    assert row == (False, False, False, False)
    roles.prepare()
    assert database.sign_in("default") == program
    assert [oct(file.stat().st_mode & 0o777) for file in (folder / "var" / "secrets").iterdir()] == ["0o600"]


def test_a_role_made_by_another_installation_is_not_taken_over(environment, elsewhere, folder):
    environment.setenv("DATABASE_URL", elsewhere.superuser)
    roles.prepare()
    theirs = database.sign_in("default")
    environment.setenv("HOANHAP_VAR", str(folder / "another"))

    with pytest.raises(PlatformError, match="--reset-app-password"):
        roles.prepare()
    with database.connect(theirs) as connection:
        assert connection.execute("select 1").fetchone() == (1,)

    roles.prepare(reset_password=True)
    with database.connect(database.sign_in("default")) as connection:
        assert connection.execute("select current_user").fetchone() == ("hoanhap_app",)
    with pytest.raises(PlatformError, match="mật khẩu"):
        database.connect(theirs)


def test_an_ordinary_role_is_used_as_it_is(environment, elsewhere):
    with elsewhere.connect() as connection:
        connection.execute("create role plain login password 'plain'")
    environment.setenv("DATABASE_URL", elsewhere("plain", "plain"))

    assert database.sign_in("default") == database.sign_in("owner")
    assert database.sign_in("default").user == "plain"
    with pytest.raises(PlatformError, match="GRANT CREATE ON DATABASE work TO plain"):
        roles.prepare()


def test_an_unreachable_server_is_one_sentence(environment, folder):
    host = quote(str(folder), safe="")
    environment.setenv("DATABASE_URL", f"postgresql://a:secret@/work?host={host}")  # pragma: allowlist secret

    with pytest.raises(PlatformError) as refused:
        database.sign_in("default")

    assert "hoanhap doctor" in refused.value.message
    assert "secret-word" not in refused.value.message


def test_two_sign_ins_from_nothing_to_healthy(elsewhere, folder):
    with elsewhere.connect() as connection:
        connection.execute("create role boss login password 'boss'")
        connection.execute("create role worker login password 'worker'")
        connection.execute(
            "create database house owner boss template template0 encoding 'UTF8'"
            " locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'"
            if connection.info.server_version >= 170_000
            else "create database house owner boss template template0 encoding 'UTF8' locale 'C.UTF-8'"
        )
    given = {
        "DATABASE_URL": elsewhere("worker", "worker", "house"),
        "DATABASE_OWNER_URL": elsewhere("boss", "boss", "house"),
        "HOANHAP_VAR": str(folder / "var"),
    }

    before = hoanhap("doctor", "--format", "json", **given)
    together = [
        subprocess.Popen(
            [sys.executable, "-m", "hoanhap.config.cli", "migrate", "--format", "json"],
            env={**os.environ, **given, "DJANGO_SETTINGS_MODULE": "hoanhap.config.settings"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [run.communicate(timeout=300) for run in together]
    after = hoanhap("doctor", "--format", "json", **given)

    assert before.returncode == 1
    assert {check["code"] for check in json.loads(before.stdout)["checks"] if check["state"] == "wrong"} == {
        "extensions",
        "as-known",
        "migrations",
    }
    assert [run.returncode for run in together] == [0, 0], said
    counts = sorted(len(json.loads(out)["applied"]) for out, _ in said)
    assert counts[0] == 0
    assert counts[1] > 10
    assert after.returncode == 0, after.stdout
    alone = hoanhap("doctor", "--format", "json", **{**given, "DATABASE_OWNER_URL": ""})
    assert alone.returncode == 0, alone.stdout
    assert [c["state"] for c in json.loads(alone.stdout)["checks"] if c["code"] == "owner"] == [
        "worth-knowing"
    ]
    report = json.loads(after.stdout)
    assert report["healthy"] is True
    assert [c["role"] for c in report["checks"] if c["code"] == "role"] == ["worker"]


def test_the_doctor_says_when_the_program_is_the_owner(elsewhere, folder):
    with elsewhere.connect() as connection:
        connection.execute("create role boss login password 'boss'")
        connection.execute("alter database work owner to boss")
    given = {"DATABASE_URL": elsewhere("boss", "boss"), "HOANHAP_VAR": str(folder / "var")}

    migrated = hoanhap("migrate", **given)
    examined = hoanhap("doctor", "--format", "json", "--lang", "en", **given)

    assert migrated.returncode == 0, migrated.stderr
    assert examined.returncode == 1
    wrong = {
        check["code"]: check for check in json.loads(examined.stdout)["checks"] if check["state"] == "wrong"
    }
    assert {"role", "owner"} <= set(wrong)
    assert "DATABASE_OWNER_URL" in wrong["role"]["remedy"]
