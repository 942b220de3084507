"""The printed card of a patient. What is on it tells a finder nothing."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final

import segno
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from hoanhap.kit.layout.fonts import Fonts
from hoanhap.kit.layout.pdf import set_pdf, set_pictures

_CARD = Path(__file__).with_name("patient_card.typ")
_LIGHT: Final = 4
"""Light squares around the picture, without which a scanner does not find it."""
DIGITS: Final = 20
SIZE: Final = 21
LANGUAGE = "vi"


def squares(token: str, *, mask: int | None = None) -> list[str]:
    """A QR code of 20 digits, from top to bottom: "1" is dark, "0" light. Raises ValueError for anything else.

    The smallest of all (version 1), readable with a quarter of it scratched away (level Q). Of the eight masks of the
    standard the one that is easiest to read, unless one is named: all say the same.
    """
    if not (token.isascii() and token.isdigit() and len(token) == DIGITS):
        raise ValueError("a number of 20 digits")
    code = segno.make_qr(token, version=1, error="q", mode="numeric", mask=mask, boost_error=False)
    return ["".join("1" if square else "0" for square in row) for row in code.matrix]


def card_pdf(token: str, *, made_at: datetime, using: Fonts | None = None) -> bytes:
    """The bytes of the card; the same number on the same day gives the same bytes."""
    return set_pdf(_CARD, _content(token), made_at=made_at, using=using)


def card_pictures(token: str, *, made_at: datetime, using: Fonts | None = None, ppi: int = 80) -> list[bytes]:
    """The card as PNG, to look at."""
    return set_pictures(_CARD, _content(token), made_at=made_at, using=using, ppi=ppi)


def _content(token: str) -> dict[str, Any]:
    with override(LANGUAGE):
        return {
            "language": LANGUAGE,
            "title": pgettext("printed", "Card"),
            "picture": _picture(token),
            "alt": _("Picture of the number %(number)s for a scanner") % {"number": token},
            "digits": [token[start : start + 4] for start in range(0, len(token), 4)],
            "note": _("Show this card when you come. If you lose it, tell us at once."),
            "how": _("Print at full size, cut along the line."),
        }


def _picture(token: str) -> str:
    """The squares as SVG, with the light border that scanners need."""
    dark = "".join(
        f"M{x + _LIGHT} {y + _LIGHT}h1v1h-1z"
        for y, row in enumerate(squares(token))
        for x, square in enumerate(row)
        if square == "1"
    )
    whole = SIZE + 2 * _LIGHT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" shape-rendering="crispEdges">'
        f'<path fill="#fff" d="M0 0h{whole}v{whole}H0z"/><path d="{dark}"/></svg>'
    )
