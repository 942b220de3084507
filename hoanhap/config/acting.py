"""As whom a command reads: as the named account, with its reach, or as whoever runs the server."""

import argparse
from typing import TYPE_CHECKING

from hoanhap.config.errors import PlatformError
from hoanhap.config.words import say

if TYPE_CHECKING:
    from hoanhap.access.scope import Scope


def add_account(parser: argparse.ArgumentParser) -> None:
    """`--as ACCOUNT`."""
    parser.add_argument(
        "--as",
        dest="account",
        metavar=say("TÀI_KHOẢN", "ACCOUNT"),
        help=say(
            "xem như tài khoản này thay vì người vận hành máy chủ", "as this account, not as the operator"
        ),
    )


def scope_of(account_name: str | None) -> "Scope":
    """The scope of the active account of that name; the operator's where none is named."""
    from django.utils import timezone

    from hoanhap.access import scope as scopes

    today = timezone.localdate()
    if account_name is None:
        return scopes.operator_scope(on=today)
    account = scopes.account_named(account_name)
    if account is None:
        raise PlatformError(
            say(
                f"Không có tài khoản “{account_name}” đang hoạt động. Kiểm tra lại tên đăng nhập.",
                f"There is no active account “{account_name}”. Check the sign-in name.",
            )
        )
    return scopes.scope_of(account, on=today)
