"""Promises about tables: keys point down, every field has a privacy class, facts about people say about whom."""

from collections import Counter

import pghistory.models
import pytest
from django.apps import apps
from django.core.management.commands import makemigrations
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState
from django.utils import translation

# From the top of the house to the ground, as in .importlinter.
FLOORS = (
    {"web"},
    {"exchange"},
    {"reporting"},
    {"programme"},
    {"treatment", "community", "residence", "outreach"},
    {"casework"},
    {"people"},
    {"medicine"},
    {"access"},
    {"places"},
    {"audit"},
)
CLASSES = ("identity", "health", "police", "sensitive", "open")
CLOSED = ("identity", "health", "police", "sensitive")

# Tables with closed fields that are about nobody's file. Each line says why; keep it short.
ABOUT_NOBODY = {
    "people.Person": "it is the person",
    "access.Account": "about a member of staff, found by account",
    "access.SignedInSession": "about a member of staff, found by account",
    "access.Authenticator": "about a member of staff, found by account",
    "access.RecoveryCode": "about a member of staff, found by authenticator and account",
    "access.CalendarFeed": "about a member of staff, found by account",
    "audit.Entry": "holds no foreign keys on purpose; person_id says about whom",
    "exchange.ListedRow": "what another office's list says; its entry points to the person, if there is a file",
    "exchange.SourceList": "the name of an uploaded file; its rows lead to entries, and those to people",
    "exchange.Batch": "the name of an uploaded file; its rows point to people",
}


def our_models() -> list[type[models.Model]]:
    """Every table of ours, but the event tables: those copy the classes of the table they follow."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("hoanhap.") and not issubclass(model, pghistory.models.Event)
    ]


def floor(label: str) -> int:
    """0 is the top."""
    return next(height for height, rooms in enumerate(FLOORS) if label in rooms)


OURS = our_models()
IDS = [model._meta.label for model in OURS]


def test_there_are_tables_to_look_at():
    assert len(OURS) > 15


@pytest.mark.parametrize("model", OURS, ids=IDS)
def test_foreign_keys_point_down(model):
    for field in model._meta.get_fields():
        if not field.is_relation or field.auto_created or field.related_model is None:
            continue
        target = field.related_model._meta.app_label
        if target == model._meta.app_label:
            continue
        assert target in set().union(*FLOORS), f"{field} points outside the house"
        assert floor(target) > floor(model._meta.app_label), f"{field} points up or sideways"


@pytest.mark.parametrize("model", OURS, ids=IDS)
def test_every_field_has_exactly_one_privacy_class(model):
    privacy = getattr(model, "Privacy", None)  # an abstract parent may have said it for its children
    assert privacy is not None, "class Privacy is missing"
    unknown = {name for name in vars(privacy) if not name.startswith("_")} - {
        *CLASSES,
        "append_only",
        "by_the_database",
    }
    assert unknown == set()

    declared = [name for kind in CLASSES for name in getattr(privacy, kind, ())]
    fields = [field.name for field in model._meta.concrete_fields]
    attnames = {field.attname: field.name for field in model._meta.concrete_fields}
    named = Counter(attnames.get(name, name) for name in declared)

    assert [name for name, times in named.items() if times > 1] == []
    assert sorted(named) == sorted(fields)


@pytest.mark.parametrize("model", OURS, ids=IDS)
def test_facts_about_people_say_about_whom(model):
    closed = [name for kind in CLOSED for name in getattr(model.Privacy, kind, ())]
    if not closed or model._meta.label in ABOUT_NOBODY:
        return
    fields = {field.name: field for field in model._meta.concrete_fields}

    assert "person" in fields, f"{closed} are closed, but no foreign key says whose they are"
    assert fields["person"].related_model._meta.label == "people.Person"


def test_the_list_of_exceptions_names_only_tables_that_need_it():
    closed = {model._meta.label for model in OURS if any(getattr(model.Privacy, kind, ()) for kind in CLOSED)}

    assert set(ABOUT_NOBODY) - closed == set()


def test_no_migration_is_missing():
    loader = MigrationLoader(None)
    questioner = NonInteractiveMigrationQuestioner(specified_apps=set(), dry_run=True)
    with translation.override(None):  # as makemigrations does: a translated label is no change
        detector = makemigrations.Command.autodetector(
            loader.project_state(), ProjectState.from_apps(apps), questioner
        )
        changes = detector.changes(graph=loader.graph)

    assert {
        label: [operation.describe() for migration in found for operation in migration.operations]
        for label, found in changes.items()
    } == {}
    assert loader.detect_conflicts() == {}


@pytest.mark.django_db
def test_migrations_and_functions_name_no_schema():
    """One province is one schema: everything of ours is found by the search path."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace"
            " where n.nspname = 'public' and p.prosrc ~* '\\mpublic\\.'"
        )
        assert cursor.fetchall() == []
