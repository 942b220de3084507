"""A small made-up province with two communes, and accounts that work in it."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from hoanhap.access.models import Account, Grant
from hoanhap.access.operations import accounts
from hoanhap.access.scope import Scope, operator_scope, scope_of
from hoanhap.places.models import Unit, UnitEdition, UnitReach

AT = datetime(2026, 3, 2, 8, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TODAY = AT.date()
PASSWORD = "bốn từ chẳng liên quan"
PROVINCE, FIRST, SECOND = "99-1", "99001-1", "99002-1"
OTHER_PROVINCE = "98-1"


def unit(unit_id: str, name: str, kind: str, level: str, parent: str | None = None) -> None:
    Unit.objects.create(id=unit_id, level=level)
    UnitEdition.objects.create(
        unit_id=unit_id,
        code=unit_id.split("-")[0],
        name=name,
        kind=kind,
        level=level,
        parent_id=parent,
        basis="mẫu",
    )


def province() -> None:
    """Tỉnh Mẫu with xã Mẫu Một and phường Mẫu Hai, and tỉnh Khác beside it."""
    unit(PROVINCE, "Mẫu", "tinh", "province")
    unit(OTHER_PROVINCE, "Khác", "tinh", "province")
    unit(FIRST, "Mẫu Một", "xa", "commune", PROVINCE)
    unit(SECOND, "Mẫu Hai", "phuong", "commune", PROVINCE)
    reached = [(PROVINCE, PROVINCE), (PROVINCE, FIRST), (PROVINCE, SECOND), (FIRST, FIRST), (SECOND, SECOND)]
    for area_id, unit_id in [*reached, (OTHER_PROVINCE, OTHER_PROVINCE)]:
        UnitReach.objects.create(area_id=area_id, unit_id=unit_id)


@dataclass(frozen=True)
class Staff:
    """An account with its scope on the day of the tests."""

    account: Account
    scope: Scope


def staff(
    username: str,
    role: str = "",
    area: str = FIRST,
    *,
    since: date = date(2020, 1, 1),
    until: date | None = None,
    password: str | None = None,
    on: date = TODAY,
) -> Staff:
    """An account named `username`, with one role over one area, or without any. Without a password it signs in nowhere."""
    operator = operator_scope(on=on)
    account = accounts.open_account(
        username=username,
        full_name=f"{username.title()} (mẫu)",
        position="Chuyên viên (mẫu)",
        password=password,
        reason="Quyết định 01/QĐ (mẫu)",
        scope=operator,
        at=AT,
    )
    if role:
        Grant.objects.create(
            account=account,
            role=role,
            unit_id=area,
            valid_from=since,
            valid_until=until,
            reason="Quyết định (mẫu)",
        )
    return Staff(account, scope_of(account, on=on))
