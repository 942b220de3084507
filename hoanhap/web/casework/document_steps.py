"""A paper and its step: what is issued fills in the form of the step, and what was recorded is named on the paper."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hoanhap.casework.operations import issuing
from hoanhap.casework.queries import documents as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.casework.documents import around, may_draft
from hoanhap.web.forms import KeyField
from hoanhap.web.once import answer
from hoanhap.web.people.header import who
from hoanhap.web.templatetags.hoanhap import day

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


class Named(forms.Form):
    """Which of the recorded steps."""

    step = KeyField(
        label=gettext_lazy("Step that was recorded with this paper"),
        error_messages={
            "required": gettext_lazy("Choose the step that was recorded with this paper."),
            "invalid_choice": gettext_lazy("This step is not one of the episode any more. Choose another."),
        },
    )

    def __init__(self, data: Any, *, steps: list[queries.NamedStep], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        choices = [(str(one.id), _words(one)) for one in steps]
        if len(choices) != 1:
            choices.insert(0, ("", _("– choose –")))
        self.fields["step"].choices = choices  # type: ignore[attr-defined]


@get_or_post
@needs("casework.read")
def name(request: StaffRequest, document_id: UUID) -> HttpResponse:
    """Say with which step an issued paper was recorded. Done once."""
    if not may_draft(request.scope):
        raise Http404
    now = timezone.now()
    page = queries.document_page(document_id, scope=request.scope)
    person = who(request, page.person_id, "casework.read")
    steps = queries.steps_to_name(page, scope=request.scope)
    bound = Named(request.POST or None, steps=steps)
    back = reverse("paper", args=[document_id])

    def act() -> str:
        issuing.name_step(
            document_id=document_id, step_id=bound.cleaned_data["step"], scope=request.scope, at=now
        )
        messages.success(request, _("The paper names its step now."))
        return back

    context = {
        "heading": _("The step of: %(title)s") % {"title": page.title},
        "lead": ""
        if steps
        else _("No step of this kind has been recorded in the episode yet. Record it first."),
        "back": back,
        "submit": _("Name the step"),
        "note": _("It is named once and stays."),
        **around(person, page.episode_id),
    }
    return answer(request, bound, act, template="form_page.html", context=context)


def step_initial(request: StaffRequest, episode_id: UUID) -> Mapping[str, Any]:
    """What the form of a step begins with after its paper was issued (`?document=`): day, number and signer."""
    found = _named_in(request, episode_id)
    if found is None:
        return {}
    told = {
        **dict.fromkeys(("on", "decided_on"), found.on),
        **dict.fromkeys(("number", "minutes_number", "paper_number"), found.number),
        "signer_name": found.signer_name,
        "signer_position": found.signer_position,
    }
    return {name: value for name, value in told.items() if value}


def step_recorded(request: StaffRequest, episode_id: UUID, *, step_id: UUID, kind: str) -> None:
    """The step that was begun from an issued paper (`?document=`) is named on it, if it has none yet."""
    found = _named_in(request, episode_id)
    if found and found.step_id is None and found.step_kind in ("", kind):
        issuing.name_step(
            document_id=found.document_id, step_id=step_id, scope=request.scope, at=timezone.now()
        )


def _named_in(request: StaffRequest, episode_id: UUID) -> queries.Prefill | None:
    try:
        document_id = UUID(request.GET.get("document", ""))
    except ValueError:
        return None
    return queries.prefill(document_id, episode_id=episode_id, scope=request.scope)


def _words(one: queries.NamedStep) -> str:
    told = f"{one.title} – {day(one.on)}"
    return _("%(step)s, no. %(number)s") % {"step": told, "number": one.number} if one.number else told
