"""The pages of a facility, as its staff use them; and what each of the others gets to see."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hoanhap.audit.models import Entry
from hoanhap.residence.models import Leave, Placement, Rating, Roll, RollMark, Stay
from hoanhap.residence.operations import leaves, leaving, points
from hoanhap.residence.queries.points import points as known_points
from hoanhap.web.residence.actions import ACTIONS
from tests.web.reading import queries_of, send, words

pytestmark = pytest.mark.django_db
BUDGET = 17
"""Twelve beside the five of signing in."""


def dmy(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def back(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def test_the_staff_of_one_facility_go_straight_there_and_see_the_wards(house):
    house.today_stay()
    browser = house.client()

    answer = browser.get("/residence/")
    page = browser.get(answer["Location"])

    assert answer["Location"] == reverse("facility", args=[house.own.pk])
    assert "Khu A (mẫu)" in words(page)
    assert "1/2" in words(page)
    assert "Cơ sở cai nghiện số 2 (mẫu)" not in page.content.decode()


def test_admitting_somebody_by_code_and_year(house):
    episode = house.episode(opened_on=date(2020, 1, 1))
    browser = house.client()
    address = reverse("admission-new", args=[house.own.pk])
    typed = {
        "number": episode.person.code,
        "born_in": "1990",
        "source": "court",
        "basis_number": "12/QĐ-TA",
        "basis_on": dmy(back(5)),
        "admitted_on": dmy(back(0)),
        "ward_id": str(house.men.pk),
        "health_state": "good",
        "belongings": "Điện thoại (mẫu)\nVí (mẫu)",
    }

    wrong = send(browser, address, **(typed | {"born_in": "1991"}))
    assert (wrong.status_code, Stay.objects.count()) == (422, 0)
    assert "Nguyễn" not in words(wrong), "a wrong year tells no name"
    answer = send(browser, address, **typed)

    stay = Stay.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, reverse("resident", args=[stay.pk]))
    assert (stay.person_id, stay.placements.get().bed) == (episode.person_id, 1)
    page = words(browser.get(answer["Location"]))
    assert "Nguyễn Văn An (mẫu)" in page
    assert "Xã Mẫu Đông" in page


def test_somebody_announced_is_chosen_from_the_list(house):
    episode, theirs = house.episode(opened_on=date(2020, 1, 1)), house.episode(opened_on=date(2020, 1, 1))
    type(episode).objects.filter(pk=episode.pk).update(facility=house.own)
    type(theirs).objects.filter(pk=theirs.pk).update(facility=house.other)
    browser = house.client()
    address = reverse("admission-new", args=[house.own.pk])

    page = browser.get(address).content.decode()
    assert episode.person.code in page
    assert theirs.person.code not in page
    assert browser.get(f"{address}?episode={theirs.pk}").status_code == 404
    assert browser.get(f"{address}?episode=x").status_code == 404
    answer = send(
        browser, f"{address}?episode={episode.pk}",
        source="court", basis_number="1", basis_on=dmy(back(5)), ward_id=str(house.men.pk), health_state="good",
    )  # fmt: skip
    assert answer.status_code == 303, words(answer)
    assert Stay.objects.get().episode_id == episode.pk
    assert episode.person.code not in browser.get(address).content.decode()


def test_sending_the_admission_twice_admits_once(house):
    episode = house.episode(opened_on=date(2020, 1, 1))
    browser = house.client()
    address = reverse("admission-new", args=[house.own.pk])
    from tests.web.reading import fields

    body = {
        **fields(browser.get(address)),
        "number": episode.person.code, "born_in": "1990", "source": "court", "basis_number": "1", "basis_on": dmy(back(5)),
        "ward_id": str(house.men.pk), "health_state": "good",
    }  # fmt: skip
    first, second = browser.post(address, body), browser.post(address, body)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Stay.objects.count() == 1


class TestRoll:
    def test_a_class_of_forty_is_closed_with_one_button(self, house):
        big = house.ward("Khu lớn (mẫu)", beds=40)
        stays = [house.today_stay(ward_id=big.pk) for _ in range(40)]
        browser = house.client()
        address = reverse("roll", args=[big.pk])

        assert queries_of(browser, address) <= BUDGET
        page = browser.get(address)
        assert "Nguyễn Văn An (mẫu)" in words(page)
        read = Entry.objects.filter(kind="residence.roll-read", is_read=True)
        assert set(read.values_list("person_id", flat=True)) == {stay.person_id for stay in stays}
        answer = send(
            browser, address, **{f"status-{stays[3].pk}": "absent", f"note-{stays[3].pk}": "Tìm (mẫu)"}
        )

        assert (answer.status_code, answer["Location"]) == (303, reverse("facility", args=[house.own.pk]))
        roll = Roll.objects.get()
        assert (roll.on, roll.expected, roll.present, roll.signed_by) == (
            timezone.localdate(),
            40,
            39,
            "Cán bộ Mẫu (mẫu)",
        )
        mark = RollMark.objects.get()
        assert (mark.stay_id, mark.status, mark.note) == (stays[3].pk, "absent", "Tìm (mẫu)")
        closed = words(browser.get(address))
        assert "39" in closed
        assert "Tìm (mẫu)" in closed
        assert browser.get(address).content.count(b"<select") == 0, "a closed roll has nothing to fill in"

    def test_a_late_roll_is_shown_taken_and_gone(self, house):
        house.today_stay(admitted_on=back(1), basis_on=back(2))
        browser = house.client()
        late = f"{reverse('roll', args=[house.men.pk])}?on={dmy(back(1))}"

        assert dmy(back(1)) in words(browser.get(reverse("facility", args=[house.own.pk])))
        assert send(browser, late).status_code == 303
        assert Roll.objects.get().on == back(1)
        assert (
            f"?on={dmy(back(1))}"
            not in browser.get(reverse("facility", args=[house.own.pk])).content.decode()
        )

    def test_a_roll_of_tomorrow_is_the_one_of_today(self, house):
        house.today_stay()
        page = house.client().get(f"{reverse('roll', args=[house.men.pk])}?on={dmy(back(-1))}")
        assert dmy(back(0)) in words(page)

    def test_withdrawing_opens_it_again(self, house):
        house.today_stay()
        browser = house.client()
        send(browser, reverse("roll", args=[house.men.pk]))
        roll = Roll.objects.get()
        answer = send(browser, reverse("roll-withdraw", args=[roll.pk]), reason="Đếm nhầm (mẫu)")
        assert answer.status_code == 303
        assert b"<select" in browser.get(answer["Location"]).content
        assert "Đếm nhầm (mẫu)" in words(browser.get(reverse("ward", args=[house.men.pk])))


def test_the_month_of_a_class_in_one_action(house):
    big = house.ward("Khu lớn (mẫu)", beds=40)
    stays = [house.today_stay(ward_id=big.pk) for _ in range(5)]
    browser = house.client()
    address = reverse("facility-ratings", args=[house.own.pk])

    answer = send(browser, address, **{"everybody": "fair", f"grade-{stays[0].pk}": "weak"})

    month = (timezone.localdate().replace(day=1) - timedelta(days=1)).replace(day=1)
    assert answer.status_code == 303
    found = dict(Rating.objects.filter(month=month).values_list("stay_id", "grade"))
    assert found == {stays[0].pk: "weak", **{stay.pk: "fair" for stay in stays[1:]}}
    assert b"<select" not in browser.get(answer["Location"]).content, "everybody is rated"
    assert browser.post(address, {"everybody": "good"}).status_code == 422, "nobody is left to rate"
    assert Rating.objects.count() == 5


def test_leave_from_request_to_return(house):
    stay = house.today_stay()
    staff = house.client()
    days = reverse("resident-days", args=[stay.pk])

    asked = send(
        staff, reverse("resident-write", args=[stay.pk, "leave"]),
        kind="mourning", from_on=dmy(back(6)), until_on=dmy(back(1)), asked_on=dmy(back(7)), why="Tang (mẫu)",
    )  # fmt: skip
    leave = Leave.objects.get()
    decide = reverse("leave-turn", args=[leave.pk, "decide"])
    assert (asked.status_code, asked["Location"]) == (303, days)
    assert house.client("facility-health").get(decide).status_code == 404
    assert decide in staff.get(days).content.decode()
    send(staff, decide, is_granted="yes", number="8/QĐ", decided_on=dmy(back(6)), decided_by="B (mẫu)")
    send(staff, reverse("leave-turn", args=[leave.pk, "out"]), on=dmy(back(6)))
    page = words(staff.get(reverse("facility", args=[house.own.pk])))
    assert dmy(back(1)) in page
    assert stay.person.code in page
    send(staff, reverse("leave-turn", args=[leave.pk, "back"]), on=dmy(back(0)))
    leave.refresh_from_db()
    assert (leave.decision_number, leave.out_on, leave.back_on) == ("8/QĐ", back(6), back(0))
    shown = words(staff.get(days))
    assert "6 ngày" in shown, "six days of mourning are warned of"
    assert staff.get(reverse("leave-turn", args=[leave.pk, "nothing"])).status_code == 404


FILLED = {
    "move": {"reason": "Lớp mới (mẫu)"},
    "leave": {"kind": "family", "from_on": dmy(date(2030, 1, 1)), "until_on": dmy(date(2030, 1, 2))},
    "visit": {"relation": "parent", "visitors": "2", "minutes": "30"},
    "discipline": {"level": "1", "decision_number": "1/QĐ", "why": "x"},
    "incident": {"kind": "fight", "note": "x"},
    "escape": {"minutes_number": "1/BB"},
    "return": {"how": "Tự về (mẫu)"},
    "notices": {"about": "end", "to": ["commune", "family"], "number": "1/TB"},
    "plan": {"work": "Nghề mộc (mẫu)"},
    "agree": {},
    "support": {"domain": "work", "provided_by": "Hội (mẫu)"},
    "term": {"reason": "Giảm (mẫu)"},
    "note": {"kind": "illness", "note": "x"},
    "medicine": {"medicine": "Diazepam 5 mg", "quantity": "1,5", "measure": "tablet"},
    "detox-day": {
        "protocol": "opioid",
        "signs": ["aches"],
        "temperature_c": "37,5",
        "pulse_per_minute": "90",
    },
    "discharge": {"left_as": "completed", "reason": "Hết hạn (mẫu)", "number": "9/GCN"},
    "withdraw": {"reason": "Nhầm (mẫu)"},
}


@pytest.mark.parametrize("action", [one for one in ACTIONS if one != "tell"])
def test_every_action_opens_is_sent_and_is_seen_afterwards(house, action):
    stay = house.today_stay()
    other = house.ward("Khu C (mẫu)")
    at = {"stay_id": stay.pk, "scope": house.director, "at": timezone.now()}
    if action == "agree":
        leaving.write_plan(**at, made_on=back(1), needs={"work": "x"})
    if action == "return":
        from hoanhap.residence.operations import conduct

        conduct.record_escape(**at, left_on=back(3), minutes_number="1/BB")
    roles = {"residence.sign": "facility-director", "residence.health": "facility-health"}
    browser = house.client(roles.get(ACTIONS[action].power, "facility-staff"))
    typed = FILLED[action] | ({"ward_id": str(other.pk)} if action == "move" else {})

    address = reverse("resident-write", args=[stay.pk, action])
    assert browser.get(address).status_code == 200
    empty = browser.post(address, {"sent": "1"})
    answer = send(browser, address, **typed)

    assert empty.status_code == 422
    assert answer.status_code == 303, words(answer)
    assert browser.get(answer["Location"]).status_code == 200
    assert queries_of(browser, answer["Location"]) <= BUDGET


def test_who_has_no_power_or_works_elsewhere_gets_no_form(house):
    stay = house.today_stay()
    others = [
        house.client("facility-director", inside=house.other),
        house.client("province-officer", unit="990-1"),
        house.client("commune-officer", unit="99001-1"),
    ]
    for action, chosen in ACTIONS.items():
        address = reverse("resident-write", args=[stay.pk, action])
        for browser in others:
            assert (browser.get(address).status_code, browser.post(address, {}).status_code) == (404, 404), (
                action
            )
        allowed = {"residence.write": 200, "residence.sign": 404, "residence.health": 404}
        assert house.client().get(address).status_code == allowed[chosen.power], action
    assert house.client().get(reverse("resident-write", args=[stay.pk, "nothing"])).status_code == 404


def test_the_infirmary_stays_shut_for_staff_and_director(house):
    stay = house.today_stay()
    address = reverse("resident-infirmary", args=[stay.pk])
    roles = ("facility-staff", "facility-director", "facility-health")
    assert [house.client(role).get(address).status_code for role in roles] == [404, 404, 200]
    page = house.client().get(reverse("resident", args=[stay.pk])).content.decode()
    assert address not in page


def test_a_line_is_withdrawn_with_a_reason(house):
    stay = house.today_stay()
    visit = leaves.record_visit(
        stay_id=stay.pk,
        happened_on=back(1),
        relation="parent",
        visitors=1,
        minutes=9,
        scope=house.staff,
        at=timezone.now(),
    )
    address = reverse("resident-line-withdraw", args=[stay.pk, "visit", visit.pk])
    browser = house.client()
    assert house.client(inside=house.other).get(address).status_code == 404
    assert browser.post(address, {"sent": "1"}).status_code == 422
    answer = send(browser, address, reason="Nhập nhầm (mẫu)")
    assert answer["Location"] == reverse("resident-days", args=[stay.pk])
    assert "Nhập nhầm (mẫu)" in words(browser.get(answer["Location"]))
    assert browser.get(address).status_code == 404


def test_wards_are_opened_changed_and_closed(house):
    browser = house.client()
    answer = send(
        browser, reverse("ward-new", args=[house.own.pk]),
        name="Khu mới (mẫu)", purpose="minors", for_sex="female", beds="4", valid_from=dmy(back(3)),
    )  # fmt: skip
    assert answer.status_code == 303
    assert "Khu mới (mẫu)" in words(browser.get(answer["Location"]))
    from hoanhap.residence.models import Ward

    ward = Ward.objects.get(name="Khu mới (mẫu)")
    send(browser, reverse("ward-change", args=[ward.pk, "beds"]), beds="6", reason="Thêm giường (mẫu)")
    assert [size.beds for size in ward.sizes.order_by("id")] == [4, 6]
    send(browser, reverse("ward-change", args=[ward.pk, "close"]), on=dmy(back(0)), reason="Sửa (mẫu)")
    assert "Khu mới (mẫu)" not in words(browser.get(reverse("facility", args=[house.own.pk])))


def test_figures_of_a_day_and_the_movement(house):
    gone = house.today_stay()
    house.today_stay(source="voluntary")
    leaving.discharge(
        stay_id=gone.pk, on=back(2), left_as="completed", reason="x", number="1", paper_on=back(2),
        scope=house.director, at=timezone.now(),
    )  # fmt: skip
    page = house.client().get(
        reverse("facility-numbers", args=[house.own.pk]) + f"?first={dmy(back(10))}&on={dmy(back(0))}"
    )
    found = page.context
    assert (found["in_care"].total, found["flow"].at_start, found["flow"].gone, found["flow"].at_end) == (
        1,
        2,
        1,
        1,
    )
    before = house.client().get(reverse("facility-numbers", args=[house.own.pk]) + f"?on={dmy(back(3))}")
    assert before.context["in_care"].total == 2


def test_points_are_set_up_by_names_of_communes(house):
    browser = house.client()
    answer = send(
        browser, reverse("point-serve", args=[house.point.pk]),
        decision_number="9/QĐ", unit_ids="Xã Mẫu Đông\nMẫu Tây", from_on=dmy(back(9)),
    )  # fmt: skip
    assert answer.status_code == 303
    (point,) = known_points(scope=house.staff, on=timezone.localdate())
    assert [one.unit_id for one in point.communes] == ["99001-1", "99002-1"]
    send(browser, reverse("point-first-service", args=[house.point.pk]), on=dmy(back(1)))
    send(browser, reverse("catchment-end", args=[point.communes[0].id]), on=dmy(back(0)), reason="x")
    page = words(browser.get(reverse("points")))
    assert "Xã Mẫu Tây" in page
    assert "Xã Mẫu Đông" not in page
    assert dmy(back(1)) in page
    assert (
        house.client(inside=house.other).get(reverse("point-serve", args=[house.point.pk])).status_code == 404
    )
    wrong = send(browser, reverse("point-serve", args=[house.point.pk]), unit_ids="Xã Không Có")
    assert wrong.status_code == 422
    assert points.POINT == "satellite-point"


def test_every_page_keeps_to_its_queries_and_is_not_there_for_the_next_facility(house):
    stays = [house.today_stay() for _ in range(2)]
    for stay in stays:
        leaving.write_plan(
            stay_id=stay.pk, made_on=back(1), needs={"work": "x"}, scope=house.staff, at=timezone.now()
        )
    ours = house.client("facility-director")
    theirs = house.client("facility-director", inside=house.other)
    addresses = [
        *(reverse(name, args=[house.own.pk]) for name in (
            "facility", "facility-residents", "facility-numbers", "facility-ratings", "admission-new", "ward-new",
            "facility-incident-new",
        )),
        *(reverse(name, args=[house.men.pk]) for name in ("ward", "roll")),
        *(reverse(name, args=[stays[0].pk]) for name in ("resident", "resident-days", "resident-conduct", "resident-home")),
        reverse("ward-change", args=[house.men.pk, "beds"]),
        reverse("facility-review", args=[house.own.pk, "2020-1"]),
    ]  # fmt: skip
    for address in addresses:
        assert theirs.get(address).status_code == 404, address
        assert queries_of(ours, address) <= BUDGET, address
    assert queries_of(ours, reverse("points")) <= BUDGET
    health = house.client("facility-health")
    assert queries_of(health, reverse("facility-checks", args=[house.own.pk])) <= BUDGET
    assert ours.get(reverse("facility-review", args=[house.own.pk, "2020-9"])).status_code == 404


def test_a_commune_with_the_power_sees_its_people_masked_and_can_write_nothing(house):
    ours, guest = house.today_stay(), house.today_stay(unit=house.away)
    browser = house.client("province-officer", unit="99001-1")

    page = browser.get(reverse("facility-residents", args=[house.own.pk]))

    assert ours.person.code in words(page)
    assert guest.person.code not in page.content.decode()
    resident = words(browser.get(reverse("resident", args=[ours.pk])))
    assert "Nguyễn V. A." in resident
    assert "Nguyễn Văn An" not in resident
    assert browser.get(reverse("resident", args=[guest.pk])).status_code == 404
    assert browser.get(reverse("admission-new", args=[house.own.pk])).status_code == 404
    assert Placement.objects.count() == 2
