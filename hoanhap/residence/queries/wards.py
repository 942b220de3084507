"""Facilities and wards on a day: beds, who sleeps where."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.places.models import FormerName, Organisation
from hoanhap.residence.models import Placement, Stay, Ward, WardBeds
from hoanhap.residence.queries.days import holds, there

READ = "residence.read"
KINDS = ("rehab-facility", "satellite-point")


@dataclass(frozen=True)
class FacilityLine:
    """A facility or one of its points; `residents` on the day, `beds` of its wards."""

    id: UUID
    kind: str
    kind_label: str
    name: str
    unit_id: str
    parent_id: UUID | None
    residents: int
    beds: int


@dataclass(frozen=True)
class WardLine:
    """A ward on a day. `over`: residents without a bed, with the reason recorded."""

    id: UUID
    facility_id: UUID
    name: str
    purpose: str
    purpose_label: Words
    for_sex: str
    sex_label: Words
    valid_from: date
    valid_until: date | None
    is_open: bool
    beds: int
    residents: int
    over: int

    @property
    def free(self) -> int:
        return max(0, self.beds - (self.residents - self.over))


def facilities(*, scope: Scope, on: date) -> list[FacilityLine]:
    """The facilities that the scope reaches, open on the day, with the number of residents and beds; by name.

    The number is a figure of the house; it tells of nobody.
    """
    scope.require(READ)
    reached = Q() if scope.everywhere(READ) else _reached(scope)
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    open_ = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    found = list(
        Organisation.objects.filter(reached, begun, open_, kind__in=KINDS)
        .annotate(called=name_then(on), residents=_residents(on))
        .order_by("kind", "name", "id")
    )
    beds = _beds_of([one.pk for one in found], on)
    return [
        FacilityLine(
            id=one.pk,
            kind=one.kind,
            kind_label=one.get_kind_display(),
            name=one.called,
            unit_id=one.unit_id,
            parent_id=one.parent_id,
            residents=one.residents,
            beds=beds.get(one.pk, 0),
        )
        for one in found
    ]


def facility(facility_id: UUID, *, scope: Scope, on: date) -> FacilityLine:
    """One facility in reach. Raises Forbidden, NotFound."""
    found = next((one for one in facilities(scope=scope, on=on) if one.id == facility_id), None)
    if found is None:
        raise NotFound(Problem("no-such-facility", _("There is no such facility.")))
    return found


def wards(facility_id: UUID, *, scope: Scope, on: date, also_closed: bool = False) -> list[WardLine]:
    """The wards of a facility open on the day, with their occupancy; by name."""
    found = Ward.objects.visible_to(scope, READ).filter(facility_id=facility_id)
    if not also_closed:
        found = found.filter(holds(on))
    return _lines(found, on)


def ward(ward_id: UUID, *, scope: Scope, on: date) -> WardLine:
    """One ward. Raises NotFound."""
    found = _lines(Ward.objects.visible_to(scope, READ).filter(pk=ward_id), on)
    if not found:
        raise NotFound(Problem("no-such-ward", _("There is no such ward.")))
    return found[0]


def in_ward(ward_id: UUID, on: date) -> QuerySet[Placement]:
    """Where everybody slept who belongs to the ward on the day. Takes no scope: for who has taken hold of the ward."""
    return Placement.objects.filter(holds(on), ward_id=ward_id, stay__retired_at__isnull=True).order_by(
        "bed", "id"
    )


def beds_on(on: date) -> Subquery:
    """The beds of the ward of the outer query on the day."""
    sizes = WardBeds.objects.filter(ward=OuterRef("pk"), valid_from__lte=on)
    return Subquery(sizes.order_by("-valid_from", "-id").values("beds")[:1])


def name_then(on: date) -> Coalesce:
    """The name that the organisation of the outer query bore on the day."""
    later = FormerName.objects.filter(organisation=OuterRef("pk"), valid_until__gt=on)
    return Coalesce(Subquery(later.order_by("valid_until").values("name")[:1]), "name")


def _reached(scope: Scope) -> Q:
    return Q(pk__in=scope.organisation_ids(READ)) | Q(unit_id__in=scope.unit_ids(READ))


def _residents(on: date) -> Coalesce:
    counted = (
        Stay.objects.filter(there(on), facility=OuterRef("pk"))
        .order_by()
        .values("facility")
        .annotate(n=Count("pk"))
    )
    return Coalesce(Subquery(counted.values("n")), 0)


def _beds_of(facility_ids: Iterable[UUID], on: date) -> dict[UUID, int]:
    found: dict[UUID, int] = {}
    rows = Ward.objects.filter(holds(on), facility_id__in=list(facility_ids)).annotate(beds=beds_on(on))
    for facility_id, beds in rows.values_list("facility_id", "beds"):
        found[facility_id] = found.get(facility_id, 0) + (beds or 0)
    return found


def _lines(found: QuerySet[Ward], on: date) -> list[WardLine]:
    live = holds(on, "placements__") & Q(placements__stay__retired_at__isnull=True)
    rows = found.annotate(
        beds=beds_on(on),
        residents=Count("placements", filter=live, distinct=True),
        over=Count("placements", filter=live & Q(placements__bed__isnull=True), distinct=True),
    ).order_by("name", "id")
    return [
        WardLine(
            id=row.pk,
            facility_id=row.facility_id,
            name=row.name,
            purpose=row.purpose,
            purpose_label=row.get_purpose_display(),
            for_sex=row.for_sex,
            sex_label=row.get_for_sex_display(),
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            is_open=row.valid_from <= on and (row.valid_until is None or on < row.valid_until),
            beds=row.beds or 0,
            residents=row.residents,
            over=row.over,
        )
        for row in rows
    ]


def other_facilities(facility_id: UUID, *, on: date) -> dict[UUID, str]:
    """Every other facility and point open on the day, by name: a fact about no person, so it takes no scope."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    open_ = Q(valid_until__isnull=True) | Q(valid_until__gt=on)
    found = Organisation.objects.filter(begun, open_, kind__in=KINDS).exclude(pk=facility_id)
    return dict(found.annotate(called=name_then(on)).order_by("called", "id").values_list("pk", "called"))
