"""No page of a clinic asks the database more than twelve times, sign-in and scope included."""

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from hoanhap.access.models import Account, Grant
from hoanhap.places.models import Organisation
from tests.repository.test_routes import routes
from tests.treatment.lived import filled_clinic
from tests.web.desk import Desk
from tests.web.test_query_budget import BUDGET, CLINIC, asked
from tests.web.walked import NOT_WALKED, PLAIN

pytestmark = pytest.mark.django_db
ROLES = ("clinic-doctor", "clinic-dispenser", "clinic-keeper", "clinic-head")


@pytest.fixture
def filled(db) -> tuple[Any, dict[str, Any]]:
    """Somebody with every role of a clinic in which everything was written, and the ids by their names in addresses."""
    desk = Desk()
    place = Organisation.objects.create(
        kind="substitution-clinic", name="Cơ sở Mẫu", unit=desk.here, valid_from=date(2010, 1, 1)
    )
    keys = filled_clinic(desk.here, desk.office(), place, "")
    account = Account.objects.create(username="tatca", full_name="Kiêm nhiệm (mẫu)")
    for role in ROLES:
        Grant.objects.create(
            account=account,
            role=role,
            unit=desk.here,
            organisation=place,
            valid_from=date(2010, 1, 1),
            reason="mẫu",
        )
    browser = desk.client("khac", "auditor")
    browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    ids = {name: rows[0].pk for name, rows in keys.items()} | {"place_id": place.pk}
    return browser, ids


def pages() -> list[tuple[str, list[str]]]:
    """Name and arguments of every address of a clinic."""
    return [
        (str(pattern.name), re.findall(r"<\w+:(\w+)>", where))
        for where, pattern in routes()
        if where.lstrip("/").startswith(CLINIC) and str(pattern.name) not in NOT_WALKED
    ]


def test_every_page_of_a_clinic_asks_at_most_twelve_times(filled):
    browser, ids = filled
    counts: dict[str, int] = {}
    for name, arguments in pages():
        given = {one: ids[one] if one in ids else PLAIN[one][0] for one in arguments}
        address = reverse(name, kwargs=given)
        # What is only sent, what needs another state, and files have tests of their own.
        if browser.get(address).status_code == 200:
            counts[name] = len(asked(browser, address))
    assert len(counts) > 20, sorted(counts)
    assert {name: count for name, count in counts.items() if count > BUDGET} == {}
