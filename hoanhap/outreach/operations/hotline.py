"""Noting a call to a hotline, without the caller."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.outreach.models import HotlineCall, HotlineTopic
from hoanhap.outreach.operations.reach import WRITE, noted, reached_office
from hoanhap.outreach.operations.refusals import fitting, not_ahead, nothing, one_of, refused, some_of
from hoanhap.outreach.rules.words import holds_a_number
from hoanhap.places.models import Organisation
from hoanhap.places.queries.editions import in_force


@transaction.atomic
def note_call(
    *,
    organisation_id: UUID,
    on: date,
    caller: str,
    topics: Collection[str],
    unit_id: str = "",
    sent_to_id: UUID | None = None,
    remark: str = "",
    scope: Scope,
    at: datetime,
) -> HotlineCall:
    """A call that an office answered. `unit_id`: about which place the caller spoke; else that of the office.

    Raises Forbidden, NotFound, OutreachRefused.
    """
    office = reached_office(organisation_id, scope=scope)
    if unit_id and not scope.reaches(WRITE, unit_id):
        raise nothing("unit_id")
    day = not_ahead(on, "on", at)
    if sent_to_id is not None and not Organisation.objects.filter(in_force(day), pk=sent_to_id).exists():
        raise nothing("sent_to_id")
    said = fitting(remark, field="remark", longest=300)
    if holds_a_number(said):
        told = _("Leave out telephone and identity numbers: nobody is to be known by this line.")
        raise refused("names-a-number", told, "remark")
    call = HotlineCall.objects.create(
        organisation=office,
        unit_id=unit_id or office.unit_id,
        on=day,
        caller=one_of(caller, HotlineCall.Caller.values, "caller"),
        topics=some_of(topics, HotlineTopic.values, "topics", at_least=1),
        sent_to_id=sent_to_id,
        words=said,
        recorded_by=scope.account_id,
    )
    noted("call-noted", call, call.unit_id, scope=scope, at=at)
    return call
