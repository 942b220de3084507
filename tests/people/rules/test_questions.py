"""The search box takes apart what was typed; the code of a person survives a telephone line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.kit.dates import PartialDate
from hoanhap.people.rules.codes import ALPHABET, COMBINATIONS, code_of, read_code
from hoanhap.people.rules.questions import Question, read_question


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("", Question()),
        ("  \u00a0", Question()),
        ("Nguyễn  Văn", Question(words=("nguyen", "van"))),
        ("An an ÁN", Question(words=("an",))),
        ("an, (mẫu)", Question(words=("an",))),
        ("(mẫu)", Question(words=("mau",))),
        ("an 1985", Question(words=("an",), births=(PartialDate(1985),))),
        ("an 05/03/1985", Question(words=("an",), births=(PartialDate(1985, 3, 5),))),
        ("05/03/1985", Question(births=(PartialDate(1985, 3, 5),))),
        ("3/1985", Question(births=(PartialDate(1985, 3),))),
        ("1985-03-05", Question(births=(PartialDate(1985, 3, 5),))),
        ("31/02/1985", Question(words=("31/02/1985",))),
        ("000085000001", Question(number="000085000001")),
        ("000.085-000 001", Question(number="000085000001")),
        ("123456", Question(number="123456")),
        ("12345", Question(is_too_short=True)),
        ("1985", Question(births=(PartialDate(1985),))),
        ("b1234567", Question(number="B1234567")),
        ("an 123456789", Question(words=("an", "123456789"))),
    ],
)
def test_the_text_is_taken_apart(text, question):
    assert read_question(text) == question


@given(st.text(max_size=30))
def test_any_text_is_a_question(text):
    question = read_question(text)
    assert all(word and word == word.strip() for word in question.words)


@given(st.integers(0, COMBINATIONS - 1))
def test_a_code_is_read_back_however_it_is_typed(drawn):
    code = code_of(drawn)
    assert len(code) == 11
    assert (
        read_code(code)
        == read_code(code.lower().replace("-", " "))
        == read_code(code.replace("-", ""))
        == code
    )


@given(st.integers(0, COMBINATIONS - 1), st.data())
def test_one_slip_or_two_swapped_letters_make_no_code(drawn, data):
    letters = code_of(drawn).replace("-", "")
    place = data.draw(st.integers(0, 8))
    other = data.draw(st.sampled_from(ALPHABET.replace(letters[place], "")))
    assert read_code(letters[:place] + other + letters[place + 1 :]) is None
    one, two = sorted(data.draw(st.lists(st.integers(0, 8), min_size=2, max_size=2, unique=True)))
    if letters[one] != letters[two]:
        swapped = list(letters)
        swapped[one], swapped[two] = letters[two], letters[one]
        assert read_code("".join(swapped)) is None


def test_codes_are_told_apart():
    assert code_of(0) == "222-222-222"
    assert len({code_of(drawn) for drawn in range(5000)}) == 5000
    for wrong in (-1, COMBINATIONS):
        with pytest.raises(ValueError):
            code_of(wrong)


@pytest.mark.parametrize("text", ["", "222", "AAA-AAA-AAA", "Nguyễn Văn", "222-222-2222", "000085000"])
def test_other_texts_are_no_code(text):
    assert read_code(text) is None
