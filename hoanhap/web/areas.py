"""The communes and offices that an account may choose from. Files of past years are entered too, so ended ones are there."""

from collections.abc import Sequence
from datetime import date
from hashlib import blake2s
from typing import Final

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hoanhap.access.scope import Scope
from hoanhap.places.queries import organisations, units

KEPT: Final = 10 * 60
"""Seconds that the names of an area's communes are kept."""


def commune_choices(scope: Scope, power: str, *, on: date) -> list[tuple[str, str]]:
    """The communes over which the account has `power`, today's first. Kept for a while: they change once in years."""
    reached = scope.unit_ids(power)
    asked = f"{on} {get_language()} {sorted(reached)}"
    key = "areas.communes:" + blake2s(asked.encode()).hexdigest()
    known: list[tuple[str, str]] | None = cache.get(key)
    if known is None:
        known = [(one.id, one.name) for one in units.communes(reached, on=on, also_ended=True)]
        cache.set(key, known, KEPT)
    return known


def office_choices(
    scope: Scope, power: str, *, on: date, kinds: Sequence[str] = ("peoples-committee",)
) -> list[tuple[str, str]]:
    """The offices of those communes that can answer for a person, those open today first."""
    found = organisations.offices(scope.unit_ids(power), on=on, kinds=kinds, also_closed=True)
    return [(str(one.id), _named(one, on)) for one in found]


def facility_choices(*, on: date, kinds: Sequence[str]) -> list[tuple[str, str]]:
    """The facilities of these kinds anywhere that are open today: a person may be treated in another province."""
    return [(str(one.id), one.name) for one in organisations.facilities(on=on, kinds=kinds)]


def find_commune(text: str, *, on: date) -> list[tuple[str, str]]:
    """The communes anywhere that the typed words may mean, as (id, full name)."""
    return [(one.unit_id, one.line.path) for one in units.find(text, on=on, level="commune")]


def _named(one: organisations.OrganisationLine, on: date) -> str:
    if one.valid_until and one.valid_until <= on:
        return _("%(office)s (until %(day)s)") % {"office": one.name, "day": f"{one.valid_until:%d/%m/%Y}"}
    return one.name
