"""What stood in a file before it was changed: read from the history that the database itself keeps."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, LARGEST_SIZE, Page
from hoanhap.people.models import Address, Identifier, Person, PersonName, Relative, Responsibility

POWER: Final = "people.identify"

_TOPICS: Final[tuple[tuple[type[Model], Words, tuple[str, ...]], ...]] = (
    (Person, _("Person"), ("full_name", "sex", "birth", "died_on")),
    (PersonName, _("Other name"), ("name", "kind", "retired_at")),
    (Identifier, _("Identity paper"), ("number", "issued_on", "issued_by", "valid_until", "retired_at")),
    (Address, _("Address"), ("unit_id", "line", "valid_from", "valid_until")),
    (Relative, _("Relative"), ("relation", "full_name", "phone", "is_contact", "retired_at")),
    (Responsibility, _("Responsible office"), ("valid_from", "valid_until", "basis")),
)
FIELDS: Final[dict[str, Words]] = {
    "full_name": _("Full name"),
    "name": _("Name"),
    "kind": _("Kind"),
    "sex": _("Sex"),
    "birth": _("Date of birth"),
    "died_on": _("Day of death"),
    "number": _("Number"),
    "issued_on": _("Issued on"),
    "issued_by": _("Issued by"),
    "valid_from": _("From the day"),
    "valid_until": _("Until the day"),
    "unit_id": _("Commune"),
    "line": _("House, hamlet, street"),
    "relation": _("Relation"),
    "phone": _("Telephone"),
    "is_contact": _("May be contacted about the treatment"),
    "basis": _("On what basis"),
    "retired_at": _("Withdrawn"),
}


@dataclass(frozen=True)
class Change:
    """One field of one row: what stood there, what was put in its place, by whom and why."""

    at: datetime
    by: str
    reason: str
    topic: Words
    field: str
    field_text: Words
    before: Any
    after: Any


def history(
    person_id: UUID, *, scope: Scope, at: datetime, number: int = 1, size: int = DEFAULT_SIZE
) -> Page[Change]:
    """Every change of the file, the latest first; logged as a read.

    Raises NotFound alike for who does not exist, who is out of reach, and for accounts that may not identify people.
    """
    if not Person.objects.visible_to(scope, POWER).filter(pk=person_id).exists():
        raise NotFound(Problem("no-such-person", _("There is no such person.")))
    trail.read("people.history-read", by=scope, at=at, person_ids=[person_id], purpose="history")
    told = _told(person_id)
    changes = [
        change
        for place, (_model, topic, fields) in enumerate(_TOPICS)
        for change in _changes(*told[place], topic, fields)
    ]
    changes.sort(key=lambda change: change.at, reverse=True)
    size = max(1, min(size, LARGEST_SIZE))
    number = max(1, min(number, -(-len(changes) // size) or 1))
    rows = changes[(number - 1) * size : number * size]
    return Page(rows=rows, number=number, size=size, total=len(changes))


class _Row:
    """A row as the database tells it in JSON, each value read by its field."""

    def __init__(self, model: type[Model], told: dict[str, Any]) -> None:
        for field in model._meta.concrete_fields:
            if field.column in told:
                setattr(self, field.attname, field.to_python(told[field.column]))
                setattr(self, field.name, getattr(self, field.attname))


@dataclass(frozen=True)
class _Event:
    at: datetime
    context: dict[str, Any]
    row: Any


def _told(person_id: UUID) -> list[tuple[list[_Event], dict[UUID, Any]]]:
    """For each topic the events in their order, and the rows today: all of them in one question.

    A row that came with a merged file brings what happened to it there.
    """
    parts, params = [], []
    for place, (model, _words, _fields) in enumerate(_TOPICS):
        key, table = "id" if model is Person else "person_id", model._meta.db_table
        events = model.pgh_event_model._meta.db_table  # type: ignore[attr-defined]
        parts.append(
            f"SELECT {place} AS place, e.pgh_id, e.pgh_created_at, c.metadata, to_jsonb(e) FROM {events} e"  # noqa: S608 - our own names
            f" LEFT JOIN pghistory_context c ON c.id = e.pgh_context_id"
            f" WHERE e.{key} = %s OR e.id IN (SELECT id FROM {table} WHERE {key} = %s)"
        )
        parts.append(f"SELECT {place}, NULL, NULL, NULL, to_jsonb(t) FROM {table} t WHERE t.{key} = %s")  # noqa: S608
        params += [person_id] * 3
    found: list[tuple[list[_Event], dict[UUID, Any]]] = [([], {}) for _ in _TOPICS]
    with connection.cursor() as cursor:
        cursor.execute("\nUNION ALL\n".join(parts) + " ORDER BY place, pgh_id", params)
        for place, _number, happened_at, context, told in cursor:
            row = _Row(_TOPICS[place][0], _json(told))
            if happened_at is None:
                found[place][1][row.id] = row  # type: ignore[attr-defined]
            else:
                found[place][0].append(_Event(happened_at, _json(context) or {}, row))
    return found


def _json(told: Any) -> Any:
    return json.loads(told) if isinstance(told, str) else told


def _changes(
    events: list[_Event], today: dict[UUID, Any], topic: Words, fields: tuple[str, ...]
) -> Iterator[Change]:
    """Each event holds a row as it was before; what it became is the next event of that row, or the row today."""
    after = dict(today)
    for event in reversed(events):
        became = after.get(event.row.id)
        for field in fields:
            before, now = _value(event.row, field), _value(became, field)
            if before != now:
                yield Change(
                    at=event.at,
                    by=event.context.get("account_name", ""),
                    reason=event.context.get("reason", ""),
                    topic=topic,
                    field=field,
                    field_text=FIELDS[field],
                    before=before,
                    after=now,
                )
        after[event.row.id] = event.row


def _value(row: Any, field: str) -> Any:
    if row is None:
        return None
    if field == "birth":
        return PartialDate.of(row.born_on, row.born_precision)
    return getattr(row, field)
