"""Keeping checked rows."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from hoanhap.exchange.models import BatchRow

_UPDATE: Final = """
UPDATE exchange_batchrow AS kept
SET state = found.state, raw = found.raw, proposal = found.proposal, problems = found.problems,
    decision = found.decision, row_hash = found.row_hash, who_hash = found.who_hash,
    unit_id = found.unit_id, person_id = found.person_id, episode_id = found.episode_id
FROM jsonb_to_recordset(%s::jsonb) AS found(
    id uuid, state text, raw jsonb, proposal jsonb, problems jsonb, decision jsonb, row_hash text, who_hash text,
    unit_id text, person_id uuid, episode_id uuid)
WHERE kept.id = found.id AND kept.state <> 'committed'
"""


@transaction.atomic
def write(rows: Sequence[BatchRow]) -> None:
    """Keep checked rows, in one statement. A row that has been entered is never touched."""
    if not rows:
        return
    found: list[dict[str, Any]] = [
        {
            "id": str(row.pk),
            "state": row.state,
            "raw": row.raw,
            "proposal": row.proposal,
            "problems": row.problems,
            "decision": row.decision,
            "row_hash": row.row_hash,
            "who_hash": row.who_hash,
            "unit_id": row.unit_id,
            "person_id": str(row.person_id) if row.person_id else None,
            "episode_id": str(row.episode_id) if row.episode_id else None,
        }
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [json.dumps(found, ensure_ascii=False)])


_ENTERED: Final = """
UPDATE exchange_batchrow AS kept
SET state = 'committed', person_id = found.person_id, episode_id = found.episode_id, committed_at = %s
FROM jsonb_to_recordset(%s::jsonb) AS found(id uuid, person_id uuid, episode_id uuid)
WHERE kept.id = found.id
"""


def mark_entered(rows: Sequence[BatchRow], *, at: datetime) -> None:
    """Keep that the rows are entered, and as whom, in one statement; in the transaction of their facts."""
    found = [
        {"id": str(row.pk), "person_id": str(row.person_id), "episode_id": str(row.episode_id)}
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.execute(_ENTERED, [at, json.dumps(found)])
    for row in rows:
        row.state, row.committed_at = BatchRow.State.COMMITTED, at
