"""The chain that the lines of the trail hang on: how each link follows from the one before it."""

from hashlib import sha256
from typing import Final

SHARDS: Final = 16
"""So many chains run side by side, that writers seldom wait for each other. A writer's connection decides which."""

START: Final = "0" * 64
"""What the first link of a chain follows."""


def link_hash(*, shard: int, number: int, previous: str, digest: str) -> str:
    """The hash of a link, as hexadecimal figures: over its place, its predecessor, and what its lines say.

    The trigger `audit_chain_link` computes the same in the database.
    """
    return sha256(f"{shard}|{number}|{previous}|{digest}".encode()).hexdigest()
