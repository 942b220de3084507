"""A keeper of the law fills a blank, writes an edition and enters a holiday: at a desk, on a phone, without scripts."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from hoanhap.casework.models import BlankValue, RegimeEdition
from tests.casework.made import PROVINCE, scope
from tests.journeys.looking import follow
from tests.journeys.people import PASSWORD, Commune
from tests.journeys.story import then, when

CODE = "home-community-2026"
PICTURES = os.environ.get("HOANHAP_PICTURES")


@pytest.fixture
def commune(own_database) -> Commune:
    commune = Commune()
    by = scope(PROVINCE, "990-1", *commune.offices)
    for days in (2, 5, 9):
        on = timezone.localdate() - timedelta(days=days)
        commune.episode(commune.person(), applied_on=on, scope=by, at=timezone.now())
    return commune


def picture(page, name):
    """Kept only where somebody wants to look."""
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


@pytest.mark.parametrize(("width", "scripts"), [(1280, False), (390, True)], ids=["plain-desk", "phone"])
def test_the_law_is_kept(commune, window, sign_in, check_axe, width, scripts):
    page = window(width=width, scripts=scripts)
    sign_in(page, commune.staff("luat", "law-keeper", unit="990-1"), PASSWORD)
    today = f"{timezone.localdate():%d/%m/%Y}"

    def fine(name):
        picture(page, f"{name}-{width}")
        if scripts:
            check_axe(page)

    with then("every page can be read"):
        for name, address in {
            "law": "/law/",
            "edition": f"/law/editions/{CODE}/1/?on=01/08/2026",
            "compulsory": "/law/editions/compulsory-2021/1/",
            "compare": f"/law/compare/?left=home-community-2021.1&right={CODE}.1",
            "blanks": "/law/blanks/?show=open",
            "calendar": "/law/calendar/?year=2026",
            "day": "/law/calendar/new/",
        }.items():
            assert page.goto(address).status == 200
            fine(name)

    with when("a blank is filled"):
        page.goto(f"/law/blanks/{CODE}/reception/")
        page.get_by_label("Giá trị").fill("5")
        page.get_by_label("Áp dụng từ ngày").fill("01/07/2026")
        page.get_by_label("Số, ký hiệu văn bản quy định").fill("01/2026/NĐ-MAU")
        page.get_by_label("Ngày văn bản").fill(today)
        page.get_by_label("Lý do").fill("Điều 12 (mẫu)")
        follow(page.get_by_role("button", name="Xem trước những thay đổi"))
        page.get_by_text("Những thay đổi tính đến hôm nay").wait_for()
        assert not BlankValue.objects.exists()
        fine("fill")
        follow(page.get_by_role("button", name="Lưu"))
        page.wait_for_url("**/law/blanks/")
    with then("the document stands beside it"):
        assert BlankValue.objects.count() == 1
        page.get_by_text("01/2026/NĐ-MAU").wait_for()
        fine("filled")

    with when("an edition is written and published"):
        page.goto(f"/law/editions/{CODE}/1/draft/")
        page.get_by_label("Lý do").fill("Nghị định mới (mẫu)")
        follow(page.get_by_role("button", name="Lập bản dự thảo"))
        page.wait_for_url("**/law/drafts/**")
        fine("draft")
        page.get_by_label("Nội dung bản quy định").fill("code: [")
        follow(page.get_by_role("button", name="Kiểm tra và lưu"))
        page.get_by_text("Không đọc được nội dung").first.wait_for()
        fine("mistake")
        follow(page.get_by_role("link", name="Sửa thời hạn"))
        page.wait_for_url("**/numbers/")
        fine("numbers")
        follow(page.get_by_role("button", name="Lưu"))
        page.wait_for_url(lambda address: "/numbers/" not in address)
        follow(page.get_by_role("link", name="Chạy thử và ban hành"))
        page.get_by_label("Số, ký hiệu văn bản").fill("02/2026/NĐ-MAU")
        page.get_by_label("Ngày văn bản").fill(today)
        page.get_by_label("Có hiệu lực từ ngày").fill(today)
        page.get_by_label("theo bản này đối với").check()
        follow(page.get_by_role("button", name="Xem trước những thay đổi"))
        page.get_by_label("Tôi đã đối chiếu").check()
        fine("publish")
        follow(page.get_by_role("button", name="Ban hành"))
        page.wait_for_url(f"**/law/editions/{CODE}/101/")
    with then("it is law"):
        assert RegimeEdition.objects.get().state == "published"
        fine("published")
