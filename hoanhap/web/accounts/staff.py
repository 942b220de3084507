"""Accounts of the area: open and close them, give and end roles, set a forgotten password."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from hoanhap.access.operations import accounts, second_factor
from hoanhap.access.operations.checks import MANAGE
from hoanhap.access.queries import accounts as queries
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.places.queries import units
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.accounts.forms import Close, EndRole, GiveRole, OpenAccount, SetPassword, TakeSecondFactor
from hoanhap.web.areas import office_choices
from hoanhap.web.once import answer

WITH_ROLES_INSIDE = ("rehab-facility", "satellite-point", "substitution-clinic", "dispensing-site")
form_page = require_http_methods(["GET", "HEAD", "POST"])


@needs(MANAGE)
@require_safe
def index(request: StaffRequest) -> HttpResponse:
    """The accounts that whoever asks manages."""
    text = request.GET.get("q", "")
    number = request.GET.get("page", "1")
    page = queries.accounts(text, scope=request.scope, number=int(number) if number.isdecimal() else 1)
    return render(request, "access/accounts.html", {"page": page, "text": text})


@needs(MANAGE)
@require_safe
def show(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """One account and its roles."""
    card = queries.account(account_id, scope=request.scope)
    return render(
        request,
        "access/account.html",
        {
            "card": card,
            "is_own": card.id == request.scope.account_id,
            "has_second_factor": second_factor.is_set_up(card.id),
        },
    )


@needs(MANAGE)
@form_page
@sensitive_post_parameters("password")
def open_account(request: StaffRequest) -> HttpResponse:
    """A new account; its roles are given on the next page."""
    form = OpenAccount(_sent(request))

    def act() -> str:
        opened = accounts.open_account(**form.cleaned_data, scope=request.scope, at=timezone.now())
        messages.success(request, _("The account is open. Now give it a role."))
        return reverse("account-role-new", args=[opened.pk])

    return answer(
        request, form, act, template="access/form.html",
        context={"title": _("Open an account"), "confirm": _("Open the account"), "back": reverse("accounts")},
    )  # fmt: skip


@needs(MANAGE)
@form_page
def give_role(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """A role over an area of whoever asks."""
    card = queries.account(account_id, scope=request.scope)
    today = timezone.localdate()
    form = GiveRole(
        _sent(request),
        roles=sorted(queries.role_titles().items(), key=lambda one: one[1]),
        areas=_areas(request),
        facilities=office_choices(request.scope, MANAGE, on=today, kinds=WITH_ROLES_INSIDE),
        initial={"valid_from": today},
    )

    def act() -> str:
        accounts.grant(account_id=account_id, **form.cleaned_data, scope=request.scope, at=timezone.now())
        messages.success(request, _("The role is given."))
        return reverse("account-of", args=[account_id])

    return _form(request, form, act, card=card, title=_("Give a role"), confirm=_("Give the role"))


@needs(MANAGE)
@form_page
def end_role(request: StaffRequest, account_id: UUID, grant_id: UUID) -> HttpResponse:
    """Let a role end."""
    card = queries.account(account_id, scope=request.scope)
    held = next((one for one in card.roles if one.id == grant_id), None)
    if held is None:
        raise NotFound(Problem("no-such-grant", _("There is no such grant in your reach.")))
    form = EndRole(_sent(request), initial={"on": timezone.localdate()})

    def act() -> str:
        accounts.end_grant(grant_id=grant_id, **form.cleaned_data, scope=request.scope, at=timezone.now())
        messages.success(request, _("The end of the role is recorded."))
        return reverse("account-of", args=[account_id])

    return _form(request, form, act, card=card, title=_("End a role"), confirm=_("End the role"), held=held)


@needs(MANAGE)
@form_page
@sensitive_post_parameters("password")
def set_password(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """A new password for somebody who forgot theirs."""
    card = queries.account(account_id, scope=request.scope)
    form = SetPassword(_sent(request))

    def act() -> str:
        accounts.set_password(
            account_id=account_id, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(
            request, _("The new password holds from now on. All devices of the account are signed out.")
        )
        return reverse("account-of", args=[account_id])

    return _form(request, form, act, card=card, title=_("Set a new password"), confirm=_("Set the password"))


@needs(MANAGE)
@form_page
def close(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Close an account for good."""
    card = queries.account(account_id, scope=request.scope)
    form = Close(_sent(request))

    def act() -> str:
        accounts.close_account(
            account_id=account_id, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The account is closed and signed out everywhere."))
        return reverse("account-of", args=[account_id])

    return _form(
        request, form, act, card=card, title=_("Close the account"), confirm=_("Close the account"), danger=True,
        warning=_(
            "Nobody can sign in with it any more and its roles end today. What it did stays on record. "
            "This cannot be undone."
        ),
    )  # fmt: skip


def _sent(request: StaffRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


@needs(MANAGE)
@form_page
def take_second_factor(request: StaffRequest, account_id: UUID) -> HttpResponse:
    """Take the second step away from somebody whose telephone is lost."""
    card = queries.account(account_id, scope=request.scope)
    form = TakeSecondFactor(_sent(request))

    def act() -> str:
        second_factor.take_away(
            account_id=account_id, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(
            request, _("The second step is taken away. The account sets up a new one next time.")
        )
        return reverse("account-of", args=[account_id])

    return _form(
        request,
        form,
        act,
        card=card,
        title=_("Take the second step away"),
        confirm=_("Take it away"),
        danger=True,
    )


def _form(
    request: StaffRequest,
    form: forms.Form,
    act: Callable[[], str],
    *,
    card: queries.AccountCard,
    **words: Any,
) -> HttpResponse:
    context = {**words, "card": card, "back": reverse("account-of", args=[card.id])}
    return answer(request, form, act, template="access/form.html", context=context)


def _areas(request: StaffRequest) -> list[tuple[str, str]]:
    """The areas of whoever asks, then the communes within them."""
    on = request.scope.on
    own = units.paths(request.scope.area_ids(MANAGE), on=on)
    communes = [(one.id, one.name) for one in units.communes(request.scope.unit_ids(MANAGE), on=on)]
    return [*sorted(own.items(), key=lambda one: one[1]), *(one for one in communes if one[0] not in own)]
