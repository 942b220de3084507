"""Who has a management file, and who of them is dependent."""

from datetime import date, timedelta

import pytest

from hoanhap.casework.models import NotMatched
from hoanhap.casework.queries.measures_files import (
    dependents_with_file,
    managed_with_file,
    opioid_dependents,
)
from hoanhap.kit.keys import new_id
from tests.casework.lives import YEAR, Lives, named, on, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def lives(made) -> Lives:
    return Lives(made)


def managed(**changes):
    return named(managed_with_file(**YEAR, unit_ids=None, **changes))


def dependents(**changes):
    return named(dependents_with_file(**YEAR, unit_ids=None, **changes))


def test_a_file_is_open_while_something_runs_or_treatment_is_needed_and_rests_after_a_good_end(lives):
    lives.episode(lives.person("Ngoc"), "user-management", "1/6/2023", "1/6/2024", "terminated")
    lives.episode(lives.person("Bo do"), "compulsory", "1/1/2021", "1/6/2021", "stopped")
    lives.episode(lives.person("Sau cai"), "post-rehab", "1/6/2023")
    lives.person("Moi")
    lives.person("Nam sau", filed="1/1/2025")
    lives.episode(lives.person("Da xong"), "user-management", "1/6/2022", "1/6/2023", "terminated")
    lives.episode(lives.person("Da chuyen"), "compulsory", "1/6/2022", "1/6/2023", "moved")

    assert managed() == ["Bo do", "Moi", "Ngoc", "Sau cai"]
    assert managed(on_last_day=True) == ["Bo do", "Moi", "Sau cai"]
    assert managed(with_post_rehab=False) == ["Bo do", "Moi", "Ngoc"]


def test_who_died_or_went_to_prison_before_thirty_days_is_left_out_and_on_the_thirtieth_is_not(lives):
    for name, died in (("29 ngay", "30/1/2024"), ("30 ngay", "31/1/2024"), ("Nam truoc", "5/5/2023")):
        lives.episode(lives.person(name, died=died), "compulsory", "1/1/2021", "1/6/2021", "stopped")
    lives.episode(lives.person("Tu 29"), "user-management", "1/1/2023", "30/1/2024", "prison")
    lives.episode(lives.person("Tu 30"), "user-management", "1/1/2023", "31/1/2024", "prison")
    late = lives.person("Moi lap", filed="1/12/2024", died="20/12/2024")
    lives.episode(late, "user-management", "1/12/2024", "20/12/2024", "died")

    assert managed() == ["30 ngay", "Tu 30"]
    assert managed(on_last_day=True) == []


def test_whoever_answers_on_the_last_day_counts_the_person_and_nobody_counts_who_left(lives, made):
    moved, gone = lives.person("Chuyen"), lives.person("Di xa")
    lives.person("O lai")
    for person in (moved, gone):
        line = person.responsibilities.get()
        line.valid_until = date(2024, 7, 1)
        line.save()
    made.responsible(moved, made.there, date(2024, 7, 1))

    assert rows(managed_with_file(**YEAR, unit_ids=None), "person_id", "unit_id") == sorted(
        [
            (moved.pk, made.there.pk),
            *[(p.pk, made.here.pk) for p in type(moved).objects.filter(full_name="O lai (mẫu)")],
        ],
        key=str,
    )
    assert named(managed_with_file(**YEAR, unit_ids=[made.there.pk])) == ["Chuyen"]


def test_a_merged_file_is_counted_nowhere(lives):
    kept, other = lives.person("Giu"), lives.person("Gop")
    line = other.responsibilities.get()
    line.is_set_aside = True
    line.save()

    assert managed() == ["Giu"]
    assert kept.pk != other.pk


def test_dependents_are_determined_treated_or_broken_off_and_users_are_none(lives):
    lives.episode(lives.person("Xac dinh"), "dependence-determination", "1/3/2024", "5/3/2024", "dependent")
    lives.episode(lives.person("Khong"), "dependence-determination", "1/3/2024", "5/3/2024", "not-dependent")
    lives.episode(lives.person("Dang cai"), "voluntary-home-community", "1/3/2024")
    lives.episode(lives.person("Bo do"), "compulsory", "1/3/2023", "1/6/2023", "stopped")
    lives.episode(lives.person("Xong"), "compulsory", "1/3/2022", "1/3/2024", "completed")
    lives.episode(lives.person("Nguoi dung"), "user-management", "1/3/2024")
    again = lives.person("Tai nghien")
    lives.episode(again, "compulsory", "1/3/2022", "1/3/2023", "completed")
    lives.episode(again, "post-rehab", "1/3/2023", "1/9/2024", "relapsed")

    assert dependents() == ["Bo do", "Dang cai", "Tai nghien", "Xac dinh"]


def test_only_a_lawful_reason_with_its_paper_takes_somebody_out_and_refusing_is_none(lives):
    def untreated(name, reason="", number="1/CV", **changes):
        person = lives.person(name, **changes)
        lives.episode(person, "dependence-determination", "1/3/2024", "5/3/2024", "dependent")
        if reason:
            NotMatched.objects.create(
                person=person,
                unit=lives.made.here,
                reason_code=reason,
                words="mẫu",
                document_number=number,
                valid_from=date(2024, 6, 1),
                recorded_by=new_id(),
            )
        return person

    untreated("Tu choi")
    untreated("Benh co giay", "ill")
    untreated("Benh khong giay", "ill", "")
    untreated("Tam giam", "detained", "")
    untreated("Cho ho so", "waiting")
    untreated("Khong thay", "not-found")
    untreated("Chet", died="31/12/2024")
    lives.episode(lives.person("Mien"), "compulsory", "1/1/2024", "1/2/2024", "exempted")
    lives.episode(lives.person("Tu"), "compulsory", "1/1/2024", "1/2/2024", "imprisoned")
    lives.episode(lives.person("Di"), "compulsory", "1/1/2024", "1/2/2024", "moved")

    assert dependents() == ["Benh khong giay", "Cho ho so", "Khong thay", "Tu choi"]
    assert dependents(with_impossible=True) == [
        *("Benh co giay", "Benh khong giay", "Cho ho so", "Khong thay", "Mien", "Tam giam", "Tu choi")
    ]


def test_opioids_are_those_named_by_the_last_determination_or_treated_with_a_substitute(lives):
    def found(name, *substances):
        person = lives.person(name)
        for number, named_ in enumerate(substances):
            began = on("1/3/2023") + timedelta(days=100 * number)
            day = f"{began:%d/%m/%Y}"
            episode = lives.episode(person, "dependence-determination", day, day, "dependent")
            details = {} if named_ is None else {"substances": named_}
            lives.step(episode, "result", day, ends_as="dependent", details=details)

    found("Heroin", ["heroin", "ketamine"])
    found("Da", ["amphetamine"])
    found("Khong ghi", None)
    found("Doi sang da", ["heroin"], ["amphetamine"])
    found("Lan sau khong ghi", ["opium"], None)
    lives.episode(lives.person("Methadone"), "substitution", "1/3/2024")
    user = lives.person("Khong nghien")
    episode = lives.episode(user, "dependence-determination", "1/3/2024", "5/3/2024", "not-dependent")
    lives.step(episode, "result", "5/3/2024", ends_as="not-dependent", details={"substances": ["heroin"]})

    assert named(opioid_dependents(**YEAR, unit_ids=None)) == ["Heroin", "Lan sau khong ghi", "Methadone"]
