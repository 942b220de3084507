"""What keeps an account from being opened, changed or taken over: shared by the operations on accounts."""

from datetime import date
from uuid import UUID

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.models import Account, Grant
from hoanhap.access.rules.names import is_sign_in_name
from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.kit.text import clean

MANAGE = "access.manage"


def managed(account_id: UUID, *, scope: Scope, on: date) -> Account:
    """The account, locked, if all that it may do from now on lies in the reach of `scope`.

    Where it may do nothing any more, what it once could do decides: otherwise anybody could take over the account of
    somebody who is between two posts.
    """
    scope.require(MANAGE)
    account = Account.objects.select_for_update(of=("self",)).filter(pk=account_id).first()
    if account is not None:
        grants = Grant.objects.filter(account=account)
        held = set(grants.filter(not_over(on)).values_list("unit_id", flat=True))
        held = held or set(grants.values_list("unit_id", flat=True))
        if all(scope.reaches(MANAGE, unit_id) for unit_id in held):
            return account
    raise NotFound(Problem("no-such-account", _("There is no such account in your reach.")))


def not_over(on: date) -> Q:
    return Q(valid_until__isnull=True) | Q(valid_until__gt=on)


def naming_problems(username: str, full_name: str, language: str) -> list[Problem]:
    problems = []
    if not is_sign_in_name(username):
        plain = _("Use small letters without tones, digits, dots and hyphens, for example yenlac.canbo.")
        problems.append(Problem("username-not-plain", plain, "username"))
    if not full_name:
        missing = _("Enter the person's full name.")
        problems.append(Problem("no-full-name", missing, "full_name"))
    if language and language not in dict(settings.LANGUAGES):
        problems.append(Problem("no-such-language", _("Choose a language from the list."), "language"))
    return problems


def reason_problems(reason: str) -> list[Problem]:
    if clean(reason):
        return []
    return [Problem("no-reason", _("Say why: the paper or the request that this rests on."), "reason")]


def password_problems(password: str, account: Account, field: str = "password") -> list[Problem]:
    try:
        validate_password(password, account)
    except ValidationError as weak:
        return [Problem(f"weak-password-{n}", text, field) for n, text in enumerate(weak.messages, start=1)]
    return []
