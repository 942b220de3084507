"""What stood in a file before it was changed: read from the history that the database itself keeps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

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
    changes = [change for topic in _TOPICS for change in _changes(person_id, *topic)]
    changes.sort(key=lambda change: change.at, reverse=True)
    size = max(1, min(size, LARGEST_SIZE))
    number = max(1, min(number, -(-len(changes) // size) or 1))
    rows = changes[(number - 1) * size : number * size]
    return Page(rows=rows, number=number, size=size, total=len(changes))


def _changes(person_id: UUID, model: Any, topic: Words, fields: tuple[str, ...]) -> Iterator[Change]:
    """Each event holds a row as it was before; what it became is the next event of that row, or the row today."""
    key = "id" if model is Person else "person_id"
    events = model.pgh_event_model.objects.filter(**{key: person_id}).select_related("pgh_context")
    events = list(events.order_by("pgh_id"))
    if not events:
        return
    after: dict[UUID, Any] = {row.pk: row for row in model.objects.filter(**{key: person_id})}
    for event in reversed(events):
        became = after.get(event.id)
        context = event.pgh_context.metadata if event.pgh_context else {}
        for field in fields:
            before, now = _value(event, field), _value(became, field)
            if before != now:
                yield Change(
                    at=event.pgh_created_at,
                    by=context.get("account_name", ""),
                    reason=context.get("reason", ""),
                    topic=topic,
                    field=field,
                    field_text=FIELDS[field],
                    before=before,
                    after=now,
                )
        after[event.id] = event


def _value(row: Any, field: str) -> Any:
    if row is None:
        return None
    if field == "birth":
        return PartialDate.of(row.born_on, row.born_precision)
    return getattr(row, field)
