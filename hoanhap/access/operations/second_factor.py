"""The second step of signing in: setting up an authenticator, checking a code, taking a lost telephone away.

The code is checked under a lock on the authenticator, so that two windows cannot use one code, and wrong ones are
counted in the database, so that it does not matter how often or from where somebody begins anew.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

import pyotp
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.models import Account, Authenticator, RecoveryCode
from hoanhap.access.operations.checks import managed, reason_problems
from hoanhap.access.operations.sessions import Actor, end_all
from hoanhap.access.rules.second_factor import (
    CLOSED_FOR,
    DRIFT,
    STEP_SECONDS,
    WRONG_AT_MOST,
    hash_of,
    is_totp,
    new_paper_codes,
    tidy,
)
from hoanhap.access.rules.sessions import Ending
from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.keys import new_id
from hoanhap.kit.sealing import sealer
from hoanhap.kit.text import clean

ISSUER: Final = "Hòa Nhập"


class SecondFactorRefused(Refused):
    """The authenticator was not set up or not taken away."""


class Answer(StrEnum):
    """What became of a code."""

    RIGHT = "right"
    WRONG = "wrong"
    CLOSED = "closed"


@dataclass(frozen=True)
class SettingUp:
    """What the telephone has to know: as an address for its camera, and in letters to type."""

    secret: str
    address: str


def _about(authenticator_id: UUID) -> str:
    return f"access_authenticator.secret.{authenticator_id}"


@transaction.atomic
def begin(*, scope: Scope, at: datetime) -> SettingUp:
    """Make a secret for the account's own telephone, or show the one that still waits to be confirmed.

    Raises SecondFactorRefused where the account has an authenticator already.
    """
    account = Account.objects.select_for_update(of=("self",)).get(pk=scope.account_id)
    standing = {one.confirmed_at is not None: one for one in _standing(account.pk)}
    if True in standing:
        held = _("This account has a second step already. Take it away before setting up another telephone.")
        raise SecondFactorRefused(Problem("already-set-up", held))
    row = standing.get(False)
    if row is None:
        row = Authenticator(id=new_id(), account=account, made_at=at)
        row.secret = sealer().seal(pyotp.random_base32(), about=_about(row.pk))
        row.save(force_insert=True)
    return _shown(row, account.username)


def being_set_up(*, scope: Scope) -> SettingUp | None:
    """What the telephone has to know, where setting up was begun and not confirmed."""
    row = _standing(scope.account_id).filter(confirmed_at=None).first()
    return None if row is None else _shown(row, scope.account_name)


def _shown(row: Authenticator, username: str) -> SettingUp:
    secret = sealer().open(row.secret, about=_about(row.pk))
    return SettingUp(secret, pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER))


@transaction.atomic
def confirm(*, code: str, scope: Scope, at: datetime) -> list[str]:
    """The telephone shows the right code: it counts from now on. Gives ten codes to print, which are not shown again.

    Raises NotFound where nothing was begun, SecondFactorRefused where the code is not right.
    """
    row = _standing(scope.account_id).select_for_update(of=("self",)).filter(confirmed_at=None).first()
    if row is None:
        raise NotFound(Problem("nothing-begun", _("Begin again: nothing is being set up.")))
    step = _step_of(row, tidy(code), at)
    if step is None:
        wrong = _(
            "This is not the code that the telephone should show now. Check its clock, and type the newest code."
        )
        raise SecondFactorRefused(Problem("wrong-code", wrong, "code"))
    row.confirmed_at, row.last_step = at, step
    row.save(update_fields=["confirmed_at", "last_step"])
    codes = new_paper_codes()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(authenticator=row, code_hash=hash_of(one, row.pk)) for one in codes
    )
    trail.record("access.second-factor-set-up", by=scope, at=at, subject=row)
    return codes


def open_account(account_id: str) -> Account | None:
    """The account that gave the right password a moment ago, unless it was closed since."""
    return Account.objects.filter(pk=account_id, is_active=True).first()


def is_set_up(account_id: UUID) -> bool:
    """Whether the account signs in in two steps."""
    return _standing(account_id).filter(confirmed_at__isnull=False).exists()


@transaction.atomic
def check(*, account: Account, code: str, at: datetime) -> Answer:
    """Whether the code opens the account now. A code of the telephone and one on paper are each good once.

    Five wrong ones in a row close this way for fifteen minutes, whoever typed them and wherever.
    """
    row = _standing(account.pk).select_for_update(of=("self",)).filter(confirmed_at__isnull=False).first()
    if row is None:
        return Answer.WRONG
    by = Actor(account.pk, account.username)
    if row.closed_until is not None and at < row.closed_until:
        return Answer.CLOSED
    typed = tidy(code)
    step = _step_of(row, typed, at) if is_totp(typed) else None
    on_paper = None if step is not None else _unused(row, typed)
    if step is None and on_paper is None:
        row.failures += 1
        is_closed = row.failures >= WRONG_AT_MOST
        if is_closed:
            row.failures, row.closed_until = 0, at + CLOSED_FOR
        row.save(update_fields=["failures", "closed_until"])
        trail.record("access.second-factor-failed", by=by, at=at, subject=row, closed=is_closed)
        return Answer.CLOSED if is_closed else Answer.WRONG
    if on_paper is not None:
        on_paper.used_at = at
        on_paper.save(update_fields=["used_at"])
        trail.record("access.recovery-code-used", by=by, at=at, subject=on_paper)
    row.last_step, row.failures = max(row.last_step, step or 0), 0
    row.save(update_fields=["last_step", "failures"])
    return Answer.RIGHT


@transaction.atomic
def take_away(*, account_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """A telephone was lost or given back: its codes count no more, and the account's sessions end.

    By who manages accounts, for another person; the account sets up a new one when it signs in next. Raises NotFound
    where it is out of reach or has none, SecondFactorRefused for one's own or without a reason.
    """
    account = managed(account_id, scope=scope, on=local_day(at))
    problems = reason_problems(reason)
    if account.pk == scope.account_id:
        own = _("You cannot take away your own second step. Ask another person who manages accounts.")
        problems.append(Problem("own-account", own))
    if problems:
        raise SecondFactorRefused(*problems)
    row = _standing(account.pk).select_for_update(of=("self",)).filter(confirmed_at__isnull=False).first()
    if row is None:
        raise NotFound(Problem("no-second-factor", _("This account has no second step.")))
    row.retired_at, row.retired_by, row.retired_reason = at, scope.account_id, clean(reason)
    row.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    end_all(account_id=account.pk, by=scope, at=at, because=Ending.REVOKED)
    trail.record("access.second-factor-taken-away", by=scope, at=at, subject=row, reason=clean(reason))


def _standing(account_id: UUID) -> models.QuerySet[Authenticator]:
    return Authenticator.objects.filter(account_id=account_id, retired_at=None)


def _step_of(row: Authenticator, typed: str, at: datetime) -> int | None:
    """To which thirty seconds a code belongs, if it was not used and they are near; None otherwise."""
    if not is_totp(typed):
        return None
    codes = pyotp.TOTP(sealer().open(row.secret, about=_about(row.pk)))
    now = int(at.timestamp()) // STEP_SECONDS
    for step in range(now - DRIFT, now + DRIFT + 1):
        if step > row.last_step and pyotp.utils.strings_equal(codes.at(step * STEP_SECONDS), typed):
            return step
    return None


def _unused(row: Authenticator, typed: str) -> RecoveryCode | None:
    found = RecoveryCode.objects.filter(authenticator=row, used_at=None, code_hash=hash_of(typed, row.pk))
    return found.select_for_update(of=("self",)).first()
