"""What a change of the law would do to the episodes there are: which dates are gained, lost or moved, and whose."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.models import CalendarDay, Duty, DutyExcuse, Episode, Step
from hoanhap.casework.queries.about import about_of
from hoanhap.casework.queries.calendars import entered_days, with_entered
from hoanhap.casework.queries.law import law
from hoanhap.casework.queries.lines import fact_of, followed_of
from hoanhap.casework.queries.texts import in_words
from hoanhap.casework.rules.facts import Filled, StepFact
from hoanhap.casework.rules.law import Law
from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.simulation import TERM, Effect, shifts, standing
from hoanhap.casework.rules.spans import Excuse
from hoanhap.kit.calendar import Calendar
from hoanhap.kit.errors import Words
from hoanhap.kit.paging import DEFAULT_SIZE, LARGEST_SIZE, Page
from hoanhap.places.queries.units import full_names

POWER: Final = "casework.law"
AT_A_TIME: Final = 500
REACH: Final = timedelta(days=30)
"""No holidays are longer: further off, a rest day cannot move the last day of anything."""


@dataclass(frozen=True)
class Change:
    """What would be law: an edition more, values of blanks more or fewer, days of the calendar more or fewer.

    `since`: the first day for which it could tell of an episode what was not told before. `days`: those of the calendar
    that change, `calendar` the whole of it afterwards.
    """

    since: date
    edition: Regime | None = None
    filled: Mapping[tuple[str, str], Filled] = field(default_factory=dict)
    emptied: Mapping[tuple[str, str], date] = field(default_factory=dict)
    days: tuple[date, ...] = ()
    calendar: Calendar | None = None

    def on(self, known: Law) -> Law:
        """The law with the change in it."""
        regimes = dict(known.regimes)
        if self.edition is not None:
            regimes[self.edition.code, self.edition.edition] = self.edition
        blanks = {key: list(values) for key, values in known.blanks.items()}
        for key, value in self.filled.items():
            blanks.setdefault(key, []).append(value)
        for key, valid_from in self.emptied.items():
            blanks[key] = [held for held in blanks.get(key, []) if held[0] != valid_from]
        return Law(regimes, self.calendar or known.calendar, blanks)

    @cached_property
    def codes(self) -> frozenset[str]:
        """The regimes whose blanks change."""
        return frozenset(code for code, _blank in (*self.filled, *self.emptied))


def of_days(new: Iterable[tuple[date, str]], *, without: UUID | None = None) -> Change:
    """What entering days in the calendar, or taking one back, would change."""
    new, told = list(new), dict(entered_days())
    days = [day for day, _kind in new]
    for line in CalendarDay.objects.filter(pk__in=[without] if without else [], retired_at__isnull=True):
        del told[line.day]
        days.append(line.day)
    told |= dict(new)
    return Change(since=min(days, default=date.max), days=tuple(days), calendar=with_entered(told.items()))


@dataclass(frozen=True)
class Row:
    """One date of one person's episode that the change touches."""

    person_id: UUID
    person_code: str
    episode_id: UUID
    unit_id: str
    unit_name: str
    code: str
    title: Words
    since_on: date | None
    before: date | None
    after: date | None
    effect: Effect


@dataclass(frozen=True, kw_only=True)
class Simulated(Page[Row]):
    """One page of the dates that change. `totals`: how many dates by effect; `people`: how many people.

    `examined`: how many episodes were looked at. `followers`: how many open ones would follow the new edition from its
    day on in what is done later, whether or not a date changes now.
    """

    totals: Mapping[Effect, int]
    people: int
    examined: int
    followers: int


def concerned(change: Change, after: Law) -> QuerySet[Episode]:
    """The episodes whose rows the change may touch, of everybody. `after`: the law with the change in it."""
    if change.calendar is not None:
        return _near(change.days)
    running, ended = _pinned(change, after)
    told = Q(pk__in=[])
    for code, edition in running:
        told |= Q(regime=code, regime_edition=edition, closed_on__isnull=True)
    still = Exists(Duty.objects.filter(episode=OuterRef("pk"), until_on__isnull=True))
    lately = Exists(Duty.objects.filter(episode=OuterRef("pk"), until_on__gte=change.since))
    for code, edition in running | ended:
        told |= Q(regime=code, regime_edition=edition, closed_on__isnull=False) & (
            Q(closed_on__gte=change.since) | Q(still) | Q(lately)
        )
    return Episode.objects.filter(told)


def simulate(
    change: Change, *, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE
) -> Simulated:
    """What the change would do to the dates that stand on a day, for the people in reach. Raises Forbidden."""
    scope.require(POWER)
    size = max(1, min(size, LARGEST_SIZE))
    before = law()
    after = change.on(before)
    found: list[Row] = []
    examined = 0
    reached = concerned(change, after).filter(pk__in=_visible(scope))
    for episodes in _batches(reached):
        examined += len(episodes)
        found += _rows(episodes, before, after, on)
    pages = max(1, -(-len(found) // size))
    number = max(1, min(number, pages))
    rows = found[(number - 1) * size : number * size]
    names = full_names({row.unit_id for row in rows}, on=on)
    return Simulated(
        rows=[replace(row, unit_name=names.get(row.unit_id, row.unit_id)) for row in rows],
        number=number,
        size=size,
        total=len(found),
        totals=_totals(row.effect for row in found),
        people=len({row.person_id for row in found}),
        examined=examined,
        followers=_followers(change, after, scope),
    )


def _totals(effects: Iterable[Effect]) -> dict[Effect, int]:
    counted = Counter(effects)
    return {effect: counted[effect] for effect in Effect}


def _batches(found: QuerySet[Episode]) -> Iterator[list[Episode]]:
    after: UUID | None = None
    while True:
        ordered = found.select_related("person").order_by("pk")
        some = list((ordered.filter(pk__gt=after) if after else ordered)[:AT_A_TIME])
        if not some:
            return
        yield some
        after = some[-1].pk


def _rows(episodes: Sequence[Episode], before: Law, after: Law, on: date) -> Iterator[Row]:
    keys = [episode.pk for episode in episodes]
    facts: dict[UUID, list[StepFact]] = defaultdict(list)
    held = Step.objects.filter(episode__in=keys, retired_at__isnull=True).order_by("happened_on", "id")
    for step in held:
        facts[step.episode_id].append(fact_of(step))
    excuses: dict[UUID, list[Excuse]] = defaultdict(list)
    for one in DutyExcuse.objects.filter(episode__in=keys, retired_at__isnull=True):
        excuses[one.episode_id].append(Excuse(one.code, one.since_on, one.excused_on))
    followed, abouts = followed_of(episodes), about_of(episodes)
    for episode in episodes:
        known = facts[episode.pk]
        dates = [
            standing(
                told.course(episode.regime, episode.regime_edition, known, abouts[episode.pk]),
                known,
                on,
                followed=followed.get(episode.pk),
                excuses=excuses[episode.pk],
            )
            for told in (before, after)
        ]
        for shift in shifts(*dates):
            yield Row(
                person_id=episode.person_id,
                person_code=episode.person.code,
                episode_id=episode.pk,
                unit_id=episode.unit_id,
                unit_name="",
                code=shift.code,
                title=in_words(shift.title) if shift.title else _term_title(shift.code),
                since_on=None if shift.code == TERM else shift.since_on,
                before=shift.before,
                after=shift.after,
                effect=shift.effect,
            )


def _term_title(code: str) -> Words:
    return _("Last day of the term") if code == TERM else code


def _pinned(change: Change, after: Law) -> tuple[set[tuple[str, int]], set[tuple[str, int]]]:
    """Pinned editions whose open episodes the change may touch, and those where only what follows an end may change."""
    running, ended = set(), set()
    told = {change.edition.episode_kind} if change.edition else set()
    told |= {regime.episode_kind for regime in after.regimes.values() if regime.code in change.codes}
    for key in set(Episode.objects.values_list("regime", "regime_edition").distinct()):
        reach = after.reach(*key)
        if any(code in change.codes for code, _edition in reach) or (
            change.edition and (change.edition.code, change.edition.edition) in reach
        ):
            running.add(key)
        elif told & {after.regimes[one].episode_kind for one in reach}:
            ended.add(key)
    return running, ended


def _near(days: Sequence[date]) -> QuerySet[Episode]:
    """Those with a duty that is counted over one of the days, or due near it."""
    told = Q(pk__in=[])
    for day in days:
        told |= Q(since_on__lte=day, due_on__gte=day - REACH)
    return Episode.objects.filter(Exists(Duty.objects.filter(told, episode=OuterRef("pk"))))


def _followers(change: Change, after: Law, scope: Scope) -> int:
    if change.edition is None:
        return 0
    new = (change.edition.code, change.edition.edition)
    running = Episode.objects.filter(closed_on__isnull=True)
    keys = set(running.values_list("regime", "regime_edition").distinct())
    told = Q(pk__in=[])
    for key in keys:
        if key != new and new in after.reach(*key):
            told |= Q(regime=key[0], regime_edition=key[1])
    return Episode.objects.filter(told, closed_on__isnull=True, pk__in=_visible(scope)).count()


def _visible(scope: Scope) -> QuerySet[Episode, UUID]:
    return Episode.objects.visible_to(scope, POWER).values_list("pk", flat=True)
