"""A made-up province with a facility, a second one, a satellite point, wards, and people who are sent there."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hoanhap.access.scope import Authority, Scope
from hoanhap.casework.models import Episode, ManagementFile
from hoanhap.kit.keys import new_id
from hoanhap.people.models import Person, Responsibility
from hoanhap.places.models import Organisation, Unit
from hoanhap.residence.models import Leave, Stay, Ward
from hoanhap.residence.operations import admissions, leaves, wards

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
STAFF = frozenset(["residence.read", "residence.write", "people.identify"])
DIRECTOR = STAFF | {"residence.sign"}
DOCTOR = frozenset(["residence.read", "residence.health", "people.identify"])
OFFICER = frozenset(["people.read", "casework.read", "residence.read"])
PROVINCE = OFFICER | {"residence.write", "residence.sign"}


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), ZONE)


TODAY = date(2024, 6, 3)
AT = noon(TODAY)


def scope(powers: frozenset[str], *units: str, inside: tuple[UUID, ...] = (), name: str = "canbo") -> Scope:
    """Over units, or inside organisations."""
    first = inside[0] if inside else None
    return Scope(
        account_id=new_id(),
        account_name=name,
        on=TODAY,
        authorities=(
            Authority("test", powers, units[0] if units else "", frozenset(units), first, frozenset(inside)),
        ),
    )


@dataclass
class House:
    """`own` is the facility of the tests, `other` its neighbour in the same commune; `point` belongs to `own`."""

    home: Unit = field(init=False)
    away: Unit = field(init=False)
    own: Organisation = field(init=False)
    other: Organisation = field(init=False)
    point: Organisation = field(init=False)
    men: Ward = field(init=False)
    women: Ward = field(init=False)
    theirs: Ward = field(init=False)

    def __post_init__(self) -> None:
        self.make_units()
        self.offices = {
            unit.pk: Organisation.objects.create(
                kind="peoples-committee", name=f"Ủy ban nhân dân {unit.pk} (mẫu)", unit=unit
            )
            for unit in (self.home, self.away)
        }
        self.own = self.facility("Cơ sở cai nghiện số 1 (mẫu)")
        self.other = self.facility("Cơ sở cai nghiện số 2 (mẫu)")
        self.point = Organisation.objects.create(
            kind="satellite-point", name="Điểm vệ tinh 1 (mẫu)", unit=self.away, parent=self.own
        )
        self.men = self.ward("Khu A (mẫu)", beds=2)
        self.women = self.ward("Khu B (mẫu)", for_sex="female", beds=1)
        self.theirs = self.ward("Khu A (mẫu)", facility=self.other, beds=5)

    def make_units(self) -> None:
        Unit.objects.create(pk="990-1", level="province")
        self.home = Unit.objects.create(pk="99001-1", level="commune")
        self.away = Unit.objects.create(pk="99002-1", level="commune")

    def facility(self, name: str) -> Organisation:
        return Organisation.objects.create(kind="rehab-facility", name=name, unit_id="99001-1")

    def ward(self, name: str, *, facility: Organisation | None = None, **changes: Any) -> Ward:
        house = facility or self.own
        given: dict[str, Any] = {
            "facility_id": house.pk,
            "name": name,
            "purpose": "general",
            "for_sex": "male",
            "beds": 2,
            "valid_from": date(2023, 1, 1),
            "scope": scope(DIRECTOR, inside=(house.pk,)),
            "at": AT,
        }
        return wards.open_ward(**(given | changes))

    @property
    def staff(self) -> Scope:
        return scope(STAFF, inside=(self.own.pk, self.point.pk), name="coso1")

    @property
    def director(self) -> Scope:
        return scope(DIRECTOR, inside=(self.own.pk, self.point.pk), name="giamdoc1")

    @property
    def doctor(self) -> Scope:
        return scope(DOCTOR, inside=(self.own.pk, self.point.pk), name="yte1")

    @property
    def neighbour(self) -> Scope:
        """The director of the other facility, who also has its health power."""
        return scope(DIRECTOR | DOCTOR, inside=(self.other.pk,), name="giamdoc2")

    @property
    def commune(self) -> Scope:
        """An officer of the commune where both facilities lie, and where the people of the tests live."""
        return scope(OFFICER, self.home.pk, name="xa")

    @property
    def far(self) -> Scope:
        """An officer of the other commune."""
        return scope(OFFICER, self.away.pk, name="xakhac")

    @property
    def province(self) -> Scope:
        return scope(PROVINCE, "990-1", self.home.pk, self.away.pk, name="tinh")

    def person(
        self,
        name: str = "Nguyễn Văn An (mẫu)",
        *,
        unit: Unit | None = None,
        sex: str = "male",
        born_on: date = date(1990, 3, 5),
        precision: str = "day",
    ) -> Person:
        home = unit or self.home
        person = Person.objects.create(
            code=new_id().hex[-12:].upper(),
            full_name=name,
            sort_key=name.lower(),
            sex=sex,
            born_on=born_on,
            born_precision=precision,
        )
        Responsibility.objects.create(
            person=person, office=self.offices[home.pk], unit=home, valid_from=date(2010, 1, 1), basis="mẫu"
        )
        return person

    def episode(
        self,
        person: Person | None = None,
        *,
        kind: str = "compulsory",
        opened_on: date = date(2023, 1, 1),
        unit: Unit | None = None,
    ) -> Episode:
        home = unit or self.home
        person = person or self.person(unit=home)
        file, _ = ManagementFile.objects.get_or_create(
            person=person, defaults={"opened_on": opened_on, "office": self.offices[home.pk], "unit": home}
        )
        return Episode.objects.create(
            person=person,
            file=file,
            kind=kind,
            form="facility",
            regime="compulsory-2021",
            regime_edition=1,
            office=self.offices[home.pk],
            unit=home,
            opened_on=opened_on,
        )

    def admit(self, person: Person | None = None, **changes: Any) -> Stay:
        """A man admitted by court on 15/01/2024 for a year, in the ward of men; `person` brings an episode along."""
        known = changes.pop("episode", None) or (person.episodes.first() if person else None)
        episode = known or self.episode(person, unit=changes.pop("unit", None))
        person = episode.person
        given: dict[str, Any] = {
            "facility_id": self.own.pk,
            "arrival": admissions.Arrival(person.code, person.born_on.year),
            "ward_id": self.men.pk,
            "source": "court",
            "basis_number": "12/QĐ-TA",
            "basis_on": date(2024, 1, 10),
            "minutes_number": "03/BB",
            "admitted_on": date(2024, 1, 15),
            "ends_on": date(2025, 1, 15),
            "health_state": "good",
            "scope": self.director,
            "at": AT,
        }
        return admissions.admit(**(given | changes))

    def leave(self, stay: Stay, **changes: Any) -> Leave:
        """Asked on 20/05/2024 for the days from 27/05 to 31/05."""
        given: dict[str, Any] = {
            "stay_id": stay.pk,
            "kind": "mourning",
            "from_on": date(2024, 5, 27),
            "until_on": date(2024, 5, 31),
            "asked_on": date(2024, 5, 20),
            "scope": self.director,
            "at": AT,
        }
        return leaves.ask_leave(**(given | changes))

    def granted(self, stay: Stay, *, out_on: date | None = None, **changes: Any) -> Leave:
        leave = self.leave(stay, **changes)
        leave = leaves.decide_leave(
            leave_id=leave.pk,
            is_granted=True,
            number=f"{leave.pk.hex[-4:]}/QĐ-CS",
            decided_on=date(2024, 5, 21),
            decided_by="Trần Văn Bình (mẫu)",
            scope=self.director,
            at=AT,
        )
        if out_on:
            leave = leaves.go_out(leave_id=leave.pk, on=out_on, scope=self.staff, at=AT)
        return leave


def codes(refused: Any) -> list[tuple[str, str | None]]:
    """What a caught refusal says: code and field."""
    return [(problem.code, problem.field) for problem in refused.value.problems]
