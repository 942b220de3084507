"""Looking a list over, and entering it."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hoanhap.exchange.operations import checking, deciding, entering
from hoanhap.exchange.queries import batches
from hoanhap.exchange.queries import rows as row_queries
from hoanhap.exchange.queries.batches import BatchCard
from hoanhap.exchange.queries.refusals import as_csv
from hoanhap.kit.errors import NotFound, Refused
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.paging import page_number

SECONDS: Final = 4.0
"""How long one request works on a list before it says how far it is."""
STATES: Final = (
    ("question", gettext_lazy("Needs a decision"), "warn"),
    ("refused", gettext_lazy("Cannot be entered"), "late"),
    ("ready", gettext_lazy("Ready"), "good"),
    ("committed", gettext_lazy("Entered"), "good"),
    ("known", gettext_lazy("Already entered"), "neutral"),
    ("skipped", gettext_lazy("Left out"), "neutral"),
)
TONES: Final = {**{code: tone for code, _label, tone in STATES}, "unread": "info"}


@require_GET
@needs("exchange.import")
def show(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Counts, remarks and rows of one list."""
    card = batches.batch(batch_id, scope=request.scope)
    state = request.GET.get("state", "")
    if state not in TONES:
        state = ""
    page = batches.rows(batch_id, scope=request.scope, state=state, number=page_number(request))
    return render(
        request,
        "exchange/review.html",
        {
            **_progress(card),
            "card": card,
            "state": state,
            "states": [
                (code, label, tone, card.count(code)) for code, label, tone in STATES if card.count(code)
            ],
            "page": page,
            "rows": [(row, TONES[row.state]) for row in page],
            "question": row_queries.first_question(batch_id, scope=request.scope)
            if card.count("question")
            else None,
        },
    )


def _progress(card: BatchCard) -> dict[str, Any]:
    """What is still to do by itself, and how far it is."""
    if card.state == "reading":
        return {"working": "checking", "done": card.total - card.count("unread"), "all": card.total}
    if card.state == "committing":
        return {
            "working": "entering",
            "done": card.count("committed"),
            "all": card.count("committed") + card.count("ready"),
        }
    return {"working": ""}


@require_POST
@needs("exchange.import")
def go_on(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Work on a list for a few seconds: check what is unread, or enter what is ready."""
    back = reverse("import", args=[batch_id])
    try:
        _work(request, batch_id)
    except NotFound:
        raise
    except Refused as refused:
        messages.warning(request, str(refused))
        return _to(request, back)
    card = batches.batch(batch_id, scope=request.scope)
    progress = _progress(card)
    if progress["working"] and _is_fragment(request):
        return render(request, "exchange/_progress.html", {**progress, "card": card})
    if not progress["working"] and card.count("committed"):
        _say_entered(request, card)
    return _to(request, back)


def _work(request: StaffRequest, batch_id: UUID) -> None:
    card = batches.batch(batch_id, scope=request.scope)
    now = timezone.now()
    if card.state == "reading":
        checking.check(batch_id=batch_id, scope=request.scope, at=now, seconds=SECONDS)
    elif card.state == "committing":
        entering.enter(batch_id=batch_id, scope=request.scope, at=now, seconds=SECONDS)


def _is_fragment(request: StaffRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _to(request: StaffRequest, address: str) -> HttpResponse:
    """A page to go to, also for a request that htmx made."""
    if _is_fragment(request):
        return HttpResponse(status=200, headers={"HX-Redirect": address})
    return redirect(address)


@require_http_methods(["GET", "POST"])
@needs("exchange.import")
def enter(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Ask once more, then enter the rows that are ready. A second click finds them entered."""
    card = batches.batch(batch_id, scope=request.scope)
    if request.method == "GET":
        if not card.count("ready"):
            return redirect("import", batch_id=batch_id)
        return render(request, "exchange/enter.html", {"card": card})
    try:
        entering.enter(batch_id=batch_id, scope=request.scope, at=timezone.now(), seconds=SECONDS)
    except NotFound:
        raise
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("import", batch_id=batch_id)
    card = batches.batch(batch_id, scope=request.scope)
    if card.state != "committing":
        _say_entered(request, card)
    return redirect("import", batch_id=batch_id)


def _say_entered(request: StaffRequest, card: BatchCard) -> None:
    words = _("Entered so far from this list: %(count)s people.") % {"count": card.count("committed")}
    messages.success(request, words)


@require_http_methods(["GET", "POST"])
@needs("exchange.import")
def give_up(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Forget a list; what was entered from it stays."""
    card = batches.batch(batch_id, scope=request.scope)
    if request.method == "GET":
        return render(request, "exchange/give_up.html", {"card": card})
    try:
        deciding.give_up(batch_id=batch_id, scope=request.scope, at=timezone.now())
    except NotFound:
        raise
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("import", batch_id=batch_id)
    messages.success(request, _("The list was forgotten. What had been entered stays."))
    return redirect("imports")


@require_GET
@needs("exchange.import")
def refused(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Everything found about the rows, as a file for whoever keeps the list."""
    found = batches.with_findings(batch_id, scope=request.scope)
    response = HttpResponse(as_csv(found), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="dong-can-sua.csv"'
    return response
