"""What keeps a row of an attendance sheet from counting, in words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import Words

PROBLEMS: Final[dict[str, tuple[Words, Words]]] = {
    "name-missing": (
        _("The name is missing."),
        _("Write the full name in the list, or delete the row."),
    ),
    "name-unclear": (
        _("“%(stands)s” is no full name."),
        _("Write surname, middle name and given name."),
    ),
    "cell-error": (
        _("A cell shows an Excel error: %(stands)s."),
        _("Type the value itself in the place of the formula."),
    ),
    "office-missing": (
        _("Nobody can tell from which unit the person came."),
        _("Write the unit with its commune, for example: UBND xã Tân Mẫu, huyện Mẫu."),
    ),
    "unit-unknown": (
        _(
            "“%(stands)s” names no commune, district or office of the province that is known on the day of the course."
        ),
        _("Check the spelling; write the commune and the district."),
    ),
    "unit-which": (
        _("“%(stands)s” can be %(choices)s."),
        _("Write the district as well."),
    ),
    "mark-unclear": (
        _("“%(stands)s” in the column “%(column)s” says neither yes nor no."),
        _("Write x for who was there, leave it empty for who was not."),
    ),
    "row-twice": (
        _("The same name from the same unit stands in row %(row)s already."),
        _("If it is one person, delete one row. If they are two, add the year of birth to the name of one."),
    ),
}
"""Code → what is wrong, what to do."""
