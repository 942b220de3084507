"""Taking people in: who, on what, where they sleep; never two in a bed, never one person twice."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from hoanhap.audit.models import Entry
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.people.models import Identifier
from hoanhap.residence.models import Placement, Stay
from hoanhap.residence.operations import admissions, wards
from hoanhap.residence.operations.admissions import Arrival
from hoanhap.residence.operations.refusals import ResidenceRefused
from hoanhap.residence.queries import arrivals
from tests.residence.made import AT, DIRECTOR, TODAY, codes, scope

pytestmark = pytest.mark.django_db


def test_an_admission_gives_the_lowest_free_bed_and_is_on_record(house):
    first, second = house.admit(), house.admit()

    assert [stay.placements.get().bed for stay in (first, second)] == [1, 2]
    assert (first.unit_id, first.facility_id, first.source) == (house.home.pk, house.own.pk, "court")
    entry = Entry.objects.get(kind="residence.admitted", subject_id=str(first.pk))
    assert (entry.person_id, entry.unit_id) == (first.person_id, house.own.unit_id)
    assert Entry.objects.filter(
        kind="residence.arrival-found", person_id=first.person_id, is_read=True
    ).exists()


def test_a_person_is_found_by_the_code_or_a_paper_only_together_with_the_year(house):
    person = house.person()
    Identifier.objects.create(person=person, kind="cccd", number="000090000001")
    house.episode(person)

    for number, year in ((person.code, 1991), ("000090000001", 1991), ("000090000009", 1990), ("", 1990)):
        with pytest.raises(ResidenceRefused) as refused:
            house.admit(episode=house_episode(person), arrival=Arrival(number, year))
        assert codes(refused) == [("nobody-to-admit", "number")]
    assert Stay.objects.count() == 0

    stay = house.admit(episode=house_episode(person), arrival=Arrival("000 090 000 001", 1990))
    assert stay.person_id == person.pk


def house_episode(person):
    return person.episodes.get()


@pytest.mark.parametrize(
    ("kind", "opened_on"),
    [("voluntary-home-community", date(2023, 1, 1)), ("compulsory", date(2024, 1, 16))],
    ids=["at home", "opened later"],
)
def test_without_an_open_episode_for_a_facility_nobody_is_admitted(house, kind, opened_on):
    episode = house.episode(kind=kind, opened_on=opened_on)

    with pytest.raises(ResidenceRefused) as refused:
        house.admit(episode=episode)

    assert codes(refused) == [("nobody-to-admit", "number")]


def test_a_facility_names_an_episode_directly_only_where_it_sees_it(house):
    episode = house.episode()

    with pytest.raises(NotFound):
        house.admit(episode=episode, arrival=None, episode_id=episode.pk)

    over_both = scope(DIRECTOR, house.home.pk)
    assert (
        house.admit(episode=episode, arrival=None, episode_id=episode.pk, scope=over_both).episode == episode
    )


def test_who_is_to_come_stands_on_the_list_of_that_facility_until_admitted(house):
    ours, theirs, at_home = house.episode(), house.episode(), house.episode(kind="voluntary-home-community")
    closed = house.episode()
    for episode, facility in (
        (ours, house.own),
        (theirs, house.other),
        (at_home, house.own),
        (closed, house.own),
    ):
        type(episode).objects.filter(pk=episode.pk).update(facility=facility)
    type(closed).objects.filter(pk=closed.pk).update(closed_on=TODAY)

    def awaited(scope=house.staff, facility=house.own):
        return [one.episode_id for one in arrivals.awaited(facility.pk, scope=scope, on=TODAY)]

    assert awaited() == [ours.pk]
    (line,) = arrivals.awaited(house.own.pk, scope=house.staff, on=TODAY)
    assert (line.name, line.code, line.born_in) == ("Nguyễn V. A.", ours.person.code, 1990)
    with pytest.raises(NotFound):
        awaited(house.neighbour)
    with pytest.raises(NotFound):
        arrivals.one_awaited(house.own.pk, theirs.pk, scope=house.staff, on=TODAY)
    with pytest.raises(NotFound):
        house.admit(episode=theirs, arrival=None, episode_id=theirs.pk)
    stay = house.admit(episode=ours, arrival=None, episode_id=ours.pk)
    assert (stay.person_id, awaited()) == (ours.person_id, [])
    admissions.withdraw_admission(stay_id=stay.pk, reason="Nhầm (mẫu)", scope=house.staff, at=AT)
    assert awaited() == [ours.pk]


def test_a_full_ward_takes_nobody_without_a_reason_and_without_a_bed_with_one(house):
    house.admit()
    house.admit()

    with pytest.raises(ResidenceRefused) as full:
        house.admit()
    over = house.admit(over_reason="Chờ mở khu C theo Công văn 15 (mẫu)")

    assert codes(full) == [("ward-full", "over_reason")]
    placed = over.placements.get()
    assert (placed.bed, placed.over_reason) == (None, "Chờ mở khu C theo Công văn 15 (mẫu)")
    assert Stay.objects.count() == 3


def test_a_reason_is_not_kept_where_a_bed_was_free(house):
    assert house.admit(over_reason="Thừa (mẫu)").placements.get().over_reason == ""


@pytest.mark.parametrize("bed", [0, 3, -1])
def test_a_bed_that_the_ward_does_not_have_is_refused(house, bed):
    with pytest.raises(ResidenceRefused) as refused:
        house.admit(bed=bed)
    assert codes(refused) == [("no-such-bed", "bed")]


def test_a_taken_bed_is_refused_by_the_database_itself(house):
    house.admit(bed=2)

    with pytest.raises(ResidenceRefused) as refused, transaction.atomic():
        house.admit(bed=2)

    assert codes(refused) == [("bed-taken", "bed")]


def test_the_same_person_is_not_in_two_facilities_at_once(house):
    stay = house.admit()
    theirs = {"facility_id": house.other.pk, "ward_id": house.theirs.pk, "scope": house.neighbour}

    with pytest.raises(ResidenceRefused) as refused, transaction.atomic():
        house.admit(episode=stay.episode, **theirs)

    assert codes(refused) == [("stays-already", "admitted_on")]
    assert Stay.objects.count() == 1


def test_women_and_minors_get_rooms_of_their_own(house):
    woman = house.person("Trần Thị Hoa (mẫu)", sex="female")
    boy = house.person("Lê Văn Bé (mẫu)", born_on=date(2008, 1, 1))
    maybe = house.person("Lê Văn Tư (mẫu)", born_on=date(2006, 1, 1), precision="year")
    minors = house.ward("Khu M (mẫu)", purpose="minors")

    said = []
    for person, ward in (
        (woman, house.men),
        (house.person(), house.women),
        (boy, house.men),
        (house.person(), minors),
    ):
        with pytest.raises(ResidenceRefused) as refused:
            house.admit(person, ward_id=ward.pk)
        said += codes(refused)

    assert said == [
        ("ward-for-other-sex", "ward_id"),
        ("ward-for-other-sex", "ward_id"),
        ("ward-not-for-minors", "ward_id"),
        ("ward-for-minors-only", "ward_id"),
    ]
    assert house.admit(woman, ward_id=house.women.pk).placements.get().bed == 1
    assert house.admit(boy, ward_id=minors.pk).placements.get().ward == minors
    # Born in 2006, so 17 or 18 in January 2024: nothing certain speaks against the ward of adults.
    assert house.admit(maybe).placements.get().ward == house.men


def test_moving_frees_the_old_bed_on_that_very_day(house):
    first, second = house.admit(), house.admit()
    third_ward = house.ward("Khu C (mẫu)")

    admissions.move(
        stay_id=first.pk,
        ward_id=third_ward.pk,
        on=date(2024, 3, 1),
        reason="Theo lớp (mẫu)",
        scope=house.staff,
        at=AT,
    )
    late = house.admit(admitted_on=date(2024, 3, 1), ends_on=None)

    spans = [
        (row.ward_id, row.bed, row.valid_from, row.valid_until)
        for row in first.placements.order_by("valid_from")
    ]
    assert spans == [
        (house.men.pk, 1, date(2024, 1, 15), date(2024, 3, 1)),
        (third_ward.pk, 1, date(2024, 3, 1), None),
    ]
    assert (second.placements.get().bed, late.placements.get().bed) == (2, 1)


def test_a_bed_of_a_later_guest_is_not_given_for_an_earlier_time(house):
    house.admit(admitted_on=date(2024, 5, 1))

    assert house.admit(admitted_on=date(2024, 2, 1)).placements.get().bed == 2


def test_a_resident_does_not_move_into_another_facility(house):
    stay = house.admit()
    with pytest.raises(NotFound):
        admissions.move(
            stay_id=stay.pk,
            ward_id=house.theirs.pk,
            on=date(2024, 3, 1),
            reason="x",
            scope=scope(DIRECTOR, inside=(house.own.pk, house.other.pk)),
            at=AT,
        )


def test_an_admission_by_mistake_frees_person_and_bed_for_the_whole_time(house):
    stay = house.admit(bed=1)
    admissions.withdraw_admission(stay_id=stay.pk, reason="Nhầm người (mẫu)", scope=house.staff, at=AT)

    again = house.admit(episode=stay.episode, bed=1)

    assert Stay.objects.get(pk=stay.pk).retired_reason == "Nhầm người (mẫu)"
    assert again.placements.get().bed == 1
    with pytest.raises(NotFound):
        admissions.withdraw_admission(stay_id=stay.pk, reason="Lần nữa", scope=house.staff, at=AT)


def test_a_transfer_names_the_facility_it_came_from(house):
    with pytest.raises(ResidenceRefused) as bare:
        house.admit(source="transfer")
    with pytest.raises(ResidenceRefused) as itself:
        house.admit(source="transfer", came_from_id=house.own.pk)

    assert codes(bare) == codes(itself) == [("transferred-from", "came_from_id")]
    assert house.admit(source="transfer", came_from_id=house.other.pk).came_from == house.other
    assert house.admit(came_from_id=house.other.pk).came_from is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"admitted_on": date(2024, 6, 4)}, ("in-the-future", "admitted_on")),
        ({"basis_on": date(2024, 1, 16)}, ("paper-after-admission", "basis_on")),
        ({"ends_on": date(2024, 1, 15)}, ("ends-before-it-begins", "ends_on")),
        ({"basis_number": " "}, ("missing", "basis_number")),
        ({"source": "bought"}, ("not-on-the-list", "source")),
        ({"health_state": ""}, ("not-on-the-list", "health_state")),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(house, changes, expected):
    with pytest.raises(ResidenceRefused) as refused:
        house.admit(**changes)
    assert codes(refused) == [expected]
    assert Stay.objects.count() == 0


def test_others_admit_nobody(house):
    for who in (house.neighbour, house.far, house.commune, house.doctor):
        with pytest.raises((NotFound, Forbidden)):
            house.admit(scope=who)
    assert Stay.objects.count() == 0


class TestWards:
    def test_beds_are_not_taken_away_from_under_somebody(self, house):
        house.admit(bed=2)
        change = {
            "ward_id": house.men.pk,
            "from_on": date(2024, 6, 1),
            "reason": "Sửa (mẫu)",
            "scope": house.staff,
            "at": AT,
        }
        with pytest.raises(ResidenceRefused) as refused:
            wards.change_beds(beds=1, **change)
        assert codes(refused) == [("bed-in-use", "beds")]
        wards.change_beds(beds=3, **change)
        assert house.admit(admitted_on=date(2024, 6, 1), bed=3).placements.get().bed == 3

    def test_a_ward_in_use_is_not_closed(self, house):
        stay = house.admit()
        close = {
            "ward_id": house.men.pk,
            "on": date(2024, 6, 3),
            "reason": "Sửa (mẫu)",
            "scope": house.staff,
            "at": AT,
        }
        with pytest.raises(ResidenceRefused) as refused:
            wards.close_ward(**close)
        assert codes(refused) == [("ward-in-use", "on")]
        admissions.withdraw_admission(stay_id=stay.pk, reason="Nhầm (mẫu)", scope=house.staff, at=AT)
        assert wards.close_ward(**close).valid_until == date(2024, 6, 3)
        with pytest.raises(ResidenceRefused) as shut:
            house.admit(admitted_on=date(2024, 6, 3))
        assert codes(shut) == [("ward-not-open", "ward_id")]

    def test_a_name_is_given_once_while_the_ward_is_open(self, house):
        with pytest.raises(ResidenceRefused) as refused, transaction.atomic():
            house.ward("Khu A (mẫu)")
        assert codes(refused) == [("ward-name-taken", "name")]


def test_the_database_keeps_beds_and_days_whatever_the_program_does(house):
    stay, other = house.admit(bed=1), house.admit(bed=2)
    row = other.placements.get()
    for changes in (
        {"bed": 1},
        {"bed": None},
        {"bed": 0},
        {"valid_until": date(2024, 1, 14)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Placement.objects.filter(pk=row.pk).update(**changes)
    for changes in (
        {"discharged_on": date(2024, 3, 1)},
        {"discharged_on": date(2024, 1, 1), "left_as": "other", "left_reason": "x", "left_number": "1"},
        {"left_as": "completed"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Stay.objects.filter(pk=stay.pk).update(**changes)
