"""Where an episode stands, in words: the usual way, what is due, what is possible, the term, who decides."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.queries import episodes as queries
from hoanhap.casework.queries import openings, regimes
from hoanhap.casework.queries.authorities import authorities
from hoanhap.casework.queries.offices import office_of
from hoanhap.casework.rules.authorities import NobodyHolds
from hoanhap.casework.rules.explained import TermExplained, TermLine, explain_term
from hoanhap.casework.rules.guards import Reason
from hoanhap.casework.rules.parts import Effect, StepKind
from hoanhap.casework.rules.spans import TRANSFER
from hoanhap.casework.rules.usual import usual_path
from hoanhap.kit.errors import Words as Text
from hoanhap.web.casework.steps import may_record, sentences, stops
from hoanhap.web.templatetags.casework import said
from hoanhap.web.templatetags.hoanhap import day


@dataclass(frozen=True)
class BarStep:
    """One step of the way, as the bar shows it. `href` is set where it can be recorded now."""

    kind: StepKind
    state: str
    on: date | None
    href: str


@dataclass(frozen=True)
class ToDo:
    """A duty that stands. `hrefs`: what fulfils it, by name and address."""

    duty: queries.DutyLine
    office: Text
    blank: str
    hrefs: Sequence[tuple[Text, str]]


@dataclass(frozen=True)
class Choice:
    """A step that can be recorded today, or cannot for these `reasons`."""

    kind: StepKind
    href: str
    is_usual: bool
    stops: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class TermShown:
    """A term, and what changed it: the step and what it did."""

    term: TermExplained
    lines: list[tuple[str, str]]


def bar_of(page: queries.EpisodePage, scope: Scope, *, on: date) -> list[BarStep]:
    """The usual way through the law that the episode follows: what is done, what can be done now, what is to come."""
    done: dict[str, date] = {}
    for line in page.steps:
        done.setdefault(line.kind, line.on)
    regime = page.course.at(on) if page.is_open else page.course.regime
    usual = usual_path(regime, page.form)
    written = [code for code in done if _is_drawn(page, code)]
    drawn = [step for step in regime.steps if step.code in usual or step.code in written]
    drawn = [
        *(kind for code in written if regime.step(code) is None and (kind := page.course.step(code))),
        *drawn,
    ]
    late = {code for duty in page.duties if duty.is_late for code in duty.steps}
    possible = [step.code for step in drawn if step.code in page.possible_steps and step.code not in done]
    last_done = max((place for place, step in enumerate(drawn) if step.code in done), default=-1)
    return [
        BarStep(
            kind=step,
            state=_state(step.code, done, late, possible, is_open=page.is_open, is_past=place < last_done),
            on=done.get(step.code),
            href=step_href(page.id, step.code)
            if step.code in possible and step.code != TRANSFER and may_record(scope, step)
            else "",
        )
        for place, step in enumerate(drawn)
    ]


def _is_drawn(page: queries.EpisodePage, code: str) -> bool:
    """Whether a step that was written stands in the bar: what happens again and again has its place in the timeline."""
    kind = page.course.step(code)
    return kind is not None and not kind.repeats


def _state(
    code: str,
    done: Mapping[str, date],
    late: Collection[str],
    possible: Sequence[str],
    *,
    is_open: bool,
    is_past: bool,
) -> str:
    if code in done:
        return "done"
    if not is_open:
        return "skipped"
    if code in late:
        return "late"
    if possible[:1] == [code]:
        return "current"
    return "skipped" if is_past and code not in possible else "todo"


def step_href(episode_id: UUID, step: str) -> str:
    """The page on which a step is recorded."""
    return reverse("episode-step", args=[episode_id, step])


def hrefs_of(
    page: queries.EpisodeSummary, duty: queries.DutyLine, scope: Scope
) -> Sequence[tuple[Text, str]]:
    """Where a duty is fulfilled: the step, or the opening of what follows. Nothing where this account cannot."""
    if duty.steps:
        steps = [(code, page.course.step(code)) for code in duty.steps]
        return [
            (said(kind.title), step_href(page.id, code))
            for code, kind in steps
            if kind and may_record(scope, kind)
        ][:1]
    if not scope.may("casework.write"):
        return []
    new = reverse("episode-new", args=[page.person_id])
    return [
        (
            _("Open: %(kind)s") % {"kind": openings.kind_title(kind)},
            f"{new}?{urlencode({'kind': kind, 'follows': str(page.id)})}",
        )
        for kind in openings.kinds_after(page, duty.code)
    ]


def next_href(page: queries.EpisodeSummary, scope: Scope) -> str:
    """Where the next duty is fulfilled; nothing where this account does not write such steps."""
    found = hrefs_of(page, page.next_duty, scope) if page.next_duty else []
    return found[0][1] if found else ""


def duties_of(page: queries.EpisodePage, scope: Scope, *, on: date) -> list[ToDo]:
    """Every duty that stands, with whose it is, where it is done, and the blank that keeps it without a day."""
    found = []
    for duty in page.duties:
        blank = ""
        if duty.blank:
            code, edition = duty.regime
            blank = said(regimes.regime(code, edition).blank(duty.blank).title)
        found.append(
            ToDo(duty, office_of(duty.by, on) if duty.by else "", blank, hrefs_of(page, duty, scope))
        )
    return found


def choices_of(page: queries.EpisodePage, scope: Scope, *, on: date) -> tuple[list[Choice], list[Choice]]:
    """The steps that can be recorded today, the usual ones first; and the others, with the reason in words."""
    regime = page.course.at(on)
    usual = usual_path(regime, page.form)
    now, later = [], []
    for option in page.options:
        kind = regime.step(option.code)
        by_itself = option.code not in (page.regime.opening.code, TRANSFER)
        if kind is None or not by_itself or not may_record(scope, kind):
            continue
        if option.is_possible:
            now.append(
                Choice(kind, step_href(page.id, kind.code), kind.code in usual, stops(regime, kind), ())
            )
        elif any(one.reason is not Reason.TWICE for one in option.refusals):
            reasons = sentences(page, option.code, option.refusals)
            later.append(
                Choice(kind, step_href(page.id, kind.code), kind.code in usual, stops(regime, kind), reasons)
            )
    now.sort(key=lambda one: (one.stops, not one.is_usual))
    return now, later


def grouped(possible: Sequence[Choice]) -> list[tuple[Text, list[Choice]]]:
    """The steps as somebody looks for them: the next ones of the usual way, what may happen at any time, the ends."""
    groups: list[tuple[Text, list[Choice]]] = [
        (_("Next on the usual way"), [one for one in possible if one.is_usual and not one.stops]),
        (_("What may happen in between"), [one for one in possible if not one.is_usual and not one.stops]),
        (_("Ends the episode early"), [one for one in possible if one.stops]),
    ]
    return [(title, found) for title, found in groups if found]


def deciders_of(page: queries.EpisodePage, *, on: date) -> Sequence[tuple[Text, Text, str, str]]:
    """Who decides today on what may come next: the function, who holds it, and on what basis."""
    if not page.is_open:
        return []
    regime, done = page.course.at(on), {line.kind for line in page.steps}
    wanted = [
        step.authority
        for step in regime.steps
        if step.authority and (step.code in page.possible_steps or step.code not in done)
    ]
    known = authorities()
    found = []
    for code in dict.fromkeys(wanted):
        try:
            holder = known.holder(code, on)
        except NobodyHolds:
            continue
        found.append(
            (said(known.title_of(code)), said(holder.position), holder.legal_basis, holder.confidence)
        )
    return found


def term_of(page: queries.EpisodePage, *, on: date) -> TermShown | None:
    """How the last day of the term comes about, line by line."""
    told = explain_term(page.course, page.facts, on)
    if told is None:
        return None
    lines = [(_step_title(page, line.step), _said_of(line)) for line in told.lines]
    return TermShown(told, lines)


def _step_title(page: queries.EpisodePage, code: str) -> str:
    kind = page.course.step(code)
    return said(kind.title) if kind else code


def _said_of(line: TermLine) -> str:
    """What a step did to the term, in words."""
    if line.first:
        if line.last is None:
            return gettext("stands still since %(first)s") % {"first": day(line.first)}
        return gettext("%(first)s – %(last)s: %(days)s days that do not count") % {
            "first": day(line.first),
            "last": day(line.last),
            "days": line.days,
        }
    amount = " ".join(
        filter(
            None,
            [
                gettext("%(count)s months") % {"count": line.months} if line.months else "",
                gettext("%(count)s days") % {"count": line.days} if line.days else "",
            ],
        )
    )
    if line.effect is Effect.EXTEND:
        return gettext("%(day)s: %(amount)s longer") % {"day": day(line.on), "amount": amount}
    if line.effect is Effect.DEDUCT:
        return gettext("%(day)s: %(amount)s served before are taken off") % {
            "day": day(line.on),
            "amount": amount,
        }
    return gettext("%(day)s: %(amount)s shorter") % {"day": day(line.on), "amount": amount}
