"""A commune officer lays the lists of police and health side by side and decides about each person."""

import pytest

from hoanhap.exchange.models import ListedPerson
from hoanhap.people.models import Person
from tests.journeys.looking import follow
from tests.journeys.people import PASSWORD, Commune
from tests.journeys.story import given, then, when

TITLES = "Họ và tên;Ngày sinh;Giới tính;Số CCCD"


@pytest.fixture
def commune(own_database) -> Commune:
    return Commune()


@pytest.mark.parametrize(("width", "scripts"), [(390, True), (1280, False)], ids=["phone", "no-scripts"])
def test_two_lists_are_compared_and_everybody_is_decided(commune, window, sign_in, check_axe, width, scripts):
    page = window(width=width, scripts=scripts)
    check = check_axe if scripts else (lambda _page: None)

    def brings(keeper: str, *rows: str) -> None:
        follow(page.get_by_role("link", name="Thêm danh sách").first)
        check(page)
        page.get_by_label(keeper, exact=True).check()
        page.get_by_label("Danh sách tính đến ngày").fill("01/06/2026")
        page.get_by_label("Hoặc dán danh sách").fill("\n".join([TITLES, *rows]))
        follow(page.get_by_role("button", name="Đọc danh sách và đối chiếu"))
        page.get_by_text("người trong danh sách").first.wait_for()

    with given("an officer of the commune"):
        sign_in(page, commune.staff(), PASSWORD, onward="/lists/")
        check(page)
    with when("one lays the lists of police and health side by side"):
        follow(page.get_by_role("button", name="Đối chiếu danh sách"))
        page.get_by_text("Chưa có danh sách").first.wait_for()
        check(page)
        brings("Công an", "Nguyễn Văn An (mẫu);05/03/1985;Nam;000085000001", "Trần Bình (mẫu);1990;Nam;")
        brings("Y tế", "Nguyễn Văn An (mẫu);05/03/1985;Nam;000085000001")
    with then("who stands on one and not on the other is seen, and nobody got a file"):
        follow(page.get_by_role("link", name="Có nơi này, thiếu nơi kia"))
        page.get_by_role("link", name="Trần Bình (mẫu)").first.wait_for()
        check(page)
        assert Person.objects.count() == 0
    with when("one decides that a file has to be made"):
        follow(page.get_by_role("link", name="Trần Bình (mẫu)").first)
        check(page)
        page.get_by_label("Cần lập hồ sơ quản lý", exact=True).check()
        follow(page.get_by_role("button", name="Lưu kết luận"))
        page.get_by_text("Đã lưu kết luận").wait_for()
    with then("it waits in the backlog, with its age"):
        page.goto("/lists/backlog/")
        page.get_by_text("Xã Mẫu Đông").first.wait_for()
        check(page)
        assert ListedPerson.objects.get(decision="to-make").full_name == "Trần Bình (mẫu)"
