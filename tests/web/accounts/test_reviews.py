"""The page on which roles are confirmed each quarter."""

import re

import pytest
from django.urls import reverse

from hoanhap.access.models import Grant, GrantReview
from tests.web.desk import Desk
from tests.web.reading import queries_of, words

PAGE = "role-reviews"


@pytest.fixture
def desk(db) -> Desk:
    return Desk()


@pytest.fixture
def manager(desk):
    return desk.client("quanly", "account-manager", unit="990-1")


def test_today_and_the_list_of_accounts_lead_to_what_waits(desk, manager):
    desk.account("canbo.cu", "commune-officer")
    link = f'href="{reverse(PAGE)}"'

    assert link in manager.get(reverse("accounts")).content.decode()
    today = manager.get(reverse("today"))
    assert link in today.content.decode()
    assert "Vai trò cần rà soát" in words(today)


def test_today_says_nothing_of_it_where_no_role_waits(desk, manager):
    assert "Vai trò cần rà soát" not in words(manager.get(reverse("today")))


def test_those_ticked_are_confirmed_and_gone_from_the_list(desk, manager):
    for name in ("canbo.mot", "canbo.hai"):
        desk.account(name, "commune-officer")
    shown = words(manager.get(reverse(PAGE)))
    assert "canbo.mot" in shown
    assert "Còn cần" in shown
    assert "Quy ước của phần mềm" in shown, "where the law says nothing the page says so"
    kept = Grant.objects.get(account__username="canbo.mot")

    answer = manager.post(
        reverse(PAGE), {"grants": [str(kept.pk)], "note": "Danh sách quý (mẫu)"}, follow=True
    )

    text = words(answer)
    assert "Đã xác nhận 1 vai trò" in text
    assert "canbo.mot" not in text
    assert "canbo.hai" in text
    card = words(manager.get(reverse("account-of", args=[kept.account_id])))
    assert "Xác nhận gần nhất" in card


def test_without_a_word_on_what_was_looked_at_the_ticks_stay(desk, manager):
    desk.account("canbo.mot", "commune-officer")
    kept = Grant.objects.get(account__username="canbo.mot")

    answer = manager.post(reverse(PAGE), {"grants": [str(kept.pk)], "note": ""})

    assert answer.status_code == 422
    assert re.search(rf'value="{kept.pk}"\s+checked', answer.content.decode())
    assert not GrantReview.objects.exists()


def test_a_role_of_another_area_or_one_s_own_cannot_be_slipped_in(desk):
    manager = desk.client("quanly", "account-manager", unit="99001-1")
    desk.account("xa.tay", "commune-officer", unit="99002-1")
    for grant in Grant.objects.all():
        answer = manager.post(reverse(PAGE), {"grants": [str(grant.pk)], "note": "mẫu"})
        assert answer.status_code == 422
    assert not GrantReview.objects.exists()


@pytest.mark.parametrize("role", ["commune-officer", "province-officer", "auditor", "commune-chair"])
def test_nobody_else_sees_it(desk, role):
    client = desk.client("ai.do", role, unit="990-1")

    assert client.get(reverse(PAGE)).status_code == 404
    assert client.post(reverse(PAGE), {"grants": [], "note": "x"}).status_code == 404


def test_it_asks_no_more_with_a_page_full_of_roles(desk, manager):
    for number in range(30):
        desk.account(f"canbo.{number}", "commune-officer")

    assert queries_of(manager, reverse(PAGE)) <= 12
    assert queries_of(manager, reverse("today")) <= 12
