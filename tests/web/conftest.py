"""What the tests of the pages share."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from tests.web.desk import Desk


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """What pages remember for a minute is not carried into another test, where it could end between two counts."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def desk(db) -> Desk:
    """Two neighbouring communes with offices, and accounts to sign in with."""
    return Desk()


@pytest.fixture
def officer(desk) -> Client:
    """The browser of a commune officer."""
    return desk.client()


@pytest.fixture
def neighbour(desk) -> Client:
    """The browser of the officer of the next commune."""
    return desk.client("langgieng", unit="99002-1")


@pytest.fixture
def province(desk) -> Client:
    """The browser of a provincial officer."""
    return desk.client("tinh", "province-officer", unit="990-1")
