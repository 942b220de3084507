"""A fresh database and one that has grown: two ways to the same tables."""

import os
import re
import subprocess
from collections.abc import Iterator

import pytest
from django.db import connections, models
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter

from hoanhap.config import database, migrating, scratch
from hoanhap.config.postgres import binaries
from hoanhap.kit.at_once import AtOnce

# Where the first house that anybody could install stood.
FIRST_HOUSE = {
    "access": "0003_grant_may_be_withdrawn_before_it_begins",
    "audit": "0001_initial",
    "casework": "0003_paper_numbers_and_days_of_steps",
    "community": "0004_days_of_tasks_and_contacts",
    "exchange": "0004_rows_checked_and_known",
    "people": "0003_names_found_by_words",
    "places": "0004_plain_reach",
    "programme": "0002_selected_units_say_why",
}
OTHERS = ("admin", "auth", "axes", "contenttypes", "pghistory", "sessions")


@pytest.fixture
def fresh(django_test_environment, django_db_blocker) -> Iterator[str]:
    """An empty database, in use."""
    with django_db_blocker.unblock():
        name = scratch.empty("fresh")
        with scratch.using(name):
            yield name
        scratch.drop(name)


def drawn(state: ProjectState) -> dict[str, object]:
    """Everything a state says of each table, in the words of a migration, so that two can be compared."""
    told: dict[str, object] = {}
    for key, model in sorted(state.models.items()):
        said = {f"field {name}": MigrationWriter.serialize(field)[0] for name, field in model.fields.items()}
        for name, value in model.options.items():
            if name == "triggers":
                said |= {f"trigger {one.name}": one.install_sql for one in value}
            elif name in ("indexes", "constraints"):
                said |= {f"{name} {one.name}": MigrationWriter.serialize(one)[0] for one in value}
            else:
                said[name] = repr(value)
        told[".".join(key)] = {**said, "bases": model.bases, "managers": [name for name, _ in model.managers]}
    return told


def test_both_ways_draw_the_same_tables():
    """A new migration goes behind both; who changes one of the old ones would part them."""
    short = MigrationLoader(None).project_state()
    long = MigrationLoader(None, replace_migrations=False).project_state()

    assert drawn(short) == drawn(long)


def test_a_fresh_database_takes_the_short_way(fresh, monkeypatch):
    """Its models are drawn a few times each, not once for each operation: 40 seconds went into that."""
    times = 0
    render = ModelState.render

    def counted(model: ModelState, apps: object) -> object:
        nonlocal times
        times += 1
        return render(model, apps)

    monkeypatch.setattr(ModelState, "render", counted)
    ran = migrating.migrate_current(database.sign_in(database.APP).user).applied

    rooms = [name for name in ran if name.split(".")[0] not in OTHERS]
    replaced = {
        f"{room}.{name}"
        for migration in MigrationLoader(None).replacements.values()
        for room, name in migration.replaces
    }
    assert len(replaced) > 20
    assert not replaced & set(rooms)
    assert times < 30 * len(drawn(MigrationLoader(None).project_state()))
    assert migrating.pending() == []


def test_a_table_made_at_once_has_what_it_is_given_later(fresh):
    """As `makemigrations` writes it: keys, indexes and constraints in operations behind the table."""
    way = AtOnce(
        operations=[
            CreateModel("Ward", [("id", models.BigAutoField(primary_key=True))]),
            CreateModel("Bed", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())]),
            AddField("bed", "ward", models.ForeignKey("places.ward", models.PROTECT)),
            AddIndex("bed", models.Index(fields=["name"], name="bed_by_name")),
            AddConstraint("bed", models.UniqueConstraint(fields=["ward", "name"], name="bed_once")),
        ]
    )
    before = ProjectState()
    after = before.clone()
    way.state_forwards("places", after)
    owner = connections[database.OWNER]
    with owner.schema_editor() as editor:
        way.database_forwards("places", editor, before, after)
    with owner.cursor() as cursor:
        found = owner.introspection.get_constraints(cursor, "places_bed")

    assert {"bed_by_name", "bed_once"} <= set(found)
    assert [one["foreign_key"] for one in found.values() if one["foreign_key"]] == [("places_ward", "id")]


@pytest.mark.skipif("HOANHAP_LONG_WAY" not in os.environ, reason="takes a minute: part of make proof")
def test_a_database_of_the_first_house_becomes_what_a_fresh_one_is(fresh, django_db_blocker):
    role = database.sign_in(database.APP).user
    executor = MigrationExecutor(connections[database.OWNER])
    executor.loader = MigrationLoader(connections[database.OWNER], replace_migrations=False)
    targets = [*FIRST_HOUSE.items()]
    targets += [key for key in executor.loader.graph.leaf_nodes() if key[0] in OTHERS]
    executor.migrate(targets)
    had = dump(fresh)

    ran = migrating.migrate_current(role).applied

    assert "casework.0004_every_form_of_treatment" in ran
    assert not [name for name in ran if "squashed" in name]
    other = scratch.empty("short")
    try:
        with scratch.using(other):
            migrating.migrate_current(role)
        grown, made = dump(fresh), dump(other)
    finally:
        scratch.drop(other)
    assert len(had) > 300
    assert len(made) > len(had)
    assert set(grown) ^ set(made) == set()
    assert len(grown) == len(made)
    assert migrating.migrate_current(role).applied == ()


def dump(name: str) -> list[str]:
    """Statements that would make the database, rights and rows too; columns of a table in the order of their names."""
    who = database.administrator()
    done = subprocess.run(
        [
            str(binaries.find().tool("pg_dump")),
            *(
                "--host",
                who.host,
                "--port",
                str(who.port),
                "--username",
                who.user,
                "--inserts",
                "--dbname",
                name,
            ),
            *("--exclude-table-data", "*django_migrations*"),
        ],
        env={**os.environ, "PGPASSWORD": who.password},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line for line in done.stdout.splitlines() if not line.startswith(("--", "\\"))]
    statements = re.split(r";\n(?=\n|INSERT)", "\n".join(lines))
    return sorted(_in_order(one.strip()) for one in statements if "django_migrations" not in one)


def _in_order(statement: str) -> str:
    if not statement.startswith("CREATE TABLE"):
        return statement
    head, *columns, end = statement.splitlines()
    return "\n".join([head, *sorted(column.rstrip(",") for column in columns), end])
