"""How each table tells what was known at a moment: one way for every table, found from its own declarations.

tracked     the row as it was stands in the table's history (pghistory): the oldest version that was written down after
            the moment is what was known at it, and where there is none, the row itself
register    a line is written once: it is known from its recording on, withdrawn from its withdrawal on, and lay in the
            file in which the merges since then found it
as now      neither: the table is no record of anybody's knowledge, and says why (`AS_NOW`)

A row is known from `recorded_at` on; where a table has no such column, from the moment in its key (UUIDv7).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from django.apps import apps
from django.db import models

AS_NOW: Final = {
    "places.Unit": "the published lists of units, loaded whole: each row says by itself for which days it holds",
    "places.UnitEdition": "the published lists of units",
    "places.UnitSuccession": "the published lists of units",
    "places.UnitReach": "follows from the published lists of units",
    "places.UnitLoad": "which published lists were loaded",
    "places.FormerName": "the published lists of former names",
    "audit.Link": "the seal of the trail: it follows from the lines, which are seen by their own days",
    "audit.Head": "the seal of the trail: where its chains stand",
    "access.Authenticator": "how an account signs in now; setting up and taking away stand in the trail",
    "access.RecoveryCode": "how an account signs in now; that one was used stands in the trail",
    "access.SignedInSession": "who is signed in now; no figure counts it",
    "casework.SavedList": "a person's own choice of columns and filters; no figure counts it",
    "outreach.ActivityPicture": "a picture, emptied when its consent is withdrawn; that it was there stands in its photo",
    "exchange.Batch": "how far the reading of an uploaded list has come; what it entered is in the rooms",
    "exchange.BatchRow": "how far the reading of an uploaded list has come; what it entered is in the rooms",
}
"""Tables that are seen as they are now, whatever the moment, and why."""

NOT_FOLLOWED: Final = {
    "people.Person": ("also_called", "name_folded"),
    "access.Account": ("password",),
}
"""Columns whose changes no history keeps: words to search by, and a hash of a password. They show the
present."""


class NotDeclared(Exception):
    """A table has no way of telling what was known at a moment."""


@dataclass(frozen=True)
class Way:
    """How one table is seen as known at a moment."""

    model: type[models.Model]
    event: type[models.Model] | None = None
    pointers: tuple[tuple[str, str], ...] = ()
    """Of a register: the relation and column of each foreign key to a person that merges carry."""

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.model._meta.concrete_fields]

    @property
    def recorded(self) -> str:
        """The column that says since when a row is known; nothing if its key does."""
        return "recorded_at" if "recorded_at" in self.columns else ""

    @property
    def withdrawn(self) -> dict[str, str]:
        """Columns that withdraw a line → what they say before."""
        if self.event or "retired_at" not in self.columns:
            return {}
        fields = [one for one in self.model._meta.concrete_fields if str(one.column).startswith("retired_")]
        return {str(one.column): "NULL" if one.null else "''" for one in fields}

    @property
    def not_followed(self) -> list[str]:
        """Columns that the history does not keep."""
        if self.event is None:
            return []
        kept = {field.column for field in self.event._meta.concrete_fields}
        return [column for column in self.columns if column not in kept]


def tables() -> list[type[models.Model]]:
    """Every table of the rooms, but the histories."""
    import pghistory.models

    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("hoanhap.")
        and model._meta.managed
        and not model._meta.proxy
        and not issubclass(model, pghistory.models.Event)
    ]


@cache
def ways() -> tuple[Way, ...]:
    """The way of each table that can tell. Raises NotDeclared for one that neither can nor says why not."""
    return tuple(way_of(model) for model in tables() if model._meta.label not in AS_NOW)


def way_of(model: type[models.Model]) -> Way:
    """Raises NotDeclared: the table is changed without a trace, or its rows do not say when they were recorded."""
    triggers: Sequence[Any] = getattr(model._meta, "triggers", ())
    if not _dated(model):
        raise NotDeclared(f"{model._meta.label}: nothing says when a row was recorded")
    event = _history(triggers)
    if event is not None:
        return Way(model, event)
    if any(str(one.name).endswith(("_is_final", "_is_only_withdrawn")) for one in triggers):
        return Way(model, pointers=_carried(model))
    raise NotDeclared(f"{model._meta.label}: rows are changed, and no history keeps what they said")


def _dated(model: type[models.Model]) -> bool:
    """By a column, or by a key that the program makes."""
    from hoanhap.kit.models import Keyed

    return issubclass(model, Keyed) or any(one.column == "recorded_at" for one in model._meta.concrete_fields)


def _history(triggers: Sequence[Any]) -> type[models.Model] | None:
    """The event table, if it keeps the row as it was before each change and before it went."""
    import pghistory.trigger

    kept = [one for one in triggers if isinstance(one, pghistory.trigger.Event) and one.row == "OLD"]
    found: set[Any] = {one.event_model for one in kept}
    if len(found) != 1 or {str(one.operation) for one in kept} != {"UPDATE", "DELETE"}:
        return None
    event: type[models.Model] = found.pop()
    return event


def _carried(model: type[models.Model]) -> tuple[tuple[str, str], ...]:
    from hoanhap.people.queries.files import pointers

    return tuple((key, str(one.field.column)) for key, one in pointers().items() if one.model is model)
