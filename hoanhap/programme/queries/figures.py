# ruff: noqa: S608 (statements are put together from our own words; every value is a parameter)
"""The value of an indicator, unit by unit, in one statement; the rows behind it; and both on any map.

A figure is counted once, by the unit that each row names; only then are units placed on a map. So the figures of all
communes, of all districts and of the province come from the same rows, and what has no place is kept in sight.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from hoanhap.kit.rows import Query, Shareable, Sql, Statement
from hoanhap.people.queries.answering import ANSWERING
from hoanhap.places.queries import maps
from hoanhap.places.queries.maps import Fate
from hoanhap.programme.queries.measures import COLUMNS, MEASURES, SUBJECT
from hoanhap.programme.rules.indicators import Call, Indicator, Reading

NOWHERE: Final = ""
"""Stands for the unit of a row that names none."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted, over how many; `denominator` None for a count. `needed`: rows without which it says nothing."""

    numerator: int
    denominator: int | None
    needed: int = 1

    def __add__(self, other: "Counted") -> "Counted":
        over = None if self.denominator is None else self.denominator + (other.denominator or 0)
        return Counted(self.numerator + other.numerator, over, self.needed + other.needed)


@dataclass(frozen=True, slots=True)
class Lost:
    """What has no place on the map: counted in this unit, for this reason, perhaps belonging to one of these."""

    unit_id: str
    counted: Counted
    reason: str
    among: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """An indicator in one reading over an area and a period, by the unit in which each row was counted."""

    by_unit: Mapping[str, Counted]
    is_share: bool
    needs: bool

    @property
    def total(self) -> Counted:
        return _sum(self.by_unit.values(), is_share=self.is_share, needs=self.needs)

    def placed(self, fates: Mapping[str, Fate]) -> tuple[dict[str, Counted], list[Lost]]:
        """The same by the units of a map, and what has no place there. Together they are the whole."""
        groups: dict[str, list[Counted]] = {}
        lost: list[Lost] = []
        for unit_id, counted in sorted(self.by_unit.items()):
            fate = fates.get(unit_id, Fate(None, maps.Reason.UNKNOWN))
            if fate.target is None:
                lost.append(Lost(unit_id, counted, str(fate.reason or maps.Reason.UNKNOWN), fate.among))
            else:
                groups.setdefault(fate.target, []).append(counted)
        return {
            area: _sum(found, is_share=self.is_share, needs=self.needs) for area, found in groups.items()
        }, lost


@dataclass(frozen=True, slots=True)
class Member:
    """One row behind a figure. `subject` is the person, or whatever is counted; `fact_id` the record that says so."""

    subject: str
    person_id: UUID | None
    unit_id: str
    is_counted: bool
    amount: int
    day: date | None
    fact_id: UUID | None


def _sum(found: Iterable[Counted], *, is_share: bool, needs: bool) -> Counted:
    start = Counted(0, 0 if is_share else None, 0)
    whole = sum(found, start=start)
    return whole if needs else Counted(whole.numerator, whole.denominator)


@dataclass(frozen=True)
class Question:
    """An indicator in one reading over units and a period. `subjects`: only these (the units of a plan's list)."""

    indicator: Indicator
    reading: Reading
    from_on: date
    to_on: date
    unit_ids: Collection[str] | None
    subjects: Sequence[str] | None = None


def figure(
    indicator: Indicator,
    reading: Reading,
    *,
    from_on: date,
    to_on: date,
    unit_ids: Collection[str] | None,
    subjects: Sequence[str] | None = None,
) -> Figure:
    """The value of every unit. `subjects`: only these are asked about (the units of a plan's list)."""
    return figures([Question(indicator, reading, from_on, to_on, unit_ids, subjects)])[0]


def figures(questions: Sequence[Question]) -> list[Figure]:
    """The answers in one statement, however many: what several of them need is looked up once."""
    if not questions:
        return []
    texts, params = [], list[Any]()
    with Statement() as statement:
        for place, question in enumerate(questions):
            text, given = _value(statement, question)
            texts.append(f"SELECT {place}, answer.* FROM ({text}) AS answer")
            params += given
        rows = statement.fetch(" UNION ALL ".join(texts), params)
    by_question: dict[int, list[tuple[Any, ...]]] = {}
    for place, *row in rows:
        by_question.setdefault(place, []).append(tuple(row))
    return [_figure(question, by_question.get(place, ())) for place, question in enumerate(questions)]


def _value(statement: Statement, question: Question) -> tuple[str, list[Any]]:
    """`what, unit, numerator, denominator` of one question."""
    indicator, reading = question.indicator, question.reading
    period = (question.from_on, question.to_on, question.unit_ids)
    if question.subjects is None and indicator.counts == "person" and _all_answered(reading, *period):
        text, params = _people(statement, reading, *period)
    else:
        text, params = _members(statement, indicator, reading, *period, question.subjects)
        value = "sum(amount)" if indicator.counts == "amount" else "count(*)"
        text += (
            " SELECT 'value', coalesce(unit_id, ''),"
            f" coalesce({value} FILTER (WHERE is_counted), 0), {value} FROM members GROUP BY 2"
        )
    if indicator.needs:
        needed, more = _union(statement, indicator.needs, *period)
        text += (
            f" UNION ALL SELECT 'needed', coalesce(unit_id, ''), count(DISTINCT {SUBJECT}), 0"
            f" FROM ({needed}) AS needed GROUP BY 2"
        )
        params += more
    return text, params


def _figure(question: Question, rows: Iterable[tuple[Any, ...]]) -> Figure:
    is_share, needs = bool(question.reading.denominator), bool(question.indicator.needs)
    found: dict[str, Counted] = {}
    for kind, unit_id, numerator, denominator in rows:
        if kind == "needed":
            counted = Counted(0, 0 if is_share else None, int(numerator))
        else:
            counted = Counted(int(numerator), int(denominator) if is_share else None, 0 if needs else 1)
        found[unit_id] = found[unit_id] + counted if unit_id in found else counted
    return Figure(found, is_share, needs)


def members(
    indicator: Indicator,
    reading: Reading,
    *,
    from_on: date,
    to_on: date,
    unit_ids: Collection[str] | None,
    subjects: Sequence[str] | None = None,
) -> list[Member]:
    """The very rows that `figure` counts."""
    with Statement() as statement:
        text, params = _members(statement, indicator, reading, from_on, to_on, unit_ids, subjects)
        rows = statement.fetch(
            f"{text} SELECT subject, person_id, coalesce(unit_id, ''), is_counted, coalesce(amount, 1), day, fact_id"
            " FROM members ORDER BY subject",
            params,
        )
    return [
        Member(subject, UUID(person) if person else None, unit, counted, int(amount), day, fact)
        for subject, person, unit, counted, amount, day, fact in rows
    ]


def member_sql(
    statement: Statement,
    indicator: Indicator,
    reading: Reading,
    *,
    from_on: date,
    to_on: date,
    unit_ids: Collection[str] | None,
    subjects: Sequence[str] | None = None,
) -> tuple[str, list[Any]]:
    """`WITH … members (subject, person_id, unit_id, day, episode_id, fact_id, amount, is_counted)`, to ask of it."""
    return _members(statement, indicator, reading, from_on, to_on, unit_ids, subjects)


def _members(
    statement: Statement,
    indicator: Indicator,
    reading: Reading,
    from_on: date,
    to_on: date,
    unit_ids: Collection[str] | None,
    subjects: Sequence[str] | None,
) -> tuple[str, list[Any]]:
    """Each subject once, with its latest row; counted if the numerator names it too.

    The facts of the numerator may have been written by another unit than the one that answers now: they are not narrowed
    by unit where a denominator says who belongs to it.
    """
    over = reading.denominator or reading.numerator
    base, params = _union(statement, over, from_on, to_on, unit_ids)
    where, given = [f"{SUBJECT} IS NOT NULL"], list[Any]()
    if reading.without:
        text, more = _union(statement, reading.without, from_on, to_on, unit_ids, is_within=True)
        where.append(
            f"{SUBJECT} NOT IN (SELECT {SUBJECT} FROM ({text}) AS taken_out WHERE {SUBJECT} IS NOT NULL)"
        )
        given += more
    if subjects is not None:
        where.append(f"{SUBJECT} = ANY(%s::text[])")
        given.append(list(subjects))
    once = (
        f'SELECT DISTINCT ON (1) {SUBJECT} AS subject, person_id, unit_id, "on" AS day, episode_id, fact_id, amount'
        f' FROM ({base}) AS asked WHERE {" AND ".join(where)} ORDER BY 1, "on" DESC NULLS LAST, fact_id'
    )
    if indicator.counts == "amount":
        once = (
            f'SELECT {SUBJECT} AS subject, person_id, unit_id, "on" AS day, episode_id, fact_id, amount'
            f" FROM ({base}) AS asked WHERE {' AND '.join(where)}"
        )
    if not reading.denominator:
        return f"WITH members AS (SELECT once.*, true AS is_counted FROM ({once}) AS once)", [*params, *given]
    counted, more = _union(statement, reading.numerator, from_on, to_on, unit_ids, is_within=True)
    text = (
        f"WITH once AS ({once}), counted AS ("
        f'SELECT DISTINCT ON (1) {SUBJECT} AS subject, "on" AS day, fact_id FROM ({counted}) AS named'
        f' WHERE {SUBJECT} IS NOT NULL ORDER BY 1, "on" DESC NULLS LAST, fact_id'
        "), members AS (SELECT once.subject, once.person_id, once.unit_id, coalesce(counted.day, once.day) AS day,"
        " once.episode_id, coalesce(counted.fact_id, once.fact_id) AS fact_id, once.amount,"
        " counted.subject IS NOT NULL AS is_counted FROM once LEFT JOIN counted USING (subject))"
    )
    return text, [*params, *given, *more]


def _people(
    statement: Statement, reading: Reading, from_on: date, to_on: date, unit_ids: Collection[str] | None
) -> tuple[str, list[Any]]:
    """The same value where all belong to the unit that answers for them: nobody has to be chosen among several rows.

    Whoever is answered for is looked up among those who were asked about and those who were counted, in memory: so it
    takes the same time however many the planner expects.
    """
    period = (from_on, to_on, unit_ids)
    over = reading.denominator or reading.numerator
    answering = statement.shared(_answering(_rows(over[0], *period)))
    asked, params = _who(statement, over, *period)
    is_asked = f"person_id IN ({asked})"
    if reading.without:
        text, more = _who(statement, reading.without, *period)
        is_asked += f" AND person_id NOT IN ({text})"
        params += more
    is_counted = "true"
    if reading.denominator:
        text, more = _who(statement, reading.numerator, *period)
        is_counted = f"person_id IN ({text})"
        params += more
    return (
        "SELECT 'value', unit_id, count(*) FILTER (WHERE is_asked AND is_counted), count(*) FILTER (WHERE is_asked)"
        f" FROM (SELECT unit_id, {is_asked} AS is_asked, {is_counted} AS is_counted FROM {answering} OFFSET 0) AS looked_up"
        " GROUP BY 2 HAVING count(*) FILTER (WHERE is_asked) > 0"
    ), params


def _who(
    statement: Statement,
    calls: Iterable[Call],
    from_on: date,
    to_on: date,
    unit_ids: Collection[str] | None,
) -> tuple[str, list[Any]]:
    """The people whom measures count, wherever they are answered for."""
    parts, params = [], list[Any]()
    for call in calls:
        rows = _rows(call, from_on, to_on, unit_ids)
        if not _is_answered(rows):
            rows = _rows(call, from_on, to_on, None)
        text, given = statement.part(rows.who if isinstance(rows, Sql) and rows.who else rows, PERSON)
        parts.append(f"{text} WHERE person_id IS NOT NULL")
        params += given
    return " UNION ALL ".join(parts), params


PERSON: Final = (("person_id", "uuid"),)


def _all_answered(reading: Reading, from_on: date, to_on: date, unit_ids: Collection[str] | None) -> bool:
    """Whether the unit of every row below the line is the one that answers for the person."""
    return all(
        _is_answered(_rows(call, from_on, to_on, unit_ids))
        for call in reading.denominator or reading.numerator
    )


def _is_answered(rows: Query) -> bool:
    """Whether the measure counts people where somebody answers for them on the last day: `people.queries.answering`."""
    return isinstance(rows, Sql) and rows.who is not None


def _answering(rows: Query) -> Shareable:
    assert isinstance(rows, Sql)
    return next(table for table in rows.shared if table.name == ANSWERING)


def _rows(call: Call, from_on: date, to_on: date, unit_ids: Collection[str] | None) -> Query:
    return MEASURES[call.measure](from_on=from_on, to_on=to_on, unit_ids=unit_ids, **dict(call.parameters))


def _union(
    statement: Statement,
    calls: Iterable[Call],
    from_on: date,
    to_on: date,
    unit_ids: Collection[str] | None,
    *,
    is_within: bool = False,
) -> tuple[str, list[Any]]:
    """The rows of several measures. `is_within`: only those of the denominator matter, wherever the facts were written."""
    parts, params = [], list[Any]()
    for call in calls:
        rows = _rows(call, from_on, to_on, unit_ids)
        if is_within and unit_ids is not None and not _is_answered(rows):
            rows = _rows(call, from_on, to_on, None)
        text, given = statement.part(rows, COLUMNS)
        parts.append(text)
        params += given
    return " UNION ALL ".join(parts), params
