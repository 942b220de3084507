"""What a guideline suggests, in the reader's words: what, why, from where, and how sure we are of it.

Always a suggestion. The doctor decides and types the dose; nothing here is put into an order by itself.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hoanhap.casework.queries.editions import confidence_words
from hoanhap.kit.numbers import vn_number
from hoanhap.treatment.rules.suggestions import Suggestion, What

Say = Callable[[dict[str, object], int], tuple[str, str]]


@dataclass(frozen=True)
class Suggested:
    """A suggestion as a page shows it. `is_warning`: not the usual dose, or not yet. `is_sure`: read in an official text."""

    what: What
    title: str
    text: str
    source: str
    confidence: str
    is_warning: bool
    is_sure: bool


def in_words(suggestion: Suggestion) -> Suggested:
    """The suggestion in the reader's language."""
    told: dict[str, object] = {
        "from_mg": mg(suggestion.from_mg),
        "to_mg": mg(suggestion.to_mg),
        "day": f"{suggestion.until_on:%d/%m/%Y}" if suggestion.until_on else "",
        "n": suggestion.days,
    }
    title, text = _SAID[suggestion.what](told, suggestion.days)
    return Suggested(
        what=suggestion.what,
        title=title,
        text=text % told,
        source=suggestion.source,
        confidence=confidence_words(suggestion.confidence),
        is_warning=suggestion.what in WARNINGS,
        is_sure=suggestion.confidence == "high",
    )


def mg(amount: Decimal | None) -> str:
    """Milligrams as one says them: 80 mg, 2,5 mg; nothing where there is no number."""
    if amount is None:
        return ""
    whole = amount == amount.to_integral_value()
    return f"{vn_number(amount.quantize(Decimal(1)) if whole else amount.normalize())} mg"


WARNINGS: Final[frozenset[What]] = frozenset({"half-dose", "restart", "enrol-anew", "wait", "too-soon"})


def _missed(n: int) -> str:
    return ngettext("Missed %(n)s day", "Missed %(n)s days in a row", n) % {"n": n}


_SAID: Final[Mapping[What, Say]] = {
    "first-dose": lambda _told, _n: (
        pgettext("suggestion", "First dose"),
        _("Usually %(from_mg)s on the first day, at most %(to_mg)s."),
    ),
    "add-today": lambda _told, _n: (
        _("Withdrawal is still felt"),
        _("With a score of %(n)s, %(to_mg)s may be added today."),
    ),
    "wait": lambda _told, _n: (
        _("Too early to raise the dose"),
        _("Keep %(from_mg)s. It may be raised from %(day)s on."),
    ),
    "raise": lambda _told, _n: (
        _("The dose may be raised"),
        _("From %(from_mg)s to at most %(to_mg)s, if withdrawal or craving is still felt."),
    ),
    "keep": lambda _told, _n: (
        _("At the top of the usual band"),
        _("Keep %(from_mg)s. Whoever raises it further notes the reason."),
    ),
    "usual-dose": lambda _told, n: (_missed(n), _("Usually the same dose as before: %(to_mg)s.")),
    "half-dose": lambda _told, n: (
        _missed(n),
        _("Usually about half of %(from_mg)s, that is %(to_mg)s, after the doctor has seen the person."),
    ),
    "restart": lambda _told, n: (
        _missed(n),
        _("%(from_mg)s is no longer safe. Usually treatment begins again, with %(to_mg)s at most today."),
    ),
    "enrol-anew": lambda _told, n: (
        _missed(n),
        _("%(from_mg)s is no longer safe. Usually the person is enrolled anew and begins again."),
    ),
    "lower": lambda _told, _n: (
        _("The dose may be lowered"),
        _("From %(from_mg)s to no less than %(to_mg)s, if the person wants it and feels well."),
    ),
    "too-soon": lambda _told, _n: (
        _("Too early to lower the dose"),
        _("Keep %(from_mg)s. It may be lowered from %(day)s on."),
    ),
}
