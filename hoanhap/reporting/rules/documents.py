"""An official document as plain data, in the parts that Decree 30/2020 names. Renderers turn it into files."""

from dataclasses import dataclass
from datetime import datetime

from hoanhap.kit.layout.blocks import Block, Section, Signature


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
