"""The pages on which accounts are managed."""

from uuid import uuid4

import pytest
from django.test import Client

from hoanhap.access.models import Account, Grant
from tests.access import made
from tests.access.made import FIRST, SECOND
from tests.web.shown import bare, text

pytestmark = pytest.mark.django_db
WHY = "Quyết định 12/QĐ (mẫu)"


@pytest.fixture
def inside(manager, browser, sign_in) -> Client:
    sign_in(browser, "quanly")
    return browser


@pytest.fixture
def in_one_commune(small_province, sign_in) -> Client:
    made.staff("quanlyxa", "account-manager", FIRST, password=made.PASSWORD)
    browser = Client()
    sign_in(browser, "quanlyxa")
    return browser


def test_a_new_colleague_from_opening_to_signing_in(inside, sign_in):
    opened = inside.post(
        "/accounts/new/",
        {"full_name": "Người Mới (mẫu)", "username": "moi", "position": "Công chức", "language": "vi",
         "password": made.PASSWORD, "reason": WHY},
    )  # fmt: skip
    account = Account.objects.get(username="moi")
    assert (opened.status_code, opened["Location"]) == (303, f"/accounts/{account.pk}/roles/new/")
    assert "Xã Mẫu Một" in text(inside.get(opened["Location"]))
    given = inside.post(
        opened["Location"],
        {
            "role": "commune-officer",
            "unit_id": FIRST,
            "valid_from": "01/03/2020",
            "valid_until": "",
            "reason": WHY,
        },
    )
    assert (given.status_code, given["Location"]) == (303, f"/accounts/{account.pk}/")
    assert "Cán bộ xã phụ trách cai nghiện" in text(inside.get(given["Location"]))

    colleague = Client()
    sign_in(colleague, "moi")
    assert "Xã Mẫu Một, tỉnh Mẫu" in text(colleague.get("/account/"))


def test_a_role_is_ended_and_an_account_closed(inside, officer, sign_in):
    colleague = Client()
    sign_in(colleague, "canbo")
    held = officer.account.grants.get()
    today = colleague.get("/account/").context["scope"].on
    address = f"/accounts/{officer.account.pk}/roles/{held.pk}/end/"
    ended = inside.post(address, {"on": f"{today:%d/%m/%Y}", "reason": WHY})
    assert (ended.status_code, Grant.objects.get(pk=held.pk).valid_until) == (303, today)
    assert "Chưa có vai trò" in text(colleague.get("/account/"))
    assert inside.post(f"/accounts/{officer.account.pk}/close/", {"reason": WHY}).status_code == 303
    assert colleague.get("/account/").status_code == 302
    assert "Đã khóa" in text(inside.get(f"/accounts/{officer.account.pk}/"))


def test_a_forgotten_password_is_set_anew(inside, officer, sign_in):
    done = inside.post(
        f"/accounts/{officer.account.pk}/password/", {"password": "năm từ khác hẳn nhau", "reason": WHY}
    )
    assert done.status_code == 303
    assert sign_in(Client(), "canbo").status_code == 422
    assert sign_in(Client(), "canbo", "năm từ khác hẳn nhau").status_code == 302


def test_a_refusal_comes_back_with_what_was_typed_but_without_the_password(inside):
    refused = inside.post(
        "/accounts/new/",
        {
            "full_name": "Người Mới (mẫu)",
            "username": "quanly",
            "language": "vi",
            "password": made.PASSWORD,
            "reason": WHY,
        },
    )
    shown = text(refused)
    assert refused.status_code == 422
    assert "Tên đăng nhập này đã có người dùng." in shown
    assert 'value="Người Mới (mẫu)"' in shown
    assert made.PASSWORD not in shown


def test_an_account_of_the_next_commune_is_as_if_it_did_not_exist(in_one_commune):
    elsewhere = made.staff("ngoai", "commune-officer", SECOND, password=made.PASSWORD)
    listed = text(in_one_commune.get("/accounts/?q=ngoai"))
    assert "Ngoai (mẫu)" not in listed
    held = elsewhere.account.grants.get()
    for path in ("", "roles/new/", "password/", "close/", f"roles/{held.pk}/end/"):
        there = in_one_commune.get(f"/accounts/{elsewhere.account.pk}/{path}")
        nowhere = in_one_commune.get(f"/accounts/{uuid4()}/{path}")
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert bare(there) == bare(nowhere)


def test_no_form_reaches_an_account_of_the_next_commune(in_one_commune):
    elsewhere = made.staff("ngoai", "commune-officer", SECOND, password=made.PASSWORD)
    held = elsewhere.account.grants.get()
    sent = {
        "roles/new/": {"role": "auditor", "unit_id": FIRST, "valid_from": "01/03/2020", "reason": WHY},
        "password/": {"password": "năm từ khác hẳn nhau", "reason": WHY},
        "close/": {"reason": WHY},
        f"roles/{held.pk}/end/": {"on": "01/03/2020", "reason": WHY},
    }
    for path, form in sent.items():
        assert in_one_commune.post(f"/accounts/{elsewhere.account.pk}/{path}", form).status_code == 404
    account = Account.objects.get(pk=elsewhere.account.pk)
    assert (account.is_active, account.password) == (True, elsewhere.account.password)
    assert [(g.role, g.valid_until) for g in account.grants.all()] == [("commune-officer", None)]


def test_the_next_commune_cannot_be_chosen_as_an_area_nor_forced(in_one_commune):
    colleague = made.staff("dongnghiep", "commune-officer", FIRST)
    address = f"/accounts/{colleague.account.pk}/roles/new/"
    assert "Mẫu Hai" not in text(in_one_commune.get(address))
    forced = in_one_commune.post(
        address, {"role": "auditor", "unit_id": SECOND, "valid_from": "01/03/2020", "reason": WHY}
    )
    assert forced.status_code == 422
    assert colleague.account.grants.count() == 1


@pytest.mark.parametrize("path", ["", "new/", "0198d2f4-0000-7000-8000-000000000000/"])
def test_who_does_not_manage_accounts_finds_nothing_there(officer, browser, sign_in, path):
    sign_in(browser, "canbo")
    assert browser.get(f"/accounts/{path}").status_code == 404


def test_the_list_costs_the_same_for_one_and_for_many(inside, django_assert_num_queries):
    inside.get("/accounts/")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        inside.get("/accounts/")
    for n in range(5):
        made.staff(f"nguoi{n}", "commune-officer")
    with django_assert_num_queries(len(few)):
        inside.get("/accounts/")
    assert len(few) <= 12
