"""The page of people by unit, on the map of a day."""

import re

import pytest
from django.test import Client

from tests.people import real
from tests.people.real import BESIDE, DIVIDED, HA_NOI, HEIR, PARTS, PHU_THO, TODAY, VANISHED, WHOLE
from tests.web.people.test_unplaced import browser, links, words

pytestmark = pytest.mark.django_db
PAGE = "/people/totals/"


@pytest.fixture(scope="module")
def django_db_setup(units_template, django_db_blocker):
    yield from real.on_real_units(units_template, django_db_blocker, "web_totals")


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """Today is 05/01/2026."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_args, **_kwargs: TODAY)


@pytest.fixture(autouse=True)
def some():
    for unit, count in {DIVIDED: 2, BESIDE: 3, VANISHED: 1, WHOLE: 4}.items():
        for _ in range(count):
            real.person(unit)


@pytest.fixture
def ha_noi():
    return browser(HA_NOI)


def table(response):
    """The rows of the figures, and the lines below them, as the reader sees them."""
    text = response.content.decode()
    body, foot = re.findall(r"<tbody>(.*?)</tbody>\s*<tfoot>(.*?)</tfoot>", text, re.DOTALL)[0]

    def lines(part):
        cells = (re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", line, re.DOTALL) for line in part.split("</tr>"))
        plain = [[re.sub(r"<[^>]+>|\s+", " ", cell).strip() for cell in line] for line in cells if line]
        return [(line[0], line[-1]) for line in plain]

    return lines(body), lines(foot)


def numbers(foot):
    return [int(count) for _, count in foot]


def test_nobody_sees_the_figures_without_signing_in_or_without_the_power():
    assert Client().get(PAGE).status_code == 302
    for role in ("team-member", "auditor", "account-manager"):
        assert browser(HA_NOI, role).get(PAGE).status_code == 404


def test_as_it_was_every_ward_has_its_row_and_the_residue_is_shown_as_nothing(ha_noi):
    page = ha_noi.get(PAGE, {"on": "05/03/2018"})
    rows, foot = table(page)

    assert page.status_code == 200
    assert rows == [("Phường Ngọc Hà", "2"), ("Phường Nguyễn Trung Trực", "1"), ("Phường Quán Thánh", "3")]
    assert [words.split(":")[0] for words, _ in foot] == [
        "With a row on this map",
        "No row",
        "No row",
        "People in all",
    ]
    assert numbers(foot) == [6, 0, 0, 6]


def test_as_it_is_today_what_cannot_be_placed_stays_in_the_total(ha_noi):
    page = ha_noi.get(PAGE, {"on": "05/03/2018", "map": "today"})
    rows, foot = table(page)

    assert rows == [("Phường Ba Đình", "3")]
    assert numbers(foot) == [3, 2, 1, 6]
    assert "Counted on 05/03/2018, on the map of 05/01/2026" in words(page)
    assert "Phường Ba Đình, Phường Ngọc Hà" in words(page), "the units that the divided ward may lie in"


def test_on_the_map_of_another_day(ha_noi):
    rows, foot = table(ha_noi.get(PAGE, {"map": "other", "map_on": "30/06/2025"}))

    assert rows == [("Phường Ngọc Hà", "2"), ("Phường Quán Thánh", "3")]
    assert numbers(foot) == [5, 0, 1, 6]


def test_by_province_everybody_has_a_row_and_by_district_of_today_nobody(ha_noi):
    rows, foot = table(ha_noi.get(PAGE, {"map": "today", "level": "province"}))
    no_rows, all_left = table(ha_noi.get(PAGE, {"map": "today", "level": "district"}))

    assert (rows, numbers(foot)) == ([("Thành phố Hà Nội", "6")], [6, 0, 0, 6])
    assert (no_rows, numbers(all_left)) == ([], [0, 0, 0, 6, 6])


def test_each_reader_counts_their_own_reach(ha_noi):
    phu_tho = table(browser(PHU_THO, "province-analyst").get(PAGE, {"map": "today"}))
    commune = table(browser(PARTS[0], "commune-officer").get(PAGE, {"map": "today"}))

    assert (phu_tho[0], numbers(phu_tho[1])) == ([("Xã Thổ Tang", "4")], [4, 0, 0, 4])
    assert (commune[0], numbers(commune[1])) == ([("Phường Ba Đình", "3")], [3, 0, 0, 3])


def test_the_list_of_people_is_linked_only_for_who_may_hand_over(ha_noi):
    assert "/people/unplaced/" in links(ha_noi.get(PAGE))
    assert "/people/unplaced/" not in links(browser(HA_NOI, "province-analyst").get(PAGE))


def test_no_person_is_named(ha_noi):
    page = ha_noi.get(PAGE, {"map": "today"}).content.decode()

    assert "(mẫu)" not in page.replace("Cán bộ (mẫu)", "")


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"on": "31/02/2018"}, "on"),
        ({"map": "other"}, "map_on"),
        ({"map": "other", "map_on": "hôm qua"}, "map_on"),
        ({"level": "hamlet"}, "level"),
        ({"map": "x"}, "map"),
    ],
)
def test_a_question_that_cannot_be_answered_is_said_at_its_field(ha_noi, asked, field):
    page = ha_noi.get(PAGE, asked)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert "hn-field--wrong" in page.content.decode()


def test_what_was_asked_stands_in_the_form_again(ha_noi):
    page = ha_noi.get(PAGE, {"on": "05/03/2018", "map": "other", "map_on": "30/06/2025", "level": "province"})
    text = page.content.decode()

    assert 'value="05/03/2018"' in text
    assert 'value="30/06/2025"' in text
    assert re.findall(r'<option value="(\w+)" selected', text) == ["other", "province"]


def test_long_lists_are_paged_and_the_sums_stay_those_of_all(monkeypatch, ha_noi):
    monkeypatch.setattr("hoanhap.web.people.totals.AT_ONCE", 2)

    first, foot = table(ha_noi.get(PAGE, {"on": "05/03/2018"}))
    second, foot_again = table(ha_noi.get(PAGE, {"on": "05/03/2018", "page": "2"}))

    assert (len(first), len(second)) == (2, 1)
    assert numbers(foot) == numbers(foot_again) == [6, 0, 0, 6]


def test_the_page_takes_few_queries(ha_noi, django_assert_max_num_queries):
    ha_noi.get(PAGE)
    frame = 8

    with django_assert_max_num_queries(frame + 12):
        ha_noi.get(PAGE, {"on": "05/03/2018", "map": "today"})


def test_a_unit_leads_to_its_page_on_that_map(ha_noi):
    real.person(HEIR)

    assert f"/places/{PARTS[0]}/?on=2026-01-05" in links(ha_noi.get(PAGE, {"map": "today"}))
