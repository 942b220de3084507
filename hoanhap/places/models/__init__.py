"""Tables of the room."""

from hoanhap.places.models.organisations import FormerName, Organisation
from hoanhap.places.models.units import (
    Level,
    Unit,
    UnitEdition,
    UnitKind,
    UnitLoad,
    UnitReach,
    UnitSuccession,
)

__all__ = [
    "FormerName",
    "Level",
    "Organisation",
    "Unit",
    "UnitEdition",
    "UnitKind",
    "UnitLoad",
    "UnitReach",
    "UnitSuccession",
]
