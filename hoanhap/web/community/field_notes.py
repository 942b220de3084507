"""Notes about which somebody must decide: both versions side by side, and what counts."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.community.operations.field_notes import decide_field_note
from hoanhap.community.queries import field_notes as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.community.visit_forms import NoteDecision
from hoanhap.web.community.visits import crumb
from hoanhap.web.once import answer
from hoanhap.web.paging import page_number


@require_GET
@needs("community.read")
def listed(request: StaffRequest) -> HttpResponse:
    """The notes that wait, the oldest first."""
    return render(
        request,
        "community/field_notes.html",
        {"page": queries.waiting(scope=request.scope, number=page_number(request))},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs("community.write")
def decide(request: StaffRequest, note_id: UUID) -> HttpResponse:
    """One note beside what the others wrote."""
    page = queries.note_page(note_id, scope=request.scope, at=timezone.now())
    form = NoteDecision(request.POST or None)

    def act() -> str:
        decide_field_note(note_id=note_id, **form.cleaned_data, scope=request.scope, at=timezone.now())
        messages.success(request, _("The decision was recorded."))
        return reverse("field-note", args=[note_id])

    context = {
        "page": page,
        "heading": _("Compare a note"),
        "kicker": f"{page.masked_name} · {page.person_code}",
        "crumbs": [crumb(), (pgettext("page", "Notes to decide"), reverse("field-notes"))],
        "back": reverse("field-notes"),
    }
    return answer(request, form, act, template="community/field_note.html", context=context)
