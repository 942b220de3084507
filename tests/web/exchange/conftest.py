"""The pages of lists, over the real communes of the example."""

import os
from datetime import date

import pytest
from django.test import Client

from hoanhap.access.models import Account, Grant
from tests.exchange.made import Province


@pytest.fixture(scope="session")
def own_database_template(units_template) -> str:
    return units_template


@pytest.fixture(scope="package")
def django_db_setup(units_template, django_db_blocker):
    """As the shared one, from the copy with the units."""
    from hoanhap.config import scratch

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        name = scratch.clone(units_template, f"webexchange_{worker}")
        before = scratch.use(name)
    yield
    with django_db_blocker.unblock():
        scratch.use(before["default"])
        scratch.drop(name)


@pytest.fixture
def offices(db) -> Province:
    return Province()


@pytest.fixture
def sign_in(offices):
    """Gives the browser of an account with a role over a unit of today."""

    def enter(username: str, role: str, unit: str, **more) -> Client:
        account = Account.objects.create(username=username, full_name=f"Cán bộ {username} (mẫu)")
        Grant.objects.create(
            account=account, role=role, unit_id=unit, valid_from=date(2010, 1, 1), reason="mẫu"
        )
        client = Client(**more)
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return enter


@pytest.fixture
def province(sign_in) -> Client:
    """The officer of the province that took Vĩnh Phúc in."""
    return sign_in("tinh", "province-officer", "25-2")


@pytest.fixture
def yen_lac(sign_in) -> Client:
    """The officer of the commune that took Thị trấn Yên Lạc in."""
    return sign_in("yenlac.canbo", "commune-officer", "09025-2")


@pytest.fixture
def tho_tang(sign_in) -> Client:
    """The officer of another commune of the province."""
    return sign_in("thotang.canbo", "commune-officer", "09112-2")
