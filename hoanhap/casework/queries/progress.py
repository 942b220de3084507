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

from hoanhap.casework.models import Episode, Phase, Step
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


def follow_up_over(regime: Regime, on: date, *, episode: str = "pk") -> Exists:
    """Whether the follow-up has ended by that day; not before there is a hand-over. For regimes that have one."""
    assert regime.follow_up is not None
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


def phases_on(on: date, *, episode: str = "pk") -> QuerySet[Phase]:
    """Where the episode of the outer query stood at the end of the day."""
    covering = Q(until_on__isnull=True) | Q(until_on__gt=on)
    return Phase.objects.filter(covering, episode=OuterRef(episode), from_on__lte=on)


def in_stage(episodes: QuerySet[Episode], stage: str, on: date) -> QuerySet[Episode]:
    """Only the episodes that stood in a stage on a day."""
    covering = Q(until_on__isnull=True) | Q(until_on__gt=on)
    standing = Phase.objects.filter(covering, stage=stage, from_on__lte=on)
    return episodes.filter(pk__in=standing.values("episode_id"))
