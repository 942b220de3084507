"""A club and a counselling point of a demo commune: people who are in it, sessions of the last months, visits."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.community.operations import clubs, points

WEEK: Final = ("07:30-11:30, 13:30-17:00", "", "07:30-11:30, 13:30-17:00", "", "07:30-11:30", "", "")
BOARD: Final = ("chủ nhiệm", "phó chủ nhiệm", "thư ký", "ủy viên thứ nhất", "ủy viên thứ hai")
TALKS: Final = (
    ("staying-clean", "Từ chối khi bị rủ rê"),
    ("work", "Vay vốn làm ăn"),
    ("law", "Giấy tờ tùy thân"),
)
VISITS: Final = (("prevention", "", 6), ("rehab", "rehab", 2), ("health", "health", 3), ("family", "", 4))


def live(
    office_id: UUID, people: Sequence[UUID], *, from_on: date, to_on: date, scope: Scope, at: datetime
) -> None:
    """Set both up on the first day; the club meets every month until the last one, and people come to the point."""
    given: dict[str, Any] = {"scope": scope, "at": at}
    club = clubs.set_up_club(
        office_id=office_id,
        name="Câu lạc bộ B93 (mẫu)",
        valid_from=from_on,
        board=[f"Người làm {one} (mẫu)" for one in BOARD],
        decision_number="93/QĐ-UBND (mẫu)",
        decision_on=from_on,
        **given,
    )
    for person_id in people:
        clubs.join_club(club_id=club.pk, person_id=person_id, from_on=from_on, **given)
    point = points.open_point(
        office_id=office_id,
        name="Điểm tư vấn hỗ trợ tại cộng đồng (mẫu)",
        valid_from=from_on,
        address="Trạm y tế (mẫu)",
        phone="",
        hours=WEEK,
        decision_number="94/QĐ-UBND (mẫu)",
        decision_on=from_on,
        is_published=True,
        **given,
    )
    days = [day for month in range(6) if (day := to_on - timedelta(days=10 + 30 * month)) >= from_on]
    for number, day in enumerate(reversed(days)):
        topic, title = TALKS[number % len(TALKS)]
        came = [one for one in range(1, len(people) + 1) if (one + number) % 3]
        clubs.hold_session(
            club_id=club.pk, on=day, topic=topic, title=title, present=came, guests=number % 4, **given
        )
        for service, referred_to, heads in VISITS:
            points.note_visit(
                point_id=point.pk, on=day, service=service, referred_to=referred_to, people=heads, **given
            )
