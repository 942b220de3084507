"""Made-up provinces of the shipped plans, everybody in them many times over: true records, in the numbers of a province."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connections, transaction

from hoanhap.access.scope import operator_scope
from hoanhap.config.demo_plans import provinces
from hoanhap.config.demo_plans.records import Province

BUILT_AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
TABLES = (
    "people_person",
    "people_responsibility",
    "people_address",
    "casework_managementfile",
    "casework_episode",
    "casework_step",
    "casework_phase",
    "casework_duty",
    "community_contact",
    "community_needstalk",
    "community_need",
    "community_support",
    "residence_stay",
)
"""What is said of a person and counted by plans. Papers and what has no part in any figure stays as it is."""


def enter(code: str, *, size: int) -> int:
    """Enter the province of a plan through the operations, then copy its people until there are `size`; how many."""
    found = provinces.PROVINCES[code]
    with transaction.atomic():
        found.build(Province(operator_scope(on=BUILT_AT.date()), BUILT_AT, found.first_number))
    return _copied(size)


def _copied(size: int) -> int:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person")
        people = int(cursor.fetchone()[0])
        copies = size // people - 1
        for table in TABLES:
            cursor.execute(_copy(table), [copies])
        cursor.execute("VACUUM (ANALYZE)")
    return people * (copies + 1)


def _copy(table: str) -> str:
    """Every row so many times more, the copies of one person among themselves as the rows of that person are."""
    wanted = []
    for column in _columns(table):
        if column == "id" or column in _own_references(table):
            # The first half keeps the time in the key, and with it the order of rows.
            text = f"{column}::text"
            wanted.append(f"(left({text}, 24) || left(md5({text} || n), 12))::uuid")
        elif (table, column) == ("people_person", "code"):
            wanted.append("'B' || row_number() OVER ()")
        elif (table, column) == ("casework_step", "paper_id"):
            wanted.append("NULL")
        else:
            wanted.append(f'"{column}"')
    columns = ", ".join(f'"{column}"' for column in _columns(table))
    return f"INSERT INTO {table} ({columns}) SELECT {', '.join(wanted)} FROM {table}, generate_series(1, %s) AS n"


def _columns(table: str) -> Sequence[str]:
    return _names(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
        " AND is_generated = 'NEVER' ORDER BY ordinal_position",
        table,
    )


def _own_references(table: str) -> Sequence[str]:
    """Columns that name a row that is copied too."""
    return _names(
        "SELECT a.attname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
        " WHERE c.contype = 'f' AND c.conrelid = %s::regclass AND c.confrelid::regclass::text = ANY(%s)",
        table,
        list(TABLES),
    )


def _names(statement: str, *params: Any) -> Sequence[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement, params)
        return [name for (name,) in cursor.fetchall()]
