"""Handing figures in: frozen with their rows, definitions, map and law. Nothing changes them afterwards."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.inserts import insert_together
from hoanhap.kit.knowledge import one_moment
from hoanhap.programme.models import Submission, SubmissionCell, SubmissionMember
from hoanhap.programme.operations.refusals import asked as required
from hoanhap.programme.queries import frozen, plan_bodies, scorecards
from hoanhap.programme.queries.disclosure import Reader
from hoanhap.programme.queries.plan_bodies import PlanHeld
from hoanhap.programme.queries.scorecards import Asked, Map, Row

WRITE: Final = "programme.write"
LEVELS: Final = ("district", "commune")


class SubmissionRefused(Refused):
    """The figures were not handed in, and nothing was written."""


def submit_figures(
    *,
    plan_id: UUID,
    to_on: date,
    area_id: str | None = None,
    restates_id: UUID | None = None,
    reason: str = "",
    scope: Scope,
    at: datetime,
) -> Submission:
    """Freeze what a plan's targets say at the end of a day, for its area or one below, with every row behind them.

    The figures of a day are handed in once; later ones restate them, with a reason. Raises Forbidden, NotFound,
    SubmissionRefused.
    """
    scope.require(WRITE)
    # Counted as of one moment, which is kept: whoever asks again what was known then is told the same.
    with one_moment() as known_at:
        return _submitted(plan_id, to_on, area_id, restates_id, reason, scope, at, known_at)


def _submitted(
    plan_id: UUID,
    to_on: date,
    area_id: str | None,
    restates_id: UUID | None,
    reason: str,
    scope: Scope,
    at: datetime,
    known_at: datetime,
) -> Submission:
    held = plan_bodies.held(plan_id, scope=scope)
    area = area_id or held.area_id
    scorecards.reach(held, area, scope)
    if not scope.reaches(WRITE, area):
        raise NotFound(Problem("no-such-unit", _("There is no such administrative unit."), "area"))
    last = min(to_on, held.body.period.to_on)
    if last > local_day(at) or last < held.body.period.from_on:
        raise SubmissionRefused(
            Problem(
                "not-yet",
                _("Choose a day of the plan's period that is over: figures are of the end of a day."),
                "to_on",
            )
        )
    before = _restated(held, area, last, restates_id)
    why = required(reason, field="reason", longest=300, error=SubmissionRefused) if before else ""
    asked = [
        one for target in held.body.targets if (one := scorecards.asked_of(held, target, last)) is not None
    ]
    if not asked:
        raise SubmissionRefused(Problem("no-targets", _("The plan has no targets to report on."), "to_on"))
    made = Submission(
        plan_id=held.id,
        plan_edition=held.edition,
        area_id=area,
        from_on=held.body.period.from_on,
        to_on=last,
        map_on=last,
        restates=before,
        reason=why,
        definitions=frozen.definitions_of(held, asked),
        law=frozen.law_in_force(),
        known_at=known_at,
        recorded_by=scope.account_id,
        recorded_by_name=scope.account_name,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise SubmissionRefused(
            Problem(
                "handed-in-already",
                _("These figures are handed in already. Restate them, with the reason."),
                "to_on",
            )
        ) from error
    for one in asked:
        _freeze(made, held, one, scope)
    trail.record(
        "programme.figures-submitted",
        by=scope,
        at=at,
        subject=made,
        unit_id=area,
        reason=why,
        plan=held.body.code,
    )
    return made


def _restated(held: PlanHeld, area_id: str, to_on: date, restates_id: UUID | None) -> Submission | None:
    if restates_id is None:
        return None
    found = Submission.objects.filter(
        pk=restates_id, plan_id=held.id, area_id=area_id, to_on=to_on, restated_by__isnull=True
    ).first()
    if found is None:
        raise SubmissionRefused(
            Problem(
                "not-the-last",
                _("Restate the latest figures of this day and area; look at them again."),
                "to_on",
            )
        )
    return found


def _freeze(made: Submission, held: PlanHeld, asked: Asked, scope: Scope) -> None:
    """The cells of one target as the scorecard says them, and the rows behind: counted once, kept as counted."""
    for level in (None, *_levels(made)):
        card = scorecards.counted(
            held,
            made.area_id,
            Reader(scope, is_exact=True),
            made.to_on,
            Map.AS_WAS,
            level,
            [asked.target.code],
        )
        insert_together(_cells(made, card.rows, level))
    insert_together(
        SubmissionMember(
            submission=made,
            target=asked.target.code,
            subject=one.subject,
            person_id=one.person_id,
            unit_id=one.unit_id or None,
            is_counted=one.is_counted,
            amount=one.amount,
            day=one.day,
            fact_id=one.fact_id,
        )
        for one in frozen.facts_of(held, asked, made.area_id)
    )


def _levels(made: Submission) -> Iterable[str]:
    return [level for level in scorecards.levels_below(made.area_id, on=made.map_on) if level in LEVELS]


def _cells(made: Submission, rows: Iterable[Row], level: str | None) -> Iterable[SubmissionCell]:
    for row in rows:
        told = (
            [(made.area_id, row.value)] if level is None else [(one.unit_id, one.value) for one in row.areas]
        )
        for unit_id, value in told:
            yield SubmissionCell(
                submission=made,
                target=row.target.code,
                indicator=row.indicator.code,
                indicator_edition=row.indicator.edition,
                reading=row.reading.code,
                unit_id=unit_id,
                level=level or "",
                numerator=value.numerator,
                denominator=value.denominator,
                verdict=str(value.verdict),
            )
