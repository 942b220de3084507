"""The whole of what the file knows about who a person is. Reading it is logged."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet, Value
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.text import mask
from hoanhap.people.models import (
    Address,
    Identifier,
    Person,
    PersonMerge,
    PersonName,
    Relative,
    Responsibility,
)
from hoanhap.people.models.visibility import responsible
from hoanhap.people.queries.merging import MergeLine
from hoanhap.people.queries.rows import POWER
from hoanhap.people.queries.words import doubt_text
from hoanhap.people.rules.ages import Age, age_on
from hoanhap.places.queries.units import full_names

IDENTIFY = "people.identify"


@dataclass(frozen=True)
class IdentifierLine:
    id: UUID
    kind: str
    kind_text: str
    number: str
    issued_on: date | None
    issued_by: str
    valid_until: date | None
    warnings: tuple[Words, ...]


@dataclass(frozen=True)
class AddressLine:
    id: UUID
    kind: str
    kind_text: str
    unit_id: str
    unit_name: str
    line: str
    valid_from: date
    valid_until: date | None
    is_current: bool


@dataclass(frozen=True)
class RelativeLine:
    id: UUID
    relation: str
    relation_text: str
    full_name: str
    phone: str
    is_contact: bool


@dataclass(frozen=True)
class ResponsibilityLine:
    id: UUID
    office_id: UUID
    office_name: str
    unit_id: str
    unit_name: str
    valid_from: date
    valid_until: date | None
    basis: str
    is_current: bool


@dataclass(frozen=True)
class PersonCard:
    """Who a person is. Without `people.identify` the name is masked, the birth is a year, and the rest is left out."""

    id: UUID
    code: str
    full_name: str
    is_masked: bool
    sex: str
    sex_text: str
    birth: PartialDate
    age: Age | None
    died_on: date | None
    aliases: tuple[str, ...]
    identifiers: tuple[IdentifierLine, ...]
    addresses: tuple[AddressLine, ...]
    relatives: tuple[RelativeLine, ...]
    responsibilities: tuple[ResponsibilityLine, ...]
    unit_id: str
    unit_name: str
    recorded_at: datetime
    merges: tuple[MergeLine, ...] = ()

    @property
    def masked_name(self) -> str:
        return self.full_name if self.is_masked else mask(self.full_name)


def person_card(person_id: UUID, *, scope: Scope, at: datetime, purpose: str) -> PersonCard:
    """The card of one person, in two queries and one for the log. Current things first, then earlier ones.

    Raises NotFound alike for who does not exist and who is out of reach.
    """
    found = Person.objects.visible_to(scope, POWER).filter(pk=person_id)
    # Whoever is seen by one of these units is identified by the same unit: nothing more to ask.
    sees_all = scope.everywhere(IDENTIFY) or scope.unit_ids(POWER) <= scope.unit_ids(IDENTIFY)
    may_identify = Value(True) if sees_all else responsible(scope, IDENTIFY, "pk")
    person: Any = found.annotate(
        may_identify=may_identify,
        names_listed=_listed(PersonName, "name", retired_at__isnull=True),
        identifiers_listed=_listed(
            Identifier,
            *("id", "kind", "number", "issued_on", "issued_by", "valid_until", "warnings"),
            retired_at__isnull=True,
        ),
        addresses_listed=_listed(Address, "id", "kind", "unit_id", "line", "valid_from", "valid_until"),
        relatives_listed=_listed(
            Relative, "id", "relation", "full_name", "phone", "is_contact", retired_at__isnull=True
        ),
        offices_listed=_listed(
            Responsibility,
            *("id", "office_id", "office__name", "unit_id", "valid_from", "valid_until", "basis"),
        ),
        merges_listed=_listed(
            PersonMerge,
            *("id", "absorbed_id", "absorbed__code", "merged_at", "merged_by_name", "reason"),
            retired_at__isnull=True,
        ),
    ).first()
    if person is None:
        raise NotFound(Problem("no-such-person", _("There is no such person.")))
    trail.read("people.person-read", by=scope, at=at, person_ids=[person.pk], purpose=purpose)
    return _card(person, scope.on)


@cache
def _listed(model: Any, *fields: str, **filters: Any) -> ArraySubquery:
    """Rows of another table beside a person. Built once: Django copies an expression before it touches it."""
    rows: QuerySet[Any] = model.objects.filter(person=OuterRef("pk"), **filters)
    pairs = {field.replace("__", "_"): field for field in fields}
    return ArraySubquery(rows.order_by("id").values(listed=JSONObject(**pairs)))


def _card(person: Any, on: date) -> PersonCard:
    shown = person.may_identify
    units = {row["unit_id"] for row in (*person.addresses_listed, *person.offices_listed) if row["unit_id"]}
    names = full_names(units, on=on)
    offices = sorted((_office(row, names, on) for row in person.offices_listed), key=_newest_first)
    current = [office for office in offices if office.is_current]
    birth = PartialDate.of(person.born_on, person.born_precision)
    return PersonCard(
        id=person.pk,
        code=person.code,
        full_name=person.full_name if shown else mask(person.full_name),
        is_masked=not shown,
        sex=person.sex,
        sex_text=person.get_sex_display(),
        birth=birth if shown else PartialDate(birth.year),
        age=age_on(birth, min(on, person.died_on) if person.died_on else on),
        died_on=person.died_on,
        aliases=tuple(row["name"] for row in person.names_listed) if shown else (),
        identifiers=tuple(map(_identifier, person.identifiers_listed)) if shown else (),
        addresses=tuple(
            sorted((_address(row, names, on) for row in person.addresses_listed), key=_newest_first)
        )
        if shown
        else (),
        relatives=tuple(map(_relative, person.relatives_listed)) if shown else (),
        responsibilities=tuple(offices),
        unit_id=current[0].unit_id if current else "",
        unit_name=current[0].unit_name if current else "",
        recorded_at=person.recorded_at,
        merges=tuple(
            MergeLine(
                id=UUID(row["id"]),
                absorbed_id=UUID(row["absorbed_id"]),
                absorbed_code=row["absorbed_code"],
                merged_at=datetime.fromisoformat(row["merged_at"]),
                merged_by=row["merged_by_name"],
                reason=row["reason"] if shown else "",
                is_latest=place == 0,
            )
            for place, row in enumerate(reversed(person.merges_listed))
        ),
    )


def _newest_first(line: AddressLine | ResponsibilityLine) -> tuple[bool, int, str]:
    return (not line.is_current, -line.valid_from.toordinal(), str(line.id))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _span(row: dict[str, Any], on: date) -> tuple[date, date | None, bool]:
    start, end = date.fromisoformat(row["valid_from"]), _day(row["valid_until"])
    return start, end, start <= on and (end is None or end > on)


def _identifier(row: dict[str, Any]) -> IdentifierLine:
    return IdentifierLine(
        id=UUID(row["id"]),
        kind=row["kind"],
        kind_text=str(Identifier.Kind(row["kind"]).label),
        number=row["number"],
        issued_on=_day(row["issued_on"]),
        issued_by=row["issued_by"],
        valid_until=_day(row["valid_until"]),
        warnings=tuple(map(doubt_text, row["warnings"])),
    )


def _address(row: dict[str, Any], names: dict[str, str], on: date) -> AddressLine:
    start, end, is_current = _span(row, on)
    return AddressLine(
        id=UUID(row["id"]),
        kind=row["kind"],
        kind_text=str(Address.Kind(row["kind"]).label),
        unit_id=row["unit_id"] or "",
        unit_name=names.get(row["unit_id"], row["unit_id"] or ""),
        line=row["line"],
        valid_from=start,
        valid_until=end,
        is_current=is_current,
    )


def _relative(row: dict[str, Any]) -> RelativeLine:
    return RelativeLine(
        id=UUID(row["id"]),
        relation=row["relation"],
        relation_text=str(Relative.Relation(row["relation"]).label),
        full_name=row["full_name"],
        phone=row["phone"],
        is_contact=row["is_contact"],
    )


def _office(row: dict[str, Any], names: dict[str, str], on: date) -> ResponsibilityLine:
    start, end, is_current = _span(row, on)
    return ResponsibilityLine(
        id=UUID(row["id"]),
        office_id=UUID(row["office_id"]),
        office_name=row["office_name"],
        unit_id=row["unit_id"],
        unit_name=names.get(row["unit_id"], row["unit_id"]),
        valid_from=start,
        valid_until=end,
        basis=row["basis"],
        is_current=is_current,
    )
