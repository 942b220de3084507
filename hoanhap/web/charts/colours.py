"""The colours of charts: those of the style sheet, by name. `charts.css` turns them into the dark ones on a dark screen."""

import re
from functools import lru_cache
from pathlib import Path
from typing import Final

TOKENS: Final = Path(__file__).resolve().parents[1] / "static" / "hoanhap" / "tokens.css"
_TOKEN: Final = re.compile(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});")
USED: Final = ("ink", "ink-soft", "line", "line-strong", "brand", "brand-soft", "late", "surface")
"""The names that charts may use: `charts.css` has a line for each."""


@lru_cache(maxsize=1)
def _tokens() -> dict[str, str]:
    light = TOKENS.read_text(encoding="utf-8").split("@media", 1)[0]
    return dict(_TOKEN.findall(light))


def colour(name: str) -> str:
    """The light screen's colour of that name. Raises KeyError where charts may not use it."""
    if name not in USED:
        raise KeyError(name)
    return _tokens()[name]
