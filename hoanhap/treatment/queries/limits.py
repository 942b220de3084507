"""The limits above which an order needs a second doctor: those of a day, and all that were ever set. About no person."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hoanhap.access.queries.names import names_of
from hoanhap.casework.queries.editions import confidence_words
from hoanhap.treatment.models import DoseLimit


@dataclass(frozen=True)
class LimitLine:
    """Limits of one medicine from a day until another (not counted). `by_name`: who set them; empty if a file did."""

    id: UUID
    valid_from: date
    valid_until: date | None
    first_dose_mg: Decimal
    restart_after_days: int
    raise_factor: Decimal
    highest_mg: Decimal
    source: str
    confidence: str
    is_sure: bool
    document_number: str
    by_name: str

    @property
    def last_on(self) -> date | None:
        """The last day on which they hold, None while they go on."""
        return None if self.valid_until is None else self.valid_until - timedelta(days=1)

    @property
    def is_withdrawn(self) -> bool:
        """Whether they were taken back before their first day."""
        return self.valid_until == self.valid_from

    def can_be_withdrawn(self, on: date) -> bool:
        """Whether an official set them for a later day, and nothing after them."""
        return bool(self.document_number) and self.valid_until is None and self.valid_from > on

    def holds(self, on: date) -> bool:
        """Whether they hold on the day."""
        return self.valid_from <= on and (self.valid_until is None or on < self.valid_until)


def limits_of(medicine: str) -> list[LimitLine]:
    """All limits of a medicine, the newest first."""
    rows = list(DoseLimit.objects.filter(medicine=medicine).order_by("-valid_from", "-pk"))
    names = names_of({row.recorded_by for row in rows if row.recorded_by})
    return [
        LimitLine(
            id=row.pk,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            first_dose_mg=row.first_dose_mg,
            restart_after_days=row.restart_after_days,
            raise_factor=row.raise_factor,
            highest_mg=row.highest_mg,
            source=row.source,
            confidence=confidence_words(row.confidence),
            is_sure=row.confidence == "high",
            document_number=row.document_number,
            by_name=names.get(row.recorded_by, "") if row.recorded_by else "",
        )
        for row in rows
    ]
