"""B93 clubs: their boards, sessions as counts, and, for who may, the members with shortened names."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.community.models import ClubMembership, ClubSession, Team, TeamMember
from hoanhap.community.queries.allowances import allowances
from hoanhap.community.queries.teams import last_day
from hoanhap.community.rules.allowances import Allowances
from hoanhap.kit.dates import add_months
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.people.queries.rows import masked_names
from hoanhap.places.queries.units import full_names

READ: Final = "community.read"
CLUBS: Final = "community.clubs"
MONTHS: Final = 3
"""For how long a session shows that a club lives (`definitions/models/b93-club`)."""


@dataclass(frozen=True)
class ClubLine:
    """A club. `sessions`: those of the last three months. `until_on`: the last day."""

    id: UUID
    name: str
    unit_id: str
    unit_name: str
    decision_number: str
    decision_on: date | None
    from_on: date
    until_on: date | None
    is_active: bool
    board: int
    members: int
    sessions: int
    last_on: date | None
    sizes: Allowances

    @property
    def is_board_short(self) -> bool:
        """Fewer on the board than there should be."""
        return self.is_active and self.sizes.board.is_short(self.board)

    @property
    def is_short(self) -> bool:
        """Fewer members than a club should have."""
        return self.is_active and self.sizes.members.is_short(self.members)


@dataclass(frozen=True)
class SessionLine:
    """A session: how many came, nobody by name or number."""

    id: UUID
    on: date
    topic_label: Words
    title: str
    present: int
    guests: int
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class ClubMember:
    """A member of a club: the number, and the name as far as a shared screen may show it. `came`: to how many sessions."""

    id: UUID
    person_id: UUID
    club_id: UUID
    club_name: str
    number: int
    masked_name: str
    code: str
    from_on: date
    until_on: date | None
    is_active: bool
    came: int


def club_list(*, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE) -> Page[ClubLine]:
    """The clubs in reach, those at work first."""
    found = _counted(_reached(scope), on).order_by(F("valid_until").asc(nulls_first=True), "unit_id", "name")
    page = page_of(found, lambda row: row, number=number, size=size)
    return Page(_lines(page.rows, on), page.number, page.size, page.total, page.total_is_capped)


def club_page(club_id: UUID, *, scope: Scope, on: date) -> ClubLine:
    """One club. Raises NotFound."""
    found = _lines(_counted(_reached(scope).filter(pk=club_id), on), on)
    if not found:
        raise NotFound(Problem("no-such-club", _("There is no such club.")))
    return found[0]


def sessions(club_id: UUID, *, scope: Scope, number: int = 1, size: int = DEFAULT_SIZE) -> Page[SessionLine]:
    """The sessions of a club in reach, the latest first; withdrawn ones are marked."""
    found = ClubSession.objects.filter(club__in=_reached(scope).filter(pk=club_id)).order_by("-on", "-pk")
    return page_of(found, _session, number=number, size=size)


def session(session_id: UUID, *, club_id: UUID, scope: Scope) -> SessionLine:
    """One session of a club in reach. Raises NotFound."""
    row = ClubSession.objects.filter(pk=session_id, club__in=_reached(scope).filter(pk=club_id)).first()
    if row is None:
        raise NotFound(Problem("no-such-session", _("There is no such session.")))
    return _session(row)


def members(
    club_id: UUID, *, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE
) -> Page[ClubMember]:
    """Who is or was a member, as far as the reader answers for them, those of the day first. Needs `community.clubs`."""
    found = _memberships(scope, on).filter(club_id=club_id)
    page = page_of(
        found.order_by(F("valid_until").asc(nulls_first=True), "number"),
        lambda row: row,
        number=number,
        size=size,
    )
    lines = _members(page.rows, scope, on)
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def member(membership_id: UUID, *, club_id: UUID, scope: Scope, on: date) -> ClubMember:
    """One member of a club. Raises NotFound."""
    found = _members(list(_memberships(scope, on).filter(pk=membership_id, club_id=club_id)), scope, on)
    if not found:
        raise NotFound(Problem("no-such-membership", _("There is no such member of the club.")))
    return found[0]


def numbers(club_id: UUID, *, scope: Scope, on: date) -> list[tuple[int, str]]:
    """The members to tick in a session: the number, and the shortened name where the reader answers for the person."""
    scope.require(CLUBS)
    rows = ClubMembership.objects.filter(club__in=_reached(scope, CLUBS).filter(pk=club_id))
    listed = list(
        rows.filter(valid_from__lte=on).exclude(valid_until__lte=on).values_list("number", "person_id")
    )
    names = masked_names({person for _number, person in listed}, scope=scope, power=CLUBS)
    return [(one, names[person].masked_name if person in names else "") for one, person in sorted(listed)]


def clubs_of(person_id: UUID, *, scope: Scope, on: date) -> list[ClubMember]:
    """The clubs of a person; none for who may not see members of clubs."""
    if not scope.may(CLUBS):
        return []
    found = _memberships(scope, on).filter(person_id=person_id).order_by("-valid_from")
    return _members(list(found), scope, on)


def choices(*, scope: Scope, on: date) -> list[tuple[str, str]]:
    """The clubs at work into which the reader may take people."""
    found = _reached(scope, CLUBS).filter(valid_from__lte=on).exclude(valid_until__lte=on)
    rows = list(found.order_by("unit_id", "name"))
    names = full_names({row.unit_id for row in rows}, on=on) if rows else {}
    return [(str(row.pk), f"{row.name} – {names.get(row.unit_id, '')}") for row in rows]


def _reached(scope: Scope, power: str = READ) -> QuerySet[Team]:
    scope.require(power)
    found = Team.objects.filter(kind=Team.Kind.CLUB_BOARD)
    return found if scope.everywhere(power) else found.filter(unit_id__in=scope.unit_ids(power))


def _counted(found: QuerySet[Team], on: date) -> QuerySet[Any]:
    def of(model: Any, path: str, counted: Any, **which: Any) -> Coalesce:
        rows = model.objects.filter(**{path: OuterRef("pk")}, **which).order_by().values(path)
        return Coalesce(Subquery(rows.annotate(n=counted).values("n")), 0)

    holds = Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gt=on))
    held = ClubSession.objects.filter(club=OuterRef("pk"), retired_at__isnull=True, on__lte=on).order_by()
    since = add_months(on, -MONTHS)
    return found.annotate(
        board=of(TeamMember, "team", Count("pk", filter=holds)),
        belongs=of(ClubMembership, "club", Count("pk", filter=holds)),
        met=of(ClubSession, "club", Count("pk"), retired_at__isnull=True, on__lte=on, on__gt=since),
        last_on=Subquery(held.values("club").annotate(last=Max("on")).values("last")),
    )


def _lines(rows: Any, on: date) -> list[ClubLine]:
    listed = list(rows)
    names = full_names({row.unit_id for row in listed}, on=on) if listed else {}
    return [
        ClubLine(
            id=row.pk,
            name=row.name,
            unit_id=row.unit_id,
            unit_name=names.get(row.unit_id, ""),
            decision_number=row.decision_number,
            decision_on=row.decision_on,
            from_on=row.valid_from,
            until_on=last_day(row.valid_until),
            is_active=row.valid_from <= on and (row.valid_until is None or on < row.valid_until),
            board=row.board,
            members=row.belongs,
            sessions=row.met,
            last_on=row.last_on,
            sizes=allowances(on),
        )
        for row in listed
    ]


def _session(row: ClubSession) -> SessionLine:
    return SessionLine(
        row.pk,
        row.on,
        row.get_topic_display(),
        row.title,
        len(row.present),
        row.guests,
        row.retired_at,
        row.retired_reason,
    )


def _memberships(scope: Scope, on: date) -> QuerySet[Any]:
    """Those of people for whom the reader answers, in clubs that the reader reaches."""
    came = ClubSession.objects.filter(
        club=OuterRef("club"), retired_at__isnull=True, on__lte=on, present__contains=[OuterRef("number")]
    )
    counted = came.order_by().values("club").annotate(n=Count("pk")).values("n")
    return (
        ClubMembership.objects.visible_to(scope, CLUBS)
        .filter(Exists(_reached(scope, CLUBS).filter(pk=OuterRef("club"))))
        .select_related("club")
        .annotate(came=Coalesce(Subquery(counted), 0))
    )


def _members(rows: Sequence[Any], scope: Scope, on: date) -> list[ClubMember]:
    names = masked_names({row.person_id for row in rows}, scope=scope, power=CLUBS)
    return [
        ClubMember(
            id=row.pk,
            person_id=row.person_id,
            club_id=row.club_id,
            club_name=row.club.name,
            number=row.number,
            masked_name=names[row.person_id].masked_name,
            code=names[row.person_id].code,
            from_on=row.valid_from,
            until_on=last_day(row.valid_until),
            is_active=row.valid_from <= on and (row.valid_until is None or on < row.valid_until),
            came=row.came,
        )
        for row in rows
        if row.person_id in names
    ]
