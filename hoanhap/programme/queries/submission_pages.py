"""What pages and commands show of figures that were handed in: as they were frozen, and as they would be today."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Words
from hoanhap.kit.paging import Page, page_of
from hoanhap.people.queries import people
from hoanhap.places.queries.units import full_names
from hoanhap.programme.models import Submission, SubmissionCell
from hoanhap.programme.queries import placing, plan_bodies, restatements, submission_veils
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.plans import reached
from hoanhap.programme.queries.restatements import NO_SUCH, Cell, ChangedRow, Restated, Restatement
from hoanhap.programme.queries.scorecard_words import VERDICTS, mark_text, value_text
from hoanhap.programme.queries.scorecards import Value
from hoanhap.programme.queries.submission_veils import FrozenVeils
from hoanhap.programme.rules.causes import Cause
from hoanhap.programme.rules.marks import Verdict
from hoanhap.programme.rules.plan_files import Target

Shown = TypeVar("Shown")

READ_PEOPLE: Final = "casework.read"
WRITE: Final = "programme.write"
SIZE: Final = 50
CAUSES: Final[dict[Cause, Words]] = {
    Cause.LATE_ENTRY: pgettext_lazy("cause", "Entered late"),
    Cause.CORRECTION: pgettext_lazy("cause", "Corrected"),
    Cause.MERGE: pgettext_lazy("cause", "Files merged"),
    Cause.BOUNDARY: pgettext_lazy("cause", "Boundaries changed"),
    Cause.DEFINITION: pgettext_lazy("cause", "Definition changed"),
    Cause.LAW: pgettext_lazy("cause", "Law changed"),
    Cause.UNEXPLAINED: pgettext_lazy("cause", "Not explained"),
}


@dataclass(frozen=True)
class SubmissionLine:
    """Figures that were handed in. `is_restated`: later ones of the same day stand in their place."""

    id: UUID
    plan_id: UUID
    plan_edition: int
    area_id: str
    area_name: str
    from_on: date
    to_on: date
    known_at: datetime
    by_name: str
    restates_id: UUID | None
    reason: str
    is_restated: bool


@dataclass(frozen=True)
class FrozenLine:
    """One target of them, over the whole area."""

    code: str
    title: str
    mark: str
    value: str
    verdict: Verdict
    verdict_words: Words
    reading: str
    indicator: str
    edition: int


@dataclass(frozen=True)
class FrozenUnit:
    """One unit of the area."""

    name: str
    value: str
    verdict: Verdict
    verdict_words: Words


@dataclass(frozen=True)
class SubmissionPage:
    """Handed-in figures whole: what was said of each target, and of the units for one of them."""

    line: SubmissionLine
    plan: PlanHeld
    targets: tuple[FrozenLine, ...]
    code: str
    levels: tuple[str, ...]
    level: str
    units: Page[FrozenUnit]


@dataclass(frozen=True)
class ChangedCell:
    """A figure that says something else today. `causes`: in words, with how many rows each changed."""

    name: str
    was: str
    now: str
    causes: tuple[tuple[Words, int], ...]


@dataclass(frozen=True)
class ChangedLine:
    """A row that changed, of somebody whom the reader may see, or of a place."""

    person_id: UUID | None
    title: str
    note: str
    unit_name: str
    was: bool | None
    now: bool | None
    cause: Words


@dataclass(frozen=True)
class TodayPage:
    """What one target would say today. `titles`: code and title of every target.

    `hidden`: changed rows of people whom the reader does not see. `is_veiled`: nothing of what changed is told to them.
    """

    line: SubmissionLine
    plan: PlanHeld
    restated: Restated
    code: str
    titles: tuple[tuple[str, str], ...]
    map_now: date
    cells: Page[ChangedCell]
    rows: Page[ChangedLine]
    hidden: int
    is_veiled: bool = False

    @property
    def cells_before(self) -> int:
        return self.cells.number - 1

    @property
    def cells_after(self) -> int:
        return self.cells.number + 1


def submission_lines(plan_id: UUID, *, scope: Scope, number: int = 1) -> Page[SubmissionLine]:
    """What was handed in for a plan, in reach, the latest first. Raises NotFound."""
    if not reached(scope).filter(pk=plan_id).exists():
        raise NotFound(plan_bodies.NO_SUCH_PLAN)
    found = _made(scope).filter(plan_id=plan_id).order_by("-to_on", "-known_at", "id")
    page = page_of(found, lambda row: row, number=number)
    names = full_names({row.area_id for row in page}, on=max((row.map_on for row in page), default=scope.on))
    lines = [_line(row, names) for row in page]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def submission_line(submission_id: UUID, *, scope: Scope) -> SubmissionLine:
    """One of them. Raises NotFound."""
    made = _one(submission_id, scope)
    return _line(made, full_names({made.area_id}, on=made.map_on))


def submission_page(
    submission_id: UUID, *, scope: Scope, target: str = "", level: str = "", number: int = 1
) -> SubmissionPage:
    """The figures as they were frozen; units of `level` for one target, the first unless named. Raises NotFound."""
    made = _one(submission_id, scope)
    held = plan_bodies.held(made.plan_id, scope=scope, edition=made.plan_edition)
    cells = SubmissionCell.objects.filter(submission_id=submission_id)
    whole = {cell.target: cell for cell in cells.filter(level="")}
    codes = [one.code for one in held.body.targets if one.code in whole]
    code = target if target in whole else codes[0]
    below = cells.filter(target=code).exclude(level="")
    counts = dict(below.order_by().values_list("level").annotate(count=Count("id")))
    levels = tuple(sorted(counts, reverse=True))
    wanted = level if level in counts else next(iter(levels), "")
    total = counts.get(wanted, 0)
    number = max(1, min(number, -(-total // SIZE) or 1))
    shown = list(below.filter(level=wanted).order_by("unit_id")[(number - 1) * SIZE : number * SIZE])
    names = full_names({made.area_id, *(cell.unit_id for cell in shown)}, on=made.map_on)
    units = []
    veils = submission_veils.veils_of(held, made, scope)
    told = veils.units(code, made, wanted, [(cell.unit_id, _value(cell)) for cell in shown]) if shown else []
    for cell, value in zip(shown, told, strict=True):
        name = names.get(cell.unit_id, cell.unit_id)
        units.append(FrozenUnit(name, value_text(value), value.verdict, VERDICTS[value.verdict]))
    lines = tuple(_frozen_line(held, whole[one], made.to_on, veils) for one in codes)
    return SubmissionPage(
        _line(made, names), held, lines, code, levels, wanted, Page(units, number, SIZE, total)
    )


def today_page(
    submission_id: UUID, *, scope: Scope, on: date, target: str = "", cells: int = 1, rows: int = 1
) -> TodayPage:
    """What one target of the figures, the first unless named, would say today, with every difference explained.

    Raises NotFound.
    """
    made = _one(submission_id, scope)
    held, today = restatements.editions_of(made)
    wanted = target or held.body.targets[0].code
    kept = list(SubmissionCell.objects.filter(Q(level="") | Q(target=wanted), submission_id=submission_id))
    codes = [one.code for one in held.body.targets if any(cell.target == one.code for cell in kept)]
    code = wanted if wanted in codes else codes[0]
    own = [cell for cell in kept if cell.target == code]
    if code != wanted:
        own = list(SubmissionCell.objects.filter(target=code, submission_id=submission_id))
    found = restatements.explained(made, held, today, own, on=on)
    restated = found.targets[0]
    is_veiled = submission_veils.is_veiled(held, made, code, scope)
    if is_veiled:
        restated = replace(restated, rows=(), cells=())
    changed, seen, names = _seen(restated, scope, on)
    return TodayPage(
        _line(made, full_names({made.area_id}, on=made.map_on)),
        held,
        restated,
        code,
        tuple((one.code, _title(held, one)) for one in held.body.targets if one.code in codes),
        found.map_now,
        _part([_changed_cell(cell, names) for cell in restated.changed], cells),
        _part([_changed_line(row, seen, names) for row in changed], rows),
        hidden=len(restated.rows) - len(changed),
        is_veiled=is_veiled,
    )


def areas_to_submit(held: PlanHeld, *, scope: Scope) -> list[tuple[str, str]]:
    """For which areas this account may hand in figures of the plan, with their names: the plan's, or its own in it."""
    if not scope.may(WRITE):
        return []
    if scope.reaches(WRITE, held.area_id):
        own = [held.area_id]
    else:
        own = sorted(scope.area_ids(WRITE) & placing.ground(held.area_id, on=held.body.period.to_on))
    names = full_names(own, on=held.body.issued_on) if own else {}
    return [(one, names.get(one, one)) for one in own]


def data(found: Restatement) -> dict[str, Any]:
    """What figures would say today as plain data: cells that changed and how many rows changed for which reason."""
    return {
        "submission": str(found.submission_id),
        "known_at": found.known_at.isoformat(),
        "map_then": found.map_then.isoformat(),
        "map_now": found.map_now.isoformat(),
        "law_changed": found.law_changed,
        "is_changed": found.is_changed,
        "targets": [
            {
                "target_code": one.target,
                "indicator": one.indicator,
                "edition_then": one.edition_then,
                "edition_now": one.edition_now,
                "changed_rows": len(one.rows),
                "cells": [
                    {
                        "area": cell.unit_id,
                        "level": cell.level,
                        "was": _plain(cell.was),
                        "now": _plain(cell.now),
                        "causes": {str(cause): count for cause, count in cell.causes.items()},
                    }
                    for cell in one.changed
                ],
            }
            for one in found.targets
        ],
    }


def in_lines(found: Restatement) -> list[str]:
    """The same in sentences: a line for each figure that says something else."""
    names = full_names({cell.unit_id for one in found.targets for cell in one.changed}, on=found.map_now)
    lines = [
        f"{one.target}: {cell.name}: {cell.was} → {cell.now}"
        f" ({', '.join(f'{words} {count}' for words, count in cell.causes)})"
        for one in found.targets
        for cell in (_changed_cell(changed, names) for changed in one.changed)
    ]
    return lines or [_("Every figure says the same today.")]


def _made(scope: Scope) -> Any:
    later = Submission.objects.filter(restates=OuterRef("pk"))
    return restatements.reached(scope).annotate(is_restated=Exists(later))


def _one(submission_id: UUID, scope: Scope) -> Any:
    found = _made(scope).select_related("plan").filter(pk=submission_id).first()
    if found is None:
        raise NotFound(NO_SUCH)
    return found


def _line(made: Any, names: Mapping[str, str]) -> SubmissionLine:
    return SubmissionLine(
        id=made.pk,
        plan_id=made.plan_id,
        plan_edition=made.plan_edition,
        area_id=made.area_id,
        area_name=names.get(made.area_id, made.area_id),
        from_on=made.from_on,
        to_on=made.to_on,
        known_at=made.known_at,
        by_name=made.recorded_by_name,
        restates_id=made.restates_id,
        reason=made.reason,
        is_restated=made.is_restated,
    )


def _title(held: PlanHeld, target: Target) -> str:
    try:
        return (target.title or held.indicator_of(target).title).text(get_language())
    except KeyError:  # the definition is gone: the figures stay
        return target.indicator


def _value(cell: SubmissionCell) -> Value:
    return Value(cell.numerator, cell.denominator, Verdict(cell.verdict))


def _frozen_line(held: PlanHeld, cell: SubmissionCell, to_on: date, veils: FrozenVeils) -> FrozenLine:
    target, reading = held.body.target(cell.target), ""
    own = target.model_copy(update={"edition": cell.indicator_edition})
    with suppress(KeyError):
        words = held.indicator_of(own).reading(cell.reading).title
        reading = words.text(get_language()) if words else ""
    value = veils.whole(cell.target, _value(cell))
    return FrozenLine(
        code=cell.target,
        title=_title(held, own),
        mark=mark_text(target.mark, min(to_on, (target.period or held.body.period).to_on).year),
        value=value_text(value),
        verdict=value.verdict,
        verdict_words=VERDICTS[value.verdict],
        reading=reading,
        indicator=cell.indicator,
        edition=cell.indicator_edition,
    )


def _seen(
    restated: Restated, scope: Scope, on: date
) -> tuple[list[ChangedRow], Mapping[UUID, Any], Mapping[str, str]]:
    ids = {row.person_id for row in restated.rows if row.person_id}
    seen = people.masked_names(ids, scope=scope, power=READ_PEOPLE) if ids and scope.may(READ_PEOPLE) else {}
    shown = [row for row in restated.rows if row.person_id is None or row.person_id in seen]
    units = {cell.unit_id for cell in restated.changed}
    units |= {end.unit_id for row in shown for end in (row.was, row.now) if end and end.unit_id}
    units |= {row.subject for row in shown if row.person_id is None and len(row.subject) < 12}
    return shown, seen, full_names(units, on=on)


def _changed_cell(cell: Cell, names: Mapping[str, str]) -> ChangedCell:
    return ChangedCell(
        names.get(cell.unit_id, cell.unit_id),
        value_text(cell.was) if cell.was else "–",
        value_text(cell.now) if cell.now else "–",
        tuple((CAUSES[cause], count) for cause, count in sorted(cell.causes.items())),
    )


def _changed_line(row: ChangedRow, seen: Mapping[UUID, Any], names: Mapping[str, str]) -> ChangedLine:
    end = row.now or row.was
    unit_id = end.unit_id if end else ""
    one = seen[row.person_id] if row.person_id else None
    return ChangedLine(
        row.person_id,
        one.masked_name if one else names.get(row.subject, row.subject[:13]),
        one.code if one else "",
        names.get(unit_id, unit_id),
        row.was.is_counted if row.was else None,
        row.now.is_counted if row.now else None,
        CAUSES[row.cause],
    )


def _part(rows: Iterable[Shown], number: int) -> Page[Shown]:
    listed = list(rows)
    number = max(1, min(number, -(-len(listed) // SIZE) or 1))
    return Page(listed[(number - 1) * SIZE : number * SIZE], number, SIZE, len(listed))


def _plain(value: Value | None) -> dict[str, Any] | None:
    if value is None:
        return None
    return {"numerator": value.numerator, "denominator": value.denominator, "verdict": str(value.verdict)}
