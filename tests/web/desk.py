"""A made-up desk: the made-up communes, with accounts that really sign in and really hold grants."""

from datetime import date
from typing import Any

from django.test import Client

from hoanhap.access.models import Account, Grant
from hoanhap.places.models import Unit, UnitEdition, UnitReach
from tests.casework.made import Made

NAMES = {"990-1": ("tinh", "Mẫu"), "99001-1": ("xa", "Mẫu Đông"), "99002-1": ("xa", "Mẫu Tây")}


class Desk(Made):
    """`Made`, whose units have names and whose staff can sign in."""

    def __init__(self) -> None:
        super().__init__()
        for key, (kind, name) in NAMES.items():
            unit = Unit.objects.get(pk=key)
            UnitEdition.objects.create(
                unit=unit,
                code=key.split("-")[0],
                name=name,
                name_key=name,
                kind=kind,
                level=unit.level,
                parent_id=None if unit.level == "province" else "990-1",
                basis="mẫu",
            )
        UnitReach.objects.bulk_create(
            UnitReach(area_id=area, unit_id=unit)
            for area, unit in [*((key, key) for key in NAMES), ("990-1", "99001-1"), ("990-1", "99002-1")]
        )

    def account(self, username: str, *roles: str, unit: str = "99001-1") -> Account:
        """An account with these roles over the unit, without end."""
        account = Account.objects.create(username=username, full_name=f"Cán bộ {username} (mẫu)")
        for role in roles:
            Grant.objects.create(
                account=account, role=role, unit_id=unit, valid_from=date(2010, 1, 1), reason="mẫu"
            )
        return account

    def client(self, username: str = "canbo", *roles: str, unit: str = "99001-1", **more: Any) -> Client:
        """A browser in which such an account is signed in; a commune officer of `here` unless said otherwise."""
        client = Client(**more)
        client.force_login(
            self.account(username, *(roles or ("commune-officer",)), unit=unit),
            backend="django.contrib.auth.backends.ModelBackend",
        )
        return client
