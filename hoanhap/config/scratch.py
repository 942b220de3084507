"""Databases for a while: a template migrated once, cloned in a fraction of a second for tests and measurements."""

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
from psycopg import sql

from hoanhap.config import database, knowing, known_views, migrating, roles
from hoanhap.kit import at_once, knowledge

PACKAGE = Path(__file__).resolve().parents[1]
TEMPLATE = "hoanhap_tpl_"
CLONE = "hoanhap_test_"
KEPT_TEMPLATES = 8
BUILDING = 8_410_022
"""The kind of lock under which a template is built."""


def fingerprint() -> str:
    """A short hash of everything a migrated database depends on."""
    import axes
    import django
    import pghistory

    digest = hashlib.sha256()
    for module in (django, axes, pghistory):
        digest.update(str(getattr(module, "__version__", "")).encode())
    code = [roles.__file__, knowing.__file__, known_views.__file__, str(knowledge.__file__)]
    code += [str(at_once.__file__), __file__]
    files = [*PACKAGE.glob("*/migrations/*.py"), *map(Path, code)]
    files += [*PACKAGE.glob("*/migrations/*.sql"), *PACKAGE.glob("*/models/*.py")]
    for file in sorted(files):
        digest.update(str(file.relative_to(PACKAGE)).encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def template() -> str:
    """The name of the migrated template database, built now if this code has none yet.

    Several processes may ask at once: one builds, the others wait.
    """
    _prepare_roles()
    name = TEMPLATE + fingerprint()
    _built_once(name, "template0", _migrate)
    return name


def filled(label: str, depends_on: Iterable[Path], fill: Callable[[], object]) -> str:
    """A template on top of the migrated one, filled by the program itself through the usual operations.

    For data that is the same in many tests and slow to load, such as the lists of
    units: `fill` runs once for each state of the files in `depends_on` and of the
    tables. Clone it like the plain one.
    """
    base = template()
    digest = hashlib.sha256(base.encode())
    for file in sorted(depends_on):
        digest.update(file.name.encode() + file.read_bytes())
    name = f"{TEMPLATE}{label}_{digest.hexdigest()[:12]}"

    def build(draft: str) -> None:
        with using(draft):
            fill()

    _built_once(name, base, build)
    return name


def _built_once(name: str, source: str, build: Callable[[str], None]) -> None:
    with _maintenance() as connection:
        # Each template has a lock of its own: who clones one does not wait for who builds another.
        connection.execute("select pg_advisory_lock(%s, hashtext(%s))", [BUILDING, name])
        if not _exists(connection, name):
            draft = f"{TEMPLATE}draft_{os.getpid()}"
            _drop(connection, draft)
            _create(connection, draft, source)
            build(draft)
            connection.execute(
                sql.SQL("alter database {} rename to {}").format(sql.Identifier(draft), sql.Identifier(name))
            )
        connection.execute("select pg_advisory_lock(%s)", [roles.LOCK + 1])
        _sweep(connection, keep=name)


def clone(source: str, label: str) -> str:
    """A fresh copy of the template; the name tells which process it belongs to."""
    name = f"{CLONE}{os.getpid()}_{label}"[:63]
    with _maintenance() as connection:
        _drop(connection, name)
        _create(connection, name, source)
    return name


def empty(label: str) -> str:
    """A database that nothing has been migrated in yet; the name tells which process it belongs to."""
    _prepare_roles()
    name = f"{CLONE}{os.getpid()}_{label}"[:63]
    with _maintenance() as connection:
        _drop(connection, name)
        _create(connection, name, "template0")
    _prepare_schema(name)
    return name


def drop(name: str) -> None:
    """Remove a copy, closing whoever still uses it."""
    with _maintenance() as connection:
        _drop(connection, name)


def use(name: str) -> dict[str, str]:
    """Point both aliases of this process (all its threads) at the database; returns the names before."""
    from django.db import connections

    before = {}
    for alias in database.ALIASES:
        connections[alias].close()
        before[alias] = str(connections.settings[alias]["NAME"])
        connections.settings[alias]["NAME"] = name
        connections[alias].settings_dict["NAME"] = name
    return before


@contextmanager
def using(name: str) -> Iterator[None]:
    """Both aliases point at the database inside the block, and back where they were after it."""
    before = use(name)
    try:
        yield
    finally:
        use(before[database.APP])


def _prepare_schema(name: str) -> None:
    roles.prepare_schema(replace(database.sign_in(database.OWNER), name=name))


def _migrate(name: str) -> None:
    _prepare_schema(name)
    with using(name):
        migrating.migrate_current(database.sign_in(database.APP).user)


def _prepare_roles() -> None:
    if not database.embedded() and database.creates_app_role():
        roles.make_app_role(database.sign_in(database.OWNER))


@contextmanager
def _maintenance() -> Iterator[Any]:
    with database.connect(database.administrator()) as connection:
        yield connection


def _exists(connection: Any, name: str) -> bool:
    return bool(connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone())


def _create(connection: Any, name: str, source: str) -> None:
    statement = sql.SQL("create database {} template {} owner {}").format(
        sql.Identifier(name), sql.Identifier(source), sql.Identifier(database.sign_in(database.OWNER).user)
    )
    if source == "template0":
        modern = connection.info.server_version >= 170_000
        statement += sql.SQL(
            " encoding 'UTF8' locale_provider builtin builtin_locale 'C.UTF-8' locale 'C'"
            if modern
            else " encoding 'UTF8' locale 'C.UTF-8'"
        )
    connection.execute(statement)


def _drop(connection: Any, name: str) -> None:
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))


def _sweep(connection: Any, *, keep: str) -> None:
    """Copies of processes that died, and templates of code that is gone."""
    rows = connection.execute(
        "select datname from pg_database where datname ~ %s order by oid desc", [f"^({TEMPLATE}|{CLONE})"]
    ).fetchall()
    names = [name for (name,) in rows]
    stale = [name for name in names if name.startswith(TEMPLATE) and name != keep][KEPT_TEMPLATES:]
    for name in names:
        found = re.search(r"_(\d+)(?:_|$)", name.removeprefix(TEMPLATE.rstrip("_")))
        if name.startswith(CLONE) and found and not psutil.pid_exists(int(found[1])):
            stale.append(name)
    for name in stale:
        _drop(connection, name)
