"""Enter the made-up clinic: the places, who works there, the patients, and the year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from hoanhap.access.operations import accounts
from hoanhap.access.queries.roles import roles
from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.audit.queries.reads import was_recorded
from hoanhap.config.demo_clinic import cards, patients, rows
from hoanhap.config.demo_clinic.books import Book, Staff
from hoanhap.config.demo_clinic.patients import Patient
from hoanhap.config.demo_clinic.year import Year
from hoanhap.config.demo_plans.records import Province
from hoanhap.config.output import Progress
from hoanhap.medicine.operations import stock
from hoanhap.places.queries import successions
from hoanhap.treatment.operations import care

LOADED: Final = "config.demo-clinic-loaded"
DAYS: Final = 365
OPEN_SINCE: Final = date(2025, 7, 1)
"""The day on which the communes of today began."""
FIRST_NUMBER: Final = 40_000
"""From here on its patients are counted, so that no two people of the demo share a name and a birthday."""
CLINIC: Final = "Cơ sở điều trị Methadone Mẫu"
POINTS: Final = ("Điểm vệ tinh Methadone số 1 (mẫu)", "Điểm vệ tinh Methadone số 2 (mẫu)")
REASON: Final = "Tài khoản dùng thử (mẫu)"
WHY_LEFT: Final = {
    "left": "Tự ý bỏ điều trị (mẫu)",
    "transferred": "Chuyển nơi ở (mẫu)",
    "prison": "Chấp hành án phạt tù (mẫu)",
    "completed": "Hoàn thành giảm liều (mẫu)",
    "died": "Bệnh tim mạch (mẫu)",
}


@dataclass(frozen=True)
class Worker:
    """Somebody who works in the clinic."""

    name: str
    title: str
    role: str


WORKERS: Final = (
    Worker("bacsi.mau", "Bác sĩ điều trị", "clinic-doctor"),
    Worker("bacsi2.mau", "Bác sĩ thứ hai", "clinic-doctor"),
    Worker("capphat.mau", "Nhân viên cấp phát", "clinic-dispenser"),
    Worker("thukho.mau", "Thủ kho thuốc", "clinic-keeper"),
    Worker("truongcoso.mau", "Trưởng cơ sở", "clinic-head"),
)


@transaction.atomic
def enter(
    unit_ids: Sequence[str],
    *,
    password: str,
    scope: Scope,
    at: datetime,
    progress: Progress,
    days: int = DAYS,
) -> UUID:
    """The clinic in the first of the communes, a point in each of the next two, and its last `days` days.

    Gives the clinic. Nothing is half there: it is one transaction.
    """
    province = Province(scope, at, FIRST_NUMBER)
    first = province.today - timedelta(days=days)
    clinic = province.open_office("substitution-clinic", CLINIC, unit_ids[0], on=OPEN_SINCE)
    points = [
        province.open_office("satellite-point", name, unit_id, parent_id=clinic, on=OPEN_SINCE)
        for name, unit_id in zip(POINTS, unit_ids[1:], strict=False)
    ]
    for unit_id, office in _offices(unit_ids):
        province.offices[unit_id] = office
    staff = _staff(clinic, password, scope=scope, at=at)
    places = [clinic, *points]
    books = [
        _book(place, unit_id, mark, staff, scope=scope, at=at)
        for place, unit_id, mark in zip(places, unit_ids, ("CS", "V1", "V2"), strict=False)
    ]
    everybody = patients.enter(province, unit_ids, places, staff, since=OPEN_SINCE, first=first)
    cards.give(everybody, staff, first=first, today=province.today)
    Year(books, everybody, first=first, scope=scope, at=at).tell(progress)
    _leave(everybody, scope=scope, at=at)
    trail.record(LOADED, by=scope, at=at, reason="hoanhap demo", days=days, people=len(everybody))
    return clinic


def _offices(unit_ids: Sequence[str]) -> list[tuple[str, UUID]]:
    found = rows.read(
        "SELECT unit_id, id FROM places_organisation"
        " WHERE unit_id = ANY(%s) AND kind = 'peoples-committee' AND valid_until IS NULL",
        list(unit_ids),
    )
    return [(unit_id, key) for unit_id, key in found]


def _staff(clinic: UUID, password: str, *, scope: Scope, at: datetime) -> Staff:
    given: dict[str, Any] = {"reason": REASON, "scope": scope, "at": at}
    opened = {}
    for one in WORKERS:
        account = accounts.open_account(
            username=one.name, full_name=f"{one.title} (mẫu)", password=password, **given
        )
        accounts.grant(
            account_id=account.pk, role=one.role, organisation_id=clinic, valid_from=scope.on, **given
        )
        opened[one.name] = account.pk
    return Staff(
        doctor=opened["bacsi.mau"],
        other_doctor=opened["bacsi2.mau"],
        dispenser=opened["capphat.mau"],
        keeper=opened["thukho.mau"],
        names={key: name for name, key in opened.items()},
    )


def _book(place: UUID, unit_id: str, mark: str, staff: Staff, *, scope: Scope, at: datetime) -> Book:
    made = stock.open_book(organisation_id=place, medicine="methadone", scope=scope, at=at)
    stock.add_account(book_id=made.pk, kind="window", name="Cửa cấp phát 1", scope=scope, at=at)
    kinds = dict(rows.read("SELECT kind, id FROM medicine_stockaccount WHERE book_id = %s", made.pk))
    return Book(made.pk, place, unit_id, mark, kinds, staff)


def _leave(everybody: Sequence[Patient], *, scope: Scope, at: datetime) -> None:
    """Those who left during the year, as the clinic writes it down; their orders and places end with it."""
    for one in everybody:
        if one.leaves_as and one.leaves_on <= scope.on:
            care.end_enrolment(
                enrolment_id=one.enrolment_id,
                on=max(one.leaves_on - timedelta(days=1), one.enrolled_on),
                ended_as=one.leaves_as,
                reason=WHY_LEFT[one.leaves_as],
                scope=scope,
                at=at,
            )


def communes(described: dict[str, Any], *, on: date) -> list[str]:
    """The communes of today that came from those of the description."""
    old = [line["unit"] for line in described["communes"]]
    return sorted({link.unit_id for unit in old for link in successions.successors(unit, on=on)})


def signs() -> list[tuple[str, str]]:
    """The names with which its staff sign in, and what they are; none where there is no such clinic."""
    if not was_recorded(LOADED):
        return []
    known = roles()
    return [(one.name, f"{known[one.role].title['vi']} – {CLINIC}") for one in WORKERS]
