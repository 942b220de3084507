"""Sign-ins and their end, on the record."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from hoanhap.access.models import SignedInSession
from hoanhap.access.operations import sessions
from hoanhap.audit.models import Entry
from hoanhap.kit.errors import NotFound
from tests.access import made
from tests.access.made import AT

MINUTE = timedelta(minutes=1)


def trail() -> list[tuple[str, str]]:
    found = Entry.objects.filter(kind__startswith="access.s").order_by("id")
    return [(entry.kind, entry.details.get("because", "")) for entry in found]


def running(account) -> list[str]:
    found = SignedInSession.objects.filter(account=account, ended_at=None).order_by("started_at", "id")
    return [one.session_hash for one in found]


@pytest.fixture
def officer(province) -> made.Staff:
    return made.staff("canbo", "commune-officer", password=made.PASSWORD)


@pytest.mark.django_db
class TestOneBrowser:
    def test_the_key_of_the_session_is_not_kept(self, officer):
        begun = sessions.begin(account=officer.account, session_key="khoa-that", at=AT)
        assert begun.session_hash == sessions.hash_of("khoa-that")
        assert "khoa-that" not in begun.session_hash
        assert trail() == [("access.signed-in", "")]

    def test_a_session_in_use_goes_on(self, officer):
        sessions.begin(account=officer.account, session_key="a", at=AT)
        at = AT
        for _ in range(20):
            at += timedelta(minutes=29)
            assert sessions.keep(account=officer.account, session_key="a", at=at) == ""

    def test_after_half_an_hour_without_use_it_is_over_for_good(self, officer):
        sessions.begin(account=officer.account, session_key="a", at=AT)
        assert (
            sessions.keep(account=officer.account, session_key="a", at=AT + timedelta(minutes=30)) == "idle"
        )
        assert (
            sessions.keep(account=officer.account, session_key="a", at=AT + timedelta(minutes=31)) == "idle"
        )
        assert trail() == [("access.signed-in", ""), ("access.session-ended", "idle")]

    def test_after_twelve_hours_it_is_over_however_busy(self, officer):
        sessions.begin(account=officer.account, session_key="a", at=AT)
        ends = [
            sessions.keep(account=officer.account, session_key="a", at=AT + n * timedelta(minutes=20))
            for n in range(1, 38)
        ]
        assert ends == [""] * 35 + ["too-old"] * 2

    def test_a_page_a_minute_is_written_down_and_not_every_page(self, officer):
        begun = sessions.begin(account=officer.account, session_key="a", at=AT)
        sessions.keep(account=officer.account, session_key="a", at=AT + timedelta(seconds=59))
        begun.refresh_from_db()
        assert begun.seen_at == AT
        sessions.keep(account=officer.account, session_key="a", at=AT + MINUTE)
        begun.refresh_from_db()
        assert begun.seen_at == AT + MINUTE

    def test_a_session_begun_some_other_way_is_recorded_at_its_first_page(self, officer):
        assert sessions.keep(account=officer.account, session_key="la", at=AT) == ""
        assert running(officer.account) == [sessions.hash_of("la")]

    def test_signing_out_is_recorded_once(self, officer):
        sessions.begin(account=officer.account, session_key="a", at=AT)
        for _ in range(2):
            sessions.sign_out(account=officer.account, session_key="a", at=AT + MINUTE)
        assert trail() == [("access.signed-in", ""), ("access.signed-out", "signed-out")]
        assert sessions.keep(account=officer.account, session_key="a", at=AT + MINUTE) == "signed-out"


@pytest.mark.django_db
class TestSeveralBrowsers:
    def test_beyond_three_the_one_longest_unused_ends(self, officer):
        for n, key in enumerate("abc"):
            sessions.begin(account=officer.account, session_key=key, at=AT + n * MINUTE)
        sessions.keep(account=officer.account, session_key="a", at=AT + 10 * MINUTE)
        sessions.begin(account=officer.account, session_key="d", at=AT + 11 * MINUTE)
        assert running(officer.account) == [sessions.hash_of(key) for key in "acd"]
        assert sessions.keep(account=officer.account, session_key="b", at=AT + 12 * MINUTE) == "too-many"

    def test_the_sessions_of_others_do_not_count(self, officer):
        other = made.staff("khac", "commune-officer", made.SECOND)
        for key in "abc":
            sessions.begin(account=other.account, session_key=f"khac-{key}", at=AT)
        sessions.begin(account=officer.account, session_key="a", at=AT)
        assert len(running(other.account)) == 3

    def test_one_may_end_ones_own_from_elsewhere(self, officer):
        begun = sessions.begin(account=officer.account, session_key="a", at=AT)
        sessions.revoke(session_id=begun.pk, scope=officer.scope, at=AT)
        sessions.revoke(session_id=begun.pk, scope=officer.scope, at=AT)
        assert trail() == [("access.signed-in", ""), ("access.session-ended", "revoked")]

    def test_nobody_ends_the_session_of_somebody_else(self, officer):
        other = made.staff("khac", "account-manager", made.PROVINCE)
        begun = sessions.begin(account=officer.account, session_key="a", at=AT)
        with pytest.raises(NotFound):
            sessions.revoke(session_id=begun.pk, scope=other.scope, at=AT)
        assert running(officer.account) == [sessions.hash_of("a")]


@pytest.mark.django_db
class TestFailures:
    def test_a_wrong_password_is_recorded_under_the_account(self, officer):
        sessions.record_failure(username=" CanBo ", at=AT, locked=False)
        entry = Entry.objects.get(kind="access.sign-in-failed")
        assert (entry.account_id, entry.account_name) == (officer.account.pk, "canbo")

    def test_a_password_typed_into_the_box_of_the_name_is_not_kept(self, officer):
        sessions.record_failure(username=made.PASSWORD, at=AT, locked=True)
        entry = Entry.objects.get(kind="access.sign-in-locked")
        assert (entry.account_id, entry.account_name, entry.details) == (sessions.NOBODY_ID, "", {})


def test_of_many_sign_ins_at_once_three_remain(own_database):
    made.province()
    officer = made.staff("canbo", "commune-officer")

    def sign_in(n: int) -> None:
        try:
            sessions.begin(account=officer.account, session_key=f"phien-{n}", at=AT + n * MINUTE)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(sign_in, range(12)))
    assert len(running(officer.account)) == 3
    assert SignedInSession.objects.count() == 12
