"""Secrets in columns: AES-256-GCM under a key that is kept outside the database, and tied to the row they stand in."""

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE: Final = 12
"""Bytes; drawn anew for every value, as GCM demands."""


class CannotOpen(Exception):
    """The key is not there, or the value was changed or moved to another row. It never says which words were inside."""


class Sealer:
    """Seals with the first key, opens with any: a new key is put in front, and old values stay readable."""

    def __init__(self, keys: Sequence[tuple[str, str]]) -> None:
        self._keys = {name: AESGCM(sha256(f"field key|{secret}".encode()).digest()) for name, secret in keys}
        self.current = keys[0][0]

    def seal(self, text: str, *, about: str) -> str:
        """`key name.nonce and sealed text`. `about`: table, column and key of the row; only there can it be opened."""
        nonce = os.urandom(NONCE)
        sealed = self._keys[self.current].encrypt(nonce, text.encode(), about.encode())
        return f"{self.current}.{urlsafe_b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, *, about: str) -> str:
        """The text. Raises CannotOpen."""
        name, _dot, told = sealed.partition(".")
        try:
            raw = urlsafe_b64decode(told)
            return self._keys[name].decrypt(raw[:NONCE], raw[NONCE:], about.encode()).decode()
        except (KeyError, ValueError, InvalidTag) as failed:
            raise CannotOpen(about) from failed

    def is_current(self, sealed: str) -> bool:
        """Whether a value is under the first key; others are to be sealed anew when keys are rotated."""
        return sealed.startswith(f"{self.current}.")


@lru_cache(maxsize=1)
def sealer() -> Sealer:
    """With the keys of this installation."""
    return Sealer(settings.FIELD_KEYS)
