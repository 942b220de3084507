"""The post-rehab file in time, and how people fared."""

from datetime import date

import pytest

from hoanhap.casework.models import NotMatched
from hoanhap.casework.queries import measures_post_rehab as after
from hoanhap.kit.keys import new_id
from tests.casework.lives import YEAR, Lives, named, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def lives(made) -> Lives:
    return Lives(made)


def ask(measure, **changes):
    return named(measure(**{**YEAR, "unit_ids": None, **changes}))


def completed(lives, name, day="1/6/2024", due="6/6/2024", kind="compulsory", began="1/6/2022", **changes):
    ended_as = changes.pop("ended_as", "")
    person = lives.person(name, **changes)
    episode = lives.episode(person, kind, began, day)
    if due:
        lives.owed(episode, due, ended_as=ended_as)
    return person


def test_a_file_is_due_when_its_last_day_is_over_and_nothing_kept_the_person_from_it(lives, made):
    completed(lives, "Den han")
    completed(lives, "Cuoi nam", "26/12/2024", "31/12/2024")
    completed(lives, "Chua den han", "30/12/2024", "3/1/2025")
    completed(lives, "Chet truoc han", died="6/6/2024")
    completed(lives, "Chet sau han", died="7/6/2024")
    completed(lives, "Mien", ended_as="excused")
    completed(lives, "Luat cu khong doi", due=None)
    completed(lives, "Nam truoc", "1/6/2023", "6/6/2023")
    completed(lives, "Methadone", kind="substitution")
    held = completed(lives, "Tam giam")
    NotMatched.objects.create(
        person=held,
        unit=made.here,
        reason_code="detained",
        words="mẫu",
        valid_from=date(2024, 6, 3),
        recorded_by=new_id(),
    )
    lives.episode(lives.person("Bo do"), "compulsory", "1/6/2023", "1/6/2024", "stopped")

    assert ask(after.post_rehab_due) == ["Chet sau han", "Cuoi nam", "Den han"]
    assert ask(after.post_rehab_due, kinds=["substitution"]) == ["Methadone"]


def test_opened_is_the_file_made_and_decided_is_the_decision_after_this_very_completion(lives):
    made_, decided, due_only = (completed(lives, name) for name in ("Lap", "Quyet dinh", "Den han"))
    old = completed(lives, "Lan truoc")
    episode = lives.episode(old, "post-rehab", "1/1/2021", "1/1/2022")
    lives.step(episode, "file", "2/1/2021")
    lives.step(episode, "decision", "3/1/2021")
    late = completed(lives, "Nam sau moi lap")
    for person, steps in (
        (made_, {"file": "4/6/2024"}),
        (decided, {"file": "4/6/2024", "decision": "10/6/2024"}),
        (due_only, {}),
        (late, {"file": "2/1/2025"}),
    ):
        episode = lives.episode(person, "post-rehab", "1/6/2024", is_in=False)
        for kind, day in steps.items():
            lives.step(episode, kind, day)
    withdrawn = completed(lives, "Rut")
    episode = lives.episode(withdrawn, "post-rehab", "1/6/2024", is_in=False)
    lives.step(
        episode,
        "file",
        "4/6/2024",
        retired_at="2024-06-05T00:00:00+07:00",
        retired_by=new_id(),
        retired_reason="nhầm",
    )

    assert ask(after.post_rehab_due) == [
        *("Den han", "Lan truoc", "Lap", "Nam sau moi lap", "Quyet dinh", "Rut")
    ]
    assert ask(after.post_rehab_opened) == ["Lap", "Quyet dinh"]
    assert ask(after.post_rehab_decided) == ["Quyet dinh"]
    assert rows(after.post_rehab_decided(**YEAR, unit_ids=None), "on") == [(date(2024, 6, 10),)]


def test_the_receiver_of_a_transfer_counts_the_completion(lives, made):
    person = completed(lives, "Chuyen")
    line = person.responsibilities.get()
    line.valid_until = date(2024, 8, 1)
    line.save()
    made.responsible(person, made.there, date(2024, 8, 1))

    assert ask(after.post_rehab_due, unit_ids=[made.there.pk]) == ["Chuyen"]
    assert ask(after.post_rehab_due, unit_ids=[made.here.pk]) == []


def test_in_post_rehab_begins_with_the_decision_and_ends_with_the_end(lives):
    lives.episode(lives.person("Quyet dinh"), "post-rehab", "1/6/2023", "1/6/2024")
    lives.episode(lives.person("Con"), "post-rehab", "1/6/2024")
    lives.episode(lives.person("Cho"), "post-rehab", "1/6/2024", is_in=False)
    lives.episode(lives.person("Het truoc"), "post-rehab", "1/6/2022", "1/1/2024")

    assert ask(after.in_post_rehab) == ["Con", "Quyet dinh"]
    assert ask(after.in_post_rehab, on_last_day=True) == ["Con"]


def test_lost_people_are_no_success_and_the_dead_are_neither(lives):
    def fared(name, managed=None, **changes):
        person = completed(lives, name, "1/6/2023", None, **changes)
        if managed is not None:
            lives.episode(person, "post-rehab", "2/6/2023", *managed)
        return person

    fared("Dang quan ly", ())
    fared("Het han", ("1/6/2024", "completed"))
    fared("Het som mot thang", ("2/5/2024", "completed"))
    fared("Het qua som", ("1/12/2023", "completed"))
    fared("Mat tich", ("1/12/2023", "missing"))
    fared("Khong lap")
    fared("Chet", died="1/1/2024")
    fared("Chet sau ky", (), died="2/6/2024")
    again = fared("Tai nghien", ("1/12/2023", "relapsed"))
    determined = fared("Xac dinh lai")
    lives.episode(determined, "dependence-determination", "1/1/2024", "1/6/2024", "dependent")
    late = fared("Xac dinh muon", ())
    lives.episode(late, "dependence-determination", "1/1/2024", "2/6/2024", "dependent")
    clean = fared("Xac dinh khong", ())
    lives.episode(clean, "dependence-determination", "1/1/2024", "5/1/2024", "not-dependent")
    forced = fared("Cai lai")
    lives.episode(forced, "compulsory", "1/3/2024")
    completed(lives, "Chua du thang", "1/6/2024", None)
    completed(lives, "Da du tu lau", "1/6/2020", None, began="1/6/2019")

    relapsed = ["Cai lai", "Tai nghien", "Xac dinh lai"]
    followed = [
        *("Chet sau ky", "Dang quan ly", "Het han", "Het som mot thang", "Xac dinh khong", "Xac dinh muon"),
        *relapsed,
    ]
    assert ask(after.completers_relapsed) == relapsed
    assert ask(after.completers_followed) == sorted(followed)
    assert ask(after.completers_lost) == ["Het qua som", "Khong lap", "Mat tich"]
    assert again.pk in {row[0] for row in rows(after.completers_relapsed(**YEAR, unit_ids=None), "person_id")}


def test_two_years_ask_for_two_years_of_knowledge(lives):
    one = completed(lives, "Mot nam", "1/6/2022", None)
    lives.episode(one, "post-rehab", "2/6/2022", "2/6/2023")
    two = completed(lives, "Hai nam", "1/6/2022", None)
    lives.episode(two, "post-rehab", "2/6/2022", "1/6/2024")

    assert ask(after.completers_followed, months=24) == ["Hai nam"]
    assert ask(after.completers_lost, months=24) == ["Mot nam"]
    assert ask(after.completers_followed, months=12) == []


def test_a_file_begun_on_the_very_day_of_completion_left_no_duty_and_counts_a_week_later(lives):
    at_once = completed(lives, "Cung ngay", due=None)
    episode = lives.episode(at_once, "post-rehab", "1/6/2024", is_in=False)
    lives.step(episode, "file", "1/6/2024")
    late = completed(lives, "Cuoi nam", "26/12/2024", None)
    lives.episode(late, "post-rehab", "26/12/2024", is_in=False)

    assert ask(after.post_rehab_due) == ["Cung ngay"]
    assert ask(after.post_rehab_opened) == ["Cung ngay"]
