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
    Subquery,
    Value,
)
from django.db.models.functions import Greatest

from hoanhap.casework.models import Episode, Step
from hoanhap.casework.queries import regimes
from hoanhap.casework.rules.regimes import Regime, StepKind


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


def term_ends(regime: Regime, on: date, *, episode: str = "pk") -> Subquery:
    """The last day of the legal term, or null before the decision."""
    decision = held_steps(regime.term.from_step, on, episode=episode)
    return Subquery(decision.values(last=AddMonths(F("happened_on"), F("term_months")))[:1])


def follow_up_ends(regime: Regime, on: date, *, episode: str = "pk") -> Subquery:
    """The last day of the follow-up, or null before the hand-over."""
    handover = held_steps(regime.follow_up.from_step, on, episode=episode)
    return Subquery(handover.values(last=AddMonths(F("happened_on"), Value(regime.follow_up.months)))[:1])


def window_ends(regime: Regime, on: date) -> Greatest:
    """The day on which both are over. Greatest ignores nulls: only ask for episodes with the last of the two steps."""
    return Greatest(term_ends(regime, on), follow_up_ends(regime, on), output_field=DateField())


def under(regime: Regime) -> Q:
    """Episodes pinned to this edition."""
    return Q(regime=regime.code, regime_edition=regime.edition)


def open_on(on: date) -> Q:
    """Episodes open at the end of that day."""
    return Q(opened_on__lte=on) & (Q(closed_on__isnull=True) | Q(closed_on__gt=on))


def in_stage(episodes: QuerySet[Episode], stage: str, on: date) -> QuerySet[Episode]:
    """Only the episodes that stand in a stage on a day."""
    asked = Q(pk__in=[])
    for place, regime in enumerate(regimes.regimes()):
        over = f"over_{place}"
        if stage in {regime.awaiting_stage, _last_stage(regime)}:
            episodes = episodes.alias(**{over: window_ends(regime, on)})
        asked |= under(regime) & _stage(regime, stage, on, over)
    return episodes.filter(asked)


def _staged(regime: Regime) -> list[StepKind]:
    return [step for step in regime.steps if step.stage and step.stage != regime.ended_stage]


def _last_stage(regime: Regime) -> str | None:
    return _staged(regime)[-1].stage


def _stage(regime: Regime, stage: str, on: date, over: str) -> Q:
    if stage == regime.ended_stage:
        return Q(closed_on__lte=on)
    handed_over = Q(has(regime.follow_up.from_step, on))
    if stage == regime.awaiting_stage:
        return open_on(on) & handed_over & Q(**{f"{over}__lte": on})
    staged = _staged(regime)
    found = Q(pk__in=[])
    for place, step in enumerate(staged):
        if step.stage == stage:
            here = Q(has(step.code, on))
            for later in staged[place + 1 :]:
                here &= ~Q(has(later.code, on))
            found |= here
    # Both windows can only be over once the last of these steps has been taken.
    return open_on(on) & found & (Q(**{f"{over}__gt": on}) if stage == _last_stage(regime) else Q())
