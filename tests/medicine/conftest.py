"""The made-up province of the tests of cases."""

import pytest

from tests.casework.made import Made


@pytest.fixture
def made(db) -> Made:
    return Made()
