"""Whoever is in reach is found by what somebody remembers; whoever is not is not found at all."""

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import Forbidden
from hoanhap.people.operations.people import NewIdentifier
from hoanhap.people.queries.people import masked_names, search
from tests.kit.test_text import LETTERS
from tests.people.conftest import TODAY

CCCD = "000085000001"
NAMES = ["Nguyễn Văn An", "Trần Thị Hòa", "Đặng Thuỷ Tiên", "Lê Đức Ân", "Phạm Thị Hoà Bình"]


@pytest.fixture
def village(ground):
    people = {}
    for number, name in enumerate(NAMES):
        people[name] = ground.register(
            f"{name} (mẫu)",
            birth=PartialDate(1980 + number, 3, 5),
            identifiers=[NewIdentifier(number=f"00008500000{number}")],
            aliases=["Tý Sún"] if number == 0 else [],
        )
    ground.names = {person.id: name for name, person in people.items()}
    ground.people = people
    return ground


def found(ground, text, **asked):
    asked.setdefault("scope", ground.clerk)
    return [ground.names.get(row.id, row.masked_name) for row in search(text, **asked)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("nguyen", ["Nguyễn Văn An"]),
        ("Nguyễn Văn An", ["Nguyễn Văn An"]),
        ("an van nguyen", ["Nguyễn Văn An"]),
        ("ng v a", ["Nguyễn Văn An"]),
        ("an", ["Nguyễn Văn An", "Lê Đức Ân"]),
        ("ÂN", ["Nguyễn Văn An", "Lê Đức Ân"]),
        ("hoa", ["Phạm Thị Hoà Bình", "Trần Thị Hòa"]),
        ("hoà", ["Phạm Thị Hoà Bình", "Trần Thị Hòa"]),
        ("hòa", ["Phạm Thị Hoà Bình", "Trần Thị Hòa"]),
        ("dang thuy", ["Đặng Thuỷ Tiên"]),
        ("ĐẶNG THỦY", ["Đặng Thuỷ Tiên"]),
        (unicodedata.normalize("NFD", "Đặng Thuỷ"), ["Đặng Thuỷ Tiên"]),
        ("  le \u00a0 duc ", ["Lê Đức Ân"]),
        ("ty sun", ["Nguyễn Văn An"]),
        ("sun nguyen", ["Nguyễn Văn An"]),
        ("uyen", []),
        ("nguyen tran", []),
        ("%", []),
        ("_ _", []),
        ("\\", []),
        ("nguyen'); drop", []),
        ("1984", ["Phạm Thị Hoà Bình"]),
        ("thi 1984", ["Phạm Thị Hoà Bình"]),
        ("thi 05/03/1981", ["Trần Thị Hòa"]),
        ("06/03/1981", []),
        ("03/1981", ["Trần Thị Hòa"]),
        ("000085000001", ["Trần Thị Hòa"]),
        ("000 085 000 001", ["Trần Thị Hòa"]),
        ("000085", ["Nguyễn Văn An", "Lê Đức Ân", "Phạm Thị Hoà Bình", "Trần Thị Hòa", "Đặng Thuỷ Tiên"]),
        ("00008", []),
        ("085000", []),
        ("", ["Nguyễn Văn An", "Lê Đức Ân", "Phạm Thị Hoà Bình", "Trần Thị Hòa", "Đặng Thuỷ Tiên"]),
    ],
)
def test_people_are_found_however_they_are_typed_and_stand_by_given_name(village, text, names):
    assert found(village, text) == names


def test_a_code_finds_its_person_however_it_is_typed(village):
    code = village.people["Lê Đức Ân"].code
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        assert found(village, typed) == ["Lê Đức Ân"]


def test_who_is_known_by_the_year_answers_to_a_day_of_that_year(village):
    other = village.register("Võ Thị Mẫu", birth=PartialDate(1981))
    village.names[other.id] = "Võ Thị Mẫu"
    assert found(village, "05/03/1981") == ["Trần Thị Hòa", "Võ Thị Mẫu"]


def test_a_row_shows_no_more_than_a_list_needs(village):
    [row] = search("nguyen", scope=village.clerk)
    assert vars(row) == {
        "id": village.people["Nguyễn Văn An"].id,
        "code": village.people["Nguyễn Văn An"].code,
        "masked_name": "Nguyễn V. A.",
        "born_text": "1980",
        "sex": "male",
        "sex_text": row.sex_text,
        "unit_id": village.here.id,
        "unit_name": "Xã Yên Mẫu",
    }


@pytest.mark.parametrize("text", ["", "nguyen", "Nguyễn Văn An", "1980", CCCD[:-1] + "0", "ty sun", "CODE"])
def test_the_neighbour_finds_nobody_of_this_commune(village, text):
    if text == "CODE":
        text = village.people["Nguyễn Văn An"].code
    namesake = village.register_there("Nguyễn Văn An (mẫu)", birth=PartialDate(1960, 1, 1))

    page = search(text, scope=village.neighbour)

    expected = [namesake.id] if text in ("", "nguyen", "Nguyễn Văn An") else []
    assert [row.id for row in page] == expected
    assert page.total == len(expected)
    assert namesake.id not in [row.id for row in search(text, scope=village.clerk)]


def test_numbers_answer_only_to_who_may_read_them(village):
    assert found(village, CCCD, scope=village.reader) == []
    assert found(village, "tran", scope=village.reader) == ["Trần Thị Hòa"]


def test_without_the_power_nothing_is_searched(village):
    with pytest.raises(Forbidden):
        search("nguyen", scope=village.nobody)
    with pytest.raises(Forbidden):
        search("nguyen", scope=village.reader, power="people.write")


def test_a_withdrawn_number_finds_nobody(village):
    from hoanhap.people.operations.people import withdraw_identifier
    from tests.people.conftest import AT

    row = village.people["Trần Thị Hòa"].identifiers.get()
    withdraw_identifier(identifier_id=row.id, reason="Nhầm", scope=village.clerk, at=AT)
    assert found(village, CCCD) == []


def test_narrowed_to_a_unit_or_to_some_people(village):
    there = village.register_there("Nguyễn Thị Xa (mẫu)")
    village.names[there.id] = "Xa"
    scope = village.everywhere
    assert found(village, "nguyen", scope=scope) == ["Nguyễn Văn An", "Xa"]
    assert found(village, "nguyen", scope=scope, unit_id=village.there.id) == ["Xa"]
    assert found(village, "nguyen", unit_id=village.there.id) == []
    assert found(village, "nguyen", scope=scope, among=[there.id]) == ["Xa"]
    assert found(village, "nguyen", scope=scope, among=[]) == []


def test_a_person_who_moved_away_is_found_by_the_new_office_only(village):
    from hoanhap.people.operations.people import transfer_responsibility
    from tests.people.conftest import AT

    person = village.people["Lê Đức Ân"]
    transfer_responsibility(
        person_id=person.id,
        to_office_id=village.next_office.id,
        on=TODAY,
        basis="TB",
        scope=village.clerk,
        at=AT,
    )
    assert found(village, "le duc") == []
    assert found(village, "le duc", scope=village.neighbour) == ["Lê Đức Ân"]
    assert found(village, "le duc", scope=village.scope(village.here, on=date(2018, 3, 4))) == ["Lê Đức Ân"]


def test_pages_hold_everybody_once_and_say_how_many(village):
    pages = [search("", scope=village.clerk, number=number, size=2) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [2, 2, 1]
    assert len({row.id for page in pages for row in page}) == 5
    assert {page.total for page in pages} == {5}


@pytest.mark.parametrize(("text", "queries"), [("nguyen", 2), ("thi", 2), ("nobody", 1), ("", 3)])
def test_a_list_takes_few_queries_however_long_it_is(village, django_assert_num_queries, text, queries):
    with django_assert_num_queries(queries):
        search(text, scope=village.clerk)


def test_masked_names_are_given_for_those_in_reach_only(village, django_assert_num_queries):
    there = village.register_there("Nguyễn Thị Xa (mẫu)")
    asked = [there.id, *[person.id for person in village.people.values()]]
    with django_assert_num_queries(1):
        rows = masked_names(asked, scope=village.clerk)
    assert set(rows) == set(asked) - {there.id}
    assert rows[asked[1]].masked_name == "Nguyễn V. A."
    assert masked_names([], scope=village.clerk) == {}
    assert masked_names(asked, scope=village.nobody) == {}


@settings(max_examples=40)
@given(
    words=st.lists(
        st.text([letter for letter in LETTERS if letter.isalpha()], min_size=2, max_size=6),
        min_size=2,
        max_size=4,
    ),
    data=st.data(),
)
def test_any_beginnings_of_a_name_in_any_order_find_it(db, words, data):
    from django.db import transaction

    from hoanhap.people.rules.codes import read_code
    from tests.people.conftest import Ground

    with transaction.atomic():
        ground = Ground()
        person = ground.register(" ".join(words), birth=PartialDate(1985))
        some = data.draw(st.permutations(words))
        asked = " ".join(word[: data.draw(st.integers(1, len(word)))] for word in some)
        asked = data.draw(st.sampled_from([str.upper, str.lower, str]))(asked)
        asked = unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD"])), asked)
        if read_code(asked) is None:
            assert [row.id for row in search(asked, scope=ground.clerk)] == [person.id], asked
        assert search(asked, scope=ground.neighbour).total == 0
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("few", "limit", "capped"), [(1000, 10_000, False), (2, 10_000, False), (2, 4, True)]
)
@pytest.mark.parametrize("text", ["", "mau"])
def test_few_some_and_very_many_are_listed_alike(village, monkeypatch, few, limit, capped, text):
    import hoanhap.people.queries.search as module

    whole = [row.id for row in search(text, scope=village.clerk, size=200)]
    monkeypatch.setattr(module, "FEW", few)
    monkeypatch.setattr(module, "COUNT_LIMIT", limit)

    pages = [search(text, scope=village.clerk, number=number, size=2) for number in (1, 2)]

    assert [row.id for page in pages for row in page] == whole[:4]
    assert pages[0].total_is_capped == (capped and len(whole) > limit)
    assert pages[0].total == min(len(whole), limit)
