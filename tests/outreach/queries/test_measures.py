"""Communes reached, courses, seats, trained staff and sessions, counted."""

from datetime import date

import pytest

from hoanhap.outreach.models import StaffMember
from hoanhap.outreach.queries import measures
from hoanhap.places.models import Organisation, Unit, UnitReach
from tests.casework.lives import YEAR, rows
from tests.outreach.made import WITHDRAWN, activity, course, member, passed, post, seats, session

pytestmark = pytest.mark.django_db


def ask(measure, *columns, **changes):
    return rows(measure(**{**YEAR, "unit_ids": None, **changes}), *(columns or ("subject",)))


def names(found):
    staff = {str(one.pk): one.full_name.removesuffix(" (mẫu)") for one in StaffMember.objects.all()}
    return sorted(staff[subject] for (subject,) in found)


def test_a_commune_is_reached_by_both_topics_and_a_general_talk_stands_for_nothing_else(made):
    general, both = made.commune("99003-1"), made.commune("99004-1")
    activity(made.here, "1/3/2024", "drug-prevention")
    activity(made.here, "5/9/2024", "rehab-post-rehab", "law")
    activity(general, "1/3/2024", "drug-prevention")
    activity(general, "1/4/2024", "drug-prevention", "law")
    activity(both, "1/3/2024", "drug-prevention", "rehab-post-rehab")
    activity(made.there, "1/3/2024", "drug-prevention")
    activity(made.there, "1/3/2023", "rehab-post-rehab")
    activity(made.there, "1/5/2024", "rehab-post-rehab", **WITHDRAWN)
    activity(Unit.objects.get(pk="990-1"), "1/3/2024", "drug-prevention", "rehab-post-rehab")

    assert ask(measures.communes_reached, "subject", "unit_id", "on") == [
        ("99001-1", "99001-1", date(2024, 9, 5)),
        ("99004-1", "99004-1", date(2024, 3, 1)),
    ]
    assert ask(measures.communes_reached, topics=["rehab-post-rehab"]) == [("99001-1",), ("99004-1",)]
    assert ask(measures.communes_reached, unit_ids=["99004-1"]) == [("99004-1",)]


def test_what_was_done_before_a_merger_counts_for_the_new_commune(made):
    new = made.commune("99009-2")
    old = Unit.objects.create(pk="99008-1", level="commune", ended_on=date(2024, 7, 1))
    UnitReach.objects.create(area=new, unit=old, valid_from=date(2024, 7, 1))
    activity(old, "1/3/2024", "drug-prevention")
    activity(new, "1/9/2024", "rehab-post-rehab")

    assert ask(measures.communes_reached) == [("99009-2",)]


def test_activities_and_courses_are_each_counted_in_their_period(made):
    told = activity(made.here, "31/12/2024", "law", kind="broadcast")
    activity(made.here, "1/1/2025", "law")
    held = course(made.office(), made.here, "basic", "1/1/2024", from_on=date(2023, 12, 30))
    course(made.office(), made.here, "basic", "31/12/2023")
    other = course(made.office(), made.here, "certification", "1/6/2024", domain="determination")
    course(made.office(), made.here, "basic", "1/6/2024", **WITHDRAWN)

    assert ask(measures.communication_activities) == [(str(told.pk),)]
    assert ask(measures.communication_activities, kinds=["talk"]) == []
    assert ask(measures.courses_held) == sorted([(str(held.pk),), (str(other.pk),)])
    assert ask(measures.courses_held, domains=["determination"]) == [(str(other.pk),)]


def test_talks_face_to_face_are_counted_by_whom_they_were_for(made):
    told = activity(made.here, "1/3/2024", "law", channel="face-to-face", audience=["families", "neighbours"])
    own = activity(made.here, "2/3/2024", "law", channel="face-to-face", audience=["in-rehab"])
    activity(made.here, "3/3/2024", "law", channel="loudspeaker", audience=["families"])
    activity(made.here, "4/3/2024", "law", channel="face-to-face", audience=["neighbours"], **WITHDRAWN)
    near = {"channels": ["face-to-face"]}

    assert ask(measures.communication_activities, **near, audience=["neighbours"]) == [(str(told.pk),)]
    found = ask(measures.communication_activities, **near, audience=["in-rehab", "families", "neighbours"])
    assert found == sorted([(str(told.pk),), (str(own.pk),)])


def test_seats_are_summed_by_the_unit_whose_staff_sat_in_them(made):
    of = course(made.office(), made.here, "basic", "1/6/2024")
    seats(of, made.here, 40)
    seats(of, made.there, 77)
    again = course(made.office(), made.here, "advanced", "1/7/2024")
    seats(again, made.here, 40)
    seats(again, made.there, 5, **WITHDRAWN)
    seats(course(made.office(), made.here, "basic", "1/6/2023"), made.here, 100)
    seats(course(made.office(), made.here, "basic", "1/6/2024", **WITHDRAWN), made.here, 9)

    assert ask(measures.course_seats, "unit_id", "amount") == [
        ("99001-1", 40),
        ("99001-1", 40),
        ("99002-1", 77),
    ]
    assert ask(measures.course_seats, "amount", levels=["advanced"]) == [(40,)]


def test_the_roster_is_of_the_last_day_and_training_of_any_year(made):
    office, here = made.office(), made.here
    basic = course(office, here, "basic", "1/6/2019")
    advanced = course(office, here, "advanced", "31/12/2024")
    late = course(office, here, "advanced", "1/1/2025")
    both = member("Ca hai", office, here)
    only = member("Chi co ban", office, here)
    after = member("Nang cao nam sau", office, here)
    failed = member("Khong dat", office, here)
    gone = member("Da nghi", office, here, until="31/12/2024")
    manager = member("Quan ly", office, here, kind="manages")
    member("Nam sau", office, here, since="1/1/2025")
    for staff in (both, only, after, failed, gone, manager):
        passed(staff, basic)
    for staff in (both, gone):
        passed(staff, advanced)
    passed(after, late)
    passed(failed, advanced, has_passed=False)
    passed(manager, advanced, **WITHDRAWN)

    roster = ["Ca hai", "Chi co ban", "Khong dat", "Nang cao nam sau", "Quan ly"]
    assert names(ask(measures.roster_staff)) == roster
    assert names(ask(measures.roster_staff, posts=["manages"])) == ["Quan ly"]
    assert names(ask(measures.roster_trained)) == ["Ca hai"]
    assert names(ask(measures.roster_trained, both_needed=False)) == roster
    assert names(ask(measures.roster_trained, levels=["basic"])) == roster
    assert ask(measures.roster_trained, in_period_only=True) == []
    assert ask(measures.roster_trained, "on", levels=["advanced"]) == [(date(2024, 12, 31),)]


def test_somebody_with_posts_in_two_communes_is_one_member_of_both(made):
    staff = member("Hai noi", made.office(), made.here)
    post(staff, made.office(made.there), made.there)

    assert ask(measures.roster_staff, "subject", "unit_id") == [
        (str(staff.pk), "99001-1"),
        (str(staff.pk), "99002-1"),
    ]


def test_months_of_facilities_and_their_thematic_sessions(made):
    facility = Organisation.objects.create(
        kind="rehab-facility", name="Cơ sở (mẫu)", unit=made.here, valid_from=date(2024, 10, 15)
    )
    Organisation.objects.create(
        kind="rehab-facility", name="Cũ (mẫu)", unit=made.here, valid_until=date(2024, 1, 1)
    )
    for day, kind in (("1/11/2024", "thematic"), ("30/11/2024", "thematic"), ("5/12/2024", "law")):
        session(facility, day, kind)
    session(facility, "6/12/2024", **WITHDRAWN)

    months = [f"{facility.pk} 2024-{month}" for month in (10, 11, 12)]
    assert ask(measures.facility_months) == [(month,) for month in months]
    assert ask(measures.facility_months_with_thematic_session, "subject", "on") == [
        (months[1], date(2024, 11, 1))
    ]
    assert ask(measures.facility_months_with_session, "subject", "on", kinds=["law", "news"]) == [
        (months[2], date(2024, 12, 5))
    ]


def test_days_of_news_are_days_however_many_sessions(made):
    facility = Organisation.objects.create(kind="rehab-facility", name="Cơ sở (mẫu)", unit=made.here)
    for day in ("1/3/2024", "1/3/2024", "2/3/2024", "1/3/2025"):
        session(facility, day, "news")
    session(facility, "3/3/2024", "culture")

    assert sorted(set(ask(measures.facility_news_days))) == [
        (f"{facility.pk} 2024-03-01",),
        (f"{facility.pk} 2024-03-02",),
    ]
