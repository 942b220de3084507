"""Signing in and out, as the trail and the list of sessions see it. Whether the password is right is Django's matter."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.models import Account, SignedInSession
from hoanhap.access.rules.sessions import Ending, ending
from hoanhap.access.scope import Scope, account_named
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem

NOBODY_ID = UUID("00000000-0000-7000-8000-000000000000")
"""Who the trail names for a failed attempt under a name that no account has."""

SEEN_EVERY = timedelta(minutes=1)
"""A page a minute writes that the session is in use; more would be a write with every click."""


@dataclass(frozen=True)
class Actor:
    """The account itself, before or without a scope."""

    account_id: UUID
    account_name: str


def hash_of(session_key: str) -> str:
    """What stands for a session key in the table: from it nobody can go back to the key."""
    return hashlib.sha256(session_key.encode()).hexdigest()


@transaction.atomic
def begin(*, account: Account, session_key: str, at: datetime) -> SignedInSession:
    """Record that the account signed in with this browser. Beyond the allowed number the one longest unused ends.

    Locks the account, so that two sign-ins at once are counted one after the other.
    """
    Account.objects.select_for_update(of=("self",)).get(pk=account.pk)
    begun, is_new = SignedInSession.objects.get_or_create(
        session_hash=hash_of(session_key), defaults={"account": account, "started_at": at, "seen_at": at}
    )
    if is_new:
        trail.record("access.signed-in", by=_actor(account), at=at, subject=begun)
        others = SignedInSession.objects.filter(account=account, ended_at=None).exclude(pk=begun.pk)
        for surplus in others.order_by("-seen_at", "-id")[settings.SESSIONS_PER_ACCOUNT - 1 :]:
            _end(surplus, by=_actor(account), at=at, because=Ending.TOO_MANY)
    return begun


def known(session_key: str) -> SignedInSession | None:
    """What is recorded of the session, with its account, in one query."""
    found = SignedInSession.objects.filter(session_hash=hash_of(session_key))
    return found.select_related("account").first()


def keep(*, account: Account, session_key: str, at: datetime, found: SignedInSession | None = None) -> str:
    """Whether the session may go on at `at`: "" if so, else why it ended. A session not yet recorded is recorded now.

    `found` is what `known` said of this very session, where the caller has asked already.
    """
    found = found or known(session_key)
    if found is None:
        begin(account=account, session_key=session_key, at=at)
        return ""
    if found.ended_at is not None:
        return found.ended_because
    why = ending(
        started_at=found.started_at,
        seen_at=found.seen_at,
        at=at,
        idle_limit=settings.SESSION_IDLE_LIMIT,
        oldest=timedelta(seconds=settings.SESSION_COOKIE_AGE),
    )
    if why is not None:
        with transaction.atomic():
            _end(found, by=_actor(account), at=at, because=why)
        return why
    if at - found.seen_at >= SEEN_EVERY:
        SignedInSession.objects.filter(pk=found.pk, ended_at=None, seen_at__lt=at).update(seen_at=at)
    return ""


@transaction.atomic
def sign_out(*, account: Account, session_key: str, at: datetime) -> None:
    """End the session of this browser by the account's own wish."""
    found = SignedInSession.objects.filter(session_hash=hash_of(session_key), ended_at=None).first()
    if found is not None:
        _end(found, by=_actor(account), at=at, because=Ending.SIGNED_OUT)


@transaction.atomic
def revoke(*, session_id: UUID, scope: Scope, at: datetime) -> None:
    """End one of the account's own sessions, from another browser. Raises NotFound for anybody else's."""
    found = SignedInSession.objects.filter(pk=session_id, account_id=scope.account_id).first()
    if found is None:
        raise NotFound(Problem("no-such-session", _("There is no such session of yours.")))
    if found.ended_at is None:
        _end(found, by=scope, at=at, because=Ending.REVOKED)


@transaction.atomic
def end_all(*, account_id: UUID, by: trail.Actor, at: datetime, because: Ending) -> int:
    """End every session of an account; how many there were."""
    running = SignedInSession.objects.filter(account_id=account_id, ended_at=None).order_by("id")
    for one in running:
        _end(one, by=by, at=at, because=because)
    return len(running)


def record_failure(*, username: str, at: datetime, locked: bool) -> None:
    """Write a failed attempt to the trail. A name that no account has is not kept: it may be a password in the wrong box."""
    account = account_named(username)
    actor = _actor(account) if account else Actor(NOBODY_ID, "")
    trail.record("access.sign-in-locked" if locked else "access.sign-in-failed", by=actor, at=at)


def _actor(account: Account) -> Actor:
    return Actor(account.pk, account.username)


def _end(session: SignedInSession, *, by: trail.Actor, at: datetime, because: Ending) -> None:
    """End it once: whoever comes second finds nothing to end and writes nothing."""
    ended = SignedInSession.objects.filter(pk=session.pk, ended_at=None).update(
        ended_at=at, ended_because=because.value
    )
    if ended:
        kind = "access.signed-out" if because is Ending.SIGNED_OUT else "access.session-ended"
        trail.record(kind, by=by, at=at, subject=session, because=because.value)
