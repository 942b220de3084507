"""What is published lets nobody be found, not even by subtraction."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.reporting.rules.small_numbers import Sum, hidden, is_small


def test_only_one_to_four_are_small():
    assert [value for value in range(8) if is_small(value)] == [1, 2, 3, 4]


def test_a_small_part_takes_another_part_with_it():
    values = {"all": 24, "certified": 22, "breached": 2, "moved": 0}

    away = hidden(values, [Sum("all", ("certified", "breached", "moved"))])

    assert away == {"certified", "breached"}


def test_nothing_small_hides_nothing():
    values = {"all": 30, "one": 20, "other": 10}

    assert hidden(values, [Sum("all", ("one", "other"))]) == frozenset()


def test_a_small_rest_of_a_share_hides_the_share():
    values = {"all": 24, "met": 22, "not met": 2}

    away = hidden(values, [Sum("all", ("met", "not met"))], unprinted=["not met"])

    assert away in ({"met"}, {"all"})


def test_two_sums_together_give_nothing_away():
    # The row and the column each hide two cells, yet together they would give the corner back.
    values = {("a", 1): 3, ("a", 2): 10, ("b", 1): 10, ("b", 2): 10, "a": 13, "b": 20, 1: 13, 2: 20}
    sums = [
        Sum("a", (("a", 1), ("a", 2))),
        Sum("b", (("b", 1), ("b", 2))),
        Sum(1, (("a", 1), ("b", 1))),
        Sum(2, (("a", 2), ("b", 2))),
    ]

    away = hidden(values, sums)

    assert ("a", 1) in away
    assert solutions(values, sums, away, ("a", 1)) > 1


def solutions(values, sums, away, cell, highest=14):
    """By brute force: how many values the cell may have, given what is shown."""
    unknown = sorted(away, key=repr)
    found = set()
    for guess in product(range(highest), repeat=len(unknown)):
        trial = {**values, **dict(zip(unknown, guess, strict=True))}
        if all(trial[one.whole] == sum(trial[part] for part in one.parts) for one in sums):
            found.add(trial[cell])
    return len(found)


@settings(max_examples=60)
@given(
    st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=3), min_size=2, max_size=4).filter(
        lambda table: len({len(row) for row in table}) == 1
    )
)
def test_no_small_cell_of_a_table_with_totals_can_be_solved_for(table):
    columns, lines = range(len(table[0])), range(len(table))
    values = {(r, c): table[r][c] for r in lines for c in columns}
    values |= {("row", r): sum(table[r]) for r in lines}
    values |= {("column", c): sum(table[r][c] for r in lines) for c in columns}
    sums = [Sum(("row", r), tuple((r, c) for c in columns)) for r in lines]
    sums += [Sum(("column", c), tuple((r, c) for r in lines)) for c in columns]

    away = hidden(values, sums)

    assert {cell for cell, value in values.items() if is_small(value)} <= away
    for cell in away:
        if is_small(values[cell]):
            assert not is_fixed(cell, away, sums), (cell, values, away)


def is_fixed(cell, away, sums):
    """Whether linear algebra over the rationals gives the cell: an independent check with fractions."""
    from fractions import Fraction

    unknown = sorted(away, key=repr)
    matrix = []
    for one in sums:
        line = [Fraction(0)] * len(unknown)
        for other, factor in ((one.whole, -1), *((part, 1) for part in one.parts)):
            if other in away:
                line[unknown.index(other)] += factor
        matrix.append(line)
    target = [Fraction(int(other == cell)) for other in unknown]
    return rank(matrix) == rank([*matrix, target])


def rank(matrix):
    lines, found = [list(line) for line in matrix], 0
    for column in range(len(lines[0]) if lines else 0):
        lead = next((line for line in lines[found:] if line[column]), None)
        if lead is None:
            continue
        place = lines.index(lead, found)
        lines[found], lines[place] = lines[place], lines[found]
        for other in lines[found + 1 :]:
            times = other[column] / lines[found][column]
            for index in range(column, len(other)):
                other[index] -= times * lines[found][index]
        found += 1
    return found
