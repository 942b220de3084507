"""A provincial officer finds who stood in a divided ward, hands one of them over, and reads the figures."""

import pytest
from django.core.cache import cache
from django.utils import timezone

from tests.journeys.looking import follow
from tests.journeys.story import given, then, when
from tests.people import real
from tests.people.real import DIVIDED, HA_NOI, PARTS, VANISHED

PASSWORD = "mot-cau-dai-de-thu-123"


@pytest.fixture(scope="module")
def own_database_template(units_template) -> str:
    """The real map, on which wards were divided."""
    return units_template


@pytest.fixture(autouse=True)
def nothing_cached():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def officer(own_database):
    made = real.account(HA_NOI, "province-officer")
    made.set_password(PASSWORD)
    made.save()
    for unit in PARTS:
        real.office(unit, f"Ủy ban nhân dân phường mẫu {unit}")
    real.person(DIVIDED, "Trần Thị Bình (mẫu)")
    real.person(VANISHED, "Lê Văn Cường (mẫu)")
    return made


@pytest.mark.parametrize(("width", "scripts"), [(390, True), (1280, False)], ids=["phone", "no-scripts"])
def test_from_the_divided_ward_to_the_new_one(officer, window, sign_in, check_axe, width, scripts):
    page = window(width=width, scripts=scripts)
    check = check_axe if scripts else (lambda _page: None)  # axe is a script itself
    with given("the page of a ward that was divided"):
        sign_in(page, officer.username, PASSWORD, onward=f"/places/{DIVIDED}/")
        check(page)
    with when("one follows the link to its people"):
        follow(page.get_by_role("link", name="Danh sách người của đơn vị này cần xác minh"))
        page.get_by_role("heading", name="Người cần xác minh nơi quản lý", level=1).wait_for()
        check(page)
    with then("only who stood there is listed, with both wards to choose"):
        assert page.get_by_text("Trần T. B.", exact=True).count() == 1
        assert page.get_by_text("Lê V. C.", exact=True).count() == 0
    with when("one chooses a ward, and says since when and why"):
        follow(page.get_by_role("link", name="Phường Ba Đình"))
        assert page.get_by_label("Cơ quan đúng").input_value() != ""
        page.get_by_label("Từ ngày").fill("01/07/2025")
        page.get_by_label("Lý do đính chính").fill("Địa chỉ thường trú (mẫu)")
        follow(page.get_by_role("button", name="Lưu"))
    with then("the list has only the other one left"):
        page.goto("/people/unplaced/")
        assert page.get_by_text("Trần T. B.", exact=True).count() == 0
        assert page.get_by_text("Lê V. C.", exact=True).count() == 1
        check(page)
    with then("the figures of today hold both, one of them without a row"):
        page.goto("/people/totals/?map=today")
        assert page.get_by_role("row", name="Phường Ba Đình").count() == 1
        assert page.get_by_text(f"Số liệu ngày {timezone.localdate():%d/%m/%Y}").count() == 1
        check(page)
