"""Shares as they are printed: the numerator and the denominator, and the per cent worked out from both.

A share is never stored as a per cent, and there is no share of nothing (domain rule: "không áp dụng").
"""

from fractions import Fraction

from hoanhap.kit import numbers


def number_text(value: int, language: str) -> str:
    """1.294 in Vietnamese, 1,294 in English."""
    return f"{value:,d}" if language == "en" else numbers.vn_number(value)


def per_cent_text(part: Fraction, language: str) -> str:
    """91,7 % in Vietnamese, 91.7% in English; one decimal, half up, from the exact fraction."""
    tenths, rest = divmod(abs(part.numerator) * 1000, part.denominator)
    tenths += 2 * rest >= part.denominator
    whole = number_text(tenths // 10, language)
    return f"{whole}.{tenths % 10}%" if language == "en" else f"{whole},{tenths % 10} %"


def share_text(numerator: int, denominator: int, language: str) -> str | None:
    """22/24 (91,7 %); None where the denominator is 0."""
    part = numbers.share(numerator, denominator)
    if part is None:
        return None
    counted = f"{number_text(numerator, language)}/{number_text(denominator, language)}"
    return f"{counted} ({per_cent_text(part, language)})"
