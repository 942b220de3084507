"""Looking each quarter whether roles are still needed: by another person, in one's own area, kept for good."""

from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import Error, connections, transaction
from hypothesis import given
from hypothesis import strategies as st

from hoanhap.access.models import Grant, GrantReview
from hoanhap.access.operations import accounts, reviews
from hoanhap.access.operations.accounts import GrantRefused
from hoanhap.access.queries.accounts import account as card_of
from hoanhap.access.queries.reviews import interval, reviews_due
from hoanhap.access.scope import scope_of
from hoanhap.audit.models import Entry
from hoanhap.kit.dates import add_months
from hoanhap.kit.errors import Forbidden, NotFound
from tests.access import made
from tests.access.made import AT, FIRST, OTHER_PROVINCE, PROVINCE, SECOND, TODAY

WHY = "Danh sách cán bộ quý I (mẫu)"


def held(staff) -> Grant:
    return Grant.objects.get(account=staff.account)


def waits(scope) -> set[str]:
    return {one.username for one in reviews_due(scope=scope, size=200)}


def confirm(scope, *grants, note=WHY, at=AT) -> int:
    return reviews.confirm_roles(grant_ids=[one.pk for one in grants], note=note, scope=scope, at=at)


@pytest.mark.django_db
class TestWhatWaits:
    def test_a_role_waits_three_months_after_it_began_to_the_day(self, manager):
        made.staff("het.quy", "commune-officer", since=add_months(TODAY, -3))
        made.staff("chua.het", "commune-officer", since=add_months(TODAY, -3) + timedelta(days=1))

        assert waits(manager.scope) == {"het.quy"}

    def test_it_waits_again_three_months_after_it_was_confirmed_and_not_before(self, manager):
        one = made.staff("canbo", "commune-officer")
        confirm(manager.scope, held(one))

        assert waits(manager.scope) == set()
        later = scope_of(manager.account, on=add_months(TODAY, 3) - timedelta(days=1))
        assert waits(later) == set()
        assert waits(scope_of(manager.account, on=add_months(TODAY, 3))) == {"canbo"}

    def test_roles_that_are_over_or_to_come_or_of_closed_accounts_do_not_wait(self, manager):
        made.staff("da.het", "commune-officer", until=TODAY)
        made.staff("sap.toi", "commune-officer", since=TODAY + timedelta(days=1))
        closed = made.staff("da.dong", "commune-officer")
        closed.account.is_active = False
        closed.account.save()

        assert waits(manager.scope) == set()

    def test_another_area_s_roles_are_not_there_and_neither_is_one_s_own(self, manager):
        made.staff("xa.mot", "commune-officer", FIRST)
        made.staff("xa.hai", "commune-officer", SECOND)
        made.staff("tinh.khac", "commune-officer", OTHER_PROVINCE)

        assert waits(manager.scope) == {"xa.mot", "xa.hai"}
        commune = made.staff("xa.quanly", "account-manager", FIRST)
        assert waits(commune.scope) == {"xa.mot"}

    def test_the_longest_waiting_comes_first_and_says_since_when(self, manager):
        made.staff("sau", "commune-officer", since=date(2024, 5, 31))
        made.staff("truoc", "commune-officer", since=date(2023, 11, 30))

        first, second = reviews_due(scope=manager.scope)

        assert (first.username, first.due_on, first.reviewed_on) == ("truoc", date(2024, 2, 29), None)
        assert (second.username, second.due_on) == ("sau", date(2024, 8, 31))

    def test_who_manages_no_accounts_asks_in_vain(self, manager):
        officer = made.staff("canbo", "commune-officer")

        with pytest.raises(Forbidden):
            reviews_due(scope=officer.scope)


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 400))
def test_on_no_day_is_a_role_forgotten_or_called_for_too_early(last, after):
    """What the database narrows by and what the page says agree: `due_on` never lies after a day on which it waits."""
    every, on = interval(last), last + timedelta(days=after)
    waiting = last <= every.looked_at_before(on)

    if waiting:
        assert every.due_on(last) <= on + timedelta(days=3), (
            "months of different length may differ by these days"
        )
    if every.due_on(last) + timedelta(days=3) <= on:
        assert waiting


@pytest.mark.django_db
class TestConfirming:
    def test_several_at_once_are_written_with_who_when_and_why(self, manager):
        first, second = made.staff("mot", "commune-officer"), made.staff("hai", "team-member", SECOND)

        assert confirm(manager.scope, held(first), held(second)) == 2

        row = GrantReview.objects.get(grant=held(first))
        assert (row.reviewed_on, row.note, row.reviewed_by) == (TODAY, WHY, manager.account.pk)
        entry = Entry.objects.get(kind="access.role-confirmed", subject_id=str(held(first).pk))
        assert (entry.account_name, entry.unit_id, entry.reason) == ("quanly", FIRST, WHY)
        (role,) = card_of(first.account.pk, scope=manager.scope).roles
        assert role.reviewed_on == TODAY

    def test_what_was_confirmed_meanwhile_is_not_written_twice(self, manager):
        one = made.staff("mot", "commune-officer")

        assert [confirm(manager.scope, held(one)), confirm(manager.scope, held(one))] == [1, 0]
        assert GrantReview.objects.count() == 1

    def test_nobody_confirms_their_own_role(self, manager):
        with pytest.raises(NotFound):
            confirm(manager.scope, held(manager))
        assert not GrantReview.objects.exists()

    def test_the_database_refuses_it_as_well_and_a_holder_who_is_somebody_else(self, manager):
        one, other = made.staff("mot", "commune-officer"), made.staff("hai", "commune-officer")
        line = {"grant": held(one), "reviewed_on": TODAY, "note": WHY, "reviewed_at": AT}

        for holder, reviewer in ((one, one.account.pk), (other, uuid4())):
            with pytest.raises(Error), transaction.atomic():
                GrantReview.objects.create(holder=holder.account, reviewed_by=reviewer, **line)
        assert not GrantReview.objects.exists()

    @pytest.mark.parametrize("way", ["update", "delete"])
    def test_a_review_is_never_changed_or_deleted(self, manager, way):
        confirm(manager.scope, held(made.staff("mot", "commune-officer")))
        rows = GrantReview.objects.all()

        with pytest.raises(Error), transaction.atomic():
            rows.update(note="khác") if way == "update" else rows.delete()

    def test_one_out_of_reach_among_many_lets_none_be_written(self, manager):
        near = made.staff("gan", "commune-officer")
        far = made.staff("xa", "commune-officer", OTHER_PROVINCE)

        with pytest.raises(NotFound):
            confirm(manager.scope, held(near), held(far))
        with pytest.raises(Forbidden):
            confirm(near.scope, held(near))
        assert not GrantReview.objects.exists()

    def test_nothing_chosen_or_nothing_said_is_told(self, manager):
        one = made.staff("mot", "commune-officer")

        with pytest.raises(GrantRefused) as none:
            confirm(manager.scope)
        with pytest.raises(GrantRefused) as silent:
            confirm(manager.scope, held(one), note="  ")

        told = [(one.value.problems[0].code, one.value.problems[0].field) for one in (none, silent)]
        assert told == [("none-chosen", "grants"), ("no-note", "note")]

    def test_a_role_that_is_not_needed_is_ended_and_waits_no_more(self, manager):
        one = made.staff("mot", "commune-officer")

        accounts.end_grant(grant_id=held(one).pk, on=TODAY, reason=WHY, scope=manager.scope, at=AT)

        assert waits(manager.scope) == set()


def test_two_who_confirm_at_once_write_one_line(own_database):
    made.province()
    one = made.staff("mot", "commune-officer")
    managers = [made.staff(name, "account-manager", PROVINCE) for name in ("quanly.a", "quanly.b")]
    gate, written = Barrier(2), []

    def act(scope):
        gate.wait()
        written.append(confirm(scope, held(one), at=datetime.now(AT.tzinfo)))
        connections.close_all()

    threads = [Thread(target=act, args=(each.scope,)) for each in managers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(written) == [0, 1]
    assert GrantReview.objects.count() == 1
