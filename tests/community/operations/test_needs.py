"""Talks about needs, needs, support and services: who may write them, what is refused, what is taken back."""

from datetime import date

import pytest

from hoanhap.audit.models import Entry
from hoanhap.community.models import Contact, Need, NeedChange, NeedsTalk, Support
from hoanhap.community.operations import needs
from hoanhap.community.operations.refusals import NeedRefused
from hoanhap.community.queries.needs import needs_of, open_needs
from hoanhap.kit.errors import Forbidden, NotFound
from tests.casework.made import CHAIR, LATER, scope

pytestmark = pytest.mark.django_db
DAY = date(2017, 7, 1)


def codes(refused):
    return [(problem.code, problem.field) for problem in refused.value.problems]


@pytest.fixture
def talk(made):
    def hold(person, **changes):
        given = {"held_on": DAY, "held_by": "Lê Thị Cúc (mẫu)", "scope": made.officer, "at": LATER}
        return needs.hold_talk(person_id=person.pk, **(given | changes))

    return hold


@pytest.fixture
def support(made):
    def give(person, **changes):
        given = {
            "domain": "work",
            "form": "provided",
            "provider": "Công ty (mẫu)",
            "provided_on": DAY,
            "scope": made.officer,
            "at": LATER,
        }
        return needs.give_support(person_id=person.pk, **(given | changes))

    return give


def test_a_talk_writes_down_each_need_once_and_may_end_without_any(made, talk):
    person = made.person()
    held = talk(person, domains=["work", "loan", "work"], note="Muốn đi làm")
    talk(person, held_on=date(2017, 8, 1))

    assert list(Need.objects.order_by("domain").values_list("domain", "talk_id", "opened_on", "unit_id")) == [
        ("loan", held.pk, DAY, made.here.pk),
        ("work", held.pk, DAY, made.here.pk),
    ]
    assert NeedsTalk.objects.filter(needs__isnull=True).count() == 1
    assert sorted(Entry.objects.filter(person_id=person.pk).values_list("kind", flat=True)) == [
        "community.need-stated",
        "community.need-stated",
        "community.needs-talk-held",
        "community.needs-talk-held",
    ]


def test_what_is_said_on_a_day_of_an_episode_belongs_to_it_and_else_to_the_file(made, talk):
    episode = made.decided()

    inside = talk(episode.person, held_on=date(2017, 6, 2))
    before = talk(episode.person, held_on=date(2017, 5, 1))

    assert (inside.episode_id, before.episode_id) == (episode.pk, None)


def test_nobody_writes_about_people_of_the_next_commune_or_without_the_power(made, talk, support):
    theirs = made.person("Bùi Văn Khác (mẫu)", unit=made.there)
    kept = needs.state_need(person_id=theirs.pk, domain="work", opened_on=DAY, scope=made.neighbour, at=LATER)
    chair = scope(CHAIR, made.here.pk)

    for act in (
        lambda: talk(theirs),
        lambda: support(theirs),
        lambda: needs.state_need(
            person_id=theirs.pk, domain="work", opened_on=DAY, scope=made.officer, at=LATER
        ),
        lambda: needs.change_need(need_id=kept.pk, state="met", on=DAY, scope=made.officer, at=LATER),
        lambda: needs.record_service(
            person_id=theirs.pk,
            kind="prevention-counselling",
            happened_on=DAY,
            scope=made.officer,
            at=LATER,
        ),
        lambda: needs.withdraw(register="need", row_id=kept.pk, reason="thử", scope=made.officer, at=LATER),
        lambda: support(made.person(), need_id=kept.pk),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(Forbidden):
        talk(made.person(), scope=chair)

    assert Need.objects.get().retired_at is None
    assert (NeedsTalk.objects.count(), Support.objects.count(), Contact.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("day", [date(2019, 1, 1), date(1985, 3, 4)])
def test_a_day_outside_the_life_or_ahead_is_refused(made, talk, day):
    with pytest.raises(NeedRefused) as refused:
        talk(made.person(), held_on=day)

    assert codes(refused)[0][1] == "held_on"


def test_nothing_is_written_about_the_dead_after_their_death(made, support):
    person = made.person()
    person.died_on = date(2017, 6, 30)
    person.save(update_fields=["died_on"])

    with pytest.raises(NeedRefused) as refused:
        support(person)

    assert codes(refused) == [("outside-the-life", "provided_on")]


def test_a_need_is_partly_met_as_often_as_it_is_and_closed_once(made, talk):
    person = made.person()
    talk(person, domains=["work"])
    need = Need.objects.get()

    def change(state, day=DAY):
        return needs.change_need(need_id=need.pk, state=state, on=day, scope=made.officer, at=LATER)

    change("partly")
    change("partly", date(2017, 8, 1))
    with pytest.raises(NeedRefused) as early:
        change("met", date(2017, 6, 30))
    closed = change("not-eligible", date(2017, 9, 1))
    with pytest.raises(NeedRefused) as again:
        change("met", date(2017, 9, 2))

    assert codes(early) == [("before-the-need", "on")]
    assert codes(again) == [("closed-already", None)]
    assert open_needs(person.pk, scope=made.officer) == []
    needs.withdraw(register="change", row_id=closed.pk, reason="nhầm", scope=made.officer, at=LATER)
    assert [one.state for one in open_needs(person.pk, scope=made.officer)] == ["partly"]


def test_support_may_close_the_need_that_it_met(made, talk, support):
    person = made.person()
    talk(person, domains=["work", "loan"])
    work = Need.objects.get(domain="work")

    given = support(person, need_id=work.pk, meets="met", result="hired")

    assert (given.need_id, given.result) == (work.pk, "hired")
    assert list(NeedChange.objects.values_list("need_id", "state", "on")) == [(work.pk, "met", DAY)]
    assert [one.domain for one in open_needs(person.pk, scope=made.officer)] == ["loan"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"provider": " "}, "missing", "provider"),
        ({"domain": "con số"}, "not-on-the-list", "domain"),
        ({"form": "x"}, "not-on-the-list", "form"),
        ({"result": "hired", "domain": "loan"}, "result-does-not-fit", "result"),
        ({"result": "loan-paid"}, "result-does-not-fit", "result"),
        ({"result": "completed", "form": "counselled"}, "result-does-not-fit", "result"),
        ({"meets": "met"}, "no-need-chosen", "need_id"),
        ({"provided_on": date(2019, 1, 1)}, "in-the-future", "provided_on"),
    ],
)
def test_support_that_cannot_be_is_refused_and_nothing_is_written(made, support, changes, code, field):
    with pytest.raises(NeedRefused) as refused:
        support(made.person(), **changes)

    assert codes(refused) == [(code, field)]


def test_the_same_support_is_recorded_once_a_day_until_it_is_withdrawn(made, support):
    person = made.person()
    support(person)
    with pytest.raises(NeedRefused) as refused:
        support(person)
    assert codes(refused) == [("support-twice", "provided_on")]


def test_withdrawn_support_may_be_written_anew(made, support):
    person = made.person()
    first = support(person)
    needs.withdraw(register="support", row_id=first.pk, reason="sai ngày", scope=made.officer, at=LATER)

    assert support(person).pk != first.pk
    with pytest.raises(NeedRefused):
        needs.withdraw(register="support", row_id=first.pk, reason="lại", scope=made.officer, at=LATER)


def test_a_talk_takes_its_needs_along_unless_somebody_was_supported_for_one(made, talk, support):
    person = made.person()
    held = talk(person, domains=["work", "loan"])
    given = support(person, need_id=Need.objects.get(domain="work").pk)

    def withdraw(register, row):
        needs.withdraw(register=register, row_id=row.pk, reason="nhầm", scope=made.officer, at=LATER)

    with pytest.raises(NeedRefused) as refused:
        withdraw("talk", held)
    assert codes(refused) == [("supported", None)]
    assert Need.objects.filter(retired_at__isnull=True).count() == 2

    withdraw("support", given)
    withdraw("talk", held)
    assert Need.objects.filter(retired_at__isnull=True).count() == 0
    with pytest.raises(NotFound):
        withdraw("person", person)


def test_a_service_needs_no_episode_and_is_written_once_a_day(made):
    person = made.person()

    def record(kind="prevention-counselling"):
        return needs.record_service(
            person_id=person.pk, kind=kind, happened_on=DAY, scope=made.officer, at=LATER
        )

    assert record().episode_id is None
    with pytest.raises(NeedRefused) as kind:
        record("visit")
    assert codes(kind) == [("not-on-the-list", "kind")]
    with pytest.raises(NeedRefused) as twice:
        record()
    assert codes(twice) == [("contact-twice", "happened_on")]


def test_the_page_of_needs_tells_everything_and_the_next_commune_nothing(made, talk, support):
    person = made.person()
    talk(person, domains=["work"])
    support(person, need_id=Need.objects.get().pk, meets="partly")

    def read(whose):
        return needs_of(person.pk, scope=whose, at=LATER)

    assert [line.register for line in read(made.officer).lines] == ["change", "support", "need", "talk"]
    assert read(made.officer).last_talk_on == DAY
    theirs = read(made.neighbour)
    assert (list(theirs.lines), list(theirs.open), theirs.last_talk_on) == ([], [], None)
    seen = Entry.objects.filter(kind="community.needs-read").values_list("account_name", flat=True)
    assert set(seen) == {"canbo"}
