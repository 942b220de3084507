"""Who sees which accounts, and what the page of one's own account says."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from hoanhap.access.models import Account
from hoanhap.access.operations import sessions
from hoanhap.access.queries import accounts
from hoanhap.access.queries.powers import POWERS
from hoanhap.access.queries.roles import roles
from hoanhap.kit.errors import Forbidden, NotFound
from tests.access import made
from tests.access.made import AT, FIRST, PROVINCE, SECOND

pytestmark = pytest.mark.django_db


def names(page) -> list[str]:
    return [row.username for row in page]


def test_every_power_of_every_role_is_said_in_words():
    given = {power for role in roles().values() for power in role.powers}
    assert given - set(POWERS) == set()


def test_a_manager_sees_the_accounts_that_work_wholly_in_their_area(commune_manager, manager):
    made.staff("trong", "commune-officer", FIRST)
    made.staff("ngoai", "commune-officer", SECOND)
    made.staff("rong", "province-officer", PROVINCE)
    both = made.staff("haixa", "commune-officer", FIRST)
    both.account.grants.create(
        role="commune-officer", unit_id=SECOND, valid_from=date(2020, 1, 1), reason="mẫu"
    )
    made.staff("chuyendi", "commune-officer", SECOND, until=date(2025, 1, 1))
    made.staff("chuyenden", "commune-officer", FIRST, until=date(2025, 1, 1))
    made.staff("chuagiao")

    assert names(accounts.accounts(scope=commune_manager.scope)) == [
        "chuagiao",
        "chuyenden",
        "quanlyxa",
        "trong",
    ]
    assert len(accounts.accounts(scope=manager.scope)) == Account.objects.count()


def test_a_page_and_an_operation_agree_on_who_is_in_reach(commune_manager):
    from hoanhap.access.operations.accounts import set_password

    for n, (role, area, until) in enumerate(
        [("", FIRST, None)]
        + [
            ("commune-officer", area, until)
            for area in (FIRST, SECOND, PROVINCE)
            for until in (None, date(2025, 1, 1))
        ]
    ):
        person = made.staff(f"nguoi{n}", role, area, until=until)
        seen = person.account.username in names(accounts.accounts(scope=commune_manager.scope))
        try:
            set_password(
                account_id=person.account.pk,
                password=made.PASSWORD,
                reason="mẫu",
                scope=commune_manager.scope,
                at=AT,
            )
            managed = True
        except NotFound:
            managed = False
        assert seen == managed, (role, area, until)


def test_searching_narrows_by_either_name(manager):
    made.staff("yenlac.canbo", "commune-officer")
    assert names(accounts.accounts("YENLAC", scope=manager.scope)) == ["yenlac.canbo"]
    assert names(accounts.accounts("Canbo (mẫu", scope=manager.scope)) == ["yenlac.canbo"]
    assert names(accounts.accounts("%", scope=manager.scope)) == []


def test_an_account_out_of_reach_is_as_if_it_did_not_exist(commune_manager):
    elsewhere = made.staff("ngoai", "commune-officer", SECOND)
    for account_id in (elsewhere.account.pk, uuid4()):
        with pytest.raises(NotFound):
            accounts.account(account_id, scope=commune_manager.scope)


def test_who_does_not_manage_accounts_sees_none(province):
    officer = made.staff("canbo", "province-officer", PROVINCE)
    with pytest.raises(Forbidden):
        accounts.accounts(scope=officer.scope)
    with pytest.raises(Forbidden):
        accounts.account(officer.account.pk, scope=officer.scope)


def test_the_own_page_says_what_where_and_until_when(province):
    officer = made.staff("canbo", "team-member", until=date(2026, 12, 31))
    officer.account.grants.create(
        role="commune-chair", unit_id=SECOND, valid_from=date(2026, 9, 1), reason="mẫu"
    )
    officer.account.grants.create(
        role="commune-chair",
        unit_id=FIRST,
        valid_from=date(2020, 1, 1),
        valid_until=date(2021, 1, 1),
        reason="cũ",
    )
    officer.account.grants.create(
        role="auditor", unit_id=FIRST, valid_from=date(2026, 9, 1), valid_until=date(2026, 9, 1), reason="rút"
    )
    card = accounts.own_card(scope=officer.scope)
    held = [(one.title, one.area, one.valid_from, one.valid_until, one.is_in_force) for one in card.roles]
    assert held == [
        (
            "Thành viên Tổ công tác cai nghiện",
            "Xã Mẫu Một, tỉnh Mẫu",
            date(2020, 1, 1),
            date(2026, 12, 31),
            True,
        ),
        ("Chủ tịch Ủy ban nhân dân cấp xã", "Phường Mẫu Hai, tỉnh Mẫu", date(2026, 9, 1), None, False),
    ]
    assert [POWERS[power] for power in POWERS if power in roles()["team-member"].powers] == list(
        card.roles[0].powers
    )


def test_titles_follow_the_readers_language(province):
    with translation.override("en"):
        assert accounts.role_titles()["auditor"] == "Auditor"
    with translation.override("vi"):
        assert accounts.role_titles()["auditor"] == "Người kiểm tra nhật ký truy cập"


def test_own_sessions_are_only_ones_own_and_only_those_running(province):
    officer, other = made.staff("canbo"), made.staff("khac")
    sessions.begin(account=officer.account, session_key="a", at=AT)
    sessions.begin(account=officer.account, session_key="b", at=AT + timedelta(minutes=5))
    sessions.begin(account=other.account, session_key="c", at=AT)
    sessions.sign_out(account=officer.account, session_key="a", at=AT + timedelta(minutes=6))
    listed = accounts.own_sessions(scope=officer.scope)
    assert [row.session_hash for row in listed] == [sessions.hash_of("b")]
