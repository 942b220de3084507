"""A file is changed only by who may, with a reason, and what stood there before can be read again."""

from dataclasses import replace
from datetime import date

import pytest

from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.kit.keys import new_id
from hoanhap.people.operations import people
from hoanhap.people.operations.people import (
    AddressRefused,
    AlreadyDead,
    LikelyDuplicate,
    NewAddress,
    NewIdentifier,
    NewRelative,
    NothingToCorrect,
    PersonRefused,
    TransferRefused,
)
from hoanhap.people.queries.people import history
from tests.people.conftest import AT, TODAY

CCCD = "000085000001"


def codes(refused):
    return sorted(problem.code for problem in refused.value.problems)


def changes(ground, person):
    page = history(person.id, scope=ground.clerk, at=AT)
    return [(change.field, change.before, change.after, change.reason, change.by) for change in page]


@pytest.fixture
def person(ground):
    return ground.register(identifiers=[NewIdentifier(number=CCCD)])


# --- corrections ---------------------------------------------------------


def test_a_correction_changes_what_differs_and_keeps_what_stood_there(ground, person):
    people.correct_person(
        person_id=person.id,
        full_name="Nguyễn Văn Ân (mẫu)",
        sex="male",
        birth=PartialDate(1986, 3),
        reason="Theo giấy khai sinh",
        scope=ground.clerk,
        at=AT,
    )

    person.refresh_from_db()
    assert (person.full_name, person.born_on, person.born_precision) == (
        "Nguyễn Văn Ân (mẫu)",
        date(1986, 3, 1),
        "month",
    )
    assert person.name_folded == " nguyen van an (mau) "
    assert changes(ground, person) == [
        ("full_name", "Nguyễn Văn An (mẫu)", "Nguyễn Văn Ân (mẫu)", "Theo giấy khai sinh", "canbo.mau"),
        ("birth", PartialDate(1985, 3, 5), PartialDate(1986, 3), "Theo giấy khai sinh", "canbo.mau"),
    ]


def test_a_corrected_birth_has_the_numbers_read_anew(ground, person):
    assert person.identifiers.get().warnings == ["synthetic-number"]
    people.correct_person(
        person_id=person.id,
        birth=PartialDate(1986),
        sex="female",
        reason="Ghi nhầm",
        scope=ground.clerk,
        at=AT,
    )
    assert person.identifiers.get().warnings == ["synthetic-number", "sex-differs", "birth-year-differs"]


def test_two_corrections_are_two_steps_of_the_history(ground, person):
    for name, reason in (("Nguyễn Văn Bình (mẫu)", "Lần một"), ("Nguyễn Văn Châu (mẫu)", "Lần hai")):
        people.correct_person(person_id=person.id, full_name=name, reason=reason, scope=ground.clerk, at=AT)
    assert [change[1:4] for change in changes(ground, person)] == [
        ("Nguyễn Văn Bình (mẫu)", "Nguyễn Văn Châu (mẫu)", "Lần hai"),
        ("Nguyễn Văn An (mẫu)", "Nguyễn Văn Bình (mẫu)", "Lần một"),
    ]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"full_name": " "}, "name-missing"),
        ({"sex": "x"}, "sex-missing"),
        ({"birth": PartialDate(2019)}, "birth-in-future"),
        ({"full_name": "Lê Mẫu", "reason": "  "}, "reason-missing"),
        ({"full_name": "Lê Mẫu", "reason": "x" * 301}, "reason-too-long"),
        ({"died_on": date(1980, 1, 1)}, "death-before-birth"),
    ],
)
def test_a_wrong_correction_is_refused(ground, person, changed, problem):
    with pytest.raises(PersonRefused) as refused:
        people.correct_person(
            **{"person_id": person.id, "reason": "Sửa", "scope": ground.clerk, "at": AT, **changed}
        )
    assert codes(refused) == [problem]


def test_a_correction_that_changes_nothing_is_no_correction(ground, person):
    with pytest.raises(NothingToCorrect):
        people.correct_person(
            person_id=person.id, full_name=" Nguyễn Văn An  (mẫu)", reason="Sửa", scope=ground.clerk, at=AT
        )
    assert changes(ground, person) == []


# --- papers ------------------------------------------------------------


def test_a_paper_is_added_once(ground, person):
    people.add_identifier(
        person_id=person.id,
        identifier=NewIdentifier(number="b 1234567", kind="passport"),
        scope=ground.clerk,
        at=AT,
    )
    assert sorted(person.identifiers.values_list("kind", "number")) == [
        ("cccd", CCCD),
        ("passport", "B1234567"),
    ]
    with pytest.raises(PersonRefused) as refused:
        people.add_identifier(
            person_id=person.id, identifier=NewIdentifier(number=CCCD), scope=ground.clerk, at=AT
        )
    assert codes(refused) == ["paper-known"]


def test_another_persons_citizen_number_is_refused_and_one_elsewhere_is_not_described(ground, person):
    other = ground.register_there("Lê Thị Bình (mẫu)", sex="female", birth=PartialDate(1990))
    with pytest.raises(LikelyDuplicate) as refused:
        people.add_identifier(
            person_id=other.id, identifier=NewIdentifier(number=CCCD), scope=ground.neighbour, at=AT
        )
    assert codes(refused) == ["likely-duplicate-elsewhere"]
    assert [(c.is_visible, c.name, c.code) for c in refused.value.candidates] == [(False, "", "")]
    with pytest.raises(LikelyDuplicate) as refused:
        people.add_identifier(
            person_id=other.id, identifier=NewIdentifier(number=CCCD), scope=ground.everywhere, at=AT
        )
    assert codes(refused) == ["number-taken"]


def test_a_withdrawn_paper_stays_in_the_history_and_can_be_recorded_again(ground, person):
    row = person.identifiers.get()
    people.withdraw_identifier(identifier_id=row.id, reason="Nhập nhầm số", scope=ground.clerk, at=AT)
    row.refresh_from_db()
    assert (row.retired_at, row.retired_reason) == (AT, "Nhập nhầm số")
    with pytest.raises(NotFound):
        people.withdraw_identifier(identifier_id=row.id, reason="Lần nữa", scope=ground.clerk, at=AT)
    again = people.add_identifier(
        person_id=person.id, identifier=NewIdentifier(number=CCCD), scope=ground.clerk, at=AT
    )
    assert again.id != row.id
    assert changes(ground, person) == [("retired_at", None, AT, "Nhập nhầm số", "canbo.mau")]


# --- names and relatives -------------------------------------------------


def test_another_name_is_found_by_search_until_it_is_withdrawn(ground, person):
    from hoanhap.people.queries.people import search

    def found():
        return [row.id for row in search("ty map", scope=ground.clerk)]

    row = people.add_name(person_id=person.id, name="Tý Mập", scope=ground.clerk, at=AT)
    assert found() == [person.id]
    with pytest.raises(PersonRefused) as refused:
        people.add_name(person_id=person.id, name="Tý  Mập", scope=ground.clerk, at=AT)
    assert codes(refused) == ["name-known"]
    people.withdraw_name(name_id=row.id, reason="Không phải tên này", scope=ground.clerk, at=AT)
    assert found() == []


def test_a_relative_is_added_and_withdrawn(ground, person):
    row = people.add_relative(
        person_id=person.id,
        relative=NewRelative(relation="spouse", full_name="Lê Thị Mẫu"),
        scope=ground.clerk,
        at=AT,
    )
    people.withdraw_relative(relative_id=row.id, reason="Đề nghị của người nhà", scope=ground.clerk, at=AT)
    row.refresh_from_db()
    assert row.retired_at == AT
    with pytest.raises(PersonRefused):
        people.withdraw_relative(
            relative_id=new_relative(ground, person).id, reason="", scope=ground.clerk, at=AT
        )


def new_relative(ground, person):
    return people.add_relative(
        person_id=person.id,
        relative=NewRelative(relation="father", full_name="Nguyễn Mẫu"),
        scope=ground.clerk,
        at=AT,
    )


# --- addresses -----------------------------------------------------------


def home(day, line="Thôn Mẫu 1", kind="permanent", unit_id=None):
    return NewAddress(kind=kind, line=line, valid_from=day, unit_id=unit_id)


def test_a_new_address_ends_the_one_before_and_an_older_one_fits_in_between(ground, person):
    for day, line in ((date(2000, 1, 1), "Một"), (date(2010, 1, 1), "Ba"), (date(2005, 1, 1), "Hai")):
        people.record_address(person_id=person.id, address=home(day, line), scope=ground.clerk, at=AT)
    people.record_address(
        person_id=person.id, address=home(date(2007, 1, 1), "Tạm", "temporary"), scope=ground.clerk, at=AT
    )

    lines = person.addresses.order_by("valid_from").values_list("kind", "line", "valid_from", "valid_until")
    assert list(lines) == [
        ("permanent", "Một", date(2000, 1, 1), date(2005, 1, 1)),
        ("permanent", "Hai", date(2005, 1, 1), date(2010, 1, 1)),
        ("temporary", "Tạm", date(2007, 1, 1), None),
        ("permanent", "Ba", date(2010, 1, 1), None),
    ]


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        (home(date(2000, 1, 1)), "address-same-day"),
        (home(date(2019, 1, 1)), "address-in-future"),
        (home(date(2001, 1, 1), line=" "), "address-empty"),
        (home(date(2001, 1, 1), kind="x"), "address-kind-unknown"),
        (home(date(2011, 1, 1), unit_id="08003-1"), "unit-had-ended"),
        (home(date(2001, 1, 1), line="x" * 301), "address-too-long"),
    ],
)
def test_an_address_that_cannot_be_is_refused(ground, person, address, problem):
    people.record_address(person_id=person.id, address=home(date(2000, 1, 1)), scope=ground.clerk, at=AT)
    with pytest.raises(AddressRefused) as refused:
        people.record_address(person_id=person.id, address=address, scope=ground.clerk, at=AT)
    assert codes(refused) == [problem]
    assert person.addresses.count() == 1


# --- death ---------------------------------------------------------------


def test_a_death_is_recorded_once_corrected_with_a_reason_and_withdrawn_if_wrong(ground, person):
    people.record_death(
        person_id=person.id, died_on=TODAY, basis="Trích lục khai tử", scope=ground.clerk, at=AT
    )
    with pytest.raises(AlreadyDead):
        people.record_death(person_id=person.id, died_on=TODAY, basis="Trích lục", scope=ground.clerk, at=AT)
    people.correct_person(
        person_id=person.id, died_on=date(2018, 3, 4), reason="Sai ngày", scope=ground.clerk, at=AT
    )
    people.withdraw_death(person_id=person.id, reason="Nhầm người", scope=ground.clerk, at=AT)
    person.refresh_from_db()
    assert person.died_on is None
    with pytest.raises(NothingToCorrect):
        people.withdraw_death(person_id=person.id, reason="Lần nữa", scope=ground.clerk, at=AT)
    assert [change[1:4] for change in changes(ground, person)] == [
        (date(2018, 3, 4), None, "Nhầm người"),
        (TODAY, date(2018, 3, 4), "Sai ngày"),
        (None, TODAY, "Trích lục khai tử"),
    ]


@pytest.mark.parametrize(
    ("died_on", "basis", "problem"),
    [
        (date(2018, 3, 6), "Giấy", "death-in-future"),
        (date(1985, 3, 4), "Giấy", "death-before-birth"),
        (TODAY, "", "reason-missing"),
    ],
)
def test_a_death_that_cannot_be_is_refused(ground, person, died_on, basis, problem):
    with pytest.raises(PersonRefused) as refused:
        people.record_death(person_id=person.id, died_on=died_on, basis=basis, scope=ground.clerk, at=AT)
    assert codes(refused) == [problem]


# --- who answers ---------------------------------------------------------


def hand_over(ground, person, **changed):
    told = {
        "to_office_id": ground.next_office.id,
        "on": TODAY,
        "basis": "Thông báo 12/TB",
        "scope": ground.clerk,
        "at": AT,
    }
    return people.transfer_responsibility(person_id=person.id, **{**told, **changed})


def test_who_only_writes_files_corrects_nobody_s_office(ground, person):
    writer = ground.scope(ground.here, powers={"people.read", "people.write", "people.identify"})

    with pytest.raises(Forbidden):
        hand_over(ground, person, scope=writer)
    assert [one.office_id for one in person.responsibilities.all()] == [ground.office.id]


def test_a_power_elsewhere_corrects_nobody_s_office_here(ground, person):
    here = ground.scope(ground.here, powers={"people.read", "people.write"})
    there = ground.scope(ground.there, powers={"people.assign"})
    both = replace(here, authorities=(*here.authorities, *there.authorities))

    with pytest.raises(NotFound):
        hand_over(ground, person, scope=both)
    assert [one.valid_until for one in person.responsibilities.all()] == [None]


def test_from_that_day_on_the_next_office_answers_and_only_it_sees_the_file(ground, person):
    from hoanhap.people.models import Person

    hand_over(ground, person)

    assert list(
        person.responsibilities.order_by("valid_from").values_list("office_id", "valid_from", "valid_until")
    ) == [
        (ground.office.id, date(2018, 1, 10), TODAY),
        (ground.next_office.id, TODAY, None),
    ]
    assert not Person.objects.visible_to(ground.clerk, "people.read").exists()
    assert Person.objects.visible_to(ground.neighbour, "people.read").get() == person
    day_before = ground.scope(ground.here, on=date(2018, 3, 4))
    assert Person.objects.visible_to(day_before, "people.read").get() == person


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"on": date(2018, 1, 10)}, "transfer-too-early"),
        ({"basis": " "}, "reason-missing"),
        ({"to_office_id": new_id()}, "no-such-office"),
        ({"to": "office"}, "office-answers-already"),
        ({"to": "closed_office"}, "office-not-open"),
    ],
)
def test_a_transfer_that_cannot_be_is_refused(ground, person, changed, problem):
    if "to" in changed:
        changed = {"to_office_id": getattr(ground, changed["to"]).id}
    with pytest.raises(TransferRefused) as refused:
        hand_over(ground, person, **changed)
    assert codes(refused) == [problem]
    assert person.responsibilities.count() == 1


def test_where_two_offices_answer_the_one_that_hands_over_is_named(ground, person):
    from hoanhap.people.models import Responsibility

    Responsibility.objects.create(
        person=person, office=ground.next_office, unit=ground.there, valid_from=date(2018, 2, 1), basis="x"
    )
    third = type(ground.office).objects.create(kind="police", name="Công an", unit=ground.there)
    with pytest.raises(TransferRefused) as refused:
        hand_over(ground, person, scope=ground.everywhere, to_office_id=third.id)
    assert codes(refused) == ["several-offices"]
    hand_over(ground, person, scope=ground.everywhere, to_office_id=third.id, from_office_id=ground.office.id)
    assert person.responsibilities.filter(valid_until=None).count() == 2
    # The neighbour hands over its own only, not the clerk's.
    hand_over(
        ground,
        person,
        scope=ground.neighbour,
        to_office_id=ground.office.id,
        from_office_id=ground.next_office.id,
    )


# --- out of reach --------------------------------------------------------


def every_change(ground, person, identifier_id, name_id, relative_id, scope):
    told = {"scope": scope, "at": AT}
    one = {"person_id": person.id, **told}
    return [
        lambda: people.correct_person(full_name="Lê Mẫu", reason="x", **one),
        lambda: people.add_identifier(identifier=NewIdentifier(number="000123456"), **one),
        lambda: people.withdraw_identifier(identifier_id=identifier_id, reason="x", **told),
        lambda: people.add_name(name="Tèo", **one),
        lambda: people.withdraw_name(name_id=name_id, reason="x", **told),
        lambda: people.add_relative(relative=NewRelative(relation="father", full_name="Lê Mẫu"), **one),
        lambda: people.withdraw_relative(relative_id=relative_id, reason="x", **told),
        lambda: people.record_address(address=home(date(2001, 1, 1)), **one),
        lambda: people.record_death(died_on=TODAY, basis="x", **one),
        lambda: people.withdraw_death(reason="x", **one),
        lambda: people.transfer_responsibility(
            to_office_id=ground.next_office.id, on=TODAY, basis="x", **one
        ),
    ]


def test_no_change_reaches_a_file_of_the_next_commune_nor_tells_that_it_exists(ground, person):
    name = people.add_name(person_id=person.id, name="Tý", scope=ground.clerk, at=AT)
    relative = new_relative(ground, person)
    lines = (person.identifiers.get().id, name.id, relative.id)
    before = list(type(person).objects.values())

    class Absent:
        id = new_id()

    reached = every_change(ground, person, *lines, ground.neighbour)
    never = every_change(ground, Absent, new_id(), new_id(), new_id(), ground.neighbour)
    for act, none in zip(reached, never, strict=True):
        with pytest.raises(NotFound) as hidden:
            act()
        with pytest.raises(NotFound) as absent:
            none()
        assert (codes(hidden), str(hidden.value)) == (codes(absent), str(absent.value))
    assert list(type(person).objects.values()) == before


def test_without_the_power_to_write_nothing_is_changed(ground, person):
    for act in every_change(ground, person, new_id(), new_id(), new_id(), ground.reader):
        with pytest.raises(Forbidden):
            act()


def test_every_change_stands_in_the_trail_without_names_or_numbers(ground, person):
    from hoanhap.audit.models import Entry

    name = people.add_name(person_id=person.id, name="Tý", scope=ground.clerk, at=AT)
    relative = new_relative(ground, person)
    for act in every_change(ground, person, person.identifiers.get().id, name.id, relative.id, ground.clerk):
        act()

    entries = Entry.objects.filter(is_read=False).order_by("id")
    assert [entry.kind.removeprefix("people.") for entry in entries] == [
        "person-registered", "name-added", "relative-added",
        "person-corrected", "identifier-added", "identifier-withdrawn", "name-added", "name-withdrawn", "relative-added",
        "relative-withdrawn", "address-recorded", "death-recorded", "death-withdrawn", "responsibility-transferred",
    ]  # fmt: skip
    assert {entry.person_id for entry in entries} == {person.id}
    told = " ".join(str(entry.details) for entry in entries)
    assert not any(secret in told for secret in ("Lê", "Tý", "Tèo", "Nguyễn", "000123456", CCCD, "Thôn"))
