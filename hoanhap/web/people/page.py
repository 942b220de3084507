"""The page of one person, what was changed in the file, and who opened it.

Opening is logged; officers in reach need no further step.
"""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from hoanhap.access.queries.trail import by_who_treats
from hoanhap.audit.queries import reads
from hoanhap.casework.queries import episodes
from hoanhap.community.queries import contacts, teams
from hoanhap.kit.errors import NotFound, Words
from hoanhap.people.queries import merging
from hoanhap.people.queries import people as queries
from hoanhap.places.queries import organisations, units
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.casework.page import history_of
from hoanhap.web.casework.standing import next_href
from hoanhap.web.paging import page_number
from hoanhap.web.people.forms import SEXES
from hoanhap.web.people.header import who
from hoanhap.web.templatetags.hoanhap import UNKNOWN, day, yes_no

CONTACTS_SHOWN: Final = 5

FIELDS: Final[dict[str, Words]] = {
    "full_name": _("Full name"),
    "sex": _("Sex"),
    "birth": _("Date of birth"),
    "died_on": _("Day of death"),
    "name": _("Other name"),
    "kind": _("Kind"),
    "number": _("Number"),
    "issued_on": _("Issued on"),
    "issued_by": _("Issued by"),
    "valid_until": _("Until before"),
    "valid_from": _("Since"),
    "unit_id": _("Commune"),
    "line": _("House, hamlet, street"),
    "relation": _("Relation"),
    "phone": _("Telephone"),
    "is_contact": _("May be contacted about the treatment"),
    "office_id": _("Responsible office"),
    "basis": _("On what basis"),
    "retired_at": pgettext_lazy("record", "Withdrawn"),
}
PURPOSES: Final[dict[str, Words]] = {
    "person-page": _("Opened the file"),
    "episode-page": _("Opened an episode"),
    "correction": _("Corrected the file"),
    "record-step": _("Recorded a step"),
    "correct-step": _("Corrected a step"),
    "withdraw-step": _("Withdrew a step"),
    "record-contact": _("Recorded a contact"),
    "withdraw-contact": _("Withdrew a contact"),
    "assign-helper": _("Assigned a helper"),
    "needs": _("Read needs and support"),
    "end-assignment": _("Ended a helper's task"),
    "history": _("Read the history of the file"),
    "sight": _("Looked who can see the file"),
    "pairs": _("Compared files that look alike"),
    "merge": _("Compared two files before merging them"),
    "undo-merge": _("Looked at a merge before undoing it"),
    "look-alikes": _("Looked for similar files before making a new one"),
}


@require_GET
@needs("people.read")
def person(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Where the person stands and what comes next; below it everything the file knows."""
    today, now, scope = timezone.localdate(), timezone.now(), request.scope
    try:
        card = queries.person_card(person_id, scope=scope, at=now, purpose="person-page")
    except NotFound:
        into = merging.goes_on_in(person_id, scope=scope)
        if into is None:
            raise
        messages.info(request, _("That file was merged into this one."))
        return redirect("person", into)
    # Seen at all, so seen by a unit that answers for the person today: no other unit has to be asked about.
    near = scope.within({line.unit_id for line in card.responsibilities if line.is_current})
    found, steps = episodes.file_of(person_id, scope=near, on=today)
    current = found[0] if found else None
    written = contacts.contacts_of(current.id, scope=near) if current else []
    return render(
        request,
        "people/person.html",
        {
            "card": card,
            "episodes": found,
            "current": current,
            "next_href": next_href(current, scope) if current else "",
            "history": history_of(steps, scope),
            "assigned": teams.assignments_of(current.id, scope=near, on=today) if current else [],
            "contacts": [line for line in written if line.retired_at is None][:CONTACTS_SHOWN],
            "may_write": scope.may("people.write"),
            "may_open": scope.may("casework.write"),
            "may_identify": not card.is_masked,
            "may_merge": scope.may("people.merge") and not card.is_masked,
            "may_assign": scope.may("people.assign"),
            "may_see_needs": scope.may("community.read"),
            "may_offer": scope.may("casework.write") and bool(card.responsibilities) and not card.died_on,
            "today": today,
        },
    )


@require_GET
@needs("people.identify")
def history(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """What was changed in the file: what stood there before, what was put there, by whom and why."""
    now, number = timezone.now(), page_number(request)
    row = who(request, person_id, "people.identify")
    page = queries.history(person_id, scope=request.scope, at=now, number=number)
    words = _words_of(page, on=timezone.localdate())
    rows = [
        (
            change,
            FIELDS.get(change.field, change.field),
            _said(change.field, change.before, words),
            _said(change.field, change.after, words),
        )
        for change in page
    ]
    return render(request, "people/history.html", {"person": row, "page": page, "rows": rows})


@require_GET
@needs("people.identify")
def readers(request: StaffRequest, person_id: UUID) -> HttpResponse:
    """Who opened this file, when, and what for."""
    row = who(request, person_id, "people.identify")
    page = reads.reads_of(*merging.whole_file(row.id), apart=by_who_treats(), number=page_number(request))
    rows = [(line, PURPOSES.get(line.reason, line.reason)) for line in page]
    return render(request, "people/readers.html", {"person": row, "page": page, "rows": rows})


def _words_of(changes: Iterable[queries.Change], *, on: Any) -> dict[Any, str]:
    """What units and offices that stand in changes were called."""
    keys: dict[str, set[Any]] = {"unit_id": set(), "office_id": set()}
    for change in changes:
        if change.field in keys:
            keys[change.field] |= {change.before, change.after} - {None}
    return {
        **(units.full_names(keys["unit_id"], on=on) if keys["unit_id"] else {}),
        **(organisations.names_of(keys["office_id"], on=on) if keys["office_id"] else {}),
    }


def _said(field: str, value: Any, words: dict[Any, str]) -> Words:
    if value is None or value == "":
        return UNKNOWN
    if field in {"unit_id", "office_id"}:
        return words.get(value, str(value))
    if isinstance(value, bool):
        return yes_no(value)
    return SEXES.get(value, value) if field == "sex" else day(value) if hasattr(value, "year") else str(value)
