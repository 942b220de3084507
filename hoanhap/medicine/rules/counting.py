"""Which places are counted when."""

from collections.abc import Mapping
from typing import Final

COUNTED_AT: Final[Mapping[str, tuple[str, ...]]] = {
    "opening": ("safe", "cabinet", "window", "waste"),
    "shift": ("cabinet", "window"),
    "closing": ("safe", "cabinet", "window", "waste"),
}
"""Kinds of places in which medicine can be seen and measured. A shift hands over what stands at the window and beside it."""
