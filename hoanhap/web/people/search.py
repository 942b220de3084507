"""Finding people. What is searched for never stands in an address: it is sent by POST and kept in the session."""

from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from hoanhap.casework.queries import episodes
from hoanhap.people.queries import people as queries
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import commune_choices
from hoanhap.web.once import SeeOther
from hoanhap.web.paging import page_number
from hoanhap.web.people.forms import FindPeople

SESSION_KEY: Final = "people_search"


@require_http_methods(["GET", "HEAD", "POST"])
@needs("people.read")
def people(request: StaffRequest) -> HttpResponse:
    """The search box, and the people of the account's area who answer to it, by given name."""
    today = timezone.localdate()
    terms: dict[str, Any] = request.session.get(SESSION_KEY, {})
    form = FindPeople(
        request.POST if request.method == "POST" else terms,
        units=commune_choices(request.scope, "people.read", on=today),
        stages=episodes.stages(),
    )
    may_write = request.scope.may("people.write")
    if request.method == "POST":
        if "clear" in request.POST:
            request.session.pop(SESSION_KEY, None)
            return SeeOther(request.path)
        if form.is_valid():
            request.session[SESSION_KEY] = {key: value for key, value in form.cleaned_data.items() if value}
            return SeeOther(request.path)
        return render(
            request, "people/list.html", {"form": form, "is_search": True, "may_write": may_write}, status=422
        )
    wanted = form.cleaned_data if form.is_valid() else {"text": "", "unit": "", "stage": ""}
    among = (
        episodes.people_in_stage(
            wanted["stage"], scope=request.scope, on=today, unit_id=wanted["unit"] or None
        )
        if wanted["stage"]
        else None
    )
    page = queries.search(
        wanted["text"],
        scope=request.scope,
        unit_id=wanted["unit"] or None,
        among=among,
        number=page_number(request),
    )
    latest = episodes.latest_of([row.id for row in page], scope=request.scope, on=today)
    return render(
        request,
        "people/list.html",
        {
            "form": form,
            "is_search": bool(terms),
            "page": page,
            "rows": [(row, latest.get(row.id)) for row in page],
            "may_write": may_write,
        },
    )
