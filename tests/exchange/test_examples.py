"""The examples are what the script makes, and plainly made up."""

import subprocess
import sys

import yaml

from hoanhap.exchange.imports.tables import read_table
from hoanhap.exchange.imports.workbook import opened
from hoanhap.kit.dates import add_months
from tests.exchange.made import EXAMPLES, ROOT

FILES = ("vinh-phuc-2017.xlsx", "mau-danh-sach.xlsx", "ugly-participants.xlsx", "README.md")


def people() -> list[dict]:
    with opened(EXAMPLES / "vinh-phuc-2017.xlsx") as book:
        return [{code: cells[0] for code, cells in row.cells.items()} for row in read_table(book).rows]


def test_the_script_makes_the_same_bytes_again(tmp_path):
    subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "make_examples.py"), str(tmp_path)],
        check=True,
        capture_output=True,
    )

    for name in FILES:
        assert (tmp_path / name).read_bytes() == (EXAMPLES / name).read_bytes(), name


def test_everybody_in_the_example_is_plainly_made_up():
    rows = people()

    assert len(rows) == 24
    for row in rows:
        assert row["name"].endswith(" (mẫu)")
        assert row["member"].endswith(" (mẫu)")
        assert row["identifier"].startswith("000")
        assert row["address"].startswith("Thôn Mẫu ")
    assert len({row["name"] for row in rows}) == len({row["identifier"] for row in rows}) == 24


def test_the_example_has_ten_communes_of_several_kinds_and_districts():
    communes = yaml.safe_load((EXAMPLES / "vinh-phuc-2017.yaml").read_text(encoding="utf-8"))["communes"]

    assert {row["commune"] for row in people()} == {line["name"] for line in communes}
    assert len(communes) == 10
    assert {line["name"].split()[0] for line in communes} == {"Thị", "Phường", "Xã"}
    assert len({line["district"] for line in communes}) >= 5


def test_every_date_of_the_example_fits_the_law_and_the_year():
    certified = 0
    for row in people():
        day = {code: cell["day"] for code, cell in row.items() if isinstance(cell, dict)}
        end = day.get("certificate_on") or day["breach_on"]
        order = [
            day["applied_on"],
            day["decision_on"],
            day["detox_from"],
            day["detox_until"],
            day["hand_over_on"],
            end,
        ]
        assert order == sorted(order)
        assert order[0] >= "2017-05-15"
        assert end < "2018-06-21"
        assert ("certificate_on" in day) != ("breach_on" in day)
        if "certificate_on" in day:
            certified += 1
            from datetime import date

            begun = max(date.fromisoformat(day[code]) for code in ("decision_on", "hand_over_on"))
            assert day["certificate_on"] >= add_months(begun, 6).isoformat()
            assert len(row["contacts"].split(";")) == 6
    assert certified == 22
