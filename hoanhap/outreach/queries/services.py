"""The service network as it stands: providers with their services, for offices and for everybody."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.outreach.models import PublicContact, ServiceRegistration, ServiceSuspension
from hoanhap.outreach.queries.service_definitions import service_title
from hoanhap.places.queries.editions import in_force
from hoanhap.places.queries.organisations import name_on, names_of
from hoanhap.places.queries.units import full_names

READ: Final = "outreach.read"
WRITE: Final = "outreach.write"
HOTLINE: Final = "hotline"


@dataclass(frozen=True)
class ServiceLine:
    """A provider published for a service. `suspended_since`: it may not be given since then."""

    id: UUID
    organisation_id: UUID
    office_name: str
    unit_name: str
    title: Words
    capacity: int | None
    decision_number: str
    issuer: str
    from_on: date
    until_on: date | None
    suspended_since: date | None
    suspended_for: str


@dataclass(frozen=True)
class Told:
    """What everybody may know of a provider."""

    address: str
    phone: str
    hours: tuple[str, ...]


@dataclass(frozen=True)
class Offered:
    """What the public page says of a provider: its services, where it is, when it is open."""

    services: tuple[Words, ...] = ()
    told: Told | None = None


def register(*, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE) -> Page[ServiceLine]:
    """The services in reach that are published on the day or were, those that hold first."""
    found = ServiceRegistration.objects.visible_to(scope, READ).annotate(
        holds=Exists(ServiceRegistration.objects.filter(in_force(on), pk=OuterRef("pk")))
    )
    ordered = found.order_by("-holds", "unit_id", "organisation_id", "service", "pk")
    page: Page[Any] = page_of(ordered, lambda row: row, number=number, size=size)
    return Page(_lines(page.rows, on), page.number, page.size, page.total, page.total_is_capped)


def service(registration_id: UUID, *, scope: Scope, on: date) -> ServiceLine:
    """One that the scope may change. Raises NotFound."""
    rows = list(ServiceRegistration.objects.visible_to(scope, WRITE).filter(pk=registration_id))
    if not rows:
        raise NotFound(Problem("no-such-service", "No such published service."))
    return _lines(rows, on)[0]


def contact_of(organisation_id: UUID, *, scope: Scope) -> Told | None:
    """What everybody may know of a provider in reach; None where nothing was told yet."""
    row = PublicContact.objects.visible_to(scope, READ).filter(organisation_id=organisation_id).first()
    return None if row is None else Told(row.address, row.phone, tuple(row.hours))


def for_everybody(
    organisation_ids: set[UUID], *, on: date
) -> tuple[dict[UUID, Offered], list[tuple[str, Told]]]:
    """What the public page says of these providers, and the hotlines published on the day: held, not suspended.

    For everybody, no scope.
    """
    away = ServiceSuspension.objects.filter(in_force(on), registration=OuterRef("pk"))
    held = ServiceRegistration.objects.filter(in_force(on)).exclude(Exists(away))
    found: dict[UUID, list[Words]] = {}
    of_these = held.filter(organisation__in=organisation_ids).order_by("service")
    for office, code in of_these.values_list("organisation_id", "service"):
        found.setdefault(office, []).append(service_title(code))
    calls = Q(organisation__in=held.filter(service=HOTLINE).values("organisation")) & ~Q(phone="")
    contacts = PublicContact.objects.annotate(
        is_hotline=ExpressionWrapper(calls, output_field=BooleanField()), called=name_on("organisation", on)
    ).filter(Q(is_hotline=True) | Q(organisation__in=organisation_ids))
    rows = [
        (row, Told(row.address, row.phone, tuple(row.hours))) for row in contacts.order_by("unit_id", "pk")
    ]
    told = {row.organisation_id: words for row, words in rows}
    offered = {
        office: Offered(tuple(found.get(office, ())), told.get(office))
        for office in organisation_ids
        if office in found or office in told
    }
    return offered, [(row.called, words) for row, words in rows if row.is_hotline][:DEFAULT_SIZE]


def _lines(rows: Any, on: date) -> list[ServiceLine]:
    listed = list(rows)
    names = names_of({row.organisation_id for row in listed}, on=on) if listed else {}
    units = full_names({row.unit_id for row in listed}, on=on) if listed else {}
    away = {
        row.registration_id: row
        for row in ServiceSuspension.objects.filter(in_force(on), registration__in=[row.pk for row in listed])
    }
    return [
        ServiceLine(
            id=row.pk,
            organisation_id=row.organisation_id,
            office_name=names.get(row.organisation_id, ""),
            unit_name=units.get(row.unit_id, ""),
            title=service_title(row.service),
            capacity=row.capacity,
            decision_number=row.decision_number,
            issuer=row.issuer,
            from_on=row.valid_from,
            until_on=None if row.valid_until is None else row.valid_until - timedelta(days=1),
            suspended_since=away[row.pk].valid_from if row.pk in away else None,
            suspended_for=away[row.pk].reason if row.pk in away else "",
        )
        for row in listed
    ]
