"""The kinds of episode there are, in words."""

from hoanhap.casework.models import Episode
from hoanhap.kit.errors import Words


def kinds() -> list[tuple[str, Words]]:
    """Code and words of every kind, in the order of the law."""
    return [(str(code), words) for code, words in Episode.Kind.choices]
