"""Looking before a file is made: everything that helps is shown, nothing of another office's file is."""

import pytest
from django.utils.translation import override

from hoanhap.audit.models import Entry
from hoanhap.kit.dates import PartialDate
from hoanhap.kit.errors import Forbidden
from hoanhap.people.operations.people import NewIdentifier, NewRelative
from hoanhap.people.queries.people import look_alikes
from hoanhap.people.rules.duplicates import Band
from tests.people.conftest import AT

CCCD = "000085000001"


def look(ground, full_name="Nguyễn Văn An", **asked):
    told = {"birth": PartialDate(1985, 3, 5), "sex": "male", "scope": ground.clerk, "at": AT, **asked}
    return look_alikes(full_name=full_name, **told)


def test_candidates_stand_side_by_side_the_likeliest_first(ground):
    possible = ground.register("Nguyễn Đức An (mẫu)")
    likely = ground.register("Nguyễn Văn An (mẫu)")
    same = ground.register(
        "Lê Văn Tý (mẫu)", birth=PartialDate(1990), identifiers=[NewIdentifier(number=CCCD)], sex="male"
    )
    ground.register("Phạm Thị Khác (mẫu)", birth=PartialDate(1970), sex="female")

    with override("en"):
        found = look(ground, numbers=[CCCD])

        assert [(one.id, one.band) for one in found] == [
            (same.id, Band.LIKELY), (likely.id, Band.LIKELY), (possible.id, Band.POSSIBLE),
        ]  # fmt: skip
        first = found[0]
        assert (first.code, first.name, first.birth_text, first.unit_name) == (
            same.code, "Lê Văn Tý (mẫu)", "1990", "Xã Yên Mẫu",
        )  # fmt: skip
        assert (first.is_visible, first.is_number_taken, first.numbers_masked) == (True, True, ("…0001",))
        assert [str(reason) for reason in first.reasons] == [
            "Same number of an identity paper", "Another name", "Another date of birth",
        ]  # fmt: skip


def test_whoever_is_shown_is_logged(ground):
    here = ground.register()
    look(ground)
    assert [(entry.kind, entry.person_id) for entry in Entry.objects.filter(is_read=True)] == [
        ("people.look-alike-read", here.id)
    ]


def test_of_a_file_elsewhere_only_its_being_is_told(ground):
    there = ground.register_there(identifiers=[NewIdentifier(number=CCCD)])
    [candidate] = look(ground)
    assert vars(candidate) == {
        "id": candidate.id, "band": Band.LIKELY, "is_visible": False, "is_number_taken": False, "code": "", "name": "",
        "birth_text": "", "sex_text": "", "unit_name": "", "numbers_masked": (), "reasons": (),
    }  # fmt: skip
    assert candidate.id != there.id
    assert [(entry.kind, entry.person_id) for entry in Entry.objects.filter(is_read=True)] == [
        ("people.look-alike-elsewhere-told", there.id)
    ]


def test_a_possible_one_elsewhere_is_nobodys_business(ground):
    ground.register_there("Nguyễn Đức An (mẫu)")
    assert look(ground) == ()
    assert not Entry.objects.filter(is_read=True).exists()


def test_only_who_may_make_files_may_look(ground):
    with pytest.raises(Forbidden):
        look(ground, scope=ground.reader)


def test_a_passport_number_is_compared_too(ground):
    ground.register(
        "Lê Tý (mẫu)",
        birth=PartialDate(1990),
        identifiers=[NewIdentifier(number="B1234567", kind="passport")],
    )
    [candidate] = look(ground, numbers=["b 1234567"])
    assert candidate.numbers_masked == ("…4567",)


def test_a_mother_and_a_commune_help_to_tell(ground):
    ground.register(
        birth=PartialDate(1985), relatives=[NewRelative(relation="mother", full_name="Trần Thị Mẫu")]
    )
    assert [one.band for one in look(ground, birth=PartialDate(1985))] == [Band.POSSIBLE]
    assert [one.band for one in look(ground, birth=PartialDate(1985), mother="tran thi mau")] == [Band.LIKELY]
    assert [one.band for one in look(ground, birth=PartialDate(1985), unit_ids=[ground.here.id])] == [
        Band.LIKELY
    ]


def test_looking_takes_one_query_to_find_and_few_to_tell(ground, django_assert_max_num_queries):
    for number in range(4):
        ground.register(f"Nguyễn {'ABCD'[number]} An (mẫu)")
    with django_assert_max_num_queries(4):
        assert len(look(ground)) == 4
