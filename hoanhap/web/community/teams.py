"""Work teams: who is in them, and who helps whom."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from hoanhap.casework.queries import episodes
from hoanhap.community.operations import assignments
from hoanhap.community.operations import teams as operations
from hoanhap.community.queries import teams as queries
from hoanhap.community.queries.allowances import allowances
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import office_choices
from hoanhap.web.casework.around import around
from hoanhap.web.community.forms import Assign, Leaving, NewMember, NewTeam
from hoanhap.web.once import answer
from hoanhap.web.paging import page_number, paged

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@needs("community.read")
def teams(request: StaffRequest) -> HttpResponse:
    """The teams of the account's area."""
    found = queries.team_list(scope=request.scope, on=timezone.localdate())
    return render(
        request,
        "community/teams.html",
        {"page": paged(found, page_number(request)), "may_write": request.scope.may("community.write")},
    )


@require_GET
@needs("community.read")
def team(request: StaffRequest, team_id: UUID) -> HttpResponse:
    """One team: its members, and how many people each one helps."""
    page = queries.team_page(team_id, scope=request.scope, on=timezone.localdate())
    return render(
        request,
        "community/team.html",
        {"team": page, "may_write": request.scope.may("community.write")},
    )


@get_or_post
@needs("community.write")
def set_up(request: StaffRequest) -> HttpResponse:
    """A team is set up by a decision of the commune."""
    form = NewTeam(
        request.POST or None,
        initial={"name": _("Rehabilitation task team"), "kind": "rehab-task-team"},
        offices=office_choices(request.scope, "community.write", on=timezone.localdate()),
    )

    def act() -> str:
        made = operations.set_up_team(**form.cleaned_data, scope=request.scope, at=timezone.now())
        messages.success(request, _("The team was set up. Now add its members."))
        return reverse("team", args=[made.pk])

    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={"heading": _("Set up a team"), "crumbs": [_teams()], "back": reverse("teams")},
    )


@get_or_post
@needs("community.write")
def add_member(request: StaffRequest, team_id: UUID) -> HttpResponse:
    """Somebody joins the team."""
    norms = [(one.code, one.title.text(get_language())) for one in allowances(timezone.localdate()).norms]
    form = NewMember(request.POST or None, norms=norms)
    return _change_team(
        request,
        team_id,
        form,
        lambda typed: operations.add_member(team_id=team_id, **typed, scope=request.scope, at=timezone.now()),
        heading=_("Add a member"),
        done=_("The member was added."),
    )


def _change_team(
    request: StaffRequest,
    team_id: UUID,
    form: forms.Form,
    act: Callable[[dict[str, Any]], object],
    *,
    heading: str,
    done: str,
) -> HttpResponse:
    page = queries.team_page(team_id, scope=request.scope, on=timezone.localdate())
    back = reverse("team", args=[team_id])

    def carried_out() -> str:
        act(form.cleaned_data)
        messages.success(request, done)
        return back

    return answer(
        request,
        form,
        carried_out,
        template="form_page.html",
        context={
            "heading": heading,
            "kicker": page.name,
            "crumbs": [_teams(), (page.name, back)],
            "back": back,
        },
    )


@get_or_post
@needs("community.write")
def assign(request: StaffRequest, episode_id: UUID) -> HttpResponse:
    """A member of the commune's team is given the task of helping this person."""
    today = timezone.localdate()
    page = episodes.episode_page(episode_id, scope=request.scope, at=timezone.now(), purpose="assign-helper")
    members = queries.members_for(episode_id, scope=request.scope, on=today)
    form = Assign(
        request.POST or None,
        initial={"task": _("Meets the person regularly and advises the family")},
        members=[(str(one.id), f"{one.full_name} ({one.role_label})") for one in members],
    )

    def act() -> str:
        assignments.assign(episode_id=episode_id, **form.cleaned_data, scope=request.scope, at=timezone.now())
        messages.success(request, _("The helper was assigned."))
        return reverse("episode", args=[episode_id])

    lead = "" if members else _("The commune has no team yet. Set one up first, under Task teams.")
    return answer(
        request,
        form,
        act,
        template="form_page.html",
        context={**around(request, page, _("Assign a helper")), "lead": lead},
    )


@get_or_post
@needs("community.write")
def end_assignment(request: StaffRequest, episode_id: UUID, assignment_id: UUID) -> HttpResponse:
    """The task ends on a day."""
    page = episodes.episode_page(episode_id, scope=request.scope, at=timezone.now(), purpose="end-assignment")
    found = queries.assignments_of(episode_id, scope=request.scope, on=timezone.localdate())
    if all(line.id != assignment_id for line in found):
        raise Http404
    form = Leaving(request.POST or None)

    def act() -> str:
        assignments.end_assignment(
            assignment_id=assignment_id, **form.cleaned_data, scope=request.scope, at=timezone.now()
        )
        messages.success(request, _("The task was ended."))
        return reverse("episode", args=[episode_id])

    return answer(
        request, form, act, template="form_page.html", context=around(request, page, _("End a helper's task"))
    )


def _teams() -> tuple[str, str]:
    return pgettext("page", "Task teams"), reverse("teams")
