"""A plan whole, in words: what its newest edition says, its editions, how complete it is, and which plans follow it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Words
from hoanhap.programme.models import PlanEdition
from hoanhap.programme.queries import placing
from hoanhap.programme.queries.plan_bodies import NO_SUCH_PLAN, PlanHeld, of_plan
from hoanhap.programme.queries.plans import PlanLine, lines, reached
from hoanhap.programme.queries.scorecard_words import mark_text
from hoanhap.programme.rules.marks import Band
from hoanhap.programme.rules.plan_files import Asks, PlanBody, Target, Task, completeness
from hoanhap.programme.rules.tasks import STEPS

BOXES: Final[dict[str, Words]] = {
    "targets": _("Targets with marks"),
    "tasks": _("Tasks with their agencies"),
    "models": _("Models of care"),
    "solutions": _("Groups of solutions"),
    "schedule": _("A schedule"),
}
ASKS: Final[dict[Asks, Words]] = {
    Asks.AGENCY: pgettext_lazy("late task", "the agency itself"),
    Asks.HEAD: pgettext_lazy("late task", "the head who answers for it"),
    Asks.ISSUER: pgettext_lazy("late task", "who issued the plan"),
}
EVERY: Final[dict[str, Words]] = {
    "month": _("every month"),
    "quarter": _("every quarter"),
    "half-year": _("every half-year"),
    "year": _("every year"),
}


@dataclass(frozen=True)
class TargetLine:
    """One target in words. `indicator` is empty where its definition is gone."""

    code: str
    clause: str
    title: str
    quote: str
    mark: str
    reading: str
    indicator: str
    group: str
    responsible: tuple[str, ...]


@dataclass(frozen=True)
class TaskLine:
    """One task in words."""

    code: str
    clause: str
    title: str
    lead: str
    cooperating: tuple[str, ...]
    due: date | None
    every: Words
    evidence: str
    group: str


@dataclass(frozen=True)
class Head:
    """A post that answers, of which agency: for which targets, and which tasks its agency leads. Never a name."""

    agency: str
    post: str
    targets: tuple[tuple[str, str], ...]
    leads: tuple[str, ...]


@dataclass(frozen=True)
class EditionLine:
    """One edition: when, by whom, why, by which document."""

    number: int
    recorded_at: datetime
    by_name: str
    reason: str
    document_number: str


@dataclass(frozen=True)
class PlanInWords:
    """Everything that a plan says. `boxes`: what a complete plan has, and whether this one has it."""

    targets: tuple[TargetLine, ...]
    tasks: tuple[TaskLine, ...]
    groups: tuple[tuple[str, str], ...]
    lists: tuple[tuple[str, tuple[str, ...]], ...]
    schedule: str
    heads: tuple[Head, ...]
    escalation: tuple[tuple[int, Words], ...]
    boxes: tuple[tuple[Words, bool], ...]


def opened(plan_id: UUID, *, scope: Scope, on: date) -> tuple[PlanLine, PlanHeld]:
    """A plan in reach with its list, and what its newest edition says. Raises NotFound."""
    found = reached(scope).filter(pk=plan_id).prefetch_related("units").first()
    if found is None:
        raise NotFound(NO_SUCH_PLAN)
    return lines([found], on=on)[0], of_plan(found)


def in_words(held: PlanHeld) -> PlanInWords:
    """The newest edition in the reader's language. Asks the database nothing."""
    body, language = held.body, get_language()
    return PlanInWords(
        targets=tuple(_target(held, one) for one in body.targets),
        tasks=tuple(task_line(body, one) for one in body.tasks),
        groups=tuple((one.code, one.title.text(language)) for one in body.groups),
        lists=tuple(
            (one.title.text(language), tuple(place.name for place in one.units)) for one in body.lists
        ),
        schedule=body.schedule.text(language) if body.schedule else "",
        heads=heads(held),
        escalation=tuple((one.days, ASKS[one.asks]) for one in body.escalation or STEPS),
        boxes=tuple((BOXES[box], is_there) for box, is_there in completeness(body).items()),
    )


def heads(held: PlanHeld) -> tuple[Head, ...]:
    """Who answers for what, agency by agency, in the order of the plan."""
    language = get_language()
    titles = [(one, _target(held, one).title) for one in held.body.targets]
    return tuple(
        Head(
            party.name,
            party.head,
            tuple((target.code, title) for target, title in titles if party.code in target.responsible),
            tuple(task.title.text(language) for task in held.body.tasks if task.lead == party.code),
        )
        for party in held.body.parties
    )


def editions(held: PlanHeld) -> list[EditionLine]:
    """The editions of a plan that was read under the reader's scope, the newest first."""
    rows = PlanEdition.objects.filter(plan_id=held.id).defer("body").order_by("-number")
    return [
        EditionLine(row.number, row.recorded_at, row.recorded_by_name, row.reason, row.document_number)
        for row in rows
    ]


def followers(held: PlanHeld, *, scope: Scope) -> list[tuple[UUID, str, str, str]]:
    """The plans in reach that carry this one out: id, number, title, issuer."""
    found = reached(scope).filter(follows_id=held.id).order_by("issued_on", "number")
    return list(found.values_list("pk", "number", "title", "issuer"))


def lies_in(held: PlanHeld, unit_id: str, *, on: date) -> bool:
    """Whether a unit lies below the plan's area, so that its own plan can carry this one out."""
    return unit_id != held.area_id and unit_id in placing.ground(held.area_id, on=on)


def task_line(body: PlanBody, one: Task) -> TaskLine:
    """One task, its agencies by name."""
    names = {party.code: party.name for party in body.parties}
    language = get_language()
    return TaskLine(
        one.code,
        one.clause,
        one.title.text(language),
        names[one.lead],
        _named(one.cooperating, names),
        one.due,
        EVERY[one.every]
        if one.every
        else ("" if one.due else pgettext_lazy("task", "throughout the period")),
        one.evidence.text(language) if one.evidence else "",
        one.group,
    )


def _target(held: PlanHeld, one: Target) -> TargetLine:
    language = get_language()
    try:
        indicator = held.indicator_of(one)
        words = indicator.reading(one.reading).title
        title = (one.title or indicator.title).text(language)
        reading, used = words.text(language) if words else "", f"{indicator.code}.{indicator.edition}"
    except KeyError:  # the definition is gone: the plan says what it said
        title, reading, used = one.title.text(language) if one.title else one.code, "", ""
    names = {party.code: party.head or party.name for party in held.body.parties}
    return TargetLine(
        one.code,
        one.clause,
        title,
        one.quote,
        _mark(held, one),
        reading,
        used,
        one.group,
        _named(one.responsible, names),
    )


def _mark(held: PlanHeld, one: Target) -> str:
    if isinstance(one.mark, Band):
        return "; ".join(f"{band.year}: {mark_text(one.mark, band.year)}" for band in one.mark.years)
    return mark_text(one.mark, (one.period or held.body.period).to_on.year)


def _named(codes: Iterable[str], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(names.get(code, code) for code in codes)
