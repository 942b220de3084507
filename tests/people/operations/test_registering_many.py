"""Many people are registered as one is: the same checks, all or none, in the same number of statements."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoanhap.audit.models import Entry
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import NotFound
from hoanhap.people.models import Address, Identifier, NotSamePerson, Person, Responsibility
from hoanhap.people.operations.people import (
    AlikeTogether,
    LikelyDuplicate,
    NewAddress,
    NewIdentifier,
    PersonRefused,
    Registration,
    register_people,
)
from tests.people.conftest import AT

NAMES = "An Bình Cường Dũng Giang Hà Khánh Lan Mai Nam Oanh Phúc Quân Sơn Tâm Uyên Vân Xuân Yến Đạt".split()


def someone(ground, index: int, **changed) -> Registration:
    """People who are unlike each other."""
    given = {
        "full_name": f"Nguyễn Văn {NAMES[index]} (mẫu)",
        "sex": "male",
        "birth": PartialDate(1970 + index, 1 + index % 12, 1 + index),
        "office_id": ground.office.id,
        "responsible_from": date(2018, 1, 10),
        "basis": "Đơn đề nghị ngày 10/01/2018",
        "identifiers": [NewIdentifier(number=f"0000850000{index:02d}")],
        "addresses": [
            NewAddress(
                kind="current", unit_id=ground.here.id, line=f"Thôn Mẫu {index}", valid_from=date(2018, 1, 10)
            )
        ],
    }
    return Registration(**(given | changed))


def register(ground, told):
    return register_people(told, scope=ground.clerk, at=AT)


def nothing_is_written() -> bool:
    tables = (Person, Identifier, Address, Responsibility, Entry)
    return not any(table.objects.exists() for table in tables)


def test_each_gets_a_whole_file_in_the_order_of_the_call(ground):
    people = register(ground, [someone(ground, index) for index in range(20)])

    assert [person.full_name for person in people] == [f"Nguyễn Văn {name} (mẫu)" for name in NAMES]
    assert len({person.code for person in people}) == 20
    for index, person in enumerate(people):
        assert Identifier.objects.get(person=person).number == f"0000850000{index:02d}"
        assert Address.objects.get(person=person).line == f"Thôn Mẫu {index}"
        assert Responsibility.objects.get(person=person).unit_id == ground.here.id
        assert Entry.objects.get(person_id=person.pk).kind == "people.person-registered"


def test_twenty_take_no_statement_more_than_one(ground):
    counted = []
    for told in ([someone(ground, 0)], [someone(ground, index) for index in range(1, 20)]):
        with CaptureQueriesContext(connection) as asked:
            register(ground, told)
        counted.append(len(asked))

    assert counted[0] == counted[1] <= 5


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"full_name": "1"}, PersonRefused),
        ({"basis": ""}, PersonRefused),
        ({"identifiers": [NewIdentifier(number="12")]}, PersonRefused),
        ({"office_id": None}, NotFound),
        ({"not_same_as": [None], "not_same_reason": ""}, PersonRefused),
    ],
)
def test_one_who_is_refused_keeps_all_of_the_call_out(ground, changed, error):
    if "office_id" in changed:
        changed = {"office_id": ground.next_office.id}  # out of the clerk's reach

    with pytest.raises(error):
        register(ground, [someone(ground, 0), someone(ground, 1, **changed), someone(ground, 2)])

    assert nothing_is_written()


@pytest.mark.parametrize(
    "like_the_first",
    [
        {"identifiers": [NewIdentifier(number="000085000000")]},
        {"full_name": "Nguyễn Văn An (mẫu)", "birth": PartialDate(1970, 1, 1), "identifiers": []},
        {"full_name": "NGUYEN VAN AN", "birth": PartialDate(1970), "identifiers": []},
        {"aliases": ["Nguyễn Văn An"], "birth": PartialDate(1970, 1, 1), "identifiers": []},
    ],
    ids=["number", "name and day", "name and year in one commune", "other name"],
)
def test_two_of_a_call_who_are_alike_are_not_compared_with_files_but_refused(ground, like_the_first):
    alike = someone(ground, 1, **like_the_first)

    with pytest.raises(AlikeTogether):
        register(ground, [someone(ground, 0), alike])
    assert nothing_is_written()

    register(ground, [someone(ground, 0)])
    with pytest.raises(LikelyDuplicate):  # one after the other, the second finds the first
        register(ground, [alike])


def test_a_birthday_in_common_is_nothing(ground):
    day = PartialDate(1980, 5, 5)

    assert len(register(ground, [someone(ground, index, birth=day) for index in range(6)])) == 6


def test_a_decision_about_one_of_them_is_kept_with_that_one(ground):
    first = register(ground, [someone(ground, 0)])[0]
    namesake = someone(ground, 0, identifiers=[], not_same_as=[first.pk], not_same_reason="Khác cha mẹ (mẫu)")

    _, other = register(ground, [someone(ground, 1), namesake])

    decision = NotSamePerson.objects.get()
    assert (decision.person_id, decision.other_id, decision.reason) == (
        other.pk,
        first.pk,
        "Khác cha mẹ (mẫu)",
    )


def test_whoever_resembles_a_file_keeps_all_of_the_call_out_and_is_named(ground):
    first = register(ground, [someone(ground, 0)])[0]

    with pytest.raises(LikelyDuplicate) as refused:
        register(ground, [someone(ground, 1), someone(ground, 0, identifiers=[])])

    assert [one.id for one in refused.value.candidates] == [first.pk]
    assert Person.objects.count() == 1
