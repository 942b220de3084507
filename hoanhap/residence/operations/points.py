"""Satellite points: the paper that set one up, the communes it serves, the first day of service."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.places.models import Unit
from hoanhap.residence.models import Catchment, PointService
from hoanhap.residence.operations.reach import POINT, WRITE, facility
from hoanhap.residence.operations.refusals import asked, not_ahead, refused, said_in_words


@transaction.atomic
def set_up_point(
    *,
    point_id: UUID,
    decision_number: str,
    unit_ids: Collection[str],
    from_on: date,
    scope: Scope,
    at: datetime,
) -> PointService:
    """A point is set up by a decision to serve these communes. It belongs to a facility: the office above it.

    Raises Forbidden, NotFound, ResidenceRefused.
    """
    point = facility(point_id, scope=scope, power=WRITE, kinds=(POINT,))
    if point.parent_id is None:
        raise refused("point-alone", _("This point belongs to no facility. Record that first."))
    if PointService.objects.filter(point=point).exists():
        raise refused("set-up-already", _("This point is set up already."))
    row = PointService.objects.create(
        point=point, decision_number=asked(decision_number, field="decision_number", longest=60)
    )
    trail.record("residence.point-set-up", by=scope, at=at, subject=row, unit_id=point.unit_id)
    serve(point_id=point_id, unit_ids=unit_ids, from_on=from_on, scope=scope, at=at)
    return row


@transaction.atomic
def serve(
    *, point_id: UUID, unit_ids: Collection[str], from_on: date, scope: Scope, at: datetime
) -> list[Catchment]:
    """The point serves these communes from a day on. Raises Forbidden, NotFound, ResidenceRefused."""
    point = facility(point_id, scope=scope, power=WRITE, kinds=(POINT,))
    wanted = list(dict.fromkeys(unit_ids))
    if not wanted:
        raise refused("no-commune", _("Choose at least one commune."), "unit_ids")
    if Unit.objects.filter(pk__in=wanted, level="commune").count() != len(wanted):
        raise refused("no-such-unit", _("Choose communes from the list."), "unit_ids")
    with said_in_words():
        rows = [Catchment.objects.create(point=point, unit_id=one, valid_from=from_on) for one in wanted]
    for row in rows:
        trail.record("residence.catchment-added", by=scope, at=at, subject=row, unit_id=row.unit_id)
    return rows


@transaction.atomic
def stop_serving(*, catchment_id: UUID, on: date, reason: str, scope: Scope, at: datetime) -> Catchment:
    """From that day on the point does not serve the commune any more. Raises Forbidden, NotFound, ResidenceRefused."""
    scope.require(WRITE)
    row = (
        Catchment.objects.visible_to(scope, WRITE)
        .select_for_update(of=("self",))
        .filter(pk=catchment_id, valid_until__isnull=True)
        .first()
    )
    if row is None:
        raise NotFound(Problem("no-such-catchment", _("This commune is not served.")))
    if on <= row.valid_from:
        raise refused("ends-before-it-begins", _("The day must come after the first one."), "on")
    why = asked(reason, field="reason", longest=300)
    with trail.because(by=scope, reason=why):
        row.valid_until = on
        row.save(update_fields=["valid_until"])
    trail.record("residence.catchment-ended", by=scope, at=at, subject=row, unit_id=row.unit_id, reason=why)
    return row


@transaction.atomic
def first_service(*, point_id: UUID, on: date, scope: Scope, at: datetime) -> PointService:
    """The point served somebody for the first time. Raises Forbidden, NotFound, ResidenceRefused."""
    point = facility(point_id, scope=scope, power=WRITE, kinds=(POINT,))
    row = PointService.objects.select_for_update().filter(point=point).first()
    if row is None:
        raise refused("not-set-up", _("This point is not set up yet."))
    not_ahead(on, "on", at)
    with trail.because(by=scope, reason="first service"):
        row.first_service_on = on
        row.save(update_fields=["first_service_on"])
    trail.record(
        "residence.point-began", by=scope, at=at, subject=row, unit_id=point.unit_id, on=on.isoformat()
    )
    return row
