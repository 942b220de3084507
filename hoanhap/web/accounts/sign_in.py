"""Signing in and out, and the language of the pages."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from hoanhap.access.operations import accounts, second_factor, sessions
from hoanhap.access.rules.names import sign_in_name
from hoanhap.access.rules.sessions import Ending
from hoanhap.kit.errors import Words
from hoanhap.web.access import public
from hoanhap.web.accounts.forms import SignIn
from hoanhap.web.middleware import TWO_STEPS

if TYPE_CHECKING:
    from hoanhap.access.models import Account

BACKEND = "django.contrib.auth.backends.ModelBackend"
WAITING = "second_step"
"""Where the session keeps who gave the right password and still owes the code."""
YEAR = 365 * 24 * 60 * 60
LEFT = "hoanhap_left"
"""A cookie that says no more than that somebody signed out here: until the next sign-in each page empties the browser."""
WHY_ENDED: dict[str, Words] = {
    Ending.IDLE: _("You were signed out because nothing was done for a while. Sign in again to go on."),
    Ending.TOO_OLD: _("A sign-in lasts one working day. Sign in again to go on."),
    Ending.TOO_MANY: _("You were signed out here because you signed in on other devices."),
    Ending.REVOKED: _("You were signed out here from another device."),
    Ending.PASSWORD: _("The password was changed. Sign in with the new one."),
    Ending.CLOSED: _("This account is closed. Ask whoever manages accounts in your area."),
}


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password. A wrong pair and an account that is closed or absent get the same answer."""
    onward = _onward(request)
    if request.user.is_authenticated:
        return redirect(onward)
    form = SignIn(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        account = _known(request, form) if form.is_valid() else None
        if account is not None:
            if second_factor.is_set_up(account.pk):
                return wait_for_code(request, account, onward)
            return let_in(request, account, onward)
        status = 422
    return render(
        request,
        "access/sign_in.html",
        {
            "form": form,
            "next": onward,
            "ended": WHY_ENDED.get(request.GET.get("ended", "")),
            "forgets": LEFT in request.COOKIES,
            "idle_minutes": int(settings.SESSION_IDLE_LIMIT.total_seconds() // 60),
        },
        status=status,
    )


def wait_for_code(request: HttpRequest, account: "Account", onward: str) -> HttpResponse:
    """The password was right; the session remembers for whom, and nobody is signed in yet."""
    request.session.cycle_key()
    request.session[WAITING] = {
        "account": str(account.pk),
        "since": timezone.now().timestamp(),
        "onward": onward,
    }
    return redirect("sign-in-code")


def let_in(request: HttpRequest, account: "Account", onward: str, *, two_steps: bool = False) -> HttpResponse:
    """Open the session and go on."""
    login(request, account, backend=BACKEND)
    request.session.pop(WAITING, None)
    if two_steps:
        request.session[TWO_STEPS] = True
    sessions.begin(account=account, session_key=saved_key(request), at=timezone.now())
    answer = redirect(onward)
    answer.delete_cookie(LEFT)
    _keep_language(answer, account.language)
    return answer


def _known(request: HttpRequest, form: SignIn) -> "Account | None":
    """The account, if name and password are right; else None, and the form says so."""
    now = timezone.now()
    username = sign_in_name(form.cleaned_data["username"])
    account = authenticate(request, username=username, password=form.cleaned_data["password"])
    if account is None:
        sessions.record_failure(
            username=username, at=now, locked=bool(getattr(request, "axes_locked_out", False))
        )
        form.add_error(
            None,
            _(
                "The sign-in name or the password is not right. "
                "Check both; mind capital letters and the Vietnamese keyboard."
            ),
        )
        return None
    return account


def saved_key(request: HttpRequest) -> str:
    """The key of the session that was just opened; a session begun afresh has none until it is saved."""
    if not request.session.session_key:
        request.session.create()
    return str(request.session.session_key)


def _onward(request: HttpRequest) -> str:
    """Where to go after signing in: the page that was asked for, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session of this browser."""
    if request.user.is_authenticated:
        sessions.sign_out(
            account=request.user, session_key=str(request.session.session_key), at=timezone.now()
        )
    logout(request)
    answer = redirect("sign-in")
    # On a shared computer nothing of the files may stay behind, not even under the Back button.
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    answer.set_cookie(LEFT, "1", httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return answer


@public
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Change the language and come back to the same page. An account keeps it, a browser as well."""
    answer = redirect(_onward(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        _keep_language(answer, language)
        scope = getattr(request, "scope", None)
        if scope is not None:
            accounts.choose_language(language=language, scope=scope, at=timezone.now())
    return answer


def _keep_language(answer: HttpResponse, language: str) -> None:
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
