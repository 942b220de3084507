"""Where the chains of the trail stood at a moment, signed: kept outside the database, so that it can be held against it."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

FIRST: Final = ""
"""What the first line of a file of heads says of the line before it."""


@dataclass(frozen=True)
class ChainHead:
    """The last link of one chain: its number, and the hash that stands for everything before it."""

    shard: int
    number: int
    hash: str


@dataclass(frozen=True)
class Heads:
    """All chains at a moment. `previous`: the fingerprint of the line before it in the file, nothing in the first."""

    made_at: str
    heads: tuple[ChainHead, ...]
    previous: str = FIRST

    @property
    def root(self) -> str:
        """One hash for all chains: what is printed, read out, or sent to another office."""
        told = "\n".join(f"{one.shard}|{one.number}|{one.hash}" for one in self.heads)
        return sha256(told.encode()).hexdigest()

    @property
    def links(self) -> int:
        """How many links all chains have."""
        return sum(one.number for one in self.heads)


@dataclass(frozen=True)
class HeadsLine:
    """A line of the file: what it says, if it could be read, and whether it is as it was written, in its place."""

    number: int
    heads: Heads | None
    is_signed: bool
    follows: bool

    @property
    def is_sound(self) -> bool:
        return self.heads is not None and self.is_signed and self.follows


def key_from(secret: str) -> Ed25519PrivateKey:
    """The signing key of an installation, from its kept secret."""
    return Ed25519PrivateKey.from_private_bytes(sha256(f"audit heads|{secret}".encode()).digest())


def fingerprint(line: str) -> str:
    """What the next line says of this one."""
    return sha256(line.strip().encode()).hexdigest()


def written(heads: Heads, key: Ed25519PrivateKey) -> str:
    """One line of the file: what is said, and the signature over exactly those words."""
    said = json.dumps(asdict(heads), sort_keys=True, separators=(",", ":"))
    return json.dumps({"heads": said, "signature": b64encode(key.sign(said.encode())).decode()})


def read(lines: Iterable[str], key: Ed25519PublicKey) -> Iterator[HeadsLine]:
    """Every line that is not empty, with what is wrong with it."""
    before = FIRST
    for number, line in enumerate((one for one in lines if one.strip()), start=1):
        heads, is_signed = _opened(line, key)
        yield HeadsLine(number, heads, is_signed, heads is not None and heads.previous == before)
        before = fingerprint(line)


def _opened(line: str, key: Ed25519PublicKey) -> tuple[Heads | None, bool]:
    try:
        told = json.loads(line)
        said: str = told["heads"]
        found = json.loads(said)
        heads = Heads(found["made_at"], tuple(ChainHead(**one) for one in found["heads"]), found["previous"])
        signature = b64decode(told["signature"], validate=True)
    except (ValueError, KeyError, TypeError):
        return None, False
    try:
        key.verify(signature, said.encode())
    except InvalidSignature:
        return heads, False
    return heads, True
