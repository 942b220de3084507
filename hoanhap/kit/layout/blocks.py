"""What an official document is made of, as plain data. Renderers turn it into files."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. `lead` is printed bold before it. `is_centred`: a line of its own, bold: "QUYẾT ĐỊNH:"."""

    text: str
    lead: str = ""
    is_centred: bool = False


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
    """Who signs. `above` holds the lines above the name, as given: ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC").

    `note`: what is asked of who signs, in small letters: "(Ký, ghi rõ họ tên)".
    """

    above: tuple[str, ...]
    name: str
    note: str = ""


@dataclass(frozen=True)
class Official:
    """An official document ready to be printed. Empty parts are left out.

    `issuer` empty: a private person writes, and the nation's name stands over the whole width. `mark` is printed across
    every page: a document that may not leave the office. `note` stands at the top right: which model it follows.
    `decider`: who decides, above the bases; `signatures`: the last one stands beside the recipients, if there are any.
    """

    language: str
    nation: str
    motto: str
    issuer_above: str
    issuer: str
    number: str
    place_and_date: str
    kind: str
    subject: str
    decider: str
    bases: tuple[str, ...]
    blocks: tuple[Block, ...]
    recipients_title: str
    recipients: tuple[str, ...]
    signatures: tuple[Signature, ...]
    mark: str
    note: str
    title: str
    made_at: datetime


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
