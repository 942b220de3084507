"""Numbers as they are written in Vietnam: 1.234,5 and 22/24 (91,7 %)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction


def vn_number(value: Decimal | int, *, places: int | None = None) -> str:
    """A point every three digits, a comma before the decimals.

    `places` rounds half up to that many decimals; without it a Decimal keeps
    the decimals it carries.
    """
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError("only finite numbers can be written")
    if places is not None:
        value = _rounded(Fraction(value), places)
    western = f"{value:,f}" if isinstance(value, Decimal) else f"{value:,d}"
    return western.translate({ord(","): ".", ord("."): ","})


def share(numerator: int, denominator: int) -> Fraction | None:
    """The exact share; None where there is nothing to share (denominator 0)."""
    if numerator < 0 or denominator < 0:
        raise ValueError("a share is made of counts, and counts are not negative")
    return Fraction(numerator, denominator) if denominator else None


def share_text(numerator: int, denominator: int, *, places: int = 1) -> str | None:
    """ "22/24 (91,7 %)"; None when the denominator is 0: the caller says why."""
    part = share(numerator, denominator)
    if part is None:
        return None
    per_cent = vn_number(_rounded(part * 100, places))
    return f"{vn_number(numerator)}/{vn_number(denominator)} ({per_cent} %)"


def _rounded(value: Fraction, places: int) -> Decimal:
    """Half up, from the exact value: no binary fraction in between."""
    scaled = value * 10**places
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    whole += 2 * rest >= scaled.denominator
    negative = scaled < 0 and whole > 0
    return Decimal((int(negative), tuple(int(digit) for digit in str(whole)), -places))
