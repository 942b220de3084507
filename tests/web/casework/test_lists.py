"""The list of episodes: narrowed, kept by a name, printed, and worked through together."""

from datetime import date

from django.urls import reverse

from hoanhap.casework.models import Episode, SavedList, Step
from hoanhap.places.models import Organisation
from tests.casework.made import live
from tests.web.reading import fields, queries_of, send, words

LIST = reverse("episodes")
TOGETHER = reverse("episodes-together")


def listed(client, *episodes, **asked) -> list[bool]:
    body = client.get(LIST, asked).content.decode()
    return [reverse("episode", args=[episode.pk]) in body for episode in episodes]


def test_every_filter_narrows_and_together_they_narrow_more(desk, province):
    facility = Organisation.objects.create(kind="rehab-facility", name="Cơ sở Mẫu", unit=desk.there)
    one, other = desk.decided(), desk.certified(person=desk.person("Lê Văn Bình (mẫu)"))
    Episode.objects.filter(pk=other.pk).update(form="community", facility=facility)

    def both(**asked):
        return listed(province, one, other, **asked)

    assert both() == [True, True]
    assert both(kind="voluntary-home-community") == [True, True]
    assert both(kind="compulsory") == [False, False]
    assert both(form="community") == [False, True]
    assert both(regime="home-community-2010") == [True, True]
    assert both(facility=str(facility.pk)) == [False, True]
    assert both(running="on") == [True, False]
    assert both(opened_until="01/01/2017") == [False, False]
    assert both(opened_from="01/01/2017", running="on") == [True, False]


def test_the_end_of_the_term_and_overdue_duties_narrow_as_of_the_day(desk, province):
    one, other = desk.decided(), desk.episode(desk.person("Lê Văn Bình (mẫu)"))
    on = "20/06/2017"

    assert listed(province, one, other, on=on, term_before="31/12/2017") == [True, False]
    assert listed(province, one, other, on=on, term_before="01/12/2017") == [False, False]
    assert listed(province, one, other, on="22/05/2017", late="on") == [False, False]
    assert listed(province, one, other, late="on") == [
        False,
        True,
    ]  # nobody decided on the second application


def test_a_filter_that_cannot_be_read_says_so_and_narrows_nothing(desk, province):
    one = desk.decided()

    answer = province.get(LIST, {"opened_from": "32/13/2017"})

    assert reverse("episode", args=[one.pk]) in answer.content.decode()
    assert answer.context["form"].errors.keys() == {"opened_from"}


def test_a_list_is_kept_found_again_and_thrown_away_by_its_owner_only(desk, officer):
    desk.decided()
    colleague = desk.client("dongnghiep")
    where = f"{reverse('episode-list-new')}?stage=decided&kind=voluntary-home-community"

    answer = send(officer, where, name="Đã có quyết định")
    assert answer.status_code == 303
    assert "stage=decided" in answer.url
    [(kept, href)] = officer.get(LIST).context["lists"]
    assert (kept.name, kept.is_own, kept.is_shared) == ("Đã có quyết định", True, False)
    assert "stage=decided" in href
    assert colleague.get(LIST).context["lists"] == []
    drop = reverse("episode-list-drop", args=[kept.id])
    assert colleague.post(drop).status_code == 404

    assert officer.post(drop).status_code == 303
    assert officer.get(LIST).context["lists"] == []
    assert SavedList.objects.get().retired_at is not None


def test_a_list_shared_with_a_commune_is_seen_there_and_not_next_door(desk, officer, neighbour):
    colleague = desk.client("dongnghiep")

    send(officer, f"{reverse('episode-list-new')}?stage=decided", name="Chung", unit_id=desk.here.pk)

    [(kept, _href)] = colleague.get(LIST).context["lists"]
    assert (kept.name, kept.is_own) == ("Chung", False)
    assert neighbour.get(LIST).context["lists"] == []


def test_a_list_is_not_shared_with_a_commune_out_of_reach(desk, officer):
    answer = send(officer, reverse("episode-list-new"), name="Chung", unit_id=desk.there.pk)

    assert answer.status_code == 422
    assert SavedList.objects.count() == 0


def test_the_printed_list_has_its_filters_as_a_title_and_no_form(desk, officer):
    desk.decided()

    answer = officer.get(f"{LIST}?stage=decided&print")

    text = words(answer)
    assert "Giai đoạn: Đã có quyết định" in text
    assert 'type="checkbox"' not in answer.content.decode()
    assert "Nguyễn V. A." in text


def test_one_step_is_written_for_all_that_were_chosen(desk, officer):
    one, other = desk.decided(), desk.decided(desk.episode(desk.person("Lê Văn Bình (mẫu)")))
    where = f"{TOGETHER}?episode={one.pk}&episode={other.pk}"

    choose = officer.get(where)
    assert ("detox", 2) in [(kind.code, count) for kind, count in choose.context["steps"]]
    answer = send(officer, f"{where}&step=detox", began_on="02/06/2017", place="Trạm y tế", is_sure="on")

    assert answer.status_code == 303
    for episode in (one, other):
        assert ("detox", date(2017, 6, 2)) in live(episode)


def test_without_the_assurance_nothing_is_written(desk, officer):
    one = desk.decided()

    answer = send(officer, f"{TOGETHER}?episode={one.pk}&step=detox", began_on="02/06/2017")

    assert list(answer.context["form"].errors) == ["is_sure"]
    assert Step.objects.filter(kind="detox").count() == 0


def test_if_one_cannot_nothing_is_written_and_the_reason_stands_below_the_code(desk, officer):
    ready, waiting = desk.decided(), desk.episode(desk.person("Lê Văn Bình (mẫu)"))
    where = f"{TOGETHER}?episode={ready.pk}&episode={waiting.pk}&step=detox"

    answer = send(officer, where, began_on="02/06/2017", place="Trạm y tế", is_sure="on")

    assert answer.status_code == 422
    assert [code for code, _lines in answer.context["refused"]] == [waiting.person.code]
    assert fields(answer)["place"] == "Trạm y tế"
    assert Step.objects.filter(kind="detox").count() == 0


def test_episodes_out_of_reach_are_not_among_the_chosen(desk, officer, neighbour):
    mine = desk.decided()

    body = neighbour.get(f"{TOGETHER}?episode={mine.pk}&step=detox")

    assert body.context["rows"] == []
    answer = neighbour.post(
        f"{TOGETHER}?episode={mine.pk}&step=detox", {"began_on": "02/06/2017", "is_sure": "on"}
    )
    assert answer.status_code == 200
    assert Step.objects.filter(kind="detox").count() == 0
    assert officer.get(f"{TOGETHER}?episode={mine.pk}").context["rows"] != []


def test_three_chosen_take_as_many_queries_as_one(desk, officer):
    made = [desk.decided(desk.episode(desk.person(f"Lê Văn {name} (mẫu)"))) for name in ("An", "Bình", "Chi")]

    def count(episodes):
        return queries_of(officer, f"{TOGETHER}?{'&'.join(f'episode={one.pk}' for one in episodes)}")

    assert count(made) == count(made[:1])
