"""Writing down communication, courses, staff and sessions: who may, what is refused, what is taken back."""

from datetime import date

import pytest

from hoanhap.audit.models import Entry
from hoanhap.kit.errors import Forbidden, NotFound
from hoanhap.outreach.models import Activity, Course, CourseParticipant, FacilitySession, StaffPost
from hoanhap.outreach.operations import activities, training
from hoanhap.outreach.operations.refusals import OutreachRefused
from hoanhap.outreach.queries import lists
from hoanhap.places.models import Organisation
from tests.casework.made import LATER, scope

pytestmark = pytest.mark.django_db
POWERS = frozenset(["outreach.read", "outreach.write"])
DAY = date(2017, 7, 1)


def codes(refused):
    return [(problem.code, problem.field) for problem in refused.value.problems]


@pytest.fixture
def ours(made):
    return {"scope": scope(POWERS, made.here.pk), "at": LATER}


@pytest.fixture
def theirs(made):
    return {"scope": scope(POWERS, made.there.pk, name="langgieng"), "at": LATER}


@pytest.fixture
def facility(made):
    return Organisation.objects.create(kind="rehab-facility", name="Cơ sở (mẫu)", unit=made.there)


def activity(made, who, **changes):
    given = {
        "unit_id": made.here.pk,
        "on": DAY,
        "kind": "talk",
        "channel": "face-to-face",
        "topics": ["rehab-post-rehab", "drug-prevention"],
        "title": "Nói chuyện tại thôn (mẫu)",
    }
    return activities.record_activity(**(given | changes), **who)


def course(made, who, **changes):
    given = {
        "organisation_id": made.office().pk,
        "title": "Lớp cơ bản (mẫu)",
        "domain": "rehab",
        "level": "basic",
        "from_on": DAY,
        "to_on": date(2017, 7, 3),
    }
    return training.record_course(**(given | changes), **who)


def staff(made, who, **changes):
    given = {
        "full_name": "Lê Thị Cúc (mẫu)",
        "organisation_id": made.office().pk,
        "kind": "direct",
        "specialty": "social",
        "title": "Công chức (mẫu)",
        "valid_from": DAY,
    }
    return training.enter_staff(**(given | changes), **who)


def test_an_activity_keeps_its_topics_in_the_order_of_the_list_and_stands_in_the_trail(made, ours):
    row = activity(made, ours, audience=["youth"], reached=120)

    assert (row.topics, row.audience, row.reached) == (
        ["drug-prevention", "rehab-post-rehab"],
        ["youth"],
        120,
    )
    assert list(Entry.objects.values_list("kind", "unit_id", "person_id")) == [
        ("outreach.activity-recorded", made.here.pk, None)
    ]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"topics": []}, "not-on-the-list", "topics"),
        ({"topics": ["drug-prevention", "khác"]}, "not-on-the-list", "topics"),
        ({"title": " "}, "missing", "title"),
        ({"on": date(2019, 1, 1)}, "in-the-future", "on"),
        ({"kind": "x"}, "not-on-the-list", "kind"),
        ({"programmes": ["x"]}, "not-on-the-list", "programmes"),
    ],
)
def test_an_activity_that_cannot_be_is_refused(made, ours, changes, code, field):
    with pytest.raises(OutreachRefused) as refused:
        activity(made, ours, **changes)

    assert codes(refused) == [(code, field)]
    assert Activity.objects.count() == 0


def test_nobody_writes_or_reads_what_lies_in_the_next_commune(made, ours, theirs):
    told, held = activity(made, ours), course(made, ours)
    post = staff(made, ours)

    for act in (
        lambda: activity(made, theirs),
        lambda: course(made, theirs),
        lambda: staff(made, theirs),
        lambda: training.count_seats(course_id=held.pk, unit_id=made.there.pk, headcount=3, **theirs),
        lambda: training.add_participant(
            course_id=held.pk, member_id=post.member_id, has_passed=True, **theirs
        ),
        lambda: training.end_post(post_id=post.pk, on=DAY, reason="thử", **theirs),
        lambda: training.give_post(
            member_id=post.member_id,
            organisation_id=made.office(made.there).pk,
            kind="manages",
            specialty="social",
            title="x",
            valid_from=DAY,
            **theirs,
        ),
        lambda: activities.withdraw(register="activity", row_id=told.pk, reason="thử", **theirs),
        lambda: activities.withdraw(register="course", row_id=held.pk, reason="thử", **theirs),
        lambda: lists.course(held.pk, scope=theirs["scope"], on=DAY),
        lambda: lists.post(post.pk, scope=theirs["scope"], on=DAY),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(Forbidden):
        activity(made, {"scope": scope(frozenset(["outreach.read"]), made.here.pk), "at": LATER})

    def seen(who):
        return [
            lists.activities(scope=who["scope"], on=DAY).total,
            lists.courses(scope=who["scope"], on=DAY).total,
            lists.roster(scope=who["scope"], on=DAY).total,
            len(lists.staff_choices(scope=who["scope"], on=DAY)),
        ]

    assert seen(ours) == [1, 1, 1, 1]
    assert seen(theirs) == [0, 0, 0, 0]


def test_staff_of_a_facility_write_its_sessions_and_nothing_of_the_commune_around_it(made, facility):
    from hoanhap.access.scope import Authority, Scope
    from hoanhap.kit.keys import new_id

    inside = Scope(
        account_id=new_id(),
        account_name="coso",
        on=DAY,
        authorities=(
            Authority("test", POWERS, made.there.pk, frozenset(), facility.pk, frozenset({facility.pk})),
        ),
    )
    who = {"scope": inside, "at": LATER}
    given = {"on": DAY, "kind": "thematic", "title": "Tâm lý (mẫu)", "attended": 40}

    activities.record_session(organisation_id=facility.pk, **given, **who)
    with pytest.raises(OutreachRefused) as twice:
        activities.record_session(organisation_id=facility.pk, **given, **who)
    assert codes(twice) == [("session-twice", "title")]


def test_a_facility_reaches_no_unit_and_an_office_is_no_facility(made, facility):
    from hoanhap.access.scope import Authority, Scope
    from hoanhap.kit.keys import new_id

    inside = Scope(
        account_id=new_id(),
        account_name="coso",
        on=DAY,
        authorities=(
            Authority("test", POWERS, made.there.pk, frozenset(), facility.pk, frozenset({facility.pk})),
        ),
    )
    who = {"scope": inside, "at": LATER}
    with pytest.raises(NotFound):
        activity(made, who, unit_id=made.there.pk)
    with pytest.raises(NotFound):
        activities.record_session(
            organisation_id=made.office().pk,
            on=DAY,
            kind="law",
            title="x",
            attended=1,
            scope=scope(POWERS, made.here.pk),
            at=LATER,
        )
    assert FacilitySession.objects.count() == 0


def test_seats_are_counted_once_for_each_unit_and_taken_back_before_their_course(made, ours):
    held = course(made, ours)
    seats = training.count_seats(course_id=held.pk, unit_id=made.there.pk, headcount=30, **ours)
    with pytest.raises(OutreachRefused) as none:
        training.count_seats(course_id=held.pk, unit_id=made.here.pk, headcount=0, **ours)
    with pytest.raises(OutreachRefused) as used:
        activities.withdraw(register="course", row_id=held.pk, reason="nhầm", **ours)

    assert codes(none) == [("too-few", "headcount")]
    assert codes(used) == [("course-is-used", None)]
    assert lists.course(held.pk, scope=ours["scope"], on=DAY).course.seats == 30

    activities.withdraw(register="seats", row_id=seats.pk, reason="nhầm", **ours)
    assert lists.course(held.pk, scope=ours["scope"], on=DAY).course.seats == 0
    activities.withdraw(register="course", row_id=held.pk, reason="nhầm", **ours)
    assert Course.objects.get().retired_reason == "nhầm"
    with pytest.raises(NotFound):
        training.count_seats(course_id=held.pk, unit_id=made.here.pk, headcount=3, **ours)


def test_who_passed_may_have_a_certificate_and_nobody_else(made, ours):
    held, post = course(made, ours), staff(made, ours)
    given = {"course_id": held.pk, "member_id": post.member_id}
    with pytest.raises(OutreachRefused) as refused:
        training.add_participant(**given, has_passed=False, certificate_number="12/CC", **ours)
    assert codes(refused) == [("certified-without-passing", "certificate_number")]

    training.add_participant(**given, has_passed=True, certificate_number="12/CC", **ours)
    (line,) = lists.roster(scope=ours["scope"], on=DAY)
    assert (line.has_basic, line.has_advanced) == (True, False)
    assert CourseParticipant.objects.get().certificate_number == "12/CC"


def test_a_post_ends_on_its_last_day_and_the_roster_of_the_next_is_without_it(made, ours):
    post = staff(made, ours)
    with pytest.raises(OutreachRefused) as early:
        training.end_post(post_id=post.pk, on=date(2017, 6, 30), reason="nghỉ", **ours)
    training.end_post(post_id=post.pk, on=date(2017, 12, 31), reason="nghỉ hưu", **ours)
    with pytest.raises(OutreachRefused) as again:
        training.end_post(post_id=post.pk, on=date(2017, 12, 31), reason="nghỉ hưu", **ours)

    assert codes(early) == [("ends-before-it-begins", "on")]
    assert codes(again) == [("ended-already", None)]
    assert StaffPost.objects.get().valid_until == date(2018, 1, 1)
    assert lists.roster(scope=ours["scope"], on=date(2017, 12, 31)).total == 1
    assert lists.roster(scope=ours["scope"], on=date(2018, 1, 1)).total == 0


def test_a_member_takes_a_second_post_in_another_office(made, ours):
    post = staff(made, ours)
    police = Organisation.objects.create(kind="police", name="Công an xã (mẫu)", unit=made.here)
    given = {"kind": "direct", "specialty": "police", "title": "Công an (mẫu)", "valid_from": DAY}

    training.give_post(member_id=post.member_id, organisation_id=police.pk, **given, **ours)

    assert [line.name for line in lists.roster(scope=ours["scope"], on=DAY)] == ["Lê Thị Cúc (mẫu)"] * 2
    assert len(lists.staff_choices(scope=ours["scope"], on=DAY)) == 1
