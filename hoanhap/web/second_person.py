"""The second name under a form: a colleague of the same place chooses their name and types their own password.

For what one person alone may not do: counts, waste, corrections, lost or refused doses. At the window there is one screen,
and nobody signs out to sign for a colleague; so both sign on one form. The second person is never the first, works in the
same place, and holds one of the powers that the act asks for. Wrong passwords count towards the same lock as at sign-in.
"""

from collections.abc import Collection
from datetime import date
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hoanhap.access.operations import sessions
from hoanhap.access.queries.colleagues import Colleague, colleagues
from hoanhap.web.access import StaffRequest
from hoanhap.web.accounts.forms import PASSWORD_MOST
from hoanhap.web.forms import KeyField, choose

FIELDS: Final = ("second_person", "second_password")


class SecondPersonForm(forms.Form):
    """Mix this into a form (last base, so that its fields come last) and give it `request`, `place_id` and `powers`.

    `cleaned_data["second_person"]` is then the key of the account that signed beside; the password is taken out.
    Where `second_is_needed` is False both fields may stay empty, and `second_person` is None.
    """

    second_person = KeyField(label=_("Second person"), help_text=_("A colleague who watched and signs too."))
    second_password = forms.CharField(
        label=_("Password of the second person"),
        max_length=PASSWORD_MOST,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Typed by that colleague, not by you."),
    )

    def __init__(
        self,
        *args: Any,
        request: StaffRequest,
        place_id: UUID,
        powers: Collection[str],
        second_is_needed: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.known = {one.id: one for one in beside(request, place_id, powers, on=timezone.localdate())}
        choices = [(str(one.id), _told(one)) for one in self.known.values()]
        self.fields["second_person"].choices = choose(choices)  # type: ignore[attr-defined]
        for name in FIELDS:
            self.fields[name].required = second_is_needed

    def clean(self) -> dict[str, Any]:
        """Ask the password of the second person, once, when the rest is right."""
        typed = super().clean() or self.cleaned_data
        account_id, password = typed.get("second_person"), typed.pop("second_password", "")
        if account_id is None or self.errors:
            return typed
        if not password:
            self.add_error("second_password", _("The second person types the own password here."))
        else:
            why_not = _wrong(self.request, self.known[account_id], password)
            if why_not is not None:
                self.add_error("second_password", why_not)
        return typed


def beside(request: StaffRequest, place_id: UUID, powers: Collection[str], *, on: date) -> list[Colleague]:
    """Who may sign beside whoever is signed in."""
    return colleagues(place_id, powers, on=on, but=request.scope.account_id)


def _told(one: Colleague) -> str:
    return f"{one.full_name} ({one.position})" if one.position else one.full_name


def _wrong(request: HttpRequest, colleague: Colleague, password: str) -> ValidationError | None:
    """Why this password does not sign; None if it does."""
    account = authenticate(request, username=colleague.username, password=password)
    if account is not None:
        return None
    is_locked = bool(getattr(request, "axes_locked_out", False))
    sessions.record_failure(username=colleague.username, at=timezone.now(), locked=is_locked)
    if is_locked:
        # The page of a locked sign-in would take away what was typed here.
        request.axes_locked_out = False  # type: ignore[attr-defined]
        words = _(
            "Too many wrong passwords for this name. Wait a quarter of an hour, or let another colleague sign."
        )
        return ValidationError(words, code="locked")
    return ValidationError(
        _("This password is not right. The second person types it again."), code="wrong-password"
    )
