"""What became of every duty of an episode: open, done by which step, late, lapsed, excused."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Duty, DutyExcuse, Episode, Step
from hoanhap.casework.queries.duties import READ, DutyWords, words
from hoanhap.casework.queries.law import law
from hoanhap.casework.queries.lines import fact_of
from hoanhap.casework.queries.offices import office_of
from hoanhap.casework.queries.texts import in_words
from hoanhap.casework.rules.words import Confidence
from hoanhap.kit.errors import NotFound, Problem, Words

State = Literal["open", "late", "done", "done-late", "lapsed", "excused", "closed"]

STATES: Final[Mapping[State, Words]] = {
    "open": pgettext_lazy("duty", "To be done"),
    "late": pgettext_lazy("duty", "Late"),
    "done": pgettext_lazy("duty", "Done"),
    "done-late": pgettext_lazy("duty", "Done late"),
    "lapsed": pgettext_lazy("duty", "Not done in its time"),
    "excused": pgettext_lazy("duty", "Lawfully excused"),
    "closed": pgettext_lazy("duty", "Fell away with the end of the episode"),
}


@dataclass(frozen=True)
class ExcuseLine:
    """Why a duty need not be done."""

    id: UUID
    on: date
    reason: str
    document_number: str


@dataclass(frozen=True)
class DutyHistory:
    """One duty from the day on which it arose until it was over; `ended_on` None: it stands.

    `evidence_title`: the step with which it was done, `evidence_id` its key. `days_late`: after the last day.
    """

    code: str
    title: Words
    office: Words
    since_on: date
    from_on: date
    due_on: date | None
    rises_on: date | None
    ended_on: date | None
    state: State
    state_title: Words
    days_late: int
    evidence_id: UUID | None
    evidence_title: Words
    excuse: ExcuseLine | None
    legal_basis: str
    confidence: Confidence
    note: str
    blank: Words

    @property
    def is_open(self) -> bool:
        return self.ended_on is None


def duties_of_episode(episode_id: UUID, *, scope: Scope, on: date) -> list[DutyHistory]:
    """Every duty that had arisen by the day, as it stood then: those that stand first, by day, then the latest ended.

    Raises NotFound, also where the episode is out of reach.
    """
    episode = Episode.objects.visible_to(scope, READ).filter(pk=episode_id).first()
    if episode is None:
        raise NotFound(Problem("no-such-episode", _("There is no such episode.")))
    rows = Duty.objects.filter(episode=episode, from_on__lte=on).order_by("from_on", "pk")
    chains: dict[tuple[str, date], list[Duty]] = {}
    for row in rows.select_related("evidence"):
        chains.setdefault((row.code, row.since_on), []).append(row)
    excuses = {
        (one.code, one.since_on): ExcuseLine(one.pk, one.excused_on, one.reason, one.document_number)
        for one in DutyExcuse.objects.filter(episode=episode, retired_at__isnull=True, excused_on__lte=on)
    }
    titles = _titles(episode, [row.evidence for found in chains.values() for row in found if row.evidence])
    said = words()
    found = [_history(found, on, said, titles, excuses.get(key)) for key, found in chains.items()]
    standing = sorted((one for one in found if one.is_open), key=lambda one: (one.due_on or on, one.code))
    ended = sorted((one for one in found if not one.is_open), key=_newest_first)
    return [*standing, *ended]


def _newest_first(one: DutyHistory) -> tuple[int, str]:
    return -(one.ended_on or date.min).toordinal(), one.code


def _titles(episode: Episode, steps: Iterable[Step]) -> dict[UUID, Words]:
    held = list(steps)
    course = law().course(episode.regime, episode.regime_edition, [fact_of(step) for step in held])
    kinds = {step.pk: course.kind(fact_of(step)) for step in held}
    return {key: in_words(kind.title) for key, kind in kinds.items() if kind}


def _history(
    rows: list[Duty],
    on: date,
    said: Mapping[tuple[str, int, str], DutyWords],
    titles: Mapping[UUID, Words],
    excuse: ExcuseLine | None,
) -> DutyHistory:
    first, last = rows[0], rows[-1]
    ended_on = last.until_on if last.until_on is not None and last.until_on <= on else None
    state = _state(last, ended_on, on)
    told = said[last.regime, last.regime_edition, last.code]
    late_until = ended_on or on
    is_late = state in ("late", "done-late")
    return DutyHistory(
        code=last.code,
        title=told.title,
        office=office_of(last.by, ended_on or on),
        since_on=last.since_on,
        from_on=first.from_on,
        due_on=last.due_on,
        rises_on=last.rises_on,
        ended_on=ended_on,
        state=state,
        state_title=STATES[state],
        days_late=(late_until - last.due_on).days if is_late and last.due_on else 0,
        evidence_id=last.evidence_id if ended_on else None,
        evidence_title=titles.get(last.evidence_id, "") if ended_on and last.evidence_id else "",
        excuse=excuse if state == "excused" else None,
        legal_basis=told.legal_basis,
        confidence=told.confidence,
        note=told.note,
        blank="" if last.due_on else told.blank,
    )


def _state(last: Duty, ended_on: date | None, on: date) -> State:
    if ended_on is None:
        return "late" if last.due_on is not None and last.due_on < on else "open"
    if last.ended_as == "done":
        return "done-late" if last.due_on is not None and last.due_on < ended_on else "done"
    known: dict[str, State] = {"lapsed": "lapsed", "excused": "excused", "closed": "closed"}
    return known.get(last.ended_as, "lapsed")
