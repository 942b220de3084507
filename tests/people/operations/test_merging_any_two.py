"""Whatever two files hold: merged and parted again, every row stands as it stood."""

import os
from datetime import date, timedelta
from random import Random

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from hoanhap.people.queries.files import pointers
from hoanhap.people.rules.relations import Does, declared
from tests.people.conftest import AT
from tests.people.merges import MERGING, merge, undo
from tests.people.pairs import everything, filled_pair

PAIRS = int(os.environ.get("HOANHAP_MERGE_PAIRS", "25"))
"""How many random pairs; `make proof` takes 1,000."""


@settings(max_examples=PAIRS)
@given(seed=st.integers(min_value=0, max_value=2**32))
def test_undoing_a_merge_of_any_two_files_gives_back_every_row_as_it_was(ground, seed):
    province = ground.scope(ground.here, ground.there, ground.province, powers=MERGING)
    with transaction.atomic():
        pair = filled_pair(ground, Random(seed), AT)
        before = everything()

        merged = merge(pair.kept, pair.other, province)
        between = everything()
        undo(merged, province)
        after = everything()

        transaction.set_rollback(True)
    assert after == before
    assert {table: set(rows) for table, rows in between.items()} == {
        table: set(rows) for table, rows in before.items()
    }, "a merge makes no row and loses none"
    assert_only_what_is_registered_changed(pair, before, between)


def assert_only_what_is_registered_changed(pair, before, between):
    """Every row says what it said, but for whose it is, for a period that grew, and for the names of the kept file."""
    kept, other = str(pair.kept.pk), str(pair.other.pk)
    columns = {}
    for key, pointer in pointers().items():
        columns.setdefault(pointer.table, {})[pointer.field.column] = declared()[key]
    for table, rows in between.items():
        for key, row in rows.items():
            was = before[table][key]
            changed = {name for name in row if row[name] != was[name]}
            if table == "people_person":
                allowed = {"merged_into_id"} if key == other else {"also_called", "name_folded"}
                assert changed <= allowed, (table, changed)
                assert key in (kept, other) or not changed
                continue
            if table == "people_responsibility" and changed & {"valid_from", "valid_until", "is_set_aside"}:
                assert row["valid_from"] <= was["valid_from"]
                assert row["valid_until"] is None or row["valid_until"] >= was["valid_until"]
                assert (row["person_id"] == other) == row["is_set_aside"]
                changed -= {"valid_from", "valid_until", "is_set_aside"}
            if table == "casework_episode":
                changed -= {"file_id"}
            for name in changed:
                assert (was[name], row[name]) == (other, kept), (table, name)
                assert name in columns[table]
            for name, rule in columns.get(table, {}).items():
                if row[name] == other and rule.does is Does.MOVES:
                    assert_stays(table, row, kept, rows)


def assert_stays(table, row, kept, rows):
    """What stays on the file that went is said by the kept file as well, or contradicts it."""
    theirs = [one for one in rows.values() if one.get("person_id") == kept]
    match table:
        case "casework_managementfile":
            assert theirs
        case "people_responsibility":
            days = covered_days([one for one in theirs if one["office_id"] == row["office_id"]])
            assert covered_days([row]) <= days
        case "people_address":
            assert any(one["kind"] == row["kind"] for one in theirs)
        case "people_identifier":
            assert any(one["number"] == row["number"] for one in theirs)
        case "people_personname" | "people_relative":
            assert theirs
        case "people_notsameperson":
            assert True
        case "community_contact" | "community_outcome":
            assert row["episode_id"] is None
            assert agrees_with_one(table, row, theirs)
        case "community_support" | "community_outreachattempt" | "community_pointvisit":
            assert agrees_with_one(table, row, theirs)
        case "community_clubmembership":
            assert covered_days([row]) & covered_days(
                [one for one in theirs if one["club_id"] == row["club_id"]]
            )
        case _:
            pytest.fail(f"{table}: a row stayed behind")


SAME_IN = {
    "community_contact": ("kind", "happened_on"),
    "community_outcome": ("months",),
    "community_support": ("domain", "form", "provided_on", "provider"),
    "community_outreachattempt": ("on", "channel"),
    "community_pointvisit": ("point_id", "on", "service"),
}


def agrees_with_one(table, row, theirs):
    return any(all(one[name] == row[name] for name in SAME_IN[table]) for one in theirs)


def covered_days(rows):
    last = date(2020, 1, 1)
    days = set()
    for row in rows:
        start = date.fromisoformat(row["valid_from"])
        end = date.fromisoformat(row["valid_until"]) if row["valid_until"] else last
        days |= {start + timedelta(days=n) for n in range((end - start).days)}
    return days


def test_the_random_files_have_rows_of_every_kind_that_moves(ground):
    """Else the property above would say nothing about a kind of row. Rooms that fill their own are named."""
    elsewhere = {key for key in declared() if key.startswith(("residence.", "treatment."))} | {
        "people.Person.merged_into"
    }
    seen = set()
    for seed in range(30):
        with transaction.atomic():
            pair = filled_pair(ground, Random(seed), AT)
            for key, pointer in pointers().items():
                if pointer.model.objects.filter(**{pointer.field.name: pair.other}).exists():
                    seen.add(key)
            transaction.set_rollback(True)

    moving = {key for key, rule in declared().items() if rule.does is Does.MOVES and key in pointers()}
    assert moving - seen - elsewhere == set()
