"""Reading about people: the one door for the rooms above. The topics stand in the modules beside this one."""

from hoanhap.people.queries.cards import (
    AddressLine,
    IdentifierLine,
    PersonCard,
    RelativeLine,
    ResponsibilityLine,
    person_card,
)
from hoanhap.people.queries.history import Change, history
from hoanhap.people.queries.lookalikes import Candidate, look_alikes
from hoanhap.people.queries.rows import PersonRow, masked_names
from hoanhap.people.queries.search import search

__all__ = [
    "AddressLine",
    "Candidate",
    "Change",
    "IdentifierLine",
    "PersonCard",
    "PersonRow",
    "RelativeLine",
    "ResponsibilityLine",
    "history",
    "look_alikes",
    "masked_names",
    "person_card",
    "search",
]
