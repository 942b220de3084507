"""Named measures over one cohort: the people whose decision was signed from `from_on` to `to_on`, both included.

Every measure returns rows of `person_id`, `unit_id`, `on`, `episode_id` and `fact_id`: count them for a figure, read
them for the people behind it. All look at the same cohort as it stood at the end of `to_on`, so it closes: started =
certified + breached + other ends + still in progress. Somebody with two decisions in the period counts once, with the
later one (a person who moved is counted where they went on). The unit is the one that answers for the episode.

Measures take no scope: figures may be shown to who may not see people. Whoever lists people narrows the rows with
`Person.objects.visible_to`.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, cast

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.lookups import LessThan

from hoanhap.casework.models import Episode, Step
from hoanhap.casework.queries import regimes
from hoanhap.casework.queries.progress import AddMonths, follow_up_over, held_steps, phases_on
from hoanhap.kit.shared import Shared

Units = Collection[str] | None
"""The units whose episodes count; None for all."""

Rows = QuerySet[Step, dict[str, Any]]
KIND = Episode.Kind.VOLUNTARY_HOME_COMMUNITY
DECISION, DETOX_END, HANDOVER = "decision", "detox-end", "handover"
COMPLETED, STOPPED = "completed", "stopped"


def cohort(from_on: date, to_on: date, unit_ids: Units) -> "QuerySet[Step]":
    """The decisions that make the cohort, one for each person."""
    signed = Step.objects.filter(
        kind=DECISION,
        retired_at__isnull=True,
        happened_on__range=(from_on, to_on),
        episode__kind=KIND,
    )
    later = signed.filter(person=OuterRef("person")).filter(
        Q(happened_on__gt=OuterRef("happened_on"))
        | Q(happened_on=OuterRef("happened_on"), pk__gt=OuterRef("pk"))
    )
    found = signed.exclude(Exists(later))
    return found if unit_ids is None else found.filter(unit_id__in=list(unit_ids))


def as_rows(steps: "QuerySet[Step]") -> Rows:
    """The columns of every measure."""
    found = steps.order_by().values(
        "person_id", "unit_id", "episode_id", on=F("happened_on"), fact_id=F("pk")
    )
    return cast("Rows", found)


def episodes_of(found: "QuerySet[Step]") -> Shared:
    """The episodes of a cohort: measures that are asked for together look for it once."""
    return Shared(found.order_by().values("id", "episode_id"), "episode_id")


def _still_open(from_on: date, to_on: date, unit_ids: Units) -> "QuerySet[Step]":
    """The decisions of the cohort whose episodes had not ended."""
    found = Shared(cohort(from_on, to_on, unit_ids).order_by().values("id", "episode_id"), "id")
    return Step.objects.filter(pk__in=found).exclude(Exists(_ends(to_on)))


def _ends(to_on: date) -> "QuerySet[Step]":
    return Step.objects.filter(
        episode=OuterRef("episode"), retired_at__isnull=True, happened_on__lte=to_on
    ).exclude(ends_as="")


def _of_cohort(from_on: date, to_on: date, unit_ids: Units, **which: Any) -> "QuerySet[Step]":
    """Steps of the cohort's episodes that had happened by the end of the period."""
    return Step.objects.filter(
        retired_at__isnull=True,
        happened_on__lte=to_on,
        episode__in=episodes_of(cohort(from_on, to_on, unit_ids)),
        **which,
    )


def home_rehab_started(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """People whose decision was signed in the period: who took part. `on` is the day of the decision."""
    return as_rows(cohort(from_on, to_on, unit_ids))


def home_rehab_certified(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Of them, who had got the certificate of completion. `on` is its day."""
    return as_rows(_of_cohort(from_on, to_on, unit_ids, ends_as=COMPLETED))


def home_rehab_breached(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Of them, who had been stopped with minutes of a breach. `on` is the day of the minutes."""
    return as_rows(_of_cohort(from_on, to_on, unit_ids, ends_as=STOPPED))


def home_rehab_other_end(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Of them, whose episode had ended in another way (died, prison, moved)."""
    ended = _of_cohort(from_on, to_on, unit_ids).exclude(ends_as__in=["", COMPLETED, STOPPED])
    return as_rows(ended)


def home_rehab_in_progress(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Of them, whose episode was still open at the end of the period. `on` is the day of the decision."""
    return as_rows(_still_open(from_on, to_on, unit_ids))


def home_rehab_unaccounted(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Of those still open, whose term and follow-up were both over: somebody forgot to say how it ended.

    Where no hand-over is recorded the legal term alone decides.
    """
    day_before = to_on - timedelta(days=1)
    over = Q(pk__in=[])
    for regime in regimes.regimes():
        if regime.episode_kind != KIND:
            continue
        if regime.follow_up is None:
            overdue = phases_on(to_on, episode="episode").filter(term_ends_on__lt=to_on)
            over |= Q(Exists(overdue), episode__regime=regime.code, episode__regime_edition=regime.edition)
            continue
        followed = held_steps(regime.follow_up.from_step, to_on, episode="episode")
        over |= Q(
            Q(follow_up_over(regime, day_before, episode="episode")) | ~Q(Exists(followed)),
            LessThan(AddMonths(F("happened_on"), F("term_months")), to_on),
            episode__regime=regime.code,
            episode__regime_edition=regime.edition,
        )
    return as_rows(_still_open(from_on, to_on, unit_ids).filter(over))


def home_rehab_detox_done(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Of them, whose detoxification had ended. `on` is its last day."""
    return as_rows(_of_cohort(from_on, to_on, unit_ids, kind=DETOX_END))


def home_rehab_handed_over(*, from_on: date, to_on: date, unit_ids: Units) -> Rows:
    """Of them, who had been handed over with minutes. `on` is the day of the hand-over."""
    return as_rows(_of_cohort(from_on, to_on, unit_ids, kind=HANDOVER))
