"""Who has a management file."""

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from hoanhap.access.scope import Scope
from hoanhap.casework.models import ManagementFile

POWER: Final = "casework.read"


def people_with_file(person_ids: Iterable[UUID], *, scope: Scope) -> frozenset[UUID]:
    """Those of the people who have a management file, as far as the scope sees it, in one query. Raises Forbidden."""
    scope.require(POWER)
    wanted = set(person_ids)
    if not wanted:
        return frozenset()
    found = ManagementFile.objects.visible_to(scope, POWER).filter(person__in=wanted)
    return frozenset(found.values_list("person_id", flat=True))


def having_file(scope: Scope) -> "QuerySet[ManagementFile]":
    """The management files that the scope sees, none where it may not read files: to be asked about inside another
    question, never read by itself.
    """
    return ManagementFile.objects.visible_to(scope, POWER)
