"""Which rows of several lists are put together, and which of them surely."""

from datetime import date

import pytest

from hoanhap.exchange.rules.lists import Group, Named, age_class, age_in_days, place
from hoanhap.kit.dates import PartialDate

AN = "Nguyễn Văn An (mẫu)"
BORN = PartialDate(1985, 3, 5)


def row(key, name=AN, birth=BORN, sex="male", number=""):
    numbers = frozenset({("cccd" if len(number) == 12 else "cmnd", number)}) if number else frozenset()
    return Named(key, name, birth, sex, numbers)


def together(*rows):
    """The keys of rows that were put together, and those of them that are not sure."""
    placed = place(rows, [], commune="1-1")
    groups = {id(one.group): one.group for one in placed}
    found = sorted(sorted(member.key for member in group.rows) for group in groups.values())
    return found, [one.row.key for one in placed if not one.is_sure]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # An equal number decides, whatever office spelt the name how.
        (row("a", number="000085000001"), row("b", "Nguyen Van An", number="000085000001"), ([["a", "b"]], [])),
        (row("a", number="000111222"), row("b", birth=PartialDate(1985), number="000111222"), ([["a", "b"]], [])),
        # Name and birthday, or name and year in one commune: put together, but somebody has to look.
        (row("a"), row("b"), ([["a", "b"]], ["b"])),
        (row("a"), row("b", birth=PartialDate(1985)), ([["a", "b"]], ["b"])),
        (row("a"), row("b", "nguyen van an"), ([["a", "b"]], ["b"])),
        # Another citizen number speaks against it.
        (row("a", number="000085000001"), row("b", birth=PartialDate(1985), number="000085000002"), ([["a"], ["b"]], [])),
        (row("a"), row("b", birth=PartialDate(1986, 7, 9)), ([["a"], ["b"]], [])),
        (row("a"), row("b", "Trần Văn Bình (mẫu)"), ([["a"], ["b"]], [])),
        (row("a"), row("b", sex="female", birth=PartialDate(1985)), ([["a"], ["b"]], [])),
    ],
)  # fmt: skip
def test_two_rows(first, second, expected):
    assert together(first, second) == expected
    keys = {"a": "b", "b": "a"}
    turned, unsure = together(second, first)
    assert (turned, [keys[key] for key in unsure]) == expected


def test_who_resembles_only_one_of_two_already_together_is_not_put_with_them():
    """A by the number with B; C has A's name and another birth than B."""
    a = row("a", number="000111222")
    b = row("b", "Nguyễn Văn Tư (mẫu)", PartialDate(1990, 1, 1), number="000111222")
    c = row("c")

    found, _unsure = together(a, b, c)

    assert ["a", "b", "c"] not in found


def test_where_two_fit_alike_somebody_has_to_look():
    known = [Group("one", [row("a", number="000111222")]), Group("two", [row("b", number="000111222")])]

    [put] = place([row("c", number="000111222")], known, commune="1-1")

    assert put.group.key == "one"
    assert not put.is_sure


def test_a_row_without_a_birth_is_put_with_a_namesake_only_as_a_question():
    assert together(row("a"), row("b", birth=None)) == ([["a", "b"]], ["b"])


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, "30"), (30, "30"), (31, "90"), (90, "90"), (91, "365"), (365, "365"), (366, "more")],
)
def test_ages(days, expected):
    assert age_class(days) == expected


def test_an_age_counts_days_and_never_less_than_none():
    assert age_in_days(date(2024, 2, 28), on=date(2024, 3, 1)) == 2
    assert age_in_days(date(2024, 3, 2), on=date(2024, 3, 1)) == 0
