"""Bring the database up to date: prepare, migrate as the owner, grant to the program, make the views of what was known."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hoanhap.config import database, known_views, roles

if TYPE_CHECKING:
    from django.db.migrations.executor import MigrationExecutor


@dataclass(frozen=True)
class Migrated:
    """What was done: names of the migrations that ran, in order."""

    applied: tuple[str, ...]


def pending() -> list[str]:
    """Migrations not yet in the database, in the order in which they would run."""
    executor = _executor()
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate(*, reset_password: bool = False) -> Migrated:
    """Prepare the database, run what is pending and grant; a second call changes nothing.

    Two processes at once: the second waits for the first, then finds nothing to do.
    """
    roles.prepare(reset_password=reset_password)
    return migrate_current(database.sign_in(database.APP).user)


def migrate_current(app_role: str) -> Migrated:
    """Migrate and grant in the database that alias `owner` points at now."""
    from django.core.management import call_command
    from django.db import connections, transaction

    owner = connections[database.OWNER]
    with owner.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [roles.LOCK])
    try:
        waiting = pending()
        if waiting:
            with owner.cursor() as cursor:
                known_views.drop(cursor)
            call_command("migrate", database=database.OWNER, verbosity=0, interactive=False)
        else:
            _executor().check_replacements()  # one that stands for many is written down once all of them have run
        with transaction.atomic(using=database.OWNER), owner.cursor() as cursor:
            roles.grant(cursor, app_role)
            known_views.make(cursor, app_role)
    finally:
        owner.close()  # the lock ends with the session, also when a migration failed half-way
    return Migrated(tuple(waiting))


def _executor() -> "MigrationExecutor":
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    return MigrationExecutor(connections[database.OWNER])
