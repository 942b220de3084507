"""The frame around every page: menu by power, area, banner, headers, and the pages of misfortune."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.test import Client, RequestFactory, override_settings
from django.urls import resolve
from django.utils import timezone

from hoanhap.access.scope import operator_scope
from hoanhap.audit import trail
from hoanhap.web.context import DEMO_KIND, MENU
from tests.web.shown import bare, text

pytestmark = pytest.mark.django_db
PAGE = "/account/"
BANNER = "DỮ LIỆU MẪU — KHÔNG CÓ NGƯỜI THẬT"


@pytest.fixture(autouse=True)
def nothing_cached():
    cache.clear()
    yield
    cache.clear()


def menu(browser: Client) -> list[str]:
    return re.findall(r'class="hn-nav__link" href="([^"]+)"', text(browser.get(PAGE)))


class TestMenu:
    @pytest.mark.parametrize("place", MENU, ids=lambda place: place.href)
    def test_every_entry_leads_to_a_page_that_needs_the_very_same_power(self, place):
        assert resolve(place.href).func.needs == place.power

    @pytest.mark.parametrize(
        ("role", "expected"),
        [
            ("province-analyst", ["/", "/leader/", "/reports/", "/places/", "/plans/", "/findings/"]),
            ("auditor", ["/", "/places/", "/trail/"]),
            ("account-manager", ["/", "/places/", "/accounts/"]),
            ("team-member", ["/", "/people/", "/episodes/", "/places/", "/visits/", "/teams/"]),
        ],
    )
    def test_each_role_sees_the_entries_it_may_open_and_no_other(self, desk, role, expected):
        assert menu(desk.client("nguoidung", role)) == expected

    def test_the_present_page_is_marked_and_only_that(self, desk):
        shown = text(desk.client("nguoidung", "account-manager").get("/accounts/"))
        assert re.findall(r'href="([^"]+)" aria-current="page"', shown) == ["/accounts/"]

    def test_a_menu_of_more_than_six_keeps_the_rest_behind_one_entry_on_a_phone(self, desk):
        shown = text(desk.client("xa", "commune-officer", "team-member").get(PAGE))
        line = re.findall(r'<li(?: class="(hn-nav__extra)")?><a class="hn-nav__link" href="([^"]+)"', shown)
        behind = re.findall(r'class="hn-menu__item( hn-nav__twin)?" href="(/[a-z]+/)"', shown)
        assert [where for extra, where in line if extra] == [where for twin, where in behind if twin]
        assert '<summary class="hn-nav__link">' in shown

    def test_a_menu_of_more_than_eight_is_one_line_and_every_page_is_in_it_once_a_width(self, desk):
        browser = desk.client("tinh", "province-officer", "account-manager", unit="990-1")
        shown = text(browser.get(PAGE))
        line = menu(browser)
        behind = re.findall(r'class="hn-menu__item" href="(/[a-z]+/)"', shown[: shown.index("<main")])
        rare = [where for where in behind if where in {place.href for place in MENU}]
        assert len(line) == 7
        # What nobody but the staff of a clinic, or who audits, may open is in nobody else's menu.
        others = ("treatment.", "audit.")
        assert [*line, *rare] == [place.href for place in MENU if not place.power.startswith(others)]
        assert "hn-nav__more--wide" in shown

    def test_who_is_on_a_page_behind_more_sees_it_there(self, desk):
        browser = desk.client("tinh", "province-officer", unit="990-1")
        assert '<summary class="hn-nav__link" aria-current="true">' in text(browser.get("/findings/"))
        assert '<summary class="hn-nav__link">' in text(browser.get("/people/"))


class TestArea:
    def test_one_area_is_named_with_what_it_lies_in(self, desk):
        assert "Xã Mẫu Đông, tỉnh Mẫu" in text(desk.client().get(PAGE))

    def test_several_are_named_and_many_are_counted(self, desk):
        account = desk.account("canbo", "commune-officer")
        browser = Client()
        browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        for unit in ("99002-1", "990-1"):
            account.grants.create(role="auditor", unit_id=unit, valid_from="2020-01-01", reason="mẫu")
        shown = re.search(r'hn-bar__where" title="([^"]+)">.*?</span>([^<]+)</span>', text(browser.get(PAGE)))
        assert shown is not None
        assert shown[1] == "Tỉnh Mẫu · Xã Mẫu Đông · Xã Mẫu Tây"
        assert shown[2] == "Tỉnh Mẫu và 2 nơi khác"

    def test_an_account_without_a_role_reads_that_it_has_no_area(self, desk):
        account = desk.account("chuagiao")
        browser = Client()
        browser.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        assert "Chưa có địa bàn" in text(browser.get(PAGE))


class TestBanner:
    def test_it_stands_on_every_page_of_a_server_with_made_up_data(self, desk):
        now = timezone.now()
        trail.record(DEMO_KIND, by=operator_scope(on=timezone.localdate()), at=now)
        for browser, page in [
            (Client(), "/sign-in/"),
            (desk.client(), PAGE),
            (desk.client("khac"), "/khong-co/"),
        ]:
            assert text(browser.get(page)).count(BANNER) == 1

    def test_it_never_stands_on_a_server_with_real_data(self, desk):
        assert BANNER not in text(desk.client().get(PAGE))


class TestHeaders:
    def test_the_browser_is_told_to_load_nothing_from_elsewhere_and_run_nothing_inline(self, desk):
        policy = desk.client().get(PAGE)["Content-Security-Policy"]
        rules = dict(part.strip().split(" ", 1) for part in policy.split(";"))
        assert rules["default-src"] == "'none'"
        assert {
            rules[one] for one in ("script-src", "style-src", "font-src", "connect-src", "form-action")
        } == {"'self'"}
        assert "unsafe" not in policy
        assert rules["frame-ancestors"] == "'none'"

    def test_every_address_in_the_page_is_our_own(self, desk):
        shown = text(desk.client().get(PAGE))
        assert re.findall(r'(?:src|href|action)="((?:https?:)?//[^"]+)"', shown) == []

    def test_signed_in_pages_are_stored_nowhere(self, desk):
        answer = desk.client().get(PAGE)
        assert (answer["Cache-Control"], answer["Content-Language"], "Cookie" in answer["Vary"]) == (
            "no-store",
            "vi",
            True,
        )

    def test_an_ended_session_is_noticed_before_anything_is_shown(self, desk):
        from hoanhap.access.models import SignedInSession

        browser = desk.client()
        browser.get(PAGE)
        SignedInSession.objects.update(seen_at=timezone.now() - timedelta(hours=1))
        assert browser.get(PAGE).status_code == 302


class TestMisfortune:
    def test_absent_and_forbidden_are_the_same_page(self, desk):
        browser = desk.client("kiemtra", "auditor")
        absent, forbidden = browser.get("/khong-co-gi/"), browser.get("/people/")
        assert (absent.status_code, forbidden.status_code) == (404, 404)
        assert bare(absent) == bare(forbidden)
        assert "Không tìm thấy trang này" in text(absent)

    def test_a_visitor_learns_nothing_from_an_address(self, client):
        assert "Không tìm thấy trang này" in text(client.get("/khong-co-gi/"))

    def test_the_page_of_a_failure_asks_the_database_nothing(self, desk, django_assert_num_queries):
        from hoanhap.web.errors import server_error

        with django_assert_num_queries(0):
            answer = server_error(RequestFactory().get("/"))
        assert (
            answer.status_code,
            "Máy chủ gặp lỗi" in text(answer),
            "The server failed" in text(answer),
        ) == (500, True, True)

    def test_a_failing_view_shows_the_page_and_no_trace(self, desk, monkeypatch):
        from hoanhap.web.accounts import own

        def fails(**_given):
            message = "mật khẩu cơ sở dữ liệu là 12345"
            raise RuntimeError(message)

        monkeypatch.setattr(own.queries, "own_card", fails)
        browser = desk.client(raise_request_exception=False)
        answer = browser.get(PAGE)
        assert (answer.status_code, "Máy chủ gặp lỗi" in text(answer), "12345" in text(answer)) == (
            500,
            True,
            False,
        )

    @override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=10)
    def test_too_large_a_form_gets_a_sentence(self, desk):
        answer = desk.client().post("/account/password/", {"old": "x" * 100})
        assert (answer.status_code, "Không đọc được yêu cầu" in text(answer)) == (400, True)

    @pytest.mark.parametrize("page", ["/khong-co-gi/", "/sign-in/"])
    def test_pages_for_visitors_are_in_their_language(self, client, page):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        assert 'lang="en"' in text(client.get(page))
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = "<b>"
        assert 'lang="vi"' in text(client.get(page))


def test_a_request_without_a_session_table_row_still_has_no_scope(client):
    client.get("/sign-in/")
    request: HttpRequest = client.get("/sign-in/").wsgi_request
    assert not hasattr(request, "scope")
