"""Dates as people know them: to the day, the month or only the year.

Reading is strict on purpose: a date that can be read two ways is refused with
the reason, because a guess would silently move a legal deadline.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from hoanhap.kit.text import clean, fold

LOCAL_ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
EARLIEST_YEAR: Final = 1900


class Precision(StrEnum):
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date known to the day, to the month, or only to the year.

    Raises ValueError for a day or month that does not exist.
    """

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        if self.day is not None and self.month is None:
            raise ValueError("a day needs its month")
        date(self.year, 1 if self.month is None else self.month, 1 if self.day is None else self.day)

    @classmethod
    def of(cls, day: date, precision: Precision | str = Precision.DAY) -> PartialDate:
        """What is known of `day` at that precision: the way a row keeps it."""
        match Precision(precision):
            case Precision.DAY:
                return cls(day.year, day.month, day.day)
            case Precision.MONTH:
                return cls(day.year, day.month)
            case Precision.YEAR:
                return cls(day.year)

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """Read back `isoformat`: 1985, 1985-03 or 1985-03-05; else ValueError."""
        if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text, re.ASCII):
            raise ValueError(f"not a partial date: {text!r}")
        return cls(*(int(part) for part in text.split("-")))

    @property
    def precision(self) -> Precision:
        if self.month is None:
            return Precision.YEAR
        return Precision.MONTH if self.day is None else Precision.DAY

    @property
    def first_day(self) -> date:
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def may_be(self, other: PartialDate) -> bool:
        """Whether both can be the same day: their spans touch."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day

    def isoformat(self) -> str:
        text = f"{self.year:04d}"
        if self.month is not None:
            text += f"-{self.month:02d}"
        if self.day is not None:
            text += f"-{self.day:02d}"
        return text

    def display(self) -> str:
        """dd/mm/yyyy, mm/yyyy or yyyy."""
        return "/".join(reversed([*self.isoformat().split("-")]))

    def __str__(self) -> str:
        return self.display()


class DateProblem(StrEnum):
    """Why a date was refused; the words for people are the caller's."""

    EMPTY = "date-empty"
    UNCLEAR = "date-unclear"
    NO_SUCH_DAY = "date-no-such-day"
    NO_SUCH_MONTH = "date-no-such-month"
    MONTH_FIRST = "date-month-first"
    SHORT_YEAR = "date-short-year"
    BARE_NUMBER = "date-bare-number"
    TOO_EARLY = "date-too-early"
    IN_THE_FUTURE = "date-in-the-future"


class DateUnreadable(ValueError):
    """The text is no date that can be read in one way only."""

    def __init__(self, problem: DateProblem, raw: object) -> None:
        super().__init__(f"{problem}: {raw!r}")
        self.problem = problem
        self.raw = raw


_SEP: Final = r"\s*[/.\-]\s*"
_D: Final = r"(?P<day>\d{1,2})"
_M: Final = r"(?P<month>\d{1,2})"
_YYYY: Final = r"(?P<year>\d{4})"
_ANY_YEAR: Final = r"(?P<year>\d+)"
_NONE: Final = r"(?:0{1,2}|[_.x?]*)"  # how people leave a part open: 00, __, .., ??, xx or nothing
_MONTH_FIRST: Final = re.compile(rf"(\d{{1,2}}){_SEP}(\d{{1,2}}){_SEP}\d+", re.ASCII)
# The first that fits decides; all are tried on the folded text, without tones.
_SHAPES: Final = tuple(
    re.compile(shape, re.ASCII)
    for shape in (
        rf"{_NONE}\s*[/-]\s*{_NONE}\s*[/-]\s*{_YYYY}",
        rf"[-_.]+/[-_.]+/\s*{_YYYY}",
        rf"{_NONE}\s*[/-]\s*{_M}\s*[/-]\s*{_YYYY}",
        rf"{_YYYY}{_SEP}{_M}{_SEP}{_D}",
        rf"(?:ngay\s*)?{_D}{_SEP}{_M}{_SEP}{_ANY_YEAR}",
        rf"{_YYYY}{_SEP}{_M}",
        rf"(?:thang\s*)?{_M}{_SEP}{_ANY_YEAR}",
        rf"(?:(?:ngay|mong|mung)\s*)?{_D}\s*,?\s*thang\s*{_M}\s*,?\s*(?:nam\s*)?{_ANY_YEAR}",
        rf"thang\s*{_M}\s*,?\s*(?:nam\s*)?{_ANY_YEAR}",
        rf"nam\s*{_ANY_YEAR}",
        r"(?P<year>\d{1,4})",
    )
)
_TIME_OF_DAY: Final = re.compile(r"[ t]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( [ap]m)?z?$", re.ASCII)
_LEAD_IN: Final = re.compile(r"^(?:sinh|sn|nam sinh|ngay sinh|ns)\b[\s:.]*")
_EXCEL_DAY_ZERO: Final = date(1899, 12, 30)
# Excel believes in 29/02/1900; serials up to it do not mean the day they show.
_EXCEL_FIRST_SOUND: Final = 61


def parse_vietnamese(
    raw: str | int | float | date | datetime,
    *,
    pivot: int | None = None,
    excel_serials: bool = False,
    earliest: int = EARLIEST_YEAR,
    not_after: date | None = None,
) -> PartialDate:
    """Read a date written the Vietnamese way: the day before the month.

    `pivot` reads a year of two digits: below it 20yy, from it on 19yy; without
    it such years are refused. `excel_serials` lets a number that cannot be a
    year be Excel's count of days. A date wholly after `not_after` or before
    the year `earliest` is refused. Raises DateUnreadable, which says why.
    """
    found = _read(raw, pivot=pivot, excel_serials=excel_serials, earliest=earliest)
    if found.year < earliest:
        raise DateUnreadable(DateProblem.TOO_EARLY, raw)
    if not_after is not None and found.first_day > not_after:
        raise DateUnreadable(DateProblem.IN_THE_FUTURE, raw)
    return found


def looks_month_first(text: str) -> bool:
    """Whether a text can be a date only with the month first (03/25/1985).

    One such cell makes every 03/04/1985 of its column doubtful.
    """
    match = _MONTH_FIRST.fullmatch(clean(text))
    return match is not None and int(match[1]) in range(1, 13) and int(match[2]) in range(13, 32)


def _read(
    raw: str | int | float | date | datetime, *, pivot: int | None, excel_serials: bool, earliest: int
) -> PartialDate:
    if isinstance(raw, datetime):
        return PartialDate.of(local_day(raw) if raw.tzinfo else raw.date())
    if isinstance(raw, date):
        return PartialDate.of(raw)
    if isinstance(raw, bool):
        raise DateUnreadable(DateProblem.UNCLEAR, raw)
    if isinstance(raw, (int, float)):
        return _from_number(raw, raw, excel_serials=excel_serials, earliest=earliest)
    text = clean(raw)
    if not text:
        raise DateUnreadable(DateProblem.EMPTY, raw)
    return _from_text(text, raw, pivot=pivot, excel_serials=excel_serials, earliest=earliest)


def _from_number(number: int | float, raw: object, *, excel_serials: bool, earliest: int) -> PartialDate:
    if number != number or number in (float("inf"), float("-inf")):
        raise DateUnreadable(DateProblem.UNCLEAR, raw)
    if number == int(number) and earliest <= number <= 2199:
        return PartialDate(int(number))
    if excel_serials and _EXCEL_FIRST_SOUND <= number < 110_000:
        return PartialDate.of(_EXCEL_DAY_ZERO + timedelta(days=int(number)))
    raise DateUnreadable(DateProblem.BARE_NUMBER, raw)


def _from_text(
    text: str, raw: object, *, pivot: int | None, excel_serials: bool, earliest: int
) -> PartialDate:
    plain = _TIME_OF_DAY.sub("", fold(text).strip(" .,;")).strip(" .,;")
    plain = _LEAD_IN.sub("", plain).strip(" .,;:")
    for shape in _SHAPES:
        if match := shape.fullmatch(plain):
            parts = match.groupdict()
            month, day = parts.get("month"), parts.get("day")
            # 12/05 may be a month of 2005 or a day without its year: no pivot settles that.
            settled = pivot if day is not None or month is None else None
            return _checked(_year(parts["year"], raw, settled), month, day, raw)
    if re.fullmatch(r"\d+(\.\d+)?", plain, re.ASCII):
        return _from_number(float(plain), raw, excel_serials=excel_serials, earliest=earliest)
    raise DateUnreadable(DateProblem.UNCLEAR, raw)


def _year(digits: str, raw: object, pivot: int | None) -> int:
    if len(digits) == 4:
        return int(digits)
    if len(digits) != 2:
        raise DateUnreadable(DateProblem.UNCLEAR, raw)
    if pivot is None:
        raise DateUnreadable(DateProblem.SHORT_YEAR, raw)
    return int(digits) + (2000 if int(digits) < pivot else 1900)


def _checked(year: int, month: str | None, day: str | None, raw: object) -> PartialDate:
    month_no = None if month is None else int(month)
    day_no = None if day is None else int(day)
    if year < 1:
        raise DateUnreadable(DateProblem.TOO_EARLY, raw)
    if month_no is not None and not 1 <= month_no <= 12:
        swapped = month_no <= 31 and day_no is not None and 1 <= day_no <= 12
        problem = DateProblem.MONTH_FIRST if swapped else DateProblem.NO_SUCH_MONTH
        raise DateUnreadable(problem, raw)
    try:
        return PartialDate(year, month_no, day_no)
    except ValueError:
        raise DateUnreadable(DateProblem.NO_SUCH_DAY, raw) from None


# --- arithmetic -----------------------------------------------------------


SHORTEST_MONTH = 28


def add_months(day: date, months: int) -> date:
    """The corresponding day so many months on; the month's last day if none.

    A term in months or years ends on the day of the same number; 31/01 plus
    one month is 28/02 or 29/02 (Civil Code 2015, articles 147 and 148).
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if day.day <= SHORTEST_MONTH:
        return date(year, month + 1, day.day)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_between(start: date, end: date) -> int:
    """Full months from `start` to `end`, by the rule of `add_months`.

    Negative, and counted the same way, when `end` comes first.
    """
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def local_day(at: datetime) -> date:
    """The calendar day in Vietnam of a moment; the moment must know its zone."""
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone has no certain day")
    return at.astimezone(LOCAL_ZONE).date()
