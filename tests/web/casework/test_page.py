"""The list of episodes and the page of one."""

from datetime import date

from django.urls import reverse

from hoanhap.audit.models import Entry
from hoanhap.community.operations import contacts
from hoanhap.kit.keys import new_id
from tests.casework.made import LATER
from tests.web.reading import queries_of, words

LIST = reverse("episodes")


def test_the_list_shows_masked_names_stage_and_next_duty(desk, officer):
    desk.decided()

    text = words(officer.get(LIST))

    assert "Nguyễn V. A." in text
    assert "Đã có quyết định" in text
    assert "Văn An" not in text


def test_the_list_narrows_by_stage_and_commune_in_the_address(desk, province):
    one = desk.decided()
    other = desk.episode(unit=desk.there)

    def listed(**asked):
        body = province.get(LIST, asked).content.decode()
        return [reverse("episode", args=[episode.pk]) in body for episode in (one, other)]

    assert listed() == [True, True]
    assert listed(stage="decided") == [True, False]
    assert listed(unit=desk.there.pk) == [False, True]


def test_the_list_as_of_an_earlier_day_says_so_and_shows_what_was_known_then(desk, officer):
    episode = desk.certified()

    then = officer.get(LIST, {"on": "01/07/2017"})

    assert "01/07/2017" in words(then)
    assert reverse("episode", args=[episode.pk]) in then.content.decode()
    assert "Hoàn thành" not in words(then)
    assert "Hoàn thành" in words(officer.get(LIST))


def test_the_officer_of_the_next_commune_sees_no_episode(desk, neighbour):
    episode = desk.decided()

    assert str(episode.pk) not in neighbour.get(LIST).content.decode()


def test_an_episode_out_of_reach_and_one_that_does_not_exist_are_the_same_page(desk, neighbour):
    there = neighbour.get(reverse("episode", args=[desk.decided().pk]))
    nowhere = neighbour.get(reverse("episode", args=[new_id()]))

    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert words(there) == words(nowhere)


def test_opening_an_episode_is_logged(desk, officer):
    episode = desk.decided()

    officer.get(reverse("episode", args=[episode.pk]))

    read = Entry.objects.get(person_id=episode.person_id, kind="casework.episode-read", account_name="canbo")
    assert read.reason == "episode-page"


def test_the_bar_tells_what_is_done_what_comes_and_where_it_is_recorded(desk, officer):
    episode = desk.decided()

    answer = officer.get(reverse("episode", args=[episode.pk]))

    states = {step.kind.code: step.state for step in answer.context["bar"]}
    assert states == {
        "application": "done",
        "decision": "done",
        "classification": "current",
        "detox": "todo",
        "detox-end": "todo",
        "handover": "todo",
        "certificate": "todo",
    }
    linked = {step.kind.code for step in answer.context["bar"] if step.href}
    assert linked == {"classification", "detox"}


def test_the_days_that_count_are_shown(desk, officer):
    text = words(officer.get(reverse("episode", args=[desk.handed_over().pk])))

    assert "01/12/2017" in text  # six months from the decision of 01/06
    assert "15/12/2017" in text  # six months from the hand-over of 15/06


def test_who_only_reads_is_offered_nothing_to_write(desk):
    body = (
        desk.client("tovien2", "commune-chair")
        .get(reverse("episode", args=[desk.handed_over().pk]))
        .content.decode()
    )

    assert "/contacts/new/" not in body
    assert "/steps/handover/" not in body
    assert "/steps/certificate/" in body


def test_the_list_takes_as_many_queries_for_three_as_for_one(desk, officer):
    desk.decided()
    one = queries_of(officer, LIST)
    for name in ("Lê Văn Bình (mẫu)", "Trần Thị Hòa (mẫu)"):
        desk.decided(desk.episode(desk.person(name)))

    assert queries_of(officer, LIST) == one
    assert one <= 17


def test_the_page_takes_as_many_queries_for_three_contacts_as_for_one(desk, officer):
    episode = desk.handed_over()

    def meet(day):
        contacts.record_contact(
            episode_id=episode.pk,
            member_id=None,
            kind="visit",
            happened_on=day,
            scope=desk.province,
            at=LATER,
        )

    meet(date(2017, 7, 1))
    address = reverse("episode", args=[episode.pk])
    one = queries_of(officer, address)
    meet(date(2017, 8, 1))
    meet(date(2017, 9, 1))

    assert queries_of(officer, address) == one
    assert one <= 17
