"""Two files side by side: what makes them one person, in words."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.kit.dates import PartialDate
from hoanhap.people.rules.duplicates import Band, Likeness, Reason, Traits, likeness, one_slip_apart

BORN = PartialDate(1985, 3, 5)
AN = Traits("Nguyễn Văn An (mẫu)", birth=BORN, sex="male")


def other(name="Nguyễn Văn An (mẫu)", **traits):
    return Traits(name, **{"birth": BORN, "sex": "male", **traits})


CCCD, CCCD_2 = ("cccd", "000085000001"), ("cccd", "000085000002")
CMND, CMND_2 = ("cmnd", "000123456"), ("cmnd", "000654321")


@pytest.mark.parametrize(
    ("a", "b", "band", "reasons"),
    [
        # an equal number
        (other(numbers={CCCD}), other(numbers={CCCD}), Band.SAME, "same-number same-name same-birthday"),
        (other(numbers={CMND}), other("Trần Thị Bình", numbers={CMND}), Band.SAME, "same-number other-name same-birthday"),
        (other(numbers={CCCD}), other(numbers={CCCD}, birth=PartialDate(1960, 1, 9)), Band.SAME,
         "same-number same-name other-birth-date"),
        (other(numbers={CCCD}), other("Trần Thị Bình", numbers={CCCD}, birth=PartialDate(1960, 1, 9), sex="female"),
         Band.LIKELY, "same-number other-name other-birth-date other-sex"),
        # name and day of birth
        (AN, other(), Band.LIKELY, "same-name same-birthday"),
        (AN, other("NGUYỄN VĂN AN"), Band.LIKELY, "same-name same-birthday"),
        (AN, other("nguyen van an"), Band.LIKELY, "same-name-without-tones same-birthday"),
        (AN, other("An Nguyễn Văn"), Band.LIKELY, "same-words-other-order same-birthday"),
        (other("Lê Hoà"), other("Lê Hòa"), Band.LIKELY, "same-name same-birthday"),
        (AN, other("Tý", aliases=("Nguyễn Văn An",)), Band.LIKELY, "alias-is-name same-birthday"),
        (other(mother="Trần Thị Mẫu"), other(mother="tran thi mau"), Band.SAME, "same-name same-birthday same-mother"),
        (other(mother="Trần Thị Mẫu"), other(mother="Lê Thị Mẫu"), Band.POSSIBLE, "same-name same-birthday other-mother"),
        (AN, other(sex="female"), Band.POSSIBLE, "same-name same-birthday other-sex"),
        (other(numbers={CCCD}), other(numbers={CCCD_2}), Band.POSSIBLE, "other-number same-name same-birthday"),
        (other(numbers={CCCD}), other(numbers={CCCD_2}, sex="female"), Band.DIFFERENT,
         "other-number same-name same-birthday other-sex"),
        (other(numbers={CMND}), other(numbers={CMND_2}), Band.LIKELY, "same-name same-birthday"),
        (other(numbers={CMND}), other(numbers={CCCD}), Band.LIKELY, "same-name same-birthday"),
        # name, and a birth that does not contradict
        (AN, other(birth=PartialDate(1985)), Band.POSSIBLE, "same-name same-birth-year"),
        (AN, other(birth=PartialDate(1985, 3)), Band.POSSIBLE, "same-name same-birth-month"),
        (other(birth=PartialDate(1985)), other(birth=PartialDate(1985)), Band.POSSIBLE, "same-name same-birth-year"),
        (AN, other(birth=None), Band.POSSIBLE, "same-name"),
        (other(communes={"a", "b"}), other(birth=PartialDate(1985), communes={"b"}), Band.LIKELY,
         "same-name same-birth-year same-commune"),
        (other(mother="Trần Thị Mẫu"), other(birth=PartialDate(1985), mother="Trần Thị Mẫu"), Band.LIKELY,
         "same-name same-birth-year same-mother"),
        # name, and a birth one slip away
        (AN, other(birth=PartialDate(1985, 5, 3)), Band.POSSIBLE, "same-name birth-day-and-month-swapped"),
        (AN, other(birth=PartialDate(1985, 3, 6)), Band.POSSIBLE, "same-name birth-date-near"),
        (AN, other(birth=PartialDate(1986, 3, 5)), Band.POSSIBLE, "same-name birth-date-near"),
        (AN, other(birth=PartialDate(1958, 3, 5)), Band.POSSIBLE, "same-name birth-date-near"),
        (AN, other(birth=PartialDate(1986)), Band.POSSIBLE, "same-name birth-date-near"),
        # a near name
        (AN, other("Nguyễn An"), Band.POSSIBLE, "middle-name-differs same-birthday"),
        (AN, other("Nguyễn Đức An"), Band.POSSIBLE, "middle-name-differs same-birthday"),
        (AN, other("Nguyễn Văn Ang"), Band.POSSIBLE, "one-letter-differs same-birthday"),
        (AN, other("Nguyễn Đức An", birth=PartialDate(1985)), Band.DIFFERENT, "middle-name-differs same-birth-year"),
        (other(mother="Trần Thị Mẫu"), other("Nguyễn Đức An", mother="Trần Thị Mẫu"), Band.LIKELY,
         "middle-name-differs same-birthday same-mother"),
        # another person
        (AN, other("Trần Thị Bình"), Band.DIFFERENT, "other-name same-birthday"),
        (AN, other(birth=PartialDate(1960, 1, 9)), Band.DIFFERENT, "same-name other-birth-date"),
        (AN, other(birth=PartialDate(1960, 1, 9), mother="", communes={"b"}), Band.DIFFERENT, "same-name other-birth-date"),
        (AN, other("Nguyễn Văn Bình", birth=None), Band.DIFFERENT, "other-name"),
    ],
)  # fmt: skip
def test_the_verdict_and_what_it_rests_on(a, b, band, reasons):
    a, b = (
        Traits(t.full_name, t.aliases, t.birth, t.sex, frozenset(t.numbers), t.mother, frozenset(t.communes))
        for t in (a, b)
    )
    assert likeness(a, b) == Likeness(band, tuple(Reason(code) for code in reasons.split()))
    assert likeness(b, a) == likeness(a, b)


NAMES = st.sampled_from(
    ["Nguyễn Văn An", "nguyen van an", "Nguyễn An", "An Nguyễn Văn", "Trần Bình", "Nguyễn Văn Ân", "Hoà", ""]
)
BIRTHS = st.sampled_from(
    [None, BORN, PartialDate(1985), PartialDate(1985, 3), PartialDate(1985, 5, 3), PartialDate(1960)]
)
TRAITS = st.builds(
    Traits,
    full_name=NAMES,
    aliases=st.lists(NAMES, max_size=2).map(tuple),
    birth=BIRTHS,
    sex=st.sampled_from(["", "male", "female"]),
    numbers=st.frozensets(st.sampled_from([CCCD, CCCD_2, CMND, CMND_2]), max_size=2),
    mother=st.sampled_from(["", "Trần Thị Mẫu", "Lê Thị Mẫu"]),
    communes=st.frozensets(st.sampled_from("ab"), max_size=2),
)


@given(TRAITS, TRAITS)
def test_the_verdict_is_the_same_from_both_sides(a, b):
    assert likeness(a, b) == likeness(b, a)


@given(TRAITS, TRAITS)
def test_without_a_number_or_a_like_name_nobody_is_alike(a, b):
    verdict = likeness(a, b)
    if not a.numbers & b.numbers and Reason.OTHER_NAME in verdict.reasons:
        assert verdict.band is Band.DIFFERENT


@given(TRAITS)
def test_a_file_is_never_different_from_itself(a):
    assert likeness(a, a).band is not Band.DIFFERENT


@given(st.text("anguyeb ", min_size=4, max_size=12), st.data())
def test_one_slip_is_found_and_two_are_not_invented(text, data):
    position = data.draw(st.integers(0, len(text) - 1))
    assert one_slip_apart(text, text[:position] + "x" + text[position + 1 :])
    assert one_slip_apart(text, text[:position] + "x" + text[position:])
    assert not one_slip_apart(text, text)
    assert not one_slip_apart(text, text + "xx")


def test_swapped_letters_are_one_slip():
    assert one_slip_apart("nguyen", "ngueyn")
    assert not one_slip_apart("nguyen", "ngeyun")
    assert not one_slip_apart("an", "ab")
    assert all(
        one_slip_apart(a, b) == one_slip_apart(b, a)
        for a, b in itertools.permutations(["abcd", "abdc", "abc", "abcde"], 2)
    )
