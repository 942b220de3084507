"""How a secret is kept: as what nobody can go back from."""

import hashlib


def hash_of(secret: str) -> str:
    """What stands for a secret in the table."""
    return hashlib.sha256(secret.encode()).hexdigest()
