"""Warnings of new substances: those that hold, for everybody; all of them, for who publishes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import Page, page_of
from hoanhap.outreach.models import Carrier, SubstanceAlert
from hoanhap.places.queries.organisations import name_on, names_of
from hoanhap.places.queries.units import full_names

READ: Final = "outreach.read"
PUBLISH: Final = "outreach.publish"


@dataclass(frozen=True)
class AlertLine:
    """One warning. `holds`: it stands today, neither withdrawn nor over. `may_publish`: the reader answers for it."""

    id: UUID
    title: str
    substance: str
    found_in: tuple[Words, ...]
    found_in_codes: tuple[str, ...]
    looks: str
    harm: str
    advice: str
    source: str
    unit_name: str
    office_id: UUID
    office_name: str
    published_on: date
    valid_until: date | None
    holds: bool
    may_publish: bool
    retired_at: datetime | None
    retired_reason: str


def holding(on: date) -> Q:
    """Warnings that stand on the day."""
    return Q(retired_at__isnull=True, published_on__lte=on) & (
        Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    )


def published(*, on: date, number: int = 1) -> Page[AlertLine]:
    """What everybody may read, signed in or not: the warnings that hold on the day, the latest first."""
    return _page(SubstanceAlert.objects.filter(holding(on)), number, on, None)


def alerts(*, scope: Scope, on: date, number: int = 1) -> Page[AlertLine]:
    """Every warning, also those that are over, with the reason. Warnings name nobody: areas do not hide them."""
    found = SubstanceAlert.objects.all() if scope.may(READ) else SubstanceAlert.objects.none()
    return _page(found, number, on, scope)


def published_by(alert_id: UUID, *, scope: Scope, on: date) -> AlertLine:
    """One warning that was not withdrawn and for which the reader answers. Raises NotFound."""
    row = (
        SubstanceAlert.objects.visible_to(scope, PUBLISH).filter(pk=alert_id, retired_at__isnull=True).first()
    )
    if row is None:
        raise NotFound(Problem("no-such-alert", "No such warning."))
    return _line(row, on, full_names({row.unit_id}, on=on), names_of({row.organisation_id}, on=on), scope)


def _page(found: QuerySet[SubstanceAlert], number: int, on: date, scope: Scope | None) -> Page[AlertLine]:
    called = found.annotate(called=name_on("organisation", on))
    page: Page[Any] = page_of(called.order_by("-published_on", "-pk"), lambda row: row, number=number)
    units = full_names({row.unit_id for row in page}, on=on) if page.rows else {}
    offices = {row.organisation_id: row.called for row in page}
    lines = [_line(row, on, units, offices, scope) for row in page]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def _line(
    row: SubstanceAlert,
    on: date,
    units: dict[str, str],
    offices: dict[UUID, str],
    scope: Scope | None,
) -> AlertLine:
    is_over = row.valid_until is not None and row.valid_until <= on
    return AlertLine(
        id=row.pk,
        title=row.title,
        substance=row.substance,
        found_in=tuple(Carrier(code).label for code in row.found_in),
        found_in_codes=tuple(row.found_in),
        looks=row.looks,
        harm=row.harm,
        advice=row.advice,
        source=row.source,
        unit_name=units.get(row.unit_id, row.unit_id),
        office_id=row.organisation_id,
        office_name=offices.get(row.organisation_id, ""),
        published_on=row.published_on,
        valid_until=row.valid_until,
        holds=row.retired_at is None and not is_over,
        may_publish=row.retired_at is None
        and scope is not None
        and scope.reaches_organisation(PUBLISH, row.organisation_id, row.unit_id),
        retired_at=row.retired_at,
        retired_reason=row.retired_reason,
    )
