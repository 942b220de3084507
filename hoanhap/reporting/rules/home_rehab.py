"""Putting the result report of home and community rehabilitation together from what was counted. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from hoanhap.programme.rules.small_numbers import Sum, hidden
from hoanhap.reporting.rules.cohorts import Closing, Cohort, Counted, closing, cohort, days_covered
from hoanhap.reporting.rules.forms import DifficultyOfForm, FigureOfForm, Form
from hoanhap.reporting.rules.results import (
    Area,
    Column,
    CommuneRow,
    Difficulty,
    Figure,
    HomeRehabResults,
    PlanLine,
    Remark,
)

Place = str | None
"""The commune of a cell of the table; None in the row of totals."""
Cell = tuple[str, Place]

MEDICINE_SHORTAGE = "medicine-shortage"
STAFF = "staff"


@dataclass(frozen=True)
class FindingRow:
    """One finding of supervision."""

    unit_id: str
    kind: str
    observed_on: date
    resolved_on: date | None
    text: str


@dataclass(frozen=True)
class Records:
    """What the rooms below counted for an area and a period. `rows` by the code of each figure about people."""

    area: Area
    from_on: date
    to_on: date
    rows: Mapping[str, Sequence[Counted]]
    selected: frozenset[str]
    findings: Sequence[FindingRow]
    plans: Sequence[PlanLine]
    names: Mapping[str, str]
    """What each commune was called on the last day, in the order of the table."""


def results(
    form: Form, records: Records, *, language: str, at: datetime, is_public: bool = False
) -> HomeRehabResults:
    """Every figure, the table that adds up to them, and the check that the cohort closes.

    `is_public` hides small numbers and what would give them away; it needs a cohort that closes, because
    sums that do not hold cannot be protected. Raises ValueError otherwise.
    """
    records = replace(records, findings=[one for one in records.findings if _counts(one, records)])
    counted = cohort(form.cohort, records.rows)
    closes = closing(counted, started=form.cohort, parts=form.closes_with, forgotten=form.forgotten)
    places = _places(records, counted)
    values: dict[Cell, int] = {
        (code, place): counted.count(code, place) for code in form.columns for place in (*places, None)
    }
    away: frozenset[Cell] = frozenset()
    if is_public:
        if not closes.closes:
            raise ValueError("a cohort that does not close is not published")
        away = _to_hide(form, values, places)
    shown = {cell: None if cell in away else value for cell, value in values.items()}
    totals = {**_plain_counts(form, records, counted), **{code: shown[code, None] for code in form.columns}}
    return HomeRehabResults(
        form_code=form.code,
        edition=form.edition,
        language=language,
        title=form.title.told(language),
        subject=form.subject.told(language),
        symbol=form.symbol,
        area=records.area,
        from_on=records.from_on,
        to_on=records.to_on,
        computed_at=at,
        is_public=is_public,
        bases=tuple(
            basis.told(language) for basis in form.bases if basis.meets(records.from_on, records.to_on)
        ),
        plans=tuple(records.plans),
        figures=tuple(_figure(one, form, totals, language) for one in form.figures),
        columns=tuple(Column(code, form.figure(code).short.told(language)) for code in form.columns),
        communes=tuple(
            CommuneRow(
                unit_id=place,
                name=records.names.get(place, place),
                is_selected=place in records.selected,
                counts=tuple(shown[code, place] for code in form.columns),
            )
            for place in places
        ),
        totals=tuple(shown[code, None] for code in form.columns),
        closing=_veiled(closes, away, form),
        difficulties=_difficulties(form, records, language, is_public=is_public),
        recipients=tuple(one.told(language) for one in form.recipients.get(records.area.level, ())),  # type: ignore[call-overload]
    )


def _places(records: Records, counted: Cohort) -> list[str]:
    """Communes with anything to tell: selected by the plan, or with somebody counted."""
    told = set(records.selected) | {one.unit_id for found in counted.members.values() for one in found}
    order = {unit_id: index for index, unit_id in enumerate(records.names)}
    return sorted(told, key=lambda unit_id: (order.get(unit_id, len(order)), unit_id))


def _plain_counts(form: Form, records: Records, counted: Cohort) -> dict[str, int | None]:
    """The figures that are not in the table."""
    implementing = {row.unit_id for row in records.rows[form.cohort]} & records.selected
    short = _spells(records, MEDICINE_SHORTAGE)
    counts: dict[str, int | None] = {
        "communes_selected": len(records.selected),
        "communes_implementing": len(implementing),
        "shortage_communes": len(short.keys() & implementing),
        "shortage_days": sum(_days(spells, records) for spells in short.values()),
        "staff_findings": sum(1 for finding in records.findings if finding.kind == STAFF),
    }
    others = {one.code: counted.count(one.code) for one in form.people_figures}
    return counts | others


def _counts(finding: FindingRow, records: Records) -> bool:
    """What was seen about staff counts in the period in which it was seen; other difficulties last until resolved."""
    if finding.kind == STAFF:
        return records.from_on <= finding.observed_on <= records.to_on
    is_over = finding.resolved_on is not None and finding.resolved_on < records.from_on
    return finding.observed_on <= records.to_on and not is_over


def _spells(records: Records, kind: str) -> dict[str, list[tuple[date, date | None]]]:
    found: dict[str, list[tuple[date, date | None]]] = {}
    for finding in records.findings:
        if finding.kind == kind:
            found.setdefault(finding.unit_id, []).append((finding.observed_on, finding.resolved_on))
    return found


def _days(spells: Sequence[tuple[date, date | None]], records: Records) -> int:
    return days_covered(spells, first=records.from_on, last=records.to_on)


def _figure(one: FigureOfForm, form: Form, totals: Mapping[str, int | None], language: str) -> Figure:
    note = one.confidence_note
    return Figure(
        code=one.code,
        indicator=one.indicator,
        counts=one.counts,
        title=one.title.told(language),
        short=one.short.told(language),
        count=totals[one.code],
        of=one.of,
        of_title=form.figure(one.of).short.told(language) if one.of else "",
        denominator=totals[one.of] if one.of else None,
        definition=one.definition.told(language),
        legal_basis=one.legal_basis.told(language),
        confidence=one.confidence,
        confidence_note=note.told(language) if note else "",
        language=language,
    )


def _to_hide(form: Form, values: dict[Cell, int], places: Sequence[str]) -> frozenset[Cell]:
    """Every sum that a reader of the table could use: down each column, across the end states, and each share's rest."""
    values = dict(values)
    sums: list[Sum[Cell]] = []
    rests: set[Cell] = set()
    for place in (*places, None):
        sums.append(Sum((form.cohort, place), tuple((code, place) for code in form.closes_with)))
        for code in form.columns:
            of = form.figure(code).of
            if of is None or code in form.closes_with:
                continue
            rest = (f"not {code}", place)
            values[rest] = values[of, place] - values[code, place]
            rests.add(rest)
            sums.append(Sum((of, place), ((code, place), rest)))
    added_up = [*form.columns, *sorted({code for code, _ in rests})]
    sums += [Sum((code, None), tuple((code, place) for place in places)) for code in added_up]
    return hidden(values, sums, unprinted=rests)


def _veiled(closes: Closing, away: frozenset[Cell], form: Form) -> Closing:
    """The check prints its terms, so hidden ones must not stand in it."""
    printed = [(code, None) for code in (form.cohort, *form.closes_with)]
    if not away.intersection(printed):
        return closes
    return replace(closes, is_veiled=True)


def _difficulties(form: Form, records: Records, language: str, *, is_public: bool) -> tuple[Difficulty, ...]:
    told = (_difficulty(one, records, language, is_public=is_public) for one in form.difficulties)
    return tuple(one for one in told if one is not None)


def _difficulty(
    one: DifficultyOfForm, records: Records, language: str, *, is_public: bool
) -> Difficulty | None:
    found = sorted(
        (finding for finding in records.findings if finding.kind == one.kind),
        key=lambda finding: (finding.observed_on, finding.unit_id, finding.text),
    )
    if not found:
        return None
    order = list(records.names)
    units = sorted(
        {finding.unit_id for finding in found},
        key=lambda unit_id: (order.index(unit_id) if unit_id in order else len(order), unit_id),
    )
    tells = one.tells and not is_public
    return Difficulty(
        kind=one.kind,
        title=one.title.told(language),
        communes=tuple(records.names.get(unit_id, unit_id) for unit_id in units),
        findings=len(found),
        days=sum(_days(spells, records) for spells in _spells(records, one.kind).values())
        if one.kind == MEDICINE_SHORTAGE
        else None,
        remarks=tuple(
            Remark(
                text=finding.text,
                commune=records.names.get(finding.unit_id, finding.unit_id),
                observed_on=finding.observed_on,
                resolved_on=finding.resolved_on,
            )
            for finding in found
            if tells
        ),
        asks=one.asks.told(language),
    )
