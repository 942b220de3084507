"""What is settled once for a request, before any view: language, whether the sign-in still holds, and the scope."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from hoanhap.access.operations import sessions
from hoanhap.access.scope import scope_of

Next = Callable[[HttpRequest], HttpResponse]


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
                account=request.user, session_key=request.session.session_key, at=timezone.now()
            )
            if why:
                logout(request)
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
