"""Losses of medicine: entered once, bound to the lines of the book that show them, reported, taken back with a reason."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean
from hoanhap.medicine.models import IncidentLine, IncidentReport, MedicineIncident, StockBook, StockLine
from hoanhap.medicine.queries.medicines import medicine as medicine_of
from hoanhap.places.models import Organisation

WRITE: Final = "medicine.write"
CLINICS: Final = ("substitution-clinic", "dispensing-site", "rehab-facility", "satellite-point")
"""Where substitution medicine is kept."""
SIGN: Final = "medicine.sign"
LARGEST: Final = Decimal(1_000_000)
SHOWS_A_LOSS: Final = (StockLine.Kind.LOSS.value, StockLine.Kind.SPILL.value, StockLine.Kind.WASTE.value)
"""Lines of which an incident may be written. A loss must have one; what was spilt or put aside may."""
LONGEST: Final = 1000


class IncidentRefused(Refused):
    """Nothing was written."""


@transaction.atomic
def record_incident(
    *,
    facility_id: UUID,
    on: date,
    kind: str,
    quantity: Decimal,
    medicine: str = "methadone",
    minutes_number: str = "",
    detected_at: datetime | None = None,
    scope: Scope,
    at: datetime,
) -> MedicineIncident:
    """Medicine was passed on, is gone without a reason, or was spilled with minutes. In the medicine's own unit.

    For what the stock book does not show; where it shows it, `record_of_lines`. It counts as detected when it is written,
    unless another time is said. Raises Forbidden, NotFound, IncidentRefused.
    """
    scope.require(WRITE)
    facility = Organisation.objects.filter(pk=facility_id, kind__in=CLINICS).first()
    if facility is None or not scope.reaches_organisation(WRITE, facility.pk, facility.unit_id):
        raise NotFound(Problem("no-such-facility", _("There is no such clinic."), "facility_id"))
    if kind not in MedicineIncident.Kind.values:
        raise IncidentRefused(Problem("not-on-the-list", _("Choose one from the list."), "kind"))
    if on > local_day(at):
        words = _("This date is in the future. Record it when it has happened.")
        raise IncidentRefused(Problem("in-the-future", words, "on"))
    if not quantity.is_finite() or not 0 < quantity < LARGEST:
        raise IncidentRefused(Problem("no-quantity", _("Write how much is gone: more than 0."), "quantity"))
    if detected_at is not None and (detected_at > at or local_day(detected_at) < on):
        words = _("It was detected after it happened, and not in the future. Check the time.")
        raise IncidentRefused(Problem("detected-when", words, "detected_at"))
    number = clean(minutes_number)
    if kind == MedicineIncident.Kind.WASTAGE and not number:
        words = _("Wastage is only what signed minutes say. Write their number, or choose a loss.")
        raise IncidentRefused(Problem("wastage-without-minutes", words, "minutes_number"))
    if len(number) > 60:
        words = _("This text is too long (at most %(longest)s characters). Shorten it.")
        raise IncidentRefused(Problem("too-long", words, "minutes_number", {"longest": 60}))
    row = MedicineIncident.objects.create(
        facility=facility,
        unit_id=facility.unit_id,
        on=on,
        kind=kind,
        medicine=medicine,
        minutes_number=number,
        detected_at=detected_at or at,
        recorded_by=scope.account_id,
        **_counted(medicine, quantity),
    )
    trail.record("medicine.incident-recorded", by=scope, at=at, subject=row, unit_id=row.unit_id, what=kind)
    return row


@transaction.atomic
def record_of_lines(
    *,
    line_ids: Collection[UUID],
    kind: str,
    minutes_number: str = "",
    scope: Scope,
    at: datetime,
) -> MedicineIncident:
    """An incident of lines of one book: what they say is gone. Raises Forbidden, NotFound, IncidentRefused."""
    scope.require(WRITE)
    lines = list(
        StockLine.objects.visible_to(scope, WRITE)
        .select_related("book__organisation")
        .filter(pk__in=line_ids)
        .order_by("line_no")
    )
    if not lines or len(lines) != len(set(line_ids)):
        raise NotFound(Problem("no-such-line", _("There is no such line."), "line_ids"))
    if kind not in MedicineIncident.Kind.values:
        raise IncidentRefused(Problem("not-on-the-list", _("Choose one from the list."), "kind"))
    if len({line.book_id for line in lines}) > 1 or any(line.kind not in SHOWS_A_LOSS for line in lines):
        words = _("An incident is about lines of one book that say what is missing, spilt or put aside.")
        raise IncidentRefused(Problem("no-loss", words, "line_ids"))
    if kind == MedicineIncident.Kind.WASTAGE and not clean(minutes_number):
        words = _("Wastage is only what signed minutes say. Write their number, or choose a loss.")
        raise IncidentRefused(Problem("wastage-without-minutes", words, "minutes_number"))
    return _of_lines(lines[0].book, lines, kind, clean(minutes_number)[:60], scope, at)


def draft_of_lines(
    *, book: StockBook, lines: Sequence[StockLine], scope: Scope, at: datetime
) -> MedicineIncident | None:
    """What a count or a settled dose found missing becomes an incident at once, without an explanation as yet.

    Called inside the transaction that wrote the lines, by whoever may write them; other lines than losses are left aside.
    """
    lost = [line for line in lines if line.kind == StockLine.Kind.LOSS]
    if not lost:
        return None
    return _of_lines(book, lost, MedicineIncident.Kind.UNEXPLAINED_LOSS, "", scope, at)


def _of_lines(
    book: StockBook, lines: Sequence[StockLine], kind: str, minutes_number: str, scope: Scope, at: datetime
) -> MedicineIncident:
    StockBook.objects.select_for_update(of=("self",)).get(pk=book.pk)
    if IncidentLine.objects.filter(line__in=lines, retired_at__isnull=True).exists():
        words = _("An incident was written of this line already.")
        raise IncidentRefused(Problem("incident-already", words, "line_ids"))
    detected_at = min(line.happened_at for line in lines)
    row = MedicineIncident.objects.create(
        facility=book.organisation,
        unit_id=book.organisation.unit_id,
        on=local_day(detected_at),
        kind=kind,
        medicine=book.medicine,
        book=book,
        detected_at=detected_at,
        minutes_number=minutes_number,
        recorded_by=scope.account_id,
        **_counted(book.medicine, sum((line.quantity_units for line in lines), Decimal(0))),
    )
    IncidentLine.objects.bulk_create(
        IncidentLine(incident=row, line=line, recorded_by=scope.account_id) for line in lines
    )
    trail.record(
        "medicine.incident-recorded",
        by=scope,
        at=at,
        subject=row,
        unit_id=row.unit_id,
        what=str(kind),
        lines=[line.line_no for line in lines],
    )
    return row


def _counted(medicine: str, quantity: Decimal) -> dict[str, Decimal]:
    return {"volume_ml" if medicine_of(medicine).unit == "ml" else "pieces": quantity}


@transaction.atomic
def report_incident(
    *,
    incident_id: UUID,
    document_number: str,
    cause: str,
    done: str,
    reported_to: str,
    reported_at: datetime,
    second_person: UUID | None = None,
    scope: Scope,
    at: datetime,
) -> IncidentReport:
    """It was told to the authority: the cause as far as it is known, what was done, to whom, when. Names no patient.

    A later report adds to the first; none is changed. Raises Forbidden, NotFound, IncidentRefused.
    """
    scope.require(WRITE)
    row = _mine(incident_id, scope)
    if row.retired_at is not None:
        raise IncidentRefused(Problem("withdrawn-already", _("This line was already withdrawn.")))
    if reported_at > at:
        words = _("This time is in the future. Record it when it has happened.")
        raise IncidentRefused(Problem("in-the-future", words, "reported_at"))
    if row.detected_at is not None and reported_at < row.detected_at:
        words = _("A report comes after the loss was detected. Check the time.")
        raise IncidentRefused(Problem("before-it-was-detected", words, "reported_at"))
    if second_person == scope.account_id:
        words = _("The second person must be somebody else than you.")
        raise IncidentRefused(Problem("same-person", words, "second_person"))
    kept = {
        "document_number": (document_number, 60),
        "cause": (cause, LONGEST),
        "done": (done, LONGEST),
        "reported_to": (reported_to, 200),
    }
    problems = [
        Problem(
            "missing",
            _("Write something here, in at most %(longest)s characters."),
            name,
            {"longest": longest},
        )
        for name, (text, longest) in kept.items()
        if not clean(text) or len(clean(text)) > longest
    ]
    if problems:
        raise IncidentRefused(*problems)
    report = IncidentReport.objects.create(
        incident=row,
        reported_at=reported_at,
        recorded_by=scope.account_id,
        second_person=second_person,
        **{name: clean(text) for name, (text, _longest) in kept.items()},
    )
    trail.record(
        "medicine.incident-reported",
        by=scope,
        at=at,
        subject=row,
        unit_id=row.unit_id,
        number=report.document_number,
    )
    return report


def _mine(incident_id: UUID, scope: Scope) -> MedicineIncident:
    row = (
        MedicineIncident.objects.visible_to(scope, WRITE)
        .select_for_update(of=("self",))
        .filter(pk=incident_id)
        .first()
    )
    if row is None:
        raise NotFound(Problem("no-such-incident", _("There is no such incident.")))
    return row


@transaction.atomic
def withdraw_incident(*, incident_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """An incident that was none is taken back; the row stays, marked, and its lines wait for another.

    Raises Forbidden, NotFound, IncidentRefused.
    """
    scope.require(WRITE)
    row = _mine(incident_id, scope)
    if row.retired_at is not None:
        raise IncidentRefused(Problem("withdrawn-already", _("This line was already withdrawn.")))
    kept = clean(reason)
    if not kept or len(kept) > 300:
        raise IncidentRefused(Problem("missing", _("Say why, in at most 300 characters."), "reason"))
    withdrawn = {"retired_at": at, "retired_by": scope.account_id, "retired_reason": kept}
    MedicineIncident.objects.filter(pk=row.pk).update(**withdrawn)
    IncidentLine.objects.filter(incident=row, retired_at__isnull=True).update(**withdrawn)
    trail.record(
        "medicine.incident-withdrawn", by=scope, at=at, subject=row, unit_id=row.unit_id, reason=kept
    )
