"""Opening and closing staff accounts, and what each may do: role × area × period.

Whoever manages accounts does so for an area: they give only over what their own area reaches, never to themselves,
and touch an account only while all it may do lies within their area.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.models import Account, Grant
from hoanhap.access.operations.checks import (
    MANAGE,
    managed,
    naming_problems,
    not_over,
    password_problems,
    reason_problems,
)
from hoanhap.access.operations.sessions import end_all
from hoanhap.access.queries.roles import roles
from hoanhap.access.rules.names import sign_in_name
from hoanhap.access.rules.sessions import Ending
from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean
from hoanhap.places.models import Organisation


class AccountRefused(Refused):
    """The account was not opened, changed or closed."""


class GrantRefused(Refused):
    """The role was not given or not ended."""


class PasswordRefused(Refused):
    """The password was not changed."""


@transaction.atomic
def open_account(
    *,
    username: str,
    full_name: str,
    position: str = "",
    language: str = "vi",
    password: str | None = None,
    reason: str,
    scope: Scope,
    at: datetime,
) -> Account:
    """Open an account that may do nothing until a role is granted. Without a password nobody can sign in yet.

    Raises AccountRefused where the name is taken or not plain, a word is missing, or the password is weak.
    """
    scope.require(MANAGE)
    username, full_name = sign_in_name(username), clean(full_name)
    problems = naming_problems(username, full_name, language) + reason_problems(reason)
    if not problems and Account.objects.filter(username=username).exists():
        taken = _("This sign-in name is taken. Choose another one.")
        problems.append(Problem("username-taken", taken, "username"))
    account = Account(
        username=username, full_name=full_name, position=clean(position), language=language or "vi"
    )
    if password is not None:
        problems += password_problems(password, account)
    if problems:
        raise AccountRefused(*problems)
    if password is None:
        account.set_unusable_password()
    else:
        account.set_password(password)
    account.save(force_insert=True)
    trail.record("access.account-opened", by=scope, at=at, subject=account, reason=clean(reason))
    return account


@transaction.atomic
def close_account(*, account_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """Let nobody sign in with the account any more: its sessions end now and its roles today.

    Locks the account. Raises NotFound where it is out of reach, AccountRefused for one's own.
    """
    account = managed(account_id, scope=scope, on=local_day(at))
    if problems := reason_problems(reason):
        raise AccountRefused(*problems)
    if account.pk == scope.account_id:
        own = _("You cannot close your own account. Ask another person who manages accounts.")
        raise AccountRefused(Problem("own-account", own))
    if not account.is_active:
        return
    with trail.because(by=scope, reason=clean(reason)):
        for held in Grant.objects.filter(account=account).filter(not_over(local_day(at))):
            _cut(held, on=local_day(at))
        account.is_active = False
        account.save(update_fields=["is_active"])
    end_all(account_id=account.pk, by=scope, at=at, because=Ending.CLOSED)
    trail.record("access.account-closed", by=scope, at=at, subject=account, reason=clean(reason))


@transaction.atomic
def grant(
    *,
    account_id: UUID,
    role: str,
    unit_id: str = "",
    organisation_id: UUID | None = None,
    valid_from: date,
    valid_until: date | None = None,
    reason: str,
    scope: Scope,
    at: datetime,
) -> Grant:
    """Give an account a role over an area, from one day until another (not included); none is open.

    A role that works inside an organisation names that one, and the unit is the organisation's own. Locks the account.
    Raises NotFound where the account, the area or the organisation is out of reach, GrantRefused where it may not be.
    """
    account = managed(account_id, scope=scope, on=local_day(at))
    if organisation_id is not None:
        office = Organisation.objects.filter(pk=organisation_id).first()
        if office is None or not scope.reaches(MANAGE, office.unit_id):
            none = _("There is no such organisation in your reach.")
            raise NotFound(Problem("no-such-organisation", none, "organisation_id"))
        unit_id = office.unit_id
    if not scope.reaches(MANAGE, unit_id):
        raise NotFound(Problem("no-such-area", _("There is no such area in your reach."), "unit_id"))
    problems = reason_problems(reason)
    if role not in roles():
        problems.append(Problem("no-such-role", _("Choose a role from the list."), "role"))
    elif (roles()[role].works_in == "organisation") != (organisation_id is not None):
        problems.append(_misplaced(inside=organisation_id is None))
    if valid_until is not None and valid_until <= valid_from:
        late = _("The last day must come after the first.")
        problems.append(Problem("ends-before-it-begins", late, "valid_until"))
    if account.pk == scope.account_id:
        own = _("You cannot give a role to yourself. Ask another person who manages accounts.")
        problems.append(Problem("own-account", own))
    if not account.is_active:
        problems.append(Problem("account-closed", _("This account is closed. Open a new one.")))
    if not problems and _overlapping(account, role, unit_id, organisation_id, valid_from, valid_until):
        held = _("The account already holds this role over this area in that time. End that grant first.")
        problems.append(Problem("already-held", held, "valid_from"))
    if problems:
        raise GrantRefused(*problems)
    given = Grant.objects.create(
        account=account,
        role=role,
        unit_id=unit_id,
        organisation_id=organisation_id,
        valid_from=valid_from,
        valid_until=valid_until,
        reason=clean(reason),
        granted_by=scope.account_id,
    )
    details: dict[str, Any] = {"organisation": str(organisation_id)} if organisation_id else {}
    trail.record(
        "access.role-granted",
        by=scope,
        at=at,
        subject=given,
        unit_id=unit_id,
        reason=clean(reason),
        account=str(account.pk),
        role=role,
        valid_from=valid_from.isoformat(),
        valid_until=valid_until.isoformat() if valid_until else None,
        **details,
    )
    return given


@transaction.atomic
def end_grant(*, grant_id: UUID, on: date, reason: str, scope: Scope, at: datetime) -> Grant:
    """Let a role end on a day: on that day it no longer holds. What was done under it stays.

    One that has not begun by then never holds. Raises NotFound where it is out of reach, GrantRefused where it may not be.
    """
    scope.require(MANAGE)
    found = Grant.objects.select_for_update(of=("self",)).filter(pk=grant_id).first()
    if found is None or not scope.reaches(MANAGE, found.unit_id):
        raise NotFound(Problem("no-such-grant", _("There is no such grant in your reach.")))
    problems = reason_problems(reason)
    if on < local_day(at):
        past = _(
            "A role cannot be ended in the past: what was done under it has been done. Choose today or later."
        )
        problems.append(Problem("in-the-past", past, "on"))
    if found.valid_until is not None and found.valid_until <= on:
        problems.append(Problem("already-over", _("This role ends on that day or before it already."), "on"))
    if problems:
        raise GrantRefused(*problems)
    with trail.because(by=scope, reason=clean(reason)):
        _cut(found, on=on)
    trail.record(
        "access.role-ended",
        by=scope,
        at=at,
        subject=found,
        unit_id=found.unit_id,
        reason=clean(reason),
        account=str(found.account_id),
        role=found.role,
        on=on.isoformat(),
    )
    return found


@transaction.atomic
def set_password(*, account_id: UUID, password: str, reason: str, scope: Scope, at: datetime) -> None:
    """Give another person's account a new password, as when it was forgotten. All its sessions end.

    Raises NotFound where it is out of reach, PasswordRefused where the password is weak.
    """
    account = managed(account_id, scope=scope, on=local_day(at))
    problems = reason_problems(reason) + password_problems(password, account)
    if account.pk == scope.account_id:
        own = _("Change your own password on the page of your account.")
        problems.append(Problem("own-account", own))
    if problems:
        raise PasswordRefused(*problems)
    account.set_password(password)
    account.save(update_fields=["password"])
    end_all(account_id=account.pk, by=scope, at=at, because=Ending.PASSWORD)
    trail.record("access.password-set", by=scope, at=at, subject=account, reason=clean(reason))


@transaction.atomic
def change_own_password(*, old: str, new: str, scope: Scope, at: datetime) -> Account:
    """Change one's own password. Every session of the account ends: the page opens a new one for its own browser.

    Raises PasswordRefused where the old one is wrong or the new one weak or the same.
    """
    account = (
        Account.objects.select_for_update(of=("self",)).filter(pk=scope.account_id, is_active=True).first()
    )
    if account is None:
        raise NotFound(Problem("no-such-account", _("There is no such account in your reach.")))
    if not account.check_password(old):
        wrong = _("The present password is not right. Type it again.")
        raise PasswordRefused(Problem("wrong-password", wrong, "old"))
    problems = password_problems(new, account, field="new")
    if old == new:
        same = _("The new password is the same as the present one. Choose another one.")
        problems.append(Problem("same-password", same, "new"))
    if problems:
        raise PasswordRefused(*problems)
    account.set_password(new)
    account.save(update_fields=["password"])
    end_all(account_id=account.pk, by=scope, at=at, because=Ending.PASSWORD)
    trail.record("access.password-changed", by=scope, at=at, subject=account)
    return account


def choose_language(*, language: str, scope: Scope, at: datetime) -> None:  # noqa: ARG001 - as every operation
    """Keep the language in which the account reads the pages. Unknown languages are left aside."""
    if language in dict(settings.LANGUAGES):
        with trail.because(by=scope, reason="language"):
            Account.objects.filter(pk=scope.account_id).exclude(language=language).update(language=language)


def _cut(held: Grant, *, on: date) -> None:
    """End the grant on `on`; one that would begin later is left with no day at all."""
    held.valid_until = max(on, held.valid_from)
    held.save(update_fields=["valid_until"])


def _misplaced(*, inside: bool) -> Problem:
    """A role over an area was to be given inside an organisation, or the other way round."""
    if inside:
        asked = _("This role works inside one facility. Choose the facility.")
        return Problem("organisation-missing", asked, "organisation_id")
    area = _("This role works over an area, not inside one facility. Leave the facility empty.")
    return Problem("organisation-not-due", area, "organisation_id")


def _overlapping(
    account: Account,
    role: str,
    unit_id: str,
    organisation_id: UUID | None,
    start: date,
    until: date | None,
) -> bool:
    inside = Q(organisation_id=organisation_id) if organisation_id else Q(organisation__isnull=True)
    same = Grant.objects.filter(inside, not_over(start), account=account, role=role, unit_id=unit_id)
    same = same.exclude(valid_until=F("valid_from"))
    return same.filter(valid_from__lt=until).exists() if until else same.exists()
