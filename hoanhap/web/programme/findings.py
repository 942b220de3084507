"""Difficulties that supervision found: the list, a new one, and that one is over."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.programme.operations import findings as operations
from hoanhap.programme.queries import findings as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import commune_choices
from hoanhap.web.once import answer
from hoanhap.web.paging import page_number
from hoanhap.web.programme.forms import NewFinding, Resolution

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class Narrow(forms.Form):
    """What narrows the list."""

    unit = forms.ChoiceField(label=gettext_lazy("Commune"), required=False)
    open_only = forms.BooleanField(label=gettext_lazy("Only those that go on"), required=False)


@require_GET
@needs("programme.read")
def findings(request: StaffRequest) -> HttpResponse:
    """The findings in the account's area, the latest first."""
    on = timezone.localdate()
    form = Narrow(request.GET)
    form.fields["unit"].choices = [  # type: ignore[attr-defined]
        ("", _("All communes in your area")),
        *commune_choices(request.scope, "programme.read", on=on),
    ]
    wanted: dict[str, Any] = form.cleaned_data if form.is_valid() else {"unit": "", "open_only": False}
    page = queries.finding_list(
        scope=request.scope,
        on=on,
        unit_id=wanted["unit"] or None,
        open_only=wanted["open_only"],
        number=page_number(request),
    )
    return render(
        request,
        "programme/findings.html",
        {
            "form": form,
            "page": page,
            "is_narrowed": any(wanted.values()),
            "may_write": request.scope.may("programme.write"),
        },
    )


@get_or_post
@needs("programme.write")
def record(request: StaffRequest) -> HttpResponse:
    """A difficulty was seen in a commune."""
    form = NewFinding(
        request.POST or None,
        units=commune_choices(request.scope, "programme.write", on=timezone.localdate()),
    )

    def act() -> str:
        operations.record_finding(**form.cleaned_data, scope=request.scope, at=timezone.now())
        messages.success(request, _("The finding was recorded."))
        return reverse("findings")

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={"heading": _("Record a finding"), "crumbs": [_findings()], "back": reverse("findings")},
    )


@get_or_post
@needs("programme.write")
def resolve(request: StaffRequest, finding_id: UUID) -> HttpResponse:
    """The difficulty is over."""
    found = queries.finding(finding_id, scope=request.scope, on=timezone.localdate())
    form = Resolution(request.POST or None)

    def act() -> str:
        operations.resolve_finding(
            finding_id=finding_id, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The finding was marked as resolved."))
        return reverse("findings")

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Mark as resolved"),
            "kicker": f"{found.unit_name} · {found.kind_label}",
            "lead": found.text,
            "crumbs": [_findings()],
            "back": reverse("findings"),
        },
    )


def _findings() -> tuple[str, str]:
    return pgettext("page", "Findings"), reverse("findings")
