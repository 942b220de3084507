"""Materials of communication: what each office holds, where they went, what is on its way."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Sum, When
from django.db.models.functions import Coalesce

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import Page, page_of
from hoanhap.outreach.models import Audience, Material, MaterialMove, Topic
from hoanhap.places.queries.organisations import names_of

READ: Final = "outreach.read"
WRITE: Final = "outreach.write"
Way = MaterialMove.Way


@dataclass(frozen=True)
class MaterialLine:
    """A material, and how many copies the offices in reach received, handed out and hold."""

    id: UUID
    title: str
    kind_label: Words
    language: str
    topics: tuple[Words, ...]
    audience: tuple[Words, ...]
    made_on: date
    office_name: str
    received: int
    handed_out: int
    held: int


@dataclass(frozen=True)
class Holding:
    """How many copies one office holds."""

    office_id: UUID
    office_name: str
    held: int
    may_write: bool


@dataclass(frozen=True)
class MoveLine:
    """Copies that came or left."""

    id: UUID
    on: date
    office_name: str
    way_label: Words
    comes: bool
    quantity: int
    towards_name: str
    is_on_its_way: bool
    activity_title: str
    words: str
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class Arriving:
    """Copies that another office passed on, to be counted here."""

    id: UUID
    material_id: UUID
    title: str
    from_name: str
    to_name: str
    quantity: int
    on: date


@dataclass(frozen=True)
class MaterialPage:
    """One material: its holdings, and what became of it, the latest first."""

    material: MaterialLine
    holdings: tuple[Holding, ...]
    moves: Page[MoveLine]


def held_by(office_id: UUID) -> QuerySet[Material]:
    """The materials that an office made or was ever sent."""
    got = MaterialMove.objects.filter(
        material=OuterRef("pk"), organisation=office_id, retired_at__isnull=True
    )
    return Material.objects.filter(Q(organisation=office_id) | Exists(got))


def materials(*, scope: Scope, on: date, number: int = 1) -> Page[MaterialLine]:
    """The materials that an office in reach made or holds, the latest first."""
    page = page_of(_seen(scope).order_by("-made_on", "-pk"), lambda row: row, number=number)
    sums = _sums([row.pk for row in page], scope)
    offices = names_of({row.organisation_id for row in page}, on=on) if page.rows else {}
    lines = [_line(row, sums.get(row.pk, {}), offices) for row in page]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def material(material_id: UUID, *, scope: Scope, on: date, number: int = 1) -> MaterialPage:
    """One material as far as the scope reaches. Raises NotFound."""
    row = _seen(scope).filter(pk=material_id).first()
    if row is None:
        raise NotFound(Problem("no-such-material", "No such material."))
    moves = (
        MaterialMove.objects.visible_to(scope, READ)
        .filter(material=row)
        .select_related("activity")
        .annotate(
            was_taken_in=Exists(MaterialMove.objects.filter(passed_from=OuterRef("pk"), retired_at=None))
        )
    )
    holdings = _holdings(row, scope)
    page = page_of(moves.order_by("-on", "-pk"), lambda one: one, number=number)
    offices = names_of(
        {row.organisation_id}
        | {one["organisation"] for one in holdings}
        | {key for one in page for key in (one.organisation_id, one.towards_id) if key},
        on=on,
    )
    return MaterialPage(
        _line(row, _sums([row.pk], scope).get(row.pk, {}), offices),
        _held(holdings, offices, scope),
        Page(
            [_move(one, offices) for one in page],
            page.number,
            page.size,
            page.total,
            page.total_is_capped,
        ),
    )


def held_where(material_id: UUID, *, scope: Scope, on: date) -> tuple[str, tuple[Holding, ...]]:
    """What a material is called, and which offices in reach hold how many. Raises NotFound."""
    row = _seen(scope).filter(pk=material_id).first()
    if row is None:
        raise NotFound(Problem("no-such-material", "No such material."))
    holdings = _holdings(row, scope)
    return row.title, _held(holdings, names_of({one["organisation"] for one in holdings}, on=on), scope)


def _holdings(row: Material, scope: Scope) -> list[Any]:
    return list(
        _standing(scope)
        .filter(material=row)
        .values("organisation", "unit")
        .annotate(held=_sum(_SIGNED))
        .order_by("unit", "organisation")
    )


def _held(holdings: list[Any], offices: dict[UUID, str], scope: Scope) -> tuple[Holding, ...]:
    return tuple(
        Holding(
            one["organisation"],
            offices.get(one["organisation"], ""),
            one["held"],
            scope.reaches_organisation(WRITE, one["organisation"], one["unit"]),
        )
        for one in holdings
    )


def arriving(*, scope: Scope, on: date, number: int = 1) -> Page[Arriving]:
    """What was passed on to an office in reach and has not been counted there yet, the oldest first."""
    taken = MaterialMove.objects.filter(passed_from=OuterRef("pk"), retired_at__isnull=True)
    found = (
        MaterialMove.objects.filter(~Exists(taken), way=Way.PASSED_ON, retired_at__isnull=True)
        .filter(_to_reach(scope))
        .select_related("material")
        .order_by("on", "pk")
    )
    page = page_of(found, lambda row: row, number=number)
    offices = (
        names_of({key for row in page for key in (row.organisation_id, row.towards_id) if key}, on=on)
        if page.rows
        else {}
    )
    lines = [_arriving(row, offices) for row in page]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def arriving_one(move_id: UUID, *, scope: Scope, on: date) -> Arriving:
    """What is to be counted here. Raises NotFound."""
    taken = MaterialMove.objects.filter(passed_from=OuterRef("pk"), retired_at__isnull=True)
    row = (
        MaterialMove.objects.filter(~Exists(taken), pk=move_id, way=Way.PASSED_ON, retired_at__isnull=True)
        .filter(_to_reach(scope))
        .select_related("material")
        .first()
    )
    if row is None or row.towards_id is None:
        raise NotFound(Problem("nothing-arriving", "Nothing arrives."))
    return _arriving(row, names_of({row.organisation_id, row.towards_id}, on=on))


def move_named(move_id: UUID, *, scope: Scope) -> tuple[str, UUID]:
    """What a line that holds is called, and its material. Raises NotFound."""
    row = (
        MaterialMove.objects.visible_to(scope, READ)
        .filter(pk=move_id, retired_at__isnull=True)
        .select_related("material")
        .first()
    )
    if row is None:
        raise NotFound(Problem("no-such-line", "No such line."))
    return row.material.title, row.material_id


_SIGNED: Final = Case(
    When(way=Way.RECEIVED, then=F("quantity")), default=-F("quantity"), output_field=IntegerField()
)


def _sum(what: Any, **only: Any) -> Coalesce:
    return Coalesce(Sum(what, filter=Q(**only)) if only else Sum(what), 0)


def _standing(scope: Scope) -> QuerySet[MaterialMove]:
    return MaterialMove.objects.visible_to(scope, READ).filter(retired_at__isnull=True)


def _seen(scope: Scope) -> QuerySet[Material]:
    held = _standing(scope).filter(material=OuterRef("pk"))
    made = Material.objects.visible_to(scope, READ).filter(pk=OuterRef("pk"))
    return Material.objects.filter(Exists(made) | Exists(held))


def _sums(keys: list[UUID], scope: Scope) -> dict[UUID, Any]:
    found = (
        _standing(scope)
        .filter(material__in=keys)
        .values("material")
        .annotate(
            # What one office in reach passed to another is received once.
            received=_sum("quantity", way=Way.RECEIVED, passed_from__isnull=True),
            handed_out=_sum("quantity", way=Way.HANDED_OUT),
            held=_sum(_SIGNED),
        )
        .order_by()
    )
    return {row["material"]: row for row in found}


def _to_reach(scope: Scope) -> Q:
    if scope.everywhere(WRITE):
        return Q()
    if not scope.may(WRITE):
        return Q(pk__in=[])
    return Q(towards__unit__in=scope.unit_ids(WRITE)) | Q(towards__in=scope.organisation_ids(WRITE))


def _line(row: Material, sums: Any, offices: dict[UUID, str]) -> MaterialLine:
    return MaterialLine(
        id=row.pk,
        title=row.title,
        kind_label=row.get_kind_display(),
        language=row.language,
        topics=tuple(Topic(code).label for code in row.topics),
        audience=tuple(Audience(code).label for code in row.audience),
        made_on=row.made_on,
        office_name=offices.get(row.organisation_id, ""),
        received=sums.get("received", 0),
        handed_out=sums.get("handed_out", 0),
        held=sums.get("held", 0),
    )


def _move(row: Any, offices: dict[UUID, str]) -> MoveLine:
    return MoveLine(
        id=row.pk,
        on=row.on,
        office_name=offices.get(row.organisation_id, ""),
        way_label=row.get_way_display(),
        comes=row.way == Way.RECEIVED,
        quantity=row.quantity,
        towards_name=offices.get(row.towards_id, ""),
        is_on_its_way=row.way == Way.PASSED_ON and not row.was_taken_in and row.retired_at is None,
        activity_title=row.activity.title if row.activity else "",
        words=row.words,
        retired_at=row.retired_at,
        retired_reason=row.retired_reason,
    )


def _arriving(row: MaterialMove, offices: dict[UUID, str]) -> Arriving:
    return Arriving(
        id=row.pk,
        material_id=row.material_id,
        title=row.material.title,
        from_name=offices.get(row.organisation_id, ""),
        to_name=offices.get(row.towards_id, "") if row.towards_id else "",
        quantity=row.quantity,
        on=row.on,
    )
