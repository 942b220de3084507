"""The page of one's own account: what I may do and where, my devices, my password."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hoanhap.access.operations import accounts, second_factor, sessions
from hoanhap.access.queries import accounts as queries
from hoanhap.web.access import SIGNED_IN, StaffRequest, needs
from hoanhap.web.accounts.forms import ChangePassword
from hoanhap.web.accounts.sign_in import saved_key
from hoanhap.web.forms import add_problems
from hoanhap.web.middleware import TWO_STEPS

BACKEND = "django.contrib.auth.backends.ModelBackend"


@needs(SIGNED_IN)
@require_safe
def show(request: StaffRequest) -> HttpResponse:
    """What the account may do, where and until when, and where it is signed in."""
    here = sessions.hash_of(str(request.session.session_key))
    running = [
        {"row": row, "is_here": row.session_hash == here} for row in queries.own_sessions(scope=request.scope)
    ]
    return render(
        request,
        "access/own.html",
        {
            "card": queries.own_card(scope=request.scope),
            "running": running,
            "has_second_factor": second_factor.is_set_up(request.scope.account_id),
        },
    )


@needs(SIGNED_IN)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: StaffRequest) -> HttpResponse:
    """Change one's own password; this browser stays signed in, all others are signed out."""
    form = ChangePassword(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        try:
            account = accounts.change_own_password(
                old=form.cleaned_data["old"], new=form.cleaned_data["new"], scope=request.scope, at=now
            )
        except accounts.PasswordRefused as refused:
            add_problems(form, refused)
        else:
            two_steps = request.session.get(TWO_STEPS, False)
            login(request, account, backend=BACKEND)
            request.session[TWO_STEPS] = two_steps
            sessions.begin(account=account, session_key=saved_key(request), at=now)
            messages.success(request, _("The password is changed. All your other devices are signed out."))
            return redirect("account")
    status = 422 if request.method == "POST" else 200
    return render(request, "access/password.html", {"form": form}, status=status)


@needs(SIGNED_IN)
@require_POST
def revoke(request: StaffRequest, session_id: UUID) -> HttpResponse:
    """Sign out on another device."""
    sessions.revoke(session_id=session_id, scope=request.scope, at=timezone.now())
    messages.success(request, _("That device is signed out."))
    return redirect("account")
