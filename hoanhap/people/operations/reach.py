"""Taking hold of a file before changing it."""

from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.people.models import Person

POWER: Final = "people.write"


def locked(person_id: UUID, scope: Scope) -> Person:
    """The person, locked until the end of the transaction. Everything that changes a file locks its person first.

    Raises Forbidden, and NotFound alike for who does not exist and who is out of reach.
    """
    scope.require(POWER)
    found = Person.objects.visible_to(scope, POWER).filter(pk=person_id)
    person = found.select_for_update(of=("self",)).first()
    if person is None:
        raise NotFound(Problem("no-such-person", _("There is no such person.")))
    return person


def absent() -> NotFound:
    """The answer for a line of a file that does not exist, is out of reach, or was withdrawn before."""
    return NotFound(
        Problem("no-such-line", _("This line of the file does not exist or was withdrawn already."))
    )
