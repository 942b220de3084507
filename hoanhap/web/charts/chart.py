"""What a chart is: a picture in two widths, and its numbers as a table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.safestring import SafeString

from hoanhap.kit.errors import Words
from hoanhap.web.charts.drawing import draw

WIDE: Final = 640
NARROW: Final = 300
"""Widths of the plot in points: a page on a desk, and a phone of 390 points. Text has the same size on both."""


@dataclass(frozen=True)
class Chart:
    """One chart. `drawing` describes its picture for a width; it is asked only when the page shows it.

    `columns`: the heads of the table, the first names the row. `rows`: as they are shown. Without rows there is nothing to
    draw and the page says `empty` instead.
    """

    title: Words
    description: Words
    columns: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    drawing: Callable[[int], dict[str, Any]]
    empty: Words = ""
    has_picture: bool = True
    """False where none of the values can be drawn (hidden, not applicable): then the table alone is shown."""

    @property
    def is_empty(self) -> bool:
        return not self.rows

    @property
    def wide(self) -> SafeString:
        return self._drawn(WIDE)

    @property
    def narrow(self) -> SafeString:
        return self._drawn(NARROW)

    def _drawn(self, width: int) -> SafeString:
        return draw(self.drawing(width), title=str(self.title), description=str(self.description))
