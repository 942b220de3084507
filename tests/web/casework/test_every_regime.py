"""Every kind of episode, under every edition of the law, walked through its pages by sending forms."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from hoanhap.casework.models import Episode, Step
from hoanhap.casework.operations.sentences import field_of
from hoanhap.casework.queries.calendars import file_calendar
from hoanhap.casework.queries.law import shipped
from hoanhap.casework.rules.facts import StepFact
from hoanhap.casework.rules.law import Law
from hoanhap.casework.rules.parts import CountsAs
from hoanhap.casework.rules.paths import path_to
from hoanhap.casework.rules.regimes import Regime
from hoanhap.casework.rules.spans import TRANSFER
from hoanhap.kit.dates import LOCAL_ZONE
from tests.casework.made import live
from tests.web.desk import Desk
from tests.web.reading import fields, words

LAW = Law(shipped(), file_calendar())
CODES = sorted(shipped())
YOUNG = timedelta(days=365 * 15)


def begin(regime: Regime) -> date:
    """A day on which episodes are opened under the edition, and from which its shortest term is over by 2026."""
    return max(regime.in_force.from_on, date(2012, 6, 1)) + timedelta(days=12)


def good_end(regime: Regime) -> str:
    return next(end.code for end in regime.ends if end.counted is CountsAs.COMPLETED)


def typed(regime: Regime, fact: StepFact) -> dict[str, Any]:
    """What somebody writes into the form of a step: everything that it may ask."""
    kind = regime.step(fact.kind)
    assert kind is not None
    given: dict[str, Any] = {
        field_of(fact.kind, "on"): f"{fact.on:%d/%m/%Y}",
        field_of(fact.kind, "number"): f"{regime.order[fact.kind]}/QĐ",
        "signer_name": "Trần Văn Bình (mẫu)",
        "signer_position": "Người ký",
    }
    if fact.at:
        given["at"] = f"{fact.at.astimezone(LOCAL_ZONE):%H:%M}"
    if fact.until:
        given["until"] = f"{fact.until:%d/%m/%Y}"
    if fact.term_months:
        given["term_months"] = str(fact.term_months)
    if fact.term_days:
        given["term_days"] = str(fact.term_days)
    if fact.ends_as:
        given["ended_as"] = fact.ends_as
    for detail in kind.details:
        first = detail.choices[0].code if detail.choices else "Theo hồ sơ"
        answer = fact.details.get(detail.code) or (first if detail.required else "")
        given |= {field_of(fact.kind, detail.code): answer} if answer else {}
    return given


def sent(client: Any, address: str, **given: Any) -> HttpResponse:
    """Open the form, type what it asks for, and send it. A field that is not there is not sent.

    The form that opens is that of today's law. Where the day that was typed lies under an older one which asks for
    more, the form of that law comes back, with everything that was typed, and is sent again.
    """
    page = client.get(address)
    assert page.status_code == 200, address
    answer = _filled_in(client, address, page, given)
    asked_more = (
        answer.status_code == 422
        and answer.context["form"].fields.keys() - page.context["form"].fields.keys()
    )
    return _filled_in(client, address, answer, given) if asked_more else answer


def _filled_in(client: Any, address: str, page: HttpResponse, given: dict[str, Any]) -> HttpResponse:
    asked = page.context["form"].fields
    typed_in = {name: one for name, one in given.items() if name in asked}
    return client.post(address, {**fields(page), **typed_in})


def opened(desk: Desk, client: Any, regime: Regime, first: StepFact) -> Episode:
    """The episode, opened by its form."""
    born_on = first.on - YOUNG if regime.minimum_age.below else date(1980, 1, 1)
    person, day = desk.person(born_on=born_on), f"{first.on:%d/%m/%Y}"
    given = typed(regime, first) | {
        "applied_on": day,
        "form": regime.forms[0].code,
        "office_id": str(desk.office().pk),
    }
    where = reverse("episode-new", args=[person.pk])
    answer = sent(client, f"{where}?kind={regime.episode_kind}&applied_on={day}", **given)
    assert answer.status_code == 303, words(answer)
    episode = Episode.objects.get()
    assert (episode.regime, episode.regime_edition) == (regime.code, regime.edition)
    assert episode.kind == regime.episode_kind
    return episode


@pytest.mark.parametrize(("code", "edition"), CODES)
def test_an_episode_goes_through_its_pages_from_the_opening_to_its_good_end(
    code, edition, desk: Desk, province
):
    regime = shipped()[code, edition]
    begun_on = begin(regime)
    facts = path_to(LAW, regime, end=good_end(regime), begin_on=begun_on)
    today = date.today()
    if facts[-1].on > today:  # a term of the newest law is not over yet: another end that is possible today
        other = next(
            end.code
            for end in regime.ends
            if end.step in ("other-end", "stop") and end.counted is not CountsAs.DIED
        )
        facts = path_to(LAW, regime, end=other, begin_on=begun_on)
    assert facts[-1].on <= today
    episode = opened(desk, province, regime, facts[0])

    for fact in facts[1:]:
        page = words(province.get(reverse("episode", args=[episode.pk])))
        assert "Có thể ghi ngay" in page
        answer = sent(
            province,
            reverse("episode-step", args=[episode.pk, fact.kind]),
            **typed(LAW.course(code, edition, facts).at(fact.on), fact),
        )
        assert answer.status_code == 303, (
            fact.kind,
            dict(answer.context["form"].errors) if answer.context else "",
        )

    assert sorted(live(episode)) == sorted((fact.kind, fact.on) for fact in facts)
    episode.refresh_from_db()
    assert episode.closed_on == facts[-1].on
    shown = province.get(reverse("episode", args=[episode.pk]))
    end = regime.end(facts[-1].ends_as)
    assert end is not None
    assert end.title.vi in words(shown)
    assert Step.objects.filter(episode=episode).count() == len(facts)


def test_a_step_recorded_late_is_asked_for_as_the_law_of_its_own_day_asks(desk: Desk, province):
    regime = shipped()["user-management-2021", 1]
    facts = path_to(LAW, regime, end=good_end(regime), begin_on=begin(regime))
    episode = opened(desk, province, regime, facts[0])
    for fact in facts[1:3]:
        sent(province, reverse("episode-step", args=[episode.pk, fact.kind]), **typed(regime, fact))
    where = reverse("episode-step", args=[episode.pk, "decision"])

    today, then = date.today(), facts[3].on
    assert "team" not in province.get(where).context["form"].fields
    answer = province.post(where, {"decided_on": f"{then:%d/%m/%Y}", "number": "15/QĐ"})

    assert today >= date(2026, 7, 1) > then
    assert answer.status_code == 422
    assert "team" in answer.context["form"].errors
    assert fields(answer)["number"] == "15/QĐ"


@pytest.mark.parametrize(("code", "edition"), CODES)
def test_every_step_of_the_law_has_its_form_with_source_and_signer(code, edition, desk: Desk, province):
    regime = shipped()[code, edition]
    [first, *_more] = path_to(LAW, regime, end=good_end(regime), begin_on=begin(regime))
    episode = opened(desk, province, regime, first)

    law = LAW.course(code, edition).at(date.today())
    for step in law.steps[1:]:
        if step.code == TRANSFER:
            continue  # passes by an offer to another office, not by a form of its own
        page = province.get(reverse("episode-step", args=[episode.pk, step.code]))
        assert page.status_code == 200, step.code
        text = words(page)
        assert step.legal_basis.split(";")[0] in text
        assert step.title.vi in text
        form = page.context["form"]
        assert {form.name(detail.code) for detail in step.details} <= set(form.fields)
        for detail in step.details:
            for choice in detail.choices or ():
                assert choice.title.vi in text, (step.code, detail.code)
        if step.authority and step.paper:
            assert form.initial["signer_position"]
