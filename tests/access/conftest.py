"""The small province, for every test that asks for it."""

import pytest

from tests.access import made


@pytest.fixture
def province(db) -> None:
    made.province()


@pytest.fixture
def manager(province) -> made.Staff:
    """Who manages the accounts of the whole province."""
    return made.staff("quanly", "account-manager", made.PROVINCE)


@pytest.fixture
def commune_manager(province) -> made.Staff:
    """Who manages the accounts of one commune only."""
    return made.staff("quanlyxa", "account-manager", made.FIRST)
