"""What is published lets nobody be found, not even by subtraction."""

from itertools import product

from hypothesis import example, given, settings
from hypothesis import strategies as st

from hoanhap.programme.rules.small_numbers import Pair, Sum, hidden, hidden_pairs, is_small


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


def places(shares):
    """Communes `(district, number)` in districts in "all", each with its pair of numbers."""
    values = {(d, c): Pair(*shares[d][c]) for d in range(len(shares)) for c in range(len(shares[d]))}
    sums = []
    for d, communes in enumerate(shares):
        inside = tuple((d, c) for c in range(len(communes)))
        values["district", d] = total(values[one] for one in inside)
        sums.append(Sum(("district", d), inside))
    values["all"] = total(values["district", d] for d in range(len(shares)))
    sums.append(Sum("all", tuple(("district", d) for d in range(len(shares)))))
    return values, sums


def total(pairs):
    pairs = list(pairs)
    over = None if pairs[0].over is None else sum(one.over for one in pairs)
    return Pair(sum(one.counted for one in pairs), over)


def test_a_small_commune_takes_the_smallest_of_its_district_with_it():
    values, sums = places([[(3, 40), (20, 40), (30, 60)], [(50, 90), (60, 80)]])

    found = hidden_pairs(values, sums)

    assert (found.counted, found.over) == ({(0, 0), (0, 1)}, frozenset())


def test_a_small_rest_hides_what_is_counted_and_not_the_whole():
    values, sums = places([[(38, 40), (20, 40), (30, 60)]])

    found = hidden_pairs(values, sums)

    assert (0, 0) in found.counted
    assert found.over == frozenset()


def test_a_small_whole_hides_both_and_zero_stays_zero():
    values, sums = places([[(0, 3), (20, 40), (30, 60)]])

    found = hidden_pairs(values, sums)

    assert found.over == {(0, 0), (0, 1)}
    assert (0, 0) not in found.counted
    assert (0, 1) in found.counted


def test_five_hidden_communes_of_one_person_each_are_not_given_away_by_five_in_all():
    values, sums = places([[(1, None)] * 5 + [(0, None)]])

    found = hidden_pairs(values, sums)

    assert "all" in found.counted
    assert (0, 5) not in found.counted


def test_what_the_reader_sees_anyway_is_no_cover():
    values, sums = places([[(3, None), (9, None), (40, None)]])

    found = hidden_pairs(values, sums, known={(0, 1)})

    assert found.counted == {(0, 0), (0, 2)}


def test_a_province_too_small_to_hide_anybody_in_shows_nothing_but_zeros():
    values, sums = places([[(1, 2), (0, 0)], [(0, 1), (0, 0)]])

    found = hidden_pairs(values, sums)

    assert found.counted >= {(0, 0), ("district", 0), "all"}
    assert found.over >= {(0, 0), (1, 0), ("district", 0), ("district", 1), "all"}
    assert (0, 1) not in found.counted | found.over


shares = st.lists(
    st.lists(
        st.integers(0, 12).flatmap(lambda over: st.tuples(st.integers(0, over), st.just(over))),
        min_size=1,
        max_size=4,
    ),
    min_size=1,
    max_size=3,
)


def test_what_several_sums_hold_together_is_given_room():
    values, sums = places([[(0, 0), (1, 2)], [(1, 5), (5, 5)]])

    found = hidden_pairs(values, sums)

    # 7 = (1) + (1 + 5): with the 5 shown, both hidden ones would be known.
    assert (1, 1) in found.counted
    assert "all" not in found.counted


@settings(max_examples=80, deadline=None)
@example([[(0, 0), (1, 2)], [(1, 5), (5, 5)]])
@given(shares)
def test_no_hidden_share_can_be_computed_from_what_is_shown(table):
    values, sums = places(table)

    found = hidden_pairs(values, sums)

    counted = {cell: one.counted for cell, one in values.items()}
    over = {cell: one.over for cell, one in values.items()}
    for cell, one in values.items():
        assert cell in found.over or not is_small(one.over)
        assert cell in found.counted or not is_small(one.counted)
        assert cell in found.counted | found.over or not is_small(one.rest)
        if cell in found.over and one.over:
            assert not is_fixed(cell, found.over, sums), (cell, values)
        if cell in found.counted:
            assert not is_fixed(cell, found.counted, sums), (cell, values)
    for numbers, away in ((counted, found.counted), (over, found.over)):
        for cell in away:
            assert len(possible(cell, numbers, away, sums)) > 1, (cell, numbers, away)


def possible(cell, values, away, sums):
    """Values that the cell may have, knowing that what is hidden is not zero: one step of search in both directions.

    Along the sums, people are moved between hidden cells: if one of them can move, the value is not certain.
    """
    unknown = sorted(away, key=repr)
    found = {values[cell]}
    for other in unknown:
        for step in (1, -1):
            trial = shifted(dict(values), {cell: step, other: -step}, away, sums)
            if trial is not None:
                found.add(trial[cell])
    trial = shifted(dict(values), {cell: 1}, away, sums)
    return found | ({trial[cell]} if trial else set())


def shifted(values, steps, away, sums):
    """The values with these steps, wholes made to fit; None where that changes what is shown or empties a hidden cell."""
    leaves = {part for one in sums for part in one.parts} - {one.whole for one in sums}
    inside = {one.whole: one.parts for one in sums}

    def leaf_of(cell):
        while cell in inside:
            hidden_parts = [part for part in inside[cell] if part in away]
            if not hidden_parts:
                return None
            cell = max(hidden_parts, key=lambda part: values[part])
        return cell

    trial = dict(values)
    for cell, step in steps.items():
        leaf = leaf_of(cell)
        if leaf is None or leaf not in leaves:
            return None
        trial[leaf] += step
    for one in sums:
        trial[one.whole] = sum(trial[part] for part in one.parts)
    if any(trial[cell] != values[cell] for cell in values if cell not in away):
        return None
    return None if any(trial[cell] < 1 and values[cell] for cell in away) else trial


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=4, max_size=7), st.integers(1, 3), st.integers(1, 3))
def test_two_maps_of_the_same_communes_give_nothing_away_together(counts, first, second):
    values = {frozenset({n}): Pair(count, None) for n, count in enumerate(counts)}
    everything = frozenset(range(len(counts)))
    sums = []
    for size in {first, second}:
        groups = [frozenset(list(everything)[at : at + size]) for at in range(0, len(counts), size)]
        for group in groups:
            values[group] = Pair(sum(counts[n] for n in group), None)
            if len(group) > 1:
                sums.append(Sum(group, tuple(frozenset({n}) for n in sorted(group))))
        values[everything] = Pair(sum(counts), None)
        sums.append(Sum(everything, tuple(groups)))

    found = hidden_pairs(values, sums)

    for cell in found.counted:
        assert not is_fixed(cell, found.counted, sums), (cell, values)
