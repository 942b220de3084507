"""The duties as a calendar: a file for who is signed in, and a secret address that a calendar program subscribes to."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hoanhap.access.operations import feeds
from hoanhap.access.queries import feeds as feed_queries
from hoanhap.access.scope import Scope, scope_of
from hoanhap.programme.queries.calendars import calendar_of
from hoanhap.web.access import StaffRequest, needs, public
from hoanhap.web.once import once


@require_GET
@needs("casework.read")
def download(request: StaffRequest) -> HttpResponse:
    """The duties of the account's area as one file."""
    answer = _calendar(request.scope)
    answer.headers["Content-Disposition"] = 'attachment; filename="viec-den-han.ics"'
    return answer


@require_http_methods(["GET", "HEAD"])
@public
def feed(request: HttpRequest, secret: str) -> HttpResponse:  # noqa: ARG001 (whoever knows the address may read)
    """The same for a calendar program that cannot sign in. A revoked address answers as one that never was."""
    account = feed_queries.account_of(secret)
    if account is None:
        raise Http404
    scope = scope_of(account, on=timezone.localdate())
    if not scope.may("casework.read"):
        raise Http404
    with translation.override(account.language):
        return _calendar(scope)


def _calendar(scope: Scope) -> HttpResponse:
    content = calendar_of(
        scope=scope,
        on=timezone.localdate(),
        at=timezone.now(),
        language=translation.get_language() or "vi",
    )
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@require_GET
@needs("casework.read")
def settings(request: StaffRequest) -> HttpResponse:
    """Whether the account has a secret address, and the ways to get, renew and revoke it."""
    return _page(request)


def _page(request: StaffRequest, address: str = "") -> HttpResponse:
    answer = render(
        request,
        "today/calendar.html",
        {"made_at": feed_queries.made_at(request.scope), "address": address},
    )
    if address:
        answer.headers["Cache-Control"] = "no-store"
    return answer


@require_POST
@needs("casework.read")
def make(request: StaffRequest) -> HttpResponse:
    """A new secret address, shown this once."""
    secret = feeds.make_feed(scope=request.scope, at=timezone.now())
    return _page(request, request.build_absolute_uri(reverse("duties-feed", args=[secret])))


@require_POST
@needs("casework.read")
def revoke(request: StaffRequest) -> HttpResponse:
    """The secret address stops working at once."""

    def act() -> str:
        if feeds.revoke_feed(scope=request.scope, at=timezone.now()):
            messages.success(request, _("The secret address no longer works."))
        return reverse("duties-calendar")

    return once(request, act)
