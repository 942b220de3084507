from hoanhap.people.models.details import Address, Identifier, NotSamePerson, PersonName, Relative
from hoanhap.people.models.merging import MergedValue, PairNote, PersonMerge
from hoanhap.people.models.people import Person
from hoanhap.people.models.responsibility import Responsibility
from hoanhap.people.models.visibility import AboutPerson

__all__ = [
    "AboutPerson",
    "Address",
    "Identifier",
    "MergedValue",
    "NotSamePerson",
    "PairNote",
    "Person",
    "PersonMerge",
    "PersonName",
    "Relative",
    "Responsibility",
]
