"""The demo's facility seen from outside: its doctors, published services, a review with gaps, and its timetable."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.outreach.operations import activities, reviews, roster, services, timetables, training
from hoanhap.outreach.queries.service_definitions import standards
from hoanhap.outreach.rules.timetables import days_of


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
    _network(facility_id, today, given)
    _reviewed(facility_id, today, given)
    _week(facility_id, today, given)


def _network(facility_id: UUID, today: date, given: dict[str, Any]) -> None:
    """Published for four services, one of which is suspended; its hours stand on the public page."""
    rows = [
        services.register_service(
            organisation_id=facility_id,
            service=code,
            capacity=capacity,
            decision_number="45/QĐ-CA (mẫu)",
            issuer="Công an tỉnh (mẫu)",
            valid_from=today - timedelta(days=400),
            **given,
        )
        for code, capacity in (
            ("detoxification", 60),
            ("therapy", 300),
            ("vocational", 120),
            ("post-rehab", None),
            ("hotline", None),
        )
    ]
    services.suspend_service(
        registration_id=rows[2].pk,
        decision_number="51/QĐ-CA (mẫu)",
        reason="Xưởng thực hành đang sửa (mẫu)",
        valid_from=today - timedelta(days=40),
        **given,
    )
    services.tell_everybody(
        organisation_id=facility_id,
        address="Thôn Mẫu (mẫu)",
        phone="1900 0000 (số mẫu)",
        hours=["07:30-11:30, 13:30-17:00"] * 5 + ["", ""],
        **given,
    )


def _reviewed(facility_id: UUID, today: date, given: dict[str, Any]) -> None:
    """Reviewed half a year ago: three things were lacking, one is there since, one is late."""
    on = today - timedelta(days=180)
    checklist = standards(on).checklist("district-facility")
    assert checklist is not None, "the committed definition has it"
    lacks = {"observation-beds": 30, "transport": 90, "medical-head": 300}
    answers = {
        item.code: reviews.Answer(
            finding="lacks" if item.code in lacks else "meets",
            amount=(Decimal(0) if item.code in lacks else item.at_least) if item.unit else None,
            owner="Phó Giám đốc cơ sở (mẫu)" if item.code in lacks else "",
            due_on=on + timedelta(days=lacks[item.code]) if item.code in lacks else None,
        )
        for item in checklist.items
    }
    review = reviews.record_review(
        organisation_id=facility_id,
        checklist=checklist.code,
        on=on,
        reviewed_by="Đoàn rà soát của tỉnh (mẫu)",
        answers=answers,
        **given,
    )
    reviews.close_gap(
        item_id=review.items.get(code="observation-beds").pk,
        on=on + timedelta(days=25),
        evidence="Biên bản bàn giao 4 giường (mẫu)",
        **given,
    )


def _week(facility_id: UUID, today: date, given: dict[str, Any]) -> None:
    """What comes every week and every month; of two months it was held but for the last time."""
    for kind, title, weekday, month_day, partners in (
        ("school", "Lớp xóa mù chữ (mẫu)", 1, None, "Phòng Giáo dục (mẫu)"),
        ("news", "Đọc báo, xem thời sự (mẫu)", 4, None, ""),
        ("thematic", "Sinh hoạt chuyên đề tháng (mẫu)", None, 5, "Công an xã (mẫu)"),
        ("law", "Giáo dục pháp luật (mẫu)", None, 20, "Sở Tư pháp (mẫu)"),
    ):
        timetables.plan_session(
            organisation_id=facility_id,
            kind=kind,
            title=title,
            weekday=weekday,
            month_day=month_day,
            hour="14:00",
            place="Hội trường (mẫu)",
            partners=partners,
            valid_from=today - timedelta(days=120),
            **given,
        )
        days = days_of(
            weekday=weekday,
            month_day=month_day,
            valid_from=today - timedelta(days=60),
            valid_until=None,
            from_on=today - timedelta(days=60),
            to_on=today - timedelta(days=1),
        )
        for number, day in enumerate(days[:-1]):
            activities.record_session(
                organisation_id=facility_id,
                on=day,
                kind=kind,
                title=f"{title}, buổi {number + 1}",
                attended=18 + number,
                partners=partners,
                **given,
            )
