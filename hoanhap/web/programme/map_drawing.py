"""Where cells and boxes stand on the drawn map, in whole steps written as text, so that no language puts commas in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from hoanhap.places.queries.cells import Cell

WIDE, HIGH = 960, 900
"""The most that the drawing takes on a wide screen, in CSS pixels."""

PRESSED: Final = 26
"""A cell smaller than this on a wide screen is no link: its row and its tile are."""

MARGIN: Final = 0.02
BOX: Final = 0.17
ROUND: Final = 1.45


@dataclass(frozen=True)
class Look:
    """How a place is told: class of its colour, letter, words, and where it opens."""

    tone: str
    letter: str
    words: str
    href: str
    is_hatched: bool = False


@dataclass(frozen=True)
class Drawn:
    """A cell as the page writes it."""

    path: str
    look: Look
    x: str
    y: str
    size: str
    is_link: bool


@dataclass(frozen=True)
class Box:
    """A labelled frame for what lies far out at sea."""

    x: str
    y: str
    width: str
    height: str
    inner: str
    side: str
    label_y: str
    cell: Drawn
    name: str


@dataclass(frozen=True)
class Sheet:
    """The whole drawing."""

    view: str
    width: str
    height: str
    text: str
    cells: tuple[Drawn, ...]
    boxes: tuple[Box, ...]


def sheet(
    cells: Sequence[Cell], boxes: Sequence[tuple[Cell, str]], looks: Mapping[str, Look], *, other: Look
) -> Sheet:
    """The drawing of these cells, with the boxes in a column on the right. `other`: a box that has no value here."""
    together = cells or [cell for cell, _name in boxes]
    left, top = min(one.x for one in together), min(one.y for one in together)
    right = max(one.x + one.width for one in together)
    bottom = max(one.y + one.height for one in together)
    span = max(right - left, bottom - top)
    margin, side = round(span * MARGIN) + 2, round(span * BOX)
    text = round(span * 0.022) + 1
    step = side + 3 * text
    width = right - left + 2 * margin + ((round(side * ROUND) + margin) if boxes else 0)
    height = max(bottom - top + 2 * margin, len(boxes) * step + 2 * margin)
    scale = min(WIDE / width, HIGH / height)
    framed = []
    for place, (cell, name) in enumerate(boxes):
        x = right + margin
        y = (
            bottom + margin - (len(boxes) - place) * step
            if bottom - top > len(boxes) * step
            else top + place * step
        )
        pad = max(cell.width, cell.height) // 2
        framed.append(
            Box(
                str(x),
                str(y),
                str(round(side * ROUND)),
                str(side),
                f"{cell.x - pad} {cell.y - pad} {cell.width + 2 * pad} {cell.height + 2 * pad}",
                str(side),
                str(y + side + round(1.3 * text)),
                _drawn(
                    cell, looks.get(cell.unit_id, other), side / max(cell.width, cell.height) * scale / 2, 1
                ),
                name,
            )
        )
    return Sheet(
        f"{left - margin} {top - margin} {width} {height}",
        str(round(width * scale)),
        str(round(height * scale)),
        str(text),
        tuple(_drawn(cell, looks[cell.unit_id], scale, text) for cell in cells),
        tuple(framed),
    )


def _drawn(cell: Cell, look: Look, scale: float, text: int) -> Drawn:
    least = min(cell.width, cell.height)
    size = max(1, min(round(least * 0.45), text * 2))
    return Drawn(
        cell.path,
        look,
        str(cell.x + cell.width // 2),
        str(cell.y + cell.height // 2 + size // 3),
        str(size),
        bool(look.href) and least * scale >= PRESSED,
    )
