"""Reading single cells: what stands there, what it means, and what is wrong with it."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from hoanhap.exchange.imports.columns import Kind, definition, word_list, word_table
from hoanhap.exchange.imports.problems import Finding, stop, warn
from hoanhap.exchange.imports.survey import Survey
from hoanhap.exchange.imports.workbook import Cell
from hoanhap.kit.dates import DateProblem, DateUnreadable, PartialDate, Precision, parse_vietnamese
from hoanhap.kit.legacy_encodings import repair
from hoanhap.kit.text import clean, fold

FIRST_PROCEDURE_YEAR: Final = 1993
"""Resolution 06/CP of 29/01/1993 began state action on rehabilitation; an earlier date is a slip of the pen."""
YOUNGEST: Final = 10
_EXCEL_DAY_ZERO: Final = date(1899, 12, 30)
_YEAR_AS_DAY: Final = (_EXCEL_DAY_ZERO + timedelta(days=1900), _EXCEL_DAY_ZERO + timedelta(days=2100))
_DAY_AND_MONTH: Final = re.compile(r"\D*(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*\d{2,4}\D*")


def shown(cell: Cell) -> str:
    """What somebody sees in the cell."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case int():
            return str(cell)
        case float():
            return repr(cell).replace(".", ",") if abs(cell) < 10**15 else f"{cell:.6e}"
        case {"day": day}:
            return f"{date.fromisoformat(day):%d/%m/%Y}"
        case {"time": time}:
            return str(time)
        case {"error": text} | {"formula": text}:
            return str(text)
        case _:
            return str(cell)


@dataclass
class Cells:
    """The cells of one row, asked for by column; what is wrong with them collects in `findings`."""

    cells: dict[str, list[Cell]]
    survey: Survey
    today: date
    findings: list[Finding] = field(default_factory=list)

    def has(self, code: str) -> bool:
        """Whether anything but a sign for nothing stands in the column."""
        return any(not self.is_nothing(code, cell) for cell in self.cells.get(code, ()))

    def first(self, code: str) -> Cell:
        """The first cell that says something; None if there is none."""
        return next((cell for cell in self.cells.get(code, ()) if not self.is_nothing(code, cell)), None)

    def is_nothing(self, code: str, cell: Cell) -> bool:
        """Whether the cell is empty or only says so: "-", "không", 0 for a date."""
        if cell is None:
            return True
        column = definition().column(code)
        if isinstance(cell, str):
            tidy = fold(clean(cell))
            if not tidy:
                return True
            return (
                column.kind not in (Kind.SEX, Kind.MARK) and code != "name" and tidy in word_list("nothing")
            )
        return (
            cell == 0
            and not isinstance(cell, bool)
            and column.kind in (Kind.DATE, Kind.DATES, Kind.TEXT, Kind.BIRTH)
        )

    # --- text -----------------------------------------------------------------------------

    def text(self, code: str, *, longest: int = 200) -> str:
        """One tidy line in Unicode; empty if nothing stands there or it cannot be read."""
        cell = self.first(code)
        if cell is None or self.is_broken(code, cell):
            return ""
        if not isinstance(cell, str):
            return shown(cell)
        fixed = repair(cell, expected=self.survey.expected(code))
        if not fixed.certain:
            finding = stop if code == "name" else warn
            self.findings.append(finding("encoding-unclear", code, suggestion=clean(fixed.suggestion)))
        tidy = clean(fixed.text)
        if len(tidy) > longest:
            self.findings.append(stop("text-too-long", code, limit=longest))
            return ""
        return tidy

    def is_broken(self, code: str, cell: Cell) -> bool:
        """Whether the cell shows an Excel error or an unsaved formula; then that is said."""
        for key in ("error", "formula"):
            if isinstance(cell, dict) and key in cell:
                self.findings.append(stop(f"cell-{key}", code))
                return True
        if isinstance(cell, str) and re.fullmatch(
            r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!)", cell.strip()
        ):
            self.findings.append(stop("cell-error", code))
            return True
        return False

    # --- words with a meaning -------------------------------------------------------------

    def meaning(self, code: str, table: str) -> str | None:
        """What the word means by a table of the definition: "" if empty, None if it is not in the table."""
        text = fold(self.text(code)).strip(" .,;:-")
        bare = re.sub(r"\([^()]*\)", " ", text).strip(" .,;:()-")
        if not text:
            return ""
        return word_table(table).get(" ".join(bare.split())) or word_table(table).get(text.strip("()"))

    def is_marked(self, code: str) -> bool:
        """Whether a tick stands in the column."""
        return self.has(code) and fold(shown(self.first(code))).strip() in word_list("mark")

    def whole_number(self, code: str) -> int | None:
        """A small whole number: 6, "06", "6 tháng", "1 năm" in months."""
        cell = self.first(code)
        if cell is None or self.is_broken(code, cell):
            return None
        if isinstance(cell, int) and not isinstance(cell, bool) and 0 <= cell < 10_000:
            return cell
        text = fold(shown(cell)) if isinstance(cell, str) else ""
        if match := re.fullmatch(r"0*(\d{1,4})\s*(thang|th|t)?\.?", text):
            return int(match[1])
        if match := re.fullmatch(r"0*(\d{1,2})\s*nam", text):
            return int(match[1]) * 12
        self.findings.append(stop("number-unclear", code))
        return None

    # --- dates ----------------------------------------------------------------------------

    def day(self, code: str) -> date | None:
        """A whole day of the procedure; None if empty or unreadable."""
        cell = self.first(code)
        return None if cell is None or self.is_broken(code, cell) else self._whole_day(code, cell)

    def days(self, code: str) -> list[date]:
        """The days of a list, from one or several cells, in order and each once."""
        found: list[date] = []
        for cell in self.cells.get(code, ()):
            if self.is_nothing(code, cell) or self.is_broken(code, cell):
                continue
            parts = _listed(cell) if isinstance(cell, str) else [cell]
            for part in parts:
                day = self._whole_day(code, part)
                if day in found:
                    self.findings.append(warn("contact-twice", code, day=f"{day:%d/%m/%Y}"))
                elif day is not None:
                    found.append(day)
        return sorted(found)

    def birth(self, code: str, *, reference: date) -> PartialDate | None:
        """A date of birth as far as it is known. `reference` settles the century of a year of two digits."""
        cell = self.first(code)
        if cell is None or self.is_broken(code, cell):
            return None
        if (
            isinstance(cell, dict)
            and "day" in cell
            and self._year_as_day(code, date.fromisoformat(cell["day"]))
        ):
            return None
        return self._read(code, cell, pivot=max(0, reference.year - YOUNGEST - 2000), earliest=1900)

    def _year_as_day(self, code: str, day: date) -> bool:
        if not _YEAR_AS_DAY[0] <= day <= _YEAR_AS_DAY[1]:
            return False
        self.findings.append(stop("date-is-a-year", code, year=(day - _EXCEL_DAY_ZERO).days))
        return True

    def _whole_day(self, code: str, cell: Cell) -> date | None:
        found = self._read(code, cell, pivot=100, earliest=FIRST_PROCEDURE_YEAR)
        if found is None:
            return None
        if found.precision is not Precision.DAY:
            self.findings.append(stop("date-not-whole", code))
            return None
        return found.first_day

    def _read(self, code: str, cell: Cell, *, pivot: int, earliest: int) -> PartialDate | None:
        raw: Any = cell
        if isinstance(cell, dict):
            if "day" not in cell:
                self.findings.append(stop("date-unclear", code))
                return None
            raw = date.fromisoformat(cell["day"])
        elif isinstance(cell, str):
            raw = repair(cell).text
            if self._may_be_month_first(code, raw):
                return None
        try:
            return self._parsed(code, raw, pivot=pivot, earliest=earliest)
        except DateUnreadable as unreadable:
            problem = unreadable.problem
            if problem is DateProblem.TOO_EARLY and earliest > 1900:
                self.findings.append(stop("date-too-old", code, year=earliest))
            else:
                self.findings.append(stop(problem.value, code))
            return None
        except (ValueError, OverflowError):
            self.findings.append(stop("date-unclear", code))
            return None

    def _parsed(self, code: str, raw: Any, *, pivot: int, earliest: int) -> PartialDate:
        try:
            return parse_vietnamese(raw, excel_serials=True, earliest=earliest, not_after=self.today)
        except DateUnreadable as unreadable:
            if unreadable.problem is not DateProblem.SHORT_YEAR:
                raise
        found = parse_vietnamese(
            raw, pivot=pivot, excel_serials=True, earliest=earliest, not_after=self.today
        )
        self.findings.append(warn("short-year-read", code, year=found.year))
        return found

    def _may_be_month_first(self, code: str, text: str) -> bool:
        row = self.survey.month_first.get(code)
        match = _DAY_AND_MONTH.fullmatch(text)
        if row is None or match is None:
            return False
        first, second = int(match[1]), int(match[2])
        if first > 12 or second > 12 or first == second:
            return False
        self.findings.append(stop("date-column-mixed", code, row=row))
        return True


def _listed(text: str) -> list[str]:
    """The parts of a list of days. A comma parts days, except within words ("ngày 5, tháng 3")."""
    parts = re.split(r"[;\n\r|]|\s+(?:và|va)\s+", text)
    if len([part for part in parts if part.strip()]) == 1 and "th" not in fold(text):
        parts = text.split(",")
    if len([part for part in parts if part.strip()]) == 1 and re.fullmatch(
        r"(\s*\d{1,2}/\d{1,2}/\d{4}\s*)+", text
    ):
        parts = text.split()
    return [part.strip(" -+•.") for part in parts if part.strip(" -+•.")]
