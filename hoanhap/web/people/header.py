"""Who a page is about, masked: for pages that need to say it without opening the file."""

from uuid import UUID

from django.urls import reverse
from django.utils.translation import pgettext

from hoanhap.kit.errors import NotFound, Problem
from hoanhap.people.queries import people as queries
from hoanhap.web.access import StaffRequest


def who(request: StaffRequest, person_id: UUID, power: str = "people.read") -> queries.PersonRow:
    """The masked line of the person. Raises NotFound alike for who is absent and who is out of reach."""
    found = queries.masked_names([person_id], scope=request.scope, power=power)
    if person_id not in found:
        raise NotFound(Problem("no-such-person", "No such person."))
    return found[person_id]


def crumbs_of(person: queries.PersonRow) -> list[tuple[str, str]]:
    """The way to the person's page, for the line above a page that lies below it."""
    return [
        (pgettext("page", "People"), reverse("people")),
        (person.masked_name, reverse("person", args=[person.id])),
    ]
