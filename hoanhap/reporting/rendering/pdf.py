"""The report as a PDF."""

from pathlib import Path
from typing import Any

from hoanhap.kit.layout.fonts import Fonts
from hoanhap.kit.layout.pdf import block_data, set_pdf, set_pictures, signature_data
from hoanhap.reporting.rules.documents import ReportDocument

_LAYOUT = Path(__file__).with_name("report.typ")


def pdf(document: ReportDocument, *, using: Fonts | None = None) -> bytes:
    """The bytes of a .pdf file."""
    return set_pdf(_LAYOUT, _data(document), made_at=document.made_at, using=using)


def pictures(document: ReportDocument, *, using: Fonts | None = None, ppi: int = 80) -> list[bytes]:
    """The pages as PNG, to look at."""
    return set_pictures(_LAYOUT, _data(document), made_at=document.made_at, using=using, ppi=ppi)


def _data(document: ReportDocument) -> dict[str, Any]:
    return {
        "language": document.language,
        "nation": document.words.nation,
        "motto": document.words.motto,
        "recipients_title": document.words.recipients,
        "kind": document.words.type_title,
        "issuer_above": document.issuer_above,
        "issuer": document.issuer,
        "number": document.number,
        "place_and_date": document.place_and_date,
        "subject": document.subject,
        "warning": document.warning,
        "bases": document.bases,
        "opening": document.opening,
        "sections": [
            {"heading": section.heading, "blocks": [block_data(block) for block in section.blocks]}
            for section in document.sections
        ],
        "closing": document.closing,
        "recipients": document.recipients,
        "signature": signature_data(document.signature),
        "appendix_title": document.appendix_title,
        "appendix_note": document.appendix_note,
        "appendix": [block_data(block) for block in document.appendix],
        "title": document.title,
    }
