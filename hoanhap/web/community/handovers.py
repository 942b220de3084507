"""A member leaves and hands over; a team ends; who is without a helper."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.community.operations import handovers as operations
from hoanhap.community.queries import helpers
from hoanhap.community.queries import teams as queries
from hoanhap.kit.errors import Words
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.community.club_forms import NOBODY, Ending, Leaving
from hoanhap.web.paging import page_number
from hoanhap.web.residence.around import form_page

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@get_or_post
@needs("community.write")
def leave(request: StaffRequest, team_id: UUID, member_id: UUID) -> HttpResponse:
    """A member leaves on a day; each person they help is handed to another in the same step."""
    today = timezone.localdate()
    page = queries.team_page(team_id, scope=request.scope, on=today)
    line = next((one for one in page.members if one.id == member_id), None)
    if line is None:
        raise Http404
    helped = helpers.helped_by(member_id, scope=request.scope)
    found = helpers.receivers(page.unit_id, scope=request.scope, on=today, but=member_id) if helped else []
    receivers: list[tuple[str, Words]] = [
        (key, _("%(name)s, %(team)s – helps %(count)s now") % {"name": name, "team": team, "count": count})
        for key, name, team, count in found
    ]
    form = Leaving(
        request.POST or None,
        helped=[(str(one.episode_id), f"{one.masked_name} ({one.code})") for one in helped],
        receivers=receivers,
    )

    def act(typed: dict[str, Any]) -> None:
        to = {
            UUID(name.removeprefix("to_")): None if value == NOBODY else UUID(value)
            for name, value in typed.items()
            if name.startswith("to_")
        }
        operations.hand_over_and_leave(
            member_id=member_id, on=typed["on"], to=to, scope=request.scope, at=timezone.now()
        )

    return form_page(
        request,
        form,
        act,
        heading=_("A member leaves"),
        done=_("It was recorded that the member leaves."),
        crumbs=[_teams(), (page.name, reverse("team", args=[team_id]))],
        back=reverse("team", args=[team_id]),
        kicker=line.full_name,
        lead=_("Whom the member helps is handed to others in the same step.") if helped else "",
    )


@get_or_post
@needs("community.write")
def end(request: StaffRequest, team_id: UUID) -> HttpResponse:
    """A team ends; not while its members help anybody."""
    page = queries.team_page(team_id, scope=request.scope, on=timezone.localdate())
    back = reverse("team", args=[team_id])
    return form_page(
        request,
        Ending(request.POST or None),
        lambda typed: operations.end_team(team_id=team_id, **typed, scope=request.scope, at=timezone.now()),
        heading=_("End the team"),
        done=_("The team was ended."),
        crumbs=[_teams(), (page.name, back)],
        back=back,
        kicker=page.name,
        lead=_("Everybody in it leaves on that day. A club or a counselling point closes with it."),
        is_danger=True,
    )


@require_GET
@needs("community.read")
def unhelped(request: StaffRequest) -> HttpResponse:
    """People whose helper went and who have no other, the longest first."""
    page = helpers.without_helper(scope=request.scope, on=timezone.localdate(), number=page_number(request))
    return render(
        request,
        "community/unhelped.html",
        {"page": page, "may_write": request.scope.may("community.write")},
    )


def _teams() -> tuple[Words, str]:
    return pgettext("page", "Task teams"), reverse("teams")
