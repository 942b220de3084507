"""Who is in which form of treatment."""

from datetime import date

import pytest

from hoanhap.casework.queries import measures_forms as forms
from tests.casework.lives import YEAR, Lives, named, rows

pytestmark = pytest.mark.django_db


@pytest.fixture
def lives(made) -> Lives:
    return Lives(made)


def ask(measure, **changes):
    return named(measure(**{**YEAR, "unit_ids": None, **changes}))


def test_rehabilitation_of_the_year_counts_whoever_was_in_it_on_any_day_and_no_substitution(lives):
    lives.episode(lives.person("Tu nha"), "voluntary-home-community", "1/6/2023", "1/2/2024")
    lives.episode(lives.person("Co so"), "voluntary-facility", "31/12/2024")
    lives.episode(lives.person("Bat buoc"), "compulsory", "1/6/2023")
    lives.episode(lives.person("Tre"), "compulsory-minor", "1/6/2024")
    lives.episode(lives.person("Methadone"), "substitution", "1/6/2024")
    lives.episode(lives.person("Cho"), "voluntary-facility", "1/6/2024", is_in=False)
    lives.episode(lives.person("Ra truoc"), "compulsory", "1/6/2022", "1/1/2024")
    lives.episode(lives.person("Nam sau"), "voluntary-facility", "1/1/2025")
    lives.episode(lives.person("Sau cai"), "post-rehab", "1/6/2024")

    assert ask(forms.in_any_rehab) == ["Bat buoc", "Co so", "Tre", "Tu nha"]
    assert ask(forms.in_voluntary_rehab) == ["Co so", "Tu nha"]
    assert ask(forms.in_any_rehab, admitted_only=True) == ["Co so", "Tre"]
    assert ask(forms.in_voluntary_rehab, kinds=["voluntary-facility", "substitution"]) == [
        "Co so",
        "Methadone",
    ]
    assert ask(forms.in_treatment_now) == ["Bat buoc", "Co so", "Methadone", "Tre"]


def test_somebody_in_both_kinds_is_one_person_of_two_episodes(lives, made):
    both = lives.person("Ca hai")
    home = lives.episode(both, "voluntary-home-community", "1/1/2024", "1/3/2024", "stopped")
    forced = lives.episode(both, "compulsory", "1/5/2024")

    found = rows(forms.in_any_rehab(**YEAR, unit_ids=None), "person_id", "unit_id", "on", "episode_id")

    assert found == sorted(
        [
            (both.pk, made.here.pk, date(2024, 1, 1), str(home.pk)),
            (both.pk, made.here.pk, date(2024, 5, 1), str(forced.pk)),
        ],
        key=str,
    )
    assert named(forms.in_voluntary_rehab(**YEAR, unit_ids=None)) == ["Ca hai"]


def test_substitution_is_counted_at_the_end_and_by_its_first_dose(lives):
    lives.episode(lives.person("Cu"), "substitution", "1/6/2023")
    lives.episode(lives.person("Moi"), "substitution", "1/6/2024")
    lives.episode(lives.person("Moi va thoi"), "substitution", "1/6/2024", "1/9/2024", "self-terminated")
    lives.episode(lives.person("Dang ky"), "substitution", "1/6/2024", is_in=False)

    assert ask(forms.substitution_in_treatment) == ["Cu", "Moi"]
    assert ask(forms.substitution_admitted) == ["Moi", "Moi va thoi"]


def test_a_form_suits_by_age_and_by_substance(lives):
    grown, child = {"born_on": date(1990, 1, 1)}, {"born_on": date(2010, 1, 1)}
    lives.episode(lives.person("Lon", **grown), "compulsory", "1/6/2024")
    lives.episode(lives.person("Tre", **child), "compulsory-minor", "1/6/2024")
    lives.episode(lives.person("Tre sai", **child), "compulsory", "1/6/2024")
    lives.episode(lives.person("Lon sai", **grown), "compulsory-minor", "1/6/2024")
    exact = lives.person("Dung 18", born_on=date(2006, 6, 1))
    lives.episode(exact, "compulsory", "1/6/2024")
    for name, substances in (("Heroin", ["heroin"]), ("Da", ["ketamine"]), ("Khong ro", [])):
        person = lives.person(name)
        determination = lives.episode(person, "dependence-determination", "1/3/2024", "1/3/2024", "dependent")
        lives.step(
            determination, "result", "1/3/2024", ends_as="dependent", details={"substances": substances}
        )
        lives.episode(person, "substitution", "1/6/2024")
    lives.episode(lives.person("Da xong"), "voluntary-facility", "1/6/2023", "1/2/2024")
    lives.episode(lives.person("Chi dang ky"), "voluntary-facility", "1/6/2024", is_in=False)

    assert ask(forms.suitable_form) == ["Da xong", "Dung 18", "Heroin", "Khong ro", "Lon", "Tre"]


def test_units_are_narrowed_to_those_that_answer(lives, made):
    lives.episode(lives.person("Day"), "compulsory", "1/6/2024")
    lives.episode(lives.person("Kia", unit=made.there), "compulsory", "1/6/2024")

    assert ask(forms.in_any_rehab, unit_ids=[made.there.pk]) == ["Kia"]
    assert ask(forms.in_any_rehab, unit_ids=[]) == []
