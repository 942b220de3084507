"""Opening and closing accounts, giving and ending roles: who may, where, and what stays on record."""

from datetime import date, timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.contrib.auth.backends import ModelBackend

from hoanhap.access.models import Account, Grant, SignedInSession
from hoanhap.access.operations import accounts, sessions
from hoanhap.access.scope import operator_scope, scope_of
from hoanhap.audit.models import Entry
from hoanhap.kit.errors import Forbidden, NotFound
from tests.access import made
from tests.access.made import AT, FIRST, OTHER_PROVINCE, PROVINCE, SECOND, TODAY

pytestmark = pytest.mark.django_db
authenticate = partial(ModelBackend().authenticate, None)
WHY = "Quyết định 12/QĐ-UBND (mẫu)"


def codes(refused) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.field) for problem in refused.value.problems]


def kinds(account) -> list[str]:
    return list(
        Entry.objects.filter(subject_id=str(account.pk)).order_by("id").values_list("kind", flat=True)
    )


def open_one(scope, **changes):
    given = {"username": "moi", "full_name": "Người Mới (mẫu)", "reason": WHY, "scope": scope, "at": AT}
    return accounts.open_account(**(given | changes))


def give(scope, account, **changes):
    given = {"account_id": account.pk, "role": "commune-officer", "unit_id": FIRST, "valid_from": TODAY}
    return accounts.grant(**(given | {"reason": WHY, "scope": scope, "at": AT} | changes))


class TestOpening:
    def test_a_new_account_may_do_nothing_and_is_on_record(self, manager):
        opened = open_one(manager.scope, password=made.PASSWORD, position="Công chức")

        assert scope_of(opened, on=TODAY).authorities == ()
        assert authenticate(username="moi", password=made.PASSWORD) == opened
        entry = Entry.objects.get(kind="access.account-opened", subject_id=str(opened.pk))
        assert (entry.account_id, entry.happened_at, entry.reason) == (manager.account.pk, AT, WHY)
        assert entry.details == {}

    def test_without_a_password_nobody_signs_in(self, manager):
        opened = open_one(manager.scope)
        assert not opened.has_usable_password()
        assert authenticate(username="moi", password="") is None

    def test_the_password_itself_stands_nowhere(self, manager):
        open_one(manager.scope, password=made.PASSWORD)
        assert made.PASSWORD not in str(list(Entry.objects.values()))
        assert made.PASSWORD not in str(list(Account.objects.values()))

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"username": "Người Mới"}, [("username-not-plain", "username")]),
            ({"username": ""}, [("username-not-plain", "username")]),
            ({"full_name": " \u200b "}, [("no-full-name", "full_name")]),
            ({"reason": "  "}, [("no-reason", "reason")]),
            ({"language": "fr"}, [("no-such-language", "language")]),
            ({"username": " QuanLy "}, [("username-taken", "username")]),
            ({"password": "ngắn"}, [("weak-password-1", "password")]),
            ({"password": "123456789012"}, [("weak-password-1", "password")]),
            (
                {"username": "a b", "full_name": ""},
                [("username-not-plain", "username"), ("no-full-name", "full_name")],
            ),
        ],
    )
    def test_what_is_wrong_is_said_by_field_and_nothing_is_written(self, manager, changes, expected):
        before = (Account.objects.count(), Entry.objects.count())
        with pytest.raises(accounts.AccountRefused) as refused:
            open_one(manager.scope, **changes)
        assert codes(refused) == expected
        assert (Account.objects.count(), Entry.objects.count()) == before

    def test_nobody_without_the_power_opens_accounts(self, province):
        officer = made.staff("canbo", "province-officer", PROVINCE)
        with pytest.raises(Forbidden):
            open_one(officer.scope)
        assert not Account.objects.filter(username="moi").exists()


class TestGranting:
    def test_a_role_reaches_its_area_from_its_first_day_until_the_day_before_its_last(self, manager):
        officer = made.staff("canbo")
        give(manager.scope, officer.account, valid_from=date(2026, 4, 1), valid_until=date(2026, 5, 1))

        reached = {
            day: scope_of(officer.account, on=day).unit_ids("people.read")
            for day in (date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 1))
        }
        assert list(reached.values()) == [frozenset(), {FIRST}, {FIRST}, frozenset()]

    def test_who_gave_it_and_why_is_on_record(self, manager):
        officer = made.staff("canbo")
        given = give(manager.scope, officer.account)
        entry = Entry.objects.get(kind="access.role-granted")
        assert (given.granted_by, entry.account_id) == (manager.account.pk, manager.account.pk)
        assert (entry.unit_id, entry.reason) == (FIRST, WHY)
        assert entry.details == {
            "account": str(officer.account.pk),
            "role": "commune-officer",
            "valid_from": "2026-03-02",
            "valid_until": None,
        }

    def test_nobody_gives_over_an_area_beyond_their_own(self, commune_manager):
        officer = made.staff("canbo")
        for beyond in (SECOND, PROVINCE, OTHER_PROVINCE, "no-such-unit"):
            with pytest.raises(NotFound) as refused:
                give(commune_manager.scope, officer.account, unit_id=beyond)
            assert codes(refused) == [("no-such-area", "unit_id")]
        assert Grant.objects.filter(account=officer.account).count() == 0

    def test_an_account_that_works_elsewhere_is_as_if_it_did_not_exist(self, commune_manager):
        elsewhere = made.staff("canbo", "commune-officer", SECOND)
        for account_id in (elsewhere.account.pk, uuid4()):
            with pytest.raises(NotFound) as refused:
                give(commune_manager.scope, elsewhere.account, account_id=account_id)
            assert codes(refused) == [("no-such-account", None)]

    def test_nobody_takes_over_the_account_of_somebody_between_two_posts(self, commune_manager):
        between = made.staff("canbo", "province-officer", PROVINCE, until=date(2026, 1, 1))
        with pytest.raises(NotFound):
            accounts.set_password(
                account_id=between.account.pk,
                password=made.PASSWORD,
                reason=WHY,
                scope=commune_manager.scope,
                at=AT,
            )

    def test_nobody_gives_a_role_to_themselves(self, manager):
        with pytest.raises(accounts.GrantRefused) as refused:
            give(manager.scope, manager.account, role="province-officer", unit_id=PROVINCE)
        assert codes(refused) == [("own-account", None)]

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({"role": "superuser"}, [("no-such-role", "role")]),
            ({"reason": ""}, [("no-reason", "reason")]),
            ({"valid_until": TODAY}, [("ends-before-it-begins", "valid_until")]),
            ({"valid_until": TODAY - timedelta(days=1)}, [("ends-before-it-begins", "valid_until")]),
        ],
    )
    def test_what_is_wrong_is_said_by_field(self, manager, changes, expected):
        officer = made.staff("canbo")
        with pytest.raises(accounts.GrantRefused) as refused:
            give(manager.scope, officer.account, **changes)
        assert codes(refused) == expected

    def test_the_same_role_is_not_given_twice_for_the_same_time(self, manager):
        officer = made.staff("canbo")
        give(manager.scope, officer.account, valid_from=date(2026, 4, 1), valid_until=date(2026, 6, 1))
        for start, until in [
            (date(2026, 5, 1), None),
            (date(2026, 3, 2), date(2026, 4, 2)),
            (date(2026, 3, 2), None),
        ]:
            with pytest.raises(accounts.GrantRefused) as refused:
                give(manager.scope, officer.account, valid_from=start, valid_until=until)
            assert codes(refused) == [("already-held", "valid_from")]
        give(manager.scope, officer.account, valid_from=date(2026, 6, 1))
        give(manager.scope, officer.account, valid_from=date(2026, 3, 2), valid_until=date(2026, 4, 1))
        give(manager.scope, officer.account, unit_id=SECOND)

    def test_a_closed_account_gets_no_role(self, manager):
        officer = made.staff("canbo")
        accounts.close_account(account_id=officer.account.pk, reason=WHY, scope=manager.scope, at=AT)
        with pytest.raises(accounts.GrantRefused) as refused:
            give(manager.scope, officer.account)
        assert codes(refused) == [("account-closed", None)]


class TestEnding:
    def end(self, scope, held, on=TODAY, **changes):
        given = {"grant_id": held.pk, "on": on, "reason": WHY, "scope": scope, "at": AT}
        return accounts.end_grant(**(given | changes))

    def test_a_role_ended_today_holds_no_longer_today(self, manager):
        officer = made.staff("canbo", "commune-officer")
        self.end(manager.scope, officer.account.grants.get())
        assert scope_of(officer.account, on=TODAY).authorities == ()
        assert scope_of(officer.account, on=TODAY - timedelta(days=1)).may("people.read")
        assert Entry.objects.get(kind="access.role-ended").details["on"] == "2026-03-02"

    def test_the_history_of_the_row_says_who_ended_it_and_why(self, manager):
        officer = made.staff("canbo", "commune-officer")
        held = officer.account.grants.get()
        self.end(manager.scope, held)
        event = held.events.get()
        assert event.valid_until is None
        assert event.pgh_context.metadata["account"] == str(manager.account.pk)
        assert event.pgh_context.metadata["reason"] == WHY

    def test_a_role_that_has_not_begun_never_holds(self, manager):
        officer = made.staff("canbo", "commune-officer", since=date(2026, 5, 1))
        self.end(manager.scope, officer.account.grants.get())
        for day in (date(2026, 5, 1), date(2026, 5, 2), date(2027, 1, 1)):
            assert scope_of(officer.account, on=day).authorities == ()

    def test_a_role_withdrawn_before_it_began_can_be_given_again(self, manager):
        officer = made.staff("canbo", "commune-officer", since=date(2026, 5, 1))
        self.end(manager.scope, officer.account.grants.get())
        give(manager.scope, officer.account, valid_from=date(2026, 5, 1))
        assert scope_of(officer.account, on=date(2026, 5, 1)).may("people.read")

    def test_no_role_is_ended_in_the_past_or_twice(self, manager):
        officer = made.staff("canbo", "commune-officer")
        held = officer.account.grants.get()
        with pytest.raises(accounts.GrantRefused) as refused:
            self.end(manager.scope, held, on=TODAY - timedelta(days=1))
        assert codes(refused) == [("in-the-past", "on")]
        self.end(manager.scope, held)
        with pytest.raises(accounts.GrantRefused) as refused:
            self.end(manager.scope, held, on=TODAY + timedelta(days=3))
        assert codes(refused) == [("already-over", "on")]

    def test_a_role_elsewhere_is_as_if_it_did_not_exist(self, commune_manager):
        elsewhere = made.staff("canbo", "commune-officer", SECOND)
        with pytest.raises(NotFound):
            self.end(commune_manager.scope, elsewhere.account.grants.get())
        with pytest.raises(NotFound):
            self.end(commune_manager.scope, elsewhere.account.grants.get(), grant_id=uuid4())
        assert elsewhere.account.grants.get().valid_until is None


class TestClosing:
    def test_nobody_signs_in_any_more_and_whoever_is_in_is_out(self, manager):
        officer = made.staff("canbo", "commune-officer", password=made.PASSWORD)
        sessions.begin(account=officer.account, session_key="phien-mot", at=AT)
        accounts.close_account(account_id=officer.account.pk, reason=WHY, scope=manager.scope, at=AT)

        officer.account.refresh_from_db()
        assert authenticate(username="canbo", password=made.PASSWORD) is None
        assert scope_of(officer.account, on=TODAY).authorities == ()
        assert SignedInSession.objects.get().ended_because == "closed"
        assert kinds(officer.account) == ["access.account-opened", "access.account-closed"]

    def test_roles_to_come_never_hold(self, manager):
        officer = made.staff("canbo", "commune-officer", since=date(2026, 9, 1))
        accounts.close_account(account_id=officer.account.pk, reason=WHY, scope=manager.scope, at=AT)
        held = officer.account.grants.get()
        assert (held.valid_from, held.valid_until) == (date(2026, 9, 1), date(2026, 9, 1))

    def test_closing_again_changes_nothing(self, manager):
        officer = made.staff("canbo")
        for _ in range(2):
            accounts.close_account(account_id=officer.account.pk, reason=WHY, scope=manager.scope, at=AT)
        assert kinds(officer.account).count("access.account-closed") == 1

    def test_nobody_closes_their_own_account(self, manager):
        with pytest.raises(accounts.AccountRefused) as refused:
            accounts.close_account(account_id=manager.account.pk, reason=WHY, scope=manager.scope, at=AT)
        assert codes(refused) == [("own-account", None)]

    def test_the_account_of_a_wider_area_is_out_of_reach(self, commune_manager, manager):
        with pytest.raises(NotFound):
            accounts.close_account(
                account_id=manager.account.pk, reason=WHY, scope=commune_manager.scope, at=AT
            )


class TestPasswords:
    def test_a_new_password_given_by_the_manager_ends_every_session(self, manager):
        officer = made.staff("canbo", "commune-officer", password=made.PASSWORD)
        sessions.begin(account=officer.account, session_key="phien-mot", at=AT)
        accounts.set_password(
            account_id=officer.account.pk,
            password="năm từ khác hẳn nhau",
            reason=WHY,
            scope=manager.scope,
            at=AT,
        )
        assert authenticate(username="canbo", password=made.PASSWORD) is None
        assert authenticate(username="canbo", password="năm từ khác hẳn nhau") == officer.account
        assert SignedInSession.objects.get().ended_because == "password"

    def test_ones_own_password_needs_the_present_one(self, province):
        officer = made.staff("canbo", "commune-officer", password=made.PASSWORD)
        with pytest.raises(accounts.PasswordRefused) as refused:
            accounts.change_own_password(
                old="sai hẳn rồi đấy", new="năm từ khác hẳn nhau", scope=officer.scope, at=AT
            )
        assert codes(refused) == [("wrong-password", "old")]
        assert authenticate(username="canbo", password=made.PASSWORD) == officer.account

    @pytest.mark.parametrize(
        ("new", "expected"),
        [
            (made.PASSWORD, ["same-password"]),
            ("ngắn", ["weak-password-1"]),
            ("canbo (mẫu)x", ["weak-password-1"]),
        ],
    )
    def test_a_weak_or_unchanged_password_is_refused(self, province, new, expected):
        officer = made.staff("canbo", "commune-officer", password=made.PASSWORD)
        with pytest.raises(accounts.PasswordRefused) as refused:
            accounts.change_own_password(old=made.PASSWORD, new=new, scope=officer.scope, at=AT)
        assert [code for code, _field in codes(refused)] == expected

    def test_a_changed_password_is_on_record_without_the_password(self, province):
        officer = made.staff("canbo", "commune-officer", password=made.PASSWORD)
        accounts.change_own_password(
            old=made.PASSWORD, new="năm từ khác hẳn nhau", scope=officer.scope, at=AT
        )
        entry = Entry.objects.get(kind="access.password-changed")
        assert (entry.account_id, entry.details, entry.reason) == (officer.account.pk, {}, "")


def test_the_language_is_kept_and_an_unknown_one_is_not(province):
    officer = made.staff("canbo")
    for language, kept in [("en", "en"), ("xx", "en"), ("vi", "vi")]:
        accounts.choose_language(language=language, scope=officer.scope, at=AT)
        assert Account.objects.get(pk=officer.account.pk).language == kept


def test_the_operator_of_the_server_opens_the_first_account(province):
    operator = operator_scope(on=TODAY)
    opened = open_one(operator)
    give(operator, opened, role="account-manager", unit_id=PROVINCE)
    assert scope_of(opened, on=TODAY).reaches("access.manage", SECOND)
