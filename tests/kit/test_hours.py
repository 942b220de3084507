"""Opening hours as people type them."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.community.queries.allowances import allowances, editions
from hoanhap.community.rules.allowances import Size
from hoanhap.kit.hours import HoursUnreadable, spans, tidy


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("  ", ""),
        ("7-11", "07:00–11:00"),
        ("7h-11h30", "07:00–11:30"),
        ("7g30 đến 11g30; 13.30-17.00", "07:30–11:30, 13:30–17:00"),
        ("07:30–11:30, 13:30–17:00", "07:30–11:30, 13:30–17:00"),
    ],
)
def test_many_ways_of_typing_one_way_of_keeping(typed, kept):
    assert tidy(typed) == kept


@pytest.mark.parametrize("typed", ["sáng", "11-7", "8-8", "25-26", "8:75-9", "8-12, 11-13", "8"])
def test_what_is_no_hours_is_refused(typed):
    with pytest.raises(HoursUnreadable):
        tidy(typed)


TIMES = st.times(max_value=time(23, 58)).map(lambda one: one.replace(second=0, microsecond=0))


@given(st.lists(TIMES, min_size=2, max_size=6, unique=True).filter(lambda some: len(some) % 2 == 0))
def test_what_is_kept_reads_back_the_same(some):
    ordered = sorted(some)
    told = list(zip(ordered[::2], ordered[1::2], strict=True))
    text = ", ".join(f"{opens:%H:%M}-{closes:%H:%M}" for opens, closes in told)

    assert spans(tidy(text)) == told
    assert tidy(tidy(text)) == tidy(text)


def test_the_definition_says_how_sure_it_is_of_every_number():
    for edition in editions():
        assert {one.kind for one in edition.load} == {
            "rehab-task-team",
            "volunteer-team",
            "club-board",
            "point-staff",
        }
        assert all(one.confidence != "high" for one in (*edition.load, *edition.norms))


def test_the_sizes_of_a_club():
    holding = allowances(date(2024, 1, 1))

    assert (holding.board.least, holding.board.most) == (5, 7)
    assert (holding.members.is_short(4), holding.members.is_over(11)) == (True, True)
    with pytest.raises(ValueError, match="most is below least"):
        Size(least=5, most=4, legal_basis="x", confidence="low", note="")
