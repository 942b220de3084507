"""The page of one episode: where it stands, under which law, what comes next and why, what was done."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from hoanhap.access.queries.names import names_of
from hoanhap.access.scope import OPERATOR_ID, Scope
from hoanhap.casework.queries import episodes as queries
from hoanhap.casework.queries import openings, transitions
from hoanhap.community.queries import contacts, teams
from hoanhap.community.rules.follow_up import contacts_kept, next_contact, review
from hoanhap.kit.errors import Words as Text
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.casework.standing import (
    bar_of,
    choices_of,
    deciders_of,
    duties_of,
    grouped,
    next_href,
    term_of,
)
from hoanhap.web.community.contacts import contact_form
from hoanhap.web.once import new_token
from hoanhap.web.people.header import crumbs_of, who


@require_GET
@needs("casework.read")
def episode(request: StaffRequest, episode_id: UUID) -> HttpResponse:
    """One episode on one page: the next duty on top, the way through the regime, team, contacts and history."""
    today, now, scope = timezone.localdate(), timezone.now(), request.scope
    page = queries.episode_page(episode_id, scope=scope, at=now, purpose="episode-page")
    row = who(request, page.person_id, "casework.read")
    near = scope.within({page.unit_id})
    written = contacts.contacts_of(episode_id, scope=near)
    assigned = teams.assignments_of(episode_id, scope=near, on=today)
    possible, others = choices_of(page, scope, on=today)
    return render(
        request,
        "casework/episode.html",
        {
            "page": page,
            "person": row,
            "crumbs": crumbs_of(row),
            "kind_title": openings.kind_title(page.kind),
            "law": page.course.at(today) if page.is_open else page.course.regime,
            "bar": bar_of(page, scope, on=today),
            "next_href": next_href(page, scope),
            "todo": duties_of(page, scope, on=today),
            "possible": grouped(possible),
            "impossible": others,
            "term": term_of(page, on=today),
            "deciders": deciders_of(page, on=today),
            "crossings": transitions.crossings(
                page.regime,
                opened_on=page.opened_on,
                closed_on=page.closed_on,
                steps=[(line.kind, line.on) for line in page.steps],
                on=today,
            ),
            "facility": page.facility_name,
            "history": history_of((*page.steps, *page.withdrawn), scope),
            "is_print": "print" in request.GET,
            "printed_at": now,
            "contacts": written,
            "assigned": assigned,
            "follow_up": follow_up_of(page, written, on=today),
            "contact_form": contact_form(None, assigned, today=today),
            "form_token": new_token(),
            "may_contact": scope.may("community.write"),
            "may_write": scope.may("casework.write"),
            "today": today,
        },
    )


def follow_up_of(
    page: queries.EpisodePage, written: Sequence[contacts.ContactLine], *, on: date
) -> contacts.FollowUp | None:
    """How the months after the hand-over went, from what the page has read already."""
    since = page.state.handed_over_on
    if since is None or page.regime.follow_up is None:
        return None
    held = sorted(
        (line for line in written if line.retired_at is None and since < line.happened_on <= on), key=_when
    )
    days, months, ended_on = (
        [line.happened_on for line in held],
        page.regime.follow_up.months,
        page.state.ended_on,
    )
    last_on, planned_on = (held[-1].happened_on, held[-1].next_on) if held else (None, None)
    return contacts.FollowUp(
        handed_over_on=since,
        ends_on=page.regime.follow_up_ends(since),
        months=review(since, months, days, on=on, ended_on=ended_on),
        is_kept=contacts_kept(since, months, days, on=on, ended_on=ended_on),
        next_due_on=None if ended_on else next_contact(since, months, last_on, planned_on),
        contacts=len(days),
    )


def _when(line: contacts.ContactLine) -> tuple[date, UUID]:
    return line.happened_on, line.id


def history_of(lines: Sequence[queries.StepLine], scope: Scope) -> list[tuple[queries.StepLine, Text, bool]]:
    """What was written, the latest day first, with its author and whether this account may correct it.

    What was taken back stands beside it. Signed papers are corrected only by whoever signs.
    """
    authors = names_of({line.recorded_by for line in lines})
    return [
        (
            line,
            _("a command on the server")
            if line.recorded_by == OPERATOR_ID
            else authors.get(line.recorded_by, ""),
            line.retired_at is None and scope.may("casework.sign" if line.is_signed else "casework.write"),
        )
        for line in sorted(lines, key=lambda line: (line.on, line.recorded_at), reverse=True)
    ]
