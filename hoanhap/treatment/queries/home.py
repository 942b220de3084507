"""What a clinic's first page says: how many wait, are poured, missed, away. Counts alone; nobody is shown or logged."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef

from hoanhap.access.scope import Scope
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.treatment.models import Dose, Ticket
from hoanhap.treatment.queries.absences import fulfilled
from hoanhap.treatment.queries.missed import expected_here

POWERS: Final = ("treatment.care", "treatment.dose", "treatment.order", "treatment.head")


@dataclass(frozen=True)
class Morning:
    """The day of a place in numbers. `expected`: to be dosed there today; `dosed`: who had the dose of today, anywhere."""

    expected: int
    dosed: int
    waiting: int
    pending: int
    left: int

    @property
    def missing(self) -> int:
        """Who was expected and has had nothing yet."""
        return self.expected - self.dosed


def morning(place_id: UUID, *, scope: Scope, at: datetime) -> Morning:
    """The numbers of today. Raises NotFound for who does not work there."""
    if not any(scope.everywhere(one) or place_id in scope.organisation_ids(one) for one in POWERS):
        raise NotFound(Problem("no-such-facility", "", "place_id"))
    on: date = local_day(at)
    expected = expected_here(place_id, on)
    had = Dose.objects.filter(enrolment=OuterRef("pk"), dose_on=on, retired_at__isnull=True)
    return Morning(
        expected=expected.count(),
        dosed=expected.filter(Exists(had)).count(),
        waiting=Ticket.objects.filter(organisation=place_id, day=on, finished_at__isnull=True).count(),
        pending=Dose.objects.filter(
            organisation=place_id, retired_at__isnull=True, outcome__isnull=True
        ).count(),
        left=len(fulfilled([place_id], on=on)),
    )
