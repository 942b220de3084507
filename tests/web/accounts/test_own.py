"""The page of one's own account."""

import pytest
from django.contrib.auth.backends import ModelBackend
from django.test import Client

from hoanhap.access.models import SignedInSession
from tests.access import made
from tests.web.shown import text

pytestmark = pytest.mark.django_db
NEW = "năm từ khác hẳn nhau"


@pytest.fixture
def inside(officer, browser, sign_in) -> Client:
    sign_in(browser, "canbo")
    return browser


def test_it_says_what_i_may_do_where_and_until_when(inside):
    shown = text(inside.get("/account/"))
    for words in ["Canbo (mẫu)", "Cán bộ xã phụ trách cai nghiện", "Xã Mẫu Một, tỉnh Mẫu", "01/01/2020",
                  "Chưa định ngày kết thúc", "Lập hồ sơ và ghi từng bước"]:  # fmt: skip
        assert words in shown
    assert "Mở, khóa tài khoản" not in shown


def test_it_costs_a_known_number_of_queries(inside, django_assert_max_num_queries):
    inside.get("/account/")
    with django_assert_max_num_queries(12):
        inside.get("/account/")


def test_pages_with_data_are_not_kept_by_the_browser(inside):
    assert inside.get("/account/")["Cache-Control"] == "no-store"


def test_i_sign_another_device_out_and_it_learns_why(inside, sign_in):
    other = Client()
    sign_in(other, "canbo")
    here = inside.get("/account/")
    assert [one["is_here"] for one in here.context["running"]] == [False, True]
    row = here.context["running"][0]["row"]
    assert inside.post(f"/account/sessions/{row.id}/end/")["Location"] == "/account/"
    assert other.get("/account/")["Location"].endswith("ended=revoked")
    assert inside.get("/account/").status_code == 200


def test_i_cannot_sign_out_somebody_else(inside, sign_in):
    made.staff("khac", "commune-officer", password=made.PASSWORD)
    other = Client()
    sign_in(other, "khac")
    theirs = SignedInSession.objects.get(account__username="khac")
    assert inside.post(f"/account/sessions/{theirs.pk}/end/").status_code == 404
    assert other.get("/account/").status_code == 200


def test_changing_the_password_keeps_me_in_and_puts_other_devices_out(inside, officer, sign_in):
    other = Client()
    sign_in(other, "canbo")
    done = inside.post("/account/password/", {"old": made.PASSWORD, "new": NEW, "again": NEW}, follow=True)
    assert "Đã đổi mật khẩu." in text(done)
    assert inside.get("/account/").status_code == 200
    assert other.get("/account/").status_code == 302
    assert ModelBackend().authenticate(None, username="canbo", password=NEW) == officer.account


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"old": "sai"}, "old", "Mật khẩu hiện tại không đúng."),
        ({"again": "khác đi"}, "again", "Hai lần nhập mật khẩu mới không giống nhau."),
        ({"new": "ngắn", "again": "ngắn"}, "new", "Mật khẩu quá ngắn, cần ít nhất 12 ký tự."),
        ({"new": "", "again": ""}, "new", "Cần điền mục này."),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_at_the_top(inside, given, field, sentence):
    refused = inside.post("/account/password/", {"old": made.PASSWORD, "new": NEW, "again": NEW} | given)
    shown = text(refused)
    assert refused.status_code == 422
    assert f'href="#id_{field}"' in shown
    assert f'id="id_{field}-error"' in shown
    assert sentence in shown
    assert NEW not in shown
