"""Two files of one person can be merged only while every table about people says what becomes of its rows."""

import pytest
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, UniqueConstraint

from hoanhap.people.queries.files import Pointer, pointers
from hoanhap.people.rules.relations import Does, Relation, declared

KEYS = sorted(pointers())


def test_every_foreign_key_to_person_has_a_rule_and_every_rule_a_foreign_key():
    """A new table about people: add a line to `merging.py` of its room."""
    assert sorted(declared()) == KEYS


def test_there_are_keys_to_look_at_in_several_rooms():
    assert {key.split(".")[0] for key in KEYS} >= {"people", "casework", "community", "exchange"}
    assert len(KEYS) > 15


def fields_of(constraint: models.BaseConstraint) -> set[str]:
    """The names of fields that a constraint compares."""

    def names(expression: object) -> set[str]:
        if isinstance(expression, str):
            return {expression}
        if isinstance(expression, F):
            return {expression.name}
        found: set[str] = set()
        for part in getattr(expression, "get_source_expressions", list)():
            found |= names(part)
        return found

    if isinstance(constraint, UniqueConstraint):
        return set(constraint.fields).union(*(names(one) for one in constraint.expressions))
    if isinstance(constraint, ExclusionConstraint):
        return set().union(*(names(expression) for expression, _ in constraint.expressions))
    return set()


def overrides(rule: Relation, name: str) -> bool:
    return getattr(rule, name) is not Relation.__dataclass_fields__[name].default


@pytest.mark.parametrize("key", KEYS)
def test_rows_that_could_not_stand_beside_those_of_the_kept_file_are_foreseen(key):
    """Whatever the database would refuse to move is refused in words before, or stays where it is."""
    pointer, rule = pointers()[key], declared()[key]
    compared = {
        constraint.name
        for constraint in pointer.model._meta.constraints
        if pointer.field.name in fields_of(constraint)
    }
    if rule.does is Does.STAYS:
        return
    assert compared == set(rule.answers), (
        "say in `answers` which constraints `stays` or `refuses` has in mind"
    )
    if rule.answers or pointer.field.unique:
        assert overrides(rule, "stays") or overrides(rule, "refuses")


@pytest.mark.parametrize("key", KEYS)
def test_rules_name_columns_that_exist(key):
    pointer, rule = pointers()[key], declared()[key]
    columns = {field.column: field for field in pointer.model._meta.concrete_fields}
    for name in (*rule.repoints, *filter(None, [rule.along])):
        assert columns[name].is_relation, name
    if rule.sets_aside:
        assert isinstance(columns[rule.sets_aside], models.BooleanField)


@pytest.mark.parametrize("key", KEYS)
def test_what_hangs_on_an_episode_says_so(key):
    """Else a step written after a merge would stay behind when its episode returns."""
    pointer, rule = pointers()[key], declared()[key]
    columns = {field.column for field in pointer.model._meta.concrete_fields}
    expected = next((name for name in ("stay_id", "episode_id") if name in columns), None)
    if expected and rule.does is Does.MOVES:
        assert rule.along == expected


def test_a_pointer_knows_its_table():
    assert isinstance(pointers()["people.Address.person"], Pointer)
    assert pointers()["people.Address.person"].table == "people_address"
