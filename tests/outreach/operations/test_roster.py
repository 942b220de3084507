"""Certificates of staff, who is lent, which posts should be filled."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoanhap.kit.errors import NotFound
from hoanhap.outreach.models import Secondment, StaffCertificate, StaffPost
from hoanhap.outreach.operations import roster, training
from hoanhap.outreach.operations.refusals import OutreachRefused
from hoanhap.outreach.queries import certificates as certificate_queries
from hoanhap.outreach.queries import roster as queries
from hoanhap.programme.queries.measures import MEASURES
from tests.casework.made import LATER, Made, scope

POWERS = frozenset({"outreach.read", "outreach.write"})
DAY = date(2017, 2, 1)
TODAY = LATER.date()


@pytest.fixture
def made(db) -> Made:
    return Made()


@pytest.fixture
def here(made):
    return scope(POWERS, made.here.pk)


@pytest.fixture
def there(made):
    return scope(POWERS, made.there.pk, name="langgieng")


@pytest.fixture
def doctor(made, here):
    def make(name="Bác sĩ Mẫu", *, since=DAY, specialty="doctor", unit=None, **changes):
        given = {"meets_standard": True, "scope": here, "at": LATER, "kind": "direct"}
        return training.enter_staff(
            full_name=name,
            organisation_id=made.office(unit).pk,
            specialty=specialty,
            title="Bác sĩ",
            valid_from=since,
            **(given | changes),
        )

    return make


def count(name, from_on=date(2017, 1, 1), to_on=date(2017, 12, 31), unit_ids=None, **more):
    rows = MEASURES[name](from_on=from_on, to_on=to_on, unit_ids=unit_ids, **more)
    if MEASURES[name].counts == "amount":
        return MEASURES[name].count(from_on=from_on, to_on=to_on, unit_ids=unit_ids, **more)
    return len({row["subject"] for row in rows})


def codes(refused):
    return [(one.code, one.field) for one in refused.value.problems]


def certified(post, scope, **changes):
    told = {"kind": "determination", "number": "1/CC", "issuer": "Trường Mẫu", "issued_on": DAY}
    return roster.add_certificate(
        member_id=post.member_id, **(told | {"scope": scope, "at": LATER} | changes)
    )


def test_a_certificate_counts_until_its_last_day_and_not_when_withdrawn(here, doctor):
    row = certified(doctor(), here, valid_until=date(2017, 6, 30))
    assert count("staff_certified", to_on=date(2017, 6, 30)) == 1
    assert count("staff_certified", to_on=date(2017, 7, 1)) == 0
    assert count("staff_certified", to_on=date(2017, 6, 30), kinds=["counselling"]) == 0

    roster.withdraw_certificate(certificate_id=row.pk, reason="Nhầm", scope=here, at=LATER)

    assert count("staff_certified", to_on=date(2017, 6, 30)) == 0


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"kind": "driving"}, ("not-on-the-list", "kind")),
        ({"number": " "}, ("missing", "number")),
        ({"issued_on": TODAY + timedelta(days=1)}, ("in-the-future", "issued_on")),
        ({"valid_until": DAY}, ("ends-before-it-begins", "valid_until")),
    ],
)
def test_a_certificate_that_cannot_be_is_told_beside_its_field(here, doctor, changes, problem):
    with pytest.raises(OutreachRefused) as refused:
        certified(doctor(), here, **changes)

    assert codes(refused) == [problem]
    assert StaffCertificate.objects.count() == 0


def test_certificates_that_end_soon_stand_first(here, doctor):
    post = doctor()
    certified(post, here, number="1", valid_until=TODAY + timedelta(days=400))
    certified(post, here, number="2", valid_until=TODAY + timedelta(days=30))
    certified(post, here, number="3")

    page = certificate_queries.ending(scope=here, on=TODAY)

    assert [(line.number, line.is_ending) for line in page] == [("2", True), ("1", False), ("3", False)]


def lend(post, made, scope, **changes):
    told = {"organisation_id": made.office(made.there).pk, "task": "Hỗ trợ", "decision_number": "1/QĐ"}
    return roster.lend(post_id=post.pk, **(told | {"valid_from": DAY, "scope": scope, "at": LATER} | changes))


def test_both_offices_see_who_is_lent_and_only_the_lender_ends_it(made, here, there, doctor):
    row = lend(doctor(), made, here)
    assert queries.lent(scope=there, on=TODAY).total == queries.lent(scope=here, on=TODAY).total == 1
    with pytest.raises(NotFound):
        roster.take_back(secondment_id=row.pk, on=DAY, reason="x", scope=there, at=LATER)

    roster.take_back(secondment_id=row.pk, on=DAY + timedelta(days=9), reason="Xong", scope=here, at=LATER)

    assert count("staff_lent", unit_ids=[made.there.pk]) == 1
    assert count("staff_lent", unit_ids=[made.here.pk]) == 0
    assert count("staff_lent_days") == 10
    assert count("staff_lent", from_on=DAY + timedelta(days=10)) == 0


def test_nobody_is_lent_twice_at_a_time_nor_to_their_own_office(made, here, doctor):
    post = doctor()
    with pytest.raises(OutreachRefused) as refused:
        lend(post, made, here, organisation_id=made.office().pk)
    assert codes(refused) == [("lent-to-itself", "organisation_id")]
    lend(post, made, here)

    with pytest.raises(OutreachRefused) as refused, transaction.atomic():
        lend(post, made, here, valid_from=DAY + timedelta(days=5))

    assert codes(refused) == [("lent-already", "valid_from")]
    first = Secondment.objects.get()
    with pytest.raises(DatabaseError), transaction.atomic():
        Secondment.objects.create(
            member=first.member,
            post=first.post,
            organisation=first.organisation,
            unit=first.unit,
            task="x",
            decision_number="x",
            valid_from=DAY,
        )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_the_days_of_a_period_are_those_that_both_share(made, here, doctor, lasts, begins, goes):
    """Checked against plain sets of days."""
    with transaction.atomic():
        row = lend(doctor(), made, here)
        roster.take_back(
            secondment_id=row.pk, on=DAY + timedelta(days=lasts), reason="Xong", scope=here, at=LATER
        )
        lent_days = {DAY + timedelta(days=number) for number in range(lasts + 1)}
        asked = [DAY + timedelta(days=begins - 20 + number) for number in range(goes + 1)]

        found = count("staff_lent_days", from_on=asked[0], to_on=asked[-1])

        assert found == len(lent_days & set(asked))
        transaction.set_rollback(True)


def test_a_gap_is_what_is_required_less_what_the_roster_shows(made, here, doctor):
    certified(doctor(), here)
    doctor("Bác sĩ Hai (mẫu)", meets_standard=False)
    doctor("Y sĩ (mẫu)", specialty="health")
    row = roster.require_posts(
        organisation_id=made.office().pk,
        specialty="doctor",
        heads=3,
        certificate="determination",
        decision_number="1/QĐ",
        valid_from=DAY,
        scope=here,
        at=LATER,
    )

    [line] = queries.gaps(scope=here, on=TODAY)

    assert (line.required, line.filled, line.meeting, line.certified, line.vacant) == (3, 2, 1, 1, 1)
    assert (count("posts_required"), count("posts_vacant")) == (3, 1)
    with pytest.raises(OutreachRefused) as refused, transaction.atomic():
        roster.require_posts(
            organisation_id=made.office().pk,
            specialty="doctor",
            heads=1,
            decision_number="2/QĐ",
            valid_from=DAY,
            scope=here,
            at=LATER,
        )
    assert codes(refused) == [("required-already", "specialty")]
    roster.end_required(required_id=row.pk, on=TODAY, reason="Quyết định mới", scope=here, at=LATER)
    assert queries.gaps(scope=here, on=TODAY + timedelta(days=1)).total == 0


def test_a_doctor_is_won_once_in_an_office_new_or_from_elsewhere(made, here, doctor):
    post = doctor()
    assert (count("staff_won"), count("staff_won", sources=["new"])) == (1, 1)
    training.end_post(post_id=post.pk, on=DAY + timedelta(days=9), reason="Chuyển", scope=here, at=LATER)
    StaffPost.objects.create(
        member_id=post.member_id,
        organisation=made.office(made.there),
        unit=made.there,
        kind="direct",
        specialty="doctor",
        title="Bác sĩ",
        valid_from=DAY + timedelta(days=30),
    )
    assert count("staff_won", unit_ids=[made.there.pk], sources=["moved"]) == 1
    assert count("staff_won", unit_ids=[made.there.pk], sources=["new"]) == 0
    doctor("Y tá (mẫu)", specialty="health")

    assert count("staff_won") == 1
    assert count("staff_won", from_on=date(2018, 1, 1), to_on=date(2018, 12, 31)) == 0


def test_the_next_commune_sees_and_writes_nothing_of_it(made, here, there, doctor):
    post = doctor()
    row = certified(post, here)
    asked = roster.require_posts(
        organisation_id=made.office().pk,
        specialty="doctor",
        heads=1,
        decision_number="1/QĐ",
        valid_from=DAY,
        scope=here,
        at=LATER,
    )

    for forbidden in (
        lambda: certified(post, there, number="2"),
        lambda: lend(post, made, there),
        lambda: roster.withdraw_certificate(certificate_id=row.pk, reason="x", scope=there, at=LATER),
        lambda: roster.end_required(required_id=asked.pk, on=DAY, reason="x", scope=there, at=LATER),
        lambda: queries.member(post.member_id, scope=there, on=TODAY),
    ):
        with pytest.raises(NotFound):
            forbidden()
    assert queries.gaps(scope=there, on=TODAY).total == 0
    assert certificate_queries.ending(scope=there, on=TODAY).total == 0
