"""Tests of this room run on a database that holds the real lists."""

import os
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parents[2] / "definitions" / "units"


@pytest.fixture(scope="package")
def django_db_setup(units_template, django_db_blocker):
    """As the shared one, from the copy with the units."""
    from hoanhap.config import scratch

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        name = scratch.clone(units_template, f"places_{worker}")
        before = scratch.use(name)
    yield
    with django_db_blocker.unblock():
        scratch.use(before["default"])
        scratch.drop(name)
