"""Somebody who has a file already does not get a second one by mistake, and a namesake gets one on purpose."""

import pytest

from hoanhap.people.models import NotSamePerson, Person
from tests.journeys.looking import follow
from tests.journeys.people import PASSWORD, Commune
from tests.journeys.story import given, then, when


@pytest.fixture
def commune(own_database) -> Commune:
    return Commune()


@pytest.mark.parametrize(("width", "scripts"), [(390, True), (1280, False)], ids=["phone", "no-scripts"])
def test_the_same_person_and_a_namesake(commune, window, sign_in, check_axe, width, scripts):
    page = window(width=width, scripts=scripts)
    check = check_axe if scripts else (lambda _page: None)
    known = commune.person("Nguyễn Văn An (mẫu)")
    with given("an officer, and a file in the commune"):
        sign_in(page, commune.staff(), PASSWORD, onward="/people/new/")
    with when("one asks about somebody of the same name, born in the same year"):
        page.get_by_label("Họ và tên").fill("nguyen van an")
        page.get_by_label("Ngày sinh").fill("1985")
        page.get_by_label("Nam", exact=True).check()
        follow(page.get_by_role("button", name="Kiểm tra rồi tiếp tục"))
    with then("the file is shown, with a way to open it"):
        page.get_by_role("heading", name="Có phải một trong những người này không?").wait_for()
        assert page.get_by_text(known.code).count() >= 1
        check(page)
    with when("one goes on all the same and types the day of birth"):
        follow(page.get_by_role("link", name="Không phải những người này"))
        page.get_by_label("Họ và tên").first.fill("Nguyễn Văn An (mẫu)")
        page.get_by_label("Tên gọi khác").fill("An Tây")
        page.get_by_label("Ngày sinh").fill("05/03/1985")
        page.get_by_label("Căn cứ").fill("Đơn tự nguyện")
        follow(page.get_by_role("button", name="Lưu hồ sơ"))
    with then("the two are put side by side, and nothing typed is lost"):
        page.get_by_text("Có thể người này đã có hồ sơ").wait_for()
        assert page.get_by_label("Tên gọi khác").input_value() == "An Tây"
        assert Person.objects.count() == 1
        check(page)
    with when("one says how one knows that it is another person"):
        page.get_by_label("Căn cứ nào cho biết đây là người khác?").fill("Đã gặp cả hai người, khác cha mẹ")
        follow(page.get_by_role("button", name="Đây là người khác: lưu hồ sơ mới"))
    with then("the second file is made, and the reason is kept"):
        page.get_by_text("Đã lập hồ sơ.").wait_for()
        assert list(NotSamePerson.objects.values_list("other_id", "reason")) == [
            (known.pk, "Đã gặp cả hai người, khác cha mẹ")
        ]
        check(page)
