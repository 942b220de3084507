"""Two roles: what the program may and may not do with the tables, tried and not only declared."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from hoanhap.config import roles
from hoanhap.config.database_health import connection_checks
from hoanhap.config.health import State

pytestmark = pytest.mark.django_db


def ask(question: str, *values: object) -> list[tuple]:
    """Rows."""
    with connection.cursor() as cursor:
        cursor.execute(question, values or None)
        return cursor.fetchall()


def refused(statement: str) -> str:
    """What the database says to a statement that must not pass."""
    with pytest.raises((ProgrammingError, DatabaseError)) as no, transaction.atomic():
        ask(statement)
    return str(no.value)


def register_tables() -> list[str]:
    """Tables that are only ever added to."""
    return [right.table for right in roles.rights() if right.words == ("SELECT", "INSERT")]


def test_the_program_owns_nothing_and_stands_above_nothing():
    owned = ask(
        "select count(*) from pg_class where pg_has_role(current_user, relowner, 'member')"
        " and relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)"
    )
    powers = ask(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user"
    )

    assert owned == [(0,)]
    assert powers == [(False, False, False, False)]


def test_registers_and_histories_are_known():
    assert {"audit_entry"} <= set(register_tables())
    assert any(table.endswith("event") for table in register_tables())


def test_a_register_cannot_be_changed_or_emptied():
    for table in register_tables():
        for statement in (
            f'delete from "{table}"',
            f'truncate "{table}"',
            f'drop table "{table}"',
            f'alter table "{table}" disable trigger all',
        ):
            said = refused(statement)
            assert "permission denied" in said or "must be owner" in said, (table, statement, said)
        (column,) = ask(
            "select attname from pg_attribute where attrelid = %s::regclass and attnum > 0 and not attisdropped limit 1",
            f'"{table}"',
        )[0]
        assert "permission denied" in refused(f'update "{table}" set "{column}" = "{column}"')


def test_rows_are_deleted_only_where_it_is_declared():
    may = {
        table
        for (table,) in ask(
            "select relname from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')"
            " and has_table_privilege(oid, 'delete')"
        )
    }

    assert may <= set(roles.MAY_DELETE)
    assert "django_session" in may


def test_the_program_cannot_change_the_house():
    ((owner,),) = ask("select tableowner from pg_tables where tablename = 'audit_entry'")
    for statement in (
        "create table mine (a int)",
        "create schema mine",
        "create extension hstore",
        f'set role "{owner}"',
        "set session_replication_role = replica",
        "alter role current_user bypassrls",
        "update django_migrations set name = name",
    ):
        said = refused(statement)
        assert any(word in said for word in ("permission denied", "must be", "denied")), (statement, said)


def test_every_table_has_the_declared_rights_and_no_other():
    for right in roles.rights():
        if not ask("select to_regclass(%s)", f'"{right.table}"')[0][0]:
            continue
        for word in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER"):
            ((has,),) = ask("select has_table_privilege(%s, %s)", f'"{right.table}"', word)
            assert has == (word in right.words), f"{right.table}: {word}"


def test_the_doctor_agrees(django_db_blocker, monkeypatch):
    """The doctor reads the database that the settings name: here, the copy of this test process."""
    from dataclasses import replace

    from hoanhap.config import database, migrating

    real = database.sign_in
    name = connection.settings_dict["NAME"]
    monkeypatch.setattr(database, "sign_in", lambda alias: replace(real(alias), name=name))
    monkeypatch.setattr(migrating, "pending", list)

    wrong = [check for check in connection_checks() if check.state is State.WRONG]

    assert wrong == []
