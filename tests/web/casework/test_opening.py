"""Opening an episode: which kinds the day allows, what the end of another one fills in, and what runs beside it."""

from datetime import date

from django.urls import reverse

from hoanhap.casework.models import Episode, Step
from hoanhap.kit.keys import new_id
from hoanhap.places.models import Organisation
from tests.casework.made import KIND
from tests.web.reading import fields, send, words


def address(person, **asked) -> str:
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return f"{reverse('episode-new', args=[person.pk])}?{query}"


def kinds(answer) -> tuple[list[str], list[str]]:
    return (
        [one.code for one, _href in answer.context["possible"]],
        [one.code for one, _why in answer.context["impossible"]],
    )


def test_only_the_kinds_in_force_on_the_day_are_offered_and_the_others_say_why(desk, officer):
    person = desk.person()

    then = officer.get(address(person, applied_on="01/06/2012"))
    now = officer.get(address(person))

    assert "compulsory-community" in kinds(then)[0]
    assert "user-management" in kinds(then)[1]
    assert "compulsory-community" in kinds(now)[1]
    assert "user-management" in kinds(now)[0]
    assert "có hiệu lực" in words(now)


def test_what_only_children_or_only_adults_may_enter_says_so(desk, officer):
    child, adult = desk.person(born_on=date(2012, 1, 1)), desk.person("Lê Văn Bình (mẫu)")

    assert "compulsory" in kinds(officer.get(address(child)))[1]
    assert "compulsory-minor" in kinds(officer.get(address(child)))[0]
    assert "compulsory-minor" in kinds(officer.get(address(adult)))[1]


def test_while_one_episode_is_open_only_what_may_run_beside_it_is_offered(desk, officer):
    person = desk.person()
    desk.decided(person=person)

    answer = officer.get(address(person))

    assert kinds(answer)[0] == ["dependence-determination", "substitution"]
    assert "Đang có đợt khác chưa kết thúc" in words(answer)


def test_substitution_beside_rehabilitation_needs_its_reason(desk, officer):
    person = desk.person()
    desk.decided(person=person)
    where = address(person, kind="substitution", applied_on="20/11/2026")
    typed = {"form": "methadone", "office_id": str(desk.office().pk), "registered_by": "person"}
    clinic = Organisation.objects.create(kind="substitution-clinic", name="Cơ sở Mẫu", unit=desk.there)

    page = officer.get(where)
    offered = page.context["form"].fields["registered_by"].choices
    typed["registered_by"] = next(code for code, _title in offered if code)
    without = send(officer, where, **typed)
    answer = send(officer, where, **typed, beside_reason="Bác sĩ chỉ định", facility_id=str(clinic.pk))

    assert list(without.context["form"].errors) == ["beside_reason"]
    assert answer.status_code == 303
    made = Episode.objects.get(kind="substitution")
    assert (made.lane, made.beside_reason, made.facility_id) == ("beside", "Bác sĩ chỉ định", clinic.pk)


def test_the_post_rehab_file_is_one_press_from_the_duty_with_its_answers_filled_in(desk, province):
    person, office = desk.person(), desk.office()
    opening = {"kind": KIND, "form": "home", "office_id": str(office.pk)}
    send(
        province,
        address(person, kind=KIND, applied_on="10/01/2022"),
        **opening,
        **_registered(province, person),
    )
    episode = Episode.objects.get()
    for code, typed in _way():
        answer = send(province, reverse("episode-step", args=[episode.pk, code]), **typed)
        assert answer.status_code == 303, (code, answer.context["form"].errors)

    page = province.get(reverse("episode", args=[episode.pk]))
    [(label, href)] = next(one.hrefs for one in page.context["todo"] if one.duty.code == "post-rehab-file")
    assert "Quản lý sau cai" in str(label)
    form = fields(province.get(href))
    assert (form["path"], form["follows_id"], form["applied_on"], form["number"]) == (
        "voluntary",
        str(episode.pk),
        "15/08/2022",
        "",
    )
    answer = province.post(href, {**form, "form": "residence", "office_id": str(office.pk)})

    assert answer.status_code == 303, answer.context["form"].errors
    made = Episode.objects.get(kind="post-rehab")
    assert (made.follows_id, made.opened_on) == (episode.pk, date(2022, 8, 15))
    assert Step.objects.get(episode=made).details["path"] == "voluntary"
    again = province.get(reverse("episode", args=[episode.pk]))
    assert [one.duty.code for one in again.context["todo"]] == []
    assert "đợt trước" in words(province.get(reverse("episode", args=[made.pk])))


def _registered(client, person) -> dict[str, str]:
    """An answer to each question of the opening step."""
    page = client.get(address(person, kind=KIND, applied_on="10/01/2022"))
    asked = page.context["form"].fields
    return {"registrant": asked["registrant"].choices[0][0] or asked["registrant"].choices[1][0]}


def _way() -> list[tuple[str, dict[str, object]]]:
    signed = {"signer_name": "Trần Văn Bình (mẫu)", "signer_position": "Chủ tịch"}
    return [
        ("decision", {"decided_on": "12/01/2022", "number": "15/QĐ", "term_months": "6", **signed}),
        ("intake", {"on": "13/01/2022"}),
        ("detox", {"began_on": "14/01/2022", "ended_on": "24/01/2022"}),
        ("behaviour", {"on": "25/01/2022", "ended_on": "25/05/2022"}),
        ("vocational", {"on": "26/05/2022"}),
        ("reintegration", {"on": "01/07/2022"}),
        ("evaluation", {"on": "10/08/2022", "result": "met"}),
        ("certificate", {"on": "15/08/2022", "number": "07/GCN", **signed}),
    ]


def test_an_episode_of_somebody_else_cannot_be_followed(desk, officer):
    mine, foreign = desk.person(), desk.certified(person=desk.person("Lê Văn Bình (mẫu)"))

    page = officer.get(address(mine, kind="post-rehab", follows=foreign.pk))

    assert fields(page)["follows_id"] == ""
    assert page.context["came"] is None


def test_a_kind_that_there_is_not_shows_the_kinds(desk, officer):
    answer = officer.get(address(desk.person(), kind="dance"))

    assert answer.status_code == 200
    assert "user-management" in kinds(answer)[0]


def test_nobody_opens_an_episode_for_somebody_out_of_reach(desk, neighbour):
    there = neighbour.get(address(desk.person()))
    nowhere = neighbour.get(reverse("episode-new", args=[new_id()]))

    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert words(there) == words(nowhere)
