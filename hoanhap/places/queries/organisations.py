"""Offices and facilities as of a day. Facts about no person, so these queries take no scope."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext_lazy as _

from hoanhap.kit.errors import NotFound, Problem
from hoanhap.places.models import FormerName, Organisation
from hoanhap.places.queries.editions import in_force
from hoanhap.places.rules.spans import holds


@dataclass(frozen=True)
class OrganisationLine:
    """An organisation with the name it bore on the day."""

    id: UUID
    kind: str
    kind_label: str
    name: str
    unit_id: str
    parent_id: UUID | None
    valid_from: date | None
    valid_until: date | None
    is_open: bool


def offices(
    unit_ids: Iterable[str], *, on: date, kinds: Sequence[str] = (), also_closed: bool = False
) -> list[OrganisationLine]:
    """The organisations open on the day in these units (of these kinds, if any are named), by name.

    `also_closed` adds, after them, those closed by the day.
    """
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    found = Organisation.objects.filter(begun if also_closed else in_force(on), unit_id__in=set(unit_ids))
    if kinds:
        found = found.filter(kind__in=kinds)
    return sorted(_lines(found.order_by("name", "id"), on), key=lambda line: not line.is_open)


def facilities(*, on: date, kinds: Sequence[str]) -> list[OrganisationLine]:
    """The organisations of these kinds that are open on the day, wherever they are, by name."""
    return _lines(Organisation.objects.filter(in_force(on), kind__in=kinds).order_by("name", "id"), on)


def named(organisation_ids: Iterable[UUID], *, on: date, kinds: Sequence[str] = ()) -> list[OrganisationLine]:
    """These organisations (of these kinds, if any are named), as far as they are open on the day, by name."""
    found = Organisation.objects.filter(in_force(on), pk__in=set(organisation_ids))
    return _lines((found.filter(kind__in=kinds) if kinds else found).order_by("name", "id"), on)


def of_unit(unit_id: str, *, on: date) -> list[OrganisationLine]:
    """Every organisation of the unit, those open on the day first, then those to come or closed."""
    found = _lines(Organisation.objects.filter(unit_id=unit_id).order_by("kind", "name", "id"), on)
    return sorted(found, key=lambda line: not line.is_open)


def organisation(organisation_id: UUID, *, on: date) -> OrganisationLine:
    """One organisation. Raises NotFound."""
    found = _lines(Organisation.objects.filter(id=organisation_id), on)
    if not found:
        raise NotFound(Problem("no-such-organisation", _("There is no such organisation.")))
    return found[0]


def names_of(organisation_ids: Iterable[UUID], *, on: date) -> dict[UUID, str]:
    """The names that many organisations bore on the day."""
    return {
        line.id: line.name for line in _lines(Organisation.objects.filter(id__in=set(organisation_ids)), on)
    }


def name_on(organisation: str, on: date) -> Coalesce:
    """The name on the day of the organisation at the path: beside rows of another table."""
    later = FormerName.objects.filter(organisation=OuterRef(organisation), valid_until__gt=on)
    return Coalesce(Subquery(later.order_by("valid_until").values("name")[:1]), F(f"{organisation}__name"))


@dataclass(frozen=True)
class Called:
    """What an organisation is called, and until when it bore other names (the day after the last one)."""

    name: str
    earlier: tuple[tuple[date, str], ...] = ()
    kind: str = ""
    unit_id: str = ""
    parent_id: UUID | None = None

    def on(self, day: date) -> str:
        """The name it bore on the day."""
        return next((name for until, name in self.earlier if until > day), self.name)


def called(organisation_ids: Iterable[UUID], *, with_parents: bool = False) -> dict[UUID, Called]:
    """All the names of many organisations (and of those above them), for who needs them as of several days: one query."""
    wanted = set(organisation_ids)
    if not wanted:
        return {}
    earlier = (
        FormerName.objects.filter(organisation=OuterRef("pk"), valid_until__isnull=False)
        .order_by("valid_until")
        .values(listed=JSONObject(until="valid_until", name="name"))
    )
    these = Q(id__in=wanted)
    if with_parents:
        these |= Q(id__in=Organisation.objects.filter(these).values("parent_id"))
    found = Organisation.objects.filter(these).annotate(earlier=ArraySubquery(earlier))
    fields = ("id", "name", "earlier", "kind", "unit_id", "parent_id")
    return {
        pk: Called(name, tuple((date.fromisoformat(one["until"]), one["name"]) for one in listed), *more)
        for pk, name, listed, *more in found.values_list(*fields)
    }


def _lines(found: QuerySet[Organisation], on: date) -> list[OrganisationLine]:
    later = FormerName.objects.filter(organisation=OuterRef("pk"), valid_until__gt=on).order_by("valid_until")
    rows = found.annotate(name_then=Subquery(later.values("name")[:1]))
    return [
        OrganisationLine(
            id=row.id,
            kind=row.kind,
            kind_label=row.get_kind_display(),
            name=row.name_then or row.name,
            unit_id=row.unit_id,
            parent_id=row.parent_id,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            is_open=holds((row.valid_from, row.valid_until), on),
        )
        for row in rows
    ]
