"""Attempts to win people for treatment: who is to be asked again, the attempts with one person, and their forms."""

from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.community.operations import reaching_out as operations
from hoanhap.community.queries import reaching_out as queries
from hoanhap.kit.errors import Words
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import commune_choices
from hoanhap.web.community.forms import Withdrawal
from hoanhap.web.forms import DayField, LineField, choices_of, choose
from hoanhap.web.paging import page_number
from hoanhap.web.people.header import crumbs_of, who
from hoanhap.web.residence.around import Crumbs, form_page, signer

READ: Final = "community.read"
WRITE: Final = "community.write"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class NewAttempt(forms.Form):
    """An attempt; `communes` to choose from where it was somebody without a file."""

    unit_id = forms.ChoiceField(label=gettext_lazy("Commune"))
    on = DayField(label=gettext_lazy("Day"))
    channel = forms.ChoiceField(label=gettext_lazy("How"))
    result = forms.ChoiceField(label=gettext_lazy("What came of it"), widget=forms.RadioSelect)
    made_by = LineField(label=gettext_lazy("Who tried"), max_length=150)
    next_on = DayField(
        label=gettext_lazy("Try again on"),
        required=False,
        may_be_ahead=True,
        help_text=gettext_lazy(
            "On that day it stands on the first page. Leave empty where nothing was agreed."
        ),
    )
    note = LineField(label=gettext_lazy("In one line"), required=False, max_length=300)

    def __init__(self, *args: Any, communes: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        channels, results = (choices_of(f"community.OutreachAttempt.{one}") for one in ("channel", "result"))
        self.fields["channel"].choices = choose(channels)  # type: ignore[attr-defined]
        self.fields["result"].choices = results  # type: ignore[attr-defined]
        if communes is None:
            del self.fields["unit_id"]
        else:
            self.fields["unit_id"].choices = choose(communes)  # type: ignore[attr-defined]
            del self.fields["next_on"], self.fields["note"]


@require_GET
@needs(READ)
def index(request: StaffRequest) -> HttpResponse:
    """Whom to ask again, and what came of the attempts of the last twelve months."""
    today, scope = timezone.localdate(), request.scope
    return render(
        request,
        "community/reaching_out.html",
        {
            "today": today,
            "page": queries.due_again(scope=scope, on=today, number=page_number(request)),
            "reached": queries.reached(scope=scope, on=today),
            "rules": queries.reaching_out(today),
            "may_write": scope.may(WRITE),
        },
    )


@require_GET
@needs(READ)
def without_file(request: StaffRequest) -> HttpResponse:
    """The attempts with people who have no file."""
    page = queries.unnamed(scope=request.scope, on=timezone.localdate(), number=page_number(request))
    return render(
        request,
        "community/reaching_out_unnamed.html",
        {"page": page, "may_write": request.scope.may(WRITE), "crumbs": [_top()]},
    )


@get_or_post
@needs(WRITE)
def new_without_file(request: StaffRequest) -> HttpResponse:
    """An attempt with somebody who has no file."""
    today = timezone.localdate()
    back = reverse("reaching-out-unnamed")
    return form_page(
        request,
        NewAttempt(
            request.POST or None,
            initial={"on": today, "made_by": signer(request)},
            communes=commune_choices(request.scope, WRITE, on=today),
        ),
        lambda typed: operations.record_attempt(**typed, scope=request.scope, at=timezone.now()),
        heading=_("Record an attempt with somebody without a file"),
        done=_("The attempt was recorded."),
        lead=_("Nobody is named here. Whoever has a file: record it on their page."),
        crumbs=[_top(), (_("Without a file"), back)],
        back=back,
    )


@require_GET
@needs(READ)
def of_person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """The attempts with one person, and the treatment that followed."""
    person = who(request, person_id, READ)
    today = timezone.localdate()
    return render(
        request,
        "community/person_attempts.html",
        {
            "person": person,
            "crumbs": crumbs_of(person),
            "attempts": queries.attempts_of(person_id, scope=request.scope, on=today),
            "may_write": request.scope.may(WRITE),
        },
    )


@get_or_post
@needs(WRITE)
def attempt(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """An attempt with a person who has a file."""
    person = who(request, person_id, WRITE)
    today = timezone.localdate()
    back = reverse("person-attempts", args=[person_id])
    return form_page(
        request,
        NewAttempt(request.POST or None, initial={"on": today, "made_by": signer(request)}),
        lambda typed: operations.record_attempt(
            person_id=person_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Record an attempt"),
        done=_("The attempt was recorded."),
        crumbs=[*crumbs_of(person), (_page(), back)],
        back=back,
        kicker=f"{person.masked_name} · {person.code}",
    )


@get_or_post
@needs(WRITE)
def withdraw(request: StaffRequest, attempt_id: UUID) -> HttpResponse:
    """An attempt that is wrong is taken back."""
    line = queries.attempt(attempt_id, scope=request.scope, on=timezone.localdate())
    if line.person_id is None:
        crumbs: Crumbs = [_top()]
        back, kicker = reverse("reaching-out-unnamed"), ""
    else:
        person = who(request, line.person_id, WRITE)
        crumbs = [*crumbs_of(person)]
        back = reverse("person-attempts", args=[line.person_id])
        kicker = f"{person.masked_name} · {person.code}"
    return form_page(
        request,
        Withdrawal(request.POST or None),
        lambda typed: operations.withdraw_attempt(
            attempt_id=attempt_id, **typed, scope=request.scope, at=timezone.now()
        ),
        heading=_("Withdraw this line"),
        done=_("The line was withdrawn."),
        lead=f"{line.on:%d/%m/%Y} · {line.channel_label} · {line.result_label}",
        crumbs=[*crumbs, (_page(), back)],
        back=back,
        kicker=kicker,
        is_danger=True,
    )


def _page() -> Words:
    return pgettext("page", "Attempts to win for treatment")


def _top() -> tuple[Words, str]:
    return pgettext("page", "Reaching out"), reverse("reaching-out")
