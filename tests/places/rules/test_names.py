from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.places.rules.names import Candidate, choose, full_name, name_key, path, readings

DAY = date(2017, 6, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("YÊN LẠC", "yen lac"),
        ("Quy Nhơn", "Qui Nhơn"),
        ("Ea H'leo", "Ea Hleo"),
        ("Phan Rang-Tháp Chàm", "Phan Rang - Tháp Chàm"),
        ("07", "7"),
        ("Đăk Hà", "Đắk Hà"),
    ],
)
def test_spellings_of_one_name_have_one_key(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Yên Lạc", "Yên Lập"), ("Tân An", "Tân An 1"), ("1", "11")])
def test_different_names_have_different_keys(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("text", "kinds", "name"),
    [
        ("Thị trấn Yên Lạc", ("thi-tran",), "Yên Lạc"),
        ("TT. Yên Lạc", ("thi-tran",), "Yên Lạc"),
        ("tt yên lạc", ("thi-tran",), "yên lạc"),
        ("P5", ("phuong",), "5"),
        ("P. 05", ("phuong",), "05"),
        ("Q.1", ("quan",), "1"),
        ("xã Tân Lập", ("xa",), "Tân Lập"),
        ("TX Phúc Yên", ("thi-xa",), "Phúc Yên"),
        ("H. Yên Lạc", ("huyen",), "Yên Lạc"),
    ],
)
def test_the_word_for_the_kind_is_read_apart_from_the_name(text, kinds, name):
    assert (readings(text)[0].kinds, readings(text)[0].name) == (kinds, name)


@pytest.mark.parametrize("text", ["Phú Thọ", "Quảng Nam", "Tam Kỳ", "Xuân Hòa", "Thanh Trù", "Quất Lưu"])
def test_a_name_that_begins_like_a_kind_is_left_whole(text):
    assert [reading.name for reading in readings(text)] == [text]


def test_the_full_name_and_the_path_are_written_as_people_write_them():
    assert full_name("thi-tran", "Yên Lạc") == "Thị trấn Yên Lạc"
    assert full_name("phuong", "8") == "Phường 8"
    assert (
        path([("thi-tran", "Yên Lạc"), ("huyen", "Yên Lạc"), ("tinh", "Vĩnh Phúc")])
        == "Thị trấn Yên Lạc, huyện Yên Lạc, tỉnh Vĩnh Phúc"
    )


def candidate(unit_id, kind="xa", name="Tân Lập", until=None, above="Vĩnh Phúc"):
    return Candidate(unit_id, name, kind, "commune", None, until, frozenset({("tinh", name_key(above))}))


def chosen(parts, *candidates):
    return [one.unit_id for one in choose(parts, candidates, on=DAY)]


def test_two_communes_of_one_name_are_both_answered():
    assert chosen(["Tân Lập"], candidate("a"), candidate("b")) == ["a", "b"]


def test_the_unit_above_must_fit():
    one, other = candidate("a"), candidate("b", above="Hà Nội")

    assert chosen(["Tân Lập", "Vĩnh Phúc"], one, other) == ["a"]
    assert chosen(["Tân Lập", "Nghệ An"], one, other) == []


def test_a_wrong_kind_is_forgiven_but_a_right_one_wins():
    assert chosen(["phường Tân Lập"], candidate("a")) == ["a"]
    assert chosen(["phường Tân Lập"], candidate("a"), candidate("b", "phuong")) == ["b"]


def test_tone_marks_decide_only_when_they_are_written():
    one, other = candidate("a", name="Yên Lạc"), candidate("b", name="Yến Lạc")

    assert chosen(["Yên Lạc"], one, other) == ["a"]
    assert chosen(["yen lac"], one, other) == ["a", "b"]


def test_a_name_of_the_past_is_answered_only_when_nobody_bears_it_now():
    ended = candidate("old", until=date(2010, 1, 1))

    assert chosen(["Tân Lập"], ended) == ["old"]
    assert chosen(["Tân Lập"], ended, candidate("new")) == ["new"]


@given(st.text(max_size=60))
def test_any_text_can_be_read_without_an_error(text):
    assert all(isinstance(reading.key, str) for reading in readings(text))
