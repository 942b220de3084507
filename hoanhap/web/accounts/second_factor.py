"""The second step of signing in on pages: giving the code, and setting the telephone up."""

import contextlib
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoanhap.access.operations import second_factor
from hoanhap.access.operations.second_factor import Answer, SecondFactorRefused
from hoanhap.access.rules.second_factor import CLOSED_FOR, WAITS_FOR
from hoanhap.kit.text import in_blocks
from hoanhap.web.access import SIGNED_IN, StaffRequest, View, needs, public
from hoanhap.web.accounts.forms import Code
from hoanhap.web.accounts.sign_in import WAITING, let_in
from hoanhap.web.forms import add_problems
from hoanhap.web.middleware import TWO_STEPS

if TYPE_CHECKING:
    from hoanhap.access.models import Account

QUIET_ZONE = 4
SQUARE = 5


@public
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code. Who did not just give the right password is sent to do so."""
    now = timezone.now()
    waiting: Any = request.session.get(WAITING)
    account = _waiting(waiting, now)
    if account is None:
        request.session.pop(WAITING, None)
        return redirect("sign-in")
    form = Code(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        became = second_factor.check(account=account, code=form.cleaned_data["code"], at=now)
        if became is Answer.RIGHT:
            return let_in(request, account, waiting["onward"], two_steps=True)
        minutes = int(CLOSED_FOR.total_seconds() // 60)
        form.add_error(
            "code",
            _("This code is not right, or it was used already. Wait for the next one and type it.")
            if became is Answer.WRONG
            else _("Too many wrong codes. Wait %(minutes)s minutes, then sign in again.")
            % {"minutes": minutes},
        )
    status = 422 if form.is_bound else 200
    return render(request, "access/code.html", {"form": form}, status=status)


def _waiting(told: Any, now: datetime) -> "Account | None":
    """Who gave the right password a short while ago, if the account is still open."""
    if not isinstance(told, dict) or now.timestamp() - told["since"] > WAITS_FOR.total_seconds():
        return None
    return second_factor.open_account(told["account"])


def _before(view: Any) -> View[[]]:
    """Mark a page that is open to who has yet to set up the second step."""
    view.before_second_factor = True
    return cast("View[[]]", view)


@_before
@needs(SIGNED_IN)
@require_safe
@never_cache
def show(request: StaffRequest) -> HttpResponse:
    """Whether the account signs in in two steps; else how to begin, or the square for the telephone's camera."""
    return _page(request, Code())


@_before
@needs(SIGNED_IN)
@require_POST
def begin(request: StaffRequest) -> HttpResponse:
    """Make the secret for the telephone."""
    with contextlib.suppress(SecondFactorRefused):  # the page says that it is set up
        second_factor.begin(scope=request.scope, at=timezone.now())
    return redirect("second-factor")


@_before
@needs(SIGNED_IN)
@never_cache
@sensitive_post_parameters("code")
@require_POST
def confirm(request: StaffRequest) -> HttpResponse:
    """The first code of the telephone. The codes for paper are on this one page and never again."""
    form = Code(request.POST)
    if form.is_valid():
        try:
            codes = second_factor.confirm(
                code=form.cleaned_data["code"], scope=request.scope, at=timezone.now()
            )
        except SecondFactorRefused as refused:
            add_problems(form, refused)
        else:
            request.session[TWO_STEPS] = True
            return render(request, "access/second_factor_codes.html", {"codes": codes})
    return _page(request, form, status=422)


def _page(request: StaffRequest, form: Code, status: int = 200) -> HttpResponse:
    account_id: UUID = request.scope.account_id
    is_set_up = second_factor.is_set_up(account_id)
    begun = None if is_set_up else second_factor.being_set_up(scope=request.scope)
    square = secret = ""
    if begun is not None:
        square = segno.make_qr(begun.address).svg_data_uri(scale=SQUARE, border=QUIET_ZONE, light="#fff")
        secret = in_blocks(begun.secret, 4)
    return render(
        request,
        "access/second_factor.html",
        {
            "form": form,
            "is_set_up": is_set_up,
            "square": square,
            "secret": secret,
            "is_needed": request.scope.needs_second_factor,
        },
        status=status,
    )
