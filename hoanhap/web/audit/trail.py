"""The trail on a page: who did and read what, when and why; and where its chains stand, to be printed and kept."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from hoanhap.access.queries import trail as queries
from hoanhap.access.rules.names import sign_in_name
from hoanhap.audit.queries import verification
from hoanhap.audit.rules.heads import Heads
from hoanhap.kit.text import in_blocks
from hoanhap.people.queries.codes import codes_of, person_coded
from hoanhap.places.queries.units import full_names
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.audit.kinds import kind_words, rooms
from hoanhap.web.forms import DayField, LineField
from hoanhap.web.paging import page_number
from hoanhap.web.people.page import PURPOSES
from hoanhap.web.widgets import Select

AUDIT = "audit.read"
WHAT = (
    ("", gettext_lazy("Acts and readings")),
    ("acts", gettext_lazy("Acts only")),
    ("reads", gettext_lazy("Readings only")),
)


class Narrow(forms.Form):
    """What narrows the trail: names of staff, codes and days, so it may stand in the address."""

    account = LineField(label=gettext_lazy("Account"), required=False, max_length=150)
    person = LineField(label=gettext_lazy("Code of the person"), required=False, max_length=12)
    what = forms.ChoiceField(
        label=pgettext_lazy("trail", "What"), required=False, choices=WHAT, widget=Select
    )
    room = forms.ChoiceField(label=gettext_lazy("About what"), required=False, widget=Select)
    from_on = DayField(label=pgettext_lazy("day", "From"), required=False, help_text="")
    to_on = DayField(label=pgettext_lazy("day", "To"), required=False, help_text="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].choices = [("", gettext_lazy("All rooms of the program")), *rooms()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("from_on"), given.get("to_on")
        if first and last and last < first:
            self.add_error("to_on", _("The last day comes before the first."))
        return given


@require_safe
@needs(AUDIT)
def index(request: StaffRequest) -> HttpResponse:
    """Who did and read what, the latest first. Reading it is written down as well."""
    form = Narrow(request.GET if set(request.GET) & set(Narrow.base_fields) else None)
    given = form.cleaned_data if form.is_bound and form.is_valid() else {}
    person_id = None
    if code := given.get("person", ""):
        person_id = person_coded(code, scope=request.scope)
        if person_id is None:
            form.add_error("person", _("Nobody has this code. Copy it from the file or from a line below."))
    page = None
    if not form.errors:
        what = given.get("what", "")
        page = queries.entries(
            queries.TrailFilter(
                account=sign_in_name(given.get("account", "")),
                person_id=person_id,
                is_read={"acts": False, "reads": True}.get(what),
                kinds=given.get("room", ""),
                from_on=given.get("from_on"),
                to_on=given.get("to_on"),
            ),
            scope=request.scope,
            at=timezone.now(),
            number=page_number(request),
        )
    return render(
        request,
        "audit/trail.html",
        {"form": form, "page": page, "rows": _rows(page, request) if page else []},
    )


def _rows(page: Any, request: StaffRequest) -> list[dict[str, Any]]:
    codes = codes_of({one.person_id for one in page if one.person_id}, scope=request.scope)
    names = full_names({one.unit_id for one in page} | request.scope.area_ids(AUDIT), on=timezone.localdate())
    return [
        {
            "line": one,
            "what": kind_words(one.kind),
            "code": codes.get(one.person_id, ""),
            "unit": names.get(one.unit_id, one.unit_id),
            "why": PURPOSES.get(one.reason, one.reason),
        }
        for one in page
    ]


@require_safe
@needs(AUDIT)
def heads(request: StaffRequest) -> HttpResponse:
    """Where the chains of the trail stand now: a sheet to print, sign and put away."""
    now = timezone.now()
    standing = Heads(now.isoformat(), verification.heads())
    root = in_blocks(standing.root, 8).split()
    return render(
        request, "audit/heads.html", {"heads": standing, "root": root, "now": timezone.localtime(now)}
    )
