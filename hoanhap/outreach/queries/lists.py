"""Lists of communication, courses, sessions and staff, as far as the scope reaches. None of them is about people in care."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import BooleanField, Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import Page, page_of
from hoanhap.outreach.models import (
    Activity,
    Audience,
    Course,
    CourseParticipant,
    CourseSeats,
    FacilitySession,
    StaffMember,
    StaffPost,
    Topic,
)
from hoanhap.outreach.queries.hotline import call_named
from hoanhap.outreach.queries.materials import move_named
from hoanhap.places.queries.editions import in_force
from hoanhap.places.queries.organisations import names_of
from hoanhap.places.queries.units import full_names

READ: Final = "outreach.read"


@dataclass(frozen=True)
class ActivityLine:
    """One activity."""

    id: UUID
    on: date
    unit_name: str
    title: str
    kind_label: Words
    channel_label: Words
    topics: tuple[Words, ...]
    audience: tuple[Words, ...]
    held_with: Words
    reached: int | None
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class SessionLine:
    """One session of a facility."""

    id: UUID
    on: date
    facility_name: str
    title: str
    kind_label: Words
    partners: str
    attended: int
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class CourseLine:
    """One course. `seats` are the heads counted by unit, `named` the staff entered by name."""

    id: UUID
    title: str
    level_label: Words
    domain_label: Words
    from_on: date
    to_on: date
    unit_name: str
    office_name: str
    co_organisers: str
    seats: int
    named: int
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class SeatsLine:
    """The seats of one unit."""

    id: UUID
    unit_name: str
    headcount: int


@dataclass(frozen=True)
class ParticipantLine:
    """Somebody of the roster in a course."""

    id: UUID
    name: str
    has_passed: bool
    certificate_number: str
    certificate_until: date | None


@dataclass(frozen=True)
class CoursePage:
    """A course with everybody counted in it."""

    course: CourseLine
    seats: tuple[SeatsLine, ...]
    participants: tuple[ParticipantLine, ...]


@dataclass(frozen=True)
class PostLine:
    """Somebody in a post, and which levels of training they have passed."""

    id: UUID
    member_id: UUID
    unit_id: str
    name: str
    title: str
    office_name: str
    kind_label: Words
    specialty_label: Words
    valid_from: date
    valid_until: date | None
    has_basic: bool
    has_advanced: bool


def activities(*, scope: Scope, on: date, number: int = 1, unit_id: str = "") -> Page[ActivityLine]:
    """Activities in reach, the latest first, also withdrawn ones; of one unit if it is named."""
    found = Activity.objects.visible_to(scope, READ).order_by("-on", "-pk")
    if unit_id:
        found = found.filter(unit=unit_id)
    return _page(found, number, on, _activity, units=lambda row: row.unit_id)


def sessions(*, scope: Scope, on: date, number: int = 1) -> Page[SessionLine]:
    """Sessions of facilities in reach, the latest first."""
    found = FacilitySession.objects.visible_to(scope, READ).order_by("-on", "-pk")
    return _page(found, number, on, _session, offices=lambda row: row.organisation_id)


def courses(*, scope: Scope, on: date, number: int = 1) -> Page[CourseLine]:
    """Courses in reach, the latest first."""
    return _page(
        _counted(Course.objects.visible_to(scope, READ)).order_by("-to_on", "-pk"),
        number,
        on,
        _course,
        units=lambda row: row.unit_id,
        offices=lambda row: row.organisation_id,
    )


def course(course_id: UUID, *, scope: Scope, on: date) -> CoursePage:
    """One course. Raises NotFound."""
    row = _counted(Course.objects.visible_to(scope, READ).filter(pk=course_id)).first()
    if row is None:
        raise NotFound(Problem("no-such-course", "No such course."))
    seats = list(CourseSeats.objects.filter(course=row, retired_at__isnull=True).order_by("unit_id"))
    people = (
        CourseParticipant.objects.filter(course=row, retired_at__isnull=True)
        .select_related("member")
        .order_by("member__full_name", "pk")
    )
    units = full_names({row.unit_id, *(one.unit_id for one in seats)}, on=on)
    return CoursePage(
        _course(row, units, names_of({row.organisation_id}, on=on)),
        tuple(SeatsLine(one.pk, units.get(one.unit_id, one.unit_id), one.headcount) for one in seats),
        tuple(
            ParticipantLine(
                one.pk,
                one.member.full_name,
                one.has_passed,
                one.certificate_number,
                one.certificate_until,
            )
            for one in people
        ),
    )


def roster(*, scope: Scope, on: date, number: int = 1) -> Page[PostLine]:
    """Who holds a post in reach on the day, by name."""
    found = (
        StaffPost.objects.visible_to(scope, READ)
        .filter(in_force(on))
        .select_related("member")
        .annotate(has_basic=_passed(Course.Level.BASIC), has_advanced=_passed(Course.Level.ADVANCED))
        .order_by("member__full_name", "pk")
    )
    return _page(found, number, on, _post, offices=lambda row: row.organisation_id)


def post(post_id: UUID, *, scope: Scope, on: date) -> PostLine:
    """One post. Raises NotFound."""
    row = (
        StaffPost.objects.visible_to(scope, READ)
        .filter(pk=post_id)
        .select_related("member")
        .annotate(
            has_basic=Value(value=False, output_field=BooleanField()),
            has_advanced=Value(value=False, output_field=BooleanField()),
        )
        .first()
    )
    if row is None:
        raise NotFound(Problem("no-such-post", "No such post."))
    return _post(row, {}, names_of({row.organisation_id}, on=on))


def line_of(register: str, row_id: UUID, *, scope: Scope) -> tuple[str, UUID | None]:
    """What a line that holds is called, and its course or material where it has one. Raises NotFound."""
    if register == "move":
        return move_named(row_id, scope=scope)
    if register == "call":
        return call_named(row_id, scope=scope), None
    models: dict[str, Any] = {
        "activity": Activity,
        "course": Course,
        "seats": CourseSeats,
        "participant": CourseParticipant,
        "session": FacilitySession,
    }
    if register in models:
        found = models[register].objects.visible_to(scope, READ).filter(pk=row_id, retired_at__isnull=True)
        if register in ("seats", "participant"):
            found = found.select_related("course")
        row = found.first()
        if row is not None:
            course_id = getattr(row, "course_id", None)
            return (row.course if course_id else row).title, course_id
    raise NotFound(Problem("no-such-line", "No such line."))


def staff_choices(*, scope: Scope, on: date) -> list[tuple[str, str]]:
    """Who of the roster in reach may be entered in a course."""
    posts = StaffPost.objects.visible_to(scope, READ).filter(in_force(on), member=OuterRef("pk"))
    found = StaffMember.objects.filter(Exists(posts)).order_by("full_name", "pk")
    return [(str(one.pk), f"{one.full_name} {one.code}".strip()) for one in found]


def _counted(found: QuerySet[Course]) -> QuerySet[Any]:
    held = Q(seats__retired_at__isnull=True)
    named = (
        CourseParticipant.objects.filter(course=OuterRef("pk"), retired_at__isnull=True)
        .order_by()
        .values("course")
        .annotate(n=Count("pk"))
        .values("n")
    )

    return found.annotate(
        seated=Coalesce(Sum("seats__headcount", filter=held), 0), named=Coalesce(Subquery(named), 0)
    )


def _passed(level: str) -> Exists:
    return Exists(
        CourseParticipant.objects.filter(
            member=OuterRef("member"),
            course__level=level,
            course__retired_at__isnull=True,
            has_passed=True,
            retired_at__isnull=True,
        )
    )


def _page(
    found: QuerySet[Any],
    number: int,
    on: date,
    make: Callable[..., Any],
    *,
    units: Callable[[Any], str] | None = None,
    offices: Callable[[Any], UUID] | None = None,
) -> Page[Any]:
    page = page_of(found, lambda row: row, number=number)
    named = full_names({units(row) for row in page}, on=on) if units and page.rows else {}
    called = names_of({offices(row) for row in page}, on=on) if offices and page.rows else {}
    lines = [make(row, named, called) for row in page]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def _labels(codes: Iterable[str], kind: Any) -> tuple[Words, ...]:
    return tuple(kind(code).label for code in codes)


def _activity(row: Activity, units: dict[str, str], _offices: dict[UUID, str]) -> ActivityLine:
    return ActivityLine(
        id=row.pk,
        on=row.on,
        unit_name=units.get(row.unit_id, row.unit_id),
        title=row.title,
        kind_label=row.get_kind_display(),
        channel_label=row.get_channel_display(),
        topics=_labels(row.topics, Topic),
        audience=_labels(row.audience, Audience),
        held_with=row.get_held_with_display() if row.held_with else "",
        reached=row.reached,
        retired_at=row.retired_at,
        retired_reason=row.retired_reason,
    )


def _session(row: FacilitySession, _units: dict[str, str], offices: dict[UUID, str]) -> SessionLine:
    return SessionLine(
        id=row.pk,
        on=row.on,
        facility_name=offices.get(row.organisation_id, ""),
        title=row.title,
        kind_label=row.get_kind_display(),
        partners=row.partners,
        attended=row.attended,
        retired_at=row.retired_at,
        retired_reason=row.retired_reason,
    )


def _course(row: Any, units: dict[str, str], offices: dict[UUID, str]) -> CourseLine:
    return CourseLine(
        id=row.pk,
        title=row.title,
        level_label=row.get_level_display(),
        domain_label=row.get_domain_display(),
        from_on=row.from_on,
        to_on=row.to_on,
        unit_name=units.get(row.unit_id, row.unit_id),
        office_name=offices.get(row.organisation_id, ""),
        co_organisers=row.co_organisers,
        seats=row.seated,
        named=row.named,
        retired_at=row.retired_at,
        retired_reason=row.retired_reason,
    )


def _post(row: Any, _units: dict[str, str], offices: dict[UUID, str]) -> PostLine:
    return PostLine(
        id=row.pk,
        member_id=row.member_id,
        unit_id=row.unit_id,
        name=row.member.full_name,
        title=row.title,
        office_name=offices.get(row.organisation_id, ""),
        kind_label=row.get_kind_display(),
        specialty_label=row.get_specialty_display(),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        has_basic=row.has_basic,
        has_advanced=row.has_advanced,
    )
