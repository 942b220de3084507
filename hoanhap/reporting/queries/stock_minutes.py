"""Minutes of a delivery or of waste, in words. An official paper: its words are Vietnamese whoever prints it."""

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from hoanhap.kit.dates import LOCAL_ZONE
from hoanhap.kit.layout.blocks import Block, Paragraph, Table, day_in_words
from hoanhap.kit.layout.pdf import block_data
from hoanhap.medicine.queries.medicines import medicines, title_of, unit_of
from hoanhap.medicine.queries.stock_minutes import MinutesLine, MinutesPage
from hoanhap.reporting.queries.stock_pages import LANGUAGE, amount

RECEIPT: Final = "receipt"


def minutes_content(minutes: MinutesPage) -> dict[str, Any]:
    """Everything on the minutes as texts, with the copies that are made of them."""
    with override(LANGUAGE):
        return _content(minutes)


def _content(minutes: MinutesPage) -> dict[str, Any]:
    at = minutes.happened_at.astimezone(LOCAL_ZONE)
    title = TITLES[minutes.kind]()
    return {
        "language": LANGUAGE,
        "nation": _("SOCIALIST REPUBLIC OF VIET NAM"),
        "motto": _("Independence – Freedom – Happiness"),
        "issuer_above": "",
        "issuer": minutes.organisation_name.upper(),
        "number": _("No.: %(number)s") % {"number": minutes.number},
        "place_and_date": day_in_words(at.date(), language=LANGUAGE, year=at.year).capitalize(),
        "kind": title,
        "subject": title_of(minutes.medicine),
        "title": f"{title} {minutes.number}",
        "copies": _copies(minutes),
        "blocks": [block_data(block) for block in _blocks(minutes, f"{at:%H:%M}", f"{at:%d/%m/%Y}")],
        "signatures": [
            {**one, "above": [one["above"]], "note": _("(Signature, full name)")}
            for one in _signatures(minutes)
        ],
    }


TITLES: Final = {
    "receipt": lambda: _("MINUTES OF RECEIPT OF MEDICINE"),
    "waste": lambda: _("MINUTES OF WASTE OF MEDICINE"),
    "destruction": lambda: _("MINUTES OF DESTRUCTION OF MEDICINE"),
    "return": lambda: _("MINUTES OF RETURN OF MEDICINE TO THE SUPPLIER"),
}


def _copies(minutes: MinutesPage) -> list[str]:
    """Of a delivery three copies are made (Circular 26/2023), of waste two: the place and its file of destruction."""
    if minutes.kind == RECEIPT:
        return [
            _("Copy 1 of 3: kept by the clinic"),
            _("Copy 2 of 3: for the supplier"),
            _("Copy 3 of 3: for the health office of the province"),
        ]
    return [_("Copy 1 of 2: kept with the stock book"), _("Copy 2 of 2: for the file of destruction")]


def _blocks(minutes: MinutesPage, hour: str, day: str) -> list[Block]:
    said: list[Block] = [
        Paragraph(
            _("At %(hour)s on %(day)s, at %(place)s, we were present:")
            % {"hour": hour, "day": day, "place": minutes.organisation_name}
        ),
        Paragraph(minutes.by or "……………", lead=_("Keeper of the medicine:")),
        Paragraph(minutes.second or "……………", lead=_("Counted together with:")),
    ]
    if minutes.kind == RECEIPT:
        handed = minutes.handed_over_by or "……………"
        said += [
            Paragraph(f"{handed}, {minutes.supplier}", lead=_("For the supplier:")),
            Paragraph(minutes.invoice_number or "……………", lead=_("Delivery note or invoice:")),
            Paragraph(
                _("Together we opened, looked at and counted the delivery. What was counted is booked:")
            ),
        ]
    elif minutes.kind == "destruction":
        said += [
            *(
                Paragraph(f"{name}, {position}", lead=_("Member of the board:"))
                for name, position in minutes.board
            ),
            Paragraph(minutes.approval_number or "……………", lead=_("Approval by the authority:")),
            Paragraph(minutes.held_in or "……………", lead=_("Where it was destroyed:")),
            Paragraph(
                _("The board looked at and measured the medicine, then destroyed it before the eyes of all:")
            ),
        ]
    elif minutes.kind == "return":
        handed = minutes.handed_over_by or "……………"
        said += [
            Paragraph(f"{handed}, {minutes.supplier}", lead=_("Taken over for the supplier by:")),
            Paragraph(_("Together we looked at and counted what goes back to the supplier:")),
        ]
    else:
        said += [
            Paragraph(str(minutes.cause_label), lead=_("Cause:")),
            Paragraph(_("Together we looked at and measured what can no longer be given:")),
        ]
    said.append(_table(minutes))
    if minutes.statement:
        said.append(Paragraph(minutes.statement, lead=_("Found:")))
    said.append(Paragraph(_("The minutes were read to everybody present, who agree and sign.")))
    return said


def _table(minutes: MinutesPage) -> Table:
    unit = str(unit_of(minutes.medicine))
    is_receipt = minutes.kind == RECEIPT
    columns = [
        _("Lot"),
        _("Expires"),
        _("Registration number, maker"),
        _("On the supplier's paper (%(unit)s)") % {"unit": unit} if is_receipt else _("Taken from"),
        _("Counted (%(unit)s)") % {"unit": unit} if is_receipt else _("Quantity (%(unit)s)") % {"unit": unit},
        _("Difference") if is_receipt else _("Kept now"),
        _("Line of the book"),
    ]
    known = medicines().get(minutes.medicine)
    numbers = ", ".join(known.registration_numbers) if known else ""
    return Table(
        caption="",
        columns=tuple(columns),
        rows=tuple(_row(one, numbers, is_receipt=is_receipt) for one in minutes.lines),
        widths=(14, 13, 24, 14, 14, 13, 10),
    )


def _row(one: MinutesLine, numbers: str, *, is_receipt: bool) -> tuple[str, ...]:
    about = "; ".join(text for text in (numbers, one.maker) if text)
    between = (
        (
            amount(one.units if one.stated_units is None else one.stated_units),
            amount(one.units),
            amount(one.differs),
        )
        if is_receipt
        else (str(one.from_label), amount(one.units), str(one.to_label))
    )
    return (one.lot_number, f"{one.expires_on:%d/%m/%Y}", about, *between, str(one.line_no))


def _signatures(minutes: MinutesPage) -> list[dict[str, Any]]:
    ours = [
        {"above": _("KEEPER OF THE MEDICINE"), "name": minutes.by},
        {"above": _("COUNTED TOGETHER WITH"), "name": minutes.second},
    ]
    if minutes.kind == RECEIPT:
        return [{"above": pgettext("minutes", "FOR THE SUPPLIER"), "name": minutes.handed_over_by}, *ours]
    if minutes.kind == "destruction":
        board = [{"above": _("MEMBER OF THE BOARD"), "name": name} for name, _position in minutes.board]
        return [*board, ours[0]]
    if minutes.kind == "return":
        taker = {"above": _("TAKEN OVER BY"), "name": minutes.handed_over_by}
        return [taker, *ours]
    return [*ours, {"above": _("HEAD OF THE UNIT"), "name": ""}]
