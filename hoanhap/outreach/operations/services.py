"""Providers published for services: registered, suspended, taken up again, ended; and what everybody may know of them."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import Problem
from hoanhap.kit.hours import HoursUnreadable, tidy
from hoanhap.outreach.models import PublicContact, ServiceRegistration, ServiceSuspension
from hoanhap.outreach.operations.reach import WRITE, end_row, noted, reached_office
from hoanhap.outreach.operations.refusals import (
    OutreachRefused,
    asked,
    fitting,
    not_ahead,
    nothing,
    one_of,
    refused,
    said_in_words,
)
from hoanhap.outreach.queries.service_definitions import services

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@transaction.atomic
def register_service(
    *,
    organisation_id: UUID,
    service: str,
    decision_number: str,
    issuer: str,
    valid_from: date,
    capacity: int | None = None,
    scope: Scope,
    at: datetime,
) -> ServiceRegistration:
    """A provider is published for a service from a day on. Raises Forbidden, NotFound, OutreachRefused."""
    office = reached_office(organisation_id, scope=scope)
    if capacity is not None and capacity < 1:
        raise refused("too-few", _("Write for how many people there is room: 1 or more."), "capacity")
    with said_in_words():
        row = ServiceRegistration.objects.create(
            organisation=office,
            unit_id=office.unit_id,
            service=one_of(service, [code for code, _title in services(valid_from)], "service"),
            capacity=capacity,
            decision_number=asked(decision_number, field="decision_number", longest=60),
            issuer=asked(issuer, field="issuer", longest=200),
            valid_from=not_ahead(valid_from, "valid_from", at),
        )
    noted("service-registered", row, office.unit_id, scope=scope, at=at)
    return row


@transaction.atomic
def end_service(*, registration_id: UUID, on: date, reason: str, scope: Scope, at: datetime) -> None:
    """The provider is published for it no more; `on` is the last day. Raises Forbidden, NotFound, OutreachRefused."""
    row = _held(registration_id, scope)
    why = end_row(row, on=on, reason=reason, scope=scope, at=at)
    noted("service-ended", row, row.unit_id, scope=scope, at=at, reason=why)


@transaction.atomic
def suspend_service(
    *,
    registration_id: UUID,
    decision_number: str,
    reason: str,
    valid_from: date,
    scope: Scope,
    at: datetime,
) -> ServiceSuspension:
    """The service may not be given from a day on. Raises Forbidden, NotFound, OutreachRefused."""
    row = _held(registration_id, scope)
    not_ahead(valid_from, "valid_from", at)
    if valid_from < row.valid_from or (row.valid_until is not None and valid_from >= row.valid_until):
        raise refused(
            "not-published-then", _("The service was not published on that day. Check the day."), "valid_from"
        )
    with said_in_words():
        suspension = ServiceSuspension.objects.create(
            registration=row,
            unit_id=row.unit_id,
            reason=asked(reason, field="reason", longest=300),
            decision_number=asked(decision_number, field="decision_number", longest=60),
            valid_from=valid_from,
        )
    noted("service-suspended", suspension, row.unit_id, scope=scope, at=at, reason=suspension.reason)
    return suspension


@transaction.atomic
def resume_service(*, registration_id: UUID, on: date, reason: str, scope: Scope, at: datetime) -> None:
    """The service may be given again; `on` is the last day without it. Raises Forbidden, NotFound, OutreachRefused."""
    row = _held(registration_id, scope)
    suspension = row.suspensions.filter(valid_until__isnull=True).select_for_update().first()
    if suspension is None:
        raise refused("not-suspended", _("This service is not suspended."))
    why = end_row(suspension, on=on, reason=reason, scope=scope, at=at)
    noted("service-resumed", row, row.unit_id, scope=scope, at=at, reason=why)


@transaction.atomic
def tell_everybody(
    *,
    organisation_id: UUID,
    address: str,
    hours: Sequence[str],
    phone: str = "",
    scope: Scope,
    at: datetime,
) -> PublicContact:
    """Where a provider is and when it is open, for the public page; `hours` from Monday to Sunday as people write them.

    Raises Forbidden, NotFound, OutreachRefused.
    """
    office = reached_office(organisation_id, scope=scope)
    wrong, kept = [], []
    for name, text in zip(DAYS, hours, strict=True):
        try:
            kept.append(fitting(tidy(text), field=name, longest=60))
        except HoursUnreadable:
            words = _("Write the hours like 07:30-11:30, 13:30-17:00; leave empty where it is closed.")
            wrong.append(Problem("hours-unreadable", words, name))
    if wrong:
        raise OutreachRefused(*wrong)
    if not any(kept):
        raise refused("never-open", _("Write on which days it is open."), "mon")
    told = {
        "address": asked(address, field="address", longest=200),
        "phone": fitting(phone, field="phone", longest=40),
        "hours": kept,
    }
    with trail.because(by=scope, reason="changed"):
        row, _made = PublicContact.objects.update_or_create(
            organisation=office, defaults={**told, "unit_id": office.unit_id}
        )
    noted("public-contact-told", row, office.unit_id, scope=scope, at=at)
    return row


def _held(registration_id: UUID, scope: Scope) -> ServiceRegistration:
    scope.require(WRITE)
    found = ServiceRegistration.objects.visible_to(scope, WRITE).filter(pk=registration_id)
    row = found.select_for_update(of=("self",)).first()
    if row is None:
        raise nothing("registration_id")
    return row
