"""Losses of medicine, as far as the scope reaches: the list, one of them, and what waits to be written or reported."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import Exists, Min, OuterRef

from hoanhap.access.queries.names import names_of as people_of
from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Words
from hoanhap.kit.paging import Page, page_of
from hoanhap.medicine.models import IncidentLine, IncidentReport, MedicineIncident, StockLine
from hoanhap.medicine.queries.keeping import report_due
from hoanhap.medicine.queries.medicines import title_of, told
from hoanhap.places.queries.organisations import names_of

READ: Final = "medicine.read"


@dataclass(frozen=True)
class LossLine:
    """A line of the stock book that says what is missing."""

    id: UUID
    place_id: UUID
    place_name: str
    book_id: UUID
    line_no: int
    medicine: str
    lot_number: str
    quantity: Decimal
    quantity_told: str
    from_label: Words
    happened_at: datetime
    reason: str
    writer: str
    second: str
    report_due: datetime


@dataclass(frozen=True)
class Report:
    """What was told of an incident. `hours`: after it was detected, whole hours begun."""

    id: UUID
    document_number: str
    cause: str
    done: str
    reported_to: str
    reported_at: datetime
    is_late: bool
    writer: str


@dataclass(frozen=True)
class IncidentRow:
    """One incident. `is_loss`: it counts as one; wastage with minutes does not.

    `report_due`: until when it is to be reported; None for wastage and for old rows that say not when it was detected.
    """

    id: UUID
    on: date
    facility_id: UUID
    facility_name: str
    kind_label: Words
    is_loss: bool
    medicine_title: str
    quantity: Decimal
    quantity_told: str
    minutes_number: str
    detected_at: datetime | None
    report_due: datetime | None
    reported_at: datetime | None
    retired_at: datetime | None
    retired_reason: str

    def waits(self) -> bool:
        """Whether a report is owed."""
        return self.report_due is not None and self.reported_at is None and self.retired_at is None

    @property
    def was_late(self) -> bool:
        """Whether it was reported after the time was over."""
        return (
            self.report_due is not None
            and self.reported_at is not None
            and self.reported_at > self.report_due
        )


@dataclass(frozen=True)
class IncidentFile:
    """One incident with the lines that show it and what was told of it."""

    row: IncidentRow
    recorded_by: str
    recorded_at: datetime
    lines: list[LossLine]
    reports: list[Report]


def incidents(*, scope: Scope, on: date, number: int = 1, waiting_only: bool = False) -> Page[IncidentRow]:
    """Incidents in reach, the latest first, also withdrawn ones; or only those of which a report is owed."""
    found = MedicineIncident.objects.visible_to(scope, READ).order_by("-on", "-pk")
    if waiting_only:
        reports = IncidentReport.objects.filter(incident=OuterRef("pk"))
        found = found.filter(
            ~Exists(reports), retired_at__isnull=True, reported_at__isnull=True, detected_at__isnull=False
        ).exclude(kind=MedicineIncident.Kind.WASTAGE)
    page = page_of(found.annotate(first_report=Min("reports__reported_at")), lambda row: row, number=number)
    lines = _rows(page, on=on) if page.rows else []
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def _rows(found: Iterable[MedicineIncident], *, on: date) -> list[IncidentRow]:
    found = list(found)
    called = names_of({row.facility_id for row in found}, on=on)
    return [_row(row, called.get(row.facility_id, "")) for row in found]


def _row(row: MedicineIncident, facility_name: str) -> IncidentRow:
    quantity = row.volume_ml if row.volume_ml is not None else row.pieces or Decimal(0)
    is_loss = row.kind != MedicineIncident.Kind.WASTAGE
    return IncidentRow(
        id=row.pk,
        on=row.on,
        facility_id=row.facility_id,
        facility_name=facility_name,
        kind_label=row.get_kind_display(),
        is_loss=is_loss,
        medicine_title=title_of(row.medicine),
        quantity=quantity,
        quantity_told=told(quantity, row.medicine),
        minutes_number=row.minutes_number,
        detected_at=row.detected_at,
        report_due=report_due(row.detected_at) if is_loss and row.detected_at else None,
        reported_at=getattr(row, "first_report", None) or row.reported_at,
        retired_at=row.retired_at,
        retired_reason=row.retired_reason,
    )


def incident_is_there(incident_id: UUID, *, scope: Scope) -> bool:
    """Whether there is such an incident in reach."""
    return MedicineIncident.objects.visible_to(scope, READ).filter(pk=incident_id).exists()


def incident(incident_id: UUID, *, scope: Scope, on: date) -> IncidentFile:
    """One incident with its lines and reports. Raises NotFound."""
    found = (
        MedicineIncident.objects.visible_to(scope, READ)
        .annotate(first_report=Min("reports__reported_at"))
        .filter(pk=incident_id)
        .first()
    )
    if found is None:
        raise NotFound
    (row,) = _rows([found], on=on)
    links = IncidentLine.objects.filter(incident=found).values("line")
    reports = list(IncidentReport.objects.filter(incident=found).order_by("reported_at", "recorded_at"))
    names = people_of({found.recorded_by, *(one.recorded_by for one in reports)})
    return IncidentFile(
        row=row,
        recorded_by=names.get(found.recorded_by, ""),
        recorded_at=found.recorded_at,
        lines=loss_lines(StockLine.objects.filter(pk__in=links).order_by("line_no"), on=on),
        reports=[
            Report(
                one.pk,
                one.document_number,
                one.cause,
                one.done,
                one.reported_to,
                one.reported_at,
                row.report_due is not None and one.reported_at > row.report_due,
                names.get(one.recorded_by, ""),
            )
            for one in reports
        ],
    )


def lines_without_incident(*, scope: Scope, on: date, place_id: UUID | None = None) -> list[LossLine]:
    """Every line in reach that says what is missing and of which no incident was written, the oldest first.

    A line that was taken back whole by another is no loss any more.
    """
    found = StockLine.objects.visible_to(scope, READ).filter(
        kind=StockLine.Kind.LOSS, reversed_by__isnull=True
    )
    if place_id is not None:
        found = found.filter(book__organisation=place_id)
    bound = IncidentLine.objects.filter(line=OuterRef("pk"), retired_at__isnull=True)
    return loss_lines(found.filter(~Exists(bound)).order_by("happened_at", "line_no")[:MOST], on=on)


MOST: Final = 200
"""More than so many open losses are not listed at once."""


def loss_line(line_id: UUID, *, scope: Scope, on: date) -> LossLine:
    """One line in reach that can be an incident. Raises NotFound."""
    found = StockLine.objects.visible_to(scope, READ).filter(pk=line_id)
    lines = loss_lines(found, on=on)
    if not lines:
        raise NotFound
    return lines[0]


def loss_lines(found: Iterable[StockLine], *, on: date) -> list[LossLine]:
    """Lines in words."""
    if hasattr(found, "select_related"):
        found = found.select_related("book", "lot", "from_account")
    rows = list(found)
    if not rows:
        return []
    called = names_of({row.book.organisation_id for row in rows}, on=on)
    names = people_of(
        {row.recorded_by for row in rows} | {row.second_person for row in rows if row.second_person}
    )
    return [
        LossLine(
            id=row.pk,
            place_id=row.book.organisation_id,
            place_name=called.get(row.book.organisation_id, ""),
            book_id=row.book_id,
            line_no=row.line_no,
            medicine=title_of(row.book.medicine),
            lot_number=row.lot.number,
            quantity=row.quantity_units,
            quantity_told=told(row.quantity_units, row.book.medicine),
            from_label=row.from_account.name or row.from_account.get_kind_display(),
            happened_at=row.happened_at,
            reason=row.reason,
            writer=names.get(row.recorded_by, ""),
            second=names.get(row.second_person, "") if row.second_person else "",
            report_due=report_due(row.happened_at),
        )
        for row in rows
    ]


def incidents_of(place_id: UUID, *, scope: Scope) -> list[tuple[UUID, str]]:
    """The latest incidents of a place in reach that stand, as (id, words)."""
    rows = MedicineIncident.objects.visible_to(scope, READ).filter(facility=place_id, retired_at__isnull=True)
    lines = [_row(row, "") for row in rows.order_by("-on", "-pk")[:30]]
    return [(one.id, f"{one.on:%d/%m/%Y} · {one.kind_label} · {one.quantity_told}") for one in lines]
