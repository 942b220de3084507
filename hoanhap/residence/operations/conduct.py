"""Discipline, incidents, escape and return."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.residence.models import Discipline, Escape, Incident
from hoanhap.residence.operations.case import tell
from hoanhap.residence.operations.reach import (
    FACILITY,
    POINT,
    WRITE,
    facility,
    held_stay,
    noted,
    still_there,
    within,
)
from hoanhap.residence.operations.refusals import asked, chosen, fitting, not_ahead, refused, said_in_words
from hoanhap.residence.rules.told import came_back, went


@transaction.atomic
def discipline(
    *,
    stay_id: UUID,
    level: int,
    on: date,
    until_on: date | None = None,
    decision_number: str,
    why: str,
    scope: Scope,
    at: datetime,
) -> Discipline:
    """A measure of discipline by the director's decision. Raises Forbidden, NotFound, ResidenceRefused."""
    stay = held_stay(stay_id, scope=scope, power=WRITE)
    within(stay, not_ahead(on, "on", at), "on")
    if level not in (1, 2, 3):
        raise refused("no-such-level", _("Choose one from the list."), "level")
    if until_on is not None and until_on < on:
        raise refused(
            "ends-before-it-begins", _("The last day is before the first day. Check the date."), "until_on"
        )
    row = Discipline.objects.create(
        person_id=stay.person_id,
        stay=stay,
        level=level,
        on=on,
        until_on=until_on,
        decision_number=asked(decision_number, field="decision_number", longest=60),
        why=asked(why, field="why", longest=500),
        recorded_by=scope.account_id,
    )
    noted("disciplined", stay, row, scope=scope, at=at, level=level)
    return row


@transaction.atomic
def record_incident(
    *,
    facility_id: UUID | None = None,
    stay_id: UUID | None = None,
    kind: str,
    happened_on: date,
    note: str,
    scope: Scope,
    at: datetime,
) -> Incident:
    """Something happened to a resident, or in a facility to nobody in particular.

    Raises Forbidden, NotFound, ResidenceRefused.
    """
    stay = held_stay(stay_id, scope=scope, power=WRITE) if stay_id else None
    if stay is not None:
        house = stay.facility
        within(stay, not_ahead(happened_on, "happened_on", at), "happened_on")
    elif facility_id is not None:
        house = facility(facility_id, scope=scope, power=WRITE, kinds=(FACILITY, POINT))
        not_ahead(happened_on, "happened_on", at)
    else:
        raise NotFound(Problem("no-such-facility", _("There is no such facility."), "facility_id"))
    place = (
        stay.placements.filter(valid_from__lte=happened_on).order_by("-valid_from", "-id").first()
        if stay
        else None
    )
    row = Incident.objects.create(
        person_id=stay.person_id if stay else None,
        stay=stay,
        facility=house,
        ward_id=place.ward_id if place else None,
        kind=chosen(kind, Incident.Kind.values, field="kind"),
        happened_on=happened_on,
        note=asked(note, field="note", longest=1000),
        recorded_by=scope.account_id,
    )
    trail.record(
        "residence.incident-recorded",
        by=scope,
        at=at,
        person_id=row.person_id,
        subject=row,
        unit_id=house.unit_id,
    )
    return row


@transaction.atomic
def record_escape(
    *, stay_id: UUID, left_on: date, minutes_number: str, note: str = "", scope: Scope, at: datetime
) -> Escape:
    """Somebody left without permission, with minutes. The stay goes on; the days until the return do not count.

    The case is told; where the law refuses that step, the escape is kept all the same.
    Raises Forbidden, NotFound, ResidenceRefused.
    """
    stay = held_stay(stay_id, scope=scope, power=WRITE, with_case=True)
    still_there(stay)
    within(stay, not_ahead(left_on, "left_on", at), "left_on")
    with said_in_words():
        row = Escape.objects.create(
            person_id=stay.person_id,
            stay=stay,
            left_on=left_on,
            minutes_number=asked(minutes_number, field="minutes_number", longest=60),
            note=fitting(note, field="note", longest=1000),
            recorded_by=scope.account_id,
        )
    noted("escape-recorded", stay, row, scope=scope, at=at)
    tell(stay, went(left_on, row.minutes_number), scope=scope, at=at)
    return row


@transaction.atomic
def record_return(*, stay_id: UUID, on: date, how: str, scope: Scope, at: datetime) -> Escape:
    """Who had escaped is back: that day counts again. The case is told. Raises Forbidden, NotFound, ResidenceRefused."""
    stay = held_stay(stay_id, scope=scope, power=WRITE, with_case=True)
    row = (
        stay.escapes.select_for_update()
        .filter(returned_on__isnull=True, retired_at__isnull=True)
        .order_by("-left_on")
        .first()
    )
    if row is None:
        raise refused("not-escaped", _("The resident is not recorded as escaped."))
    within(stay, not_ahead(on, "on", at), "on")
    if on < row.left_on:
        words = _("The return is before the escape (%(day)s). Check the date.")
        raise refused("back-before-out", words, "on", day=f"{row.left_on:%d/%m/%Y}")
    with trail.because(by=scope, reason="returned"):
        row.returned_on = on
        row.returned_how = asked(how, field="how", longest=300)
        row.save(update_fields=["returned_on", "returned_how"])
    noted("return-recorded", stay, row, scope=scope, at=at)
    tell(stay, came_back(on), scope=scope, at=at)
    return row
