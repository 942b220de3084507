"""What figures that were handed in would say today, and why: every changed row and cell with its named cause.

The rows of that day are compared with the rows of today under the definitions of that day; then the map is changed, then
the definitions. So each difference has the one cause that was changed, and a row that changed says what was done to it.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit.queries.reads import acts_since
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.knowledge import as_known
from hoanhap.people.models import Person
from hoanhap.programme.models import Submission, SubmissionCell, SubmissionMember
from hoanhap.programme.queries import frozen, placing, plan_bodies, scorecards
from hoanhap.programme.queries.figures import Figure, Member
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.scorecards import Asked, Value
from hoanhap.programme.rules.causes import Cause, cause_of
from hoanhap.programme.rules.marks import Verdict

READ: Final = "programme.read"
NO_SUCH: Final = Problem("no-such-submission", _("There are no such figures."))


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One row that came, went, or counts otherwise. `was`, `now`: None where it did not stand there."""

    subject: str
    person_id: UUID | None
    was: Member | None
    now: Member | None
    cause: Cause


@dataclass(frozen=True)
class Cell:
    """One figure then and today. `causes`: how many rows changed for which reason; 1 for a map or a definition."""

    unit_id: str
    level: str
    was: Value | None
    now: Value | None
    causes: Mapping[Cause, int]

    @property
    def is_changed(self) -> bool:
        return _told(self.was) != _told(self.now)


@dataclass(frozen=True)
class Restated:
    """One target: its rows that changed, its cells, and whether the definition is another today."""

    target: str
    indicator: str
    edition_then: int
    edition_now: int
    rows: tuple[ChangedRow, ...]
    cells: tuple[Cell, ...]

    @property
    def changed(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.is_changed)


@dataclass(frozen=True)
class Restatement:
    """The figures of a submission as they would be today."""

    submission_id: UUID
    known_at: datetime
    map_then: date
    map_now: date
    law_changed: bool
    targets: tuple[Restated, ...]

    @property
    def is_changed(self) -> bool:
        return any(one.changed or one.rows for one in self.targets)


def submissions(plan_id: UUID, *, scope: Scope) -> list[Submission]:
    """What was handed in for a plan, in reach, the latest first."""
    return list(reached(scope).filter(plan_id=plan_id).order_by("-to_on", "-known_at"))


def submission(submission_id: UUID, *, scope: Scope) -> Submission:
    """One of them. Raises NotFound."""
    found = reached(scope).filter(pk=submission_id).first()
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def reached(scope: Scope) -> QuerySet[Submission]:
    """What was handed in for the areas that the scope reaches."""
    scope.require(READ)
    if scope.everywhere(READ):
        return Submission.objects.all()
    return Submission.objects.filter(area_id__in=scope.unit_ids(READ))


def restated(
    submission_id: UUID, *, scope: Scope, on: date, targets: Collection[str] | None = None
) -> Restatement:
    """What it would say today, on the map of `on`, with every difference explained. Raises NotFound."""
    made = submission(submission_id, scope=scope)
    then, today = editions_of(made)
    cells = made.cells.all() if targets is None else made.cells.filter(target__in=targets)
    return explained(made, then, today, cells, on=on)


def editions_of(made: Submission) -> tuple[PlanHeld, PlanHeld]:
    """The plan as it was when the figures were handed in, and as it is today. Raises NotFound.

    Whoever reaches the figures reaches the plan that they are about.
    """
    today = plan_bodies.of_plan(made.plan)
    if today.edition == made.plan_edition:
        return today, today
    return plan_bodies.of_plan(made.plan, edition=made.plan_edition), today


@placing.SameLists()
def explained(
    made: Submission, then: PlanHeld, today: PlanHeld, cells: Iterable[SubmissionCell], *, on: date
) -> Restatement:
    """What these cells would say on the map of `on`, target by target, with every difference explained."""
    kept: dict[str, list[SubmissionCell]] = {}
    for cell in cells:
        kept.setdefault(cell.target, []).append(cell)
    law_changed = made.law != frozen.law_in_force()
    found = []
    for target in then.body.targets:
        asked = scorecards.asked_of(then, target, made.to_on)
        if asked is not None and (own := kept.get(target.code)):
            asked = frozen.with_edition(asked, own[0].indicator_edition, then)
            found.append(_restated(made, then, today, asked, own, on, law_changed=law_changed))
    return Restatement(made.pk, made.known_at, made.map_on, on, law_changed, tuple(found))


def reproduced(submission_id: UUID, *, scope: Scope) -> dict[str, bool]:
    """Whether each target's rows, counted now as known then, are the very rows that were frozen: a check of ourselves."""
    made = submission(submission_id, scope=scope)
    held = plan_bodies.held(made.plan_id, scope=scope, edition=made.plan_edition)
    found = {}
    with as_known(made.known_at):
        for target in held.body.targets:
            asked = scorecards.asked_of(held, target, made.to_on)
            if asked is not None:
                found[target.code] = {
                    (one.subject, one.unit_id, one.is_counted, one.amount)
                    for one in frozen.facts_of(held, asked, made.area_id)
                }
    kept: dict[str, set[tuple[str, str, bool, int]]] = {code: set() for code in found}
    for row in made.members.values_list("target", "subject", "unit_id", "is_counted", "amount"):
        kept.setdefault(row[0], set()).add((row[1], row[2] or "", row[3], row[4]))
    return {code: found[code] == kept[code] for code in found}


def members_of(submission_id: UUID, target: str, *, scope: Scope) -> list[SubmissionMember]:
    """The frozen rows behind a target; people only as far as the reader sees them."""
    made = submission(submission_id, scope=scope)
    rows = made.members.filter(target=target).order_by("subject")
    people = {row.person_id for row in rows if row.person_id}
    seen = (
        set(
            Person.objects.visible_to(scope, "casework.read")
            .filter(pk__in=people)
            .values_list("pk", flat=True)
        )
        if people and scope.may("casework.read")
        else set()
    )
    return [row for row in rows if row.person_id is None or row.person_id in seen]


def _restated(
    made: Submission,
    then: PlanHeld,
    today: PlanHeld,
    asked: Asked,
    cells: list[SubmissionCell],
    on: date,
    *,
    law_changed: bool,
) -> Restated:
    was = _frozen(made, asked.target.code)
    now = frozen.facts_of(then, asked, made.area_id)
    rows = tuple(_changed(was, now, made, law_changed=law_changed))
    current = asked
    # Where the plan of today does not name it any more, what it said then is counted on.
    with suppress(KeyError):
        indicator = today.indicator_of(asked.target)
        current = replace(asked, indicator=indicator, reading=indicator.reading(asked.target.reading))
    other_words = current.indicator.edition != asked.indicator.edition
    latest = frozen.facts_of(today, current, made.area_id) if other_words else now
    needed = scorecards.figure_of(then, asked, made.area_id) if asked.indicator.needs else None
    told = list(_cells(made, then, asked, cells, frozen.figure_from(now, asked, needed), rows, made.map_on))
    if on != made.map_on:
        told = _on_todays_map(made, then, asked, told, frozen.figure_from(now, asked, needed), on)
    if other_words:
        told = _by_todays_words(made, then, current, told, frozen.figure_from(latest, current, needed), on)
    return Restated(
        asked.target.code,
        asked.indicator.code,
        asked.indicator.edition,
        current.indicator.edition,
        rows,
        tuple(told),
    )


def _frozen(made: Submission, target: str) -> list[Member]:
    return [
        Member(
            row.subject, row.person_id, row.unit_id or "", row.is_counted, row.amount, row.day, row.fact_id
        )
        for row in made.members.filter(target=target)
    ]


def _changed(
    was: Iterable[Member], now: Iterable[Member], made: Submission, *, law_changed: bool
) -> Iterable[ChangedRow]:
    before = {one.subject: one for one in was}
    after = {one.subject: one for one in now}
    differing = [
        subject
        for subject in sorted(before.keys() | after.keys())
        if _counts(before.get(subject)) != _counts(after.get(subject))
    ]
    ends = [one for subject in differing for one in (before.get(subject), after.get(subject)) if one]
    acts = acts_since(
        made.known_at,
        person_ids={one.person_id for one in ends if one.person_id},
        unit_ids={one.unit_id for one in ends},
    )
    for subject in differing:
        old, new = before.get(subject), after.get(subject)
        one = new or old
        assert one is not None
        about = (
            [str(one.person_id)] if one.person_id else [subject, *{end.unit_id for end in (old, new) if end}]
        )
        kinds = {kind for key in about for kind in acts.get(key, ())}
        cause = cause_of(
            kinds,
            fact_id=one.fact_id,
            known_at=made.known_at,
            is_new=new is not None,
            law_changed=law_changed,
        )
        yield ChangedRow(subject, one.person_id, old, new, cause)


def _counts(one: Member | None) -> tuple[str, bool, int] | None:
    return None if one is None else (one.unit_id, one.is_counted, one.amount)


def _cells(
    made: Submission,
    held: PlanHeld,
    asked: Asked,
    cells: Iterable[SubmissionCell],
    figure: Figure,
    rows: Iterable[ChangedRow],
    map_on: date,
) -> Iterable[Cell]:
    """Every cell of then, and those that came, on the map of then: what changed here changed in the records."""
    rows = list(rows)
    kept = {(cell.level, cell.unit_id): cell for cell in cells}
    for level in sorted({cell.level for cell in kept.values()}):
        values = _values(made, held, asked, figure, level, map_on)
        places = _places(made, asked, level, map_on)
        causes: dict[str, Counter[Cause]] = {}
        for row in rows:
            for place in {places(end.unit_id) for end in (row.was, row.now) if end}:
                causes.setdefault(place, Counter())[row.cause] += 1
        for unit_id in sorted({unit for at, unit in kept if at == level} | values.keys()):
            cell = kept.get((level, unit_id))
            was = Value(cell.numerator, cell.denominator, Verdict(cell.verdict)) if cell else None
            yield Cell(unit_id, level, was, values.get(unit_id), dict(causes.get(unit_id, {})))


def _values(
    made: Submission, held: PlanHeld, asked: Asked, figure: Figure, level: str, map_on: date
) -> dict[str, Value]:
    if not level:
        return {made.area_id: scorecards.whole(held, asked, made.area_id, figure)}
    placed, _lost = figure.placed(placing.fates(made.area_id, on=asked.to_on, onto=map_on, level=level))
    return {
        unit_id: scorecards.of_unit(held, asked, unit_id, level, counted, figure, map_on)
        for unit_id, counted in placed.items()
    }


def _places(made: Submission, asked: Asked, level: str, map_on: date) -> Callable[[str], str]:
    if not level:
        return lambda _unit: made.area_id
    fates = placing.fates(made.area_id, on=asked.to_on, onto=map_on, level=level)
    return lambda unit: (fates[unit].target or "") if unit in fates else ""


def _on_todays_map(
    made: Submission, held: PlanHeld, asked: Asked, told: list[Cell], figure: Figure, on: date
) -> list[Cell]:
    """The same rows among the units of today: what differs from the cells before is the boundaries' doing."""
    found = [cell for cell in told if not cell.level]
    for level in sorted({cell.level for cell in told if cell.level}):
        before = {cell.unit_id: cell for cell in told if cell.level == level}
        if level not in placing.levels_below(made.area_id, on=on):
            found += [
                replace(cell, now=None, causes={**cell.causes, Cause.BOUNDARY: 1}) for cell in before.values()
            ]
            continue
        values = _values(made, held, asked, figure, level, on)
        for unit_id in sorted(before.keys() | values.keys()):
            cell = before.get(unit_id) or Cell(unit_id, level, None, None, {})
            new = values.get(unit_id)
            moved = _told(cell.now) != _told(new)
            found.append(
                replace(cell, now=new, causes={**cell.causes, Cause.BOUNDARY: 1} if moved else cell.causes)
            )
    return found


def _by_todays_words(
    made: Submission, held: PlanHeld, asked: Asked, told: list[Cell], figure: Figure, on: date
) -> list[Cell]:
    found = []
    for level in sorted({cell.level for cell in told}):
        values = _values(made, held, asked, figure, level, on)
        for cell in (one for one in told if one.level == level):
            new = values.get(cell.unit_id)
            moved = _told(cell.now) != _told(new)
            found.append(
                replace(cell, now=new, causes={**cell.causes, Cause.DEFINITION: 1} if moved else cell.causes)
            )
    return found


def _told(value: Value | None) -> tuple[int | None, int | None] | None:
    """What a cell says. A unit without a row and one that counts nothing of nothing say the same."""
    if value is None or (not value.numerator and not value.denominator):
        return None
    return value.numerator, value.denominator
