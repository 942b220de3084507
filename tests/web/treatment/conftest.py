"""A clinic that is open now."""

import pytest

from tests.treatment.counter import Counter


@pytest.fixture
def counter(db, settings) -> Counter:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return Counter()
