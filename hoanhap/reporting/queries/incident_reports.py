"""The report of a loss of medicine (Circular 18/2026, article 7), in words. An official paper, so always in Vietnamese."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from hoanhap.kit.dates import LOCAL_ZONE
from hoanhap.kit.layout.blocks import Block, Official, Paragraph, Signature, Table, day_in_words
from hoanhap.kit.layout.pdf import block_data
from hoanhap.medicine.queries.incidents import IncidentFile, Report
from hoanhap.reporting.queries.stock_pages import LANGUAGE, amount


def report_content(found: IncidentFile, report: Report) -> dict[str, Any]:
    """Everything on the report as texts. No patient is in it, since none is in the incident."""
    with override(LANGUAGE):
        return _content(found, report)


def _content(found: IncidentFile, report: Report) -> dict[str, Any]:
    at = report.reported_at.astimezone(LOCAL_ZONE)
    title = _("REPORT OF A LOSS OF MEDICINE")
    return {
        "language": LANGUAGE,
        "nation": _("SOCIALIST REPUBLIC OF VIET NAM"),
        "motto": _("Independence – Freedom – Happiness"),
        "issuer_above": "",
        "issuer": found.row.facility_name.upper(),
        "number": _("No.: %(number)s") % {"number": report.document_number},
        "place_and_date": day_in_words(at.date(), language=LANGUAGE, year=at.year).capitalize(),
        "kind": title,
        "subject": found.row.medicine_title,
        "title": f"{title} {report.document_number}",
        "copies": [_("To: %(who)s") % {"who": report.reported_to}],
        "blocks": [block_data(block) for block in _blocks(found, report)],
        "signatures": [
            {"above": [_("WRITTEN BY")], "name": report.writer, "note": _("(Signature, full name)")},
            {"above": [_("HEAD OF THE UNIT")], "name": "", "note": _("(Signature, full name)")},
        ],
    }


def report_official(found: IncidentFile, report: Report) -> Official:
    """The same as an official paper, for whoever has to write into it before it is signed."""
    with override(LANGUAGE):
        at = report.reported_at.astimezone(LOCAL_ZONE)
        title, note = _("REPORT OF A LOSS OF MEDICINE"), _("(Signature, full name)")
        return Official(
            language=LANGUAGE,
            nation=_("SOCIALIST REPUBLIC OF VIET NAM"),
            motto=_("Independence – Freedom – Happiness"),
            issuer_above="",
            issuer=found.row.facility_name.upper(),
            number=_("No.: %(number)s") % {"number": report.document_number},
            place_and_date=day_in_words(at.date(), language=LANGUAGE, year=at.year).capitalize(),
            kind=title,
            subject=str(found.row.medicine_title),
            decider="",
            bases=(),
            blocks=(Paragraph(report.reported_to, lead=_("To:")), *_blocks(found, report)),
            recipients_title="",
            recipients=(),
            signatures=(
                Signature(above=(_("WRITTEN BY"),), name=report.writer, note=note),
                Signature(above=(_("HEAD OF THE UNIT"),), name="", note=note),
            ),
            mark="",
            note="",
            title=f"{title} {report.document_number}",
            made_at=at,
        )


def _blocks(found: IncidentFile, report: Report) -> list[Block]:
    row = found.row
    detected = row.detected_at.astimezone(LOCAL_ZONE) if row.detected_at else None
    said: list[Block] = [
        Paragraph(str(row.kind_label), lead=_("What happened:")),
        Paragraph(row.quantity_told, lead=_("Quantity:")),
        Paragraph(f"{row.on:%d/%m/%Y}", lead=_("Day:")),
    ]
    if detected is not None:
        said.append(Paragraph(f"{detected:%H:%M, %d/%m/%Y}", lead=_("Detected at:")))
    if found.lines:
        said.append(
            Table(
                caption="",
                columns=(_("Line of the book"), _("Lot"), _("Taken from"), _("Quantity"), _("Found by")),
                rows=tuple(
                    (
                        str(one.line_no),
                        one.lot_number,
                        str(one.from_label),
                        amount(one.quantity),
                        ", ".join(name for name in (one.writer, one.second) if name),
                    )
                    for one in found.lines
                ),
                widths=(12, 20, 24, 14, 30),
            )
        )
    if row.minutes_number:
        said.append(Paragraph(row.minutes_number, lead=_("Minutes:")))
    said += [
        Paragraph(report.cause, lead=_("Cause, as far as it is known:")),
        Paragraph(report.done, lead=_("What was done:")),
    ]
    return said
