"""The numbers of the papers of an office: how far each series has come, and numbers kept free for later."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from hoanhap.casework.operations import numbers
from hoanhap.casework.queries import paper_numbers as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.casework.document_forms import Void
from hoanhap.web.forms import DayField, KeyField, LineField
from hoanhap.web.once import answer

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class Reserve(forms.Form):
    """Which number is kept free, and for what."""

    issuer = KeyField(label=gettext_lazy("Office"))
    family = forms.ChoiceField(label=gettext_lazy("Kind of paper"))
    on = DayField(label=pgettext_lazy("number", "Day of the number"))
    reason = LineField(label=gettext_lazy("What it is kept for"), max_length=300)


class Continue(forms.Form):
    """How far the office's own register had come before its papers were numbered here."""

    issuer = KeyField(
        label=gettext_lazy("Office"), error_messages={"required": gettext_lazy("Choose the office.")}
    )
    family = forms.ChoiceField(
        label=gettext_lazy("Kind of paper"),
        error_messages={"required": gettext_lazy("Choose the kind of paper.")},
    )
    year = forms.IntegerField(
        label=pgettext_lazy("number", "Year"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Write the year with four digits, for example 2026.")},
    )
    taken = forms.IntegerField(
        label=gettext_lazy("Last number used outside the program"),
        help_text=gettext_lazy("The figure alone: 120 for 120/QĐ-UBND. The next paper made here gets 121."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Write the figure alone, for example 120.")},
    )
    reason = LineField(
        label=gettext_lazy("Where these numbers stand"),
        help_text=gettext_lazy("For example: the office's register of outgoing papers, book 2"),
        max_length=300,
    )


@get_or_post
@needs("casework.read")
def go_on(request: StaffRequest) -> HttpResponse:
    """Our numbers go on after those that the office gave outside the program."""
    now, today = timezone.now(), timezone.localdate()
    choices = queries.numbering_offices(scope=request.scope, on=today)
    bound = Continue(request.POST or None, initial={"year": today.year})
    bound.fields["issuer"].choices = choices if len(choices) == 1 else [("", _("– choose –")), *choices]  # type: ignore[attr-defined]
    bound.fields["family"].choices = [("", _("– choose –")), *queries.families()]  # type: ignore[attr-defined]

    def act() -> str:
        told = bound.cleaned_data
        made = numbers.continue_after(
            issuer_id=told["issuer"],
            family=told["family"],
            year=told["year"],
            taken=told["taken"],
            reason=told["reason"],
            scope=request.scope,
            at=now,
        )
        messages.success(
            request, _("The next number of this series is %(number)02d.") % {"number": made.last + 1}
        )
        return reverse("paper-numbers")

    context = {
        "heading": _("Continue after numbers used outside the program"),
        "crumbs": [(_("Numbers of papers"), reverse("paper-numbers"))],
        "back": reverse("paper-numbers"),
        "lead": _("Possible for a year and a kind of paper until the first number is given here."),
        "submit": _("Continue after this number"),
    }
    return answer(request, bound, act, template="form_page.html", context=context)


@get_or_post
@needs("casework.read")
def index(request: StaffRequest) -> HttpResponse:
    """The series of the offices in reach, the reserved numbers, and a form to reserve one."""
    now, today = timezone.now(), timezone.localdate()
    series = queries.series(scope=request.scope)
    bound = Reserve(request.POST or None, initial={"on": today})
    bound.fields["issuer"].choices = queries.numbering_offices(scope=request.scope, on=today)  # type: ignore[attr-defined]
    bound.fields["family"].choices = queries.families()  # type: ignore[attr-defined]

    def act() -> str:
        told = bound.cleaned_data
        made = numbers.reserve_number(
            issuer_id=told["issuer"],
            family=told["family"],
            on=told["on"],
            reason=told["reason"],
            scope=request.scope,
            at=now,
        )
        messages.success(request, _("Number %(number)02d is kept free.") % {"number": made.number})
        return reverse("paper-numbers")

    context = {"series": series, "reserved": queries.reserved(scope=request.scope)}
    return answer(request, bound, act, template="casework/documents/numbers.html", context=context)


@get_or_post
@needs("casework.read")
def withdraw(request: StaffRequest, number_id: UUID) -> HttpResponse:
    """A reserved number will not be used; it is never given again."""
    now = timezone.now()
    shown = queries.reserved_number(number_id, scope=request.scope)
    bound = Void(request.POST or None)

    def act() -> str:
        reason = bound.cleaned_data["reason"]
        numbers.withdraw_reserved(number_id=shown.id, reason=reason, scope=request.scope, at=now)
        messages.success(request, _("The number was withdrawn."))
        return reverse("paper-numbers")

    context = {
        "heading": _("Withdraw number %(number)s")
        % {"number": f"{shown.number:02d}/{shown.family} ({shown.year})"},
        "crumbs": [(_("Numbers of papers"), reverse("paper-numbers"))],
        "back": reverse("paper-numbers"),
        "note": _("A number that was given stays used, and is never given again."),
        "is_danger": True,
    }
    return answer(request, bound, act, template="form_page.html", context=context)
