"""The PDF, set by typst: archivable (PDF/A-2a), tagged for screen readers, with its fonts inside."""

import json
import re
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import typst

from hoanhap.kit.layout.blocks import Block, Heading, Items, Official, Paragraph, Signature, Table
from hoanhap.kit.layout.fonts import Fonts, fonts

_ROOT = Path(__file__).parents[2]
_OFFICIAL = Path(__file__).with_name("official.typ")
_STANDARDS = ["a-2a", "ua-1"]
_UNUSUAL = re.compile(
    "[^\\x09-\\x7e\\xa0-\u024f\u0300-\u036f\u1e00-\u1eff\u2010-\u2026\u20ab\u20ac\u2248\u2260\u2264\u2265]"
)
"""Everything but Latin letters with any mark, common punctuation, ₫, €, ≈, ≠, ≤ and ≥."""


def pdf(official: Official, *, using: Fonts | None = None) -> bytes:
    """The bytes of a .pdf file; the same document gives the same bytes."""
    return set_pdf(_OFFICIAL, _data(official), made_at=official.made_at, using=using)


def set_pdf(layout: Path, data: dict[str, Any], *, made_at: datetime, using: Fonts | None = None) -> bytes:
    """The bytes of a .pdf file. Texts reach the layout as data, so nothing in them can be taken for markup.

    An archivable file may hold no sign without a shape, so a sign that no font has (a smiley in a finding) becomes "?".
    """
    made: bytes
    options: dict[str, Any] = {"pdf_standards": _STANDARDS}
    try:
        made = _compile(layout, data, made_at, using or fonts(), "pdf", **options)
    except typst.TypstError as trouble:
        if "could not be displayed" not in str(trouble):
            raise
        made = _compile(layout, data, made_at, using or fonts(), "pdf", without=_UNUSUAL, **options)
    return made


def set_pictures(
    layout: Path, data: dict[str, Any], *, made_at: datetime, using: Fonts | None = None, ppi: int = 80
) -> list[bytes]:
    """The pages as PNG, to look at."""
    made = _compile(layout, data, made_at, using or fonts(), "png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def _compile(
    layout: Path,
    data: dict[str, Any],
    made_at: datetime,
    using: Fonts,
    kind: str,
    *,
    without: re.Pattern[str] | None = None,
    **options: Any,
) -> Any:
    made = {"made": [made_at.year, made_at.month, made_at.day], "families": using.families}
    text = json.dumps({**data, **made}, ensure_ascii=False)
    if without is not None:
        text = without.sub("?", text)
    compiled: Any = typst.compile  # its stubs list formats and standards as literals, which options hide
    return compiled(
        str(layout),
        root=str(_ROOT),
        font_paths=list(using.folders),
        ignore_system_fonts=True,
        format=kind,
        timestamp=int(made_at.timestamp()),
        sys_inputs={"data": text},
        **options,
    )


def signature_data(signature: Signature) -> dict[str, Any]:
    """A signature for the layout."""
    return {**asdict(signature), "above": [line.upper() for line in signature.above]}


def block_data(block: Block) -> dict[str, Any]:
    """A block for the layout."""
    match block:
        case Heading(text=text):
            return {"kind": "heading", "text": text}
        case Paragraph():
            return {"kind": "paragraph", **asdict(block)}
        case Items(lines=lines):
            return {"kind": "items", "lines": lines}
        case Table():
            return {"kind": "table", **asdict(block)}


def _data(official: Official) -> dict[str, Any]:
    told = {name: value for name, value in vars(official).items() if name != "made_at"}
    return {
        **told,
        "blocks": [block_data(block) for block in official.blocks],
        "signatures": [signature_data(signature) for signature in official.signatures],
    }
