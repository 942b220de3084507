"""Keys of facts: time-ordered, made by the program, so that no sequence is shared between servers."""

from uuid import UUID

from uuid_utils.compat import uuid7


def new_id() -> UUID:
    """A fresh UUIDv7: unique everywhere, and sorting by it is sorting by the moment of recording."""
    return uuid7()
