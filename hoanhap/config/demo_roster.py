"""Doctors of the demo's facility: posts that should be filled, certificates, and one who is lent to a commune."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.outreach.operations import roster, training


def live(facility_id: UUID, commune_id: UUID, *, scope: Scope, at: datetime, today: date) -> None:
    """The facility is to have three doctors and has two; the newer one was won this year and helps a commune."""
    given: dict[str, Any] = {"scope": scope, "at": at}
    roster.require_posts(
        organisation_id=facility_id,
        specialty="doctor",
        heads=3,
        certificate="determination",
        decision_number="12/QĐ-SYT (mẫu)",
        valid_from=today - timedelta(days=700),
        **given,
    )
    for number, days in enumerate((700, 200), 1):
        since = today - timedelta(days=days)
        post = training.enter_staff(
            full_name=f"Bác sĩ {number:02d} (mẫu)",
            organisation_id=facility_id,
            kind="direct",
            specialty="doctor",
            title="Bác sĩ điều trị (mẫu)",
            qualification="Bác sĩ đa khoa (mẫu)",
            valid_from=since,
            meets_standard=True,
            **given,
        )
        for kind in ("determination", "counselling")[:number]:
            roster.add_certificate(
                member_id=post.member_id,
                kind=kind,
                number=f"{number}{kind[0].upper()}/CC (mẫu)",
                issuer="Trường Cao đẳng Y tế (mẫu)",
                issued_on=since + timedelta(days=40),
                valid_until=today + timedelta(days=45) if kind == "determination" else None,
                **given,
            )
    roster.lend(
        post_id=post.pk,
        organisation_id=commune_id,
        task="Hỗ trợ Tổ công tác cắt cơn tại nhà (mẫu)",
        decision_number="31/QĐ (mẫu)",
        valid_from=today - timedelta(days=90),
        **given,
    )
