from .organisations import Organisation
from .units import Unit, UnitEdition, UnitReach, UnitSuccession

__all__ = ["Organisation", "Unit", "UnitEdition", "UnitReach", "UnitSuccession"]
