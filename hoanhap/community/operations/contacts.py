"""Contacts of the team with a person: recorded once, withdrawn with a reason."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode
from hoanhap.community.models import Contact, TeamMember
from hoanhap.community.operations.assignments import (
    WRITE,
    bounds_of,
    hold_episode,
    reached_member,
    words_for,
)
from hoanhap.community.operations.refusals import ContactRefused, asked, fitting, problems, said_in_words
from hoanhap.community.rules.contacts import Membership, refusals
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem

LONGEST_NOTE = 2000


@transaction.atomic
def record_contact(
    *,
    episode_id: UUID,
    member_id: UUID | None = None,
    kind: str,
    happened_on: date,
    note: str = "",
    next_on: date | None = None,
    scope: Scope,
    at: datetime,
) -> Contact:
    """A member met, called or counselled the person on a day. Without a member, the account's own membership counts.

    Locks the episode. Raises Forbidden, NotFound, ContactRefused.
    """
    episode = hold_episode(episode_id, scope=scope)
    member, membership = _member(member_id, episode, happened_on, scope)
    _check(episode, member, membership, [happened_on], next_on, at)
    with said_in_words(ContactRefused):
        contact = Contact.objects.create(
            **_row(episode, member, kind, scope),
            happened_on=happened_on,
            note=fitting(note, field="note", longest=LONGEST_NOTE, error=ContactRefused),
            next_on=next_on,
        )
    _record("community.contact-recorded", contact, scope, at)
    return contact


@transaction.atomic
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
    episode = hold_episode(episode_id, scope=scope)
    wanted = sorted(set(days))
    if not wanted:
        return 0
    member, membership = _member(member_id, episode, wanted[0], scope)
    _check(episode, member, membership, wanted, None, at)
    known = set(
        Contact.objects.filter(
            episode=episode, kind=kind, member=member, retired_at__isnull=True
        ).values_list("happened_on", flat=True)
    )
    new = [
        Contact(**_row(episode, member, kind, scope), happened_on=day) for day in wanted if day not in known
    ]
    if new:
        Contact.objects.bulk_create(new)
        trail.record(
            "community.contacts-recorded",
            by=scope,
            at=at,
            person_id=episode.person_id,
            subject=episode,
            unit_id=episode.unit_id,
            reason=reason,
            contacts=len(new),
        )
    return len(new)


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
    own = TeamMember.objects.filter(
        account_id=scope.account_id, team__unit_id=episode.unit_id
    ).select_related("team")
    for member in own:
        found, membership = reached_member(member.pk, scope=scope)
        if membership.holds(on):
            return found, membership
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
