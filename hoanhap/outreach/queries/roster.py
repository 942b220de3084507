"""The roster seen as a whole: required posts and gaps, who is lent where, and everything about one member."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.outreach.models import (
    CourseParticipant,
    RequiredPost,
    Secondment,
    StaffCertificate,
    StaffMember,
    StaffPost,
)
from hoanhap.outreach.queries.certificates import kind_title, valid_on
from hoanhap.places.queries.editions import in_force
from hoanhap.places.queries.organisations import names_of

READ: Final = "outreach.read"
WRITE: Final = "outreach.write"


@dataclass(frozen=True)
class GapLine:
    """Required posts of a specialty in an office: how many are filled, meet the standard, are certified."""

    id: UUID
    office_name: str
    specialty_label: Words
    required: int
    filled: int
    meeting: int
    certificate_label: Words
    certified: int | None
    decision_number: str
    valid_from: date

    @property
    def vacant(self) -> int:
        """How many of the required posts nobody holds."""
        return max(0, self.required - self.filled)


@dataclass(frozen=True)
class LentLine:
    """Somebody lent by one office to another. `until_on`: the last day; `days`: how many until today or that day."""

    id: UUID
    member_id: UUID
    name: str
    specialty_label: Words
    from_office: str
    to_office: str
    task: str
    decision_number: str
    from_on: date
    until_on: date | None
    days: int
    may_end: bool


@dataclass(frozen=True)
class HeldPost:
    """A post of a member. `months`: whole months in it until today or its end."""

    id: UUID
    title: str
    office_name: str
    kind_label: Words
    specialty_label: Words
    meets_standard: bool | None
    from_on: date
    until_on: date | None
    months: int


@dataclass(frozen=True)
class Taken:
    """A course in which a member took part."""

    title: str
    level_label: Words
    on: date
    has_passed: bool


@dataclass(frozen=True)
class MemberPage:
    """A member with posts and courses."""

    id: UUID
    name: str
    code: str
    qualification: str
    posts: tuple[HeldPost, ...]
    courses: tuple[Taken, ...]


def gaps(*, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE) -> Page[GapLine]:
    """What is required in reach on a day, by office; what is filled is counted from the roster."""
    found = (
        RequiredPost.objects.visible_to(scope, READ)
        .filter(in_force(on))
        .order_by("unit_id", "specialty", "pk")
    )
    page: Page[Any] = page_of(found, lambda row: row, number=number, size=size)
    rows = list(page.rows)
    names = names_of({row.organisation_id for row in rows}, on=on) if rows else {}
    posts = StaffPost.objects.filter(in_force(on), organisation__in={row.organisation_id for row in rows})
    held: dict[tuple[UUID, str], dict[UUID, bool]] = {}
    for office, specialty, member, meets in posts.values_list(
        "organisation_id", "specialty", "member_id", "meets_standard"
    ):
        members = held.setdefault((office, specialty), {})
        members[member] = members.get(member, False) or bool(meets)
    who = {member for members in held.values() for member in members}
    certified = set(
        StaffCertificate.objects.filter(valid_on(on), member__in=who).values_list("member_id", "kind")
    )
    lines = [_gap(row, names, held.get((row.organisation_id, row.specialty), {}), certified) for row in rows]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def lent(*, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE) -> Page[LentLine]:
    """Who is lent, to or from offices in reach; those who are lent on the day first, then the latest."""
    ordered = _seen(scope).order_by(F("valid_until").desc(nulls_first=True), "-valid_from", "pk")
    page: Page[Any] = page_of(ordered, lambda row: row, number=number, size=size)
    lines = _lent(page.rows, on, scope)
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def lent_of(member_id: UUID, *, scope: Scope, on: date) -> list[LentLine]:
    """Where a member was lent, the latest first."""
    return _lent(list(_seen(scope).filter(member_id=member_id).order_by("-valid_from", "-pk")), on, scope)


def secondment(secondment_id: UUID, *, scope: Scope, on: date) -> LentLine:
    """One that the lending side may end. Raises NotFound."""
    lines = _lent(list(_seen(scope).filter(pk=secondment_id)), on, scope)
    if not lines or not lines[0].may_end:
        raise NotFound(Problem("no-such-secondment", "No such secondment."))
    return lines[0]


def required(required_id: UUID, *, scope: Scope, on: date) -> GapLine:
    """One line of required posts over which the scope may write. Raises NotFound."""
    row = RequiredPost.objects.visible_to(scope, WRITE).filter(pk=required_id).first()
    if row is None:
        raise NotFound(Problem("no-such-required-post", "No such required post."))
    return _gap(row, names_of({row.organisation_id}, on=on), {}, set())


def member(member_id: UUID, *, scope: Scope, on: date) -> MemberPage:
    """Somebody of the roster in reach. Raises NotFound."""
    row = StaffMember.objects.visible_to(scope, READ).filter(pk=member_id).first()
    if row is None:
        raise NotFound(Problem("no-such-member", "No such member of staff."))
    posts = list(StaffPost.objects.filter(member=row).order_by("-valid_from", "-pk"))
    names = names_of({post.organisation_id for post in posts}, on=on)
    taken = CourseParticipant.objects.filter(
        member=row, retired_at__isnull=True, course__retired_at__isnull=True
    ).select_related("course")
    return MemberPage(
        id=row.pk,
        name=row.full_name,
        code=row.code,
        qualification=row.qualification,
        posts=tuple(_post(post, names, on) for post in posts),
        courses=tuple(
            Taken(one.course.title, one.course.get_level_display(), one.course.to_on, one.has_passed)
            for one in taken.order_by("-course__to_on", "-pk")
        ),
    )


def _seen(scope: Scope) -> Any:
    """Both sides see it: who has the person, and who has them for a while."""
    scope.require(READ)
    found = Secondment.objects.select_related("post", "member")
    if scope.everywhere(READ):
        return found
    mine = StaffPost.objects.visible_to(scope, READ)
    here = Q(unit_id__in=scope.unit_ids(READ)) | Q(organisation_id__in=scope.organisation_ids(READ))
    return found.filter(here | Q(post__in=mine))


def _lent(rows: Any, on: date, scope: Scope) -> list[LentLine]:
    offices = {one for row in rows for one in (row.organisation_id, row.post.organisation_id)}
    names = names_of(offices, on=on) if offices else {}
    mine = set(
        StaffPost.objects.visible_to(scope, WRITE)
        .filter(pk__in={row.post_id for row in rows})
        .values_list("pk", flat=True)
        if rows and scope.may(WRITE)
        else ()
    )
    lines = []
    for row in rows:
        last = None if row.valid_until is None else date.fromordinal(row.valid_until.toordinal() - 1)
        days = (min(last or on, on) - row.valid_from).days + 1
        lines.append(
            LentLine(
                id=row.pk,
                member_id=row.member_id,
                name=row.member.full_name,
                specialty_label=row.post.get_specialty_display(),
                from_office=names.get(row.post.organisation_id, ""),
                to_office=names.get(row.organisation_id, ""),
                task=row.task,
                decision_number=row.decision_number,
                from_on=row.valid_from,
                until_on=last,
                days=max(0, days),
                may_end=row.post_id in mine and row.valid_until is None,
            )
        )
    return lines


def _gap(
    row: Any, names: dict[UUID, str], held: dict[UUID, bool], certified: set[tuple[UUID, str]]
) -> GapLine:
    return GapLine(
        id=row.pk,
        office_name=names.get(row.organisation_id, ""),
        specialty_label=row.get_specialty_display(),
        required=row.heads,
        filled=len(held),
        meeting=sum(held.values()),
        certificate_label=kind_title(row.certificate) if row.certificate else "",
        certified=sum((one, row.certificate) in certified for one in held) if row.certificate else None,
        decision_number=row.decision_number,
        valid_from=row.valid_from,
    )


def _post(row: Any, names: dict[UUID, str], on: date) -> HeldPost:
    last = None if row.valid_until is None else date.fromordinal(row.valid_until.toordinal() - 1)
    end = min(last or on, on)
    months = (end.year - row.valid_from.year) * 12 + end.month - row.valid_from.month
    return HeldPost(
        id=row.pk,
        title=row.title,
        office_name=names.get(row.organisation_id, ""),
        kind_label=row.get_kind_display(),
        specialty_label=row.get_specialty_display(),
        meets_standard=row.meets_standard,
        from_on=row.valid_from,
        until_on=last,
        months=max(0, months - (end.day < row.valid_from.day)),
    )
