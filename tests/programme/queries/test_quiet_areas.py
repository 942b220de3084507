"""Where little happens: told from the records of every room, of the communes in reach."""

from datetime import date

import pytest

from hoanhap.casework.models import ManagementFile
from hoanhap.community.operations import needs
from hoanhap.places.models import UnitReach
from hoanhap.programme.queries.quiet_areas import quiet_areas
from tests.casework.made import LATER, scope
from tests.outreach import made as outreach
from tests.programme.communes import POWERS, PROVINCE, adopted, directs

ON = date(2018, 12, 20)


@pytest.fixture
def boss(made):
    for unit in (made.here, made.there):
        UnitReach.objects.create(area=unit, unit=unit)
    return directs(PROVINCE, made.here.pk, made.there.pk)


def quiet(who, **narrow):
    return [line.unit_id for line in quiet_areas(scope=who, on=ON, **narrow)]


def test_a_commune_where_nothing_was_recorded_is_named(made, boss):
    here, there = made.here.pk, made.there.pk
    assert quiet(boss) == [here, there]

    adopted(made.here, date(2018, 2, 1), date(2018, 11, 25))
    assert quiet(boss) == [there]
    assert quiet(boss, days=20) == [here, there]
    assert quiet(boss, missing=("communication",)) == [here, there]
    assert quiet(directs(here)) == []
    assert quiet(directs(there)) == [there]

    outreach.activity(made.there, "30/11/2018", "law", title="Hội nghị (mẫu)")
    assert quiet(boss) == []
    assert quiet(boss, missing=("model",)) == [there]


def test_what_was_recorded_after_the_day_does_not_count(made, boss):
    adopted(made.here, date(2018, 2, 1), date(2018, 12, 21))

    assert quiet(boss) == [made.here.pk, made.there.pk]


def test_most_people_come_first_and_only_who_sees_files_is_told_of_them(made, boss):
    person = made.person("Nguyễn Văn An (mẫu)", unit=made.there)
    ManagementFile.objects.create(
        person=person, opened_on=date(2018, 1, 1), office=made.office(made.there), unit=made.there
    )
    needs.record_service(
        kind="prevention-counselling",
        happened_on=date(2018, 7, 1),
        person_id=person.pk,
        scope=made.province,
        at=LATER,
    )
    blind = scope(POWERS - {"casework.read"}, PROVINCE, made.here.pk, made.there.pk)

    first, second = quiet_areas(scope=boss, on=ON)
    assert (first.unit_id, first.people, dict(first.last_on)["contact"]) == (
        made.there.pk,
        1,
        date(2018, 7, 1),
    )
    assert (second.unit_id, second.people, dict(second.last_on)["contact"]) == (made.here.pk, 0, None)
    unseen = list(quiet_areas(scope=blind, on=ON))
    assert [one.unit_id for one in unseen] == [made.here.pk, made.there.pk]
    assert {one.people for one in unseen} == {None}
    assert {kind for one in unseen for kind, _day in one.last_on} == {"communication", "model"}
