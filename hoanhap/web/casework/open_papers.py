"""Papers that were drafted and not issued, of everybody in reach: from the page of the day to the paper."""

from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_safe

from hoanhap.casework.queries import waiting as queries
from hoanhap.kit.errors import Words
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.paging import page_number

STATES: Final[dict[str, Words]] = {
    "": pgettext_lazy("papers", "All"),
    queries.DRAFT: pgettext_lazy("papers", "To review"),
    queries.REVIEWED: pgettext_lazy("papers", "To number and sign"),
}


@require_safe
@needs("casework.read")
def open_papers(request: StaffRequest) -> HttpResponse:
    """The oldest first; `?state=` shows only drafts, or only what has been reviewed."""
    state = request.GET.get("state", "")
    page = queries.open_papers(
        scope=request.scope, on=timezone.localdate(), state=state, number=page_number(request)
    )
    return render(
        request,
        "casework/documents/open.html",
        {"page": page, "state": state if state in STATES else "", "states": STATES.items()},
    )
