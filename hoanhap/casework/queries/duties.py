"""What has to be done next in open episodes, for one commune or a whole province."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Duty as DutyRow
from hoanhap.casework.models import Episode
from hoanhap.casework.queries import regimes
from hoanhap.casework.queries.progress import open_on
from hoanhap.casework.queries.texts import in_words
from hoanhap.casework.queries.worklists import Part, Sql, Tally, Written, read
from hoanhap.casework.rules.parts import Duty as DutyKind
from hoanhap.casework.rules.parts import LeadsTo
from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.words import Confidence
from hoanhap.kit.errors import Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page
from hoanhap.people.queries import people
from hoanhap.places.queries.units import full_names

READ = "casework.read"
Episodes = QuerySet[Episode]


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
    return page(found, scope=scope, on=on, until=until, number=number, size=size, words=words())


def parts(*, scope: Scope, on: date, unit_id: str | None = None) -> list[Part | Written]:
    """The duties of steps that the scope sees standing on the day: to be united and read."""
    found = standing(scope=scope, on=on, unit_id=unit_id).order_by()
    text, params = found.values_list(
        "episode_id", "person_id", "unit_id", "regime", "regime_edition", "code", "due_on"
    ).query.sql_with_params()
    return [Written(Sql(text, params))]


def standing(*, scope: Scope, on: date, unit_id: str | None = None) -> QuerySet[DutyRow]:
    """The duties that stand at the end of the day, as far as the scope sees the people."""
    covering = Q(until_on__isnull=True) | Q(until_on__gt=on)
    found = DutyRow.objects.visible_to(scope, READ).filter(covering, from_on__lte=on)
    return found if unit_id is None else found.filter(unit_id=unit_id)


def open_episodes(scope: Scope, power: str, on: date, unit_id: str | None) -> Episodes:
    """The episodes open at the end of the day, in one unit if asked."""
    found = Episode.objects.visible_to(scope, power).filter(open_on(on))
    return found if unit_id is None else found.filter(unit_id=unit_id)


def _named(regime: Regime) -> Sequence[DutyKind | LeadsTo]:
    """Everything of a regime that can be due."""
    return [*regime.duties, *regime.leads_to]


def words() -> dict[tuple[str, int, str], DutyWords]:
    """What every regime says about each of its duties, by regime, edition and code."""
    return {
        (regime.code, regime.edition, duty.code): DutyWords(
            in_words(duty.title), duty.legal_basis, duty.confidence, duty.note
        )
        for regime in regimes.regimes()
        for duty in _named(regime)
    }


def page(
    found: Sequence[Part | Written],
    *,
    scope: Scope,
    on: date,
    until: date | None,
    number: int,
    size: int,
    words: dict[tuple[str, int, str], DutyWords],
) -> Worklist:
    """One page of the duties of these parts, with masked names and the units' names."""
    rows, number, counts = read(found, on=on, until=until, number=number, size=size)
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
            )
        )
    return Worklist(lines, number, size, counts.total, counts=counts)
