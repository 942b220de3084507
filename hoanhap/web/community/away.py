"""Visits without a line: the page that a device keeps, what it carries, and what it sends when it is back.

The page itself names nobody and is the same for every account. What a device carries comes as JSON, on request.
"""

import json
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.community.operations.field_notes import Told, receive_field_note
from hoanhap.community.queries import visits
from hoanhap.community.queries.contact_rules import contact_rules
from hoanhap.kit.errors import Forbidden, NotFound, Refused
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.community.visit_forms import VisitNote

WRITE: Final = "community.write"
AT_ONCE: Final = 50
"""So many notes in one sending; a device sends the rest afterwards."""


@require_GET
@needs(WRITE)
def page(request: StaffRequest) -> HttpResponse:
    """The page that the device keeps. It shows nobody until the list is unlocked."""
    today = timezone.localdate()
    return render(
        request,
        "community/away.html",
        {"form": VisitNote(on=today, auto_id="away_%s"), "rules": contact_rules(today).away},
    )


@require_GET
@needs(WRITE)
def worker(request: StaffRequest) -> HttpResponse:
    """The service worker: it keeps the page and its files, and nothing that is about anybody."""
    answer = render(request, "community/away_worker.js", content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@require_GET
@needs(WRITE)
def carry(request: StaffRequest) -> HttpResponse:
    """The account's own list, with no more than it takes to go to somebody's door. Taking it along is logged."""
    now, today = timezone.now(), timezone.localdate()
    lines = visits.carried(scope=request.scope, at=now, on=today)
    return JsonResponse(
        {
            "owner": str(request.scope.account_id),
            "carried_at": now.isoformat(),
            "people": [
                {
                    "episode_id": str(line.episode_id),
                    "code": line.person_code,
                    "name": line.masked_name,
                    "commune": line.unit_name,
                    "due_on": line.due_on.isoformat(),
                    "last_on": line.last_on.isoformat() if line.last_on else "",
                    "last_kind": str(line.last_kind),
                    "basis": str(line.basis) if line.basis else "",
                }
                for line in lines
            ],
        }
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(WRITE)
def send(request: StaffRequest) -> HttpResponse:
    """GET: who is signed in, and the token to send with. POST: notes, each answered for itself.

    A note is `recorded`, `waiting` (somebody must decide), or `refused` with the reason; a refused one stays on the
    device. Whatever breaks in between, the device sends again: the same note is taken once.
    """
    if request.method != "POST":
        return JsonResponse({"owner": str(request.scope.account_id), "csrf": get_token(request)})
    try:
        notes = json.loads(request.body)["notes"]
        told = [(str(one["note_id"]), UUID(str(one["episode_id"])), dict(one)) for one in notes]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"problem": "unreadable"}, status=400)
    return JsonResponse({"answers": [_taken(request, *one) for one in told[:AT_ONCE]]})


def _taken(request: StaffRequest, note_id: str, episode_id: UUID, sent: dict[str, Any]) -> dict[str, Any]:
    """What became of one note."""
    form = VisitNote(sent, on=timezone.localdate())
    if not form.is_valid():
        said = [f"{form.fields[name].label}: {errors[0]}" for name, errors in form.errors.items()]
        return {"note_id": note_id, "state": "refused", "why": " ".join(said)}
    typed = form.cleaned_data
    taken_at: datetime = typed["taken_at"]
    try:
        made = receive_field_note(
            Told(id=typed.pop("note_id"), episode_id=episode_id, **{**typed, "taken_at": taken_at}),
            scope=request.scope,
            at=timezone.now(),
        )
    except (NotFound, Forbidden):
        why = _("This person is no longer on a list that you may write to.")
        return {"note_id": note_id, "state": "refused", "why": why}
    except Refused as refused:
        return {"note_id": note_id, "state": "refused", "why": str(refused)}
    return {"note_id": note_id, "state": "recorded" if made.contact_id else "waiting", "why": ""}
