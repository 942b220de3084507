"""Who has to be placed by a person, on the real map."""

from datetime import date

import pytest

from hoanhap.kit.errors import Forbidden
from hoanhap.people.queries.unplaced import Reason, Successor, unplaced
from hoanhap.places.models import Unit, UnitEdition, UnitReach
from hoanhap.places.queries import units
from tests.people import real
from tests.people.real import DIVIDED, EVE, HA_NOI, HEIR, PARTS, REFORM, TODAY, VANISHED, WHOLE

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def django_db_setup(units_template, django_db_blocker):
    yield from real.on_real_units(units_template, django_db_blocker, "unplaced")


@pytest.fixture
def ha_noi():
    return real.officer(HA_NOI)


def found(scope, on=TODAY, **narrow):
    return [(row.code, row.unit_id, row.reason) for row in unplaced(scope=scope, on=on, **narrow)]


def test_who_stands_at_a_divided_ward_is_listed_with_the_wards_that_may_be_meant(ha_noi):
    person = real.person(DIVIDED, "Trần Thị Bình (mẫu)")

    [row] = unplaced(scope=ha_noi, on=TODAY)

    assert (row.code, row.person.id, row.reason, row.ended_on) == (
        person.code,
        person.pk,
        Reason.DIVIDED,
        REFORM,
    )
    assert row.unit_path == "Phường Ngọc Hà, quận Ba Đình, thành phố Hà Nội"
    assert row.candidates == (
        Successor(PARTS[0], "Phường Ba Đình", "Phường Ba Đình, thành phố Hà Nội"),
        Successor(PARTS[1], "Phường Ngọc Hà", "Phường Ngọc Hà, thành phố Hà Nội"),
    )


def test_the_name_is_masked(ha_noi):
    real.person(DIVIDED, "Trần Thị Bình (mẫu)")

    [row] = unplaced(scope=ha_noi, on=TODAY)

    assert row.person.masked_name == "Trần T. B."
    assert "Bình" not in repr(row)


def test_who_stands_at_a_ward_that_vanished_is_listed_without_any_to_choose(ha_noi):
    person = real.person(VANISHED)

    [row] = unplaced(scope=ha_noi, on=TODAY)

    assert (row.code, row.reason, row.candidates) == (person.code, Reason.UNRESOLVED, ())


def test_who_stands_at_a_unit_that_lives_or_went_whole_is_not_listed():
    real.person(PARTS[0])
    real.person(real.BESIDE)
    real.person(WHOLE)
    real.person(HEIR)

    assert found(real.operator()) == []


def test_nobody_is_listed_before_the_day_of_the_change(ha_noi):
    person = real.person(DIVIDED)

    assert found(ha_noi, on=EVE) == []
    assert found(ha_noi, on=REFORM) == [(person.code, DIVIDED, Reason.DIVIDED)]


def test_the_communes_that_took_a_part_see_nobody_of_it_and_the_province_does(ha_noi):
    person = real.person(DIVIDED)

    for part in PARTS:
        with pytest.raises(Forbidden):
            found(real.officer(part, "commune-officer"))
        assert found(real.officer(part)) == [], "the power alone, over the part, shows nobody of the whole"
    assert found(ha_noi) == [(person.code, DIVIDED, Reason.DIVIDED)]


def test_another_province_sees_nobody_of_it():
    real.person(DIVIDED)
    real.person(VANISHED)

    assert found(real.officer(real.PHU_THO)) == []


def test_who_was_placed_is_not_listed_any_more_nor_by_asking_for_an_earlier_day(ha_noi):
    moved = real.person(real.BESIDE)
    moved.responsibilities.update(valid_until=date(2025, 9, 1))
    real.answer_for(moved, HEIR, date(2025, 9, 1))
    gone = real.person(DIVIDED)
    gone.responsibilities.update(valid_until=date(2025, 9, 1))
    real.answer_for(gone, HEIR, date(2025, 9, 1))

    assert found(ha_noi) == []
    assert found(ha_noi, on=date(2025, 8, 1)) == [], "their file is in another province now"
    assert found(real.operator(), on=date(2025, 8, 1)) == [(gone.code, DIVIDED, Reason.DIVIDED)]


def test_who_has_died_needs_no_new_office(ha_noi):
    real.person(DIVIDED, died_on=TODAY)
    later = real.person(DIVIDED, died_on=date(2026, 1, 6))

    assert found(ha_noi) == [(later.code, DIVIDED, Reason.DIVIDED)]


def test_a_responsibility_elsewhere_does_not_show_the_unit_out_of_reach():
    """Somebody for whom two offices answer is in both readers' reach; the ended unit only in one's."""
    both = real.person(DIVIDED)
    real.answer_for(both, HEIR, date(2025, 8, 1))

    assert found(real.officer(real.PHU_THO)) == []


def test_only_who_may_write_asks():
    with pytest.raises(Forbidden):
        unplaced(scope=real.officer(HA_NOI, "province-analyst"), on=TODAY)
    with pytest.raises(Forbidden):
        unplaced(scope=real.officer(HA_NOI, "commune-chair"), on=TODAY)


def test_the_list_narrows_to_an_ended_unit_or_to_an_area(ha_noi):
    here, there = real.person(DIVIDED), real.person(VANISHED)

    assert found(ha_noi, area_id=DIVIDED) == [(here.code, DIVIDED, Reason.DIVIDED)]
    assert found(ha_noi, area_id=VANISHED) == [(there.code, VANISHED, Reason.UNRESOLVED)]
    assert found(ha_noi, area_id=PARTS[0]) == []
    assert {code for code, *_ in found(ha_noi, area_id=HA_NOI)} == {here.code, there.code}


def test_a_district_that_was_dissolved_is_decided_person_by_person_and_a_merged_province_is_not():
    at_district = real.person("251-1")
    real.person(real.VINH_PHUC)

    [row] = unplaced(scope=real.officer(real.PHU_THO), on=TODAY)

    assert (row.code, row.reason) == (at_district.code, Reason.DIVIDED)
    assert "Xã Yên Lạc" in [one.name for one in row.candidates]


def test_an_island_district_that_became_one_zone_lies_whole_in_it():
    real.person("755-1")

    assert found(real.operator()) == []


def test_a_successor_that_ended_itself_is_not_offered(ha_noi):
    real.person(DIVIDED)
    Unit.objects.filter(id=PARTS[1]).update(ended_on=TODAY)
    UnitEdition.objects.filter(unit_id=PARTS[1]).update(valid_until=TODAY)
    UnitReach.objects.filter(area_id=PARTS[1]).update(valid_until=TODAY)

    [row] = [row for row in unplaced(scope=ha_noi, on=TODAY) if row.unit_id == DIVIDED]

    assert [one.unit_id for one in row.candidates] == [PARTS[0]]


def test_the_units_it_lists_are_exactly_those_that_the_lists_leave_undecided():
    """Somebody at every commune there ever was: who is listed is the undecided communes, no more and no fewer."""
    from hoanhap.people.models import Person, Responsibility
    from hoanhap.places.models import Organisation

    everywhere = list(Unit.objects.filter(level="commune").order_by("id").values_list("id", flat=True))
    here = [Organisation(kind="peoples-committee", name=f"UBND {unit}", unit_id=unit) for unit in everywhere]
    people = [
        Person(code=f"M{at:08d}", full_name="Mẫu", sort_key="mau", sex="male", born_on="1990-01-01", born_precision="year")
        for at, _ in enumerate(everywhere)
    ]  # fmt: skip
    Organisation.objects.bulk_create(here)
    Person.objects.bulk_create(people)
    Responsibility.objects.bulk_create(
        Responsibility(
            person=who, office=office, unit_id=office.unit_id, valid_from=real.IN_2018, basis="mẫu"
        )
        for who, office in zip(people, here, strict=True)
    )
    pages = [unplaced(scope=real.operator(), on=TODAY, number=number, size=200) for number in range(1, 7)]

    listed = [
        (row.unit_id, row.reason, [one.unit_id for one in row.candidates]) for page in pages for row in page
    ]

    undecided = units.unresolved_units(None, on=TODAY)
    assert pages[0].total == len(listed) == 1009
    assert listed == [(one.line.unit_id, one.reason, list(one.candidates)) for one in undecided]


@pytest.mark.parametrize("people", [1, 40])
def test_a_page_takes_the_same_few_queries_however_long_it_is(ha_noi, people, django_assert_max_num_queries):
    for number in range(people):
        real.person(DIVIDED if number % 2 else VANISHED)

    with django_assert_max_num_queries(9):
        page = unplaced(scope=ha_noi, on=TODAY, size=100)

    assert len(page) == page.total == people
