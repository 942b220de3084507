"""Contacts of the team with a person: recorded once, withdrawn with a reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.audit.models import Entry
from hoanhap.casework.models import Episode
from hoanhap.community.models import Contact, TeamMember
from hoanhap.community.operations.assignments import (
    WRITE,
    bounds_of,
    hold_episode,
    hold_episodes,
    membership_of,
    reached_member,
    reached_members,
    words_for,
)
from hoanhap.community.operations.described import described
from hoanhap.community.operations.refusals import ContactRefused, asked, fitting, problems, said_in_words
from hoanhap.community.rules.contacts import Membership, refusals
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.inserts import insert_together

LONGEST_NOTE = 2000


@transaction.atomic
def record_contact(
    *,
    episode_id: UUID,
    member_id: UUID | None = None,
    kind: str,
    happened_on: date,
    place: str = "",
    contents: Sequence[str] = (),
    test_result: str = "",
    note: str = "",
    next_on: date | None = None,
    as_own: bool = True,
    scope: Scope,
    at: datetime,
) -> Contact:
    """A member met, called or counselled the person on a day. Without a member, the account's own membership counts,
    unless it was not the account itself that met the person (`as_own` false).

    `place` and `contents` are codes of `definitions/community`; `test_result` is that of a drug test, and of nothing else.
    Locks the episode. Raises Forbidden, NotFound, ContactRefused.
    """
    episode = hold_episode(episode_id, scope=scope)
    member, membership = (
        _member(member_id, episode, happened_on, scope) if member_id or as_own else (None, None)
    )
    _check(episode, member, membership, [happened_on], next_on, at)
    with said_in_words(ContactRefused):
        contact = Contact.objects.create(
            **_row(episode, member, kind, scope),
            happened_on=happened_on,
            **described(
                kind=kind,
                place=place,
                contents=contents,
                test_result=test_result,
                on=happened_on,
                error=ContactRefused,
            ),
            note=fitting(note, field="note", longest=LONGEST_NOTE, error=ContactRefused),
            next_on=next_on,
        )
    _record("community.contact-recorded", contact, scope, at)
    return contact


@dataclass(frozen=True)
class Met:
    """The days on which a list says that the team met a person. `reason` names the list."""

    episode_id: UUID
    member_id: UUID | None
    kind: str
    days: Sequence[date]
    reason: str


def record_contacts(
    *,
    episode_id: UUID,
    member_id: UUID | None = None,
    kind: str,
    days: Sequence[date],
    reason: str,
    scope: Scope,
    at: datetime,
) -> int:
    """Contacts that a list tells of, all at once. Those that are there already are left as they are.

    Returns how many were new. `reason` names the list. Raises Forbidden, NotFound, ContactRefused.
    """
    return record_contacts_of_each([Met(episode_id, member_id, kind, days, reason)], scope=scope, at=at)[0]


@transaction.atomic
def record_contacts_of_each(told: Sequence[Met], *, scope: Scope, at: datetime) -> list[int]:
    """Contacts of many people, all or none; how many were new of each. Raises as `record_contacts` at the first."""
    episodes = hold_episodes([one.episode_id for one in told], scope=scope)
    members = reached_members([one.member_id for one in told if one.member_id], scope=scope)
    own = _own_memberships({episode.unit_id for episode in episodes.values()}, scope)
    known: set[tuple[UUID, UUID | None, str, date]] = set(
        Contact.objects.filter(episode__in=list(episodes), retired_at__isnull=True).values_list(
            "episode_id", "member_id", "kind", "happened_on"
        )
    )
    new: list[Contact] = []
    acts: list[Entry] = []
    counts = []
    for one in told:
        episode, wanted = episodes[one.episode_id], sorted(set(one.days))
        if not wanted:
            counts.append(0)
            continue
        member, membership = (
            members[one.member_id] if one.member_id else _holding(own, episode.unit_id, wanted[0])
        )
        _check(episode, member, membership, wanted, None, at)
        keys = [(episode.pk, member.pk if member else None, one.kind, day) for day in wanted]
        fresh = [key for key in keys if key not in known]
        known.update(fresh)
        new += [Contact(**_row(episode, member, one.kind, scope), happened_on=day) for *_, day in fresh]
        counts.append(len(fresh))
        if fresh:
            acts.append(
                trail.entry(
                    "community.contacts-recorded",
                    by=scope,
                    at=at,
                    person_id=episode.person_id,
                    subject=episode,
                    unit_id=episode.unit_id,
                    reason=one.reason,
                    contacts=len(fresh),
                )
            )
    insert_together([*new, *acts])
    return counts


@transaction.atomic
def withdraw_contact(*, contact_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """A contact that did not happen as recorded is taken back; the line stays, marked. Raises as `record_contact`."""
    scope.require(WRITE)
    contact = (
        Contact.objects.visible_to(scope, WRITE).select_for_update(of=("self",)).filter(pk=contact_id).first()
    )
    if contact is None:
        raise NotFound(Problem("no-such-contact", _("There is no such contact.")))
    if contact.retired_at is not None:
        raise ContactRefused(Problem("withdrawn-already", _("This contact was already withdrawn.")))
    kept = asked(reason, field="reason", longest=300, error=ContactRefused)
    Contact.objects.filter(pk=contact.pk).update(
        retired_at=at, retired_by=scope.account_id, retired_reason=kept
    )
    _record("community.contact-withdrawn", contact, scope, at, kept)


def _member(
    member_id: UUID | None, episode: Episode, on: date, scope: Scope
) -> tuple[TeamMember | None, Membership | None]:
    if member_id is not None:
        return reached_member(member_id, scope=scope)
    return _holding(_own_memberships({episode.unit_id}, scope), episode.unit_id, on)


def _own_memberships(unit_ids: Collection[str], scope: Scope) -> list[tuple[TeamMember, Membership]]:
    """Where the account itself is in the teams of these units."""
    found = TeamMember.objects.filter(
        account_id=scope.account_id, team__unit_id__in=set(unit_ids)
    ).select_related("team")
    return [(one, membership_of(one)) for one in found if scope.reaches(WRITE, one.team.unit_id)]


def _holding(
    own: Sequence[tuple[TeamMember, Membership]], unit_id: str, on: date
) -> tuple[TeamMember | None, Membership | None]:
    """The own membership in the team of the unit that held on the day; none without one."""
    for member, membership in own:
        if membership.unit_id == unit_id and membership.holds(on):
            return member, membership
    return None, None


def _check(
    episode: Episode,
    member: TeamMember | None,
    membership: Membership | None,
    days: Sequence[date],
    next_on: date | None,
    at: datetime,
) -> None:
    found = []
    for day in days:
        reasons = refusals(
            day, within=bounds_of(episode), member=membership, today=local_day(at), next_on=next_on
        )
        found += problems(reasons, field="happened_on", params=words_for(episode, member, day))
    if found:
        raise ContactRefused(*found)


def _row(episode: Episode, member: TeamMember | None, kind: str, scope: Scope) -> dict[str, object]:
    if kind not in Contact.Kind.values:
        raise ContactRefused(Problem("kind-unknown", _("Choose a kind of contact from the list."), "kind"))
    return {
        "person_id": episode.person_id,
        "episode": episode,
        "unit_id": episode.unit_id,
        "member": member,
        "kind": kind,
        "recorded_by": scope.account_id,
    }


def _record(kind: str, contact: Contact, scope: Scope, at: datetime, reason: str = "") -> None:
    trail.record(
        kind,
        by=scope,
        at=at,
        person_id=contact.person_id,
        subject=contact,
        unit_id=contact.unit_id,
        reason=reason,
    )
