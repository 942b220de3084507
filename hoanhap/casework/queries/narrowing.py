"""What narrows a list of episodes."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hoanhap.casework.models import Duty, Episode
from hoanhap.casework.queries.progress import phases_on


@dataclass(frozen=True)
class Narrowing:
    """Everything empty: nothing is left out. Days are inclusive, but for `term_before`..

    `regime`: the code of the law under which it was opened, whatever edition. `is_late`: somebody has missed a last day.
    """

    kind: str = ""
    form: str = ""
    regime: str = ""
    facility_id: UUID | None = None
    opened_from: date | None = None
    opened_until: date | None = None
    term_before: date | None = None
    is_late: bool = False
    is_open: bool = False

    def of(self, episodes: QuerySet[Episode], on: date) -> QuerySet[Episode]:
        """Only the episodes that fit on the day."""
        asked = {
            "kind": self.kind,
            "form": self.form,
            "regime": self.regime,
            "facility_id": self.facility_id,
            "opened_on__gte": self.opened_from,
            "opened_on__lte": self.opened_until,
        }
        found = episodes.filter(**{name: value for name, value in asked.items() if value})
        if self.is_open:
            found = found.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=on))
        if self.term_before:
            running = phases_on(on).filter(is_ended=False, term_ends_on__lt=self.term_before)
            found = found.filter(Exists(running))
        if self.is_late:
            standing = Q(until_on__isnull=True) | Q(until_on__gt=on)
            late = Duty.objects.filter(standing, episode=OuterRef("pk"), from_on__lte=on, due_on__lt=on)
            found = found.filter(Exists(late))
        return found
