"""Communication and sessions of facilities, recorded once each; and taking back any line of this room."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.outreach.models import (
    Activity,
    Audience,
    Course,
    CourseParticipant,
    CourseSeats,
    FacilitySession,
    HeldWith,
    HotlineCall,
    MaterialMove,
    Programme,
    Topic,
)
from hoanhap.outreach.operations.reach import WRITE, noted, reached_office, reached_unit
from hoanhap.outreach.operations.refusals import (
    asked,
    fitting,
    not_ahead,
    nothing,
    one_of,
    refused,
    said_in_words,
    some_of,
)

FACILITY: Final = "rehab-facility"
REGISTERS: Final[dict[str, Any]] = {
    "activity": Activity,
    "course": Course,
    "seats": CourseSeats,
    "participant": CourseParticipant,
    "session": FacilitySession,
    "call": HotlineCall,
    "move": MaterialMove,
}


@transaction.atomic
def record_activity(
    *,
    unit_id: str,
    on: date,
    kind: str,
    channel: str,
    topics: Collection[str],
    title: str,
    organisation_id: UUID | None = None,
    audience: Collection[str] = (),
    programmes: Collection[str] = (),
    language: str = "",
    partners: str = "",
    reached: int | None = None,
    evidence: str = "",
    held_with: str = "",
    cost_vnd: Decimal | None = None,
    funded_by: str = "",
    scope: Scope,
    at: datetime,
) -> Activity:
    """One activity in one unit on one day, on at least one topic. `held_with`: the grassroots model, if with one.

    Raises Forbidden, NotFound, OutreachRefused.
    """
    unit = reached_unit(unit_id, scope=scope)
    if cost_vnd is not None and cost_vnd < 0:
        raise refused("below-nought", _("Write 0 or more."), "cost_vnd")
    office = reached_office(organisation_id, scope=scope) if organisation_id else None
    activity = Activity.objects.create(
        unit=unit,
        organisation=office,
        on=not_ahead(on, "on", at),
        kind=one_of(kind, Activity.Kind.values, "kind"),
        channel=one_of(channel, Activity.Channel.values, "channel"),
        topics=some_of(topics, Topic.values, "topics", at_least=1),
        audience=some_of(audience, Audience.values, "audience"),
        programmes=some_of(programmes, Programme.values, "programmes"),
        language=fitting(language, field="language", longest=60),
        title=asked(title, field="title", longest=200),
        partners=fitting(partners, field="partners", longest=300),
        reached=reached,
        evidence=fitting(evidence, field="evidence", longest=200),
        held_with=one_of(held_with, ("", *HeldWith.values), "held_with"),
        cost_vnd=cost_vnd,
        funded_by=fitting(funded_by, field="funded_by", longest=200),
        recorded_by=scope.account_id,
    )
    noted("activity-recorded", activity, unit.pk, scope=scope, at=at)
    return activity


@transaction.atomic
def record_session(
    *,
    organisation_id: UUID,
    on: date,
    kind: str,
    title: str,
    attended: int,
    partners: str = "",
    evidence: str = "",
    scope: Scope,
    at: datetime,
) -> FacilitySession:
    """A session for the residents of a facility. Raises Forbidden, NotFound, OutreachRefused."""
    facility = reached_office(organisation_id, scope=scope, kinds=(FACILITY,))
    with said_in_words():
        session = FacilitySession.objects.create(
            organisation=facility,
            unit_id=facility.unit_id,
            on=not_ahead(on, "on", at),
            kind=one_of(kind, FacilitySession.Kind.values, "kind"),
            title=asked(title, field="title", longest=200),
            attended=attended,
            partners=fitting(partners, field="partners", longest=300),
            evidence=fitting(evidence, field="evidence", longest=200),
            recorded_by=scope.account_id,
        )
    noted("session-recorded", session, facility.unit_id, scope=scope, at=at)
    return session


@transaction.atomic
def withdraw(*, register: str, row_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """A line that is wrong is taken back; it stays, marked. A course goes only after its seats and participants.

    Raises Forbidden, NotFound, OutreachRefused.
    """
    scope.require(WRITE)
    if register not in REGISTERS:
        raise nothing()
    model = REGISTERS[register]
    row = model.objects.visible_to(scope, WRITE).select_for_update(of=("self",)).filter(pk=row_id).first()
    if row is None:
        raise nothing()
    if row.retired_at is not None:
        raise refused("withdrawn-already", _("This line was already withdrawn."))
    if register == "course" and (
        CourseSeats.objects.filter(course=row, retired_at__isnull=True).exists()
        or CourseParticipant.objects.filter(course=row, retired_at__isnull=True).exists()
    ):
        raise refused("course-is-used", _("Withdraw the seats and participants of this course first."))
    if register == "move" and MaterialMove.objects.filter(passed_from=row, retired_at__isnull=True).exists():
        raise refused("was-taken-in", _("The other office has taken it in. It withdraws its line first."))
    kept = asked(reason, field="reason", longest=300)
    with said_in_words():
        model.objects.filter(pk=row.pk).update(
            retired_at=at, retired_by=scope.account_id, retired_reason=kept
        )
    unit_id = row.unit_id if hasattr(row, "unit_id") else row.course.unit_id
    noted("line-withdrawn", row, unit_id, scope=scope, at=at, reason=kept, register=register)
