"""An official document as plain data, in the parts that Decree 30/2020 names. Renderers turn it into files."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. `lead` is printed bold before it."""

    text: str
    lead: str = ""


@dataclass(frozen=True)
class Items:
    """A list, each line after a dash."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Heading:
    """A heading inside a section: "1. Mức độ triển khai"."""

    text: str


@dataclass(frozen=True)
class Table:
    """A table. The first column is text or a number of order, the others are figures unless `is_text`."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    """Relative widths of the columns."""
    totals: tuple[str, ...] = ()
    note: str = ""
    is_text: bool = False


Block = Paragraph | Items | Heading | Table


@dataclass(frozen=True)
class Section:
    """A numbered section: "I. TÌNH HÌNH TRIỂN KHAI"."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Signature:
    """Who signs. `authority` holds the lines above the name, as given: ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")."""

    authority: tuple[str, ...]
    name: str


@dataclass(frozen=True)
class Words:
    """The fixed words of the layout, in the language of the document."""

    nation: str
    motto: str
    recipients: str
    type_title: str


@dataclass(frozen=True)
class ReportDocument:
    """A report ready to be printed."""

    language: str
    words: Words
    issuer_above: str
    issuer: str
    number: str
    place_and_date: str
    subject: str
    """Lines parted by a line feed: what, then where and when."""
    warning: str
    """Printed above everything when the paper may not leave the office; empty otherwise."""
    bases: tuple[str, ...]
    opening: str
    sections: tuple[Section, ...]
    closing: str
    recipients: tuple[str, ...]
    signature: Signature
    appendix_title: str
    appendix_note: str
    appendix: tuple[Block, ...]
    title: str
    made_at: datetime
    sheets: "Sheets"


@dataclass(frozen=True)
class SheetRow:
    """A line of the sheet of figures: the numerator and the denominator stay numbers."""

    code: str
    title: str
    count: int | None
    denominator: int | None
    definition: str
    legal_basis: str
    confidence: str


@dataclass(frozen=True)
class Sheets:
    """What the spreadsheet holds: the same figures as numbers."""

    names: tuple[str, str, str]
    head: tuple[str, ...]
    """Lines above the table: what, where, when, as of."""
    columns: tuple[str, ...]
    communes: tuple[tuple[str, tuple[int | None, ...]], ...]
    totals_title: str
    totals: tuple[int | None, ...]
    figure_columns: tuple[str, ...]
    figures: tuple[SheetRow, ...]
    definition_columns: tuple[str, ...]
    not_published: str


def day_in_words(day: date | None, *, language: str, year: int) -> str:
    """ngày 21 tháng 6 năm 2018; room to write the day and month by hand where they are not known yet.

    Days below 10 and months 1 and 2 get a zero before them (Decree 30/2020, Appendix I), so that nothing can be added.
    """
    if language == "en":
        return f"{day.day} {day:%B} {day.year}" if day else f"… / … / {year}"
    if day is None:
        return f"ngày …… tháng …… năm {year}"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
