"""Who should be in a form of treatment and is not: forgotten, or for a stated lawful reason."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.casework.operations import matching
from hoanhap.casework.queries import matching as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import commune_choices
from hoanhap.web.asof import day_asked
from hoanhap.web.forms import DayField, LineField, ProseField, choices_of, choose, length_of
from hoanhap.web.once import answer
from hoanhap.web.paging import page_number
from hoanhap.web.people.header import crumbs_of, who
from hoanhap.web.widgets import Select

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class AsOf(forms.Form):
    """The day, the commune, and whether those with a reason are left out. None of them names anybody."""

    on = DayField(label=gettext_lazy("As of the day"), required=False, help_text="")
    unit = forms.ChoiceField(label=gettext_lazy("Commune"), required=False, widget=Select)
    forgotten = forms.BooleanField(label=gettext_lazy("Only those without a reason"), required=False)


class StateReason(forms.Form):
    """Why somebody is lawfully in no treatment, and until when."""

    reason_code = forms.ChoiceField(label=gettext_lazy("Reason"))
    words = ProseField(
        label=gettext_lazy("In a few words"), rows=2, max_length=length_of("casework.NotMatched.words")
    )
    document_number = LineField(
        label=gettext_lazy("Number of the document that shows it"),
        required=False,
        max_length=length_of("casework.NotMatched.document_number"),
    )
    from_on = DayField(label=gettext_lazy("Holds from"))
    until = DayField(
        label=gettext_lazy("Looked at again on"),
        required=False,
        may_be_ahead=True,
        help_text=gettext_lazy("From this day on the reason holds no longer."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason_code"].choices = choose(choices_of("casework.NotMatched.reason_code"))  # type: ignore[attr-defined]


class EndReason(forms.Form):
    """From which day on it holds no longer, and why."""

    on = DayField(label=gettext_lazy("Holds no longer from"))
    reason = ProseField(label=gettext_lazy("Why does it end?"), rows=2, max_length=300)


@require_GET
@needs("casework.read")
def index(request: StaffRequest) -> HttpResponse:
    """The list, those without a reason first, and the share of everybody who is settled."""
    today, scope = timezone.localdate(), request.scope
    on = day_asked(request, today=today)
    told = {name: request.GET.get(name, "") for name in ("unit", "forgotten")}
    form = AsOf({"on": f"{on:%d/%m/%Y}", **told})
    communes = commune_choices(scope, "casework.read", on=today)
    form.fields["unit"].choices = [("", _("All communes in your area")), *communes]  # type: ignore[attr-defined]
    form.is_valid()
    unit_id = form.cleaned_data.get("unit") or None
    return render(
        request,
        "casework/unmatched.html",
        {
            "form": form,
            "on": on,
            "has_choice": len(communes) > 1,
            "shares": queries.matching(scope=scope, on=on, unit_id=unit_id),
            "page": queries.unmatched(
                scope=scope,
                on=on,
                unit_id=unit_id,
                only_forgotten=bool(form.cleaned_data.get("forgotten")),
                number=page_number(request),
            ),
            "may_write": scope.may("casework.write"),
            "may_reach_out": scope.may("community.write"),
        },
    )


@get_or_post
@needs("casework.write")
def state(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Say why the person is lawfully in no treatment."""
    person = who(request, person_id, "casework.write")
    form = StateReason(request.POST or None, initial={"from_on": timezone.localdate()})

    def act() -> str:
        matching.state_reason(
            person_id=person_id, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The reason was recorded."))
        return reverse("unmatched")

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("Why the person is in no treatment"),
            "kicker": f"{person.masked_name} · {person.code}",
            "crumbs": crumbs_of(person),
            "back": reverse("unmatched"),
        },
    )


@get_or_post
@needs("casework.write")
def end(request: StaffRequest, reason_id: UUID) -> HttpResponse:
    """The reason holds no longer."""
    line = queries.stated(reason_id, scope=request.scope)
    form = EndReason(request.POST or None, initial={"on": timezone.localdate()})

    def act() -> str:
        matching.end_reason(reason_id=reason_id, **form.cleaned_data, scope=request.scope, at=timezone.now())
        messages.success(request, _("The reason has ended."))
        return reverse("unmatched")

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={
            "heading": _("The reason holds no longer"),
            "kicker": line.reason,
            "lead": line.words,
            "crumbs": [(_("In no treatment"), reverse("unmatched"))],
            "back": reverse("unmatched"),
        },
    )
