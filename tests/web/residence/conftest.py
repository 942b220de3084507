"""The made-up facility, with names for its communes and accounts that sign in."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hoanhap.access.models import Account, Grant
from hoanhap.places.models import UnitEdition, UnitReach
from hoanhap.places.rules.names import name_key
from hoanhap.residence.models import Stay
from tests.residence.made import House

NAMES = {"990-1": ("tinh", "Mẫu"), "99001-1": ("xa", "Mẫu Đông"), "99002-1": ("xa", "Mẫu Tây")}


class SignedIn(House):
    """`House`, whose staff can sign in. Everything happens in the days before today."""

    def make_units(self) -> None:
        super().make_units()
        for key, (kind, name) in NAMES.items():
            UnitEdition.objects.create(
                unit_id=key,
                code=key.split("-")[0],
                name=name,
                name_key=name_key(name),
                kind=kind,
                level="province" if key == "990-1" else "commune",
                parent_id=None if key == "990-1" else "990-1",
                basis="mẫu",
            )
        UnitReach.objects.bulk_create(
            UnitReach(area_id=area, unit_id=unit)
            for area, unit in [*((key, key) for key in NAMES), ("990-1", "99001-1"), ("990-1", "99002-1")]
        )

    def client(self, role: str = "facility-staff", *, unit: str = "", inside: Any = None) -> Client:
        """A browser in which somebody of the own facility is signed in, or an officer of a unit."""
        where = inside or self.own
        account = Account.objects.create(
            username=f"{role}.{Account.objects.count()}", full_name="Cán bộ Mẫu (mẫu)"
        )
        Grant.objects.create(
            account=account,
            role=role,
            unit_id=unit or where.unit_id,
            organisation=None if unit else where,
            valid_from=date(2010, 1, 1),
            reason="mẫu",
        )
        client = Client()
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    def today_stay(self, **changes: Any) -> Stay:
        """Somebody admitted ninety days ago whose term goes on."""
        today = timezone.localdate()
        given = {
            "basis_on": date.fromordinal(today.toordinal() - 95),
            "admitted_on": date.fromordinal(today.toordinal() - 90),
            "ends_on": date.fromordinal(today.toordinal() + 300),
            "at": timezone.now(),
        }
        return self.admit(**(given | changes))


@pytest.fixture
def house(db) -> SignedIn:
    return SignedIn()
