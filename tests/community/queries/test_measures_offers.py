"""Providers, offers, outcomes, changes for the better, families and programmes, counted."""

from datetime import date
from decimal import Decimal

import pytest

from hoanhap.community.models import Betterment, Contact, Offer, Outcome, Provider, Support
from hoanhap.community.queries import measures_offers as measures
from hoanhap.kit.keys import new_id
from hoanhap.programme.queries.measures import MEASURES
from tests.casework.lives import YEAR, Lives, on, rows
from tests.community.queries.test_measures_needs import WITHDRAWN, about, ask, support

pytestmark = pytest.mark.django_db


@pytest.fixture
def lives(made) -> Lives:
    return Lives(made)


def provider(made, name, unit=None, **changes):
    given = {"unit": unit or made.here, "kind": "enterprise", "valid_from": on("1/1/2020")}
    return Provider.objects.create(name=name, **(given | changes))


def offer(whose, **changes):
    given = {"kind": "job", "title": "mẫu", "open_from": on("1/3/2024"), "recorded_by": new_id()}
    return Offer.objects.create(provider=whose, unit=whose.unit, **(given | changes))


def names(**changes):
    found = rows(measures.providers_taking_part(**{**YEAR, "unit_ids": None, **changes}), "subject")
    return sorted(Provider.objects.get(pk=pk).name for (pk,) in found)


def test_a_provider_takes_part_with_an_open_offer_or_with_somebody_it_helped(made, lives):
    offer(provider(made, "Chao"), open_until=on("1/3/2024"))
    offer(provider(made, "Het han"), open_from=on("1/1/2023"), open_until=on("31/12/2023"))
    offer(provider(made, "Rut"), **WITHDRAWN)
    offer(provider(made, "Cho vay"), kind="loan")
    offer(provider(made, "Nam sau"), open_from=on("1/1/2025"))
    provider(made, "Khong lam gi")
    support(lives.person("Mot"), entry=provider(made, "Nhan nguoi"))
    support(lives.person("Hai"), entry=provider(made, "Chi tu van"), form="counselled")
    support(lives.person("Ba"), entry=provider(made, "Nhan nam truoc"), day="31/12/2023")

    assert names(offers=("course", "job")) == ["Chao", "Nhan nguoi"]
    assert names() == ["Chao", "Cho vay", "Nhan nguoi"]
    assert names(helped_only=True) == ["Nhan nguoi"]
    assert names(offers=("course",)) == []
    assert names(unit_ids=[made.there.pk]) == []


def test_places_on_offer_are_summed(made):
    one = provider(made, "Mot")
    offer(one, places=5, amount_vnd=Decimal("5000000.00"))
    offer(one, places=7, kind="course", title="khác")
    offer(one, title="không đếm")
    offer(one, places=9, kind="loan", title="vay")

    assert MEASURES["offer_places"].count(**YEAR, unit_ids=None) == 12


def test_outcomes_are_asked_by_what_was_found(lives):
    for name, told in (
        ("Lam", {}),
        ("Hoc", {"work": "in-training", "income": "none"}),
        ("Thoi", {"work": "neither", "income": "none", "using": "using", "using_source": "test"}),
        ("Nam truoc", {"on": on("31/12/2023")}),
        ("Rut", dict(WITHDRAWN)),
    ):
        given = {
            "months": 6,
            "on": on("1/6/2024"),
            "work": "in-work",
            "income": "5m-8m",
            "housing": "family",
            "using": "unknown",
            "visited_by": "mẫu",
        }
        Outcome.objects.create(**about(lives.person(name)), **(given | told))

    assert ask(measures.outcomes) == ["Hoc", "Lam", "Thoi"]
    assert ask(measures.outcomes, work=["in-work", "in-training"]) == ["Hoc", "Lam"]
    assert ask(measures.outcomes, income=["5m-8m"]) == ["Lam"]
    assert ask(measures.outcomes, using=["using"]) == ["Thoi"]
    assert ask(measures.outcomes, months=[12]) == []


def test_changes_for_the_better_families_and_programmes_of_the_year(lives):
    for name, day in (("Nay", "1/6/2024"), ("Truoc", "1/6/2023")):
        person = lives.person(name)
        Betterment.objects.create(**about(person), on=on(day), area="work", words="mẫu", noted_by="mẫu")
        Contact.objects.create(**about(person), kind="family-meeting", happened_on=on(day))
        support(person, day=day, programme="poor-household")
    other = lives.person("Khac")
    Contact.objects.create(**about(other), kind="visit", happened_on=on("1/6/2024"))
    support(other)
    support(lives.person("Bao tro"), programme="monthly-benefit")
    support(lives.person("Vay"), programme="job-creation-loan")

    assert ask(measures.betterments) == ["Nay"]
    assert ask(measures.families_visited) == ["Nay"]
    assert ask(measures.programme_supported) == ["Bao tro", "Nay"]
    assert ask(measures.programme_supported, kinds=["loan"]) == ["Vay"]
    assert Support.objects.filter(provided_on=date(2024, 7, 1)).count() == 3
