"""Who lives in a facility, and the head of a resident's page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.kit.text import mask
from hoanhap.people.rules.ages import age_on
from hoanhap.places.queries.units import full_names
from hoanhap.residence.models import Escape, Leave, Placement, RollMark, Stay
from hoanhap.residence.queries.days import away, holds, out, there
from hoanhap.residence.queries.terms import with_term
from hoanhap.residence.queries.words import name_for, sees_names
from hoanhap.residence.rules.absences import days_away

READ: Final = "residence.read"
PRESENT: Final = "present"


@dataclass(frozen=True)
class ResidentRow:
    """A resident in a list; the name shortened, but on rolls and sheets for the staff of the facility.

    `state`: present, or why not (a status of the roll). `ends_on` is the last day of the term; `ends_from` says where it
    comes from: the case, or what was typed here where the case knows none; `still` while the term stands still.
    """

    stay_id: UUID
    person_id: UUID
    code: str
    name: str
    sex: str
    sex_label: Words
    age: int | None
    facility_id: UUID
    ward_id: UUID | None
    ward_name: str
    bed: int | None
    source_label: Words
    admitted_on: date
    ends_on: date | None
    ends_from: str
    state: str
    state_label: Words


@dataclass(frozen=True)
class Resident(ResidentRow):
    """The head of a resident's page."""

    facility_name: str
    episode_id: UUID
    episode_kind: Words
    home_unit_id: str
    home_unit: str
    basis_number: str
    basis_on: date
    minutes_number: str
    health_label: Words
    health_note: str
    belongings: str
    discharged_on: date | None
    left_label: Words
    left_reason: str
    left_number: str
    left_paper_on: date | None
    days_away: int
    is_named: bool
    places: tuple["PlaceLine", ...]

    @property
    def is_there(self) -> bool:
        return self.discharged_on is None


@dataclass(frozen=True)
class PlaceLine:
    """Where a resident slept. `until` is the day on which they left it, None while they are there."""

    ward_name: str
    bed: int | None
    from_on: date
    until: date | None
    reason: str
    over_reason: str


def residents(
    facility_id: UUID,
    *,
    scope: Scope,
    on: date,
    ward_id: UUID | None = None,
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Page[ResidentRow]:
    """Who lived in the facility on the day, by ward and bed; those out of reach are left out."""
    found = Stay.objects.visible_to(scope, READ).filter(there(on), facility_id=facility_id)
    rows = with_place(found, on)
    if ward_id is not None:
        rows = rows.filter(ward_id_then=ward_id)
    rows = rows.order_by("ward_then", "bed_then", "admitted_on", "pk")
    return page_of(rows, lambda stay: row_of(stay, scope=scope, on=on), number=number, size=size)


def resident(stay_id: UUID, *, scope: Scope, at: datetime, on: date, purpose: str) -> Resident:
    """One resident, present or past. The read is logged. Raises NotFound, also where it is out of reach."""
    stay: Any = (
        with_place(Stay.objects.visible_to(scope, READ), on)
        .select_related("facility", "episode")
        .filter(pk=stay_id, retired_at__isnull=True)
        .first()
    )
    if stay is None:
        raise NotFound(Problem("no-such-stay", _("There is no such resident.")))
    places = stay.placements.select_related("ward").order_by("valid_from", "id")
    spans = stay.escapes.filter(retired_at__isnull=True).values_list("left_on", "returned_on")
    names = full_names({stay.unit_id}, on=on)
    trail.read("residence.resident-read", by=scope, at=at, person_ids=[stay.person_id], purpose=purpose)
    return Resident(
        **vars(row_of(stay, scope=scope, on=on, named=True)),
        facility_name=stay.facility.name,
        episode_id=stay.episode_id,
        episode_kind=dict(Episode.Kind.choices).get(stay.episode.kind, stay.episode.kind),
        home_unit_id=stay.unit_id,
        home_unit=names.get(stay.unit_id, ""),
        basis_number=stay.basis_number,
        basis_on=stay.basis_on,
        minutes_number=stay.minutes_number,
        health_label=stay.get_health_state_display(),
        health_note=stay.health_note if scope.may("residence.health") else "",
        belongings=stay.belongings,
        discharged_on=stay.discharged_on,
        left_label=stay.get_left_as_display(),
        left_reason=stay.left_reason,
        left_number=stay.left_number,
        left_paper_on=stay.left_paper_on,
        days_away=days_away(spans, from_on=stay.admitted_on, to_on=stay.discharged_on or on),
        is_named=sees_names(scope, stay.facility_id),
        places=tuple(
            PlaceLine(
                ward_name=row.ward.name,
                bed=row.bed,
                from_on=row.valid_from,
                until=row.valid_until,
                reason=row.reason,
                over_reason=row.over_reason,
            )
            for row in places
            if row.valid_until is None or row.valid_until > row.valid_from
        ),
    )


def with_place(found: QuerySet[Stay], on: date) -> "QuerySet[Any]":
    """Add the ward and bed of the day, whether the person is away, the end of the term: what `row_of` needs."""
    placed = Placement.objects.filter(holds(on), stay=OuterRef("pk")).order_by("-valid_from", "-id")
    placed_too: QuerySet[Any] = with_term(found.select_related("person"), on).annotate(
        ward_id_then=Subquery(placed.values("ward_id")[:1]),
        ward_then=Subquery(placed.values("ward__name")[:1]),
        bed_then=Subquery(placed.values("bed")[:1]),
        is_away=Exists(Escape.objects.filter(away(on), stay=OuterRef("pk"))),
        out_as=Subquery(Leave.objects.filter(out(on), stay=OuterRef("pk")).values("kind")[:1]),
    )
    return placed_too


def row_of(stay: Any, *, scope: Scope, on: date, named: bool = False) -> ResidentRow:
    """The row of a stay that `with_place` has fetched. `named`: whole for the staff of the facility; the caller logs it."""
    person = stay.person
    age = age_on(PartialDate.of(person.born_on, person.born_precision), on)
    state = state_of(is_away=stay.is_away, out_as=stay.out_as)
    return ResidentRow(
        stay_id=stay.pk,
        person_id=stay.person_id,
        code=person.code,
        name=name_for(person.full_name, scope=scope, facility_id=stay.facility_id)
        if named
        else mask(person.full_name),
        sex=person.sex,
        sex_label=person.get_sex_display(),
        age=age.years if age else None,
        facility_id=stay.facility_id,
        ward_id=stay.ward_id_then,
        ward_name=stay.ward_then or "",
        bed=stay.bed_then,
        source_label=stay.get_source_display(),
        admitted_on=stay.admitted_on,
        ends_on=stay.ends_then,
        ends_from=stay.ends_from,
        state=state,
        state_label=STATES[state],
    )


def state_of(*, is_away: bool, out_as: str | None) -> str:
    """What the roll would say of somebody by what is recorded."""
    if is_away:
        return str(RollMark.Status.ESCAPED.value)
    if out_as is None:
        return PRESENT
    return str((RollMark.Status.HOSPITAL if out_as == Leave.Kind.HOSPITAL else RollMark.Status.LEAVE).value)


STATES: Final[dict[str, Words]] = {PRESENT: _("Present"), **dict(RollMark.Status.choices)}
"""Every state of a resident on a day, in words."""


def rows_of(found: QuerySet[Stay], *, scope: Scope, on: date, named: bool = False) -> list[ResidentRow]:
    """The rows of stays, by name in the order of the alphabet."""
    return [
        row_of(stay, scope=scope, on=on, named=named)
        for stay in with_place(found, on).order_by("person__sort_key", "pk")
    ]


def log_shown(kind: str, rows: Iterable[ResidentRow], *, scope: Scope, at: datetime, purpose: str) -> None:
    """Write down whose whole names a list showed."""
    shown = [row.person_id for row in rows if sees_names(scope, row.facility_id)]
    if shown:
        trail.read(kind, by=scope, at=at, person_ids=shown, purpose=purpose)
