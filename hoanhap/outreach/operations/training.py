"""Courses, the seats of units in them, staff who took part, and the roster.

Lock order: the member of staff, then the row itself.
"""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.outreach.models import Course, CourseParticipant, CourseSeats, StaffMember, StaffPost
from hoanhap.outreach.operations.reach import WRITE, end_row, noted, reached_office
from hoanhap.outreach.operations.refusals import (
    asked,
    fitting,
    not_ahead,
    nothing,
    one_of,
    refused,
    said_in_words,
)
from hoanhap.places.models import Unit
from hoanhap.places.queries.editions import in_force


@transaction.atomic
def record_course(
    *,
    organisation_id: UUID,
    title: str,
    domain: str,
    level: str,
    from_on: date,
    to_on: date,
    unit_id: str = "",
    co_organisers: str = "",
    evidence: str = "",
    scope: Scope,
    at: datetime,
) -> Course:
    """A course that was held. Without a place it was held where the office lies.

    Raises Forbidden, NotFound, OutreachRefused.
    """
    office = reached_office(organisation_id, scope=scope)
    if unit_id and not scope.reaches(WRITE, unit_id):
        raise nothing("unit_id")
    if to_on < from_on:
        raise refused(
            "ends-before-it-begins", _("The last day is before the first day. Check both."), "to_on"
        )
    with said_in_words():
        course = Course.objects.create(
            title=asked(title, field="title", longest=200),
            domain=one_of(domain, Course.Domain.values, "domain"),
            level=one_of(level, Course.Level.values, "level"),
            from_on=from_on,
            to_on=not_ahead(to_on, "to_on", at),
            unit_id=unit_id or office.unit_id,
            organisation=office,
            co_organisers=fitting(co_organisers, field="co_organisers", longest=300),
            evidence=fitting(evidence, field="evidence", longest=200),
            recorded_by=scope.account_id,
        )
    noted("course-recorded", course, course.unit_id, scope=scope, at=at)
    return course


@transaction.atomic
def count_seats(*, course_id: UUID, unit_id: str, headcount: int, scope: Scope, at: datetime) -> CourseSeats:
    """How many officials of a unit sat in the course. Raises Forbidden, NotFound, OutreachRefused."""
    course = _held_course(course_id, scope)
    if not Unit.objects.filter(pk=unit_id).exists():
        raise nothing("unit_id")
    if headcount < 1:
        raise refused("too-few", _("Write how many took part: 1 or more."), "headcount")
    with said_in_words():
        seats = CourseSeats.objects.create(
            course=course, unit_id=unit_id, headcount=headcount, recorded_by=scope.account_id
        )
    noted("seats-counted", seats, unit_id, scope=scope, at=at, headcount=headcount)
    return seats


@transaction.atomic
def add_participant(
    *,
    course_id: UUID,
    member_id: UUID,
    has_passed: bool,
    certificate_number: str = "",
    certificate_until: date | None = None,
    scope: Scope,
    at: datetime,
) -> CourseParticipant:
    """Somebody of the roster took part. Raises Forbidden, NotFound, OutreachRefused."""
    course = _held_course(course_id, scope)
    member = _held_member(member_id, scope)
    if certificate_number and not has_passed:
        words = _("Only who passed has a certificate. Tick that they passed, or leave the number empty.")
        raise refused("certified-without-passing", words, "certificate_number")
    with said_in_words():
        row = CourseParticipant.objects.create(
            course=course,
            member=member,
            has_passed=has_passed,
            certificate_number=fitting(certificate_number, field="certificate_number", longest=60),
            certificate_until=certificate_until,
            recorded_by=scope.account_id,
        )
    noted("participant-added", row, course.unit_id, scope=scope, at=at)
    return row


@transaction.atomic
def enter_staff(
    *,
    full_name: str,
    organisation_id: UUID,
    kind: str,
    specialty: str,
    title: str,
    valid_from: date,
    code: str = "",
    qualification: str = "",
    meets_standard: bool | None = None,
    scope: Scope,
    at: datetime,
) -> StaffPost:
    """Somebody new on the roster, with their first post. Raises Forbidden, NotFound, OutreachRefused."""
    reached_office(organisation_id, scope=scope)
    member = StaffMember.objects.create(
        full_name=asked(full_name, field="full_name", longest=150),
        code=fitting(code, field="code", longest=40),
        qualification=fitting(qualification, field="qualification", longest=150),
    )
    return _post(
        member, organisation_id, kind, specialty, title, valid_from, meets_standard, scope=scope, at=at
    )


@transaction.atomic
def give_post(
    *,
    member_id: UUID,
    organisation_id: UUID,
    kind: str,
    specialty: str,
    title: str,
    valid_from: date,
    meets_standard: bool | None = None,
    scope: Scope,
    at: datetime,
) -> StaffPost:
    """Somebody of the roster takes another post. Raises Forbidden, NotFound, OutreachRefused."""
    member = _held_member(member_id, scope)
    return _post(
        member, organisation_id, kind, specialty, title, valid_from, meets_standard, scope=scope, at=at
    )


@transaction.atomic
def end_post(*, post_id: UUID, on: date, reason: str, scope: Scope, at: datetime) -> StaffPost:
    """Somebody leaves a post; `on` is the last day. Raises Forbidden, NotFound, OutreachRefused."""
    scope.require(WRITE)
    post = (
        StaffPost.objects.visible_to(scope, WRITE).select_for_update(of=("self",)).filter(pk=post_id).first()
    )
    if post is None:
        raise nothing()
    why = end_row(post, on=on, reason=reason, scope=scope, at=at)
    noted("post-ended", post, post.unit_id, scope=scope, at=at, reason=why)
    return post


def _post(
    member: StaffMember,
    organisation_id: UUID,
    kind: str,
    specialty: str,
    title: str,
    valid_from: date,
    meets_standard: bool | None,
    *,
    scope: Scope,
    at: datetime,
) -> StaffPost:
    office = reached_office(organisation_id, scope=scope)
    with said_in_words():
        post = StaffPost.objects.create(
            member=member,
            organisation=office,
            unit_id=office.unit_id,
            kind=one_of(kind, StaffPost.Kind.values, "kind"),
            specialty=one_of(specialty, StaffPost.Specialty.values, "specialty"),
            title=asked(title, field="title", longest=150),
            meets_standard=meets_standard,
            valid_from=not_ahead(valid_from, "valid_from", at),
        )
    noted("post-given", post, office.unit_id, scope=scope, at=at)
    return post


def _held_course(course_id: UUID, scope: Scope) -> Course:
    scope.require(WRITE)
    course = (
        Course.objects.visible_to(scope, WRITE)
        .select_for_update(of=("self",))
        .filter(pk=course_id, retired_at__isnull=True)
        .first()
    )
    if course is None:
        raise nothing("course_id")
    return course


def _held_member(member_id: UUID, scope: Scope) -> StaffMember:
    scope.require(WRITE)
    posts = StaffPost.objects.visible_to(scope, WRITE).filter(in_force(scope.on), member_id=member_id)
    member = StaffMember.objects.select_for_update(of=("self",)).filter(pk=member_id).first()
    if member is None or not posts.exists():
        raise nothing("member_id")
    return member
