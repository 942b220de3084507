"""The PDF, set by typst: archivable (PDF/A-2a), tagged for screen readers, with its fonts inside."""

import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst

from hoanhap.reporting.rendering.fonts import Fonts, fonts
from hoanhap.reporting.rules.documents import Block, Heading, Items, Paragraph, ReportDocument, Table

_LAYOUT = Path(__file__).with_name("report.typ")
_STANDARDS = ["a-2a", "ua-1"]
_UNUSUAL = re.compile("[^\\x09-\\x7e\\xa0-\u024f\u0300-\u036f\u1e00-\u1eff\u2010-\u2026\u20ab\u20ac\u2260]")
"""Everything but Latin letters with any mark, common punctuation, ₫, € and ≠."""


def pdf(document: ReportDocument, *, using: Fonts | None = None) -> bytes:
    """The bytes of a .pdf file. Texts reach the layout as data, so nothing in them can be taken for markup.

    An archivable file may hold no sign without a shape, so a sign that no font has (a smiley in a finding) becomes "?".
    """
    made: bytes
    try:
        made = _compile(document, using or fonts(), "pdf")
    except typst.TypstError as trouble:
        if "could not be displayed" not in str(trouble):
            raise
        made = _compile(document, using or fonts(), "pdf", without=_UNUSUAL)
    return made


def pictures(document: ReportDocument, *, using: Fonts | None = None, ppi: int = 80) -> list[bytes]:
    """The pages as PNG, to look at."""
    made = _compile(document, using or fonts(), "png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def _compile(
    document: ReportDocument,
    using: Fonts,
    kind: str,
    *,
    without: re.Pattern[str] | None = None,
    **options: Any,
) -> Any:
    data = json.dumps(_data(document, using), ensure_ascii=False)
    if without is not None:
        data = without.sub("?", data)
    if kind == "pdf":
        options |= {"pdf_standards": _STANDARDS}
    compiled: Any = typst.compile  # its stubs list formats and standards as literals, which options hide
    return compiled(
        str(_LAYOUT),
        root=str(_LAYOUT.parent),
        font_paths=list(using.folders),
        ignore_system_fonts=True,
        format=kind,
        timestamp=int(document.made_at.timestamp()),
        sys_inputs={"data": data},
        **options,
    )


def _data(document: ReportDocument, using: Fonts) -> dict[str, Any]:
    made = document.made_at
    return {
        "families": using.families,
        "language": document.language,
        "words": asdict(document.words),
        "issuer_above": document.issuer_above,
        "issuer": document.issuer,
        "number": document.number,
        "place_and_date": document.place_and_date,
        "subject": document.subject,
        "warning": document.warning,
        "bases": document.bases,
        "opening": document.opening,
        "sections": [
            {"heading": section.heading, "blocks": [_block(block) for block in section.blocks]}
            for section in document.sections
        ],
        "closing": document.closing,
        "recipients": document.recipients,
        "authority": [line.upper() for line in document.signature.authority],
        "signer": document.signature.name,
        "appendix_title": document.appendix_title,
        "appendix_note": document.appendix_note,
        "appendix": [_block(block) for block in document.appendix],
        "title": document.title,
        "made": [made.year, made.month, made.day],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text=text):
            return {"kind": "heading", "text": text}
        case Paragraph(text=text, lead=lead):
            return {"kind": "paragraph", "text": text, "lead": lead}
        case Items(lines=lines):
            return {"kind": "items", "lines": lines}
        case Table():
            return {"kind": "table", **asdict(block)}
