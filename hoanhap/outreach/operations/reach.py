"""Taking hold of the unit and the organisation for which something is written."""

from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.outreach.operations.refusals import asked, not_ahead, nothing, refused
from hoanhap.places.models import Organisation, Unit

READ: Final = "outreach.read"
WRITE: Final = "outreach.write"


def reached_unit(unit_id: str, *, scope: Scope) -> Unit:
    """A unit over which the scope may write. Raises Forbidden, NotFound."""
    scope.require(WRITE)
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None or not scope.reaches(WRITE, unit.pk):
        raise nothing("unit_id")
    return unit


def reached_office(office_id: UUID, *, scope: Scope, kinds: tuple[str, ...] = ()) -> Organisation:
    """An organisation inside which, or over whose unit, the scope may write. Raises Forbidden, NotFound."""
    scope.require(WRITE)
    office = Organisation.objects.filter(pk=office_id).first()
    if (
        office is None
        or (kinds and office.kind not in kinds)
        or not scope.reaches_organisation(WRITE, office.pk, office.unit_id)
    ):
        raise nothing("organisation_id")
    return office


def noted(kind: str, row: Any, unit_id: str, *, scope: Scope, at: Any, reason: str = "", **more: Any) -> None:
    """Write an act to the trail."""
    trail.record(f"outreach.{kind}", by=scope, at=at, subject=row, unit_id=unit_id, reason=reason, **more)


def end_row(row: Any, *, on: date, reason: str, scope: Scope, at: datetime) -> str:
    """End what holds from a day on; `on` is its last day. Returns the reason as it is kept. Raises OutreachRefused."""
    if row.valid_until is not None:
        raise refused("ended-already", _("This has already ended."))
    not_ahead(on, "on", at)
    if on < row.valid_from:
        raise refused("ends-before-it-begins", _("The last day is before the first day. Check both."), "on")
    why = asked(reason, field="reason", longest=300)
    with trail.because(by=scope, reason=why):
        row.valid_until = on + timedelta(days=1)
        row.save(update_fields=["valid_until"])
    return why
