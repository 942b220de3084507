"""The chain of steps of one episode: taken under a lock, judged as a whole, written together.

Lock order: the episode row first, then nothing else; papers and steps are only added or withdrawn beneath it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode, Paper, Phase, Step
from hoanhap.casework.operations import spans
from hoanhap.casework.operations.constraints import said_in_words
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.casework.operations.sentences import problems
from hoanhap.casework.queries.about import about
from hoanhap.casework.queries.law import law
from hoanhap.casework.queries.lines import fact_of
from hoanhap.casework.rules import drafts as drafting
from hoanhap.casework.rules.drafts import StepDraft
from hoanhap.casework.rules.facts import About, Course, StepFact
from hoanhap.casework.rules.guards import Refusal, chain_refusals
from hoanhap.casework.rules.parts import StepKind
from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.states import window as window_of
from hoanhap.casework.rules.states import windows
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import Forbidden, NotFound, Problem
from hoanhap.kit.inserts import insert_together

WRITE = "casework.write"
SIGN = "casework.sign"


@dataclass
class Held:
    """An episode whose row is locked, with the steps that hold."""

    episode: Episode
    regime: Regime
    steps: list[Step]
    known: About | None = None

    @property
    def facts(self) -> list[StepFact]:
        return [fact_of(step) for step in self.steps]

    def course(self, more: Sequence[StepFact] = ()) -> Course:
        """The law that the episode follows, once it has these facts too."""
        self.known = self.known or about(self.episode)
        return law().course(self.regime.code, self.regime.edition, [*self.facts, *more], self.known)


def no_such_episode() -> NotFound:
    return NotFound(Problem("no-such-episode", _("There is no such episode.")))


def reached(scope: Scope, powers: Sequence[str]) -> QuerySet[Episode]:
    """The episodes that the scope reaches with any of the powers. Raises Forbidden without all of them."""
    held = [power for power in powers if scope.may(power)]
    if not held:
        scope.require(powers[0])
        raise Forbidden
    found = Episode.objects.visible_to(scope, held[0])
    for power in held[1:]:
        found = found | Episode.objects.visible_to(scope, power)
    return found


def hold(episode_id: UUID, *, scope: Scope, powers: Sequence[str]) -> Held:
    """Lock the episode and read the steps that hold. Raises NotFound, also where it is out of reach."""
    episode = reached(scope, powers).select_for_update(of=("self",)).filter(pk=episode_id).first()
    if episode is None:
        raise no_such_episode()
    return held_of(episode)


def held_of(episode: Episode, *, lock: bool = False) -> Held:
    """The steps that hold of an episode that the caller may see; read again under a lock if asked."""
    if lock:
        episode = Episode.objects.select_for_update(of=("self",)).get(pk=episode.pk)
    steps = list(
        Step.objects.filter(episode=episode, retired_at__isnull=True)
        .select_related("paper")
        .order_by("happened_on", "id")
    )
    return Held(episode, law().regime(episode.regime, episode.regime_edition), steps)


def reached_with(episode: Episode, *, scope: Scope, power: str) -> bool:
    """Whether the scope reaches this very episode with the power."""
    return scope.may(power) and Episode.objects.visible_to(scope, power).filter(pk=episode.pk).exists()


def judge(held: Held, new: Sequence[StepDraft], *, at: datetime, as_listed: bool = False) -> list[StepDraft]:
    """The drafts tidied. Raises StepRefused with every reason against them, in words."""
    tidied = [drafting.tidy(draft) for draft in new]
    added = [draft.fact for draft in tidied]
    course = held.course(added)
    _first_time(held, course, tidied)
    refuse(
        course,
        [
            *(
                refusal
                for draft in tidied
                for refusal in drafting.content_refusals(course.kind(draft.fact), draft, as_listed=as_listed)
            ),
            *chain_refusals(
                course,
                opened_on=held.episode.opened_on,
                facts=[*held.facts, *added],
                today=local_day(at),
            ),
        ],
    )
    return tidied


REHABILITATION: Final = (
    Episode.Kind.VOLUNTARY_HOME_COMMUNITY,
    Episode.Kind.VOLUNTARY_FACILITY,
    Episode.Kind.COMPULSORY,
    Episode.Kind.COMPULSORY_MINOR,
    Episode.Kind.COMPULSORY_COMMUNITY,
)
TIMES, FIRST_TIME, GOES_ON = "times", "first", "continues-at-home"


def _first_time(held: Held, course: Course, new: Sequence[StepDraft]) -> None:
    """Nobody is in rehabilitation for the first time whose file tells of an earlier one; the term depends on it.

    Whoever goes on at home with what was begun in a facility is still in the same one. Raises StepRefused.
    """
    for draft in new:
        kind = course.kind(draft.fact)
        if kind is None or kind.detail(TIMES) is None or draft.details.get(TIMES) != FIRST_TIME:
            continue
        earlier = Phase.objects.filter(
            person_id=held.episode.person_id, kind__in=REHABILITATION, is_in=True, from_on__lt=draft.on
        ).exclude(episode=held.episode)
        goes_on = Phase.objects.filter(episode=OuterRef("episode"), ended_as=GOES_ON)
        if earlier.exclude(Exists(goes_on)).exists():
            words = _(
                "The file tells of an earlier rehabilitation of this person, so this is not the first time. Choose “from "
                "the second time”, or correct the earlier episode."
            )
            raise StepRefused(Problem("not-the-first-time", words, TIMES))


def refuse(course: Course, refusals: Iterable[Refusal]) -> None:
    """Raise StepRefused if there is any reason to."""
    if found := problems(course, refusals):
        raise StepRefused(*found)


def write(
    held: Held,
    new: Sequence[StepDraft],
    *,
    scope: Scope,
    at: datetime,
    replaces: Step | None = None,
    reason: str = "",
    issuer_id: UUID | None = None,
) -> list[Step]:
    """Add judged drafts with their papers, and close the episode if one of them ends it.

    `issuer_id`: who issued the papers, where it is not the office that keeps the file.
    """
    steps = made(held, new, scope=scope, at=at, replaces=replaces, reason=reason, issuer_id=issuer_id)
    insert_together([*papers_of(steps), *steps])
    spans.rewrite_of(held.episode, held.steps)
    ended_on = end_of(steps)
    if ended_on is not None:
        close(held.episode, ended_on, scope=scope, reason=reason)
    return steps


def made(
    held: Held,
    new: Sequence[StepDraft],
    *,
    scope: Scope,
    at: datetime,
    replaces: Step | None = None,
    reason: str = "",
    issuer_id: UUID | None = None,
) -> list[Step]:
    """The steps of judged drafts, with their papers, still to be inserted; the held episode counts them already."""
    window_ends_on = window(held, new)
    steps: list[Step] = []
    course = held.course([draft.fact for draft in new])
    for draft in new:
        kind = course.kind(draft.fact)
        assert kind is not None
        steps.append(
            Step(
                person_id=held.episode.person_id,
                episode=held.episode,
                # Set right later: it still happened where it happened.
                unit_id=replaces.unit_id if replaces else held.episode.unit_id,
                kind=draft.kind,
                is_once=not kind.repeats,
                waits_for_window=kind.needs_windows and window_ends_on is not None,
                ends_as=draft.ends_as,
                happened_on=draft.on,
                happened_at=draft.at,
                until_on=draft.until,
                term_months=draft.term_months,
                term_days=draft.term_days,
                window_ends_on=window_ends_on if kind.needs_windows else None,
                details=dict(draft.details),
                paper=_paper(held.episode, kind, draft, scope, replaces, issuer_id),
                replaces=replaces,
                reason=reason,
                recorded_at=at,
                recorded_by=scope.account_id,
            )
        )
    held.steps.extend(steps)
    return steps


def papers_of(steps: Iterable[Step]) -> list[Paper]:
    """The papers that carry the steps."""
    return [step.paper for step in steps if step.paper is not None]


def end_of(steps: Iterable[Step]) -> date | None:
    """The day of the step that ends the episode, if one does."""
    return next((step.happened_on for step in steps if step.ends_as), None)


def close(episode: Episode, on: date | None, *, scope: Scope, reason: str = "") -> None:
    """Keep `closed_on` equal to the day of the ending step; open the episode again where there is none."""
    if episode.closed_on != on:
        episode.closed_on = on
        with trail.because(by=scope, reason=reason or "step"):
            episode.save(update_fields=["closed_on"])


def window(held: Held, new: Sequence[StepDraft]) -> date | None:
    """The day on which term and follow-up are both over, with the new steps counted."""
    added = [draft.fact for draft in new]
    course = held.course(added)
    facts = course.in_order([*held.facts, *added])
    return window_of(course, *windows(course, facts, facts[-1].on)) if facts else None


def _paper(
    episode: Episode,
    kind: StepKind,
    draft: StepDraft,
    scope: Scope,
    replaces: Step | None,
    issuer_id: UUID | None,
) -> Paper | None:
    given = draft.paper
    if kind.paper is None or not (given.number or given.signer_name or given.signer_position):
        return None
    return Paper(
        person_id=episode.person_id,
        episode=episode,
        kind=kind.paper,
        number=given.number,
        issued_on=draft.on,
        issuer_id=issuer_id
        or (replaces.paper.issuer_id if replaces and replaces.paper else episode.office_id),
        signer_name=given.signer_name,
        signer_position=given.signer_position,
        recorded_by=scope.account_id,
    )


def record(held: Held, steps: Sequence[Step], *, scope: Scope, at: datetime, reason: str = "") -> None:
    """Write the steps to the trail, one line each."""
    for step in steps:
        trail.record(
            f"casework.{step.kind}-recorded",
            by=scope,
            at=at,
            person_id=held.episode.person_id,
            subject=step,
            unit_id=held.episode.unit_id,
            reason=reason,
        )


def add(
    held: Held,
    new: Sequence[StepDraft],
    *,
    scope: Scope,
    at: datetime,
    issuer_id: UUID | None = None,
    reason: str = "",
) -> list[Step]:
    """Judge, write and record steps of a held episode. Raises StepRefused; leave the transaction with it."""
    with said_in_words():
        steps = write(held, judge(held, new, at=at), scope=scope, at=at, issuer_id=issuer_id, reason=reason)
    record(held, steps, scope=scope, at=at, reason=reason)
    return steps
