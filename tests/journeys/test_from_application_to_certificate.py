"""One made-up person from the first question to the certificate, under the rules of 2010, in the years 2017 and 2018."""

from datetime import date

import pytest

from hoanhap.casework.models import Episode
from hoanhap.community.models import TeamMember
from hoanhap.community.operations.contacts import record_contacts
from tests.casework.made import LATER
from tests.journeys.looking import follow
from tests.journeys.people import PASSWORD, Commune
from tests.journeys.story import given, then, when


@pytest.fixture
def commune(own_database) -> Commune:
    return Commune()


@pytest.mark.parametrize(
    ("width", "scripts"), [(1280, True), (390, True), (1280, False)], ids=["desk", "phone", "no-scripts"]
)
def test_the_whole_way(commune, window, sign_in, check_axe, width, scripts):
    page = window(width=width, scripts=scripts)
    check = check_axe if scripts else (lambda _page: None)  # axe is a script itself
    save = page.get_by_role("button", name="Lưu", exact=True)

    def record(step: str) -> None:
        page.goto(f"{episode}steps/{step}/")
        check(page)

    with given("an officer at work"):
        sign_in(page, commune.staff(), PASSWORD)
        check(page)
    with when("one asks first whether the person is known"):
        follow(page.get_by_role("link", name="Lập hồ sơ mới"))
        check(page)
        page.get_by_label("Họ và tên").fill("Nguyễn Văn An (mẫu)")
        page.get_by_label("Ngày sinh").fill("03/1985")
        page.get_by_label("Nam", exact=True).check()
        page.get_by_label("Số giấy tờ tùy thân").fill("000085000001")
        follow(page.get_by_role("button", name="Kiểm tra rồi tiếp tục"))
    with then("nobody resembles, and the form is filled with what was typed"):
        page.get_by_text("Chưa có hồ sơ nào giống người này").wait_for()
        assert page.get_by_label("Ngày sinh").input_value() == "03/1985"
        check(page)
    with when("one writes the file"):
        page.get_by_label("Căn cứ").fill("Đơn tự nguyện ngày 20/05/2017")
        page.get_by_label("Chịu trách nhiệm từ ngày").fill("20052017")
        follow(page.get_by_role("button", name="Lưu hồ sơ"))
    with then("the page of the person opens, with the next duty on top"):
        page.get_by_role("heading", name="Nguyễn Văn An (mẫu)", level=1).wait_for()
        assert "An" not in page.url
        check(page)
    with when("one records the application"):
        follow(page.get_by_role("link", name="Thực hiện"))
        check(page)
        page.get_by_label("Ngày bắt đầu").fill("20/05/2017")
        follow(page.get_by_role("button", name="Xem ngày này mở được gì"))
        follow(page.get_by_role("link", name="Cai nghiện tự nguyện tại gia đình, cộng đồng"))
        check(page)
        page.get_by_label("Tại gia đình").check()
        assert page.get_by_label("Ngày nộp đơn").input_value() == "20/05/2017"
        follow(save)
        page.get_by_role("heading", name="Nguyễn V. A.", level=1).wait_for()
        episode = page.url
        check(page)
    with when("the decision is signed, by the way on top of the page"):
        follow(page.get_by_role("link", name="Thực hiện"))
        check(page)
        page.get_by_label("Ngày ký quyết định").fill("01/06/2017")
        page.get_by_label("Số quyết định").fill("15/QĐ-UBND")
        page.get_by_label("Thời hạn (tháng)").fill("6")
        page.get_by_label("Người ký", exact=False).first.fill("Trần Văn Bình (mẫu)")
        follow(save)
        page.get_by_text("Đã ghi: Quyết định cai nghiện tại gia đình hoặc cộng đồng.").wait_for()
    with when("the team is set up and a helper assigned"):
        page.goto("/teams/new/")
        check(page)
        page.get_by_label("Hoạt động từ").fill("01/01/2017")
        follow(save)
        follow(page.get_by_role("link", name="Thêm thành viên").first)
        page.get_by_label("Họ tên").or_(page.get_by_label("Họ và tên")).fill("Lê Thị Hoa (mẫu)")
        page.get_by_label("Vai trò").select_option("health")
        page.get_by_label("Từ ngày").fill("01/01/2017")
        follow(save)
        page.get_by_text("Đã thêm thành viên.").wait_for()
        check(page)
        page.goto(episode)
        follow(page.get_by_role("link", name="Phân công người giúp đỡ"))
        check(page)
        page.get_by_label("Từ ngày").fill("02/06/2017")
        follow(save)
        page.get_by_text("Đã phân công người giúp đỡ.").wait_for()
    with when("classification, detoxification and hand-over follow"):
        record("classification")
        page.get_by_label("Ngày phân loại").fill("02/06/2017")
        page.get_by_label("Nhóm phân loại").fill("Sử dụng trên 2 năm")
        follow(save)
        record("detox")
        page.get_by_label("Ngày bắt đầu cắt cơn").fill("03/06/2017")
        page.get_by_label("Ngày kết thúc cắt cơn").fill("14/06/2017")
        follow(save)
        record("handover")
        page.get_by_label("Ngày bàn giao").fill("15/06/2017")
        page.get_by_label("Số biên bản").fill("01/BB-BG")
        page.get_by_label("Gia đình").check()
        page.get_by_label("Khu dân cư").check()
        follow(save)
        page.get_by_text("Đã ghi: Bàn giao cho gia đình, đoàn thể và khu dân cư.").wait_for()
        check(page)
    with given("that the helper met the person in each of the first five months"):
        record_contacts(
            episode_id=Episode.objects.get().pk,
            member_id=TeamMember.objects.get().pk,
            kind="visit",
            days=[date(2017, month, 10) for month in range(7, 12)],
            reason="danh sách (mẫu)",
            scope=commune.province,
            at=LATER,
        )
    with when("the sixth contact is written down on the page of the episode"):
        page.goto(episode)
        page.locator("summary", has_text="Ghi lần gặp gỡ").click()
        page.get_by_label("Gặp trực tiếp").check()
        page.get_by_label("Ngày", exact=True).fill("10/12/2017")
        page.get_by_label("Ghi ngắn gọn").fill("Sức khỏe ổn định")
        check(page)
        follow(page.get_by_role("button", name="Lưu lần gặp gỡ"))
        page.get_by_text("Đã ghi lần gặp gỡ.").wait_for()
    with then("every month of the follow-up was kept"):
        page.get_by_text("Tháng nào cũng có gặp gỡ").wait_for()
        check(page)
    with when("one asks for the certificate a day too early"):
        record("certificate")
        page.get_by_label("Ngày cấp giấy chứng nhận").fill("14/12/2017")
        page.get_by_label("Số giấy chứng nhận").fill("07/GCN-UBND")
        page.get_by_label("Theo xác nhận của gia đình và tổ công tác").check()
        page.get_by_label("Người ký", exact=False).first.fill("Trần Văn Bình (mẫu)")
        follow(save)
    with then("it is refused at its field, and nothing typed is lost"):
        page.get_by_role("alert").wait_for()
        assert page.get_by_label("Ngày cấp giấy chứng nhận").get_attribute("aria-invalid") == "true"
        assert page.get_by_label("Số giấy chứng nhận").input_value() == "07/GCN-UBND"
        check(page)
    with when("the day is right"):
        page.get_by_label("Ngày cấp giấy chứng nhận").fill("15/12/2017")
        follow(save)
    with then("the episode is completed, and the page of the person says so"):
        page.get_by_text("Đã ghi: Cấp giấy chứng nhận hoàn thành cai nghiện.").wait_for()
        check(page)
        follow(page.get_by_role("link", name="Hồ sơ của người này"))
        page.get_by_role("heading", name="Hoàn thành", exact=True).wait_for()
        assert page.get_by_text("07/GCN-UBND").count() == 1
        check(page)
