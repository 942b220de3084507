"""A database of this room: the shared template with the real lists loaded."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "definitions" / "units"
LOADED_AT = datetime(2026, 1, 5, 8, tzinfo=UTC)


@pytest.fixture(scope="package")
def django_db_setup(django_test_environment, units_template, django_db_blocker):
    from hoanhap.config import scratch

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        name = scratch.clone(units_template, f"places_{worker}")
        before = scratch.use(name)
    yield
    with django_db_blocker.unblock():
        scratch.use(before["default"])
        scratch.drop(name)
