"""What an account is and may do, as its holder and whoever manages accounts see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hoanhap.access.models import Account, Grant, SignedInSession
from hoanhap.access.queries.powers import POWERS
from hoanhap.access.queries.roles import roles
from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.places.queries.organisations import names_of
from hoanhap.places.queries.units import paths


@dataclass(frozen=True)
class HeldRole:
    """One role over one area, or inside the organisation that `area` names, with the powers it gives in words."""

    id: UUID
    role: str
    title: str
    unit_id: str
    area: str
    valid_from: date
    valid_until: date | None
    reason: str
    reviewed_on: date | None
    powers: tuple[Words, ...]
    is_in_force: bool


@dataclass(frozen=True)
class AccountCard:
    """An account with the roles that hold or are to come."""

    id: UUID
    username: str
    full_name: str
    position: str
    language: str
    is_active: bool
    can_sign_in: bool
    last_sign_in: datetime | None
    roles: tuple[HeldRole, ...]


@dataclass(frozen=True)
class AccountRow:
    """An account in a list."""

    id: UUID
    username: str
    full_name: str
    position: str
    is_active: bool
    last_sign_in: datetime | None


@dataclass(frozen=True)
class SessionRow:
    """One browser in which the account is signed in."""

    id: UUID
    started_at: datetime
    seen_at: datetime
    session_hash: str


def role_titles() -> dict[str, str]:
    """The roles that can be given, in the reader's language."""
    return {code: title_of(code) for code in roles()}


def own_card(*, scope: Scope) -> AccountCard:
    """The account of whoever asks."""
    return _card(Account.objects.get(pk=scope.account_id), on=scope.on)


def own_sessions(*, scope: Scope) -> list[SessionRow]:
    """Where the account is signed in now, latest used first."""
    running = SignedInSession.objects.filter(account_id=scope.account_id, ended_at=None)
    return [
        SessionRow(one.pk, one.started_at, one.seen_at, one.session_hash)
        for one in running.order_by("-seen_at", "-id")
    ]


def accounts(text: str = "", *, scope: Scope, number: int = 1, size: int = DEFAULT_SIZE) -> Page[AccountRow]:
    """The accounts that `scope` manages, by name; `text` narrows by sign-in name or full name."""
    scope.require("access.manage")
    found = _managed(scope).order_by("-is_active", "username")
    if text := text.strip():
        found = found.filter(Q(username__icontains=text) | Q(full_name__icontains=text))
    return page_of(found, _row, number=number, size=size)


def account(account_id: UUID, *, scope: Scope) -> AccountCard:
    """An account that `scope` manages. Raises NotFound for any other."""
    scope.require("access.manage")
    found = _managed(scope).filter(pk=account_id).first()
    if found is None:
        raise NotFound(Problem("no-such-account", _("There is no such account in your reach.")))
    return _card(found, on=scope.on)


def _managed(scope: Scope) -> QuerySet[Account]:
    """Accounts none of whose grants reaches beyond the scope: those in force, or the past ones where none is."""
    if scope.is_operator:
        return Account.objects.all()
    beyond = Grant.objects.filter(account=OuterRef("pk")).exclude(unit_id__in=scope.unit_ids("access.manage"))
    lasting = Q(valid_until__isnull=True) | Q(valid_until__gt=scope.on)
    holds = Grant.objects.filter(lasting, account=OuterRef("pk"))
    return Account.objects.filter(~Exists(beyond.filter(lasting)), Exists(holds) | ~Exists(beyond))


def _row(one: Account) -> AccountRow:
    return AccountRow(one.pk, one.username, one.full_name, one.position, one.is_active, one.last_login)


def _card(one: Account, *, on: date) -> AccountCard:
    return AccountCard(
        id=one.pk,
        username=one.username,
        full_name=one.full_name,
        position=one.position,
        language=one.language,
        is_active=one.is_active,
        can_sign_in=one.is_active and one.has_usable_password(),
        last_sign_in=one.last_login,
        roles=tuple(_held(_lasting(one, on), on=on)),
    )


def _lasting(one: Account, on: date) -> list[Grant]:
    found = Grant.objects.filter(account=one).exclude(valid_until=F("valid_from"))
    found = found.annotate(reviewed_on=Max("reviews__reviewed_on"))
    return list(found.exclude(valid_until__lte=on).order_by("valid_from", "id"))


def _held(grants: Iterable[Grant], *, on: date) -> Iterable[HeldRole]:
    held = list(grants)
    areas = paths({one.unit_id for one in held}, on=on)
    inside = names_of({one.organisation_id for one in held if one.organisation_id}, on=on)
    for one in held:
        role = roles().get(one.role)
        given = sorted(role.powers) if role else []
        yield HeldRole(
            id=one.pk,
            role=one.role,
            title=title_of(one.role),
            unit_id=one.unit_id,
            area=(one.organisation_id and inside.get(one.organisation_id))
            or areas.get(one.unit_id, one.unit_id),
            valid_from=one.valid_from,
            valid_until=one.valid_until,
            reason=one.reason,
            reviewed_on=one.reviewed_on,  # type: ignore[attr-defined]
            powers=tuple(POWERS[power] for power in POWERS if power in given),
            is_in_force=one.valid_from <= on,
        )


def title_of(code: str) -> str:
    """The name of a role in the reader's language; its code where no file tells it any more."""
    role = roles().get(code)
    if role is None:
        return code
    return role.title.get(get_language() or "vi") or role.title["vi"]
