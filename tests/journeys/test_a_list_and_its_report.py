"""The main job: a commune's Excel list goes in, and the official figures come out, each opening onto its people."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from hoanhap.access.scope import operator_scope
from hoanhap.config import demo
from hoanhap.config.demo_plans import vinh_phuc_2017
from hoanhap.config.demo_plans.records import Province
from hoanhap.people.models import Person
from tests.journeys.looking import follow
from tests.journeys.people import PASSWORD
from tests.journeys.story import given, then, when

LIST = vinh_phuc_2017.FOLDER / "vinh-phuc-2017.xlsx"
REPORT = "/reports/home-rehab-results/?area=V%C4%A9nh+Ph%C3%BAc&from=15%2F05%2F2017&to=21%2F06%2F2018"


@pytest.fixture(scope="module")
def own_database_template(units_template) -> str:
    """The real map: the list names real communes."""
    return units_template


@pytest.fixture
def province(own_database):
    """Offices, the plan and the staff of the demo province; nobody is in it yet."""
    cache.clear()
    described = vinh_phuc_2017.described()
    now = timezone.now()
    scope = operator_scope(on=timezone.localdate(now))
    quiet = {"scope": scope, "at": now, "progress": lambda *_told: None}
    offices = vinh_phuc_2017.offices(described, **quiet)
    Province(scope, now, 0).enter_plan(vinh_phuc_2017.CODE)
    demo._open_accounts(demo._accounts(described, on=scope.on), offices, PASSWORD, **quiet)
    yield described
    cache.clear()


def bring(page) -> None:
    page.goto("/imports/")
    page.locator("input[type=file]").set_input_files(LIST)
    follow(page.get_by_role("button", name="Đọc danh sách"))


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, False)], ids=["desk", "phone-no-scripts"])
def test_from_the_list_to_the_people_behind_a_figure(province, window, sign_in, check_axe, width, scripts):
    page = window(width=width, scripts=scripts)
    check = check_axe if scripts else (lambda _page: None)
    with given("a provincial officer with the list of 24 people"):
        sign_in(page, "tinh", PASSWORD)
    with when("the list is read"):
        bring(page)
        page.get_by_role("heading", name="Có 24 dòng nhập được").wait_for()
        check(page)
    with then("nothing is written before somebody has said so"):
        assert Person.objects.count() == 0
    with when("the rows are looked over and entered"):
        follow(page.get_by_role("link", name="Nhập 24 dòng"))
        check(page)
        follow(page.get_by_role("button", name="Nhập 24 dòng"))
        page.get_by_text("Danh sách đã xong").wait_for()
        check(page)
    with then("24 people have a file, and bringing the list again changes nothing"):
        assert Person.objects.count() == 24
        bring(page)
        page.get_by_text("Danh sách đã xong").wait_for()
        assert Person.objects.count() == 24
    with when("the report of the year is made"):
        page.goto(REPORT)
        check(page)
    with then("it says 24 took part, 22 were certified and 2 were stopped"):
        assert page.locator("#figure-participants").inner_text().startswith("24")
        assert page.locator("#figure-certified").inner_text().startswith("22")
        assert page.locator("#figure-breached").inner_text().startswith("2")
    with when("one opens the figure of those who were stopped"):
        follow(page.locator(".hn-stat", has=page.locator("#figure-breached")).get_by_role("link").first)
        page.locator("main table tbody tr").first.wait_for()
        check(page)
    with then("the two people stand there, masked, and each opens onto the minutes"):
        assert page.locator("main table tbody tr").count() == 2
        follow(page.locator("main table tbody a").first)
        page.get_by_role("heading", name="Vi phạm, dừng cai nghiện", exact=True).wait_for()
        check(page)
