"""A database of this room: the shared template with the real lists loaded, once for each process."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "definitions" / "units"
LOADED_AT = datetime(2026, 1, 5, 8, tzinfo=UTC)


@pytest.fixture(scope="package")
def django_db_setup(django_test_environment, database_template, django_db_blocker):
    from django.db import connections

    from hoanhap.config import scratch
    from hoanhap.places.operations.units import load_units

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        name = scratch.clone(database_template, f"places_{worker}")
        before = scratch.use(name)
        load_units(FOLDER, at=LOADED_AT)
        connections["owner"].close()
    yield
    with django_db_blocker.unblock():
        scratch.use(before["default"])
        scratch.drop(name)
