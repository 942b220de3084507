"""What is settled once for a request, before any view: language, whether the sign-in still holds, and the scope."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.crypto import constant_time_compare

from hoanhap.access.operations import second_factor, sessions
from hoanhap.access.scope import scope_of

Next = Callable[[HttpRequest], HttpResponse]


class AccountMiddleware:
    """Reads the account together with its recorded sign-in, in one query, where Django would accept that account.

    The checks are those of `django.contrib.auth.get_user`: the session names the account, by a way of signing in that
    is still in use, and carries the mark of its present password. Wherever one fails, Django is left to decide by itself.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = request.session
        if session.session_key and auth.SESSION_KEY in session:
            found = sessions.known(session.session_key)
            if found is not None and self._is_accepted(request, found.account):
                # Where `AuthenticationMiddleware` looks before it asks.
                request._cached_user = found.account  # type: ignore[attr-defined]  # noqa: SLF001
                request.sign_in = found  # type: ignore[attr-defined]
        return self.get_response(request)

    @staticmethod
    def _is_accepted(request: HttpRequest, account: AbstractBaseUser) -> bool:
        session = request.session
        return (
            session[auth.SESSION_KEY] == str(account.pk)
            and session.get(auth.BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
            and account.is_active
            and constant_time_compare(session.get(auth.HASH_SESSION_KEY, ""), account.get_session_auth_hash())
        )


class LanguageMiddleware:
    """The account's language, else the one chosen in this browser, else Vietnamese.

    What the browser says it prefers is left aside: most phones in Vietnam are set up in English, and their owners work
    in Vietnamese.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        known = dict(settings.LANGUAGES)
        chosen = (
            request.user.language
            if request.user.is_authenticated
            else request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        )
        with translation.override(chosen if chosen in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        patch_vary_headers(response, ("Cookie",))
        return response


class SignedInMiddleware:
    """Ends a sign-in that has been idle too long, is too old, or was ended from elsewhere."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated and request.session.session_key:
            why = sessions.keep(
                account=request.user,
                session_key=request.session.session_key,
                at=timezone.now(),
                found=getattr(request, "sign_in", None),
            )
            if why:
                auth.logout(request)
                request.sign_in_ended = why  # type: ignore[attr-defined]
        return self.get_response(request)


class ScopeMiddleware:
    """Gives the request of a signed-in account its `scope`, and no scope to anybody else."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = request.user
        if account.is_authenticated:
            request.scope = scope_of(account, on=timezone.localdate())  # type: ignore[attr-defined]
        response = self.get_response(request)
        if account.is_authenticated:
            # A page about people must not stay in a shared computer's cache.
            response.headers.setdefault("Cache-Control", "no-store")
        return response


TWO_STEPS = "two_steps"
"""The mark of a session that was opened in two steps."""


class SecondFactorMiddleware:
    """Where it is required, who holds a role that asks for it sets up the second step before anything else."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Lead away from every page but those for setting up, for signing out, and the public ones."""
        scope = getattr(request, "scope", None)
        if not settings.SECOND_FACTOR_REQUIRED or scope is None or request.session.get(TWO_STEPS):
            return None
        if getattr(view, "public", False) or getattr(view, "before_second_factor", False):
            return None
        if not scope.needs_second_factor:
            return None
        if second_factor.is_set_up(scope.account_id):
            # Signed in before the second step was there: it has to be taken now.
            auth.logout(request)
            return redirect("sign-in")
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(status=204, headers={"HX-Redirect": "/account/second-factor/"})
        return redirect("second-factor")
