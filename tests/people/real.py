"""People on the real map: an office and people in units of the committed lists, and accounts that reach what they reach."""

import os
from collections.abc import Iterator
from datetime import date, timedelta

from hoanhap.access.models import Account, Grant
from hoanhap.access.scope import Scope, operator_scope, scope_of
from hoanhap.kit.keys import new_id
from hoanhap.people.models import Person, Responsibility
from hoanhap.places.models import Organisation

TODAY = date(2026, 1, 5)
EVE, REFORM = date(2025, 6, 30), date(2025, 7, 1)
IN_2018 = date(2018, 3, 5)

HA_NOI, PHU_THO, VINH_PHUC = "01-1", "25-2", "26-1"
DIVIDED, PARTS = "00016-1", ("00004-2", "00008-2")
"""Phường Ngọc Hà of before 01/07/2025, and the two wards of today that took a part each."""
BESIDE = "00013-1"
"""The next ward, that went whole to the first of those two."""
VANISHED = "00010-1"
"""Phường Nguyễn Trung Trực, gone before 30/06/2025; no list says where to."""
WHOLE, HEIR = "09127-1", "09112-2"
"""Xã Thượng Trưng of before went whole to xã Thổ Tang."""


def on_real_units(units_template, django_db_blocker, name: str) -> Iterator[None]:
    """The body of a `django_db_setup` for a module of tests that needs the real lists."""
    from hoanhap.config import scratch

    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with django_db_blocker.unblock():
        copy = scratch.clone(units_template, f"{name}_{worker}")
        before = scratch.use(copy)
    yield
    with django_db_blocker.unblock():
        scratch.use(before["default"])
        scratch.drop(copy)


def office(unit_id: str, name: str = "") -> Organisation:
    """The people's committee of a unit; the same one every time."""
    wanted = {"kind": "peoples-committee", "name": name or f"UBND {unit_id} (mẫu)", "unit_id": unit_id}
    return Organisation.objects.get_or_create(**wanted)[0]


def person(unit_id: str, name: str = "Nguyễn Văn An (mẫu)", since: date = IN_2018, **facts) -> Person:
    """Somebody for whom the people's committee of the unit answers."""
    made = Person.objects.create(
        code=new_id().hex[-12:],
        full_name=name,
        sort_key=name.lower(),
        sex="male",
        born_on=date(1985, 1, 1),
        born_precision="year",
        **facts,
    )
    answer_for(made, unit_id, since)
    return made


def answer_for(who: Person, unit_id: str, since: date, until: date | None = None) -> Responsibility:
    """The people's committee of the unit answers for the person from a day on."""
    return Responsibility.objects.create(
        person=who,
        office=office(unit_id),
        unit_id=unit_id,
        valid_from=since,
        valid_until=until,
        basis="Nơi cư trú",
    )


def account(unit_id: str, role: str, language: str = "vi") -> Account:
    """A signed-up account with one role over one unit."""
    made = Account.objects.create(username=f"{role}-{unit_id}", full_name="Cán bộ (mẫu)", language=language)
    Grant.objects.create(
        account=made, role=role, unit_id=unit_id, valid_from=TODAY - timedelta(days=3000), reason="QĐ (mẫu)"
    )
    return made


def officer(unit_id: str, role: str = "province-officer", on: date = TODAY) -> Scope:
    """The scope of such an account, made as the program makes it."""
    return scope_of(account(unit_id, role), on=on)


def operator() -> Scope:
    """Who runs a command on the server."""
    return operator_scope(on=TODAY)
