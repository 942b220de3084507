"""Signing in in two steps by the page."""

import re
from datetime import timedelta

import pyotp
import pytest
import time_machine
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from hoanhap.access.models import Account, Authenticator, SignedInSession
from hoanhap.web.middleware import TWO_STEPS
from tests.access import made
from tests.web.shown import text

STEP = timedelta(seconds=31)


@pytest.fixture
def clock(small_province):
    with time_machine.travel(timezone.now().replace(microsecond=0), tick=False) as clock:
        yield clock


def secret_of(page: str) -> str:
    found = re.search(r"<code[^>]*>([A-Z2-7 ]+)</code>", page)
    assert found is not None
    return found[1].replace(" ", "")


@pytest.fixture
def set_up(officer, sign_in, clock):
    """An officer with a telephone: its secret and the ten codes."""
    browser = Client()
    sign_in(browser, "canbo")
    browser.post(reverse("second-factor-begin"))
    page = text(browser.get(reverse("second-factor")))
    assert "data:image/svg+xml" in page
    secret = secret_of(page)
    done = browser.post(reverse("second-factor-confirm"), {"code": pyotp.TOTP(secret).now()})
    clock.shift(STEP)
    return secret, re.findall(r"<code>([A-Z0-9]{5}-[A-Z0-9]{5})</code>", text(done))


def test_after_the_password_nobody_is_signed_in_until_the_code_is_right(set_up, sign_in):
    secret, codes = set_up
    assert len(codes) == 10
    browser = Client()
    before = SignedInSession.objects.count()

    waits = sign_in(browser, "canbo", next="/account/")

    assert (waits.status_code, waits["Location"]) == (302, "/sign-in/code/")
    assert browser.get("/account/")["Location"].startswith("/sign-in/")
    assert SignedInSession.objects.count() == before
    wrong = browser.post("/sign-in/code/", {"code": "000000"})
    assert wrong.status_code == 422
    assert "Mã này không đúng" in text(wrong)
    right = browser.post("/sign-in/code/", {"code": pyotp.TOTP(secret).now()})
    assert (right.status_code, right["Location"]) == (302, "/account/")
    assert browser.get("/account/").status_code == 200
    assert browser.session[TWO_STEPS]
    assert SignedInSession.objects.count() == before + 1


def test_a_code_on_paper_does_as_well(set_up, sign_in):
    browser = Client()
    sign_in(browser, "canbo")

    assert browser.post("/sign-in/code/", {"code": set_up[1][0].lower()}).status_code == 302
    assert browser.get("/account/").status_code == 200


def test_the_code_page_asks_nobody_who_did_not_give_the_password_just_now(set_up, sign_in, clock):
    secret, _codes = set_up
    assert Client().get("/sign-in/code/")["Location"] == "/sign-in/"
    browser = Client()
    sign_in(browser, "canbo")
    clock.shift(timedelta(minutes=6))

    assert browser.post("/sign-in/code/", {"code": pyotp.TOTP(secret).now()})["Location"] == "/sign-in/"
    assert browser.get("/account/").status_code == 302


def test_a_closed_account_is_not_let_in_with_a_right_code(set_up, sign_in):
    browser = Client()
    sign_in(browser, "canbo")
    Account.objects.filter(username="canbo").update(is_active=False)

    assert browser.post("/sign-in/code/", {"code": set_up[1][0]})["Location"] == "/sign-in/"


def test_too_many_wrong_codes_close_it_however_often_one_begins_anew(set_up, sign_in):
    for _ in range(5):
        browser = Client()
        sign_in(browser, "canbo")
        told = browser.post("/sign-in/code/", {"code": "000000"})
    assert "15 phút" in text(told)
    sign_in(browser, "canbo")

    assert browser.post("/sign-in/code/", {"code": set_up[1][0]}).status_code == 422


def test_the_codes_for_paper_are_shown_once(set_up, officer, sign_in):
    browser = Client()
    sign_in(browser, "canbo")
    browser.post("/sign-in/code/", {"code": set_up[1][0]})

    page = text(browser.get(reverse("second-factor")))

    assert "Tài khoản của anh/chị đăng nhập hai bước" in page
    assert set_up[1][1] not in page
    assert "data:image" not in page


def test_a_wrong_first_code_keeps_the_square(officer, sign_in, clock):
    browser = Client()
    sign_in(browser, "canbo")
    browser.post(reverse("second-factor-begin"))

    answer = browser.post(reverse("second-factor-confirm"), {"code": "123"})

    assert answer.status_code == 422
    assert "data:image/svg+xml" in text(answer)
    assert not Authenticator.objects.filter(confirmed_at__isnull=False).exists()


class TestRequired:
    @pytest.fixture(autouse=True)
    def required(self):
        with override_settings(SECOND_FACTOR_REQUIRED=True):
            yield

    def test_a_role_above_the_commune_sets_it_up_before_anything_else(self, manager, sign_in, clock):
        browser = Client()
        sign_in(browser, "quanly")

        for address in ("/", "/accounts/", "/account/"):
            assert browser.get(address)["Location"] == "/account/second-factor/"
        assert browser.get("/help/").status_code == 200
        browser.post(reverse("second-factor-begin"))
        secret = secret_of(text(browser.get(reverse("second-factor"))))
        browser.post(reverse("second-factor-confirm"), {"code": pyotp.TOTP(secret).now()})
        assert browser.get("/accounts/").status_code == 200

    def test_a_commune_officer_may_go_on_without(self, officer, sign_in):
        browser = Client()
        sign_in(browser, "canbo")

        assert browser.get("/account/").status_code == 200

    def test_a_session_from_before_it_was_set_up_signs_in_again(self, manager, sign_in, clock):
        browser, other = Client(), Client()
        sign_in(browser, "quanly")
        sign_in(other, "quanly")
        browser.post(reverse("second-factor-begin"))
        secret = secret_of(text(browser.get(reverse("second-factor"))))
        browser.post(reverse("second-factor-confirm"), {"code": pyotp.TOTP(secret).now()})

        assert other.get("/accounts/")["Location"] == "/sign-in/"
        assert other.get("/accounts/")["Location"].startswith("/sign-in/?next")

    def test_a_changed_password_keeps_the_second_step_of_this_browser(self, manager, sign_in, clock):
        browser = Client()
        sign_in(browser, "quanly")
        browser.post(reverse("second-factor-begin"))
        secret = secret_of(text(browser.get(reverse("second-factor"))))
        browser.post(reverse("second-factor-confirm"), {"code": pyotp.TOTP(secret).now()})
        new = "năm từ khác hẳn nhau nữa"

        browser.post("/account/password/", {"old": made.PASSWORD, "new": new, "again": new})

        assert browser.get("/accounts/").status_code == 200


def test_who_manages_accounts_takes_it_away_by_the_page(set_up, manager, sign_in):
    account = Account.objects.get(username="canbo")
    browser = Client()
    sign_in(browser, "quanly")
    address = reverse("account-second-factor", args=[account.pk])
    assert "Gỡ đăng nhập hai bước" in text(browser.get(reverse("account-of", args=[account.pk])))
    assert browser.post(address, {"reason": ""}).status_code == 422

    assert browser.post(address, {"reason": "mất điện thoại"}).status_code == 303

    again = Client()
    assert sign_in(again, "canbo")["Location"] == "/"
