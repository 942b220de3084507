"""Who needs help, and who asks what was reached, reads it without signing in, on a phone, in a browser without scripts."""

from datetime import date
from typing import Any

import pytest

from hoanhap.places.models import Organisation, Unit
from hoanhap.programme.operations import publishing
from tests.casework.made import LATER, certify, scope
from tests.journeys.looking import follow, overflow
from tests.journeys.story import given, then, when
from tests.outreach.made import alert
from tests.programme.planned import planned
from tests.web.desk import Desk


@pytest.fixture
def told(own_database) -> Desk:
    """A place of help, a warning, and the figures of a plan."""
    desk = Desk()
    Organisation.objects.create(kind="substitution-clinic", name="Cơ sở điều trị Sông Mẫu", unit=desk.here)
    alert(desk.office(), desk.here)
    for episode in [desk.handed_over(unit=desk.here) for _ in range(7)]:
        certify(episode, scope=desk.province)
    plan = planned("mau", Unit.objects.get(pk="990-1"), scope=desk.province)
    publisher = scope(frozenset({"programme.read", "outreach.publish"}), "990-1", *desk.offices)
    publishing.publish_figures(plan_id=plan.pk, to_on=date(2018, 6, 21), scope=publisher, at=LATER)
    return desk


def test_everybody_reads_the_public_pages(told, phone, window, check_axe):
    plain = window(width=390, height=844, scripts=False)
    with given("somebody in front of the page of help, on a phone"):
        for page in (phone, plain):
            page.goto("/help/")
        check_axe(phone)
        assert overflow(phone) == 0
    with when("they look for a place without typing tones, with no script at all"):
        plain.get_by_role("searchbox").fill("song mau")
        follow(plain.get_by_role("button", name="Tìm"))
    with then("the place is there"):
        assert "Cơ sở điều trị Sông Mẫu" in plain.content()
    with when("they go on to the figures, and into one of them"):
        for page in (phone, plain):
            follow(page.get_by_role("link", name="Số liệu công khai"))
        check_axe(phone)
        _go(phone, plain, "Kế hoạch mẫu")
        check_axe(phone)
        assert overflow(phone) == 0
        _go(phone, plain, "Rà soát")
        check_axe(phone)
        assert overflow(phone) == 0
    with then("they read what was reached, and the browser keeps nothing"):
        assert "Xã Mẫu Đông" in plain.content()
        assert phone.context.cookies() == []
        assert phone.evaluate("localStorage.length + sessionStorage.length") == 0


def _go(phone: Any, plain: Any, name: str) -> None:
    for page in (phone, plain):
        follow(page.get_by_role("link", name=name))
