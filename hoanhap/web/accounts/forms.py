"""What is asked when signing in, changing a password, opening an account and giving a role."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.web.forms import DayField, KeyField

PASSWORD_MOST = 200
"""Longer texts cost the server time and nobody types them."""


def _password(autocomplete: str) -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": autocomplete})


class SignIn(forms.Form):
    """Name and password. Neither says whether it was the wrong one."""

    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter your sign-in name.")},
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=PASSWORD_MOST,
        strip=False,
        widget=_password("current-password"),
        error_messages={"required": _("Enter your password.")},
    )


class ChangePassword(forms.Form):
    """The present password and the new one, twice."""

    old = forms.CharField(
        label=_("Present password"),
        max_length=PASSWORD_MOST,
        strip=False,
        widget=_password("current-password"),
    )
    new = forms.CharField(
        label=_("New password"),
        max_length=PASSWORD_MOST,
        strip=False,
        widget=_password("new-password"),
        help_text=_(
            "At least 12 characters. Three or four words that do not belong together are easy to remember."
        ),
    )
    again = forms.CharField(
        label=_("New password once more"),
        max_length=PASSWORD_MOST,
        strip=False,
        widget=_password("new-password"),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", _("The two new passwords are not the same. Type the new one again."))
        return given


class OpenAccount(forms.Form):
    """A new member of staff."""

    full_name = forms.CharField(label=_("Full name"), max_length=150)
    position = forms.CharField(
        label=pgettext_lazy("staff", "Position"),
        max_length=150,
        required=False,
        help_text=_("As it stands in their papers, for example: culture and society officer."),
    )
    username = forms.CharField(
        label=_("Sign-in name"),
        max_length=150,
        help_text=_("Small letters without tones, digits, dots and hyphens, for example yenlac.canbo."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="vi")
    password = forms.CharField(
        label=_("First password"),
        max_length=PASSWORD_MOST,
        strip=False,
        widget=_password("new-password"),
        help_text=_(
            "At least 12 characters. Hand it over in person; its holder changes it after signing in."
        ),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("The paper or the request that this rests on, with number and date."),
    )


class SetPassword(forms.Form):
    """A new password for somebody who forgot theirs."""

    password = forms.CharField(
        label=_("New password"),
        max_length=PASSWORD_MOST,
        strip=False,
        widget=_password("new-password"),
        help_text=_(
            "At least 12 characters. Hand it over in person; its holder changes it after signing in."
        ),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("Who asked, and how you made sure who it is.")
    )


class GiveRole(forms.Form):
    """A role over an area for a time."""

    role = forms.ChoiceField(label=pgettext_lazy("access", "Role"), widget=forms.RadioSelect)
    unit_id = forms.ChoiceField(label=pgettext_lazy("access", "Area"))
    organisation_id = KeyField(
        label=_("Facility"),
        required=False,
        help_text=_(
            "Only for roles that work inside one facility: they reach its residents and nobody else."
        ),
    )
    valid_from = DayField(label=_("From"))
    valid_until = DayField(
        label=_("Until, not included"),
        required=False,
        help_text=_("Leave empty while there is no end in sight."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("The paper or the request that this rests on, with number and date."),
    )

    def __init__(
        self,
        *args: Any,
        roles: list[tuple[str, str]],
        areas: list[tuple[str, str]],
        facilities: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if facilities:
            self.fields["organisation_id"].choices = [("", "–"), *facilities]  # type: ignore[attr-defined]
        else:
            del self.fields["organisation_id"]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["unit_id"].choices = areas  # type: ignore[attr-defined]


class EndRole(forms.Form):
    """The day on which a role no longer holds."""

    on = DayField(label=_("It no longer holds from"))
    reason = forms.CharField(label=_("Reason"), max_length=300)


class Close(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


class Code(forms.Form):
    """A code of the telephone, or one of those on paper."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter the code.")},
    )


class TakeSecondFactor(forms.Form):
    """Why the second step of somebody else is taken away."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=300,
        help_text=_("For example: the telephone was lost, told on 05/03/2018."),
    )
