"""What has to be done next in open episodes, for one commune or a whole province."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode
from hoanhap.casework.queries import regimes
from hoanhap.casework.queries.progress import open_on, under
from hoanhap.casework.queries.texts import in_words
from hoanhap.casework.queries.worklists import Part, Sql, Tally, Unfolded, column, day_columns, read
from hoanhap.casework.rules.regimes import DueBy, Regime
from hoanhap.casework.rules.regimes import Duty as DutyKind
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


def parts(*, scope: Scope, on: date, unit_id: str | None = None) -> list[Part]:
    """The episodes that the scope sees open on the day, and the duties of their steps: to be united and read."""
    episodes = open_episodes(scope, READ, on, unit_id)
    return [
        Part(
            episodes.filter(under(regime)),
            day_columns(regime, on),
            [_unfolded(regime, duty) for duty in regime.duties],
        )
        for regime in regimes.regimes()
    ]


def open_episodes(scope: Scope, power: str, on: date, unit_id: str | None) -> Episodes:
    """The episodes open at the end of the day, in one unit if asked."""
    found = Episode.objects.visible_to(scope, power).filter(open_on(on))
    return found if unit_id is None else found.filter(unit_id=unit_id)


def _unfolded(regime: Regime, duty: DutyKind) -> Unfolded:
    since, done = column(regime, duty.after), column(regime, duty.until)
    return Unfolded(
        duty.code, Sql(f"e.{since} IS NOT NULL AND e.{done} IS NULL"), _due_on(regime, duty, since)
    )


def _due_on(regime: Regime, duty: DutyKind, since: str) -> Sql:
    match duty.due_by:
        case DueBy.DAYS:
            return Sql(f"e.{since} + %s", [duty.days])
        case DueBy.USUAL_DAYS:
            latest_first = sorted(
                (usual for usual in regime.usual_days if usual.step == duty.after),
                key=lambda usual: usual.from_on,
                reverse=True,
            )
            cases = " ".join(f"WHEN e.{since} >= %s THEN e.{since} + %s" for _usual in latest_first)
            return Sql(
                f"CASE {cases} END",
                [value for usual in latest_first for value in (usual.from_on, usual.maximum)],
            )
        case DueBy.WINDOW:
            signed, handed_over = (
                column(regime, step) for step in (regime.term.from_step, regime.follow_up.from_step)
            )
            return Sql(
                f"greatest((e.{signed} + make_interval(months => e.term))::date, "
                f"(e.{handed_over} + make_interval(months => %s))::date)",
                [regime.follow_up.months],
            )
        case DueBy.NOTHING:
            return Sql("NULL::date")


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
    found: Sequence[Part],
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
