from .organisations import Organisation
from .units import Level, Unit, UnitEdition, UnitKind, UnitLoad, UnitReach, UnitSuccession

__all__ = ["Level", "Organisation", "Unit", "UnitEdition", "UnitKind", "UnitLoad", "UnitReach", "UnitSuccession"]
