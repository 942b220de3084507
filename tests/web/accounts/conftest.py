"""A small province with staff who really sign in, and a browser that does it."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.access import made


@pytest.fixture(autouse=True)
def nothing_cached():
    """The frame remembers for a minute; each test starts without memories."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def small_province(db) -> None:
    made.province()


@pytest.fixture
def officer(small_province) -> made.Staff:
    return made.staff("canbo", "commune-officer", password=made.PASSWORD)


@pytest.fixture
def manager(small_province) -> made.Staff:
    return made.staff("quanly", "account-manager", made.PROVINCE, password=made.PASSWORD)


@pytest.fixture
def browser() -> Client:
    return Client()


@pytest.fixture
def sign_in():
    """Sign a browser in by the page, as a person does."""

    def by_page(browser: Client, username: str, password: str = made.PASSWORD, **more):
        return browser.post("/sign-in/", {"username": username, "password": password, **more})

    return by_page
