"""A plan comes as a file with a mistake, is mended, stands on a scorecard, a map and on paper, and is explained later."""

import shutil
import subprocess

import pytest
from django.utils import timezone

from hoanhap.casework.operations import corrections
from hoanhap.places.models import Unit
from hoanhap.programme.models import Plan
from hoanhap.programme.rules import plan_texts
from tests.casework.made import certify
from tests.journeys.looking import follow
from tests.journeys.people import PASSWORD, Commune
from tests.journeys.story import given, then, when
from tests.programme.planned import body_of, handed_in, planned

ASK = "?on=21/06/2018"


@pytest.fixture
def commune(own_database) -> Commune:
    """Two people who were certified here, one in the next commune; staff of the commune and of the province."""
    made = Commune()
    made.episodes = [made.handed_over(unit=unit) for unit in (made.here, made.here, made.there)]
    for episode in made.episodes:
        certify(episode, scope=made.province)
    made.staff("tinh", "province-officer", unit="990-1")
    made.staff("canbo")
    return made


@pytest.fixture
def plan(commune) -> Plan:
    return planned("mau", Unit.objects.get(pk="990-1"), scope=commune.province)


def test_a_file_with_a_mistake_is_mended_and_opens_onto_people(
    commune, browser_page, sign_in, check_axe, tmp_path
):
    page = browser_page
    text = plan_texts.write(body_of("moi", "990-1"))
    file = tmp_path / "ke-hoach.yaml"
    file.write_text(text.replace("certified-share", "certified-shore"), encoding="utf-8")
    with given("an officer of the province and a file whose indicator nobody knows"):
        sign_in(page, "tinh", PASSWORD, onward="/plans/bring/")
        check_axe(page)
    with when("she brings the file"):
        page.get_by_label("Tệp kế hoạch").set_input_files(file)
        follow(page.get_by_role("button", name="Kiểm tra và ghi nhận"))
    with then("the page names what is wrong, nothing is recorded, and the text stands there"):
        assert "vp-i3-certified-shore" in page.get_by_role("alert").first.inner_text()
        assert not Plan.objects.filter(code="moi").exists()
        check_axe(page)
    with when("she mends the text and sends it again"):
        box = page.get_by_label("Hoặc dán nội dung")
        box.fill(box.input_value().replace("certified-shore", "certified-share"))
        follow(page.get_by_role("button", name="Kiểm tra và ghi nhận"))
    with then("the plan is recorded and says what it says"):
        page.get_by_text("Đã ghi nhận kế hoạch").wait_for()
        check_axe(page)
    made = Plan.objects.get(code="moi")
    with when("she opens where it stands on the last day"):
        page.goto(f"/plans/{made.pk}/{ASK}")
        check_axe(page)
    with then("the share is there, and opens onto the areas and the three people"):
        row = page.get_by_role("row").filter(has_text="> 90 %")
        row.get_by_role("link", name="3/3 (100,0 %)").wait_for()
        follow(row.get_by_role("link").first)
        check_axe(page)
        row = page.get_by_role("row").filter(has_text="Xã Mẫu Đông")
        follow(row.get_by_role("link", name="2/2 (100,0 %)"))
        assert page.locator("main a[href^='/people/']").count() == 2
        check_axe(page)


@pytest.mark.parametrize(("width", "scripts"), [(390, True), (1280, False)], ids=["phone", "no-scripts"])
def test_a_commune_officer_sees_her_own_commune_alone(
    commune, plan, window, sign_in, check_axe, width, scripts
):
    page = window(width=width, scripts=scripts)
    check = check_axe if scripts else (lambda _page: None)  # axe is a script itself
    with given("the scorecard of a plan of the province, opened by an officer of one commune"):
        sign_in(page, "canbo", PASSWORD, onward=f"/plans/{plan.pk}/{ASK}")
        check(page)
    with then("it is that of her commune"):
        page.get_by_text("2/2 (100,0 %)").first.wait_for()
        assert "3/3" not in page.locator("main").inner_text()
    with when("she opens the map"):
        page.goto(f"/plans/{plan.pk}/map/{ASK}&target=certify")
        check(page)
    with then("one tile and one row stand there, and the tile leads to her commune"):
        assert page.locator(".hn-tile").count() == 1
        follow(page.locator(".hn-tile"))
        page.get_by_text("2/2 (100,0 %)").first.wait_for()
    with when("she types the address of the next commune"):
        answer = page.goto(f"/plans/{plan.pk}/{ASK}&area={commune.there.pk}")
    with then("there is nothing"):
        assert answer.status == 404


def test_figures_that_were_handed_in_are_explained_when_records_change(
    commune, plan, browser_page, sign_in, check_axe
):
    page = browser_page
    made = handed_in(plan, scope=commune.province)
    with given("figures handed in, after which one certificate is taken back and one person comes late"):
        step = commune.episodes[0].steps.get(kind="certificate", retired_at__isnull=True)
        corrections.withdraw_step(
            step_id=step.pk, reason="Nhập nhầm", scope=commune.province, at=timezone.now()
        )
        commune.handed_over(unit=commune.there)
        sign_in(page, "tinh", PASSWORD, onward=f"/submissions/{made.pk}/")
        page.get_by_text("3/3 (100,0 %)").first.wait_for()
        check_axe(page)
    with when("one asks what they would say today"):
        follow(page.get_by_role("link", name="Nếu tính lại hôm nay?"))
        check_axe(page)
    with then("each changed figure has its cause"):
        page.goto(f"/submissions/{made.pk}/now/?target=certify")
        said = page.locator("main").inner_text()
        assert "3/3 (100,0 %)" in said
        assert "2/4 (50,0 %)" in said
        check_axe(page)


def test_on_paper_no_menu_is_left_and_pages_are_numbered(commune, plan, browser_page, sign_in, tmp_path):
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed: apt-get install poppler-utils")
    page = browser_page
    sign_in(page, "tinh", PASSWORD, onward="/plans/")
    for name, address in (
        ("scorecard", f"/plans/{plan.pk}/{ASK}"),
        ("map", f"/plans/{plan.pk}/map/{ASK}&target=certify"),
        ("rating", f"/plans/{plan.pk}/rating/{ASK}"),
        ("leader", "/leader/"),
    ):
        with when(f"one prints the {name}"):
            page.goto(address)
            file = tmp_path / f"{name}.pdf"
            page.pdf(path=file, prefer_css_page_size=True)
            text = subprocess.run(
                ["pdftotext", "-layout", file, "-"], capture_output=True, check=True, text=True
            ).stdout
        with then("who printed it stands on top, the page number below, and the menu is gone"):
            assert "tinh · In lúc:" in text
            assert "1/1" in text.split()
            assert "Menu" not in text
            assert "Xem tất cả" not in text
            assert text.count("\f") == 1
