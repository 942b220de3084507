"""Writing the trail. Operations call `record`, queries that show a person call `read`, both in the caller's transaction."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import pghistory

from hoanhap.audit.models import Entry


class Actor(Protocol):
    """Whoever acts: a `Scope` is one."""

    @property
    def account_id(self) -> UUID: ...

    @property
    def account_name(self) -> str: ...


def record(
    kind: str,
    *,
    by: Actor,
    at: datetime,
    person_id: UUID | None = None,
    subject: Any = None,
    unit_id: str = "",
    reason: str = "",
    **details: Any,
) -> Entry:
    """Write one act (`room.topic-past-tense`) to the trail. `details` hold no name, number or free text about a person."""
    made = entry(
        kind, by=by, at=at, person_id=person_id, subject=subject, unit_id=unit_id, reason=reason, **details
    )
    made.save(force_insert=True)
    return made


def entry(
    kind: str,
    *,
    by: Actor,
    at: datetime,
    person_id: UUID | None = None,
    subject: Any = None,
    unit_id: str = "",
    reason: str = "",
    **details: Any,
) -> Entry:
    """The line that `record` writes, for an operation that writes it together with its other rows (`insert_together`)."""
    return Entry(
        kind=kind,
        happened_at=at,
        account_id=by.account_id,
        account_name=by.account_name,
        person_id=person_id,
        subject_kind="" if subject is None else subject._meta.label_lower,
        subject_id="" if subject is None else str(subject.pk),
        unit_id=unit_id,
        reason=reason,
        details=details,
    )


def read(
    kind: str, *, by: Actor, at: datetime, person_ids: Iterable[UUID], purpose: str, **details: Any
) -> None:
    """Write that `by` was shown these people, and for what purpose. One row a person, in one statement."""
    Entry.objects.bulk_create(
        Entry(
            kind=kind,
            is_read=True,
            happened_at=at,
            account_id=by.account_id,
            account_name=by.account_name,
            person_id=person_id,
            reason=purpose,
            details=details,
        )
        for person_id in person_ids
    )


def because(*, by: Actor, reason: str) -> AbstractContextManager[Any]:
    """Name who changes a tracked row and why: the history of every row changed inside carries it."""
    context: AbstractContextManager[Any] = pghistory.context(
        account=str(by.account_id), account_name=by.account_name, reason=reason
    )
    return context
