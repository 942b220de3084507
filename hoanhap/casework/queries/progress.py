"""How far episodes have come, in SQL: the same answers as `rules.states`, for whole provinces at a time."""

from datetime import date

from django.db.models import (
    DateField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.lookups import LessThanOrEqual

from hoanhap.casework.models import Episode, Step
from hoanhap.casework.queries import regimes
from hoanhap.casework.rules.regimes import Regime


class AddMonths(Func):
    """The corresponding day so many months on, as `kit.dates.add_months`: the month's last day if there is none."""

    template = "(%(expressions)s))::date"
    arg_joiner = " + make_interval(months => "
    output_field = DateField()


def held_steps(kind: str, on: date, *, episode: str = "pk") -> QuerySet[Step]:
    """The steps of a kind that hold on a day, for the episode of the outer query."""
    return Step.objects.filter(
        episode=OuterRef(episode), kind=kind, retired_at__isnull=True, happened_on__lte=on
    )


def has(kind: str, on: date, *, episode: str = "pk") -> Exists:
    """Whether the episode of the outer query has such a step by that day."""
    return Exists(held_steps(kind, on, episode=episode))


def term_over(regime: Regime, on: date) -> Exists:
    """Whether the legal term of the episode of the outer query has ended by that day."""
    decision = held_steps(regime.term.from_step, on)
    return Exists(decision.filter(LessThanOrEqual(AddMonths(F("happened_on"), F("term_months")), on)))


def follow_up_over(regime: Regime, on: date, *, episode: str = "pk") -> Exists:
    """Whether the follow-up has ended by that day; not before there is a hand-over."""
    handover = held_steps(regime.follow_up.from_step, on, episode=episode)
    return Exists(
        handover.filter(LessThanOrEqual(AddMonths(F("happened_on"), Value(regime.follow_up.months)), on))
    )


def under(regime: Regime) -> Q:
    """Episodes pinned to this edition."""
    return Q(regime=regime.code, regime_edition=regime.edition)


def open_on(on: date) -> Q:
    """Episodes open at the end of that day."""
    return Q(opened_on__lte=on) & (Q(closed_on__isnull=True) | Q(closed_on__gt=on))


def in_stage(episodes: QuerySet[Episode], stage: str, on: date) -> QuerySet[Episode]:
    """Only the episodes that stand in a stage on a day."""
    asked = Q(pk__in=[])
    for regime in regimes.regimes():
        asked |= under(regime) & _stage(regime, stage, on)
    return episodes.filter(asked)


def _stage(regime: Regime, stage: str, on: date) -> Q:
    if stage == regime.ended_stage:
        return Q(closed_on__lte=on)
    over = Q(term_over(regime, on)) & Q(follow_up_over(regime, on))
    if stage == regime.awaiting_stage:
        return open_on(on) & over
    staged = [step for step in regime.steps if step.stage and step.stage != regime.ended_stage]
    found = Q(pk__in=[])
    for place, step in enumerate(staged):
        if step.stage == stage:
            here = Q(has(step.code, on))
            for later in staged[place + 1 :]:
                here &= ~Q(has(later.code, on))
            # Both windows can only be over once the last of these steps has been taken.
            found |= here & ~over if step is staged[-1] else here
    return open_on(on) & found
