"""Promises about what was known when: every table has a way of telling, and a view that tells it."""

import pytest
from django.db import connection

from hoanhap.config import knowing, known_views
from hoanhap.kit.knowledge import SCHEMA

TABLES = knowing.tables()
LABELS = [model._meta.label for model in TABLES]


def ask(question: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(question, values or None)
        return cursor.fetchall()


@pytest.mark.parametrize("model", TABLES, ids=LABELS)
def test_every_table_tells_what_was_known_or_says_why_not(model):
    """Make it a register (`kit.registers`), or keep its history (`pghistory.track`, rows as they were)."""
    if model._meta.label in knowing.AS_NOW:
        with pytest.raises(knowing.NotDeclared):
            knowing.way_of(model)
        return

    assert knowing.way_of(model).model is model


def test_the_exceptions_are_tables_of_ours_with_a_reason():
    assert set(knowing.AS_NOW) - set(LABELS) == set()
    assert all(len(reason) > 20 for reason in knowing.AS_NOW.values())


def test_only_declared_columns_are_left_out_of_histories():
    left_out = {way.model._meta.label: tuple(way.not_followed) for way in knowing.ways() if way.not_followed}

    assert left_out == knowing.NOT_FOLLOWED


@pytest.mark.django_db
def test_every_view_has_the_columns_of_its_table_and_their_types():
    of = (
        "select a.attname, format_type(a.atttypid, a.atttypmod) from pg_attribute a"
        " where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped"
    )
    views = {name for (name,) in ask("select viewname from pg_views where schemaname = %s", SCHEMA)}

    assert views == {way.table for way in knowing.ways()}
    for way in knowing.ways():
        table, view = dict(ask(of, f'"{way.table}"')), dict(ask(of, f'{SCHEMA}."{way.table}"'))
        # Both parts of a view give the same type, or it falls back to the type without its length.
        assert view.keys() == table.keys(), way.table
        assert {name: kind.split("(")[0] for name, kind in view.items()} == {
            name: kind.split("(")[0] for name, kind in table.items()
        }, way.table


@pytest.mark.django_db
def test_the_program_reads_the_views_with_its_own_rights_and_owns_none():
    rows = ask(
        "select c.relname, c.reloptions::text, has_table_privilege(c.oid, 'select'),"
        " has_table_privilege(c.oid, 'insert, update, delete, truncate'),"
        " pg_has_role(current_user, c.relowner, 'member')"
        " from pg_class c where c.relnamespace = %s::regnamespace",
        SCHEMA,
    )

    assert len(rows) == len(knowing.ways())
    assert {tuple(row[1:]) for row in rows} == {("{security_invoker=true}", True, False, False)}


@pytest.mark.django_db
def test_the_database_of_the_tests_has_the_views_of_this_code():
    with connection.cursor() as cursor:
        assert known_views.state(cursor) == (known_views.fingerprint(), len(knowing.ways()))
