"""The page of the day."""

from datetime import date

import pytest
from django.urls import reverse

from hoanhap.programme.queries import worklist
from tests.web.reading import queries_of, words

DAY = "10/06/2017"


def parts(page):
    return {
        part.code: [(one.code, [task.duty.code for task in one.tasks]) for one in part.people]
        for part in page.context["parts"]
    }


def test_what_is_late_due_undated_and_ahead_stand_apart_by_person(desk, officer):
    late = desk.person("Lê Văn Bình (mẫu)")
    desk.episode(late, applied_on=date(2017, 5, 20))  # to be decided within eight days: by 28/05
    today = desk.person("Trần Thị Hòa (mẫu)")
    desk.episode(today, applied_on=date(2017, 6, 2))  # by 10/06
    ahead = desk.person("Vũ Thị Mai (mẫu)")
    desk.episode(ahead, applied_on=date(2017, 6, 9))  # by 17/06
    undated = desk.person("Phạm Văn Dũng (mẫu)")
    desk.decided(desk.episode(undated))

    page = officer.get("/", {"on": DAY})

    found = parts(page)
    assert found["late"] == [(late.code, ["decide"])]
    assert found["today"] == [(today.code, ["decide"])]
    assert found["ahead"] == [(ahead.code, ["decide"])]
    assert [code for code, _duties in found["open"]] == [undated.code]
    counted = page.context["counts"]
    assert (counted.late, counted.today, counted.ahead) == (1, 1, 1)
    assert counted.undated == len(found["open"][0][1])


def test_each_duty_names_its_law_and_links_to_the_step_that_closes_it(desk, officer):
    episode = desk.episode()

    page = officer.get("/", {"on": DAY})

    assert "Nghị định 94/2010/NĐ-CP" in words(page)
    assert reverse("episode-step", args=[episode.pk, "decision"]) in page.content.decode()


def test_every_duty_of_the_regime_leads_to_a_page(desk, officer):
    episode = desk.decided()
    assert episode

    page = officer.get("/", {"on": DAY})

    tasks = [task for part in page.context["parts"] for one in part.people for task in one.tasks]
    assert {task.duty.code for task in tasks} >= {"classify", "begin-detox", "assign-helper"}
    for task in tasks:
        assert officer.get(task.href).status_code == 200, task.duty.code


def test_a_contact_that_is_due_leads_to_the_short_form(desk, officer):
    episode = desk.handed_over()

    page = officer.get("/", {"on": "10/07/2017"})

    assert reverse("contact-new", args=[episode.pk]) in page.content.decode()


def test_another_day_is_announced_and_today_is_not(desk, officer):
    assert "Bạn đang xem ngày 10/06/2017" in words(officer.get("/", {"on": DAY}))
    assert "Bạn đang xem" not in words(officer.get("/"))


@pytest.mark.parametrize("strange", ["31/02/2017", "x", "2017"])
def test_a_day_that_is_none_shows_today(desk, officer, strange):
    answer = officer.get("/", {"on": strange})

    assert answer.status_code == 200
    assert answer.context["is_today"]


def test_names_are_masked(desk, officer):
    desk.episode()

    body = officer.get("/", {"on": DAY}).content.decode()

    assert "Nguyễn V. A." in body
    assert "Văn An" not in body


def test_the_officer_of_the_next_commune_has_nothing_to_do_here(desk, neighbour):
    person = desk.person()
    desk.episode(person)

    page = neighbour.get("/", {"on": DAY})

    assert parts(page) == {}
    assert person.code not in page.content.decode()


def test_one_commune_of_a_province_is_looked_at_alone(desk, province):
    here, there = desk.person(), desk.person("Lê Văn Bình (mẫu)", unit=desk.there)
    desk.episode(here)
    desk.episode(there, unit=desk.there)

    text = words(province.get("/", {"on": DAY, "unit": desk.there.pk}))

    assert (here.code in text, there.code in text) == (False, True)


def test_an_account_without_files_sees_an_empty_day_and_no_error(desk):
    answer = desk.client("quantri", "account-manager", unit="990-1").get("/")

    assert answer.status_code == 200
    assert "Tài khoản này không quản lý hồ sơ" in words(answer)


def test_the_counts_are_those_of_the_list(desk):
    desk.handed_over()
    desk.decided(desk.episode(desk.person("Lê Văn Bình (mẫu)")))
    desk.episode(desk.person("Trần Thị Hòa (mẫu)"))
    for on in (date(2017, 5, 20), date(2017, 6, 10), date(2017, 7, 15), date(2018, 2, 1)):
        asked = {"scope": desk.officer, "on": on, "until": date.fromordinal(on.toordinal() + 14)}
        rows = list(worklist.due(**asked, size=200))
        found = worklist.due(**asked).counts

        assert (found.late, found.today, found.undated, found.ahead) == (
            sum(1 for row in rows if row.due_on and row.due_on < on),
            sum(1 for row in rows if row.due_on == on),
            sum(1 for row in rows if row.due_on is None),
            sum(1 for row in rows if row.due_on and row.due_on > on),
        )
        assert rows
        # The same on every page, also on one that is asked for beyond the last.
        assert [worklist.due(**asked, size=1, number=n).counts for n in (2, 1000)] == [found, found]
        assert worklist.due(**asked).total == found.total == len(rows)


def test_where_nothing_is_due_the_counts_are_nothing(desk):
    found = worklist.due(scope=desk.officer, on=date(2017, 6, 10), number=3)

    assert (list(found), found.total, found.counts.total) == ([], 0, 0)


def test_the_page_takes_as_many_queries_for_three_people_as_for_one(desk, officer):
    desk.episode()
    one = queries_of(officer, f"/?on={DAY}")
    for name in ("Lê Văn Bình (mẫu)", "Trần Thị Hòa (mẫu)"):
        desk.decided(desk.episode(desk.person(name)))

    assert queries_of(officer, f"/?on={DAY}") == one
    assert one <= 17
