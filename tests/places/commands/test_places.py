import json

import pytest

from hoanhap.config.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def vietnamese(monkeypatch):
    from django.utils import translation

    monkeypatch.setattr("hoanhap.config.words._chosen", "vi")
    with translation.override("vi"):
        yield


@pytest.fixture
def ask(capsys):
    def run(*arguments, code=0):
        assert main(["places", *arguments, "--format", "json"]) == code
        return json.loads(capsys.readouterr().out)

    return run


def test_counts_of_the_country_and_of_an_area(ask):
    assert ask("counts", "--on", "01/06/2017") == {
        "on": "2017-06-01", "area": None, "province": 63, "district": 705, "commune": 10599,
    }  # fmt: skip
    found = ask("counts", "--on", "2017-06-01", "--area", "Vĩnh Phúc")
    assert (found["district"], found["commune"]) == (9, 136)


def test_the_tree_of_a_place(ask):
    found = ask("tree", "huyện Yên Lạc, Vĩnh Phúc", "--on", "2017-06-01")

    assert found["place"]["unit"] == "251-1"
    assert len(found["children"]) == 17


def test_a_place_is_found_by_an_old_name_with_where_it_went(ask):
    found = ask("find", "thuong trung, vinh tuong", "--on", "2026-01-05")

    assert [(one["unit"], [kin["path"] for kin in one["successors"]]) for one in found["found"]] == [
        ("09127-1", ["Xã Thổ Tang, tỉnh Phú Thọ"])
    ]


def test_what_is_not_found_is_said_and_fails(ask, capsys):
    assert ask("find", "không có nơi này", "--on", "2017-06-01", code=1)["found"] == []
    assert main(["places", "tree", "không có nơi này"]) == 1
    assert "không có nơi này" in capsys.readouterr().err


def test_an_ambiguous_place_is_refused_with_the_places_it_may_be(capsys):
    assert main(["places", "tree", "xã Yên Lạc", "--on", "2017-06-01"]) == 1

    said = capsys.readouterr().err
    assert "16267-1" in said
    assert "15442-1" in said


def test_a_day_that_is_no_day_is_refused(capsys):
    assert main(["places", "counts", "--on", "31/02/2017"]) == 1
    assert "31/02/2017" in capsys.readouterr().err


def test_successors_of_a_divided_ward_are_in_part(ask):
    [found] = ask("successors", "00016-1", "--on", "2026-01-05")["units"]

    assert [(kin["unit"], kin["is_whole"]) for kin in found["successors"]] == [
        ("00004-2", False),
        ("00008-2", False),
    ]


def test_the_undecided_units_of_the_country_and_of_an_area(ask):
    everywhere = ask("unresolved", "--on", "2026-01-05")
    here = ask("unresolved", "--on", "2026-01-05", "--area", "tỉnh Phú Thọ")

    assert everywhere["count"] == 1009
    assert 0 < here["count"] < everywhere["count"]
    assert {one["unit"] for one in here["units"]} < {one["unit"] for one in everywhere["units"]}


def test_a_file_of_counts_is_read_on_todays_map(ask, tmp_path):
    file = tmp_path / "so-lieu.csv"
    file.write_text('nơi,số\n"TT Yên Lạc, Vĩnh Phúc",3\n26740-1,4\n00016-1,2\n', encoding="utf-8")

    found = ask("map", str(file), "--from", "2017-06-01", "--on", "2026-01-05")

    assert (found["total"], found["placed"], found["unplaced"]) == (9, 7, 2)
    assert {row["unit"]: row["count"] for row in found["rows"]} == {"09025-2": 3, "26740-2": 4}
    assert [(one["unit"], one["reason"]) for one in found["residue"]] == [("00016-1", "divided")]


def test_a_line_that_names_several_places_is_refused_with_its_number(capsys, tmp_path):
    file = tmp_path / "so-lieu.csv"
    file.write_text("26740-1,4\nxã Yên Lạc,2\n", encoding="utf-8")

    assert main(["places", "map", str(file), "--from", "2017-06-01"]) == 1
    assert "dòng 2" in capsys.readouterr().err


def test_the_answer_in_sentences(capsys):
    assert main(["places", "counts", "--on", "2017-06-01"]) == 0
    assert (
        capsys.readouterr().out
        == "Cả nước, ngày 01/06/2017: 63 tỉnh, thành phố, 705 huyện, 10599 xã, phường\n"
    )
