"""What supervision found."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.places.queries.units import full_names
from hoanhap.programme.models import Finding

READ = "programme.read"


@dataclass(frozen=True)
class FindingLine:
    """A difficulty in a unit; `resolved_on` None while it goes on."""

    id: UUID
    unit_id: str
    unit_name: str
    kind: str
    kind_label: str
    observed_on: date
    resolved_on: date | None
    text: str
    plan_id: UUID | None


def finding_list(
    *,
    scope: Scope,
    on: date,
    unit_id: str | None = None,
    open_only: bool = False,
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Page[FindingLine]:
    """The findings in the units that the scope reaches, latest first."""
    scope.require(READ)
    found = Finding.objects.order_by("-observed_on", "-id")
    if not scope.everywhere(READ):
        found = found.filter(unit_id__in=scope.unit_ids(READ))
    if unit_id is not None:
        found = found.filter(unit_id=unit_id)
    if open_only:
        found = found.filter(resolved_on__isnull=True)
    page = page_of(found, lambda row: row, number=number, size=size)
    names = full_names({row.unit_id for row in page}, on=on)
    lines = [_line(row, names) for row in page]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def finding(finding_id: UUID, *, scope: Scope, on: date) -> FindingLine:
    """One finding. Raises NotFound, also where its unit is out of reach."""
    scope.require(READ)
    row = Finding.objects.filter(pk=finding_id).first()
    if row is None or not scope.reaches(READ, row.unit_id):
        raise NotFound(Problem("no-such-finding", _("There is no such finding.")))
    return _line(row, full_names({row.unit_id}, on=on))


def in_period(
    *, from_on: date, to_on: date, unit_ids: Collection[str] | None, kind: str | None = None
) -> list[FindingLine]:
    """The findings that were open on some day of the period. No facts about people."""
    found = list(meeting(from_on, to_on, unit_ids, kind).order_by("observed_on", "id"))
    names = full_names({row.unit_id for row in found}, on=to_on)
    return [_line(row, names) for row in found]


def meeting(
    from_on: date, to_on: date, unit_ids: Collection[str] | None, kind: str | None = None
) -> QuerySet[Finding]:
    """Findings seen by `to_on` and not put right before `from_on`."""
    found = Finding.objects.filter(
        Q(resolved_on__isnull=True) | Q(resolved_on__gte=from_on), observed_on__lte=to_on
    )
    if unit_ids is not None:
        found = found.filter(unit_id__in=list(unit_ids))
    return found if kind is None else found.filter(kind=kind)


def _line(row: Finding, names: dict[str, str]) -> FindingLine:
    return FindingLine(
        id=row.pk,
        unit_id=row.unit_id,
        unit_name=names.get(row.unit_id, ""),
        kind=row.kind,
        kind_label=row.get_kind_display(),
        observed_on=row.observed_on,
        resolved_on=row.resolved_on,
        text=row.text,
        plan_id=row.plan_id,
    )
