"""The list of episodes, and the page of one: where it stands, what comes next, what was done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from hoanhap.access.queries.names import names_of
from hoanhap.access.scope import OPERATOR_ID, Scope
from hoanhap.casework.queries import episodes as queries
from hoanhap.casework.rules.parts import StepKind
from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.words import Words
from hoanhap.community.queries import contacts, teams
from hoanhap.community.rules.follow_up import contacts_kept, next_contact, review
from hoanhap.kit.errors import Words as Text
from hoanhap.people.queries import people
from hoanhap.web.access import StaffRequest, needs
from hoanhap.web.areas import commune_choices
from hoanhap.web.asof import day_asked
from hoanhap.web.casework.steps import may_record
from hoanhap.web.community.contacts import contact_form
from hoanhap.web.once import new_token
from hoanhap.web.paging import page_number
from hoanhap.web.people.header import crumbs_of, who
from hoanhap.web.widgets import Select

UNUSUAL: Final = frozenset({"breach", "other-end"})
"""Steps that are no part of the way that most people go: offered, but not drawn as something still to be done."""


@dataclass(frozen=True)
class BarStep:
    """One step of the way, as the bar shows it. `href` is set where it can be recorded now."""

    kind: StepKind
    state: str
    on: date | None
    href: str


class Narrow(forms.Form):
    """What narrows the list of episodes. It names nobody, so it may stand in the address."""

    stage = forms.ChoiceField(label=_("Stage"), required=False)
    unit = forms.ChoiceField(label=_("Commune"), required=False, widget=Select)


@require_GET
@needs("casework.read")
def episodes(request: StaffRequest) -> HttpResponse:
    """The episodes of the account's area, the latest application first."""
    today = timezone.localdate()
    on = day_asked(request, today=today)
    form = Narrow(request.GET)
    stages, units = queries.stages(), commune_choices(request.scope, "casework.read", on=today)
    form.fields["stage"].choices = [("", _("Any stage")), *stages]  # type: ignore[attr-defined]
    form.fields["unit"].choices = [("", _("All communes in your area")), *units]  # type: ignore[attr-defined]
    wanted = form.cleaned_data if form.is_valid() else {"stage": "", "unit": ""}
    page = queries.list_episodes(
        scope=request.scope,
        on=on,
        unit_id=wanted["unit"] or None,
        stage=wanted["stage"] or None,
        number=page_number(request),
    )
    names = people.masked_names({row.person_id for row in page}, scope=request.scope, power="casework.read")
    return render(
        request,
        "casework/episodes.html",
        {
            "form": form,
            "page": page,
            "rows": [(row, names.get(row.person_id)) for row in page],
            "is_narrowed": any(wanted.values()),
            "on": on,
            "is_today": on == today,
        },
    )


@require_GET
@needs("casework.read")
def episode(request: StaffRequest, episode_id: UUID) -> HttpResponse:
    """One episode on one page: the next duty on top, the way through the regime, team, contacts and history."""
    today, now = timezone.localdate(), timezone.now()
    page = queries.episode_page(episode_id, scope=request.scope, at=now, purpose="episode-page")
    row = who(request, page.person_id, "casework.read")
    written = contacts.contacts_of(episode_id, scope=request.scope)
    assigned = teams.assignments_of(episode_id, scope=request.scope, on=today)
    return render(
        request,
        "casework/episode.html",
        {
            "page": page,
            "person": row,
            "crumbs": crumbs_of(row),
            "bar": bar_of(page, request.scope),
            "next_href": next_href(page, request.scope),
            "others": others_of(page, request.scope),
            "history": history_of((*page.steps, *page.withdrawn), request.scope),
            "contacts": written,
            "assigned": assigned,
            "follow_up": follow_up_of(page, written, on=today),
            "contact_form": contact_form(None, assigned, today=today),
            "form_token": new_token(),
            "may_contact": request.scope.may("community.write"),
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


def bar_of(page: queries.EpisodePage, scope: Scope) -> list[BarStep]:
    """The way through the regime: what is done, what can be done now, what is still to come."""
    done = {line.kind: line.on for line in page.steps}
    late = {closing_step(page.regime, duty.code) for duty in page.duties if duty.is_late}
    drawn = [step for step in page.regime.steps if step.code not in UNUSUAL or step.code in done]
    open_steps = [step.code for step in drawn if step.code in page.possible_steps and step.code not in done]
    return [
        BarStep(
            kind=step,
            state=_state(step.code, done, late, open_steps, is_open=page.is_open),
            on=done.get(step.code),
            href=step_href(page.id, step.code)
            if step.code in open_steps and may_record(scope, step.code)
            else "",
        )
        for step in drawn
    ]


def _state(
    code: str, done: Mapping[str, date], late: Collection[str], open_steps: Sequence[str], *, is_open: bool
) -> str:
    if code in done:
        return "done"
    if not is_open:
        return "skipped"
    if code in late:
        return "late"
    return "current" if open_steps[:1] == [code] else "todo"


def closing_step(regime: Regime, duty: str) -> str:
    """The step that fulfils a duty."""
    return next((one.until for one in regime.duties if one.code == duty), "")


def step_href(episode_id: UUID, step: str) -> str:
    """The page on which a step is recorded."""
    return reverse("episode-step", args=[episode_id, step])


def next_href(page: queries.EpisodeSummary, scope: Scope) -> str:
    """Where the next duty is fulfilled; nothing where this account does not write such steps."""
    step = closing_step(page.regime, page.next_duty.code) if page.next_duty else ""
    return step_href(page.id, step) if step and may_record(scope, step) else ""


def others_of(page: queries.EpisodePage, scope: Scope) -> list[tuple[Words, str, bool]]:
    """Every step that can be recorded now: its name, its page, and whether it stops the episode early."""
    kinds = (page.regime.step(code) for code in page.possible_steps)
    return [
        (kind.title, step_href(page.id, kind.code), kind.code in UNUSUAL)
        for kind in kinds
        if kind and may_record(scope, kind.code)
    ]


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
