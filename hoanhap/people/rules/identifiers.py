"""Reading the number of an identity paper: CMND (9 digits) and CCCD (12 digits).

A citizen identity number says the province of birth registration, the century and sex, and the year of birth
(Circular 59/2021/TT-BCA, article 4). It has no check digit. Papers themselves can be wrong, so whatever
disagrees is a warning; only a number of the wrong shape is refused, and what it probably was is offered, never
filled in.
"""

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hoanhap.kit.dates import PartialDate
from hoanhap.kit.text import clean, fold
from hoanhap.people.rules.provinces import provinces


class Kind(StrEnum):
    CMND = "cmnd"
    CCCD = "cccd"


class Doubt(StrEnum):
    """Why a number of the right shape may still be wrong."""

    SYNTHETIC = "synthetic-number"
    UNKNOWN_PROVINCE = "unknown-province"
    SEX_DIFFERS = "sex-differs"
    BIRTH_YEAR_DIFFERS = "birth-year-differs"


class Fault(StrEnum):
    """Why a text is no identity number."""

    EMPTY = "identifier-empty"
    LOST_ZEROS = "identifier-lost-zeros"
    LETTERS_FOR_DIGITS = "identifier-letters-for-digits"
    DIGITS_LOST = "identifier-digits-lost"
    WRONG_LENGTH = "identifier-wrong-length"
    NOT_DIGITS = "identifier-not-digits"


@dataclass(frozen=True, slots=True)
class Warned:
    """One doubt, with what the number says and what was said elsewhere."""

    code: Doubt
    number_says: str = ""
    told: str = ""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number as read. With `errors` there is no `kind` and `number` is empty; `suggestion` may help."""

    kind: Kind | None
    number: str
    warnings: tuple[Warned, ...] = ()
    errors: tuple[Fault, ...] = ()
    suggestion: str = ""

    @property
    def warning_codes(self) -> tuple[str, ...]:
        return tuple(warned.code.value for warned in self.warnings)


SYNTHETIC_PREFIX: Final = "000"
_LENGTHS: Final = {9: Kind.CMND, 12: Kind.CCCD}
# A spreadsheet that takes the text for a number drops the zeros in front; no province code has three.
_ZEROS_LOST: Final = {8: 9, 10: 12, 11: 12}
_LEAD_IN: Final = re.compile(
    r"^(?:so\b\s*)?(?:(?:cccd|cmnd|cmtnd|cmt|can cuoc cong dan|can cuoc|ddcn)\b[\s:./]*)+(?:so\b[\s:.]*)?"
)
_BETWEEN: Final = re.compile(r"[\s.\-_'`/]")
_LOOK_ALIKES: Final = str.maketrans("ol|iq", "01110")
_SCIENTIFIC: Final = re.compile(r"\d+(?:[.,]\d+)?e\+?\d+")


def read_identifier(raw: str | int | float, *, sex: str = "", birth: PartialDate | None = None) -> Identifier:
    """Read one number; `sex` ("male", "female") and `birth` are compared with it where they are known."""
    written = _plain(raw)
    if written is None or _SCIENTIFIC.fullmatch(written):
        return _refused(Fault.DIGITS_LOST)
    digits = _BETWEEN.sub("", _LEAD_IN.sub("", written))
    if not digits:
        return _refused(Fault.EMPTY)
    if not re.fullmatch(r"\d+", digits, re.ASCII):
        meant = digits.translate(_LOOK_ALIKES)
        if not re.fullmatch(r"\d+", meant, re.ASCII):
            return _refused(Fault.NOT_DIGITS)
        whole = meant.zfill(_ZEROS_LOST.get(len(meant), len(meant)))
        if len(whole) in _LENGTHS:
            return _refused(Fault.LETTERS_FOR_DIGITS, whole)
        return _refused(Fault.NOT_DIGITS)
    if len(digits) in _ZEROS_LOST:
        return _refused(Fault.LOST_ZEROS, digits.zfill(_ZEROS_LOST[len(digits)]))
    if len(digits) not in _LENGTHS:
        return _refused(Fault.WRONG_LENGTH)
    kind = _LENGTHS[len(digits)]
    return Identifier(kind, digits, warnings=_doubts(kind, digits, sex=sex, birth=birth))


def sex_and_year(number: str) -> tuple[str, int]:
    """What the fourth to sixth digits of a CCCD say. An even digit is male; two digits make a century."""
    mark = int(number[3])
    return ("male", "female")[mark % 2], 1900 + 100 * (mark // 2) + int(number[4:6])


def _plain(raw: str | int | float) -> str | None:
    """The number as text; None where a spreadsheet has already thrown digits away."""
    if isinstance(raw, float):
        return f"{raw:.0f}" if math.isfinite(raw) and raw == int(raw) and abs(raw) < 10**15 else None
    return fold(clean(str(raw)))


def _refused(fault: Fault, suggestion: str = "") -> Identifier:
    return Identifier(None, "", errors=(fault,), suggestion=suggestion)


def _doubts(kind: Kind, number: str, *, sex: str, birth: PartialDate | None) -> tuple[Warned, ...]:
    found = []
    synthetic = number.startswith(SYNTHETIC_PREFIX)
    if synthetic:
        found.append(Warned(Doubt.SYNTHETIC))
    if kind is Kind.CMND:
        return tuple(found)
    if not synthetic and number[:3] not in provinces():
        found.append(Warned(Doubt.UNKNOWN_PROVINCE, number_says=number[:3]))
    said_sex, said_year = sex_and_year(number)
    if sex in ("male", "female") and sex != said_sex:
        found.append(Warned(Doubt.SEX_DIFFERS, number_says=said_sex, told=sex))
    if birth is not None and birth.year != said_year:
        found.append(Warned(Doubt.BIRTH_YEAR_DIFFERS, number_says=str(said_year), told=str(birth.year)))
    return tuple(found)
