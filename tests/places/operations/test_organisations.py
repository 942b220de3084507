from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from hoanhap.audit.models import Entry
from hoanhap.kit.errors import Forbidden, NotFound, Problem
from hoanhap.places.models import Organisation
from hoanhap.places.operations import organisations
from hoanhap.places.operations.organisations import OrganisationRefused
from hoanhap.places.queries import organisations as queries

pytestmark = pytest.mark.django_db

AT = datetime(2018, 1, 5, 8, tzinfo=UTC)
OPENED = date(2017, 1, 1)
YEN_LAC, NEIGHBOUR = "09025-1", "09127-1"
ACCOUNT = UUID("00000000-0000-7000-8000-0000000000aa")


@dataclass(frozen=True)
class Standing:
    """A scope over some units, without the room above."""

    unit_ids: frozenset[str]
    account_id: UUID = ACCOUNT
    account_name: str = "can-bo-mau"
    powers: frozenset[str] = frozenset({"places.write"})

    def require(self, power):
        if power not in self.powers:
            raise Forbidden(Problem("no-power", "no"))

    def reaches(self, power, unit_id):
        return power in self.powers and unit_id in self.unit_ids


SCOPE = Standing(frozenset({YEN_LAC}))


def opened(**changes):
    given = {
        "kind": "peoples-committee",
        "name": "UBND thị trấn Yên Lạc (mẫu)",
        "unit_id": YEN_LAC,
        "valid_from": OPENED,
        "scope": SCOPE,
        "at": AT,
    }
    return organisations.open_organisation(**{**given, **changes})


def close(organisation, on, **changes):
    given = {
        "organisation_id": organisation.id,
        "on": on,
        "reason": "QĐ 1/2018 (mẫu)",
        "scope": SCOPE,
        "at": AT,
    }
    return organisations.close_organisation(**{**given, **changes})


def rename(organisation, name, on, **changes):
    given = {
        "organisation_id": organisation.id,
        "name": name,
        "on": on,
        "reason": "QĐ 2 (mẫu)",
        "scope": SCOPE,
        "at": AT,
    }
    return organisations.rename_organisation(**{**given, **changes})


def codes(refused):
    return [problem.code for problem in refused.value.problems]


def test_an_office_is_open_from_its_first_day_until_the_day_it_is_closed():
    office = opened()
    close(office, date(2018, 3, 1))

    def on(day):
        return [line.name for line in queries.offices([YEN_LAC], on=day)]

    assert on(date(2016, 12, 31)) == []
    assert on(OPENED) == on(date(2018, 2, 28)) == ["UBND thị trấn Yên Lạc (mẫu)"]
    assert on(date(2018, 3, 1)) == []
    assert [line.is_open for line in queries.offices([YEN_LAC], on=date(2019, 1, 1), also_closed=True)] == [
        False
    ]
    assert queries.offices([YEN_LAC], on=date(2016, 1, 1), also_closed=True) == []
    assert [line.is_open for line in queries.of_unit(YEN_LAC, on=date(2019, 1, 1))] == [False]


def test_every_step_is_in_the_trail():
    office = opened()
    rename(office, "UBND thị trấn Yên Lạc mới (mẫu)", date(2018, 1, 1))
    close(office, date(2018, 3, 1))

    trail = Entry.objects.filter(subject_id=str(office.id)).order_by("id")
    assert [(entry.kind, entry.account_id, entry.unit_id) for entry in trail] == [
        ("places.organisation-opened", ACCOUNT, YEN_LAC),
        ("places.organisation-renamed", ACCOUNT, YEN_LAC),
        ("places.organisation-closed", ACCOUNT, YEN_LAC),
    ]


def test_a_renamed_office_keeps_its_name_on_every_earlier_day():
    office = opened(name="Phòng A (mẫu)")
    rename(office, "Phòng B (mẫu)", date(2018, 1, 1))
    rename(office, "Phòng C (mẫu)", date(2019, 1, 1))

    days = [date(2017, 6, 1), date(2017, 12, 31), date(2018, 1, 1), date(2018, 12, 31), date(2019, 1, 1)]
    assert [queries.organisation(office.id, on=day).name[6] for day in days] == ["A", "A", "B", "B", "C"]


def test_a_second_renaming_before_the_first_is_refused():
    office = opened()
    rename(office, "Tên hai (mẫu)", date(2018, 1, 1))

    with pytest.raises(OrganisationRefused) as refused:
        rename(office, "Tên ba (mẫu)", date(2017, 6, 1))

    assert codes(refused) == ["renamed-later"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"kind": "nothing"}, ["kind"]),
        ({"name": "  "}, ["name"]),
        ({"valid_from": date(2025, 7, 1)}, ["unit-not-there"]),
        ({"parent_id": UUID(int=1)}, ["parent"]),
    ],
)
def test_an_office_that_cannot_be_is_refused_with_the_reason(changes, expected):
    with pytest.raises(OrganisationRefused) as refused:
        opened(**changes)

    assert codes(refused) == expected
    assert Organisation.objects.count() == 0


def test_the_same_office_is_not_opened_twice_but_again_after_it_was_closed():
    office = opened()

    with pytest.raises(OrganisationRefused) as refused:
        opened(name=" UBND thị trấn  Yên Lạc (mẫu)")
    assert codes(refused) == ["open-already"]

    close(office, date(2018, 3, 1))
    assert opened(valid_from=date(2018, 4, 1)).id != office.id


def test_an_office_with_open_parts_is_closed_after_them():
    office = opened()
    part = opened(kind="satellite-point", name="Điểm (mẫu)", parent_id=office.id)

    with pytest.raises(OrganisationRefused) as refused:
        close(office, date(2018, 3, 1))
    assert codes(refused) == ["has-parts"]

    close(part, date(2018, 3, 1))
    assert close(office, date(2018, 3, 1)).valid_until == date(2018, 3, 1)


@pytest.mark.parametrize(
    ("day", "reason", "expected"),
    [(OPENED, "QĐ (mẫu)", ["too-early"]), (date(2018, 3, 1), " ", ["reason"])],
)
def test_a_closing_needs_a_later_day_and_a_reason(day, reason, expected):
    office = opened()

    with pytest.raises(OrganisationRefused) as refused:
        close(office, day, reason=reason)

    assert codes(refused) == expected


def test_a_closed_office_stays_closed():
    office = opened()
    close(office, date(2018, 3, 1))

    with pytest.raises(OrganisationRefused) as refused:
        close(office, date(2018, 4, 1))

    assert codes(refused) == ["closed"]


def test_an_office_out_of_reach_is_as_if_it_were_not_there():
    office = opened()
    elsewhere = Standing(frozenset({NEIGHBOUR}))

    with pytest.raises(NotFound) as hidden:
        close(office, date(2018, 3, 1), scope=elsewhere)
    with pytest.raises(NotFound) as absent:
        close(Organisation(id=UUID(int=7)), date(2018, 3, 1))
    with pytest.raises(NotFound):
        opened(scope=elsewhere)

    assert str(hidden.value) == str(absent.value)
    assert queries.organisation(office.id, on=OPENED).valid_until is None


def test_without_the_power_nothing_is_written():
    with pytest.raises(Forbidden):
        opened(scope=Standing(frozenset({YEN_LAC}), powers=frozenset({"places.read"})))

    assert Organisation.objects.count() == 0


def test_offices_of_a_kind_in_some_units():
    opened()
    opened(kind="police", name="Công an thị trấn (mẫu)")

    lines = queries.offices([YEN_LAC, NEIGHBOUR], on=OPENED, kinds=("police",))

    assert [(line.kind, line.unit_id) for line in lines] == [("police", YEN_LAC)]
    assert queries.offices([NEIGHBOUR], on=OPENED) == []
