"""Needs by where somebody stands, and who provided what, counted."""

import pytest

from hoanhap.community.queries import measures_need_stages as stages
from tests.casework.lives import YEAR, Lives, rows
from tests.community.queries.test_measures_needs import WITHDRAWN, ask, need, support

pytestmark = pytest.mark.django_db


@pytest.fixture
def lives(made) -> Lives:
    return Lives(made)


def test_needs_of_people_after_rehabilitation_are_those_of_people_managed_in_the_period(lives):
    for name, kind, episode in (
        ("Sau cai", "post-rehab", {"began": "1/6/2023", "ended": "1/6/2024"}),
        ("Sau cai nam truoc", "post-rehab", {"began": "1/6/2022", "ended": "1/12/2023"}),
        ("Dang cai", "compulsory", {"began": "1/6/2023"}),
    ):
        person = lives.person(name)
        lives.episode(person, kind, **episode)
        need(person, "work")
        need(person, "health")
    lives.episode(lives.person("Khong nhu cau"), "post-rehab", began="1/6/2023")

    assert ask(stages.need_recorded_in_post_rehab) == ["Sau cai", "Sau cai"]
    assert ask(stages.need_recorded_in_post_rehab, domains=["work"]) == ["Sau cai"]
    assert ask(stages.need_recorded_in_post_rehab, unit_ids=["99002-1"]) == []


def test_needs_in_rehabilitation_are_those_of_people_in_it_or_completing_it_in_the_period(lives):
    for name, kind, episode in (
        ("Dang cai", "compulsory", {"began": "1/6/2023"}),
        ("Hoan thanh", "voluntary-facility", {"began": "1/6/2023", "ended": "1/2/2024"}),
        ("Hoan thanh nam truoc", "compulsory", {"began": "1/6/2022", "ended": "1/12/2023"}),
        ("Thay the", "substitution", {"began": "1/6/2023"}),
        ("Sau cai", "post-rehab", {"began": "1/6/2023"}),
    ):
        person = lives.person(name)
        lives.episode(person, kind, **episode)
        need(person, "work")

    assert ask(stages.need_recorded_in_rehab) == ["Dang cai", "Hoan thanh"]


def test_a_provider_counts_once_however_it_is_written_and_nobody_is_named(lives):
    one, other = lives.person("Mot"), lives.person("Hai")
    support(one, "work", provider="Xưởng may mẫu")
    support(other, "work", provider=" XƯỞNG MAY MẪU ")
    support(other, "vocational-training", provider="Trường nghề mẫu")
    support(one, "health", provider="Trạm y tế mẫu")
    support(one, "work", form="counselled", provider="Tư vấn mẫu")
    support(one, "work", day="31/12/2023", provider="Năm trước mẫu")
    support(one, "work", provider="Rút mẫu", **WITHDRAWN)

    def providers(**changes):
        found = rows(stages.support_providers(**{**YEAR, "unit_ids": None, **changes}), "subject", "unit_id")
        assert all(len(subject) == 32 and unit == "99001-1" for subject, unit in found)
        return len({subject for subject, _ in found})

    assert providers(domains=["work", "vocational-training"]) == 2
    assert providers(domains=["work"]) == 1
    assert providers() == 3
    assert providers(unit_ids=["99002-1"]) == 0
