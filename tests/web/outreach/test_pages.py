"""Communication, courses, staff, sessions and medicine on their pages."""

from datetime import date

import pytest
from django.urls import reverse

from hoanhap.access.models import Grant
from hoanhap.medicine.models import MedicineIncident
from hoanhap.outreach.models import (
    Activity,
    Course,
    CourseParticipant,
    CourseSeats,
    FacilitySession,
    StaffPost,
)
from hoanhap.places.models import Organisation
from tests.outreach.made import activity, course, member, seats
from tests.web.reading import queries_of, send, words

TOLD, COURSES, STAFF = reverse("outreach"), reverse("courses"), reverse("staff")


@pytest.fixture
def facility(desk):
    return Organisation.objects.create(kind="rehab-facility", name="Cơ sở cai nghiện (mẫu)", unit=desk.here)


@pytest.fixture
def director(desk, facility):
    browser = desk.client("giamdoc", "facility-director")
    Grant.objects.filter(account__username="giamdoc").update(organisation=facility)
    return browser


def test_an_activity_is_written_with_its_topics_and_stands_in_the_list(desk, officer):
    answer = send(
        officer,
        reverse("activity-new"),
        unit_id=desk.here.pk,
        on="01/07/2017",
        title="Nói chuyện tại thôn Mẫu",
        kind="talk",
        channel="face-to-face",
        topics=["drug-prevention", "rehab-post-rehab"],
        audience=["youth"],
        reached="1250",
    )

    assert answer.status_code == 303
    assert Activity.objects.get().unit_id == desk.here.pk
    text = words(officer.get(answer.url))
    for part in ("01/07/2017", "Nói chuyện tại thôn Mẫu", "Cai nghiện và quản lý sau cai nghiện", "1.250"):
        assert part in text


def test_an_activity_without_a_topic_comes_back(desk, officer):
    answer = send(
        officer,
        reverse("activity-new"),
        unit_id=desk.here.pk,
        title="Mẫu",
        kind="talk",
        channel="press",
        on="01/07/2017",
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["topics"]


def test_a_course_is_written_with_seats_and_people_of_the_roster(desk, officer):
    staff = send(
        officer,
        reverse("staff-new"),
        full_name="Lê Thị Cúc (mẫu)",
        organisation_id=str(desk.office().pk),
        title="Công chức (mẫu)",
        kind="direct",
        specialty="social",
        valid_from="01/01/2017",
    )
    assert staff.status_code == 303
    made = send(
        officer,
        reverse("course-new"),
        title="Lớp cơ bản (mẫu)",
        domain="rehab",
        level="basic",
        from_on="01/07/2017",
        to_on="03/07/2017",
        organisation_id=str(desk.office().pk),
    )
    held = Course.objects.get()
    assert made.url == reverse("course", args=[held.pk])

    counted = send(officer, reverse("course-seats", args=[held.pk]), unit_id=desk.here.pk, headcount="40")
    assert counted.status_code == 303
    added = send(
        officer,
        reverse("course-participant", args=[held.pk]),
        member_id=str(StaffPost.objects.get().member_id),
        certificate_number="12/CC",
    )
    assert added.status_code == 303
    text = words(officer.get(made.url))
    for part in ("40 lượt người", "Lê Thị Cúc (mẫu)", "12/CC", "Đạt"):
        assert part in text
    assert "Chưa học nâng cao" in words(officer.get(STAFF))
    assert (CourseSeats.objects.get().headcount, CourseParticipant.objects.get().has_passed) == (40, True)


def test_a_post_is_left_and_another_taken(desk, officer):
    member("Trần Thị Hoa", desk.office(), desk.here)
    post = StaffPost.objects.get()
    police = Organisation.objects.create(kind="police", name="Công an xã (mẫu)", unit=desk.here)

    taken = send(
        officer,
        reverse("staff-post-new", args=[post.pk]),
        organisation_id=str(police.pk),
        title="Công an (mẫu)",
        kind="direct",
        specialty="police",
        valid_from="01/02/2020",
    )
    assert taken.status_code == 303
    left = send(officer, reverse("staff-post-end", args=[post.pk]), on="01/03/2020", reason="Chuyển công tác")
    assert left.status_code == 303
    assert dict(StaffPost.objects.values_list("title", "valid_until")) == {
        "Công an (mẫu)": None,
        "Cán bộ (mẫu)": date(2020, 3, 2),
    }


def test_a_line_is_withdrawn_and_stays_struck(desk, officer):
    row = activity(desk.here, "1/7/2017", "law")
    address = reverse("outreach-line-withdraw", args=["activity", row.pk])

    assert send(officer, address, reason="Ghi hai lần").status_code == 303
    assert "Ghi hai lần" in words(officer.get(TOLD))
    assert officer.get(address).status_code == 404


def test_what_the_next_commune_did_is_in_no_list_and_behind_no_address(desk, officer):
    row = activity(desk.there, "1/7/2017", "law", title="Hội nghị xã bên (mẫu)")
    held = course(desk.office(desk.there), desk.there, "basic", "1/7/2017", title="Lớp xã bên (mẫu)")
    member("Bùi Văn Khác", desk.office(desk.there), desk.there)

    for address in (TOLD, COURSES, STAFF):
        text = words(officer.get(address))
        assert "xã bên" not in text
        assert "Bùi Văn Khác" not in text
    for address in (
        reverse("course", args=[held.pk]),
        reverse("course-seats", args=[held.pk]),
        reverse("outreach-line-withdraw", args=["activity", row.pk]),
        reverse("staff-post-end", args=[StaffPost.objects.get().pk]),
    ):
        assert officer.get(address).status_code == 404


def test_a_facility_writes_its_own_sessions_and_sees_nothing_of_the_commune(desk, director, facility):
    activity(desk.here, "1/7/2017", "law", title="Hội nghị của xã (mẫu)")

    answer = send(
        director,
        reverse("facility-session-new"),
        organisation_id=str(facility.pk),
        on="01/07/2017",
        kind="thematic",
        title="Sinh hoạt tâm lý (mẫu)",
        attended="40",
    )

    assert answer.status_code == 303
    assert FacilitySession.objects.get().organisation_id == facility.pk
    assert "Sinh hoạt tâm lý (mẫu)" in words(director.get(answer.url))
    assert "Hội nghị của xã" not in words(director.get(TOLD))


def test_a_loss_of_medicine_is_written_by_the_facility_and_wastage_asks_for_its_minutes(
    desk, director, facility, officer
):
    given = {"facility_id": str(facility.pk), "on": "01/07/2017", "kind": "wastage", "quantity": "12,5"}
    answer = send(director, reverse("medicine-incident-new"), **given)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["minutes_number"]

    answer = send(director, reverse("medicine-incident-new"), **given, minutes_number="01/BB")
    assert answer.status_code == 303
    text = words(director.get(answer.url))
    for part in ("Hao hụt có biên bản", "12,5", "01/BB"):
        assert part in text
    row = MedicineIncident.objects.get()
    withdrawn = send(director, reverse("medicine-incident-withdraw", args=[row.pk]), reason="Đếm lại đủ")
    assert withdrawn.status_code == 303
    assert "Đếm lại đủ" in words(director.get(withdrawn.url))
    assert officer.get(reverse("medicine")).status_code == 404


def test_lists_ask_no_more_for_many_lines_than_for_few(desk, officer):
    def fill(count):
        for number in range(count):
            activity(desk.here, "1/7/2017", "law")
            seats(course(desk.office(), desk.here, "basic", "1/7/2017"), desk.here, 3)
            member(f"Cán bộ {number}", desk.office(), desk.here)

    fill(1)
    one = {address: queries_of(officer, address) for address in (TOLD, COURSES, STAFF)}
    fill(3)
    assert {address: queries_of(officer, address) for address in (TOLD, COURSES, STAFF)} == one
    assert max(one.values()) <= 12
