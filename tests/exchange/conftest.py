"""Tests of lists run on the real administrative units, with the ten communes of the example."""

import os

import pytest

from tests.exchange.made import Province


@pytest.fixture(scope="session")
def own_database_template(units_template) -> str:
    """`own_database` holds the real units here."""
    return units_template


@pytest.fixture(scope="package")
def django_db_setup(units_template, django_db_blocker):
    """As the shared one, from the copy with the units."""
    from hoanhap.config import scratch

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        name = scratch.clone(units_template, f"exchange_{worker}")
        before = scratch.use(name)
    yield
    with django_db_blocker.unblock():
        scratch.use(before["default"])
        scratch.drop(name)


@pytest.fixture
def province(db) -> Province:
    """The offices of the ten communes, and who works there."""
    return Province()
