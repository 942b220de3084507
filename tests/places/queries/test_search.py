from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.places.queries import units

pytestmark = pytest.mark.django_db

IN_2017 = date(2017, 6, 1)
NOW = date(2026, 1, 5)
YEN_LAC = "09025-1"


def found(text, on=IN_2017, level=None):
    return [one.unit_id for one in units.find(text, on=on, level=level)]


@pytest.mark.parametrize(
    "text",
    [
        "Thị trấn Yên Lạc, huyện Yên Lạc, tỉnh Vĩnh Phúc",
        "thị trấn Yên Lạc",
        "TT. Yên Lạc",
        "TT Yên Lạc, Vĩnh Phúc",
        "  tt.yen lac , h. yen lac ",
        "YÊN LẠC - Vĩnh Phúc",
        "Thi\u0323 tra\u0302\u0301n Ye\u0302n La\u0323c, Vi\u0303nh Phu\u0301c",
        "09025",
        "09025-1",
    ],
)
def test_one_township_is_found_however_it_is_written(text):
    assert found(text, level="commune") == [YEN_LAC]


@pytest.mark.parametrize(
    ("text", "unit_id"),
    [
        ("P.5, Q.3, tphcm", "27151-1"),
        ("phường 05, quận 3, TP. Hồ Chí Minh", "27151-1"),
        ("Phan Rang-Tháp Chàm", "582-1"),
        ("Qui Nhơn", "540-1"),
        ("xã Lũng Hoà, Vĩnh Tường", "09106-1"),
        ("huyện Cư Mgar", "648-1"),
        ("tỉnh Hoà Bình", "17-1"),
    ],
)
def test_ugly_spellings_find_the_unit(text, unit_id):
    assert found(text) == [unit_id]


def test_an_ambiguous_name_answers_every_unit_that_bears_it():
    answers = found("xã Yên Lạc", level="commune")

    assert len(answers) == 4
    assert YEN_LAC not in answers
    assert [unit for unit in found("yen lac", level="commune") if unit == YEN_LAC] == [YEN_LAC]


def test_an_old_name_finds_the_unit_that_bore_it_with_its_successor():
    [answer] = units.find("xã Thượng Trưng", on=NOW)

    assert answer.line.path == "Xã Thượng Trưng, huyện Vĩnh Tường, tỉnh Vĩnh Phúc"
    assert [units.unit(link.unit_id, on=NOW).path for link in answer.successors] == [
        "Xã Thổ Tang, tỉnh Phú Thọ"
    ]


def test_a_unit_in_force_has_no_successor_to_offer():
    [answer] = units.find("TT Yên Lạc, Vĩnh Phúc", on=IN_2017)

    assert answer.successors == ()


@pytest.mark.parametrize("text", ["", "   ", "xã", "không có nơi này", "99999", "Yên Lạc, Cà Mau, Sao Hỏa"])
def test_what_names_nothing_finds_nothing(text):
    assert found(text) == []


def test_a_level_narrows_the_answer():
    assert found("Yên Lạc, Vĩnh Phúc", level="district") == ["251-1"]
    assert found("Hà Nội", level="commune") == []


@given(
    text=st.one_of(
        st.text(max_size=30), st.sampled_from(["Yên Lạc", "tt yen lac", "P.5, Q.3", "26740", "Huế"])
    )
)
def test_the_list_in_memory_answers_as_the_database_does(text, gazetteer):
    text = text.replace("\x00", "")

    assert [line.unit_id for line in gazetteer.find(text, on=IN_2017)] == found(text)


@pytest.fixture
def gazetteer(db):
    return units.Gazetteer(on=IN_2017)


def test_suggestions_contain_the_text_and_are_in_force():
    lines = units.suggest("thuong tr", on=IN_2017)

    assert "09127-1" in {line.unit_id for line in lines}
    assert units.suggest("x", on=IN_2017) == []
    assert all(line.holds_on(NOW) for line in units.suggest("thuong", on=NOW))
