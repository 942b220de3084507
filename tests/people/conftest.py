"""A small province: two communes side by side, an office in each, and officers whose reach ends at the border."""

from datetime import UTC, date, datetime

import pytest

from hoanhap.access.scope import Authority, Scope, operator_scope
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.keys import new_id

AT = datetime(2018, 3, 5, 2, 0, tzinfo=UTC)
TODAY = date(2018, 3, 5)
WRITING = frozenset({"people.read", "people.write", "people.identify", "people.assign"})


class Ground:
    """Where the tests play: units, offices and the scopes of those who work there."""

    def __init__(self):
        from hoanhap.places.models import Organisation, Unit, UnitEdition

        self.province = Unit.objects.create(id="26-1", level="province")
        self.here = Unit.objects.create(id="08001-1", level="commune")
        self.there = Unit.objects.create(id="08002-1", level="commune")
        self.gone = Unit.objects.create(id="08003-1", level="commune", ended_on=date(2010, 1, 1))
        for unit, name, kind, parent in (
            (self.province, "Mẫu", "tinh", None),
            (self.here, "Yên Mẫu", "xa", self.province),
            (self.there, "Bình Mẫu", "phuong", self.province),
        ):
            UnitEdition.objects.create(
                unit=unit,
                code=unit.id[:-2],
                name=name,
                name_key=name,
                kind=kind,
                level=unit.level,
                parent=parent,
            )
        make = Organisation.objects.create
        self.office = make(kind="peoples-committee", name="UBND xã Yên Mẫu", unit=self.here)
        self.next_office = make(kind="peoples-committee", name="UBND phường Bình Mẫu", unit=self.there)
        self.closed_office = make(
            kind="police", name="Công an xã Yên Mẫu", unit=self.here, valid_until=date(2015, 1, 1)
        )
        self.clerk = self.scope(self.here)
        self.neighbour = self.scope(self.there)
        self.everywhere = self.scope(self.here, self.there, self.province)
        self.reader = self.scope(self.here, powers={"people.read"})
        self.nobody = self.scope(self.here, powers={"places.read"})
        self.operator = operator_scope(on=TODAY)

    def scope(self, *units, powers=WRITING, on=TODAY):
        ids = frozenset(unit.id for unit in units)
        authority = Authority("test", frozenset(powers), units[0].id, ids)
        return Scope(account_id=new_id(), account_name="canbo.mau", on=on, authorities=(authority,))

    def told(self, **changed):
        """What a caller tells of a person, with some of it changed."""
        return {
            "full_name": "Nguyễn Văn An (mẫu)",
            "sex": "male",
            "birth": PartialDate(1985, 3, 5),
            "office_id": self.office.id,
            "responsible_from": date(2018, 1, 10),
            "basis": "Đơn đề nghị ngày 10/01/2018",
            "scope": self.clerk,
            "at": AT,
            **changed,
        }

    def register(self, full_name="Nguyễn Văn An (mẫu)", **changed):
        from hoanhap.people.operations import people

        return people.register_person(**self.told(full_name=full_name, **changed))

    def register_there(self, full_name="Nguyễn Văn An (mẫu)", **changed):
        return self.register(full_name, office_id=self.next_office.id, scope=self.neighbour, **changed)


@pytest.fixture
def ground(db):
    return Ground()


@pytest.fixture
def province(ground):
    return ground.scope(ground.here, ground.there, ground.province, powers=WRITING | {"people.merge"})


@pytest.fixture
def two(ground):
    """The same person, written down in two communes."""
    first = ground.register(
        "Nguyễn Văn An (mẫu)",
        identifiers=[_paper("000085000001")],
        aliases=["An Còi (mẫu)"],
    )
    second = ground.register_there(
        "Nguyễn Văn Ân (mẫu)", birth=PartialDate(1987), identifiers=[_paper("000111222")]
    )
    return first, second


def _paper(number):
    from hoanhap.people.operations.people import NewIdentifier

    return NewIdentifier(number=number)
