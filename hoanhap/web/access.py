"""Who may open a page. Every view declares its power with `@needs`, or says with `@public` that it has none."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import Forbidden, NotFound

P = ParamSpec("P")

SIGNED_IN = "signed-in"
"""The power of a page that every signed-in account may open: its own day, its own settings."""


class StaffRequest(HttpRequest):
    """A request whose account is signed in, with the scope that the middleware made."""

    scope: Scope


View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
StaffView = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def needs(power: str) -> Callable[[StaffView[P]], View[P]]:
    """Let only accounts with `power` in. Others, and who asks for what they cannot reach, get the page for nothing found."""

    def decorate(view: StaffView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            scope: Scope | None = getattr(request, "scope", None)
            if scope is None:
                return to_sign_in(request)
            if power != SIGNED_IN and not scope.may(power):
                raise Http404
            try:
                return view(cast("StaffRequest", request), *args, **kwargs)
            except (NotFound, Forbidden) as nothing:
                raise Http404 from nothing

        cast("Any", guarded).needs = power
        return cast("View[P]", guarded)

    return decorate


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Ask to sign in, and come back to the page afterwards; a form that was being sent cannot be sent again."""
    asked: dict[str, str] = {}
    if request.method == "GET" and request.get_full_path() != "/":
        asked["next"] = request.get_full_path()
    if ended := getattr(request, "sign_in_ended", ""):
        asked["ended"] = ended
    address = f"/sign-in/?{urlencode(asked)}" if asked else "/sign-in/"
    if request.headers.get("HX-Request") == "true":
        # A fragment of a page must not show a sign-in form in its middle.
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def public(view: View[P]) -> View[P]:
    """Mark a page as open to everybody. The list of such pages is kept short by a test."""
    cast("Any", view).public = True
    return view


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """What somebody sees who typed a wrong password too often. It does not say whether the account exists."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    answer = render(request, "access/locked_out.html", {"minutes": minutes}, status=429)
    answer.headers["Retry-After"] = str(minutes * 60)
    return answer
