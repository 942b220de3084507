"""Why a file is not made, in words."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import Problem, Refused
from hoanhap.people.queries import lookalikes
from hoanhap.people.queries.lookalikes import Candidate


class PersonRefused(Refused):
    """What was told about the person cannot be right; nothing was written."""


class LikelyDuplicate(Refused):
    """There is a file already of somebody who is or may be the same person. Nothing was written.

    `candidates` are shown side by side; those out of reach carry no data. The caller may repeat the call with their
    ids in `not_same_as` and a reason, unless a citizen number itself is taken.
    """

    def __init__(self, found: Sequence[lookalikes.Found], *, on: date) -> None:
        self.candidates: tuple[Candidate, ...] = lookalikes.candidates(found, on=on)
        # Keys only: whoever catches, renders or reports this error must not come by anybody's data.
        self.shown = tuple(one.person_id for one in found if one.is_visible)
        self.told = tuple(one.person_id for one in found if not one.is_visible)
        super().__init__(*_problems(self.candidates))


class TakenMeanwhile(PersonRefused):
    """Somebody else made a file with this very number while this one was being written. Trying again shows it."""


def _problems(found: Sequence[Candidate]) -> list[Problem]:
    problems = []
    if any(one.is_number_taken and one.is_visible for one in found):
        words = _(
            "This citizen number already stands on another file. Open that file, or check the number on the paper."
        )
        problems.append(Problem("number-taken", words, "number"))
    elif any(one.is_visible for one in found):
        words = _(
            "There is a file of somebody who resembles. Compare, then open that file or say why this is another person."
        )
        problems.append(Problem("likely-duplicate", words))
    if any(not one.is_visible for one in found):
        words = _(
            "Another office keeps a file of somebody who resembles. Ask the provincial office, which sees both files, "
            "before you make a second one."
        )
        problems.append(Problem("likely-duplicate-elsewhere", words))
    return problems


class AlikeTogether(Exception):
    """Two people who were to be registered in one call resemble each other, and neither has a file yet.

    For the program, not for the reader: registered one after the other, the second is compared with the first.
    """
