"""Are two files about one person? A verdict in words, for a person to decide; never a number.

Nothing here decides by itself: a full name is shared by thousands, papers are wrong, and a wrong merge is
worse than two files. So the bands are careful, and every verdict says what it rests on.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import lru_cache

from hoanhap.kit.dates import PartialDate, Precision
from hoanhap.kit.text import fold, name_words, word_key


class Band(StrEnum):
    SAME = "same"
    LIKELY = "likely"
    POSSIBLE = "possible"
    DIFFERENT = "different"


class Reason(StrEnum):
    """What speaks for or against; shown in words beside the two files."""

    SAME_NUMBER = "same-number"
    OTHER_NUMBER = "other-number"
    SAME_NAME = "same-name"
    SAME_NAME_WITHOUT_TONES = "same-name-without-tones"
    SAME_WORDS_OTHER_ORDER = "same-words-other-order"
    ALIAS_IS_NAME = "alias-is-name"
    MIDDLE_NAME_DIFFERS = "middle-name-differs"
    ONE_LETTER_DIFFERS = "one-letter-differs"
    OTHER_NAME = "other-name"
    SAME_BIRTHDAY = "same-birthday"
    SAME_BIRTH_MONTH = "same-birth-month"
    SAME_BIRTH_YEAR = "same-birth-year"
    BIRTH_DAY_AND_MONTH_SWAPPED = "birth-day-and-month-swapped"
    BIRTH_DATE_NEAR = "birth-date-near"
    OTHER_BIRTH_DATE = "other-birth-date"
    OTHER_SEX = "other-sex"
    SAME_MOTHER = "same-mother"
    OTHER_MOTHER = "other-mother"
    SAME_COMMUNE = "same-commune"


@dataclass(frozen=True, slots=True)
class Traits:
    """What is compared. `numbers` are (kind, number) pairs; `communes` are keys of units, of any address."""

    full_name: str
    aliases: tuple[str, ...] = ()
    birth: PartialDate | None = None
    sex: str = ""
    numbers: frozenset[tuple[str, str]] = frozenset()
    mother: str = ""
    communes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    band: Band
    reasons: tuple[Reason, ...]


class _Names(IntEnum):
    OTHER = 0
    NEAR = 1
    SAME = 2


class _Births(IntEnum):
    OTHER = 0
    NEAR = 1  # a slip of the pen away
    OPEN = 2  # nothing known against it: one is unknown, or only a year in common
    SAME = 3


_NAME: dict[_Names, frozenset[Reason]] = {
    _Names.SAME: frozenset(
        {
            Reason.SAME_NAME,
            Reason.SAME_NAME_WITHOUT_TONES,
            Reason.SAME_WORDS_OTHER_ORDER,
            Reason.ALIAS_IS_NAME,
        }
    ),
    _Names.NEAR: frozenset({Reason.MIDDLE_NAME_DIFFERS, Reason.ONE_LETTER_DIFFERS}),
}
_ONE_WEAKER = {Band.SAME: Band.LIKELY, Band.LIKELY: Band.POSSIBLE, Band.POSSIBLE: Band.DIFFERENT}


def likeness(a: Traits, b: Traits) -> Likeness:
    """How much two sets of traits speak for one person. Symmetric.

    An equal number decides unless name and birth both contradict it. Without a number: an equal name and day
    of birth are likely, and the same when the mother agrees too; an equal name with a birth that does not
    contradict is possible, and likely when mother or commune agree; a near name needs the day of birth or the
    mother. Other sex, another citizen number or another mother each weaken by one band.
    """
    name = _compare_names(a, b)
    birth, births = _compare_births(a.birth, b.birth)
    names = next((rank for rank, reasons in _NAME.items() if name in reasons), _Names.OTHER)
    numbers = _compare_numbers(a.numbers, b.numbers)
    mother = _compare_mothers(a.mother, b.mother)
    commune = Reason.SAME_COMMUNE if a.communes & b.communes else None
    sex = Reason.OTHER_SEX if a.sex and b.sex and a.sex != b.sex else None
    reasons = tuple(reason for reason in (numbers, name, birth, sex, mother, commune) if reason)

    if numbers is Reason.SAME_NUMBER:
        contradicted = names is _Names.OTHER and births in (_Births.OTHER, _Births.NEAR)
        return Likeness(Band.LIKELY if contradicted else Band.SAME, reasons)
    band = _by_name_and_birth(names, births, mother=mother is Reason.SAME_MOTHER, commune=commune is not None)
    for against in (sex, numbers, mother if mother is Reason.OTHER_MOTHER else None):
        if against is not None:
            band = _ONE_WEAKER.get(band, Band.DIFFERENT)
    return Likeness(band, reasons)


def _by_name_and_birth(names: _Names, births: _Births, *, mother: bool, commune: bool) -> Band:
    match names, births:
        case _Names.SAME, _Births.SAME:
            return Band.SAME if mother else Band.LIKELY
        case _Names.SAME, _Births.OPEN:
            return Band.LIKELY if mother or commune else Band.POSSIBLE
        case _Names.SAME, _Births.NEAR:
            return Band.LIKELY if mother else Band.POSSIBLE
        case _Names.NEAR, _Births.SAME:
            return Band.LIKELY if mother else Band.POSSIBLE
        case _Names.NEAR, _Births.OPEN | _Births.NEAR:
            return Band.POSSIBLE if mother else Band.DIFFERENT
        case _:
            return Band.DIFFERENT


@lru_cache(maxsize=512)
def _spelled(full_name: str) -> tuple[str, tuple[str, ...]]:
    """A name for comparing: as written but for the place of its tones, and its words without tones."""
    words = name_words(full_name)
    return word_key(" ".join(words)), tuple(fold(word) for word in words)


def _compare_names(a: Traits, b: Traits) -> Reason:
    key_a, folded_a = _spelled(a.full_name)
    key_b, folded_b = _spelled(b.full_name)
    if key_a == key_b:
        return Reason.SAME_NAME
    if folded_a == folded_b:
        return Reason.SAME_NAME_WITHOUT_TONES
    if sorted(folded_a) == sorted(folded_b):
        return Reason.SAME_WORDS_OTHER_ORDER
    if _folded_names(a) & _folded_names(b):
        return Reason.ALIAS_IS_NAME
    if len(folded_a) > 1 < len(folded_b) and (folded_a[0], folded_a[-1]) == (folded_b[0], folded_b[-1]):
        return Reason.MIDDLE_NAME_DIFFERS
    if one_slip_apart(" ".join(folded_a), " ".join(folded_b)):
        return Reason.ONE_LETTER_DIFFERS
    return Reason.OTHER_NAME


def are_near(a: str, b: str) -> bool:
    """Whether two names are alike at all: the same, or one middle name or one letter apart."""
    return _compare_names(Traits(a), Traits(b)) is not Reason.OTHER_NAME


def _folded_names(traits: Traits) -> set[str]:
    return {" ".join(_spelled(name)[1]) for name in (traits.full_name, *traits.aliases)} - {""}


def one_slip_apart(a: str, b: str) -> bool:
    """Whether one slip of the pen makes one text the other: a letter more, less, other, or two swapped."""
    if a == b or abs(len(a) - len(b)) > 1 or min(len(a), len(b)) < 4:
        return False
    start = 0
    while start < min(len(a), len(b)) and a[start] == b[start]:
        start += 1
    rest_a, rest_b = a[start:], b[start:]
    if len(a) == len(b):
        swapped = rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:]
        return rest_a[1:] == rest_b[1:] or swapped
    return rest_a[1:] == rest_b or rest_a == rest_b[1:]


def _compare_births(a: PartialDate | None, b: PartialDate | None) -> tuple[Reason | None, _Births]:
    if a is None or b is None:
        return None, _Births.OPEN
    if a.may_be(b):
        if a == b and a.precision is Precision.DAY:
            return Reason.SAME_BIRTHDAY, _Births.SAME
        if a.month is not None and b.month is not None:
            return Reason.SAME_BIRTH_MONTH, _Births.OPEN
        return Reason.SAME_BIRTH_YEAR, _Births.OPEN
    if a.year == b.year and (a.month, a.day) == (b.day, b.month):
        return Reason.BIRTH_DAY_AND_MONTH_SWAPPED, _Births.NEAR
    if _one_part_differs(a, b):
        return Reason.BIRTH_DATE_NEAR, _Births.NEAR
    return Reason.OTHER_BIRTH_DATE, _Births.OTHER


def _one_part_differs(a: PartialDate, b: PartialDate) -> bool:
    """One of day, month and year differs, or the year by one where only years are known."""
    if a.precision is Precision.DAY and b.precision is Precision.DAY:
        parts = ((a.year, b.year), (a.month, b.month), (a.day, b.day))
        near_year = a.year == b.year or one_slip_apart(str(a.year), str(b.year))
        return sum(x != y for x, y in parts) == 1 and near_year
    return abs(a.year - b.year) == 1


def _compare_numbers(a: Iterable[tuple[str, str]], b: Iterable[tuple[str, str]]) -> Reason | None:
    shared = set(a) & set(b)
    if shared:
        return Reason.SAME_NUMBER
    # A citizen number is for life; a CMND was renewed with the province, so two of them prove nothing.
    citizen_a, citizen_b = ({number for kind, number in side if kind == "cccd"} for side in (a, b))
    return Reason.OTHER_NUMBER if citizen_a and citizen_b else None


def _compare_mothers(a: str, b: str) -> Reason | None:
    if not a or not b:
        return None
    same = sorted(_spelled(a)[1]) == sorted(_spelled(b)[1])
    return Reason.SAME_MOTHER if same else Reason.OTHER_MOTHER
