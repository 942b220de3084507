"""What pages are given about episodes: plain values, with texts in the reader's language."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from hoanhap.casework.models import Episode, Paper, Step
from hoanhap.casework.queries.about import about_of
from hoanhap.casework.queries.law import law
from hoanhap.casework.queries.texts import in_words
from hoanhap.casework.rules.drafts import Answer
from hoanhap.casework.rules.facts import About, Course
from hoanhap.casework.rules.guards import Option
from hoanhap.casework.rules.parts import StepKind
from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.states import DutyFact, EpisodeState, StepFact, state_of
from hoanhap.casework.rules.words import Confidence
from hoanhap.kit.errors import Words
from hoanhap.places.queries.editions import CalledOn, called
from hoanhap.places.queries.organisations import name_on


@dataclass(frozen=True)
class DutyLine:
    """Something somebody has to do. `due_on` None: no text gives a last day; `blank`: until somebody fills that blank.

    `by`: whose duty it is, a code of the authorities. `steps`: what fulfils it; none where a new episode does.
    """

    code: str
    title: Words
    due_on: date | None
    is_late: bool
    legal_basis: str
    confidence: Confidence
    note: str
    by: str = ""
    blank: str = ""
    regime: tuple[str, int] = ("", 0)
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class PaperLine:
    """A paper as it was issued."""

    kind: str
    number: str
    issued_on: date
    issuer_name: str
    signer_name: str
    signer_position: str


@dataclass(frozen=True)
class DetailLine:
    """One answer recorded with a step: its codes, and the same in words."""

    code: str
    answer: Answer
    text: str


@dataclass(frozen=True)
class StepLine:
    """One step, held or withdrawn (`retired_at`), with its paper."""

    id: UUID
    episode_id: UUID
    kind: str
    title: Words
    on: date
    at: datetime | None
    until: date | None
    term_months: int | None
    term_days: int | None
    ended_as: str
    ended_title: Words
    details: tuple[DetailLine, ...]
    paper: PaperLine | None
    is_signed: bool
    legal_basis: str
    confidence: Confidence
    reason: str
    recorded_at: datetime
    recorded_by: UUID
    retired_at: datetime | None
    retired_reason: str
    replaces_id: UUID | None
    episode_kind: str = ""
    law_title: Words = ""
    effect: str = ""


@dataclass(frozen=True)
class EpisodeSummary:
    """An episode and where it stands on a day."""

    id: UUID
    person_id: UUID
    unit_id: str
    unit_name: str
    office_id: UUID
    office_name: str
    kind: str
    form: str
    form_title: Words
    regime: Regime
    opened_on: date
    closed_on: date | None
    stage: str
    stage_title: Words
    ended_as: str
    ended_title: Words
    state: EpisodeState
    duties: tuple[DutyLine, ...]
    course: Course
    facts: tuple[StepFact, ...]
    follows_id: UUID | None
    facility_name: str
    beside_reason: str

    @property
    def next_duty(self) -> DutyLine | None:
        """What is due first: late things, then what has no last day, then the rest by day."""
        return self.duties[0] if self.duties else None

    @property
    def is_open(self) -> bool:
        return self.state.is_open


@dataclass(frozen=True)
class EpisodePage(EpisodeSummary):
    """Everything the page of an episode shows. `options`: every step, and what stands against recording it now."""

    steps: tuple[StepLine, ...]
    withdrawn: tuple[StepLine, ...]
    options: tuple[Option, ...]

    @property
    def possible_steps(self) -> tuple[str, ...]:
        """What may be recorded now."""
        return tuple(option.code for option in self.options if option.is_possible)


def fact_of(step: Step) -> StepFact:
    """A step as the rules see it."""
    return StepFact(
        step.kind,
        step.happened_on,
        step.term_months,
        step.ends_as,
        step.happened_at,
        step.until_on,
        step.term_days,
        step.details,
    )


def duty_lines(duties: Iterable[DutyFact], on: date) -> tuple[DutyLine, ...]:
    """Duties in the order in which somebody would do them."""
    lines = [
        DutyLine(
            duty.code,
            in_words(duty.title),
            duty.due_on,
            duty.is_late(on),
            duty.legal_basis,
            duty.confidence,
            duty.note,
            duty.by,
            duty.blank,
            duty.regime,
            duty.steps,
        )
        for duty in duties
    ]
    return tuple(sorted(lines, key=lambda line: line.due_on or on))


def step_line(step: Step, course: Course, issuer_name: str) -> StepLine:
    """A step and its paper, in words."""
    kind = course.kind(fact_of(step))
    assert kind is not None
    end = course.end(step.ends_as, step.happened_on)
    return StepLine(
        id=step.pk,
        episode_id=step.episode_id,
        kind=step.kind,
        title=in_words(kind.title),
        on=step.happened_on,
        at=step.happened_at,
        until=step.until_on,
        term_months=step.term_months,
        term_days=step.term_days,
        ended_as=step.ends_as,
        ended_title=in_words(end.title) if end else "",
        details=_details(kind, step.details),
        paper=_paper(step.paper, issuer_name) if step.paper else None,
        is_signed=kind.is_signed,
        legal_basis=kind.legal_basis,
        confidence=kind.confidence,
        reason=step.reason,
        recorded_at=step.recorded_at,
        recorded_by=step.recorded_by,
        retired_at=step.retired_at,
        retired_reason=step.retired_reason,
        replaces_id=step.replaces_id,
        episode_kind=step.episode.kind,
        law_title=in_words(course.at(step.happened_on).title),
        effect=kind.effect or "",
    )


def _details(kind: StepKind, given: dict[str, Answer]) -> tuple[DetailLine, ...]:
    lines = []
    for detail in kind.details:
        answer = given.get(detail.code)
        if not answer:
            continue
        titles = [
            str(in_words(title)) if (title := detail.title_of(one)) else one
            for one in ([answer] if isinstance(answer, str) else answer)
        ]
        lines.append(DetailLine(detail.code, answer, "; ".join(titles)))
    return tuple(lines)


def _paper(paper: Paper, issuer_name: str) -> PaperLine:
    return PaperLine(
        paper.kind, paper.number, paper.issued_on, issuer_name, paper.signer_name, paper.signer_position
    )


def summaries(
    episodes: QuerySet[Episode] | Sequence[Episode],
    *,
    on: date,
    steps: Sequence[Step] | None = None,
) -> list[EpisodeSummary]:
    """Where each episode stands, in the order given; one query for the steps, unless they are given.

    The episodes have been read `with_names`.
    """
    rows = list(episodes)
    if not rows:
        return []
    facts: dict[UUID, list[StepFact]] = {}
    for step in held_steps_of(rows) if steps is None else map(fact_with_episode, steps):
        facts.setdefault(step[0], []).append(step[1])
    known = about_of(rows)
    return [_summary(row, facts.get(row.pk, []), on, known[row.pk]) for row in rows]


def followed_of(episodes: Sequence[Episode]) -> dict[UUID, dict[str, date]]:
    """For each ended episode and kind the day on which the person's first one of that kind began on or after its end.

    What is due after an end is done by that one. One query, and none where nothing has ended.
    """
    ended = [episode for episode in episodes if episode.closed_on is not None]
    if not ended:
        return {}
    later: dict[UUID, list[tuple[date, str, UUID]]] = defaultdict(list)
    found = Episode.objects.filter(person_id__in={episode.person_id for episode in ended})
    for person_id, opened_on, kind, key in found.values_list("person_id", "opened_on", "kind", "pk"):
        later[person_id].append((opened_on, kind, key))
    followed: dict[UUID, dict[str, date]] = {}
    for episode in ended:
        first: dict[str, date] = {}
        for opened_on, kind, key in sorted(later[episode.person_id]):
            if key != episode.pk and episode.closed_on and opened_on >= episode.closed_on:
                first.setdefault(kind, opened_on)
        followed[episode.pk] = first
    return followed


def with_names(episodes: QuerySet[Episode], on: date) -> QuerySet[Episode]:
    """Add what unit, office and facility were called, and which episodes the person began after this one ended."""
    after = Episode.objects.filter(person=OuterRef("person"), opened_on__gte=OuterRef("closed_on"))
    later = after.exclude(pk=OuterRef("pk")).order_by("-opened_on")
    return episodes.annotate(
        unit_called=CalledOn("unit_id", on),
        office_called=name_on("office", on),
        facility_called=name_on("facility", on),
        later=ArraySubquery(later.values(begun=JSONObject(kind="kind", on="opened_on"))),
    )


def held_steps_of(episodes: Sequence[Episode]) -> list[tuple[UUID, StepFact]]:
    """What happened in these episodes, each fact with its episode; not what was withdrawn."""
    held = Step.objects.filter(episode__in=[row.pk for row in episodes], retired_at__isnull=True)
    found = held.values_list(
        "episode_id",
        "kind",
        "happened_on",
        "term_months",
        "ends_as",
        "happened_at",
        "until_on",
        "term_days",
        "details",
    )
    return [(episode_id, StepFact(*told)) for episode_id, *told in found]


def fact_with_episode(step: Step) -> tuple[UUID, StepFact]:
    """The same of one step that was read whole."""
    return step.episode_id, fact_of(step)


def _summary(episode: Any, facts: Sequence[StepFact], on: date, about: About) -> EpisodeSummary:
    course = law().course(episode.regime, episode.regime_edition, facts, about)
    regime = course.pinned
    # The latest first, so that of each kind the earliest stays.
    followed = {one["kind"]: date.fromisoformat(one["on"]) for one in episode.later}
    state = state_of(course, facts, on, followed=followed)
    form = regime.form(episode.form)
    end = course.end(state.ended_as, on)
    return EpisodeSummary(
        id=episode.pk,
        person_id=episode.person_id,
        unit_id=episode.unit_id,
        unit_name=called(episode.unit_called),
        office_id=episode.office_id,
        office_name=episode.office_called,
        kind=episode.kind,
        form=episode.form,
        form_title=in_words(form.title) if form else "",
        regime=regime,
        opened_on=episode.opened_on,
        closed_on=episode.closed_on,
        stage=state.stage,
        stage_title=in_words(course.stage(state.stage, on).title),
        ended_as=state.ended_as,
        ended_title=in_words(end.title) if end else "",
        state=state,
        duties=duty_lines(state.next_duties, on),
        course=course,
        facts=tuple(course.in_order(facts)),
        follows_id=episode.follows_id,
        facility_name=episode.facility_called or "",
        beside_reason=episode.beside_reason,
    )
