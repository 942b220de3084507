"""What has to be done next in open episodes, for one commune or a whole province."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db.models import Case, CharField, DateField, F, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode
from hoanhap.casework.queries import regimes
from hoanhap.casework.queries.progress import AddDays, day_of, has, open_on, under, window_ends
from hoanhap.casework.queries.texts import in_words
from hoanhap.casework.rules.regimes import DueBy, Regime
from hoanhap.casework.rules.regimes import Duty as DutyKind
from hoanhap.casework.rules.words import Confidence
from hoanhap.kit.errors import Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.people.queries import people
from hoanhap.places.queries.units import full_names

READ = "casework.read"
Rows = QuerySet[Episode, dict[str, Any]]
COLUMNS = ("pk", "person_id", "unit_id", "regime", "regime_edition", "code", "due_on", "sort_on")


@dataclass(frozen=True)
class Duty:
    """A duty in somebody's episode. The name is masked; `due_on` None: no text gives a last day."""

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


@dataclass(frozen=True)
class DutyWords:
    """What a regime says about a duty."""

    title: Words
    legal_basis: str
    confidence: Confidence
    note: str


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
    found = rows(scope=scope, on=on, until=until, unit_id=unit_id)
    return page(found, scope=scope, on=on, number=number, size=size, words=words())


def rows(*, scope: Scope, on: date, until: date | None = None, unit_id: str | None = None) -> list[Rows]:
    """One query for each kind of duty, with the columns COLUMNS: to be united."""
    episodes = Episode.objects.visible_to(scope, READ).filter(open_on(on))
    if unit_id is not None:
        episodes = episodes.filter(unit_id=unit_id)
    return [
        within(
            episodes.filter(under(regime), has(duty.after, on)).exclude(has(duty.until, on)),
            duty.code,
            _due_on(regime, duty, on),
            on,
            until,
        )
        for regime in regimes.regimes()
        for duty in regime.duties
    ]


def within(episodes: QuerySet[Episode], code: str, due_on: Combinable, on: date, until: date | None) -> Rows:
    """The columns of a duty, without what is due after `until`. `sort_on` puts what has no last day to today."""
    found = episodes.annotate(
        code=Value(code, output_field=CharField()),
        due_on=due_on,
        sort_on=Coalesce(F("due_on"), Value(on), output_field=DateField()),
    )
    if until is not None:
        found = found.filter(Q(due_on__isnull=True) | Q(due_on__lte=until))
    return cast("Rows", found.order_by().values(*COLUMNS))


def _due_on(regime: Regime, duty: DutyKind, on: date) -> Combinable:
    since = day_of(duty.after, on)
    match duty.due_by:
        case DueBy.DAYS:
            return AddDays(since, Value(duty.days))
        case DueBy.USUAL_DAYS:
            values = sorted(
                (usual for usual in regime.usual_days if usual.step == duty.after),
                key=lambda usual: usual.from_on,
                reverse=True,
            )
            return Case(
                *(
                    When(GreaterThanOrEqual(since, usual.from_on), then=AddDays(since, Value(usual.maximum)))
                    for usual in values
                ),
                default=Value(None),
                output_field=DateField(),
            )
        case DueBy.WINDOW:
            return window_ends(regime, on)
        case DueBy.NOTHING:
            return Value(None, output_field=DateField())


def words() -> dict[tuple[str, int, str], DutyWords]:
    """What every regime says about each of its duties, by regime, edition and code."""
    return {
        (regime.code, regime.edition, duty.code): DutyWords(
            in_words(duty.title), duty.legal_basis, duty.confidence, duty.note
        )
        for regime in regimes.regimes()
        for duty in regime.duties
    }


def page(
    found: Sequence[Rows],
    *,
    scope: Scope,
    on: date,
    number: int,
    size: int,
    words: dict[tuple[str, int, str], DutyWords],
) -> Page[Duty]:
    """One page of united rows, with masked names and the units' names."""
    # The columns of a union are those of its parts, which the stubs cannot know.
    first, *others = cast("list[Any]", found)
    united = first.union(*others, all=True).order_by("sort_on", "pk", "code")
    rows: Page[dict[str, Any]] = page_of(united, lambda row: row, number=number, size=size)
    names = people.masked_names({row["person_id"] for row in rows}, scope=scope, power=READ)
    units = full_names({row["unit_id"] for row in rows}, on=on)
    lines = []
    for row in rows:
        said = words[row["regime"], row["regime_edition"], row["code"]]
        person = names.get(row["person_id"])
        lines.append(
            Duty(
                person_id=row["person_id"],
                episode_id=row["pk"],
                person_code=person.code if person else "",
                masked_name=person.masked_name if person else "",
                unit_id=row["unit_id"],
                unit_name=units.get(row["unit_id"], ""),
                code=row["code"],
                title=said.title,
                due_on=row["due_on"],
                is_late=row["due_on"] is not None and row["due_on"] < on,
                legal_basis=said.legal_basis,
                confidence=said.confidence,
                note=said.note,
            )
        )
    return Page(lines, rows.number, rows.size, rows.total, rows.total_is_capped)
