"""Signing in and out by the page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hoanhap.access.models import Account, SignedInSession
from hoanhap.audit.models import Entry
from tests.access import made
from tests.web.shown import bare, text

pytestmark = pytest.mark.django_db
WRONG = "Tên đăng nhập hoặc mật khẩu không đúng."
LOCKED = "Thử quá nhiều lần"


def kinds() -> list[str]:
    found = Entry.objects.exclude(kind="access.account-opened").order_by("id")
    return list(found.values_list("kind", flat=True))


def test_the_right_pair_leads_to_the_page_that_was_asked_for(officer, browser, sign_in):
    asked = browser.get("/account/")
    assert (asked.status_code, asked["Location"]) == (302, "/sign-in/?next=%2Faccount%2F")
    assert 'name="next" value="/account/"' in text(browser.get(asked["Location"]))

    entered = sign_in(browser, " CanBo ", next="/account/")
    assert (entered.status_code, entered["Location"]) == (302, "/account/")
    assert "Canbo (mẫu)" in text(browser.get("/account/"))
    assert kinds() == ["access.signed-in"]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://example.com/",
        "//example.com",
        "javascript:alert(1)",
        "https:///example.com",
        "\\\\example.com",
    ],
)
def test_nobody_is_led_to_another_site(officer, browser, sign_in, elsewhere):
    assert sign_in(browser, "canbo", next=elsewhere)["Location"] == "/"


def test_a_wrong_password_and_an_unknown_and_a_closed_account_get_the_same_answer(officer, sign_in):
    closed = made.staff("dakhoa", "commune-officer", password=made.PASSWORD)
    Account.objects.filter(pk=closed.account.pk).update(is_active=False)
    answers = [
        sign_in(Client(), "canbo", "sai mật khẩu rồi"),
        sign_in(Client(), "khongco", made.PASSWORD),
        sign_in(Client(), "dakhoa", made.PASSWORD),
    ]
    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert all(text(answer).count(WRONG) == 1 for answer in answers)
    shown = {bare(answer, name) for answer, name in zip(answers, ["canbo", "khongco", "dakhoa"], strict=True)}
    assert len(shown) == 1


def test_the_name_is_kept_in_the_form_and_the_password_is_not(officer, browser, sign_in):
    shown = text(sign_in(browser, "canbo", "sai mật khẩu rồi"))
    assert 'value="canbo"' in shown
    assert "sai mật khẩu rồi" not in shown


def test_empty_fields_are_named_and_count_as_no_attempt(officer, browser, sign_in):
    for _ in range(7):
        shown = sign_in(browser, "", "")
        assert (shown.status_code, text(shown).count('href="#id_username"')) == (422, 1)
    assert kinds() == []


def test_after_five_wrong_attempts_even_the_right_password_is_refused(officer, browser, sign_in):
    codes = [sign_in(browser, "canbo", f"sai lần thứ {n}").status_code for n in range(5)]
    assert codes == [422] * 4 + [429]
    refused = sign_in(browser, "canbo")
    assert (refused.status_code, refused["Retry-After"]) == (429, "900")
    assert LOCKED in text(refused)
    assert kinds() == ["access.sign-in-failed"] * 4 + ["access.sign-in-locked"] * 2


def test_the_lock_holds_from_another_address_and_for_another_spelling(officer, sign_in):
    for n in range(5):
        sign_in(
            Client(REMOTE_ADDR=f"10.0.0.{n}"),
            ["canbo", "CANBO", " canbo", "CanBo ", "cAnBo"][n],
            "sai cả rồi",
        )
    assert sign_in(Client(REMOTE_ADDR="10.9.9.9"), "canbo").status_code == 429


def test_the_lock_of_one_account_leaves_others_alone(officer, browser, sign_in):
    made.staff("khac", "commune-officer", password=made.PASSWORD)
    for n in range(5):
        sign_in(browser, "canbo", f"sai lần thứ {n}")
    assert sign_in(browser, "khac").status_code == 302


def test_the_lock_is_over_after_a_quarter_of_an_hour(officer, browser, sign_in):
    from axes.models import AccessAttempt

    for n in range(5):
        sign_in(browser, "canbo", f"sai lần thứ {n}")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert sign_in(browser, "canbo").status_code == 302


def test_the_lock_tells_nothing_about_whether_the_account_exists(officer, sign_in):
    pages = []
    for name in ("canbo", "khongco"):
        browser = Client()
        for n in range(6):
            answer = sign_in(browser, name, f"sai lần thứ {n}")
        pages.append(bare(answer))
    assert pages[0] == pages[1]


def test_signing_out_ends_the_session_and_empties_the_browser(officer, browser, sign_in):
    sign_in(browser, "canbo")
    cookie = browser.cookies["hoanhap_session"].value
    left = browser.post("/sign-out/")
    assert (left["Location"], left["Clear-Site-Data"]) == ("/sign-in/", '"cache", "storage"')
    browser.cookies["hoanhap_session"] = cookie
    assert browser.get("/account/").status_code == 302
    assert kinds() == ["access.signed-in", "access.signed-out"]


@pytest.mark.parametrize("page", ["/sign-out/", "/language/"])
def test_nobody_is_signed_out_or_switched_by_a_link(officer, browser, sign_in, page):
    sign_in(browser, "canbo")
    assert browser.get(page).status_code == 405
    assert browser.get("/account/").status_code == 200


def test_the_session_key_is_a_new_one_after_signing_in(officer, browser, sign_in):
    browser.post("/language/", {"language": "en"})
    browser.get("/sign-in/")
    planted = "a" * 32
    browser.cookies["hoanhap_session"] = planted
    sign_in(browser, "canbo")
    assert browser.cookies["hoanhap_session"].value != planted


def test_a_form_from_another_site_is_refused_with_words(officer):
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/sign-in/", {"username": "canbo", "password": made.PASSWORD})
    assert (refused.status_code, "Biểu mẫu không được nhận" in text(refused)) == (403, True)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"seen_at": timedelta(minutes=31)}, "Đã tự đăng xuất vì lâu không dùng."),
        ({"started_at": timedelta(hours=12)}, "Mỗi lần đăng nhập dùng được trong một ngày làm việc."),
    ],
)
def test_a_session_that_is_over_says_why_and_comes_back_to_the_page(
    officer, browser, sign_in, change, sentence
):
    sign_in(browser, "canbo")
    SignedInSession.objects.update(**{name: timezone.now() - ago for name, ago in change.items()})
    asked = browser.get("/account/?a=1")
    assert asked["Location"].startswith("/sign-in/?next=%2Faccount%2F%3Fa%3D1&ended=")
    assert sentence in text(browser.get(asked["Location"]))
    assert browser.get("/account/").status_code == 302


def test_a_fragment_asked_for_after_the_end_sends_the_whole_page_to_sign_in(officer, browser, sign_in):
    answer = browser.get("/account/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/sign-in/?next=%2Faccount%2F")


def test_a_fourth_browser_puts_the_first_out(officer, sign_in):
    browsers = [Client() for _ in range(4)]
    for one in browsers:
        sign_in(one, "canbo")
    answers = [one.get("/account/") for one in browsers]
    assert [answer.status_code for answer in answers] == [302, 200, 200, 200]
    assert answers[0]["Location"] == "/sign-in/?next=%2Faccount%2F&ended=too-many"


def test_a_role_that_ends_while_somebody_is_signed_in_ends_at_once(officer, browser, sign_in):
    sign_in(browser, "canbo")
    assert "Cán bộ xã phụ trách cai nghiện" in text(browser.get("/account/"))
    officer.account.grants.update(valid_until=timezone.localdate())
    shown = text(browser.get("/account/"))
    assert "Cán bộ xã phụ trách cai nghiện" not in shown
    assert "Chưa có vai trò" in shown


def test_the_language_belongs_to_the_account_and_to_the_browser_before(officer, browser, sign_in):
    english = {"headers": {"Accept-Language": "en-GB,en"}}
    assert "Đăng nhập" in text(browser.get("/sign-in/", **english))
    browser.post("/language/", {"language": "en", "next": "/sign-in/"})
    assert ">Sign in</h1>" in text(browser.get("/sign-in/"))
    sign_in(browser, "canbo")
    assert "Tài khoản của tôi" in text(browser.get("/account/"))
    switched = browser.post("/language/", {"language": "en", "next": "/account/?a=1"})
    assert switched["Location"] == "/account/?a=1"
    assert "My account" in text(browser.get("/account/"))
    assert Account.objects.get(username="canbo").language == "en"
