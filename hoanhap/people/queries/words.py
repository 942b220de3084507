"""The codes of the room's rules, in words for the person at the screen."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import Words
from hoanhap.people.rules.duplicates import Reason
from hoanhap.people.rules.identifiers import Doubt, Fault

LIKENESS: Final[dict[Reason, Words]] = {
    Reason.SAME_NUMBER: _("Same number of an identity paper"),
    Reason.OTHER_NUMBER: _("Another citizen identity number"),
    Reason.SAME_NAME: _("Same name"),
    Reason.SAME_NAME_WITHOUT_TONES: _("Same name, other tones"),
    Reason.SAME_WORDS_OTHER_ORDER: _("Same name in another order"),
    Reason.ALIAS_IS_NAME: _("Known by the same other name"),
    Reason.MIDDLE_NAME_DIFFERS: _("Same family and given name, another middle name"),
    Reason.ONE_LETTER_DIFFERS: _("Name differs by one letter"),
    Reason.OTHER_NAME: _("Another name"),
    Reason.SAME_BIRTHDAY: _("Same date of birth"),
    Reason.SAME_BIRTH_MONTH: _("Same month of birth"),
    Reason.SAME_BIRTH_YEAR: _("Same year of birth"),
    Reason.BIRTH_DAY_AND_MONTH_SWAPPED: _("Day and month of birth swapped"),
    Reason.BIRTH_DATE_NEAR: _("Dates of birth differ by one figure"),
    Reason.OTHER_BIRTH_DATE: _("Another date of birth"),
    Reason.OTHER_SEX: _("Another sex"),
    Reason.SAME_MOTHER: _("Same mother's name"),
    Reason.OTHER_MOTHER: _("Another mother's name"),
    Reason.SAME_COMMUNE: _("Same commune"),
}

FAULTS: Final[dict[Fault, Words]] = {
    Fault.EMPTY: _("The number is missing. Type it, or leave the whole paper out."),
    Fault.LOST_ZEROS: _("The number is too short: zeros in front are missing. Is it %(suggestion)s?"),
    Fault.LETTERS_FOR_DIGITS: _("The number holds letters that look like digits. Is it %(suggestion)s?"),
    Fault.DIGITS_LOST: _("The spreadsheet has cut digits off this number. Copy it from the paper, as text."),
    Fault.WRONG_LENGTH: _("The number must have 12 digits (CCCD) or 9 digits (CMND). Check it on the paper."),
    Fault.NOT_DIGITS: _(
        "The number may hold digits only: 12 for a CCCD, 9 for a CMND. Check it on the paper."
    ),
}

DOUBTS: Final[dict[Doubt, Words]] = {
    Doubt.SYNTHETIC: _("Made-up number, for demonstration and tests only"),
    Doubt.UNKNOWN_PROVINCE: _("The first three digits name no province"),
    Doubt.SEX_DIFFERS: _("The number says another sex than the file"),
    Doubt.BIRTH_YEAR_DIFFERS: _("The number says another year of birth than the file"),
}


def doubt_text(code: str) -> Words:
    """The words of a stored warning; a code of an older version as it is."""
    known: dict[str, Words] = {doubt.value: words for doubt, words in DOUBTS.items()}
    return known.get(code, code)
