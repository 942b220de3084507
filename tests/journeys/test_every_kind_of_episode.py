"""A file that crosses two changes of the law, a term that stands still, and a list worked through together, in a browser."""

from datetime import date

import pytest

from hoanhap.casework.operations import episodes, steps
from hoanhap.casework.rules.drafts import PaperDraft, StepDraft
from tests.casework.made import LATER
from tests.journeys.looking import follow
from tests.journeys.people import PASSWORD, Commune
from tests.journeys.story import given, then, when

NOW = LATER.replace(year=2026, month=11, day=20)


@pytest.fixture
def commune(own_database) -> Commune:
    return Commune()


def serving(commune: Commune, name: str = "Đỗ Văn Khải (mẫu)") -> object:
    """Somebody in compulsory rehabilitation since 2025, who escaped once and came back."""
    told = {"scope": commune.province, "at": NOW}
    signer = {"signer_name": "Trần Văn Bình (mẫu)", "signer_position": "Chánh án"}
    person = commune.person(name)
    episode = episodes.open_episode(
        person_id=person.pk,
        kind="compulsory",
        form="facility",
        applied_on=date(2025, 7, 7),
        office_id=commune.office().pk,
        opening=StepDraft("discovery", date(2025, 7, 7), details={"ground": "used"}),
        **told,
    )
    for step in (
        StepDraft("file", date(2025, 7, 10)),
        StepDraft("notice", date(2025, 7, 11)),
        StepDraft("forward", date(2025, 7, 18), details={"folios": "45"}),
        StepDraft("court-sent", date(2025, 7, 22)),
        StepDraft("decision", date(2025, 8, 1), 15, paper=PaperDraft("12/2025/QĐ-TA", **signer)),
        StepDraft("admission", date(2025, 8, 6)),
        StepDraft("intake", date(2025, 8, 7)),
        StepDraft("detox", date(2025, 8, 8)),
        StepDraft("escape", date(2025, 9, 1)),
        StepDraft("return", date(2025, 9, 11)),
    ):
        steps.record_step(episode_id=episode.pk, step=step, **told)
    return episode


@pytest.mark.parametrize("width", [1280, 390], ids=["desk", "phone"])
def test_pages_of_every_kind_can_be_read_and_used_by_everybody(commune, window, sign_in, check_axe, width):
    page = window(width=width)
    with given("somebody in compulsory rehabilitation under the law before, and somebody without an episode"):
        episode, other = serving(commune), commune.person("Lê Thị Sen (mẫu)")
        sign_in(page, commune.staff("tinh", "province-officer", unit="990-1"), PASSWORD)
    with then("the page says how the term is counted, who decides, and what the new law changed"):
        page.goto(f"/episodes/{episode.pk}/")
        page.get_by_text("10 ngày không tính vào thời hạn").wait_for()
        page.get_by_text("Luật thay đổi từ ngày 01/07/2026").wait_for()
        page.locator("summary", has_text="Chưa thể làm").click()
        check_axe(page)
    with then("it can be printed"):
        page.goto(f"/episodes/{episode.pk}/?print")
        check_axe(page)
    with when("one chooses the kind of a new episode"):
        page.goto(f"/people/{other.pk}/episodes/new/")
        check_axe(page)
        follow(page.get_by_role("link", name="Cai nghiện tự nguyện tại gia đình, cộng đồng"))
        check_axe(page)
    with then("every step has its form"):
        for step in ("reduction", "escape", "absence", "decision"):
            page.goto(f"/episodes/{episode.pk}/steps/{step}/")
            check_axe(page)
    with when("one narrows the list, keeps it and works on some of it"):
        page.goto("/episodes/?kind=compulsory&term_before=01/01/2028")
        check_axe(page)
        follow(page.get_by_role("link", name="Lưu danh sách này"))
        check_axe(page)
        page.get_by_label("Tên danh sách").fill("Sắp hết thời hạn")
        follow(page.get_by_role("button", name="Lưu", exact=True))
        page.get_by_role("link", name="Sắp hết thời hạn").wait_for()
        check_axe(page)
        page.locator("input[name=episode]").first.check()
        follow(page.get_by_role("button", name="Ghi một bước cho những người đã chọn"))
        check_axe(page)
        follow(page.get_by_role("link", name="Kết thúc điều trị cắt cơn, giải độc"))
        check_axe(page)
