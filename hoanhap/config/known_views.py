"""The schema `as_known`: for each table that can tell (`config.knowing`) a view of its name and columns, as known at the
moment of `kit.knowledge.as_known`. Made anew after each migration, as the owner; the program may read.

A row that nothing has happened to since is taken from its table as it stands, so that the planner knows it as well as the
table; what has changed since is looked up apart from that, and is little.
"""

import hashlib
from functools import cache
from typing import Any, Final, cast

from django.db.models import Model

from hoanhap.config.knowing import Way, ways
from hoanhap.kit.knowledge import KEY, MOMENT, SCHEMA

# As seconds, exact to the microsecond: this is read for every row, and a number is read faster than a date. Not as a
# subquery, though it would be read once: the planner could not tell that nearly all rows were known by then.
THEN: Final = f"to_timestamp(current_setting('{MOMENT}')::float8)"


@cache
def statements() -> dict[str, str]:
    """Table → its view."""
    return {
        way.table: f"CREATE VIEW {SCHEMA}.{_named(way.table)} WITH (security_invoker = true) AS\n{view(way)}"
        for way in ways()
    }


@cache
def fingerprint() -> str:
    """Changes whenever a view does."""
    told = "\n".join(text for _table, text in sorted(statements().items()))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def make(cursor: Any, app_role: str) -> None:
    """As the owner: the views as this code wants them, and the right to read them."""
    if state(cursor) != (fingerprint(), len(statements())):
        drop(cursor)
        cursor.execute(f"CREATE SCHEMA {SCHEMA}")
        for _table, text in sorted(statements().items()):
            cursor.execute(text)
        cursor.execute(f"COMMENT ON SCHEMA {SCHEMA} IS '{fingerprint()}'")
    cursor.execute(f"GRANT USAGE ON SCHEMA {SCHEMA} TO {_named(app_role)}")
    cursor.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {SCHEMA} TO {_named(app_role)}")


def drop(cursor: Any) -> None:
    """Before migrations: a view would hold the columns that it reads."""
    cursor.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")


def state(cursor: Any) -> tuple[str, int]:
    """What the database has: the fingerprint of its views, and how many the signed-in role may read."""
    cursor.execute(
        "SELECT coalesce(obj_description(n.oid, 'pg_namespace'), ''), (SELECT count(*) FROM pg_class c WHERE"
        " c.relnamespace = n.oid AND c.relkind = 'v' AND has_schema_privilege(n.oid, 'USAGE')"
        " AND has_table_privilege(c.oid, 'SELECT')) FROM pg_namespace n WHERE n.nspname = %s",
        [SCHEMA],
    )
    found = cursor.fetchone()
    return (str(found[0]), int(found[1])) if found else ("", 0)


def view(way: Way) -> str:
    """The question that the view of a table asks."""
    return _tracked(way) if way.event is not None else _register(way)


def _tracked(way: Way) -> str:
    event = cast("type[Model]", way.event)
    table, history = _named(way.table), _named(event._meta.db_table)
    earlier = [f"{'n' if one in way.not_followed else 'e'}.{_named(one)}" for one in way.columns]
    present = f"LEFT JOIN {table} n ON n.id = e.pgh_obj_id" if way.not_followed else ""
    return f"""
SELECT {_columns("r", way.columns)} FROM {table} r
WHERE {_known("r", way)}
    AND NOT EXISTS (SELECT FROM {history} e WHERE e.pgh_obj_id = r.id AND e.pgh_created_at > {THEN})
UNION ALL
SELECT {", ".join(earlier)} FROM (
    SELECT DISTINCT ON (pgh_obj_id) * FROM {history} WHERE pgh_created_at > {THEN} ORDER BY pgh_obj_id, pgh_id
) e {present}
WHERE {_known("e", way)}
""".strip()  # noqa: S608 (our own names)


def _register(way: Way) -> str:
    known, table = _known("r", way), _named(way.table)
    if not way.withdrawn and not way.pointers:
        return f"SELECT {_columns('r', way.columns)} FROM {table} r WHERE {known}"  # noqa: S608
    told = {column: f"r.{_named(column)}" for column in way.columns}
    joins, touched, untouched = [], [], [known]
    if way.withdrawn:
        touched.append(f"r.retired_at > {THEN}")
        untouched.append(f"(r.retired_at IS NULL OR r.retired_at <= {THEN})")
        for column, before in way.withdrawn.items():
            told[column] = f"CASE WHEN r.retired_at > {THEN} THEN {before} ELSE r.{_named(column)} END"
    for number, (relation, column) in enumerate(way.pointers):
        was = f"m{number}"
        carried = _carried(relation, column)
        joins.append(f"LEFT JOIN ({_first(carried)}) {was} ON {was}.row_id = r.id")
        touched.append(f"{was}.row_id IS NOT NULL")
        untouched.append(f"NOT EXISTS (SELECT FROM ({carried}) v WHERE v.row_id = r.id)")
        told[column] = f"CASE WHEN {was}.row_id IS NULL THEN r.{_named(column)} ELSE {was}.before::uuid END"
    return f"""
SELECT {_columns("r", way.columns)} FROM {table} r
WHERE {" AND ".join(untouched)}
UNION ALL
SELECT {", ".join(f"{said} AS {_named(column)}" for column, said in told.items())} FROM {table} r
{chr(10).join(joins)}
WHERE {known} AND ({" OR ".join(touched)})
""".strip()  # noqa: S608


def _carried(relation: str, column: str) -> str:
    """The lines of one register that merges, or their undoing, have carried since."""
    return (
        "SELECT v.id, v.row_id, v.before FROM people_mergedvalue v JOIN people_personmerge g ON g.id = v.merge_id"  # noqa: S608
        f" WHERE v.relation = '{relation}' AND v.\"column\" = '{column}'"
        f" AND CASE WHEN v.is_undoing THEN g.retired_at ELSE g.merged_at END > {THEN}"
    )


def _first(carried: str) -> str:
    return f"SELECT DISTINCT ON (v.row_id) v.row_id, v.before FROM ({carried}) v ORDER BY v.row_id, v.id"  # noqa: S608


def _known(row: str, way: Way) -> str:
    """That it was recorded by then."""
    if way.recorded:
        return f"{row}.{way.recorded} <= {THEN}"
    return f"{row}.id < current_setting('{KEY}')::uuid"


def _columns(row: str, columns: list[str]) -> str:
    return ", ".join(f"{row}.{_named(one)}" for one in columns)


def _named(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
