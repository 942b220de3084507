"""The schematic map has every unit of today, and the archipelagos in their boxes."""

import csv
import re
from pathlib import Path

import pytest

from hoanhap.places.queries.cells import ARCHIPELAGOS, HOANG_SA, TRUONG_SA, cells, drawing

UNITS = Path(__file__).resolve().parents[3] / "definitions" / "units"


def in_force(level: str) -> set[str]:
    with (UNITS / "editions.csv").open(encoding="utf-8", newline="") as file:
        return {
            line["unit"]
            for line in csv.DictReader(file)
            if not line["valid_until"] and line["level"] == level
        }


@pytest.mark.parametrize(("level", "count"), [("province", 34), ("commune", 3321)])
def test_every_unit_in_force_has_exactly_one_cell(level, count):
    drawn = {unit_id for unit_id, cell in cells().items() if cell.level == level}
    assert drawn == in_force(level)
    assert len(drawn) == count


def test_a_cell_lies_in_the_province_of_its_commune():
    with (UNITS / "editions.csv").open(encoding="utf-8", newline="") as file:
        parents = {line["unit"]: line["parent"] for line in csv.DictReader(file) if not line["valid_until"]}
    communes = [cell for cell in cells().values() if cell.level == "commune"]
    assert {cell.unit_id: cell.province_id for cell in communes} == {
        cell.unit_id: parents[cell.unit_id] for cell in communes
    }


def test_a_path_is_closed_rings_of_whole_steps_within_its_frame():
    for cell in cells().values():
        assert re.fullmatch(r"(M\d+ \d+l(-?\d+[ -]?)+z)+", cell.path), cell.unit_id
        starts = [(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)", cell.path)]
        assert all(
            cell.x <= x <= cell.x + cell.width and cell.y <= y <= cell.y + cell.height for x, y in starts
        )


def test_the_archipelagos_stand_in_boxes_of_the_country_and_of_their_provinces():
    provinces = [unit_id for unit_id, cell in cells().items() if cell.level == "province"]
    assert tuple(cell.unit_id for cell in drawing(provinces).boxes) == ARCHIPELAGOS
    assert len(drawing(provinces).together) == 34
    in_da_nang = next(
        unit_id for unit_id, cell in cells().items() if cell.province_id == "48-2" and cell.level == "commune"
    )
    assert [cell.unit_id for cell in drawing([in_da_nang]).boxes] == [HOANG_SA]
    khanh_hoa = [cell.unit_id for cell in cells().values() if cell.province_id == "56-2"]
    assert [cell.unit_id for cell in drawing(khanh_hoa).boxes] == [TRUONG_SA]
    assert TRUONG_SA not in {cell.unit_id for cell in drawing(khanh_hoa).together}


def test_units_before_the_reform_are_named_as_not_drawn():
    assert drawing(["26740-1", "82-2", "nowhere"]).without == ("26740-1", "nowhere")
