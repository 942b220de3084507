"""Many rows of a table in one journey, each judged by the triggers of its table."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

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

APPRAISALS: Final = (
    "id", "person_id", "episode_id", "organisation_id", "appraised_on", "is_dependent", "has_application",
    "has_identity_paper", "has_dependence_proof", "consent_on", "guardian_agreed", "result", "note", "recorded_by",
    "retired_reason",
)  # fmt: skip
ENROLMENTS: Final = (
    "id", "person_id", "episode_id", "organisation_id", "unit_id", "medicine", "card_number", "enrolled_on", "ended_as",
    "end_reason", "end_ground", "recorded_by",
)  # fmt: skip
PLACES: Final = (
    "id", "person_id", "enrolment_id", "organisation_id", "kind", "valid_from", "valid_until", "document_number",
    "recorded_by",
)  # fmt: skip
CARDS: Final = (
    "id", "person_id", "enrolment_id", "token", "issued_on", "recorded_at", "recorded_by", "retired_at", "retired_by",
    "retired_reason",
)  # fmt: skip
GRANTS: Final = (
    "id", "person_id", "enrolment_id", "days_at_a_time", "valid_from", "valid_until", "revoke_reason", "conditions",
    "recorded_by",
)  # fmt: skip
VOMITED: Final = (
    "id", "person_id", "dose_id", "happened_at", "was_seen", "note", "replacement_mg", "allowed_by", "recorded_at",
    "recorded_by",
)  # fmt: skip


def read(statement: str, *given: Any) -> list[tuple[Any, ...]]:
    """What the database says."""
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())


def stop_orders(stopped: Iterable[tuple[UUID, date]]) -> None:
    """Running orders end where new ones begin."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE treatment_doseorder SET stopped_on = %s, stop_reason = 'Y lệnh mới (mẫu)' WHERE id = %s",
            [(on, order_id) for order_id, on in stopped],
        )


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
