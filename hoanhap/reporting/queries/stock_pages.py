"""What stands on the printed page of a stock book, in words: the columns of Circular 18/2026, appendix VIII.

The page is an official paper, so its words are Vietnamese whoever prints it.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from hoanhap.kit.dates import LOCAL_ZONE
from hoanhap.kit.numbers import vn_number
from hoanhap.medicine.queries.book_pages import BookPage
from hoanhap.medicine.queries.books import moment_label
from hoanhap.medicine.queries.medicines import medicines, title_of, unit_of
from hoanhap.medicine.rules.book_pages import GIVEN_OUT, STOCK, Row

LANGUAGE = "vi"


def content_of(page: BookPage) -> dict[str, Any]:
    """Everything on the page as texts, ready to be kept and printed."""
    with override(LANGUAGE):
        return _content(page)


def _content(page: BookPage) -> dict[str, Any]:
    known = medicines().get(page.medicine)
    title, unit = title_of(page.medicine), str(unit_of(page.medicine))
    numbers = ", ".join(known.registration_numbers) if known else ""
    strengths = " · ".join(sorted({amount(strength) for _no, _expires, strength in page.lots.values()}))
    when = _moment(page.closed_at)
    return {
        "language": LANGUAGE,
        "issuer": page.organisation_name,
        "title": _("Stock book, %(medicine)s, page %(page)s") % {"medicine": title, "page": page.page_no},
        "form": _("Appendix VIII, Circular 18/2026/TT-BYT"),
        "heading": _("BOOK OF RECEIPTS, ISSUES AND STOCK OF MEDICINE UNDER SPECIAL CONTROL"),
        "subheading": _("Page of %(day)s") % {"day": _day(page.day)},
        "facts": [
            [_("Medicine, strength"), title],
            [_("Unit of the figures"), unit],
            [_("Registration number"), numbers or "…………"],
            [
                _("Substance in one unit"),
                _("%(mg)s mg") % {"mg": strengths} if strengths else "…………",
            ],
        ],
        "columns": [
            pgettext("stock page", "Date"),
            _("Supplier or destination"),
            pgettext("stock page", "Number of the document"),
            _("Lot, expiry"),
            pgettext("stock page", "In"),
            pgettext("stock page", "Out"),
            pgettext("stock page", "Balance"),
            pgettext("stock page", "Note"),
        ],
        "rows": [
            ["", _("Stock brought forward"), "", "", "", "", amount(page.before), ""],
            *(_row(page, one) for one in page.rows),
            [
                _day(page.day),
                _("Stock at the close"),
                "",
                "",
                _sum(one.came for one in page.rows),
                _sum(one.went for one in page.rows),
                amount(page.after),
                _("closed at %(moment)s") % {"moment": when},
            ],
        ],
        "lots_heading": _("By lot"),
        "lot_columns": [
            _("Lot, expiry"),
            _("Brought forward"),
            pgettext("stock page", "Received"),
            _("Given out"),
            _("Wastage and loss"),
            _("At the close"),
            _("Beside it: waiting for destruction"),
        ],
        "lot_rows": [
            *(
                [
                    _lot(page, one.lot_id),
                    amount(one.before),
                    amount(one.received),
                    amount(one.given),
                    amount(one.wasted),
                    amount(one.after),
                    amount(one.waiting),
                ]
                for one in page.sums
            ),
            [
                _("All lots"),
                amount(page.before),
                _sum(one.received for one in page.sums),
                _sum(one.given for one in page.sums),
                _sum(one.wasted for one in page.sums),
                amount(page.after),
                _sum(one.waiting for one in page.sums),
            ],
        ],
        "count_heading": _("Counted at the close, without seeing the book"),
        "count_columns": [
            pgettext("stock page", "Place"),
            pgettext("stock page", "Lot"),
            pgettext("stock page", "Counted"),
            _("Book before the count"),
            _("Difference"),
        ],
        "count_rows": [
            [
                str(one.place_label),
                one.lot_number,
                amount(one.counted),
                amount(one.in_book),
                amount(one.counted - one.in_book),
            ]
            for one in page.counted
        ],
        "notes": [
            *(
                _("%(count)s at %(moment)s by %(first)s and %(second)s: %(differing)s.")
                % {
                    "count": moment_label(one.moment),
                    "moment": _moment(one.happened_at),
                    "first": one.by or "…",
                    "second": one.second or "…",
                    "differing": ngettext(
                        "%(n)s place differed from the book",
                        "%(n)s places differed from the book",
                        one.differing,
                    )
                    % {"n": one.differing}
                    if one.differing
                    else _("everything agreed with the book"),
                }
                for one in page.counts
            ),
            _(
                "Moves between safe, cabinet and window change no balance and are not listed; "
                "they stand in the register of lines."
            ),
        ],
        "signatures": [
            [_("KEEPER OF THE MEDICINE"), _("(Signature, full name)"), ""],
            [_("COUNTED TOGETHER WITH"), _("(Signature, full name)"), ""],
            [_("HEAD OF THE UNIT"), _("(Signature, full name)"), ""],
        ],
        "foot": _("Stock book %(medicine)s · sheet %(page)s · closed %(moment)s, %(first)s and %(second)s")
        % {
            "medicine": title,
            "page": page.page_no,
            "moment": when,
            "first": page.keeper or "…",
            "second": page.second or "…",
        },
        "page_words": _("Page {page}/{pages}"),
    }


def _row(page: BookPage, row: Row) -> list[str]:
    return [
        _day(row.happened_at.astimezone(LOCAL_ZONE).date()),
        row.other or _where(row),
        row.document_number or _lines(row),
        _lot(page, row.lot_id),
        amount(row.came) if row.came is not None else "",
        amount(row.went) if row.went is not None else "",
        amount(row.balance),
        _note(row),
    ]


def _lines(row: Row) -> str:
    if row.first_no == row.last_no:
        return _("line %(number)s") % {"number": row.first_no}
    return _("lines %(first)s–%(last)s") % {"first": row.first_no, "last": row.last_no}


def _where(row: Row) -> str:
    """From whom or where to, for a line that names nobody."""
    outside = row.to_kind if row.from_kind in STOCK else row.from_kind
    words = {
        "supplier": pgettext("stock page", "Supplier"),
        "patient": pgettext("stock page", "Patients, taken at the window"),
        "take-home": pgettext("stock page", "Patients, taken home"),
        "transit": pgettext("stock page", "Another place of the clinic"),
        "spill": pgettext("stock page", "Spilt or broken"),
        "waste": pgettext("stock page", "Put aside as waste"),
        "destroyed": pgettext("stock page", "Destroyed by a board"),
        "returned": pgettext("stock page", "Returned to the supplier"),
        "found": pgettext("stock page", "Found at a count"),
        "missing": pgettext("stock page", "Missing at a count"),
    }
    return words.get(outside, "")


def _note(row: Row) -> str:
    if row.reverses_no is not None:
        return _("Takes back line %(number)s: %(reason)s") % {"number": row.reverses_no, "reason": row.reason}
    if row.kind in GIVEN_OUT:
        return ngettext(
            "%(n)s portion; sheet of doses enclosed", "%(n)s portions; sheet of doses enclosed", row.lines
        ) % {"n": row.lines}
    if row.came is None and row.went is None:
        said = _("outside the stock: %(units)s") % {"units": amount(row.units)}
        return f"{said}. {row.reason}".strip()
    return row.reason


def _lot(page: BookPage, lot_id: Any) -> str:
    number, expires_on, _strength = page.lots[lot_id]
    return f"{number}, {_day(expires_on)}"


def amount(units: Decimal) -> str:
    """A quantity as the page writes it: 1.234,5; nothing after the comma that says nothing."""
    return vn_number(units.normalize()) if units else "0"


def _sum(many: Iterable[Decimal | None]) -> str:
    return amount(sum((one for one in many if one is not None), Decimal(0)))


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(LOCAL_ZONE):%H:%M %d/%m/%Y}"
