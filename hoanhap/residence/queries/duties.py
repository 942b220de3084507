"""The duties that the law gives to a facility about the people whom it holds."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Duty
from hoanhap.casework.queries.duties import words
from hoanhap.casework.queries.offices import codes_of
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, LARGEST_SIZE, Page
from hoanhap.kit.text import mask
from hoanhap.residence.models import Stay
from hoanhap.residence.queries.days import there
from hoanhap.residence.queries.wards import facility

WRITE: Final = "residence.write"
OFFICES: Final = ("rehab-facility", "private-facility")


@dataclass(frozen=True)
class FacilityDuty:
    """One duty of the facility about one resident; the name shortened."""

    stay_id: UUID
    person_code: str
    name: str
    title: Words
    due_on: date | None
    is_late: bool
    legal_basis: str
    note: str


def duties_of(facility_ids: Collection[UUID], *, on: date, until: date | None = None) -> "QuerySet[Any]":
    """The duties of the law that these facilities have on the day about people whom they hold, due by `until`.

    Takes no scope: for who works inside them.
    """
    codes = frozenset().union(*(codes_of(office, on) for office in OFFICES))
    held = Stay.objects.filter(there(on), episode=OuterRef("episode"), facility__in=list(facility_ids))
    found: QuerySet[Any] = Duty.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=on), Exists(held), from_on__lte=on, by__in=codes
    ).annotate(
        stay_id=Subquery(held.values("pk")[:1]),
        held_at=Subquery(held.values("facility_id")[:1]),
    )
    return found.filter(Q(due_on__isnull=True) | Q(due_on__lte=until)) if until else found


def facility_duties(
    facility_id: UUID, *, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE
) -> Page[FacilityDuty]:
    """One page of them, the earliest last day first, those without one at the end.

    Raises Forbidden; NotFound where the account does not work inside the facility.
    """
    scope.require(WRITE)
    facility(facility_id, scope=scope, on=on)
    if not (scope.everywhere(WRITE) or facility_id in scope.organisation_ids(WRITE)):
        raise NotFound(Problem("no-such-facility", _("There is no such facility.")))
    known = words()
    found = duties_of([facility_id], on=on).order_by(F("due_on").asc(nulls_last=True), "id")
    size = max(1, min(size, LARGEST_SIZE))
    total = found.count()
    number = max(1, min(number, -(-total // size) or 1))
    rows = []
    for duty in found.select_related("person")[(number - 1) * size : number * size]:
        said = known[duty.regime, duty.regime_edition, duty.code]
        rows.append(
            FacilityDuty(
                stay_id=duty.stay_id,
                person_code=duty.person.code,
                name=mask(duty.person.full_name),
                title=said.title,
                due_on=duty.due_on,
                is_late=duty.due_on is not None and duty.due_on < on,
                legal_basis=said.legal_basis,
                note=said.note,
            )
        )
    return Page(rows=rows, number=number, size=size, total=total)
