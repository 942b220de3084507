"""Whom a member of the team is to meet today, the note of a visit, and who is late in the team."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.community.operations.field_notes import Told, receive_field_note
from hoanhap.community.queries import field_notes, visits
from hoanhap.kit.keys import new_id
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.community.visit_forms import VisitNote
from hoanhap.web.once import answer
from hoanhap.web.paging import page_number

READ, WRITE = "community.read", "community.write"
get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@needs(WRITE)
def mine(request: StaffRequest) -> HttpResponse:
    """The people whom this account helps, who is due first first."""
    scope, today = request.scope, timezone.localdate()
    page = visits.my_visits(scope=scope, on=today, number=page_number(request))
    return render(
        request,
        "community/visits.html",
        {
            "page": page,
            "today": today,
            "is_member": bool(page.total) or visits.is_a_member(scope=scope, on=today),
            "waiting": field_notes.waiting_count(scope=scope),
            "written": _key(request.GET.get("written", "")),
        },
    )


@require_GET
@needs(READ)
def team(request: StaffRequest) -> HttpResponse:
    """Who is late, member by member."""
    scope, today = request.scope, timezone.localdate()
    return render(
        request,
        "community/team_visits.html",
        {
            "page": visits.team_visits(scope=scope, on=today, number=page_number(request)),
            "waiting": field_notes.waiting_count(scope=scope),
            "may_write": scope.may(WRITE),
        },
    )


@get_or_post
@needs(WRITE)
def note(request: StaffRequest, episode_id: UUID) -> HttpResponse:
    """The note of one visit. Its key is made with the form, so that it is one note however often it is sent."""
    now, today = timezone.now(), timezone.localdate()
    line = visits.visit_of(episode_id, scope=request.scope, at=now, on=today)
    initial: dict[str, Any] = {
        "kind": "visit",
        "happened_on": today,
        "next_on": visits.suggested_next(today),
        "note_id": new_id(),
        "basis": line.basis,
        "taken_at": now.isoformat(),
    }
    form = VisitNote(request.POST or None, initial=initial, on=today)

    def act() -> str:
        typed = form.cleaned_data
        made = receive_field_note(
            Told(id=typed.pop("note_id"), episode_id=episode_id, **typed),
            scope=request.scope,
            at=now,
            keeps=False,
        )
        if made.contact_id:
            messages.success(request, _("The visit was recorded."))
        else:
            messages.warning(
                request,
                _("Somebody else wrote about this person meanwhile. Both versions were kept; compare them."),
            )
        return f"{reverse('visits')}?{urlencode({'written': str(made.pk)})}"

    context = {
        "heading": _("Note a visit"),
        "kicker": f"{line.masked_name} · {line.person_code}",
        "crumbs": [crumb()],
        "back": reverse("visits"),
        "line": line,
        "draft_key": draft_key(request),
    }
    return answer(request, form, act, template="community/visit_note.html", context=context)


def crumb() -> tuple[str, str]:
    """The first crumb of these pages."""
    return pgettext("page", "Visits"), reverse("visits")


def draft_key(request: StaffRequest) -> str:
    """The key under which this account's drafts lie in its browsers: the server alone can make it, for that account.

    Hexadecimal, 256 bits. It stands on the page while somebody writes, and is never stored on the device.
    """
    return salted_hmac(
        "hoanhap.web.community.drafts", str(request.scope.account_id), algorithm="sha256"
    ).hexdigest()


def _key(text: str) -> str:
    """A key out of an address; nothing where it is none."""
    try:
        return str(UUID(text))
    except ValueError:
        return ""
