"""Least privilege: who owns, who works, and what the working role may do with each table.

Everything here can be repeated at any time and by two processes at once.
"""

from dataclasses import dataclass
from typing import Any

from psycopg import errors, sql

from hoanhap.config import database
from hoanhap.config.errors import PlatformError
from hoanhap.config.postgres import SUPERUSER, SUPERUSER_SECRET, Address
from hoanhap.config.secrets import Secrets
from hoanhap.config.words import say

EXTENSIONS = ("unaccent", "pg_trgm", "btree_gist")

# One number for "somebody prepares or migrates this database".
LOCK = 8_410_022_017

# Rows that are no record of anybody's work, or only follow from such records, so the program may remove them.
# Everything else stays.
MAY_DELETE = (
    "casework_duty",
    "casework_phase",
    "django_session",
    "axes_accessattempt",
    "axes_accessattemptexpiration",
)
READ_ONLY = ("django_migrations",)


@dataclass(frozen=True)
class Rights:
    """What the program's role may do with one table."""

    table: str
    words: tuple[str, ...]


def found_embedded(address: Address, secrets: Secrets) -> None:
    """On the embedded server: both roles with their kept passwords, and the database."""
    password = secrets.read(SUPERUSER_SECRET) or ""
    root = database.SignIn(address.host, str(address.port), SUPERUSER, password, "postgres")
    with database.connect(root) as connection:
        connection.execute("select pg_advisory_lock(%s)", [LOCK])
        for role in (database.OWNER_ROLE, database.APP_ROLE):
            ensure_role(connection, role, secrets.make(database.embedded_secret(role)))
        found = connection.execute(
            "select 1 from pg_database where datname = %s", [database.DATABASE_NAME]
        ).fetchone()
        if not found:
            connection.execute(
                sql.SQL("create database {} owner {}").format(
                    sql.Identifier(database.DATABASE_NAME), sql.Identifier(database.OWNER_ROLE)
                )
            )


def ensure_role(connection: Any, role: str, password: str) -> None:
    """A role that signs in and can do nothing else by itself."""
    known = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
    verb = "alter" if known else "create"
    connection.execute(
        sql.SQL("{} role {} login nosuperuser nocreatedb nocreaterole nobypassrls password {}").format(
            sql.SQL(verb), sql.Identifier(role), sql.Literal(password)
        )
    )


def prepare(*, reset_password: bool = False) -> None:
    """Before migrations: the program's role where we may create it, the extensions and their schema."""
    owner = database.sign_in(database.OWNER)
    if database.creates_app_role():
        make_app_role(owner, reset_password=reset_password)
    prepare_schema(owner)


def prepare_schema(owner: database.SignIn) -> None:
    """The extensions in a schema of their own; nobody but the owner creates in ours."""
    schema = sql.Identifier(database.EXTENSIONS_SCHEMA)
    with database.connect(owner) as connection:
        connection.execute("select pg_advisory_lock(%s)", [LOCK])
        try:
            connection.execute(sql.SQL("create schema if not exists {}").format(schema))
            for extension in EXTENSIONS:
                connection.execute(
                    sql.SQL("create extension if not exists {} with schema {}").format(
                        sql.Identifier(extension), schema
                    )
                )
        except (errors.UndefinedFile, errors.FeatureNotSupported) as missing:
            raise PlatformError(
                say(
                    "Máy chủ PostgreSQL thiếu phần mở rộng unaccent, pg_trgm hoặc btree_gist. "
                    "Hãy cài gói postgresql-contrib trên máy chủ rồi chạy lại.",
                    "The PostgreSQL server lacks the extension unaccent, pg_trgm or btree_gist. "
                    "Install the package postgresql-contrib on the server and run again.",
                ),
                detail=str(missing),
            ) from missing
        except errors.InsufficientPrivilege as refused:
            raise PlatformError(
                say(
                    f"Tài khoản “{owner.user}” không được tạo schema hoặc phần mở rộng trong “{owner.name}”. "
                    f"Người quản trị cần chạy: GRANT CREATE ON DATABASE {owner.name} TO {owner.user};",
                    f"The role “{owner.user}” may not create schemas or extensions in “{owner.name}”. "
                    f"The administrator has to run: GRANT CREATE ON DATABASE {owner.name} TO {owner.user};",
                ),
                detail=str(refused),
            ) from refused


def make_app_role(owner: database.SignIn, *, reset_password: bool = False) -> None:
    """The role of the program on a server that is not ours, with a generated, kept password."""
    secrets, name = database.kept(), database.app_secret(owner)
    with database.connect(owner) as connection:
        connection.execute("select pg_advisory_lock(%s)", [LOCK])
        known = connection.execute(
            "select 1 from pg_roles where rolname = %s", [database.APP_ROLE]
        ).fetchone()
        if known and not secrets.has(name) and not reset_password:
            raise PlatformError(
                say(
                    f"Tài khoản {database.APP_ROLE} đã có trên máy chủ, nhưng mật khẩu không nằm trong thư mục var. "
                    "Hãy đặt cả DATABASE_URL và DATABASE_OWNER_URL, hoặc chạy “hoanhap migrate --reset-app-password”.",
                    f"The role {database.APP_ROLE} exists on the server, but its password is not in the var folder. "
                    "Give both DATABASE_URL and DATABASE_OWNER_URL, or run “hoanhap migrate --reset-app-password”.",
                )
            )
        ensure_role(connection, database.APP_ROLE, secrets.make(name))


def rights() -> list[Rights]:
    """What the program may do with every table, from the models' own declarations.

    A model whose `class Privacy` says `append_only = True`, and every event table
    of pghistory, can be read and added to, never changed or emptied. One that says
    `by_the_database = True` is written by triggers alone.
    """
    import pghistory.models
    from django.apps import apps

    words: dict[str, tuple[str, ...]] = {}
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:
            continue
        table = model._meta.db_table
        event = issubclass(model, pghistory.models.Event)
        declared = getattr(model, "Privacy", None)
        if getattr(declared, "by_the_database", False):
            words[table] = ("SELECT",)
            continue
        fixed = event or bool(getattr(declared, "append_only", False))
        words[table] = ("SELECT", "INSERT") if fixed else ("SELECT", "INSERT", "UPDATE")
        if table in MAY_DELETE:
            words[table] += ("DELETE",)
    words |= dict.fromkeys(READ_ONLY, ("SELECT",))
    return [Rights(table, granted) for table, granted in sorted(words.items())]


def grant(cursor: Any, app_role: str) -> None:
    """After migrations, as the owner: exactly the declared rights on each table that exists, nothing else."""
    cursor.execute("select current_user, current_schema()")
    owner, schema = cursor.fetchone()
    if app_role == owner:
        return
    role, here = sql.Identifier(app_role), sql.Identifier(schema)
    for name in (here, sql.Identifier(database.EXTENSIONS_SCHEMA)):
        _do(cursor, sql.SQL("grant usage on schema {} to {}").format(name, role))
    _do(cursor, sql.SQL("revoke create on schema {} from public").format(here), may_fail=True)
    _do(cursor, sql.SQL("grant usage, select on all sequences in schema {} to {}").format(here, role))
    cursor.execute(
        "select c.relname, c.relkind from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname = %s and c.relkind in ('r', 'p', 'v', 'm')",
        [schema],
    )
    kinds = dict(cursor.fetchall())
    declared = {known.table: known.words for known in rights()}
    for table, kind in sorted(kinds.items()):
        words = declared.get(table, ("SELECT",) if kind in ("v", "m") else ())
        target = sql.Identifier(schema, table)
        _do(cursor, sql.SQL("revoke all on table {} from {}, public").format(target, role))
        if words:
            listed = sql.SQL(", ".join(words))
            _do(cursor, sql.SQL("grant {} on table {} to {}").format(listed, target, role))


def _do(cursor: Any, statement: sql.Composed, *, may_fail: bool = False) -> None:
    import django.db

    try:
        cursor.execute(statement)
    except django.db.Error:
        if not may_fail:
            raise
