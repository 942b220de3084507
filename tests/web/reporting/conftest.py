"""Browsers signed in over the made-up province of the report."""

from datetime import date

import pytest
from django.test import Client

from hoanhap.access.models import Account, Grant
from tests.reporting.conftest import cohort, province  # noqa: F401


@pytest.fixture
def browser(db):
    """A browser in which an account with one role over a unit is signed in."""

    def sign_in(role="province-officer", unit="990-1", language="vi"):
        account = Account.objects.create(
            username=f"{role}-{unit}", full_name="Cán bộ (mẫu)", language=language
        )
        Grant.objects.create(
            account=account, role=role, unit_id=unit, valid_from=date(2010, 1, 1), reason="mẫu"
        )
        client = Client()
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
