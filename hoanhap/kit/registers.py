"""Triggers that make a table a register: its lines are written once, whoever asks and by whatever way."""

import pgtrigger


def _refuse(
    table: str,
    *,
    name: str,
    what: str,
    operation: pgtrigger.Operation,
    condition: pgtrigger.Condition | None = None,
    level: pgtrigger.Level = pgtrigger.Row,
) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"{table}_{name}",
        when=pgtrigger.Before,
        operation=operation,
        level=level,
        condition=condition,
        func=f"RAISE restrict_violation USING MESSAGE = '{table}: {what}';",
    )


def written_once(table: str) -> list[pgtrigger.Trigger]:
    """Refuse every UPDATE, DELETE and TRUNCATE of a line."""
    return [
        _refuse(table, name="is_final", what="a line is never changed", operation=pgtrigger.Update),
        *_kept(table),
    ]


def only_withdrawn(table: str) -> list[pgtrigger.Trigger]:
    """Refuse every change of a line but one: to withdraw it, once, by its `retired_…` columns."""
    rest = "to_jsonb({row}) - 'retired_at' - 'retired_by' - 'retired_reason'"
    changed = f"({rest.format(row='OLD')}) IS DISTINCT FROM ({rest.format(row='NEW')})"
    return [
        _refuse(
            table,
            name="is_only_withdrawn",
            what="a line is only withdrawn, and only once",
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition(f"OLD.retired_at IS NOT NULL OR {changed}"),
        ),
        *_kept(table),
    ]


def _kept(table: str) -> list[pgtrigger.Trigger]:
    return [
        _refuse(table, name="is_kept", what="a line is never deleted", operation=pgtrigger.Delete),
        _refuse(
            table,
            name="is_never_emptied",
            what="a register is never emptied",
            operation=pgtrigger.Truncate,
            level=pgtrigger.Statement,
        ),
    ]
