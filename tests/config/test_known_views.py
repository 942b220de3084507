"""Making the views: after every migration, only when they changed, and the doctor sees when they are missing."""

import pytest
from django.db import connection, connections

from hoanhap.config import database, database_health, known_views, migrating
from hoanhap.config.health import State
from hoanhap.kit.knowledge import SCHEMA, CannotLook, as_known
from tests.kit.test_knowledge import LONG_AGO


def as_owner(statement: str) -> None:
    with connections[database.OWNER].cursor() as cursor:
        cursor.execute(statement)


def oids() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, oid from pg_class where relnamespace = to_regnamespace(%s) order by 1", [SCHEMA]
        )
        return cursor.fetchall()


def migrate_again() -> None:
    migrating.migrate_current(database.sign_in(database.APP).user)


def doctors_word() -> State:
    with connection.cursor() as cursor:
        return database_health._views(cursor.connection).state


def test_views_stay_while_nothing_changed(own_database):
    before = oids()
    migrate_again()

    assert oids() == before
    assert len(before) == len(known_views.statements())
    assert doctors_word() is State.RIGHT


@pytest.mark.parametrize(
    "damage",
    [
        f"drop schema {SCHEMA} cascade",
        f"drop view {SCHEMA}.casework_step",
        f"comment on schema {SCHEMA} is 'of an older program'",
        f'revoke usage on schema {SCHEMA} from "{database.APP_ROLE}"',
        f'revoke select on {SCHEMA}.casework_step from "{database.APP_ROLE}"',
    ],
)
def test_what_is_missing_or_old_is_seen_and_made_anew(own_database, damage):
    as_owner(damage)
    assert doctors_word() is State.WRONG

    migrate_again()

    assert doctors_word() is State.RIGHT
    with as_known(LONG_AGO):
        pass


@pytest.mark.parametrize(
    "damage",
    [f"drop schema {SCHEMA} cascade", f'revoke usage on schema {SCHEMA} from "{database.APP_ROLE}"'],
)
def test_without_views_nobody_takes_the_present_for_the_past(own_database, damage):
    as_owner(damage)

    with pytest.raises(CannotLook, match="hoanhap migrate"), as_known(LONG_AGO):
        pass


def test_a_migration_may_change_a_column_that_a_view_reads(own_database, monkeypatch):
    """Views hold their columns, so they go before migrations and come back after."""
    from django.core import management

    monkeypatch.setattr(migrating, "pending", lambda: ["casework.9999"])
    monkeypatch.setattr(
        management,
        "call_command",
        lambda *_, **__: as_owner('alter table casework_step alter column "reason" type varchar(900)'),
    )

    migrate_again()

    assert doctors_word() is State.RIGHT
