"""Changing what is known about people: the one door for the rooms above. The topics stand in the modules beside this one."""

from hoanhap.people.operations.changes import (
    AlreadyDead,
    NothingToCorrect,
    add_identifier,
    add_name,
    add_relative,
    correct_person,
    record_death,
    withdraw_death,
    withdraw_identifier,
    withdraw_name,
    withdraw_relative,
)
from hoanhap.people.operations.facts import NewAddress, NewIdentifier, NewRelative
from hoanhap.people.operations.moves import (
    AddressRefused,
    TransferRefused,
    record_address,
    transfer_responsibility,
)
from hoanhap.people.operations.registration import (
    AlikeTogether,
    LikelyDuplicate,
    PersonRefused,
    Registration,
    TakenMeanwhile,
    log_told,
    register_people,
    register_person,
)

__all__ = [
    "AddressRefused",
    "AlikeTogether",
    "AlreadyDead",
    "LikelyDuplicate",
    "NewAddress",
    "NewIdentifier",
    "NewRelative",
    "NothingToCorrect",
    "PersonRefused",
    "Registration",
    "TakenMeanwhile",
    "TransferRefused",
    "add_identifier",
    "add_name",
    "add_relative",
    "correct_person",
    "log_told",
    "record_address",
    "record_death",
    "register_people",
    "register_person",
    "transfer_responsibility",
    "withdraw_death",
    "withdraw_identifier",
    "withdraw_name",
    "withdraw_relative",
]
