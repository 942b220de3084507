"""From the application to the certificate, page by page; and what the law refuses, said at its field."""

from datetime import date

import pytest
from django.urls import reverse

from hoanhap.casework.models import Episode, ManagementFile, Step
from hoanhap.kit.keys import new_id
from tests.casework.made import KIND, live
from tests.web.reading import fields, send, words

SIGNED = {"signer_name": "Trần Văn Bình (mẫu)", "signer_position": "Chủ tịch"}


def apply(desk, client, person, **changes):
    typed = {
        "kind": KIND,
        "form": "home",
        "applied_on": "20/05/2017",
        "office_id": str(desk.office().pk),
        "file_number": "01/HS",
    }
    return send(client, reverse("episode-new", args=[person.pk]), **{**typed, **changes})


def step(client, episode, name, **typed):
    return send(client, reverse("episode-step", args=[episode.pk, name]), **typed)


def test_a_whole_way_from_the_application_to_the_certificate(desk, officer):
    person = desk.person()
    answer = apply(desk, officer, person)
    episode = Episode.objects.get()
    assert answer.url == reverse("episode", args=[episode.pk])
    assert ManagementFile.objects.get().number == "01/HS"

    ways = [
        ("decision", {"decided_on": "01/06/2017", "number": "15/QĐ-UBND", "term_months": "6", **SIGNED}),
        ("classification", {"on": "01/06/2017", "category": "Sử dụng trên 2 năm"}),
        ("detox", {"began_on": "02/06/2017", "place": "Trạm y tế"}),
        ("detox-end", {"ended_on": "14/06/2017"}),
        (
            "handover",
            {"on": "15/06/2017", "minutes_number": "01/BB", "received_by": ["family", "residential-area"]},
        ),
        ("certificate", {"on": "15/12/2017", "number": "07/GCN", "evidence_level": "testimony", **SIGNED}),
    ]
    for name, typed in ways:
        answer = step(officer, episode, name, **typed)
        assert answer.status_code == 303, (name, words(answer))

    assert live(episode) == [
        ("application", date(2017, 5, 20)),
        ("decision", date(2017, 6, 1)),
        ("classification", date(2017, 6, 1)),
        ("detox", date(2017, 6, 2)),
        ("detox-end", date(2017, 6, 14)),
        ("handover", date(2017, 6, 15)),
        ("certificate", date(2017, 12, 15)),
    ]
    text = words(officer.get(answer.url))
    assert "Hoàn thành" in text
    for part in ("15/QĐ-UBND", "01/BB", "07/GCN", "Trần Văn Bình (mẫu)", "15/12/2017"):
        assert part in text


def test_the_form_says_which_law_asks_for_it_and_proposes_the_signer(desk, officer):
    episode = desk.episode()

    page = officer.get(reverse("episode-step", args=[episode.pk, "decision"]))

    assert "Nghị định 94/2010/NĐ-CP" in words(page)
    assert fields(page)["signer_position"] == "Chủ tịch Ủy ban nhân dân cấp xã"


def test_a_value_of_low_confidence_is_marked_as_such(desk, officer):
    episode = desk.decided()
    step(officer, episode, "detox", began_on="02/06/2017")

    text = words(officer.get(reverse("episode", args=[episode.pk])))

    assert "ần kiểm tra" in text


def test_a_certificate_before_both_windows_are_over_is_refused_at_its_day(desk, officer):
    episode = desk.handed_over()

    answer = step(
        officer,
        episode,
        "certificate",
        on="14/12/2017",
        number="07/GCN",
        evidence_level="none-detected",
        **SIGNED,
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["on"]
    assert "15/12/2017" in words(answer)
    assert fields(answer)["number"] == "07/GCN"
    assert not Step.objects.filter(kind="certificate").exists()


def test_a_step_before_the_one_it_needs_is_refused_in_a_sentence(desk, officer):
    episode = desk.episode()

    answer = step(officer, episode, "detox", began_on="02/06/2017")

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["began_on"]


def test_a_breach_with_minutes_stops_the_episode(desk, officer):
    episode = desk.handed_over()

    answer = step(officer, episode, "breach", on="01/09/2017", minutes_number="03/BB", breach="law-violation")

    assert answer.status_code == 303
    assert Episode.objects.get().closed_on == date(2017, 9, 1)
    text = words(officer.get(answer.url))
    assert "03/BB" in text
    assert "Vi phạm pháp luật" in text


def test_an_episode_that_has_ended_offers_no_step_and_takes_none(desk, officer):
    episode = desk.certified()

    page = officer.get(reverse("episode", args=[episode.pk]))
    assert "/steps/" not in page.content.decode()
    answer = step(officer, episode, "breach", on="01/03/2018", minutes_number="03/BB", breach="law-violation")
    assert answer.status_code == 422
    assert Step.objects.filter(kind="breach").count() == 0


def test_other_ends_are_those_of_the_regime(desk, officer):
    episode = desk.decided()

    answer = step(officer, episode, "other-end", on="01/09/2017", ended_as="moved", reason="Thông báo 12/TB")

    assert answer.status_code == 303
    assert Step.objects.get(kind="other-end").ends_as == "moved"


def test_an_application_before_every_known_law_says_since_when_there_is_one_and_keeps_what_was_typed(
    desk, officer
):
    answer = apply(desk, officer, desk.person(), applied_on="05/01/2009")

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["applied_on"]
    assert "01/11/2010" in words(answer)
    assert fields(answer)["file_number"] == "01/HS"
    assert Episode.objects.count() == 0
    assert ManagementFile.objects.count() == 0


def test_a_child_is_refused_and_no_file_is_opened(desk, officer):
    answer = apply(desk, officer, desk.person(born_on=date(2010, 1, 1)))

    assert answer.status_code == 422
    assert ManagementFile.objects.count() == 0


def test_a_correction_needs_a_reason_and_leaves_the_wrong_step_in_the_history(desk, officer):
    episode = desk.handed_over()
    handover = Step.objects.get(kind="handover")
    address = reverse("episode-step-correct", args=[episode.pk, handover.pk])

    page = officer.get(address)
    assert fields(page)["on"] == "15/06/2017"
    assert send(officer, address, on="16/06/2017", reason="").status_code == 422
    answer = send(officer, address, on="16/06/2017", reason="Biên bản ghi ngày 16")

    assert answer.status_code == 303
    assert ("handover", date(2017, 6, 16)) in live(episode)
    text = words(officer.get(answer.url))
    for part in ("15/06/2017", "16/06/2017", "Biên bản ghi ngày 16"):
        assert part in text


def test_a_correction_that_makes_the_chain_impossible_is_refused(desk, province):
    episode = desk.certified()
    decision = Step.objects.get(kind="decision")

    answer = send(
        province,
        reverse("episode-step-correct", args=[episode.pk, decision.pk]),
        decided_on="01/08/2017",
        reason="thử",
        **SIGNED,
    )

    assert answer.status_code == 422
    assert ("decision", date(2017, 6, 1)) in live(episode)


def test_a_step_that_did_not_happen_is_withdrawn_with_a_reason(desk, officer):
    episode = desk.handed_over()
    handover = Step.objects.get(kind="handover")

    answer = send(
        officer, reverse("episode-step-withdraw", args=[episode.pk, handover.pk]), reason="Chưa bàn giao"
    )

    assert answer.status_code == 303
    assert "handover" not in dict(live(episode))
    assert "Chưa bàn giao" in words(officer.get(answer.url))


def test_signed_papers_are_corrected_by_whoever_signs(desk, officer):
    episode = desk.decided()
    decision = Step.objects.get(kind="decision")

    offered = officer.get(reverse("episode", args=[episode.pk])).content.decode()
    answer = send(officer, reverse("episode-step-withdraw", args=[episode.pk, decision.pk]), reason="Chưa ký")

    assert reverse("episode-step-correct", args=[episode.pk, decision.pk]) not in offered
    assert answer.status_code == 422
    assert "decision" in dict(live(episode))


def test_the_chair_records_what_the_chair_signs_and_nothing_else(desk):
    chair, episode = desk.client("chutich", "commune-chair"), desk.episode()

    answer = step(
        chair, episode, "decision", decided_on="01/06/2017", number="15/QĐ", term_months="6", **SIGNED
    )

    assert answer.status_code == 303
    assert chair.get(reverse("episode-step", args=[episode.pk, "detox"])).status_code == 404


@pytest.mark.parametrize("name", ["decision", "handover", "certificate", "breach", "other-end"])
def test_an_episode_out_of_reach_and_one_that_does_not_exist_are_the_same_page(desk, neighbour, name):
    episode = desk.episode()

    there = neighbour.get(reverse("episode-step", args=[episode.pk, name]))
    nowhere = neighbour.get(reverse("episode-step", args=[new_id(), name]))

    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert words(there) == words(nowhere)
    typed = {"on": "01/09/2017", "decided_on": "01/09/2017", "minutes_number": "1", "breach": "law-violation"}
    assert neighbour.post(reverse("episode-step", args=[episode.pk, name]), typed).status_code == 404
    assert Step.objects.count() == 1


def test_a_step_of_another_episode_is_not_corrected_under_this_one(desk, officer):
    one, other = desk.decided(), desk.decided(desk.episode(desk.person("Lê Văn Bình (mẫu)")))
    foreign = Step.objects.get(episode=other, kind="application")

    assert officer.get(reverse("episode-step-correct", args=[one.pk, foreign.pk])).status_code == 404


def test_no_such_step_is_no_page(desk, officer):
    assert officer.get(reverse("episode-step", args=[desk.episode().pk, "dance"])).status_code == 404


def test_a_step_sent_twice_is_written_once_and_both_times_leads_to_the_episode(desk, officer):
    episode = desk.episode()
    address = reverse("episode-step", args=[episode.pk, "decision"])
    sent = {
        **fields(officer.get(address)),
        "decided_on": "01/06/2017",
        "number": "15/QĐ",
        "term_months": "6",
        **SIGNED,
    }

    answers = [officer.post(address, sent) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert Step.objects.filter(kind="decision").count() == 1
