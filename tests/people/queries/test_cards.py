"""The card of a person: whole for who may know, masked for who may only see, absent for everybody else."""

from datetime import date

import pytest
from django.utils.translation import override

from hoanhap.audit.models import Entry
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import NotFound
from hoanhap.kit.keys import new_id
from hoanhap.people.operations import people as operations
from hoanhap.people.operations.people import NewAddress, NewIdentifier, NewRelative
from hoanhap.people.queries.people import history, person_card
from hoanhap.people.rules.ages import Age
from tests.people.conftest import AT, TODAY

CCCD = "000085000001"


@pytest.fixture
def person(ground):
    return ground.register(
        identifiers=[NewIdentifier(number=CCCD, issued_on=date(2016, 5, 1), issued_by="Cục mẫu")],
        addresses=[
            NewAddress(
                kind="permanent", unit_id=ground.here.id, line="Thôn Mẫu 1", valid_from=date(2000, 1, 1)
            )
        ],
        aliases=["Tý (mẫu)"],
        relatives=[
            NewRelative(relation="mother", full_name="Trần Thị Mẫu", phone="0000123456", is_contact=True)
        ],
    )


def card_of(ground, person, scope=None):
    return person_card(person.id, scope=scope or ground.clerk, at=AT, purpose="test")


def test_the_whole_card(ground, person):
    with override("en"):
        card = card_of(ground, person)
        assert [str(words) for words in card.identifiers[0].warnings] == [
            "Made-up number, for demonstration and tests only"
        ]

    assert (card.id, card.code, card.full_name, card.is_masked) == (
        person.id,
        person.code,
        "Nguyễn Văn An (mẫu)",
        False,
    )
    assert (card.masked_name, card.sex, card.birth) == ("Nguyễn V. A.", "male", PartialDate(1985, 3, 5))
    assert (card.age, card.died_on, card.aliases) == (Age(33), None, ("Tý (mẫu)",))
    [paper] = card.identifiers
    assert (paper.kind, paper.number, paper.issued_on, paper.issued_by) == (
        "cccd",
        CCCD,
        date(2016, 5, 1),
        "Cục mẫu",
    )
    [address] = card.addresses
    assert (address.kind, address.unit_name, address.line, address.valid_from, address.valid_until) == (
        "permanent", "Xã Yên Mẫu", "Thôn Mẫu 1", date(2000, 1, 1), None,
    )  # fmt: skip
    [relative] = card.relatives
    assert (relative.relation, relative.full_name, relative.phone, relative.is_contact) == (
        "mother", "Trần Thị Mẫu", "0000123456", True,
    )  # fmt: skip
    [office] = card.responsibilities
    assert (office.office_name, office.unit_name, office.valid_from, office.is_current) == (
        "UBND xã Yên Mẫu", "Xã Yên Mẫu", date(2018, 1, 10), True,
    )  # fmt: skip
    assert (card.unit_id, card.unit_name) == (ground.here.id, "Xã Yên Mẫu")


def test_who_may_see_but_not_identify_gets_a_masked_card(ground, person):
    card = card_of(ground, person, ground.reader)
    assert (card.full_name, card.is_masked, card.birth) == ("Nguyễn V. A.", True, PartialDate(1985))
    assert (card.aliases, card.identifiers, card.addresses, card.relatives) == ((), (), (), ())
    assert card.age == Age(33)
    shown = repr(card)
    assert not any(secret in shown for secret in ("Văn", CCCD, "Thôn", "Trần", "0000123456", "Tý"))


def test_a_card_out_of_reach_is_as_absent_as_one_that_never_was(ground, person):
    answers = []
    for asked in (person.id, new_id()):
        with pytest.raises(NotFound) as refused:
            person_card(asked, scope=ground.neighbour, at=AT, purpose="test")
        answers.append([(problem.code, str(problem)) for problem in refused.value.problems])
    assert answers[0] == answers[1]
    with pytest.raises(NotFound):
        card_of(ground, person, ground.nobody)
    assert not Entry.objects.filter(is_read=True).exists()


def test_every_reading_is_logged_with_its_purpose(ground, person):
    card_of(ground, person)
    [entry] = Entry.objects.filter(is_read=True)
    assert (entry.kind, entry.person_id, entry.reason) == ("people.person-read", person.id, "test")
    assert (entry.account_id, entry.happened_at) == (ground.clerk.account_id, AT)


def test_a_card_takes_few_queries(ground, person, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        card_of(ground, person)


def test_what_is_over_stands_after_what_holds_and_withdrawn_lines_are_left_out(ground, person):
    operations.record_address(
        person_id=person.id,
        address=NewAddress(kind="permanent", line="Thôn Mẫu 2", valid_from=date(2010, 1, 1)),
        scope=ground.clerk,
        at=AT,
    )
    operations.withdraw_identifier(
        identifier_id=person.identifiers.get().id, reason="Nhầm", scope=ground.clerk, at=AT
    )
    operations.record_death(
        person_id=person.id, died_on=date(2017, 3, 4), basis="Giấy", scope=ground.clerk, at=AT
    )

    card = card_of(ground, person)

    assert [(line.line, line.is_current) for line in card.addresses] == [
        ("Thôn Mẫu 2", True),
        ("Thôn Mẫu 1", False),
    ]
    assert card.identifiers == ()
    assert card.age == Age(31)


def test_a_young_person_known_by_the_year_counts_as_the_younger(ground):
    person = ground.register("Lê Trẻ (mẫu)", birth=PartialDate(2000))
    assert card_of(ground, person).age == Age(17, assumed=True)


def test_the_history_is_for_who_may_identify_and_its_reading_is_logged(ground, person):
    operations.correct_person(person_id=person.id, sex="female", reason="Nhầm", scope=ground.clerk, at=AT)
    for scope in (ground.reader, ground.neighbour, ground.nobody):
        with pytest.raises(NotFound):
            history(person.id, scope=scope, at=AT)
    page = history(person.id, scope=ground.clerk, at=AT)
    assert [(change.field, change.before, change.after) for change in page] == [("sex", "male", "female")]
    assert Entry.objects.filter(kind="people.history-read").count() == 1


def test_the_history_is_paged(ground, person):
    for year in range(1970, 1975):
        operations.correct_person(
            person_id=person.id, birth=PartialDate(year), reason=str(year), scope=ground.clerk, at=AT
        )
    pages = [history(person.id, scope=ground.clerk, at=AT, number=number, size=4) for number in (1, 2)]
    # Five births, and the warning of the number at the first of them is no field of the history.
    assert [len(page) for page in pages] == [4, 1]
    assert [change.after for change in pages[0]] == [PartialDate(year) for year in (1974, 1973, 1972, 1971)]
    assert TODAY.year == 2018


def test_the_history_tells_of_every_kind_of_line(ground, person):
    operations.record_address(
        person_id=person.id,
        address=NewAddress(kind="permanent", line="Thôn Mẫu 2", valid_from=date(2010, 1, 1)),
        scope=ground.clerk,
        at=AT,
    )
    operations.withdraw_relative(
        relative_id=person.relatives.get().id, reason="Đề nghị", scope=ground.clerk, at=AT
    )
    operations.transfer_responsibility(
        person_id=person.id,
        to_office_id=ground.next_office.id,
        on=TODAY,
        basis="TB 12",
        scope=ground.clerk,
        at=AT,
    )
    page = history(person.id, scope=ground.neighbour, at=AT)
    assert sorted((change.field, str(change.before), str(change.after)) for change in page) == [
        ("retired_at", "None", str(AT)),
        ("valid_until", "None", "2010-01-01"),
        ("valid_until", "None", "2018-03-05"),
    ]
