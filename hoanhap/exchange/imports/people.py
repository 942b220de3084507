"""The part of a row that says who somebody is."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from hoanhap.exchange.imports.problems import Option, ask, stop, warn
from hoanhap.exchange.imports.procedure import answered, missing
from hoanhap.exchange.imports.proposals import Number, Proposal
from hoanhap.exchange.imports.values import Cells, shown
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.text import clean
from hoanhap.people.rules.identifiers import Doubt, Fault, read_identifier

LONGEST_NAME: Final = 200
_NAME_LETTERS: Final = re.compile(r"[^\W\d_][\w\s.'’\-()\[\],]*", re.UNICODE)


def read_person(
    cells: Cells, proposal: Proposal, answers: Mapping[str, str], *, columns: frozenset[str], on: date
) -> None:
    """Name, birth, sex and identity numbers."""
    proposal.full_name = _name(cells, columns)
    _birth_and_sex(cells, proposal, columns, on=on)
    proposal.numbers = _numbers(cells, proposal, answers)


def _name(cells: Cells, columns: frozenset[str]) -> str:
    if not cells.has("name"):
        missing(cells, "name", columns)
        return ""
    name = cells.text("name", longest=LONGEST_NAME)
    if not name:
        return ""
    if not _NAME_LETTERS.fullmatch(name) or re.search(r"\d", name):
        cells.findings.append(stop("name-strange", "name"))
        return ""
    bare = re.sub(r"\(.*?\)", "", name)
    if bare.isupper() or bare.islower():
        name = " ".join(_capitalised(word) for word in name.split())
        if len(bare.split()) > 1:
            cells.findings.append(warn("name-in-capitals", "name", name=name))
    if len(bare.split()) < 2:
        cells.findings.append(warn("name-one-word", "name"))
    return name


def _capitalised(word: str) -> str:
    parts = [part[:1].upper() + part[1:].lower() for part in word.split("-")]
    return word.lower() if word.startswith("(") else "-".join(parts)


def _birth_and_sex(cells: Cells, proposal: Proposal, columns: frozenset[str], *, on: date) -> None:
    by_column = {"born_male": "male", "born_female": "female"}
    filled = [code for code in by_column if cells.has(code)]
    if len(filled) == 2:
        cells.findings.append(stop("sex-both", "born_female"))
    elif cells.has("born"):
        proposal.birth = _birth(cells, "born", on=on)
    elif filled:
        proposal.birth = _birth(cells, filled[0], on=on)
        proposal.sex = by_column[filled[0]]
    else:
        missing(cells, "born", columns | (columns & by_column.keys() and {"born"}))
    if not proposal.sex and len(filled) < 2:
        proposal.sex = _sex(cells, columns)


def _birth(cells: Cells, code: str, *, on: date) -> PartialDate | None:
    found = cells.birth(code, reference=on)
    if found is not None and found.first_day > on:
        cells.findings.append(stop("date-in-the-future", code))
        return None
    return found


def _sex(cells: Cells, columns: frozenset[str]) -> str:
    marks = {"sex_male": "male", "sex_female": "female"}
    marked = [sex for code, sex in marks.items() if cells.is_marked(code)]
    if len(marked) == 2:
        cells.findings.append(stop("sex-both", "sex_female"))
        return ""
    if not cells.has("sex"):
        if marked:
            return marked[0]
        # A birth in the column of men or women was looked at before.
        missing(cells, "sex", columns | (columns & marks.keys() and {"sex"}))
        return ""
    sex = cells.meaning("sex", "sex")
    if not sex:
        cells.findings.append(stop("sex-unclear", "sex"))
        return ""
    return sex


def _numbers(cells: Cells, proposal: Proposal, answers: Mapping[str, str]) -> tuple[Number, ...]:
    found: dict[tuple[str, str], Number] = {}
    for cell in cells.cells.get("identifier", ()):
        if cells.is_nothing("identifier", cell) or cells.is_broken("identifier", cell):
            continue
        parts = _parts(cell) if isinstance(cell, str) else [cell]
        for part in parts:
            number = _number(part, cells, proposal, answers)
            if number is not None:
                found.setdefault((number.kind, number.number), number)
    return tuple(found.values())


def _parts(text: str) -> list[str]:
    parts = [part.strip() for part in re.split(r"[;,\n]|\s/\s", text) if part.strip()]
    if len(parts) == 1 and re.fullmatch(r"\s*\d{9,12}\s*/\s*\d{9,12}\s*", text):
        parts = [part.strip() for part in text.split("/")]
    return parts or [text]


def _number(
    part: str | int | float, cells: Cells, proposal: Proposal, answers: Mapping[str, str]
) -> Number | None:
    raw = part if isinstance(part, (str, int, float)) else shown(part)
    if isinstance(raw, str):
        raw = clean(raw.lstrip("'"))
    read = read_identifier(raw, sex=proposal.sex, birth=proposal.birth)
    if read.errors:
        lost = Fault.LOST_ZEROS in read.errors
        options = [Option("no-number", "no-number")]
        if read.suggestion:
            options.insert(0, Option(read.suggestion, "use-number", {"number": read.suggestion}))
        question = ask(
            "identifier-lost-zeros" if lost else "identifier-unread",
            "identifier",
            *options,
            stands=shown(raw),
        )
        chosen = answered(cells, answers, question)
        if not chosen or chosen == "no-number":
            return None
        read = read_identifier(chosen, sex=proposal.sex, birth=proposal.birth)
    if read.kind is None:
        return None
    for doubt in read.warnings:
        if doubt.code is not Doubt.SYNTHETIC:
            cells.findings.append(
                warn("identifier-doubt", "identifier", doubt=doubt.code.value, number_says=doubt.number_says)
            )
    return Number(read.kind.value, read.number, read.warning_codes)
