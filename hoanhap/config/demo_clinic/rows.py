"""Many rows of a table in one journey, each judged by the triggers of its table."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django.db import connection
from psycopg import sql

LINES: Final = (
    "id", "book_id", "lot_id", "kind", "from_account_id", "to_account_id", "quantity_units", "happened_at",
    "recorded_at", "recorded_by", "second_person", "document_number", "reason", "request_id",
)  # fmt: skip
DOSES: Final = (
    "id", "recorded_at", "recorded_by", "retired_at", "retired_by", "retired_reason", "person_id", "enrolment_id",
    "order_id", "organisation_id", "pour_line_id", "dose_on", "mode", "dose_mg", "volume_units", "poured_at", "visit",
    "replaces_id",
)  # fmt: skip
OUTCOMES: Final = (
    "id", "person_id", "dose_id", "kind", "line_id", "happened_at", "reason", "recorded_at", "recorded_by",
    "second_person",
)  # fmt: skip
ORDERS: Final = (
    "id", "person_id", "enrolment_id", "kind", "dose_mg", "valid_from", "valid_until", "stop_reason", "needs_second",
    "second_person", "second_signed_at", "note", "recorded_at", "recorded_by",
)  # fmt: skip
COUNTS: Final = (
    "id",
    "book_id",
    "day",
    "moment",
    "happened_at",
    "recorded_at",
    "recorded_by",
    "second_person",
)
COUNTED: Final = ("id", "count_id", "account_id", "lot_id", "counted_units", "book_units")
ENTRIES: Final = (
    "id", "kind", "is_read", "happened_at", "recorded_at", "account_id", "account_name", "person_id", "subject_kind",
    "subject_id", "unit_id", "reason", "details",
)  # fmt: skip
BOTTLES: Final = (
    "id", "person_id", "enrolment_id", "dose_id", "organisation_id", "visit", "state", "line_id", "quantity_units",
    "giver", "minutes_number", "condition", "reason", "happened_at", "recorded_at", "recorded_by", "second_person",
)  # fmt: skip


def copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write the rows in their order. Raises what an insert of one of them would raise."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as out:
        for row in rows:
            out.write_row(row)


def check_now() -> None:
    """Let the database check what it puts off until the end: a queue that grows makes every later row slower."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def plan_anew() -> None:
    """Forget how statements of triggers were planned while the tables were nearly empty."""
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")
