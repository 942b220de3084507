"""Everybody is counted once, and nobody is lost."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hoanhap.reporting.rules.cohorts import closing, cohort, days_covered
from tests.reporting.made import counted, people

PARTS = ("certified", "breached", "otherwise_ended", "in_progress")


def close(**rows):
    rows = {part: [] for part in PARTS} | rows
    return closing(cohort("participants", rows), started="participants", parts=PARTS)


def test_twenty_four_are_twenty_two_and_two():
    everybody = people(*range(24))

    closed = close(participants=everybody, certified=everybody[:22], breached=everybody[22:])

    assert closed.closes
    assert closed.text == "24 = 22 + 2 + 0 + 0"


def test_somebody_without_an_end_state_is_found():
    everybody = people(*range(24))

    closed = close(participants=everybody, certified=everybody[:22], breached=everybody[23:])

    assert not closed.closes
    assert (closed.in_none, closed.in_several, closed.strangers) == (1, 0, 0)
    assert closed.text == "24 ≠ 22 + 1 + 0 + 0"


def test_a_sum_that_fits_by_chance_does_not_close():
    everybody = people(*range(3))

    closed = close(participants=everybody, certified=everybody[:2], breached=everybody[1:2])

    assert not closed.closes
    assert (closed.in_none, closed.in_several) == (1, 1)
    assert closed.text == "3 = 2 + 1 + 0 + 0"


def test_somebody_who_ended_without_starting_is_found():
    closed = close(participants=people(1), certified=people(1), breached=people(2))

    assert not closed.closes
    assert closed.strangers == 1


def test_somebody_whose_time_is_over_without_a_result_keeps_the_cohort_open():
    rows = {"participants": people(1, 2), "in_progress": people(1, 2), "forgotten": people(2)}
    counts = cohort("participants", rows)

    closed = closing(counted=counts, started="participants", parts=("in_progress",), forgotten="forgotten")

    assert closed.text == "2 = 2"
    assert closed.forgotten == 1
    assert not closed.closes


def test_a_person_who_started_twice_counts_once_by_the_last_start():
    first = counted(1, "u1", episode=1, on=date(2017, 6, 1))
    second = counted(1, "u2", episode=2, on=date(2018, 1, 10))
    rows = {
        "participants": [second, first],
        "breached": [counted(1, "u1", episode=1, on=date(2017, 8, 1))],
        "in_progress": [second],
    }

    found = cohort("participants", rows)

    assert found.count("participants") == 1
    assert found.count("breached") == 0
    assert found.count("in_progress", "u2") == 1


def test_a_fact_counts_in_the_unit_of_the_start():
    started = counted(1, "u1")

    found = cohort("participants", {"participants": [started], "certified": [counted(1, "u9")]})

    assert found.count("certified", "u1") == 1
    assert found.count("certified", "u9") == 0


def test_days_without_medicine_overlap_and_are_cut_to_the_period():
    first, last = date(2017, 5, 15), date(2018, 6, 21)
    spells = [
        (date(2017, 5, 1), date(2017, 5, 20)),  # five days of it lie in the period
        (date(2017, 5, 18), date(2017, 5, 25)),  # five more
        (date(2017, 9, 9), date(2017, 9, 9)),  # put right on the same day: still a day
        (date(2018, 6, 20), None),  # two days until the end
    ]

    assert days_covered(spells, first=first, last=last) == 5 + 5 + 1 + 2


DAYS = st.dates(date(2017, 1, 1), date(2018, 12, 31))


@given(st.lists(st.tuples(DAYS, st.none() | DAYS)), DAYS, DAYS)
def test_days_covered_agree_with_counting_day_by_day(spells, one, other):
    first, last = sorted((one, other))
    spells = [(began, resolved) for began, resolved in spells if resolved is None or resolved >= began]

    def is_covered(day):
        return any(
            began <= day and (resolved is None or day < resolved or day == began)
            for began, resolved in spells
        )

    days = ((first + timedelta(days=n)) for n in range((last - first).days + 1))
    assert days_covered(spells, first=first, last=last) == sum(map(is_covered, days))
