"""How old somebody is on a day, also where only the year of birth is known."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from hoanhap.kit.dates import PartialDate, add_months

ADULT_AT: Final = 18
"""Law on drug prevention 73/2021/QH14, articles 32 and 33; Civil Code 2015, article 20."""

REHABILITATION_FROM: Final = 12
"""The youngest age of a person in rehabilitation: Law 73/2021/QH14, articles 31 and 33."""


@dataclass(frozen=True, slots=True)
class Age:
    """Full years on a day. `assumed`: the birthday is not known, so the youngest possible age is given."""

    years: int
    assumed: bool = False


def age_on(birth: PartialDate, day: date) -> Age | None:
    """The full years lived by `day`; None before birth.

    Where the day of birth is unknown the last possible one counts (31/12 for a year), so that nobody loses
    the protection of a minor by a paper that only says the year; `assumed` then asks for a look at the
    papers, and is False when every possible birthday gives the same age.
    """
    if birth.first_day > day:
        return None
    youngest = _full_years(birth.last_day, day)
    oldest = _full_years(birth.first_day, day)
    return Age(max(youngest, 0), assumed=youngest != oldest)


def is_minor(birth: PartialDate, day: date, *, under: int = ADULT_AT) -> bool:
    """Whether the person must be treated as younger than `under` on that day."""
    age = age_on(birth, day)
    return age is None or age.years < under


def reaches(birth: PartialDate, years: int) -> date:
    """The day somebody certainly is that old. Born on 29/02: on 28/02 of a year without it."""
    return add_months(birth.last_day, 12 * years)


def _full_years(born: date, day: date) -> int:
    years = day.year - born.year
    return years if add_months(born, 12 * years) <= day else years - 1
