"""The made-up facility, for every test that asks for it."""

import pytest

from tests.residence.made import House


@pytest.fixture
def house(db) -> House:
    return House()
