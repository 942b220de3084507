"""What has to be done next in open episodes, for one commune or a whole province."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Duty as DutyRow
from hoanhap.casework.models import Episode
from hoanhap.casework.queries import regimes
from hoanhap.casework.queries.offices import office_of
from hoanhap.casework.queries.progress import open_on
from hoanhap.casework.queries.texts import in_words
from hoanhap.casework.queries.worklists import Asked, Part, Sql, Tally, Written, read
from hoanhap.casework.rules.parts import Duty as DutyKind
from hoanhap.casework.rules.parts import LeadsTo
from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.words import Confidence
from hoanhap.kit.errors import Words
from hoanhap.kit.lookups import one_array
from hoanhap.kit.paging import DEFAULT_SIZE, Page
from hoanhap.people.queries import people
from hoanhap.places.models import Level, Unit
from hoanhap.places.queries.units import full_names

READ = "casework.read"
Episodes = QuerySet[Episode]
Where = str | Collection[str] | None
"""One unit, several, or everything in reach."""


@dataclass(frozen=True)
class Duty:
    """A duty in somebody's episode. The name is masked; `due_on` None: no text gives a last day.

    `by` is the code of whoever has to do it, `office` the office that this is on the day. `rises_on`: from that day on
    the office above sees it too. `blank`: what an administrator would have to fill in for it to have a last day.
    """

    person_id: UUID
    episode_id: UUID
    person_code: str
    masked_name: str
    unit_id: str
    unit_name: str
    code: str
    title: Words
    due_on: date | None
    is_late: bool
    legal_basis: str
    confidence: Confidence
    note: str
    since_on: date | None = None
    by: str = ""
    office: Words = ""
    rises_on: date | None = None
    days_late: int = 0
    has_risen: bool = False
    blank: Words = ""
    regime: tuple[str, int] = ("", 0)


@dataclass(frozen=True)
class Risen:
    """How many duties of a commune are shown to the office above."""

    unit_id: str
    unit_name: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Worklist(Page[Duty]):
    """One page of duties, and how many there are on all of them by when they are due."""

    counts: Tally


@dataclass(frozen=True)
class DutyWords:
    """What a regime says about a duty."""

    title: Words
    legal_basis: str
    confidence: Confidence
    note: str
    blank: Words = ""


def due(
    *,
    scope: Scope,
    on: date,
    until: date | None = None,
    unit_id: str | None = None,
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Page[Duty]:
    """The duties of the steps of episodes: late ones first, then those without a last day, then by day.

    `until` leaves out what is due after it. Duties of helpers and contacts belong to `community`; both together are
    `programme.queries.worklist.due`.
    """
    found = parts(scope=scope, on=on, unit_id=unit_id)
    return page(found, scope=scope, on=on, asked=Asked(until), number=number, size=size, words=words())


def parts(*, scope: Scope, on: date, unit_id: Where = None) -> list[Part | Written]:
    """The duties of steps that the scope sees standing on the day: to be united and read."""
    found = standing(scope=scope, on=on, unit_id=unit_id).order_by()
    text, params = found.values_list(
        "episode_id",
        "person_id",
        "unit_id",
        "regime",
        "regime_edition",
        "code",
        "due_on",
        "since_on",
        "by",
        "rises_on",
    ).query.sql_with_params()
    return [Written(Sql(text, params))]


def standing(*, scope: Scope, on: date, unit_id: Where = None) -> QuerySet[DutyRow]:
    """The duties that stand at the end of the day, as far as the scope sees the people."""
    covering = Q(until_on__isnull=True) | Q(until_on__gt=on)
    found = DutyRow.objects.visible_to(scope, READ).filter(covering, from_on__lte=on)
    return _within(found, unit_id)


def risen(*, scope: Scope, on: date) -> list[Risen]:
    """Where duties are so late that they are shown to the office above, most first; nothing for an office of a commune.

    Counted are the communes that the scope reaches from above: as an officer of a district or of a province.
    """
    areas = scope.area_ids(READ)
    above = set(
        Unit.objects.filter(pk__in=areas).exclude(level=Level.COMMUNE).values_list("pk", flat=True)
        if areas
        else ()
    )
    if not above and not scope.everywhere(READ):
        return []
    seen = replace(scope, authorities=tuple(one for one in scope.authorities if one.area_id in above))
    rows = (
        standing(scope=seen, on=on)
        .filter(rises_on__lte=on)
        .order_by()
        .values("unit_id")
        .annotate(count=Count("id"))
    )
    counts: dict[str, int] = {row["unit_id"]: row["count"] for row in rows}
    names = full_names(counts, on=on)
    found = [Risen(unit_id, names.get(unit_id, unit_id), count) for unit_id, count in counts.items()]
    return sorted(found, key=lambda one: (-one.count, one.unit_name))


def _within(found: "QuerySet[Any]", unit_id: Where) -> "QuerySet[Any]":
    if unit_id is None:
        return found
    if isinstance(unit_id, str):
        return found.filter(unit_id=unit_id)
    return found.filter(unit_id__anyof=one_array(frozenset(unit_id)))


def open_episodes(scope: Scope, power: str, on: date, unit_id: Where) -> Episodes:
    """The episodes open at the end of the day, in one unit if asked."""
    return _within(Episode.objects.visible_to(scope, power).filter(open_on(on)), unit_id)


def _named(regime: Regime) -> Sequence[DutyKind | LeadsTo]:
    """Everything of a regime that can be due."""
    return [*regime.duties, *regime.leads_to]


def words() -> dict[tuple[str, int, str], DutyWords]:
    """What every regime says about each of its duties, by regime, edition and code."""
    return {
        (regime.code, regime.edition, duty.code): DutyWords(
            in_words(duty.title), duty.legal_basis, duty.confidence, duty.note, blank_of(regime, duty)
        )
        for regime in regimes.regimes()
        for duty in _named(regime)
    }


def blank_of(regime: Regime, duty: DutyKind | LeadsTo) -> Words:
    """What the law leaves open about the last day of a duty; empty where it leaves nothing open."""
    lengths = [duty.within] if duty.within else []
    lengths += [one.within for one in duty.variants] if isinstance(duty, DutyKind) else []
    code = next((length.blank for length in lengths if length.blank), None)
    return in_words(regime.blank(code).title) if code else ""


def page(
    found: Sequence[Part | Written],
    *,
    scope: Scope,
    on: date,
    asked: Asked,
    number: int,
    size: int,
    words: dict[tuple[str, int, str], DutyWords],
) -> Worklist:
    """One page of the duties of these parts, with masked names and the units' names."""
    rows, number, counts = read(found, on=on, asked=asked, number=number, size=size)
    names = people.masked_names({row.person_id for row in rows}, scope=scope, power=READ)
    units = full_names({row.unit_id for row in rows}, on=on)
    lines = []
    for row in rows:
        said = words[row.regime, row.regime_edition, row.code]
        person = names.get(row.person_id)
        lines.append(
            Duty(
                person_id=row.person_id,
                episode_id=row.episode_id,
                person_code=person.code if person else "",
                masked_name=person.masked_name if person else "",
                unit_id=row.unit_id,
                unit_name=units.get(row.unit_id, ""),
                code=row.code,
                title=said.title,
                due_on=row.due_on,
                is_late=row.due_on is not None and row.due_on < on,
                legal_basis=said.legal_basis,
                confidence=said.confidence,
                note=said.note,
                since_on=row.since_on,
                by=row.by,
                office=office_of(row.by, on),
                rises_on=row.rises_on,
                days_late=max(0, (on - row.due_on).days) if row.due_on else 0,
                has_risen=row.rises_on is not None and row.rises_on <= on,
                blank="" if row.due_on else said.blank,
                regime=(row.regime, row.regime_edition),
            )
        )
    return Worklist(lines, number, size, counts.total, counts=counts)
