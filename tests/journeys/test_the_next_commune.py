"""An officer of the next commune looks everywhere and finds nobody of this one."""

import pytest

from hoanhap.people.models import Identifier
from tests.journeys.looking import follow
from tests.journeys.people import PASSWORD, Commune
from tests.journeys.story import given, then, when


@pytest.fixture
def commune(own_database) -> Commune:
    return Commune()


def test_nobody_of_the_next_commune_is_seen(commune, browser_page, sign_in):
    page = browser_page
    person = commune.person("Nguyễn Văn An (mẫu)")
    episode = commune.decided(commune.episode(person))
    Identifier.objects.create(person=person, kind="cccd", number="000085123456")
    secrets = ("Nguyễn V. A.", "Văn An", person.code, "000085123456")

    def shows_nothing() -> None:
        text = page.locator("main").inner_text()
        assert [secret for secret in secrets if secret in text] == []

    with given("the officer of the next commune"):
        sign_in(page, commune.staff("langgieng", unit="99002-1"), PASSWORD)
    for address in ("/?on=10/06/2017", "/people/", "/episodes/", "/teams/", "/findings/"):
        with when(f"one opens {address}"):
            page.goto(address)
        with then("nobody of this commune stands there"):
            shows_nothing()
    for text in ("nguyen van an", "000085123456", person.code):
        with when("one searches for the name, the number or the code"):
            page.goto("/people/")
            page.get_by_label("Họ tên, số giấy tờ hoặc mã hồ sơ").fill(text)
            follow(page.get_by_role("button", name="Tìm", exact=True))
            page.get_by_text("Không tìm thấy ai").wait_for()
        with then("the address holds nothing of what was typed, and nobody is found"):
            assert page.url.endswith("/people/")
            shows_nothing()
    for address in (
        f"/people/{person.pk}/",
        f"/people/{person.pk}/history/",
        f"/people/{person.pk}/correct/",
        f"/episodes/{episode.pk}/",
        f"/episodes/{episode.pk}/steps/breach/",
        f"/episodes/{episode.pk}/contacts/new/",
    ):
        with when("one types the very address"):
            answer = page.goto(address)
        with then("there is nothing, in the words for what never was"):
            assert answer.status == 404
            shows_nothing()
