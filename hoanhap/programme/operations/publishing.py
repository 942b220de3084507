"""Telling everybody what a plan's targets say, once a year and without small numbers; and taking it back."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Refused, Words
from hoanhap.programme.models import PublishedFigures
from hoanhap.programme.operations.refusals import asked
from hoanhap.programme.queries import published, scorecards

COMMUNE = "commune"


class NotPublished(Refused):
    """Nothing was published or withdrawn."""


def publish_figures(*, plan_id: UUID, to_on: date, scope: Scope, at: datetime) -> PublishedFigures:
    """What the targets of a plan said at the end of `to_on`, for its area and each commune, is told to everybody.

    Numbers below five, and what would give them away, are left out before anything is kept. A year has one day.
    Raises Forbidden, NotFound, NotPublished.
    """
    scope.require(published.PUBLISH)
    card = scorecards.scorecard(plan_id, scope=scope, on=to_on, level=COMMUNE, publish=True)
    held = card.plan
    if not scope.reaches(published.PUBLISH, held.area_id) or card.area_id != held.area_id:
        raise NotFound(Problem("no-such-plan", _("There is no such plan."), "plan_id"))
    if card.as_of < held.body.period.from_on or card.as_of >= local_day(at):
        words = _("Choose a day of the plan's period that is over: figures are of the end of a day.")
        raise NotPublished(Problem("not-yet", words, "to_on"))
    before = published.told_already(held.id, held.area_id, card.as_of.year)
    rows = published.rows_of(card, before)
    if not rows:
        words = _("Another plan told everybody of these indicators for this year already.")
        raise NotPublished(Problem("told-already", words, "to_on"))
    try:
        with transaction.atomic():
            made = PublishedFigures.objects.create(
                plan_id=held.id,
                plan_edition=held.edition,
                area_id=held.area_id,
                area_name=card.area_name,
                from_on=held.body.period.from_on,
                to_on=card.as_of,
                year=card.as_of.year,
                rows=rows,
                recorded_by=scope.account_id,
            )
            trail.record(
                "programme.figures-published",
                by=scope,
                at=at,
                subject=made,
                unit_id=held.area_id,
                rows=len(rows),
            )
    except IntegrityError as error:
        raise NotPublished(Problem("told-already", _told(error), "to_on")) from error
    return made


def _told(error: IntegrityError) -> Words:
    if "published_figures_of_one_day_a_year" in str(error):
        return _(
            "Figures of another day of this year were published before. Two days of one year would together give away "
            "numbers that each hides: publish that very day again, or a day of another year."
        )
    return _("Figures of this year are published already. Withdraw them first, with the reason.")


@transaction.atomic
def withdraw_figures(*, published_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """They stand on the public page no more; the record stays, with the reason. Raises Forbidden, NotFound, NotPublished."""
    line = published.standing(published_id, scope=scope)
    why = asked(reason, field="reason", longest=300, error=NotPublished)
    rows = PublishedFigures.objects.filter(pk=line.id, retired_at__isnull=True)
    if not rows.update(retired_at=at, retired_by=scope.account_id, retired_reason=why):
        raise NotFound(published.NO_SUCH)
    trail.record(
        "programme.figures-withdrawn",
        by=scope,
        at=at,
        subject=PublishedFigures(pk=line.id),
        unit_id=line.area_id,
        reason=why,
    )
