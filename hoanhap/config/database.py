"""Which database, and who signs in: the two aliases of the one database.

`default` is the program's own sign-in, role `hoanhap_app`: it owns nothing, is
no superuser and cannot step around row security. `owner` owns schema and tables
and is used by migrations alone.

    no DATABASE_URL                      the embedded server under var/postgres
    DATABASE_URL + DATABASE_OWNER_URL    program and owner sign in as given
    DATABASE_URL whose role may create   that role is the owner; hoanhap_app is created
    roles                                with a generated password kept in var/secrets
    DATABASE_URL of an ordinary role     used for both; doctor says what is missing
"""

import atexit
import functools
import hashlib
import os
import threading
from dataclasses import dataclass, field, replace
from typing import Any

from hoanhap.config import env
from hoanhap.config.errors import PlatformError
from hoanhap.config.secrets import Secrets
from hoanhap.config.words import say

APP = "default"
OWNER = "owner"
ALIASES = (APP, OWNER)
APP_ROLE = "hoanhap_app"
OWNER_ROLE = "hoanhap_owner"
DATABASE_NAME = "hoanhap"
EXTENSIONS_SCHEMA = "extensions"
LEAST_VERSION = 15
CONNECT_SECONDS = 10
SETTINGS = {
    "search_path": f"public,{EXTENSIONS_SCHEMA}",
    # Pages ask many small questions: compiling a plan costs more than it saves, and an index is as near as the table.
    "jit": "off",
    "random_page_cost": "1.1",
    # Figures look everybody of a province up in tables in memory; written to disk they take twice the time.
    "work_mem": "64MB",
}


@dataclass(frozen=True)
class SignIn:
    """One way into the database server."""

    host: str
    port: str
    user: str
    password: str = field(repr=False)
    name: str = DATABASE_NAME
    options: tuple[tuple[str, str], ...] = ()

    def parameters(self) -> dict[str, Any]:
        """For `psycopg.connect`, without the search path (Django's side adds it)."""
        known = {
            "host": self.host,
            "port": self.port,
            "user": self.user,
            "password": self.password,
            "dbname": self.name,
        }
        return {**{key: value for key, value in known.items() if value}, **dict(self.options)}


def databases() -> dict[str, dict[str, Any]]:
    """DATABASES of the settings. Nothing is started or asked here: see `config.backend`."""
    name, options = DATABASE_NAME, {}
    if url := env.text("DATABASE_URL"):
        given = parse(url, "DATABASE_URL")
        name, options = given.name, dict(given.options)
    common = {
        "ENGINE": "hoanhap.config.backend",
        "NAME": name,
        "CONN_MAX_AGE": env.number("HOANHAP_DATABASE_KEEP_SECONDS", 60, most=3600),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": CONNECT_SECONDS,
            **options,
            "options": " ".join(f"-c {name}={value}" for name, value in SETTINGS.items()),
        },
    }
    return {APP: {**common}, OWNER: {**common, "CONN_MAX_AGE": 0, "OPTIONS": {**common["OPTIONS"]}}}  # type: ignore[dict-item]


def parse(url: str, variable: str) -> SignIn:
    """A `postgresql://` address in parts; the password never appears in an error."""
    from psycopg.conninfo import conninfo_to_dict

    sample = "postgresql://hoanhap_app:…@db.example.vn:5432/hoanhap"
    wrong = PlatformError(
        say(
            f"{variable} không phải địa chỉ PostgreSQL hợp lệ. Mẫu: {sample}",
            f"{variable} is not a PostgreSQL address. Example: {sample}",
        )
    )
    if not url.startswith(("postgresql://", "postgres://")):
        raise wrong
    try:
        parts = {key: str(value) for key, value in conninfo_to_dict(url).items() if value is not None}
    except Exception:  # noqa: BLE001 (whatever the parser dislikes, its text may hold the password)
        raise wrong from None
    taken = {key: parts.pop(key, "") for key in ("host", "port", "user", "password", "dbname")}
    if taken["port"] and not taken["port"].isdigit():
        raise wrong
    if not taken["dbname"]:
        raise PlatformError(
            say(
                f"{variable} thiếu tên cơ sở dữ liệu ở cuối. Mẫu: {sample}",
                f"{variable} lacks the database's name at its end. Example: {sample}",
            )
        )
    parts.pop("options", None)
    return SignIn(
        host=taken["host"],
        port=taken["port"],
        user=taken["user"],
        password=taken["password"] or os.environ.get("PGPASSWORD", ""),
        name=taken["dbname"],
        options=tuple(sorted(parts.items())),
    )


def embedded() -> bool:
    """Whether the program brings its own server."""
    return not env.text("DATABASE_URL")


def kept() -> Secrets:
    """The generated passwords of this installation."""
    return Secrets(env.var_folder() / "secrets")


def sign_in(alias: str) -> SignIn:
    """Who signs in under this alias, and where; starts the embedded server where needed."""
    if embedded():
        return _embedded_sign_in(alias)
    given = parse(env.text("DATABASE_URL"), "DATABASE_URL")
    if env.text("DATABASE_OWNER_URL"):
        return owner_as_given() if alias == OWNER else given
    if alias == OWNER or not may_create_roles(given):
        return given
    if password := kept().read(app_secret(given)):
        return replace(given, user=APP_ROLE, password=password)
    raise PlatformError(
        say(
            f"Cơ sở dữ liệu chưa được chuẩn bị: tài khoản {APP_ROLE} chưa có. Hãy chạy “hoanhap migrate”.",
            f"The database is not prepared: the role {APP_ROLE} was not made yet. Run “hoanhap migrate”.",
        )
    )


def administrator() -> SignIn:
    """Who may create databases: the embedded superuser, else the owner as given."""
    from hoanhap.config import postgres

    if not embedded():
        return sign_in(OWNER)
    found = _embedded_sign_in(OWNER)
    password = kept().read(postgres.SUPERUSER_SECRET) or ""
    return replace(found, user=postgres.SUPERUSER, password=password, name="postgres")


def owner_as_given() -> SignIn:
    """DATABASE_OWNER_URL, which must name the same database as DATABASE_URL."""
    owner = parse(env.text("DATABASE_OWNER_URL"), "DATABASE_OWNER_URL")
    program = parse(env.text("DATABASE_URL"), "DATABASE_URL")
    if owner.name != program.name:
        raise PlatformError(
            say(
                f"DATABASE_URL ({program.name}) và DATABASE_OWNER_URL ({owner.name}) phải cùng một cơ sở dữ liệu.",
                f"DATABASE_URL ({program.name}) and DATABASE_OWNER_URL ({owner.name}) must name the same database.",
            )
        )
    return owner


def creates_app_role() -> bool:
    """Whether `hoanhap migrate` makes the role of the program on a server that is not ours."""
    if embedded() or env.text("DATABASE_OWNER_URL"):
        return False
    return may_create_roles(parse(env.text("DATABASE_URL"), "DATABASE_URL"))


@functools.lru_cache(maxsize=8)
def may_create_roles(given: SignIn) -> bool:
    """Ask the server once whether this role may create others."""
    with connect(given) as connection:
        found = connection.execute(
            "select rolsuper or rolcreaterole from pg_roles where rolname = current_user"
        ).fetchone()
    return bool(found and found[0])


def app_secret(given: SignIn) -> str:
    """The name of the kept password for `hoanhap_app` on that server."""
    place = hashlib.sha256(f"{given.host}:{given.port}".encode()).hexdigest()[:10]
    return f"role-{APP_ROLE}-{place}"


def connect(given: SignIn, **more: Any) -> Any:
    """A psycopg connection outside Django (autocommit); a refusal becomes one sentence."""
    import psycopg

    try:
        connection = psycopg.connect(
            **{"connect_timeout": CONNECT_SECONDS, **given.parameters(), **more}, autocommit=True
        )
    except psycopg.OperationalError as refused:
        from hoanhap.config.backend.base import describe

        raise PlatformError(describe(refused), detail=str(refused)) from refused
    if connection.info.server_version < LEAST_VERSION * 10_000:
        found = connection.info.server_version // 10_000
        connection.close()
        raise PlatformError(too_old(found))
    return connection


def too_old(major: int) -> str:
    """The refusal of an old server."""
    return say(
        f"Máy chủ PostgreSQL {major} quá cũ: chương trình cần bản {LEAST_VERSION} trở lên. Hãy nâng cấp máy chủ.",
        f"PostgreSQL {major} is too old: the program needs version {LEAST_VERSION} or newer. Upgrade the server.",
    )


# -- the embedded server -------------------------------------------------------------------

_guard = threading.Lock()
_lease: Any = None


@functools.cache
def embedded_server() -> Any:
    """The server under `var/postgres`; it also knows how to make our two roles and the database."""
    from hoanhap.config.postgres import Server
    from hoanhap.config.roles import found_embedded

    options = dict(pair.partition("=")[::2] for pair in env.words("HOANHAP_POSTGRES_OPTIONS"))
    return Server(env.var_folder() / "postgres", kept(), options=options, after_start=found_embedded)


def _embedded_sign_in(alias: str) -> SignIn:
    global _lease
    server = embedded_server()
    with _guard:
        if _lease is None:
            _lease = server.lease()
            atexit.register(_leave, os.getpid())
        address, _ = server.start()
    role = OWNER_ROLE if alias == OWNER else APP_ROLE
    password = kept().read(embedded_secret(role)) or ""
    return SignIn(address.host, str(address.port), role, password)


def embedded_secret(role: str) -> str:
    """The name of the kept password of a role on the embedded server."""
    return f"embedded-{role}"


def _leave(pid: int) -> None:
    """The last program to end stops the embedded server, unless a person asked it to stay."""
    global _lease
    if _lease is None or pid != os.getpid():
        return
    import contextlib

    with contextlib.suppress(Exception):
        _close_django()
        _lease.release()
        _lease = None
        embedded_server().stop(force=False)


def _close_django() -> None:
    import sys

    if "django.db" in sys.modules:
        from django.db import connections

        connections.close_all()
