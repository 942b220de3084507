"""A requisition slip in words (Circular 18/2026, appendix XII): an official paper, Vietnamese whoever prints it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from hoanhap.kit.dates import LOCAL_ZONE
from hoanhap.kit.layout.blocks import Block, Paragraph, Table, day_in_words
from hoanhap.kit.layout.pdf import block_data
from hoanhap.medicine.queries.medicines import medicines, title_of, unit_of
from hoanhap.medicine.queries.slips import SlipRow
from hoanhap.reporting.queries.stock_pages import LANGUAGE, amount


def slip_content(slip: SlipRow, *, place: str, medicine: str) -> dict[str, Any]:
    """Everything on the slip as texts, in two copies: for who issues and for who receives."""
    with override(LANGUAGE):
        asked = slip.asked_at.astimezone(LOCAL_ZONE)
        return {
            "language": LANGUAGE,
            "nation": _("SOCIALIST REPUBLIC OF VIET NAM"),
            "motto": _("Independence – Freedom – Happiness"),
            "issuer_above": "",
            "issuer": place.upper(),
            "number": _("No.: %(number)s") % {"number": slip.number},
            "place_and_date": day_in_words(asked.date(), language=LANGUAGE, year=asked.year).capitalize(),
            "kind": _("REQUISITION SLIP FOR MEDICINE UNDER SPECIAL CONTROL"),
            "subject": title_of(medicine),
            "title": _("Requisition slip %(number)s") % {"number": slip.number},
            "copies": [
                _("Copy 1 of 2: kept by the issuing unit (Appendix XII, Circular 18/2026/TT-BYT)"),
                _("Copy 2 of 2: kept by the receiving unit (Appendix XII, Circular 18/2026/TT-BYT)"),
            ],
            "blocks": [block_data(block) for block in _blocks(slip, medicine)],
            "signatures": [
                {
                    "above": [str(one.label).upper()],
                    "name": one.by,
                    "note": f"{one.signed_at.astimezone(LOCAL_ZONE):%H:%M %d/%m/%Y}"
                    if one.signed_at
                    else _("(Signature, full name)"),
                }
                for one in slip.signatures
            ],
        }


def _blocks(slip: SlipRow, medicine: str) -> list[Block]:
    unit = str(unit_of(medicine))
    known = medicines().get(medicine)
    numbers = ", ".join(known.registration_numbers) if known else ""
    said: list[Block] = [
        Paragraph(str(slip.to_label), lead=_("Requesting unit:")),
        Paragraph(str(slip.from_label), lead=_("Issuing unit:")),
        Paragraph(f"{slip.needed_on:%d/%m/%Y}", lead=_("Needed on:")),
        Paragraph(f"{amount(slip.asked_units)} {unit}", lead=_("Quantity asked for:")),
    ]
    if slip.purpose:
        said.append(Paragraph(slip.purpose, lead=_("What for:")))
    rows = [
        (
            title_of(medicine),
            numbers,
            f"{one.lot_number}, {one.expires_on:%d/%m/%Y}",
            amount(one.units),
            str(one.line_no),
        )
        for one in slip.lines
    ]
    total = ("", _("Total"), "", amount(slip.handed_units), "") if slip.lines else ()
    said.append(
        Table(
            caption="",
            columns=(
                _("Medicine, strength"),
                _("Registration number"),
                _("Lot, expiry"),
                _("Handed over (%(unit)s)") % {"unit": unit},
                _("Line of the book"),
            ),
            rows=tuple(rows or [("", "", "", "", "")]),
            widths=(26, 18, 22, 15, 11),
            totals=total,
        )
    )
    if slip.end_reason:
        said.append(Paragraph(slip.end_reason, lead=_("Ended without a handover:")))
    return said
