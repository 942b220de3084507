"""The numbers of papers: how far each office's series has come, and numbers that are kept free."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Document, NumberSeries, ReservedNumber
from hoanhap.casework.queries import paper_forms
from hoanhap.casework.queries.authorities import authorities
from hoanhap.casework.queries.documents import SIGN, WRITE, DocumentPage
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.places.queries.organisations import called, offices


@dataclass(frozen=True)
class SeriesLine:
    """The numbers of one office, year and kind of paper."""

    id: UUID
    issuer_id: UUID
    issuer_name: str
    family: str
    year: int
    last: int
    last_on: date | None
    taken: int
    taken_reason: str


@dataclass(frozen=True)
class ReservedLine:
    """A number that is kept free, or was given up."""

    id: UUID
    issuer_id: UUID
    issuer_name: str
    family: str
    year: int
    number: int
    reserved_on: date
    reason: str
    retired_at: datetime | None
    retired_reason: str


def series(*, scope: Scope) -> list[SeriesLine]:
    """The series of the offices in reach, the newest year first."""
    rows = list(
        _of_reach(NumberSeries.objects.all(), scope, "issuer__unit_id").order_by(
            "-year", "issuer_id", "family"
        )
    )
    names = called({row.issuer_id for row in rows})
    return [
        SeriesLine(
            row.pk,
            row.issuer_id,
            names[row.issuer_id].name,
            row.family,
            row.year,
            row.last,
            row.last_on,
            row.taken,
            row.taken_reason,
        )
        for row in rows
    ]


def reserved(
    *, scope: Scope, only_free: bool = False, document: DocumentPage | None = None
) -> list[ReservedLine]:
    """Numbers that were reserved, the newest first; those free for one paper if it is named."""
    found: QuerySet[Any] = _of_reach(
        ReservedNumber.objects.select_related("series"), scope, "series__issuer__unit_id"
    )
    if only_free or document:
        found = found.filter(retired_at__isnull=True)
    if document:
        found = found.filter(series__issuer_id=document.issuer_id, series__family=document.form.abbreviation)
    rows = list(found.order_by("-series__year", "-number")[:200])
    used = set(
        Document.objects.filter(
            issuer_id__in={row.series.issuer_id for row in rows}, number__in={row.number for row in rows}
        ).values_list("issuer_id", "family", "year", "number")
    )
    names = called({row.series.issuer_id for row in rows})
    return [
        ReservedLine(
            row.pk,
            row.series.issuer_id,
            names[row.series.issuer_id].name,
            row.series.family,
            row.series.year,
            row.number,
            row.reserved_on,
            row.reason,
            row.retired_at,
            row.retired_reason,
        )
        for row in rows
        if (row.series.issuer_id, row.series.family, row.series.year, row.number) not in used
    ]


def reserved_number(number_id: UUID, *, scope: Scope) -> ReservedLine:
    """One reserved number that is still free. Raises NotFound."""
    found = next((one for one in reserved(scope=scope, only_free=True) if one.id == number_id), None)
    if found is None:
        raise NotFound(Problem("no-such-number", _("There is no such number.")))
    return found


def numbering_offices(*, scope: Scope, on: date) -> list[tuple[str, str]]:
    """The offices whose numbers the account keeps, as choices."""
    unit_ids = scope.unit_ids(WRITE) | scope.unit_ids(SIGN)
    known = authorities()
    issuing = {code for form in paper_forms.newest().values() if form.has_number for code in form.issued_by}
    kinds = sorted({kind for code in issuing for kind in known.office(code).organisations})
    return [(str(line.id), line.name) for line in offices(unit_ids, on=on, kinds=kinds)]


def families() -> list[tuple[str, str]]:
    """The kinds of paper that bear numbers, as choices: QĐ, BB, GCN …"""
    found = {form.abbreviation for form in paper_forms.newest().values() if form.has_number}
    return [(one, one) for one in sorted(found)]


def _of_reach(found: QuerySet[Any], scope: Scope, path: str) -> QuerySet[Any]:
    if not (scope.may(WRITE) or scope.may(SIGN)):
        scope.require(WRITE)
    if scope.everywhere(WRITE):
        return found
    return found.filter(**{f"{path}__in": scope.unit_ids(WRITE) | scope.unit_ids(SIGN)})
