"""Every sentence of the program is there in Vietnamese, and said in one way."""

import pytest

from scripts import messages


@pytest.fixture(scope="module")
def problems() -> list[str]:
    return messages.check()


@pytest.mark.parametrize(
    "what",
    [
        "not in the catalogue",
        "no longer used",
        "not translated",
        "fuzzy",
        "placeholder",
        "word never used of people",
        "blank at an end",
        "said in different ways",
    ],
)
def test_no_catalogue_has(problems, what):
    assert [line for line in problems if what in line] == []


def test_nothing_else_is_wrong_with_them(problems):
    assert problems == []
