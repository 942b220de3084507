"""Sign-in names: small letters without tones, so that they can be typed on any keyboard."""

import re

_PLAIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,149}", re.ASCII)


def sign_in_name(typed: str) -> str:
    """The name as it is kept: without blanks around it, in small letters."""
    return typed.strip().lower()


def is_sign_in_name(name: str) -> bool:
    return _PLAIN.fullmatch(name) is not None
