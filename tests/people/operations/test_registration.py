"""A file is made once for a person, and whoever makes it learns nothing about other people's files."""

import threading
from datetime import date

import pytest
from django.utils.translation import override

from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.people.operations.people import (
    LikelyDuplicate,
    NewAddress,
    NewIdentifier,
    NewRelative,
    PersonRefused,
    log_told,
)
from hoanhap.people.rules.codes import read_code
from hoanhap.people.rules.duplicates import Band
from tests.people.conftest import AT, TODAY

CCCD = "000085000001"


def codes(refused):
    return sorted(problem.code for problem in refused.value.problems)


def test_a_whole_file_is_written_at_once(ground):
    from hoanhap.audit.models import Entry
    from hoanhap.people.models import Address, Identifier, PersonName, Relative, Responsibility

    person = ground.register(
        "  Nguyễn  Văn An (mẫu) ",
        identifiers=[
            NewIdentifier(number="000 085 000 001", issued_on=date(2016, 5, 1), issued_by="Cục mẫu")
        ],
        addresses=[
            NewAddress(
                kind="permanent", unit_id=ground.here.id, line="Thôn Mẫu 1", valid_from=date(2000, 1, 1)
            )
        ],
        aliases=["Tý (mẫu)", "Tý  (mẫu)", ""],
        relatives=[
            NewRelative(relation="mother", full_name="Trần Thị Mẫu", phone="0000123456", is_contact=True)
        ],
    )

    person.refresh_from_db()
    assert person.full_name == "Nguyễn Văn An (mẫu)"
    assert person.name_folded == " nguyen van an (mau) ty (mau) "
    assert (person.sex, person.born_on, person.born_precision) == ("male", date(1985, 3, 5), "day")
    assert read_code(person.code) == person.code
    assert list(Identifier.objects.values_list("kind", "number", "warnings")) == [
        ("cccd", CCCD, ["synthetic-number"])
    ]
    assert list(Address.objects.values_list("kind", "unit_id", "line")) == [
        ("permanent", ground.here.id, "Thôn Mẫu 1")
    ]
    assert list(PersonName.objects.values_list("kind", "name")) == [("alias", "Tý (mẫu)")]
    assert list(Relative.objects.values_list("relation", "full_name", "is_contact")) == [
        ("mother", "Trần Thị Mẫu", True)
    ]
    assert list(Responsibility.objects.values_list("office_id", "unit_id", "valid_from", "valid_until")) == [
        (ground.office.id, ground.here.id, date(2018, 1, 10), None)
    ]
    [entry] = Entry.objects.filter(kind="people.person-registered")
    assert (entry.person_id, entry.unit_id, entry.account_id) == (
        person.id,
        ground.here.id,
        ground.clerk.account_id,
    )
    assert "An" not in str(entry.details)


def test_a_person_without_any_paper_gets_a_file(ground):
    person = ground.register(birth=PartialDate(1985))
    assert (person.born_on, person.born_precision) == (date(1985, 1, 1), "year")


def test_a_name_in_another_unicode_form_is_the_same_name(ground):
    import unicodedata

    person = ground.register(unicodedata.normalize("NFD", "Đặng Thị Ước (mẫu)"), sex="female")
    person.refresh_from_db()
    assert person.full_name == "Đặng Thị Ước (mẫu)"


@pytest.mark.parametrize(
    ("changed", "problems"),
    [
        ({"full_name": "  "}, ["name-missing"]),
        ({"full_name": "(.)"}, ["name-missing"]),
        ({"full_name": "a" * 201}, ["name-too-long"]),
        ({"full_name": "Nguyễn Văn An 000085000001"}, ["name-with-number"]),
        ({"sex": ""}, ["sex-missing"]),
        ({"sex": "nam"}, ["sex-missing"]),
        ({"birth": PartialDate(2018, 3, 6)}, ["birth-in-future"]),
        ({"birth": PartialDate(1899)}, ["birth-too-early"]),
        ({"basis": " "}, ["reason-missing"]),
        ({"responsible_from": date(1980, 1, 1)}, ["responsible-before-birth"]),
        ({"identifiers": [NewIdentifier(number="")]}, ["identifier-empty"]),
        ({"identifiers": [NewIdentifier(number="85000001234", kind="cccd")]}, ["identifier-lost-zeros"]),
        ({"identifiers": [NewIdentifier(number=CCCD, kind="cmnd")]}, ["paper-kind-differs"]),
        ({"identifiers": [NewIdentifier(number=CCCD, kind="visa")]}, ["paper-kind-unknown"]),
        ({"identifiers": [NewIdentifier(number=" ", kind="passport")]}, ["identifier-empty"]),
        ({"identifiers": [NewIdentifier(number=CCCD, issued_on=date(2019, 1, 1))]}, ["issued-in-future"]),
        (
            {
                "identifiers": [
                    NewIdentifier(number=CCCD, issued_on=date(2016, 1, 1), valid_until=date(2016, 1, 1))
                ]
            },
            ["expires-before-issue"],
        ),
        ({"addresses": [NewAddress(kind="permanent", valid_from=TODAY)]}, ["address-empty"]),
        ({"addresses": [NewAddress(kind="home", line="x", valid_from=TODAY)]}, ["address-kind-unknown"]),
        (
            {"addresses": [NewAddress(kind="current", line="x", valid_from=date(2018, 3, 6))]},
            ["address-in-future"],
        ),
        ({"addresses": [NewAddress(kind="current", unit_id="99999-9", valid_from=TODAY)]}, ["no-such-unit"]),
        (
            {"addresses": [NewAddress(kind="current", unit_id="08003-1", valid_from=TODAY)]},
            ["unit-had-ended"],
        ),
        ({"addresses": [NewAddress(kind="current", line="x", valid_from=TODAY)] * 2}, ["address-kind-twice"]),
        ({"relatives": [NewRelative(relation="neighbour", full_name="Lê Mẫu")]}, ["relation-unknown"]),
        ({"relatives": [NewRelative(relation="mother", full_name="")]}, ["name-missing"]),
        (
            {"sex": "", "birth": PartialDate(1899), "basis": ""},
            ["birth-too-early", "reason-missing", "sex-missing"],
        ),
    ],
)
def test_what_cannot_be_right_is_refused_with_every_reason_and_nothing_is_written(ground, changed, problems):
    from hoanhap.people.models import Person

    with pytest.raises(PersonRefused) as refused:
        ground.register(**changed)

    assert codes(refused) == problems
    assert all(str(problem) for problem in refused.value.problems)
    assert not Person.objects.exists()


def test_a_suggestion_stands_in_the_words_of_the_refusal(ground):
    with pytest.raises(PersonRefused) as refused:
        ground.register(identifiers=[NewIdentifier(number="26085001234")])
    assert "026085001234" in str(refused.value)


def test_an_office_that_did_not_work_then_is_refused(ground):
    with pytest.raises(PersonRefused) as refused:
        ground.register(office_id=ground.closed_office.id)
    assert codes(refused) == ["office-not-open"]


def test_without_the_power_nothing_is_written(ground):
    with pytest.raises(Forbidden):
        ground.register(scope=ground.nobody)
    with pytest.raises(Forbidden):
        ground.register(scope=ground.reader)


def test_the_office_of_the_next_commune_is_as_absent_as_one_that_never_was(ground):
    from hoanhap.kit.keys import new_id

    answers = []
    for office in (ground.next_office.id, new_id()):
        with pytest.raises(NotFound) as refused:
            ground.register(office_id=office)
        answers.append((codes(refused), str(refused.value)))
    assert answers[0] == answers[1]


def test_the_operator_registers_anywhere(ground):
    assert ground.register(office_id=ground.next_office.id, scope=ground.operator).pk


# --- the same person again --------------------------------------------------


def test_somebody_who_resembles_is_shown_before_a_second_file_is_made(ground):
    first = ground.register()

    with pytest.raises(LikelyDuplicate) as refused:
        ground.register("nguyen van an")

    assert codes(refused) == ["likely-duplicate"]
    [candidate] = refused.value.candidates
    assert (candidate.id, candidate.band, candidate.is_visible) == (first.id, Band.LIKELY, True)
    assert candidate.name == "Nguyễn Văn An (mẫu)"
    assert candidate.birth_text == "05/03/1985"
    assert candidate.unit_name == "Xã Yên Mẫu"
    with override("en"):
        assert list(map(str, candidate.reasons)) == [
            "Same name, other tones",
            "Same date of birth",
            "Same commune",
        ]


def test_a_decision_that_it_is_another_person_is_kept_with_its_reason(ground):
    from hoanhap.people.models import NotSamePerson

    first = ground.register()
    second = ground.register(not_same_as=[first.id], not_same_reason="Hai anh em họ, đã gặp cả hai")

    assert list(NotSamePerson.objects.values_list("person_id", "other_id", "reason", "decided_by")) == [
        (second.id, first.id, "Hai anh em họ, đã gặp cả hai", ground.clerk.account_id)
    ]


def test_a_decision_without_a_reason_is_refused(ground):
    first = ground.register()
    with pytest.raises(PersonRefused) as refused:
        ground.register(not_same_as=[first.id], not_same_reason=" ")
    assert [(problem.code, problem.field) for problem in refused.value.problems] == [
        ("reason-missing", "not_same_reason")
    ]


def test_setting_one_aside_does_not_set_another_aside(ground):
    first = ground.register()
    second = ground.register(not_same_as=[first.id], not_same_reason="Đã gặp cả hai")
    with pytest.raises(LikelyDuplicate) as refused:
        ground.register(not_same_as=[first.id], not_same_reason="Đã gặp cả hai")
    assert [candidate.id for candidate in refused.value.candidates] == [second.id]


def test_a_citizen_number_in_use_cannot_be_set_aside(ground):
    first = ground.register(identifiers=[NewIdentifier(number=CCCD)])
    with pytest.raises(LikelyDuplicate) as refused:
        ground.register(
            "Lê Thị Khác (mẫu)",
            birth=PartialDate(1999, 9, 9),
            sex="female",
            identifiers=[NewIdentifier(number=CCCD)],
            not_same_as=[first.id],
            not_same_reason="Người khác",
        )
    assert codes(refused) == ["number-taken"]
    assert refused.value.candidates[0].is_number_taken


@pytest.mark.parametrize(
    "changed",
    [
        {"birth": PartialDate(1970)},
        {"full_name": "Nguyễn Văn Bình (mẫu)"},
        {"birth": PartialDate(1986, 3, 5)},  # possible only: no reason to stop anybody
        {"full_name": "Nguyễn Đức An (mẫu)"},
        {"birth": PartialDate(1985, 8, 20)},
    ],
)
def test_a_namesake_or_a_twin_in_birth_does_not_stop_a_file(ground, changed):
    ground.register()
    assert ground.register(**changed).pk


@pytest.mark.parametrize(
    "changed",
    [
        {"full_name": "An Nguyễn Văn"},
        {"full_name": "NGUYỄN VĂN AN"},
        {"full_name": "Tý (mẫu)", "aliases": ["Nguyễn Văn An"]},
        {"birth": PartialDate(1985)},  # the same commune
        {
            "full_name": "Nguyễn Đức An",
            "relatives": [NewRelative(relation="mother", full_name="Tran Thi Mau")],
        },
        {"full_name": "Lê Văn Khác", "identifiers": [NewIdentifier(number="000123456")]},
        {
            "birth": PartialDate(1986, 3, 5),
            "relatives": [NewRelative(relation="mother", full_name="Trần Thị Mẫu")],
        },
        {
            "birth": PartialDate(1958, 3, 5),
            "relatives": [NewRelative(relation="mother", full_name="Trần Thị Mẫu")],
        },
    ],
)
def test_whoever_is_likely_the_same_is_found(ground, changed):
    ground.register(
        relatives=[NewRelative(relation="mother", full_name="Trần Thị Mẫu")],
        identifiers=[NewIdentifier(number="000123456")],
    )
    with pytest.raises(LikelyDuplicate):
        ground.register(**changed)


def test_an_other_name_is_compared_with_names(ground):
    ground.register("Tèo (mẫu)", aliases=["Nguyễn Văn An"])
    with pytest.raises(LikelyDuplicate):
        ground.register("Nguyễn Văn An")


def test_a_withdrawn_paper_is_nobodys(ground):
    from hoanhap.people.operations.people import withdraw_identifier

    first = ground.register(identifiers=[NewIdentifier(number=CCCD)])
    withdraw_identifier(
        identifier_id=first.identifiers.get().id, reason="Ghi nhầm số", scope=ground.clerk, at=AT
    )
    other = ground.register(
        "Lê Khác (mẫu)", birth=PartialDate(1999), identifiers=[NewIdentifier(number=CCCD)]
    )
    assert other.identifiers.get().number == CCCD


# --- the same person in the next commune ---------------------------------


def test_of_a_file_elsewhere_nothing_is_told_but_that_it_is_there(ground):
    elsewhere = ground.register_there(
        identifiers=[NewIdentifier(number=CCCD)],
        addresses=[NewAddress(kind="current", line="Thôn Mẫu 9", unit_id=ground.there.id, valid_from=TODAY)],
    )

    with pytest.raises(LikelyDuplicate) as refused:
        ground.register("Nguyen Van An")

    assert codes(refused) == ["likely-duplicate-elsewhere"]
    [candidate] = refused.value.candidates
    assert not candidate.is_visible
    assert candidate.id != elsewhere.id
    shown = f"{refused.value} {candidate!r}"
    for secret in (
        "Nguyễn",
        "Văn",
        "1985",
        "Bình Mẫu",
        "Mẫu 9",
        CCCD,
        CCCD[-4:],
        elsewhere.code,
        str(elsewhere.id),
        "08002",
    ):
        assert secret not in shown, secret


def test_the_refusal_carries_no_data_of_a_file_elsewhere_even_inside(ground):
    elsewhere = ground.register_there()
    with pytest.raises(LikelyDuplicate) as refused:
        ground.register()
    assert vars(refused.value) == {
        "problems": refused.value.problems,
        "candidates": refused.value.candidates,
        "shown": (),
        "told": (elsewhere.id,),
    }


def test_a_file_elsewhere_can_be_set_aside_by_its_reference_with_a_reason(ground):
    from hoanhap.people.models import NotSamePerson

    elsewhere = ground.register_there()
    with pytest.raises(LikelyDuplicate) as refused:
        ground.register()
    [candidate] = refused.value.candidates

    person = ground.register(not_same_as=[candidate.id], not_same_reason="Tỉnh xác nhận là người khác")

    assert list(NotSamePerson.objects.values_list("person_id", "other_id")) == [(person.id, elsewhere.id)]


def test_another_accounts_reference_or_the_key_itself_sets_nothing_aside(ground):
    elsewhere = ground.register_there()
    other_clerk = ground.scope(ground.here)
    with pytest.raises(LikelyDuplicate) as refused:
        ground.register(scope=other_clerk)
    for stolen in (elsewhere.id, refused.value.candidates[0].id):
        with pytest.raises(LikelyDuplicate):
            ground.register(not_same_as=[stolen], not_same_reason="Người khác")


def test_a_possible_namesake_elsewhere_is_not_even_hinted_at(ground):
    ground.register_there(birth=PartialDate(1985))
    assert ground.register(birth=PartialDate(1985)).pk


def test_the_province_sees_both(ground):
    elsewhere = ground.register_there()
    with pytest.raises(LikelyDuplicate) as refused:
        ground.register(scope=ground.everywhere)
    [candidate] = refused.value.candidates
    assert (candidate.id, candidate.is_visible, candidate.unit_name) == (
        elsewhere.id,
        True,
        "Phường Bình Mẫu",
    )


def test_a_reader_who_may_not_identify_gets_a_masked_candidate(ground):
    ground.register()
    writer = ground.scope(ground.here, powers={"people.read", "people.write"})
    with pytest.raises(LikelyDuplicate) as refused:
        ground.register(scope=writer)
    [candidate] = refused.value.candidates
    assert (candidate.name, candidate.birth_text) == ("Nguyễn V. A.", "1985")


def test_being_told_of_a_file_elsewhere_is_logged(ground):
    from hoanhap.audit.models import Entry

    elsewhere = ground.register_there()
    with pytest.raises(LikelyDuplicate) as refused:
        ground.register()
    assert not Entry.objects.filter(is_read=True).exists()  # inside a caller's transaction the caller logs

    log_told(refused.value, scope=ground.clerk, at=AT)

    [entry] = Entry.objects.filter(is_read=True)
    assert (entry.kind, entry.person_id) == ("people.look-alike-elsewhere-told", elsewhere.id)
    assert entry.account_id == ground.clerk.account_id


# --- at the same moment --------------------------------------------------


def test_two_at_once_with_one_citizen_number_make_one_file(own_database, db):
    from django.db import connection

    from hoanhap.audit.models import Entry
    from hoanhap.people.models import Identifier, Person
    from tests.people.conftest import Ground

    ground = Ground()
    start = threading.Barrier(2)
    results: list[object] = []

    def register(number, round_no):
        try:
            start.wait()
            ground.register(
                f"{['Nguyễn Văn An', 'Lê Thị Bình'][number]} {chr(97 + round_no)} (mẫu)",
                birth=PartialDate(1980 + 10 * number),
                identifiers=[NewIdentifier(number=f"00008500000{round_no}")],
            )
            results.append("made")
        except LikelyDuplicate as refused:
            results.append([problem.code for problem in refused.problems])
        finally:
            connection.close()

    for round_no in range(8):
        threads = [threading.Thread(target=register, args=[number, round_no]) for number in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(results, key=str) == [["number-taken"], "made"]
        results.clear()

    assert Person.objects.count() == Identifier.objects.count() == 8
    # Outside any transaction the operation writes the log itself, and the refusal does not take it back.
    assert Entry.objects.filter(kind="people.look-alike-read").count() == 8


def test_inside_a_callers_transaction_the_one_who_loses_is_told_to_try_again(own_database, db, monkeypatch):
    from django.db import transaction

    from hoanhap.people.models import Person
    from hoanhap.people.operations.people import TakenMeanwhile
    from hoanhap.people.queries import lookalikes
    from tests.people.conftest import Ground

    ground = Ground()
    ground.register(identifiers=[NewIdentifier(number=CCCD)])
    monkeypatch.setattr(lookalikes, "find_each", lambda *_a, **_k: [[]])  # the other file came after the look

    with pytest.raises(TakenMeanwhile) as refused, transaction.atomic():
        ground.register("Lê Thị Bình (mẫu)", identifiers=[NewIdentifier(number=CCCD)])

    assert codes(refused) == ["number-taken-meanwhile"]
    assert Person.objects.count() == 1
    monkeypatch.undo()
    with pytest.raises(LikelyDuplicate), transaction.atomic():
        ground.register("Lê Thị Bình (mẫu)", identifiers=[NewIdentifier(number=CCCD)])


def test_a_refusal_leaves_the_callers_transaction_usable(own_database, db):
    from django.db import transaction

    from hoanhap.people.models import Person
    from tests.people.conftest import Ground

    ground = Ground()
    ground.register()
    with transaction.atomic():
        with pytest.raises(LikelyDuplicate):
            ground.register()
        ground.register("Lê Thị Bình (mẫu)", birth=PartialDate(1990))
    assert Person.objects.count() == 2
