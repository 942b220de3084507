"""A row of the list of participants: from what stands there to what it proposes, and everything doubtful about it."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from hoanhap.exchange.imports import people as reading_people
from hoanhap.exchange.imports import procedure
from hoanhap.exchange.imports.columns import definition
from hoanhap.exchange.imports.places import Outcome, Places, Setting, Sought, commune, in_address
from hoanhap.exchange.imports.problems import Finding, Level, Option, ask, stop, warn
from hoanhap.exchange.imports.proposals import Proposal
from hoanhap.exchange.imports.survey import Survey
from hoanhap.exchange.imports.tables import section_text
from hoanhap.exchange.imports.values import Cells
from hoanhap.kit.text import clean, word_key
from hoanhap.places.queries.units import UnitLine, lines_of

Answers = Mapping[str, str]
"""Key of a question → the answer that was chosen."""

LEAVE_OUT: Final = Option("leave-out", "leave-out")


@dataclass
class Surroundings:
    """All that a row is read with, beside itself."""

    survey: Survey
    today: date
    places: Places
    reaches: Callable[[str], bool]
    office_of: Callable[[str, date], str]
    """Unit and day → the id of its people's committee, or empty."""
    setting: Setting = field(default_factory=Setting)
    columns: frozenset[str] = frozenset()
    """The columns that the file has."""
    form: str = ""
    """The form that the title of the list names, if it names one."""


@dataclass
class Reading:
    """What a row proposes, and what was found about it."""

    proposal: Proposal
    findings: list[Finding]
    unit: UnitLine | None = None
    is_out_of_reach: bool = False

    @property
    def level(self) -> Level | None:
        """The weightiest finding that stands in the way; None if the row can be entered."""
        levels = {finding.level for finding in self.findings}
        return next((level for level in (Level.STOP, Level.ASK) if level in levels), None)


def read_row(raw: Mapping[str, Any], around: Surroundings, answers: Answers) -> Reading:
    """Understand one row. `raw` is what `kept` made of it; `answers` are the decisions taken so far."""
    cells = Cells(dict(raw["cells"]), around.survey, around.today)
    if raw.get("continues"):
        cells.findings.append(stop("name-shared-cell", "name", row=raw["continues"]))
    applied_on = cells.day("applied_on")
    proposal = Proposal(applied_on=applied_on)
    on = applied_on or around.today
    unit = _place(raw, cells, around, answers, proposal, on=on)
    if unit is not None and not around.reaches(unit.unit_id):
        # Nothing else is said of a row that is somebody else's: not even whether the person is known.
        return Reading(
            Proposal(), [stop("not-in-reach", "commune", place=unit.path)], unit, is_out_of_reach=True
        )
    reading_people.read_person(cells, proposal, answers, columns=around.columns, on=on)
    procedure.read_procedure(cells, proposal, answers, form=around.form, columns=around.columns)
    findings = [*cells.findings]
    if not any(finding.level is Level.STOP for finding in findings):
        findings += procedure.legal_findings(proposal, today=around.today)
    return Reading(proposal, findings, unit)


# --- the commune --------------------------------------------------------------------------


def _place(
    raw: Mapping[str, Any],
    cells: Cells,
    around: Surroundings,
    answers: Answers,
    proposal: Proposal,
    *,
    on: date,
) -> UnitLine | None:
    """Read address and commune; the unit if it is certain."""
    proposal.address = cells.text("address", longest=300)
    sought, source = _sought(raw, cells, around, proposal)
    if sought is None:
        if above := raw.get("above"):
            return _as_above(above, cells, around, answers, proposal, on=on)
        cells.findings.append(stop("commune-missing", "commune"))
        return None
    outcome = commune(sought, on=on, places=around.places, reaches=around.reaches)
    unit = _decided(outcome, cells, around, answers, on=on)
    if unit is not None and source == "address":
        cells.findings.append(warn("commune-in-address", "address", place=unit.path))
    return _settled(unit, cells, around, proposal, on=on)


def _sought(
    raw: Mapping[str, Any], cells: Cells, around: Surroundings, proposal: Proposal
) -> tuple[Sought | None, str]:
    district, province = cells.text("district"), cells.text("province")
    if text := cells.text("commune"):
        return Sought(text, district, province, around.setting), "column"
    if section := raw.get("section"):
        return Sought(section_text(section), district, province, around.setting), "section"
    if text := in_address(proposal.address):
        return Sought(text, district, province, around.setting), "address"
    if around.setting.commune and "commune" not in around.columns:
        return Sought(around.setting.commune, district, province, around.setting), "title"
    return None, ""


def _decided(
    outcome: Outcome, cells: Cells, around: Surroundings, answers: Answers, *, on: date
) -> UnitLine | None:
    lines = outcome.lines
    if not lines:
        cells.findings.append(stop("commune-unknown", "commune"))
        return None
    if len(lines) == 1 and outcome.doubt != "district-differs":
        if outcome.doubt:
            cells.findings.append(warn(outcome.doubt, "commune", place=lines[0].path))
        return _of_its_time(lines[0], cells, around, answers, on=on)
    reached = [line for line in lines if around.reaches(line.unit_id)]
    if not reached:
        return lines[0]  # refused as out of reach, whichever it is
    code = "district-differs" if outcome.doubt else "commune-which"
    column = "district" if outcome.doubt else "commune"
    chosen = _answer(
        cells,
        answers,
        ask(code, column, *(_option(line) for line in reached), LEAVE_OUT, place=reached[0].path),
    )
    return next((line for line in reached if line.unit_id == chosen), None)


def _of_its_time(
    line: UnitLine, cells: Cells, around: Surroundings, answers: Answers, *, on: date
) -> UnitLine | None:
    """The unit, if it existed on the day; what it became, where it had ended; a refusal, where it was yet to come."""
    if line.holds_on(on):
        return line
    if line.valid_from is not None and line.valid_from > on:
        cells.findings.append(stop("commune-not-then", "commune", place=line.path, day=f"{on:%d/%m/%Y}"))
        return None
    from hoanhap.places.queries.units import successors

    ids = [link.unit_id for link in successors(line.unit_id, on=on)]
    known = lines_of(ids, on=on)
    reached = [known[unit_id] for unit_id in ids if around.reaches(unit_id)]
    if not reached:
        return line
    chosen = _answer(cells, answers, ask("commune-which", "commune", *map(_option, reached), LEAVE_OUT))
    return next((one for one in reached if one.unit_id == chosen), None)


def _as_above(
    unit_id: str, cells: Cells, around: Surroundings, answers: Answers, proposal: Proposal, *, on: date
) -> UnitLine | None:
    """The row says nothing; perhaps it is of the same commune as the row above."""
    line = lines_of([unit_id], on=on).get(unit_id)
    if line is None:
        return None
    question = ask(
        "commune-from-above",
        "commune",
        Option(line.unit_id, "yes-commune", {"place": line.path}),
        LEAVE_OUT,
        place=line.path,
    )
    chosen = _answer(cells, answers, question)
    return _settled(line if chosen == unit_id else None, cells, around, proposal, on=on)


def _settled(
    unit: UnitLine | None, cells: Cells, around: Surroundings, proposal: Proposal, *, on: date
) -> UnitLine | None:
    if unit is None or not around.reaches(unit.unit_id):
        return unit
    proposal.unit_id = unit.unit_id
    proposal.office_id = around.office_of(unit.unit_id, on)
    if not proposal.office_id:
        cells.findings.append(stop("no-office", "commune", place=unit.path))
    return unit


def _option(line: UnitLine) -> Option:
    return Option(line.unit_id, line.path)


def _answer(cells: Cells, answers: Answers, question: Finding) -> str:
    return procedure.answered(cells, answers, question)


# --- which row is which -------------------------------------------------------------------


def kept(
    cells: Mapping[str, list[Any]], *, section: str, hidden: bool, continues: int | None
) -> dict[str, Any]:
    """A row as a batch keeps it: only columns that are used."""
    raw: dict[str, Any] = {"cells": dict(cells)}
    if section:
        raw["section"] = section
    if hidden:
        raw["hidden"] = True
    if continues:
        raw["continues"] = continues
    return raw


def row_hash(proposal: Proposal) -> str:
    """Equal for rows that say the same, wherever and however they are written."""
    said = {key: value for key, value in proposal.as_json().items() if key not in ("office_id", "extra")}
    said["full_name"] = word_key(proposal.full_name)
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def who_hash(proposal: Proposal) -> str:
    """Equal for rows about the same person's same application in the same commune; empty if that is not known."""
    if not (proposal.full_name and proposal.birth and proposal.applied_on and proposal.unit_id):
        return ""
    parts = [
        word_key(proposal.full_name),
        proposal.birth.isoformat(),
        proposal.applied_on.isoformat(),
        proposal.unit_id,
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def form_in_title(lines: tuple[str, ...]) -> str:
    """The form of rehabilitation, where the title of the list names exactly one."""
    from hoanhap.kit.text import fold

    text = fold(" ".join(clean(line) for line in lines))
    home, community = "tai gia dinh" in text or "tai nha" in text, "cong dong" in text
    return ("home" if home else "community") if home != community else ""


def required_columns() -> tuple[str, ...]:
    """The columns that every row must fill."""
    return tuple(column.code for column in definition().columns if column.required)
