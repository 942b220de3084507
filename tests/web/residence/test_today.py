"""The page of the day for who works inside a facility: its own tasks, each with its page, and nobody's of the next."""

from tests.web.reading import counted, words


def tasks(client):
    page = client.get("/")
    assert page.status_code == 200
    return page, {one.task.code: (one.task.count, one.href) for one in page.context["tasks"]}


def test_the_staff_see_what_their_facility_has_to_do_and_each_line_opens(house):
    house.today_stay()
    staff = house.client()

    page, found = tasks(staff)

    assert found["roll"][0] >= 1
    assert house.own.name in words(page)
    for count, href in found.values():
        assert count >= 1
        assert staff.get(href).status_code == 200, href


def test_the_next_facility_and_an_officer_outside_see_none_of_it(house):
    house.today_stay()

    _page, theirs = tasks(house.client(inside=house.other))
    _page, outside = tasks(house.client("province-officer", unit="990-1"))

    assert "roll" not in theirs
    assert outside == {}


def test_an_empty_day_of_a_facility_says_so(house):
    page, found = tasks(house.client(inside=house.other))

    assert found == {}
    assert "Hôm nay cơ sở không còn việc phải làm" in words(page)


def test_the_day_of_a_facility_asks_at_most_twelve_times(house):
    for _number in range(2):
        house.today_stay()
    staff = house.client("facility-director")
    staff.get("/")

    with counted() as queries:
        staff.get("/")

    asked = [one["sql"] for one in queries.captured_queries]
    assert (
        len([sql for sql in asked if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT"))]) <= 12
    )
