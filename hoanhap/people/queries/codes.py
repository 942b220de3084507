"""Codes of people for who audits the trail: nothing but the code that the program made up, and no name."""

from collections.abc import Iterable
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.people.models import Person

AUDIT = "audit.read"


def codes_of(person_ids: Iterable[UUID], *, scope: Scope) -> dict[UUID, str]:
    """The code of each of these people. Raises Forbidden for who does not audit."""
    scope.require(AUDIT)
    return dict(Person.objects.filter(pk__in=set(person_ids)).values_list("pk", "code"))


def person_coded(code: str, *, scope: Scope) -> UUID | None:
    """Whose code this is, in capitals or not; None where nobody has it. Raises Forbidden for who does not audit."""
    scope.require(AUDIT)
    typed = (code, code.upper(), code.lower())
    found: UUID | None = Person.objects.filter(code__in=typed).values_list("pk", flat=True).first()
    return found
