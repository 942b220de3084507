"""Whom a member of the team is to meet, and whom nobody has met in time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode, Step
from hoanhap.casework.queries import regimes
from hoanhap.community.models import Assignment, Contact, TeamMember
from hoanhap.community.queries.contact_rules import contact_rules
from hoanhap.community.rules.contact_definitions import FOLLOW_UP, TREATMENT, due_on
from hoanhap.community.rules.follow_up import next_contact
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page
from hoanhap.people.queries.rows import masked_names

READ: Final = "community.read"


@dataclass(frozen=True)
class VisitLine:
    """Somebody to meet. `due_on` by the rule, or the day that was planned if that is earlier; `basis`: the newest contact
    with the person, of whatever episode, which whoever reads this line knows from now on.
    """

    episode_id: UUID
    person_id: UUID
    person_code: str
    masked_name: str
    unit_id: str
    unit_name: str
    member_id: UUID | None
    member_name: str
    last_on: date | None
    last_kind: Words
    planned_on: date | None
    due_on: date
    is_late: bool
    basis: UUID | None


@dataclass(frozen=True)
class OfMember:
    """The people of one member: how many there are, and those who are late, the longest first."""

    member_id: UUID
    member_name: str
    team_name: str
    people: int
    late: Sequence[VisitLine]


def my_visits(*, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE) -> Page[VisitLine]:
    """The people whom the account helps as a member of a team, who is due first first. Names are masked."""
    found = _lines(_own(scope, on), scope=scope, on=on)
    start = (max(1, min(number, -(-len(found) // size) or 1)) - 1) * size
    return Page(found[start : start + size], start // size + 1, size, len(found))


def is_a_member(*, scope: Scope, on: date) -> bool:
    """Whether the account is tied to somebody in a team on the day."""
    return _in_force(TeamMember.objects.filter(account_id=scope.account_id), on).exists()


def carried(*, scope: Scope, at: datetime, on: date) -> list[VisitLine]:
    """The account's own list, for a device that takes it along. That it was taken is logged for each person."""
    found = _lines(_own(scope, on), scope=scope, on=on)
    trail.read(
        "community.visits-carried",
        by=scope,
        at=at,
        person_ids=sorted({line.person_id for line in found}),
        purpose="visits-away",
    )
    return found


def team_visits(*, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE) -> Page[OfMember]:
    """The members of the teams in reach who have somebody to meet; who has most people late first."""
    by_member: dict[UUID, list[VisitLine]] = {}
    for line in _lines(_running(scope, on), scope=scope, on=on):
        if line.member_id is not None:
            by_member.setdefault(line.member_id, []).append(line)
    teams = dict(TeamMember.objects.filter(pk__in=by_member).values_list("pk", "team__name"))
    found = [
        OfMember(key, lines[0].member_name, teams[key], len(lines), [one for one in lines if one.is_late])
        for key, lines in by_member.items()
    ]
    found.sort(key=lambda one: (-len(one.late), one.member_name, one.member_id))
    start = (max(1, min(number, -(-len(found) // size) or 1)) - 1) * size
    return Page(found[start : start + size], start // size + 1, size, len(found))


def visit_of(episode_id: UUID, *, scope: Scope, at: datetime, on: date) -> VisitLine:
    """One person to meet, whoever helps them; the helper of the own account first. Reading it is logged.

    Raises NotFound: no such episode in reach, or it is closed.
    """
    running = Q(closed_on__isnull=True) | Q(closed_on__gt=on)
    episode = Episode.objects.visible_to(scope, READ).filter(running, pk=episode_id).first()
    people = masked_names([episode.person_id], scope=scope, power=READ) if episode else {}
    if episode is None or episode.person_id not in people:
        raise NotFound(Problem("no-such-episode", "No such episode."))
    trail.read("community.visit-read", by=scope, at=at, person_ids=[episode.person_id], purpose="visit-note")
    told = _told(Episode.objects.filter(pk=episode_id))[episode_id]
    person = people[episode.person_id]
    tasks = list(
        _running(scope, on).filter(episode=episode_id).select_related("member").order_by("valid_from")
    )
    own = [one for one in tasks if one.member.account_id == scope.account_id]
    task = next(iter(own or tasks), None)
    return _line(
        told,
        since=task.valid_from if task else episode.opened_on,
        person=person,
        member=(task.member_id, task.member.full_name) if task else (None, ""),
        on=on,
        handed_over_on=_handed_over([told], on).get(episode_id),
    )


def _in_force(found: QuerySet[Any], on: date) -> QuerySet[Any]:
    return found.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=on), valid_from__lte=on)


def _running(scope: Scope, on: date) -> QuerySet[Assignment]:
    """The tasks that hold on the day, of episodes that run and people in reach."""
    runs = Q(episode__closed_on__isnull=True) | Q(episode__closed_on__gt=on)
    return _in_force(Assignment.objects.visible_to(scope, READ).filter(runs), on)


def _own(scope: Scope, on: date) -> QuerySet[Assignment]:
    return _running(scope, on).filter(
        Q(member__valid_until__isnull=True) | Q(member__valid_until__gt=on),
        member__account_id=scope.account_id,
    )


def _told(episodes: QuerySet[Episode]) -> dict[UUID, Any]:
    """Each episode with its latest contact, and the newest one that was written about its person."""
    held = Contact.objects.filter(episode=OuterRef("pk"), retired_at__isnull=True)
    latest = held.order_by("-happened_on", "-pk").values(
        told=JSONObject(on="happened_on", kind="kind", next_on="next_on")
    )[:1]
    newest = Contact.objects.filter(person=OuterRef("person")).order_by("-pk").values("pk")[:1]
    rows = episodes.annotate(latest=Subquery(latest), newest=Subquery(newest))
    return {
        row["pk"]: row
        for row in rows.values(
            "pk", "person_id", "regime", "regime_edition", "unit_id", "opened_on", "latest", "newest"
        )
    }


def _lines(tasks: QuerySet[Assignment], *, scope: Scope, on: date) -> list[VisitLine]:
    rows = list(
        tasks.order_by("valid_from", "pk").values(
            "episode_id", "person_id", "valid_from", "member_id", name=F("member__full_name")
        )
    )
    told = _told(Episode.objects.filter(pk__in={row["episode_id"] for row in rows}))
    people = masked_names({row["person_id"] for row in rows}, scope=scope, power=READ)
    handed_over = _handed_over(told.values(), on)
    found = [
        _line(
            told[row["episode_id"]],
            since=row["valid_from"],
            person=people[row["person_id"]],
            member=(row["member_id"], row["name"]),
            on=on,
            handed_over_on=handed_over.get(row["episode_id"]),
        )
        for row in rows
        if row["person_id"] in people
    ]
    return sorted(found, key=lambda line: (line.due_on, line.person_code, line.member_name))


def _handed_over(told: Collection[Any], on: date) -> dict[UUID, date]:
    """Since when the months of the follow-up count, in the episodes whose regime has them."""
    kinds = {(one.code, one.edition): one.follow_up.from_step for one in regimes.regimes() if one.follow_up}
    asked = {
        row["pk"]: kinds[row["regime"], row["regime_edition"]]
        for row in told
        if (row["regime"], row["regime_edition"]) in kinds
    }
    steps = Step.objects.filter(
        episode__in=list(asked), kind__in=set(asked.values()), retired_at__isnull=True, happened_on__lte=on
    )
    return {
        episode_id: day
        for episode_id, kind, day in steps.values_list("episode_id", "kind", "happened_on")
        if asked[episode_id] == kind
    }


def _line(
    row: Any,
    *,
    since: date,
    person: Any,
    member: tuple[UUID | None, str],
    on: date,
    handed_over_on: date | None,
) -> VisitLine:
    latest = row["latest"] or {}
    last_on = date.fromisoformat(latest["on"]) if latest else None
    planned_on = date.fromisoformat(latest["next_on"]) if latest.get("next_on") else None
    due = _due(row, since=since, last_on=last_on, planned_on=planned_on, on=on, handed_over_on=handed_over_on)
    return VisitLine(
        episode_id=row["pk"],
        person_id=row["person_id"],
        person_code=person.code,
        masked_name=person.masked_name,
        unit_id=row["unit_id"],
        unit_name=person.unit_name,
        member_id=member[0],
        member_name=member[1],
        last_on=last_on,
        last_kind=Contact.Kind(latest["kind"]).label if latest else "",
        planned_on=planned_on,
        due_on=due,
        is_late=due < on,
        basis=row["newest"],
    )


def _due(
    row: Any,
    *,
    since: date,
    last_on: date | None,
    planned_on: date | None,
    on: date,
    handed_over_on: date | None,
) -> date:
    """In the follow-up by the months of the regime; before and after them by the definition."""
    rules = contact_rules(on)
    if handed_over_on is None:
        return due_on(rules.months(TREATMENT), since=since, last_on=last_on, planned_on=planned_on)
    follow_up = regimes.regime(row["regime"], row["regime_edition"]).follow_up
    assert follow_up is not None
    due = next_contact(handed_over_on, follow_up.months, last_on, planned_on)
    if due is not None:
        return due
    return due_on(rules.months(FOLLOW_UP), since=handed_over_on, last_on=last_on, planned_on=planned_on)


def suggested_next(happened_on: date) -> date:
    """The next day that the form proposes, if the person is met on `happened_on`: as far away as the rule allows."""
    return due_on(contact_rules(happened_on).months(TREATMENT), since=happened_on, last_on=happened_on)
