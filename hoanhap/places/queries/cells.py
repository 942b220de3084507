"""The schematic map: where the units of 1/7/2025 lie beside each other. Shapes of communes and provinces, of nobody.

The file is derived (`scripts/derive_map.py`); earlier units are not in it, and whoever draws them shows a grid of tiles.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.conf import settings

HOANG_SA: Final = "20333-1"
TRUONG_SA: Final = "22736-2"
ARCHIPELAGOS: Final = (HOANG_SA, TRUONG_SA)


@dataclass(frozen=True)
class Cell:
    """The shape of a unit on the grid of the map; `path` is an SVG path. `is_apart`: far from the rest of its province."""

    unit_id: str
    level: str
    province_id: str
    is_apart: bool
    x: int
    y: int
    width: int
    height: int
    path: str


@dataclass(frozen=True)
class Drawing:
    """What is drawn together, what stands in boxes of its own, and which of the units have no cell."""

    together: tuple[Cell, ...]
    boxes: tuple[Cell, ...]
    without: tuple[str, ...]


@lru_cache(maxsize=1)
def cells() -> dict[str, Cell]:
    """Every cell by its unit, a province before its communes."""
    found: dict[str, Cell] = {}
    province = ""
    with (settings.DEFINITIONS / "units" / "cells.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            province = line["unit"] if line["level"] == "province" else province
            x, y, width, height = (int(line[name]) for name in ("x", "y", "width", "height"))
            found[line["unit"]] = Cell(
                line["unit"],
                line["level"],
                province,
                line["is_apart"] == "true",
                x,
                y,
                width,
                height,
                line["path"],
            )
    return found


def drawing(unit_ids: Iterable[str]) -> Drawing:
    """The cells of the units. An archipelago stands in its box wherever the country or its province is drawn."""
    known = cells()
    wanted = list(dict.fromkeys(unit_ids))
    drawn = [known[unit_id] for unit_id in wanted if unit_id in known]
    boxes = [cell for cell in drawn if cell.is_apart]
    provinces = {cell.province_id for cell in drawn}
    boxes += [
        known[unit_id]
        for unit_id in ARCHIPELAGOS
        if unit_id in known and unit_id not in wanted and known[unit_id].province_id in provinces
    ]
    return Drawing(
        tuple(cell for cell in drawn if not cell.is_apart),
        tuple(sorted(boxes, key=lambda cell: (cell.unit_id not in ARCHIPELAGOS, cell.y))),
        tuple(unit_id for unit_id in wanted if unit_id not in known),
    )
