"""A facility sees its own residents and nobody else's; a commune sees its people, wherever they are."""

from datetime import date

import pytest
from django.apps import apps

from hoanhap.audit.models import Entry
from hoanhap.kit.errors import NotFound
from hoanhap.residence.models import Stay, Ward
from hoanhap.residence.models.visibility import OfFacility, OfStay
from hoanhap.residence.operations import conduct, health, leaves, leaving, ratings, rolls
from hoanhap.residence.queries import due, figures, life, residents, wards
from hoanhap.residence.queries import rolls as roll_queries
from tests.residence.made import AT, STAFF, TODAY, scope

pytestmark = pytest.mark.django_db
READ = "residence.read"


@pytest.fixture
def lives(house):
    """One person in each facility, both from the home commune, with everything written about them."""
    stays = []
    for ward, who, doctor in (
        (house.men, house.director, house.doctor),
        (house.theirs, house.neighbour, house.neighbour),
    ):
        stay = house.admit(house.person(), facility_id=ward.facility_id, ward_id=ward.pk, scope=who)
        given = {"stay_id": stay.pk, "scope": who, "at": AT}
        house.leave(stay, scope=who)
        leaves.record_visit(**given, happened_on=TODAY, relation="parent", visitors=1, minutes=30)
        ratings.rate(
            facility_id=ward.facility_id, month=date(2024, 5, 1), grades={stay.pk: "fair"}, scope=who, at=AT
        )
        conduct.discipline(**given, level=1, on=TODAY, decision_number="1/QĐ", why="x")
        conduct.record_incident(**given, kind="fight", happened_on=TODAY, note="x")
        conduct.record_escape(**given, left_on=TODAY, minutes_number="1/BB")
        health.write_note(
            stay_id=stay.pk, kind="illness", seen_on=TODAY, note="x", seen_by="x", scope=doctor, at=AT
        )
        leaving.send_notices(**given, to=["commune"], about="end", sent_on=TODAY, number="1/TB")
        leaving.write_plan(**given, made_on=TODAY, needs={"work": "x"})
        leaving.record_support(**given, domain="work", provided_on=TODAY, provided_by="x")
        rolls.close_roll(
            ward_id=ward.pk, on=TODAY, marks={stay.pk: ("escaped", "")}, signed_by="x", scope=who, at=AT
        )
        stays.append(stay)
    return stays


def tables():
    return [
        model
        for model in apps.get_app_config("residence").get_models()
        if not model.__name__.endswith("Event") and "Event" not in model.__name__
    ]


def test_every_table_of_the_room_can_be_narrowed():
    for model in tables():
        assert isinstance(model.objects.get_queryset(), (OfStay, OfFacility)), model


def test_every_row_about_a_person_is_seen_by_the_own_facility_and_not_by_the_other(house, lives):
    seen = 0
    for model in tables():
        names = {field.name for field in model._meta.concrete_fields}
        if "person" not in names:
            continue
        power = "residence.health" if model.__name__ in {"DetoxDay", "InfirmaryNote", "MedicineUse"} else READ
        everything = model.objects.count()
        for who, stay in ((house.doctor, lives[0]), (house.neighbour, lives[1])):
            rows = list(model.objects.visible_to(who, power))
            assert {row.person_id for row in rows} <= {stay.person_id}, model
            assert len(rows) * 2 == everything, model
            seen += len(rows)
        assert list(model.objects.visible_to(house.far, power)) == []
        assert model.objects.visible_to(house.commune, READ).count() == everything
        assert list(model.objects.visible_to(house.staff, "residence.health")) == []
    assert seen >= 24


def test_names_are_whole_for_the_staff_and_short_for_the_commune(house, lives):
    def name(who):
        (entry,) = roll_queries.roll_sheet(house.men.pk, scope=who, on=TODAY, at=AT).entries
        return entry.resident.name

    assert (name(house.staff), name(house.commune)) == ("Nguyễn Văn An (mẫu)", "Nguyễn V. A.")
    shown = Entry.objects.filter(kind="residence.roll-read", is_read=True)
    assert set(shown.values_list("person_id", "account_name")) == {(lives[0].person_id, "coso1")}
    rows = residents.residents(house.own.pk, scope=house.staff, on=TODAY).rows
    assert [row.name for row in rows] == ["Nguyễn V. A."], "lists are shortened for everybody"


def test_the_page_of_a_resident_of_the_other_house_is_not_there(house, lives):
    ours, theirs = lives
    given = {"at": AT, "on": TODAY, "purpose": "test"}
    assert residents.resident(ours.pk, scope=house.staff, **given).person_id == ours.person_id
    with pytest.raises(NotFound):
        residents.resident(theirs.pk, scope=house.staff, **given)
    with pytest.raises(NotFound):
        residents.resident(ours.pk, scope=house.far, **given)
    for empty in (
        life.days(theirs.pk, scope=house.staff, on=TODAY),
        life.conduct(theirs.pk, scope=house.staff),
        life.going_home(theirs.pk, scope=house.staff, ends_on=None, on=TODAY),
    ):
        assert not any(vars(empty).values())


def test_wards_rolls_figures_and_lists_of_the_other_house_are_not_there(house, lives):
    with pytest.raises(NotFound):
        wards.ward(house.theirs.pk, scope=house.staff, on=TODAY)
    with pytest.raises(NotFound):
        roll_queries.roll_sheet(house.theirs.pk, scope=house.staff, on=TODAY, at=AT)
    with pytest.raises(NotFound):
        figures.in_care(house.other.pk, scope=house.staff, on=TODAY)
    assert [one.id for one in wards.facilities(scope=house.staff, on=TODAY)] == [house.own.pk, house.point.pk]
    assert wards.wards(house.other.pk, scope=house.staff, on=TODAY) == []
    assert residents.residents(house.other.pk, scope=house.staff, on=TODAY).total == 0
    assert due.due_to_leave(house.other.pk, scope=house.staff, on=TODAY) == []
    assert not any(vars(due.attention(house.other.pk, scope=house.staff, on=TODAY)).values())


def test_after_a_transfer_each_house_keeps_its_own_part(house):
    stay = house.admit()
    leaving.discharge(
        stay_id=stay.pk, on=date(2024, 6, 1), left_as="transferred", reason="QĐ 4 (mẫu)", number="4/QĐ",
        paper_on=date(2024, 6, 1), scope=house.director, at=AT,
    )  # fmt: skip
    second = house.admit(
        stay.person, facility_id=house.other.pk, ward_id=house.theirs.pk, scope=house.neighbour,
        source="transfer", came_from_id=house.own.pk, admitted_on=date(2024, 6, 1), basis_on=date(2024, 6, 1),
    )  # fmt: skip

    assert list(Stay.objects.visible_to(house.staff, READ)) == [stay]
    assert list(Stay.objects.visible_to(house.neighbour, READ)) == [second]
    assert Stay.objects.visible_to(house.commune, READ).count() == 2


def test_a_commune_sees_its_people_and_not_the_others_in_the_facility_on_its_ground(house):
    ours = house.admit()
    guest = house.admit(unit=house.away)

    assert list(Stay.objects.visible_to(house.commune, READ)) == [ours]
    assert list(Stay.objects.visible_to(house.far, READ)) == [guest]
    rows = residents.residents(house.own.pk, scope=house.commune, on=TODAY).rows
    assert [row.stay_id for row in rows] == [ours.pk]


def test_a_power_in_one_house_and_another_power_in_the_other_do_not_add_up(house, lives):
    both = scope(frozenset(["residence.read"]), inside=(house.other.pk,))
    two = type(both)(
        account_id=both.account_id,
        account_name="hai",
        on=TODAY,
        authorities=(*both.authorities, *scope(STAFF, inside=(house.own.pk,)).authorities),
    )
    found = [residents.resident(stay.pk, scope=two, at=AT, on=TODAY, purpose="test") for stay in lives]
    names = {one.facility_id: one.name for one in found}
    assert names == {house.own.pk: "Nguyễn Văn An (mẫu)", house.other.pk: "Nguyễn V. A."}
    with pytest.raises(NotFound):
        leaves.record_visit(
            stay_id=lives[1].pk, happened_on=TODAY, relation="parent", visitors=1, minutes=9, scope=two, at=AT
        )


def test_wards_are_seen_over_the_unit_too(house):
    assert set(Ward.objects.visible_to(house.commune, READ)) == {house.men, house.women, house.theirs}
    assert set(Ward.objects.visible_to(house.far, READ)) == set()
