"""What each act and each reading in the trail is called, in the reader's language (`kinds.yaml`)."""

from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import lazystr
from django.utils.translation import get_language

from hoanhap.kit.errors import Words
from hoanhap.kit.yaml_texts import load_yaml


@cache
def known() -> dict[str, dict[str, list[str]]]:
    """Words of rooms and kinds: Vietnamese, English."""
    told: dict[str, Any] = load_yaml(Path(__file__).with_name("kinds.yaml").read_text(encoding="utf-8"))
    return told


class _Said:
    def __init__(self, words: list[str]) -> None:
        self.words = words

    def __str__(self) -> str:
        return self.words[1 if get_language() == "en" else 0]


def kind_words(kind: str) -> Words:
    """What a kind is called; one that has no words of its own by those of its room."""
    found = known()
    own = found["kinds"].get(kind) or found["rooms"].get(kind.split(".", maxsplit=1)[0])
    return lazystr(_Said(own)) if own else kind


def rooms() -> list[tuple[str, Words]]:
    """The rooms by which the trail can be narrowed."""
    return [(f"{code}.", lazystr(_Said(words))) for code, words in known()["rooms"].items()]
