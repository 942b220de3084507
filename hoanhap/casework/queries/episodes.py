"""Episodes of people, as far as a scope sees them."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode, Step
from hoanhap.casework.queries.law import law
from hoanhap.casework.queries.lines import (
    DetailLine,
    DutyLine,
    EpisodePage,
    EpisodeSummary,
    PaperLine,
    StepLine,
    fact_of,
    step_line,
    summaries,
    with_names,
)
from hoanhap.casework.queries.narrowing import Narrowing
from hoanhap.casework.queries.progress import in_stage
from hoanhap.casework.rules.facts import StepFact
from hoanhap.casework.rules.guards import options
from hoanhap.casework.rules.law import Law
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.places.queries.organisations import called

__all__ = [
    "DetailLine",
    "DutyLine",
    "EpisodePage",
    "EpisodeSummary",
    "PaperLine",
    "StepLine",
    "episode_page",
    "episodes_of",
    "file_of",
    "latest_of",
    "list_episodes",
    "people_in_stage",
    "stages",
    "timeline",
]

READ = "casework.read"


_stages: dict[str, tuple[Law, list[tuple[str, str]]]] = {}
"""For each language the stages of the law that was read last: every list of people asks for them."""


def stages() -> list[tuple[str, str]]:
    """Every stage that an episode can be in, in the usual order: code and text in the reader's language."""
    language, known = get_language() or "", law()
    if language not in _stages or _stages[language][0] is not known:
        found: dict[str, str] = {}
        for regime in known.regimes.values():
            for stage in regime.stages:
                found.setdefault(stage.code, stage.title.text(language))
        _stages[language] = known, list(found.items())
    return list(_stages[language][1])


def episodes_of(person_id: UUID, *, scope: Scope, on: date) -> list[EpisodeSummary]:
    """The episodes of a person, the open or latest one first; empty where the scope may not see them."""
    found = Episode.objects.visible_to(scope, READ).filter(person_id=person_id, opened_on__lte=on)
    return summaries(with_names(found, on).order_by("-opened_on", "-id"), on=on)


def file_of(person_id: UUID, *, scope: Scope, on: date) -> tuple[list[EpisodeSummary], list[StepLine]]:
    """`episodes_of` and `timeline` of a person together, in three queries: episodes, steps, names of issuers."""
    found = Episode.objects.visible_to(scope, READ).filter(person_id=person_id, opened_on__lte=on)
    rows = list(with_names(found, on).order_by("-opened_on", "-id"))
    steps = list(_steps_of(person_id, scope))
    held = [step for step in steps if step.retired_at is None]
    return summaries(rows, on=on, steps=held), _lines(steps)


def latest_of(person_ids: Iterable[UUID], *, scope: Scope, on: date) -> dict[UUID, EpisodeSummary]:
    """The latest episode of each of these people."""
    found = (
        Episode.objects.visible_to(scope, READ)
        .filter(person_id__in=list(person_ids), opened_on__lte=on)
        .order_by("person_id", "-opened_on", "-id")
        .distinct("person_id")
    )
    return {summary.person_id: summary for summary in summaries(with_names(found, on), on=on)}


def list_episodes(
    *,
    scope: Scope,
    on: date,
    unit_id: str | None = None,
    stage: str | None = None,
    narrowing: Narrowing | None = None,
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Page[EpisodeSummary]:
    """The episodes that the scope sees, latest application first; in one commune, in one stage, narrowed if asked."""
    found = _narrowed(scope, on, unit_id, stage)
    page = page_of(
        with_names(narrowing.of(found, on) if narrowing else found, on).order_by("-opened_on", "-id"),
        lambda episode: episode,
        number=number,
        size=size,
    )
    return Page(
        rows=summaries(page.rows, on=on),
        number=page.number,
        size=page.size,
        total=page.total,
        total_is_capped=page.total_is_capped,
    )


def people_in_stage(
    stage: str, *, scope: Scope, on: date, unit_id: str | None = None
) -> "QuerySet[Episode, UUID]":
    """The keys of the people who have an episode in that stage: to narrow a list of people."""
    return _narrowed(scope, on, unit_id, stage).values_list("person_id", flat=True)


def _narrowed(scope: Scope, on: date, unit_id: str | None, stage: str | None) -> QuerySet[Episode]:
    found = Episode.objects.visible_to(scope, READ).filter(opened_on__lte=on)
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    return in_stage(found, stage, on) if stage else found


def timeline(person_id: UUID, *, scope: Scope) -> list[StepLine]:
    """Everything that was recorded in the person's episodes, latest first; withdrawn lines stay, marked as such."""
    return _lines(list(_steps_of(person_id, scope)))


def _steps_of(person_id: UUID, scope: Scope) -> "QuerySet[Step]":
    found = Step.objects.visible_to(scope, READ).filter(person_id=person_id)
    return found.select_related("paper", "episode").order_by("-happened_on", "-recorded_at", "-id")


def episode_page(
    episode_id: UUID, *, scope: Scope, at: datetime, purpose: str, on: date | None = None
) -> EpisodePage:
    """One episode with all its steps. The read is logged. Raises NotFound, also where it is out of reach."""
    today = on or local_day(at)
    episode = with_names(Episode.objects.visible_to(scope, READ), today).filter(pk=episode_id).first()
    if episode is None:
        raise NotFound(Problem("no-such-episode", _("There is no such episode.")))
    steps = list(
        Step.objects.filter(episode=episode)
        .select_related("paper", "episode")
        .order_by("happened_on", "recorded_at", "id")
    )
    held = [step for step in steps if step.retired_at is None]
    summary = summaries([episode], on=today, steps=held)[0]
    lines = _lines(steps)
    trail.read("casework.episode-read", by=scope, at=at, person_ids=[episode.person_id], purpose=purpose)
    return EpisodePage(
        **vars(summary),
        steps=tuple(line for line in lines if line.retired_at is None),
        withdrawn=tuple(line for line in lines if line.retired_at is not None),
        options=options(
            summary.course, opened_on=summary.opened_on, facts=summary.facts, today=local_day(at)
        ),
    )


def _lines(steps: Sequence[Step]) -> list[StepLine]:
    """Each step with its paper, whose issuer bears the name of the paper's own day."""
    issuers = called({step.paper.issuer_id for step in steps if step.paper})
    facts: dict[UUID, list[StepFact]] = {}
    for step in steps:
        told = facts.setdefault(step.episode_id, [])
        if step.retired_at is None:
            told.append(fact_of(step))
    courses = {
        step.episode_id: law().course(
            step.episode.regime, step.episode.regime_edition, facts[step.episode_id]
        )
        for step in steps
    }
    return [
        step_line(
            step,
            courses[step.episode_id],
            issuers[step.paper.issuer_id].on(step.paper.issued_on) if step.paper else "",
        )
        for step in steps
    ]
