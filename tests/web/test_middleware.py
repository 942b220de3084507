"""Who is signed in is read at once with the sign-in, and only where Django would say the same."""

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from hoanhap.access.models import Account
from tests.web.reading import counted


@pytest.fixture
def signed_in(officer):
    assert officer.get("/account/").status_code == 200
    return officer


def test_session_account_and_scope_are_three_queries(signed_in):
    with counted() as queries:
        signed_in.get("/no-such-page/")

    assert [sql["sql"].split('"')[1] for sql in queries.captured_queries] == [
        "django_session",
        "access_signedinsession",
        "access_grant",
    ]


@pytest.mark.parametrize(
    "change",
    [
        {HASH_SESSION_KEY: "of another password"},
        {HASH_SESSION_KEY: ""},
        {BACKEND_SESSION_KEY: "a.way.of.signing.in.that.is.gone"},
        {SESSION_KEY: "00000000-0000-7000-8000-00000000dead"},
    ],
)
def test_a_session_that_django_does_not_accept_signs_nobody_in(signed_in, change):
    session = signed_in.session
    session.update(change)
    session.save()

    assert signed_in.get("/account/").headers.get("Location", "").startswith("/sign-in/")


def test_a_closed_account_is_not_signed_in(signed_in):
    Account.objects.update(is_active=False)

    assert signed_in.get("/account/").headers.get("Location", "").startswith("/sign-in/")


def test_a_new_password_ends_the_session(signed_in):
    account = Account.objects.get()
    account.set_password("một mật khẩu khác hẳn")
    account.save()

    assert signed_in.get("/account/").headers.get("Location", "").startswith("/sign-in/")
