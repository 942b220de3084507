from .details import Address, Identifier, NotSamePerson, PersonName, Relative
from .people import Person
from .responsibility import Responsibility
from .visibility import AboutPerson

__all__ = [
    "AboutPerson",
    "Address",
    "Identifier",
    "NotSamePerson",
    "Person",
    "PersonName",
    "Relative",
    "Responsibility",
]
