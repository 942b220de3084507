"""Who may open a page. Every view declares its power with `@needs`, or says with `@public` that it has none."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _

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
    """Let only accounts with `power` in. Others, and whoever asks for what they cannot reach, get the page for nothing found."""

    def decorate(view: StaffView[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            scope: Scope | None = getattr(request, "scope", None)
            if scope is None:
                back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
                return redirect(f"/sign-in/?{back}" if back else "/sign-in/")
            if power != SIGNED_IN and not scope.may(power):
                raise Http404
            try:
                return view(cast(StaffRequest, request), *args, **kwargs)
            except (NotFound, Forbidden) as nothing:
                raise Http404 from nothing

        cast(Any, guarded).needs = power
        return guarded

    return decorate


def public(view: View[P]) -> View[P]:
    """Mark a page as open to everybody. The list of such pages is kept short by a test."""
    cast(Any, view).public = True
    return view


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """What somebody sees who typed a wrong password too often."""
    return render(
        request,
        "access/locked_out.html",
        {"title": _("Too many attempts")},
        status=429,
    )
