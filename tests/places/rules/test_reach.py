"""Reach on small made-up maps, where each rule can be seen alone."""

from datetime import date

import pytest

from hoanhap.places.rules.reach import CircleError, Reach, Stay

CHANGE = date(2025, 7, 1)
LATER = date(2030, 1, 1)
BEFORE = (None, CHANGE)
AFTER = (CHANGE, None)


def reach_of(unit, stays, successors=None):
    return Reach(stays, successors or {}).of(unit)


def test_a_unit_is_reached_by_itself_and_by_all_above_it_on_the_days_it_lay_there():
    stays = {
        "P": [Stay(None, (None, None))],
        "D": [Stay("P", BEFORE)],
        "C": [Stay("D", BEFORE), Stay("P", AFTER)],
    }

    assert reach_of("C", stays) == {"C": [(None, None)], "D": [BEFORE], "P": [(None, None)]}


def test_a_commune_taken_in_whole_is_reached_by_its_successor_from_that_day_on():
    stays = {
        "P": [Stay(None, (None, None))],
        "old": [Stay("P", BEFORE)],
        "new": [Stay("P", AFTER)],
        "other": [Stay("P", AFTER)],
    }

    assert reach_of("old", stays, {"old": ["new"]}) == {"old": [BEFORE], "new": [AFTER], "P": [(None, None)]}


def test_a_divided_commune_is_reached_by_the_province_and_by_neither_part():
    stays = {
        "P": [Stay(None, (None, None))],
        "old": [Stay("P", BEFORE)],
        "a": [Stay("P", AFTER)],
        "b": [Stay("P", AFTER)],
    }

    assert reach_of("old", stays, {"old": ["a", "b"]}) == {"old": [BEFORE], "P": [(None, None)]}


def test_a_commune_divided_between_two_provinces_is_reached_by_nobody_afterwards():
    stays = {
        "P": [Stay(None, (None, None))],
        "Q": [Stay(None, (None, None))],
        "old": [Stay("P", BEFORE)],
        "a": [Stay("P", AFTER)],
        "b": [Stay("Q", AFTER)],
    }

    assert reach_of("old", stays, {"old": ["a", "b"]}) == {"old": [BEFORE], "P": [BEFORE]}


def test_parts_that_come_together_again_reach_what_was_divided():
    stays = {
        "P": [Stay(None, (None, None))],
        "old": [Stay("P", BEFORE)],
        "a": [Stay("P", (CHANGE, LATER))],
        "b": [Stay("P", (CHANGE, LATER))],
        "one": [Stay("P", (LATER, None))],
    }

    reaching = reach_of("old", stays, {"old": ["a", "b"], "a": ["one"], "b": ["one"]})

    assert reaching == {"old": [BEFORE], "one": [(LATER, None)], "P": [(None, None)]}


def test_what_vanished_without_a_known_successor_stays_with_what_lay_above_it_and_with_its_successor():
    stays = {
        "P": [Stay(None, BEFORE)],
        "Q": [Stay(None, AFTER)],
        "gone": [Stay("P", (None, date(2025, 1, 1)))],
        "neighbour": [Stay("P", BEFORE), Stay("Q", AFTER)],
    }

    reaching = reach_of("gone", stays, {"P": ["Q"]})

    assert reaching == {"gone": [(None, date(2025, 1, 1))], "P": [BEFORE], "Q": [AFTER]}


def test_units_that_succeed_each_other_are_named():
    stays = {"a": [Stay(None, BEFORE)], "b": [Stay(None, BEFORE)]}

    with pytest.raises(CircleError):
        reach_of("a", stays, {"a": ["b"], "b": ["a"]})
