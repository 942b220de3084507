"""Needs and the support that answered them, counted."""

from datetime import date

import pytest

from hoanhap.community.models import Need, NeedChange, NeedsTalk, Support
from hoanhap.community.queries import measures_needs as needs
from hoanhap.kit.keys import new_id
from tests.casework.lives import YEAR, Lives, named, on, rows

pytestmark = pytest.mark.django_db
WITHDRAWN = {
    "retired_at": "2024-06-05T00:00:00+07:00",
    "retired_by": new_id(),
    "retired_reason": "nhầm",
}


@pytest.fixture
def lives(made) -> Lives:
    return Lives(made)


def about(person):
    return {"person": person, "unit": person.responsibilities.first().unit, "recorded_by": new_id()}


def need(person, domain="work", day="1/6/2024", closed=None, state="met", **changes):
    row = Need.objects.create(**about(person), domain=domain, stated_by="self", opened_on=on(day), **changes)
    if closed:
        NeedChange.objects.create(**about(person), need=row, state=state, on=on(closed))
    return row


def support(person, domain="work", day="1/7/2024", form="provided", **changes):
    return Support.objects.create(
        **about(person),
        domain=domain,
        form=form,
        provider=changes.pop("provider", "mẫu"),
        provided_on=on(day),
        **changes,
    )


def ask(measure, **changes):
    return named(measure(**{**YEAR, "unit_ids": None, **changes}))


def test_a_need_is_open_from_when_it_was_stated_until_the_day_it_was_closed(lives):
    need(lives.person("Mo"))
    need(lives.person("Mo tu truoc"), day="1/6/2022")
    need(lives.person("Dong trong nam"), day="1/6/2022", closed="1/1/2024", state="withdrawn")
    need(lives.person("Dong truoc"), day="1/6/2022", closed="31/12/2023")
    need(lives.person("Mot phan"), day="1/6/2022", closed="1/6/2023", state="partly")
    need(lives.person("Nam sau"), day="1/1/2025")
    need(lives.person("Rut"), **WITHDRAWN)

    assert ask(needs.need_recorded) == ["Dong trong nam", "Mo", "Mo tu truoc", "Mot phan"]


def test_only_the_domains_asked_for_count(lives):
    person = lives.person("Hai")
    need(person, "work")
    need(person, "loan")
    need(lives.person("Y te"), "health")

    assert ask(needs.need_recorded, domains=["work", "loan"]) == ["Hai", "Hai"]
    assert ask(needs.need_recorded, domains=["health"]) == ["Y te"]


def test_a_need_is_met_by_support_of_its_own_domain_since_it_was_stated(lives):
    for name, given in (
        ("Dung", {}),
        ("Khac linh vuc", {"domain": "health"}),
        ("Truoc khi noi", {"day": "31/5/2024"}),
        ("Nam sau", {"day": "1/1/2025"}),
        ("Chi tu van", {"form": "counselled"}),
        ("Rut", dict(WITHDRAWN)),
    ):
        person = lives.person(name)
        need(person)
        support(person, **given)
    linked = lives.person("Gan voi nhu cau")
    support(linked, "reintegration-other", need=need(linked))
    support(lives.person("Khong noi nhu cau"))
    one = lives.person("Mot trong hai")
    need(one, "loan")
    need(one, "work")
    support(one, "loan")

    assert ask(needs.need_supported) == ["Dung", "Gan voi nhu cau", "Mot trong hai"]
    assert ask(needs.need_supported, domains=["work"]) == ["Dung", "Gan voi nhu cau"]
    assert ask(needs.need_counselled_or_supported) == [
        *("Chi tu van", "Dung", "Gan voi nhu cau", "Mot trong hai")
    ]


def test_support_that_was_recorded_as_a_step_counts_like_any_other(lives):
    for name, kinds in (("Nghe", ["vocational"]), ("Hai thu", ["job", "loan"]), ("Tu van", ["counselling"])):
        person = lives.person(name)
        need(person, "vocational-training")
        need(person, "work")
        need(person, "psychology")
        episode = lives.episode(person, "post-rehab", "1/6/2024")
        lives.step(episode, "support", "1/7/2024", details={"kind": kinds})
        lives.step(episode, "test", "1/7/2024", details={"kind": "job"})

    assert ask(needs.need_supported) == ["Hai thu", "Nghe"]
    assert ask(needs.supported, domains=["loan"]) == ["Hai thu"]
    assert ask(needs.need_counselled_or_supported, domains=["psychology"]) == ["Tu van"]


def test_talks_support_and_jobs_of_the_year(lives, made):
    talked = lives.person("Da hoi")
    NeedsTalk.objects.create(**about(talked), held_on=date(2024, 12, 31), held_by="mẫu")
    NeedsTalk.objects.create(**about(lives.person("Nam truoc")), held_on=date(2023, 12, 31), held_by="mẫu")
    support(talked, result="hired")
    support(lives.person("Chi tu van"), form="counselled")
    support(lives.person("Hoc nghe"), "vocational-training", result="completed")
    support(lives.person("Viec nam truoc"), day="31/12/2023", result="hired")

    assert ask(needs.needs_asked) == ["Da hoi"]
    assert ask(needs.supported) == ["Da hoi", "Hoc nghe"]
    assert ask(needs.supported, forms=["counselled", "provided"]) == ["Chi tu van", "Da hoi", "Hoc nghe"]
    assert ask(needs.jobs_found) == ["Da hoi"]
    assert rows(needs.jobs_found(**YEAR, unit_ids=None), "unit_id", "on") == [
        (made.here.pk, date(2024, 7, 1))
    ]


def test_the_unit_that_answers_now_counts_what_another_recorded(lives, made):
    person = lives.person("Chuyen")
    need(person)
    line = person.responsibilities.get()
    line.valid_until = date(2024, 8, 1)
    line.save()
    made.responsible(person, made.there, date(2024, 8, 1))

    assert ask(needs.need_recorded, unit_ids=[made.there.pk]) == ["Chuyen"]
    assert ask(needs.need_recorded, unit_ids=[made.here.pk]) == []
