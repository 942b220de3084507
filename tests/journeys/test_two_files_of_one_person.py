"""A provincial officer finds two files of one person, merges them after seeing what changes, and undoes it."""

import pytest

from hoanhap.people.models import Person
from tests.journeys.looking import follow
from tests.journeys.people import PASSWORD, Commune
from tests.journeys.story import given, then, when


@pytest.fixture
def commune(own_database) -> Commune:
    return Commune()


@pytest.mark.parametrize(("width", "scripts"), [(390, True), (1280, False)], ids=["phone", "no-scripts"])
def test_two_files_become_one_and_two_again(commune, window, sign_in, check_axe, width, scripts):
    page = window(width=width, scripts=scripts)
    check = check_axe if scripts else (lambda _page: None)
    first = commune.person("Nguyễn Văn An (mẫu)")
    second = commune.person("Nguyễn Văn An (mẫu)", unit=commune.there)
    commune.episode(second, unit=commune.there)
    with given("somebody of the province, and two files of one name and birthday"):
        sign_in(page, commune.staff("tinh", "province-officer", unit="990-1"), PASSWORD, onward="/people/")
        follow(page.get_by_role("link", name="Hồ sơ giống nhau"))
        page.get_by_text(first.code).first.wait_for()
        check(page)
    with when("one opens the pair and looks at the merge"):
        follow(page.get_by_role("link", name="Cho ý kiến"))
        check(page)
        follow(page.get_by_role("link", name="Cùng một người: xem trước việc gộp"))
    with then("everything that changes is shown"):
        page.get_by_role("heading", name="Gộp hai hồ sơ").wait_for()
        page.get_by_text("chuyển sang").first.wait_for()
        check(page)
    with when("one says how one knows, and confirms"):
        page.get_by_label("Vì sao biết hai hồ sơ là của cùng một người?").fill("Cùng cha mẹ")
        follow(page.get_by_role("button", name="Gộp hai hồ sơ"))
    with then("there is one file, which says so"):
        page.get_by_text("Đã gộp 1 hồ sơ khác vào hồ sơ này").wait_for()
        assert Person.objects.get(pk=second.pk).merged_into_id == first.pk
        check(page)
    with when("it turns out to be wrong"):
        follow(page.get_by_role("link", name="Bỏ gộp"))
        page.get_by_role("heading", name="Bỏ gộp hồ sơ").wait_for()
        check(page)
        page.get_by_label("Lý do").fill("Nhầm hai người")
        follow(page.get_by_role("button", name="Bỏ gộp"))
    with then("there are two files again"):
        page.get_by_text("lại có hai hồ sơ").wait_for()
        assert Person.objects.get(pk=second.pk).merged_into_id is None
        assert second.episodes.count() == 1
