"""The second step: a code is good once, wrong ones close it, and nobody takes away their own."""

from datetime import timedelta

import pyotp
import pytest
from django.db import connection

from hoanhap.access.models import Account, Authenticator, RecoveryCode
from hoanhap.access.operations import second_factor
from hoanhap.access.operations.second_factor import Answer, SecondFactorRefused
from hoanhap.audit.models import Entry
from hoanhap.kit.errors import Forbidden, NotFound
from tests.access import made
from tests.access.made import AT
from tests.treatment.operations.test_dosing import in_threads

STEP = timedelta(seconds=30)


class Phone:
    """The telephone of a member of staff."""

    def __init__(self, staff: made.Staff) -> None:
        self.staff = staff
        self.secret = second_factor.begin(scope=staff.scope, at=AT).secret
        self.paper: list[str] = []

    @property
    def account(self) -> Account:
        return Account.objects.get(pk=self.staff.scope.account_id)

    def shows(self, at=AT) -> str:
        return pyotp.TOTP(self.secret).at(at)

    def set_up(self, at=AT) -> "Phone":
        self.paper = second_factor.confirm(code=self.shows(at), scope=self.staff.scope, at=at)
        return self

    def tries(self, code: str, at) -> Answer:
        return second_factor.check(account=self.account, code=code, at=at)


@pytest.fixture
def phone(db) -> Phone:
    made.province()
    return Phone(made.staff("bacsi", "commune-officer", password=made.PASSWORD))


@pytest.fixture
def manager(phone) -> made.Staff:
    return made.staff("quanly", "account-manager", made.PROVINCE)


def test_it_counts_only_once_the_telephone_has_shown_the_right_code(phone):
    assert second_factor.begin(scope=phone.staff.scope, at=AT).secret == phone.secret, "the one that waits"
    assert not second_factor.is_set_up(phone.account.pk)
    with pytest.raises(SecondFactorRefused):
        second_factor.confirm(code="000000", scope=phone.staff.scope, at=AT)
    assert phone.tries(phone.shows(), AT) is Answer.WRONG

    phone.set_up()

    assert second_factor.is_set_up(phone.account.pk)
    assert len(set(phone.paper)) == 10
    assert Entry.objects.filter(kind="access.second-factor-set-up").count() == 1
    with pytest.raises(NotFound):
        second_factor.confirm(code=phone.shows(), scope=phone.staff.scope, at=AT)
    with pytest.raises(SecondFactorRefused):
        second_factor.begin(scope=phone.staff.scope, at=AT)


def test_a_code_is_good_once_and_no_older_one_after_it(phone):
    phone.set_up()
    later = AT + 4 * STEP

    assert phone.tries(phone.shows(), AT) is Answer.WRONG, "it was used to set up"
    assert phone.tries(phone.shows(later), later) is Answer.RIGHT
    assert phone.tries(phone.shows(later), later) is Answer.WRONG
    assert phone.tries(phone.shows(later - STEP), later) is Answer.WRONG


@pytest.mark.parametrize(("steps", "expected"), [(-2, "wrong"), (-1, "right"), (1, "right"), (2, "wrong")])
def test_clocks_may_differ_by_half_a_minute(phone, steps, expected):
    phone.set_up(AT - 10 * STEP)

    assert phone.tries(phone.shows(AT + steps * STEP), AT) == expected


def test_each_code_on_paper_opens_once_however_it_is_typed(phone):
    phone.set_up()
    code = phone.paper[3]

    assert phone.tries(f" {code.lower().replace('-', ' ')} ", AT) is Answer.RIGHT
    assert phone.tries(code, AT) is Answer.WRONG
    assert phone.tries(phone.paper[4], AT) is Answer.RIGHT
    assert Entry.objects.filter(kind="access.recovery-code-used").count() == 2


def test_five_wrong_ones_close_it_for_a_quarter_of_an_hour_also_for_the_right_one(phone):
    phone.set_up()
    answers = [phone.tries("12345a", AT) for _ in range(5)]

    assert answers == [Answer.WRONG] * 4 + [Answer.CLOSED]
    soon, later = AT + timedelta(minutes=14), AT + timedelta(minutes=15)
    assert phone.tries(phone.shows(soon), soon) is Answer.CLOSED
    assert phone.tries(phone.shows(later), later) is Answer.RIGHT
    failed = Entry.objects.filter(kind="access.second-factor-failed")
    assert [one.details["closed"] for one in failed.order_by("id")] == [False] * 4 + [True]


def test_the_table_tells_neither_secret_nor_code(phone):
    phone.set_up()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a::text FROM access_authenticator a UNION ALL SELECT c::text FROM access_recoverycode c"
        )
        told = "\n".join(row[0] for row in cursor.fetchall())

    assert phone.secret not in told
    assert not any(code in told or code.replace("-", "") in told for code in phone.paper)


def test_a_secret_copied_to_another_account_opens_nothing(phone):
    phone.set_up()
    other = Phone(made.staff("khac", "commune-officer", password=made.PASSWORD))
    Authenticator.objects.filter(account=other.account).update(
        secret=Authenticator.objects.get(account=phone.account).secret
    )

    with pytest.raises(Exception, match="access_authenticator"):
        second_factor.being_set_up(scope=other.staff.scope)


def test_who_manages_accounts_takes_a_lost_telephone_away_with_a_reason(phone, manager):
    phone.set_up()
    given = {"account_id": phone.account.pk, "scope": manager.scope, "at": AT}

    with pytest.raises(SecondFactorRefused):
        second_factor.take_away(reason=" ", **given)
    second_factor.take_away(reason="mất điện thoại", **given)

    assert phone.tries(phone.paper[0], AT) is Answer.WRONG
    assert not second_factor.is_set_up(phone.account.pk)
    with pytest.raises(NotFound):
        second_factor.take_away(reason="lần nữa", **given)
    assert Entry.objects.get(kind="access.second-factor-taken-away").reason == "mất điện thoại"
    Phone(phone.staff).set_up()
    assert second_factor.is_set_up(phone.account.pk)


def test_nobody_takes_away_their_own_nor_that_of_who_is_out_of_reach(phone, manager):
    own = Phone(manager).set_up()
    phone.set_up()
    afar = made.staff("xa", "account-manager", made.SECOND)

    with pytest.raises(SecondFactorRefused):
        second_factor.take_away(account_id=own.account.pk, reason="x", scope=manager.scope, at=AT)
    with pytest.raises(NotFound):
        second_factor.take_away(account_id=phone.account.pk, reason="x", scope=afar.scope, at=AT)
    with pytest.raises(Forbidden):
        second_factor.take_away(account_id=own.account.pk, reason="x", scope=phone.staff.scope, at=AT)


def test_eight_windows_with_one_code_open_one(own_database):
    made.province()
    phone = Phone(made.staff("bacsi", "commune-officer", password=made.PASSWORD)).set_up()
    later = AT + 4 * STEP
    code, account = phone.shows(later), phone.account

    answers = in_threads(8, lambda _n: second_factor.check(account=account, code=code, at=later))

    assert answers.count(Answer.RIGHT) == 1
    assert RecoveryCode.objects.filter(used_at__isnull=False).count() == 0
