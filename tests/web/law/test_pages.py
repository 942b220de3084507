"""The law as pages: read, compared, filled in, written anew, and kept with its calendar."""

import re
from datetime import date, timedelta

import pytest
from django.test import override_settings
from django.utils import timezone

from hoanhap.audit.models import Entry
from hoanhap.casework.models import BlankValue, CalendarDay, Duty, RegimeEdition
from hoanhap.casework.queries.law import shipped
from tests.casework.made import PROVINCE, scope
from tests.web.desk import Desk
from tests.web.test_query_budget import BUDGET, OF_TRANSACTIONS, counted

CODE = "home-community-2026"
SAID = "NĐ-MAU"


@pytest.fixture
def desk(db) -> Desk:
    return Desk()


@pytest.fixture
def keeper(desk):
    return desk.client("luat", "law-keeper", unit="990-1")


def text(answer, status=200) -> str:
    assert answer.status_code == status, answer
    return answer.content.decode()


def today() -> date:
    return timezone.localdate()


def registered(desk, unit=None):
    """Somebody who registered on the last working days before today, under the law of 2026."""
    on = today() - timedelta(days=2)
    by = scope(PROVINCE, "990-1", *desk.offices)
    person = desk.person(unit=unit)
    return desk.episode(person, unit=unit, applied_on=on, scope=by, at=timezone.now()), person


def value(**changes):
    given = {
        "count": "5",
        "valid_from": "01/07/2026",
        "document_number": f"01/2026/{SAID}",
        "document_on": f"{today():%d/%m/%Y}",
        "reason": "Điều 12",
    }
    return given | changes


def test_every_edition_is_listed_and_can_be_read_in_both_languages(desk, keeper):
    listed = text(keeper.get("/law/"))
    found = set(re.findall(r'href="/law/editions/([a-z0-9-]+)/(\d+)/"', listed))
    assert found == {(code, str(edition)) for code, edition in shipped()}
    for code, edition in found:
        shown = text(keeper.get(f"/law/editions/{code}/{edition}/"))
        regime = shipped()[code, int(edition)]
        for part in (*regime.steps, *regime.duties, *regime.leads_to):
            assert part.title.vi.replace('"', "&quot;").replace("'", "&#x27;") in shown, (code, part.code)
    [remark] = [one.remark for one in shipped()[CODE, 1].duties if one.code == "determine-first"]
    vietnamese = text(keeper.get(f"/law/editions/{CODE}/1/"))
    assert (remark.vi in vietnamese, remark.en in vietnamese) == (True, False)
    forms = text(keeper.get("/law/editions/voluntary-facility-2026/1/"))
    assert "Chỉ áp dụng đối với: Cơ sở công lập<" in forms
    keeper.post("/language/", {"language": "en", "next": "/law/"})
    english = text(keeper.get(f"/law/editions/{CODE}/1/"))
    assert "What has to be done, by whom and by when" in english
    assert shipped()[CODE, 1].title.en in english
    assert (remark.vi in english, remark.en in english) == (False, True)


def test_who_decides_is_told_for_the_day_that_is_asked(desk, keeper):
    before = text(keeper.get("/law/editions/home-community-2021/1/?on=01/06/2026"))
    after = text(keeper.get("/law/editions/home-community-2021/1/?on=02/07/2026"))
    assert before != after
    assert "01/06/2026" in before
    assert "02/07/2026" in after


def test_an_edition_that_there_is_not_is_not_found(desk, keeper):
    for address in (
        "/law/editions/none/1/",
        f"/law/editions/{CODE}/9/",
        "/law/compare/?left=none.1",
        "/law/blanks/x/y/",
    ):
        assert keeper.get(address).status_code == 404, address


def test_two_editions_are_laid_side_by_side_and_what_is_alike_is_only_counted(desk, keeper):
    shown = text(keeper.get(f"/law/compare/?left=home-community-2021.1&right={CODE}.1"))
    assert shown.count('<th scope="row">') > 10
    same = text(keeper.get(f"/law/compare/?left={CODE}.1&right={CODE}.1"))
    assert same.count('<th scope="row">') == 0
    other = text(keeper.get(f"/law/compare/?left=compulsory-2026.1&right={CODE}.1"))
    assert other.count('<th scope="row">') == 0


def test_a_blank_is_tried_first_and_saved_only_when_told(desk, keeper):
    episode, person = registered(desk)
    _other, hidden = registered(desk, unit=desk.there)
    address = f"/law/blanks/{CODE}/reception/"
    assert "act" in text(keeper.get(address))

    tried = text(keeper.post(address, {**value(), "act": "try"}))

    assert person.code in tried
    assert hidden.code in tried
    assert person.full_name not in tried
    assert not BlankValue.objects.exists()
    assert Entry.objects.filter(kind="casework.law-simulated").count() == 1
    saved = keeper.post(address, {**value(), "act": "save"})
    assert (saved.status_code, saved.headers["Location"]) == (303, "/law/blanks/")
    assert Duty.objects.get(episode=episode, code="receive", until_on=None).due_on is not None
    listed = text(keeper.get("/law/blanks/"))
    assert f"01/2026/{SAID}" in listed
    line = BlankValue.objects.get()
    back = f"/law/blanks/values/{line.pk}/withdraw/"
    assert person.code in text(keeper.post(back, {"reason": "Nhầm", "act": "try"}))
    assert BlankValue.objects.filter(retired_at=None).count() == 1
    assert keeper.post(back, {"reason": "Nhầm", "act": "save"}).status_code == 303
    assert Duty.objects.get(episode=episode, code="receive", until_on=None).due_on is None


def test_a_keeper_of_one_commune_sees_the_codes_of_that_commune_alone(desk):
    _mine, mine = registered(desk)
    _theirs, theirs = registered(desk, unit=desk.there)
    narrow = desk.client("hep", "law-keeper")
    tried = text(narrow.post(f"/law/blanks/{CODE}/reception/", {**value(), "act": "try"}))
    assert mine.code in tried
    assert theirs.code not in tried


@pytest.mark.parametrize(
    "wrong", [{"count": "x"}, {"count": ""}, {"document_number": ""}, {"valid_from": "01/01/2020"}]
)
def test_a_wrong_value_comes_back_with_its_mistake(desk, keeper, wrong):
    for act in ("try", "save"):
        sent = value(**wrong) | {"act": act}
        assert keeper.post(f"/law/blanks/{CODE}/reception/", sent).status_code == 422
    assert not BlankValue.objects.exists()


def test_a_draft_is_written_checked_tried_and_published_once(desk, keeper):
    begun = keeper.post(f"/law/editions/{CODE}/1/draft/", {"reason": "Nghị định mới (mẫu)"})
    assert begun.status_code == 303
    address = begun.headers["Location"]
    row = RegimeEdition.objects.get()
    assert "notify-start" in text(keeper.get(address))

    wrong = keeper.post(address, {"body": row.body.replace("from_step: reception", "from_step: nothing", 1)})
    assert "nothing" in text(wrong, 422)
    broken = keeper.post(address, {"body": row.body + "\n   - ["})
    assert text(broken, 422)
    assert RegimeEdition.objects.get().body == row.body
    right = keeper.post(address, {"body": row.body.replace("\n", "\r\n")})
    assert right.status_code == 303
    assert RegimeEdition.objects.get().body == row.body

    asked = text(keeper.get(address + "numbers/"))
    names = re.findall(r'name="([a-z_]+(?:\.\w+)+)" value="(\d+)"', asked)
    path = next(path for path, number in names if number == "24" and path.startswith("duties."))
    assert keeper.post(address + "numbers/", dict(names) | {path: "48"}).status_code == 303
    assert RegimeEdition.objects.get().body == row.body.replace("count: 24", "count: 48", 1)

    given = {
        "document_number": f"02/2026/{SAID}",
        "document_on": f"{today():%d/%m/%Y}",
        "effective_on": f"{today():%d/%m/%Y}",
        "takes_over": "yes",
    }
    first = text(keeper.get(address + "publish/"))
    assert 'name="confirmed"' not in first
    tried = text(keeper.post(address + "publish/", {**given, "act": "try"}))
    assert 'name="confirmed"' in tried
    assert keeper.post(address + "publish/", {**given, "act": "save"}).status_code == 422
    assert RegimeEdition.objects.get().state == "draft"
    done = keeper.post(address + "publish/", {**given, "act": "save", "confirmed": "on"})
    assert done.headers["Location"] == f"/law/editions/{CODE}/101/"
    assert f"02/2026/{SAID}" in text(keeper.get(done.headers["Location"]))
    assert keeper.get(address).status_code == 404
    assert keeper.post(address + "publish/", {**given, "act": "save", "confirmed": "on"}).status_code == 404


def test_a_draft_can_be_discarded(desk, keeper):
    address = keeper.post(f"/law/editions/{CODE}/1/draft/", {"reason": "Thử"}).headers["Location"]
    assert address in text(keeper.get("/law/"))
    assert keeper.post(address + "discard/", {"reason": "Thôi"}).headers["Location"] == "/law/"
    assert address not in text(keeper.get("/law/"))


def test_days_of_a_notice_are_tried_entered_and_taken_back(desk, keeper):
    year = today().year + 1
    sent = {
        "first_on": f"11/02/{year}",
        "last_on": f"12/02/{year}",
        "kind": "rest",
        "name": "Nghỉ bù (mẫu)",
        "document_number": "9/TB-MAU",
        "reason": "Thông báo (mẫu)",
    }
    assert text(keeper.post("/law/calendar/new/", {**sent, "act": "try"}))
    assert not CalendarDay.objects.exists()
    saved = keeper.post("/law/calendar/new/", {**sent, "act": "save"})
    assert saved.headers["Location"] == f"/law/calendar/?year={year}"
    assert [line.day for line in CalendarDay.objects.order_by("day")] == [
        date(year, 2, 11),
        date(year, 2, 12),
    ]
    shown = text(keeper.get(saved.headers["Location"]))
    assert shown.count("9/TB-MAU") == 2
    again = keeper.post("/law/calendar/new/", {**sent, "act": "try"})
    assert again.status_code == 422
    line = CalendarDay.objects.earliest("day")
    back = f"/law/calendar/{line.pk}/withdraw/"
    assert text(keeper.post(back, {"reason": "Nhầm", "act": "try"}))
    assert keeper.post(back, {"reason": "Nhầm", "act": "save"}).status_code == 303
    assert text(keeper.get(saved.headers["Location"])).count("9/TB-MAU") == 1
    assert keeper.get(back).status_code == 404
    for odd in ("1999", "2101"):
        assert keeper.get(f"/law/calendar/?year={odd}").status_code == 404


@override_settings(DEVELOPERS_MODE=False)
def test_no_page_of_the_law_asks_more_than_twelve_times_whatever_there_is(desk, keeper):
    draft = keeper.post(f"/law/editions/{CODE}/1/draft/", {"reason": "Thử"}).headers["Location"]
    keeper.post(f"/law/blanks/{CODE}/begin/", {**value(), "act": "save"})
    line = BlankValue.objects.get()
    pages = [
        "/law/",
        f"/law/editions/{CODE}/1/",
        f"/law/compare/?left=home-community-2021.1&right={CODE}.1",
        "/law/blanks/",
        f"/law/blanks/{CODE}/reception/",
        f"/law/blanks/values/{line.pk}/withdraw/",
        draft,
        *(draft + more for more in ("numbers/", "publish/", "discard/")),
        "/law/calendar/",
        "/law/calendar/new/",
    ]
    counts = {}
    for address in pages:
        keeper.get(address)
        with counted() as queries:
            assert keeper.get(address).status_code == 200
        counts[address] = sum(not one["sql"].startswith(OF_TRANSACTIONS) for one in queries.captured_queries)
    assert {address: count for address, count in counts.items() if count > BUDGET} == {}

    address = f"/law/blanks/{CODE}/reception/"
    tried = []
    for people in (1, 4):
        for _one in range(people):
            registered(desk)
        with counted() as queries:
            text(keeper.post(address, {**value(), "act": "try"}))
        tried.append(len(queries.captured_queries))
    assert tried[0] == tried[1]


@pytest.mark.parametrize(
    ("role", "reads", "writes"),
    [
        ("law-keeper", True, True),
        ("province-officer", True, False),
        ("commune-officer", False, False),
        ("auditor", False, False),
    ],
)
def test_each_role_opens_what_it_may(desk, role, reads, writes):
    browser = desk.client("ai", role, unit="990-1")
    draft = desk.client("nguoikhac", "law-keeper", unit="990-1").post(
        f"/law/editions/{CODE}/1/draft/", {"reason": "Thử"}
    )
    for address in ("/law/", f"/law/editions/{CODE}/1/", "/law/compare/", "/law/blanks/"):
        assert (browser.get(address).status_code == 200) is reads, address
    kept = draft.headers["Location"]
    for address in (
        f"/law/blanks/{CODE}/reception/",
        f"/law/editions/{CODE}/1/draft/",
        kept,
        kept + "publish/",
    ):
        assert (browser.get(address).status_code == 200) is writes, address
    if reads:
        assert (draft.headers["Location"] in text(browser.get("/law/"))) is writes


def test_the_guidelines_of_substitution_treatment_are_found_from_the_law(keeper):
    told = text(keeper.get("/law/"))
    ways = re.findall(r'href="(/guideline/[a-z0-9-]+/)"', told)
    assert "/guideline/methadone/" in ways
    assert all(keeper.get(way).status_code == 200 for way in ways)
