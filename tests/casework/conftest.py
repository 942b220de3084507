"""Made-up places, people and staff for the tests of cases."""

import pytest

from tests.casework.made import Made


@pytest.fixture
def made(db) -> Made:
    """Two neighbouring communes of a made-up province, with an office and an officer each."""
    return Made()
