"""Providers of a demo province with what they offer, people helped by them, and how those lived later. All made up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.community.operations import letters, needs, offers, outcomes
from hoanhap.kit.dates import add_months

COURSE, JOB, LOAN, POVERTY = "course", "job", "loan", "poverty-reduction"
PROVIDERS: Final = (
    ("enterprise", "Xưởng may (mẫu)", JOB, "Thợ may công nghiệp", "", Decimal(6_500_000)),
    ("training", "Trung tâm dạy nghề (mẫu)", COURSE, "Sửa chữa xe máy, 3 tháng", "short-training", None),
    ("cooperative", "Hợp tác xã nông nghiệp (mẫu)", JOB, "Chăm sóc rau an toàn", "", Decimal(5_200_000)),
    ("household", "Cơ sở mộc (mẫu)", COURSE, "Kèm nghề mộc", "", None),
    ("enterprise", "Công ty vệ sinh công nghiệp (mẫu)", JOB, "Nhân viên vệ sinh", "", Decimal(5_800_000)),
    ("training", "Lớp nghề nấu ăn (mẫu)", COURSE, "Nấu ăn, 2 tháng", "short-training", None),
)
ELSEWHERE: Final = (
    ("bank", "Phòng giao dịch ngân hàng chính sách (mẫu)", LOAN, "Vay vốn làm ăn", "job-creation-loan"),
    ("social", "Bộ phận bảo trợ xã hội (mẫu)", POVERTY, "Hỗ trợ sinh kế", "livelihood-model"),
)


@dataclass(frozen=True)
class Offered:
    """The offers of a province, those of courses and those of work."""

    courses: tuple[UUID, ...]
    jobs: tuple[UUID, ...]
    programmes: tuple[UUID, ...]


def register(
    office_ids: Sequence[UUID], *, from_on: date, last_on: date, scope: Scope, at: datetime
) -> Offered:
    """Six providers of work and courses, a bank and a welfare office, over these offices; the six close on the last day."""
    made: dict[str, list[UUID]] = {COURSE: [], JOB: [], "programme": []}
    rows: list[tuple[Any, ...]] = [*PROVIDERS, *((*one, Decimal(50_000_000)) for one in ELSEWHERE)]
    for number, (kind, name, what, title, programme, amount) in enumerate(rows):
        provider = offers.register_provider(
            office_id=office_ids[number % len(office_ids)],
            kind=kind,
            name=name,
            valid_from=from_on,
            address=f"Số {number + 1}, phố Mẫu",
            is_shared=True,
            scope=scope,
            at=at,
        )
        offer = offers.make_offer(
            provider_id=provider.pk,
            kind=what,
            title=title,
            place=f"Số {number + 1}, phố Mẫu",
            places=20 if what in (COURSE, JOB) else None,
            open_from=from_on,
            open_until=last_on if what in (COURSE, JOB) else None,
            amount_vnd=amount if what != COURSE else None,
            conditions="Nhận người hoàn thành cai nghiện; được dạy việc tại chỗ (mẫu)",
            programme=programme,
            scope=scope,
            at=at,
        )
        made[what if what in made else "programme"].append(offer.pk)
    return Offered(tuple(made[COURSE]), tuple(made[JOB]), tuple(made["programme"]))


def follow(
    helped: Mapping[UUID, date], offered: Offered, *, office_id: UUID, scope: Scope, at: datetime, today: date
) -> None:
    """Of people helped on a day: visits after 6 and 12 months, changes for the better, help under a programme; the last
    two are sent on to a workshop, one with a consent to be named.
    """
    given: dict[str, Any] = {"scope": scope, "at": at}
    for number, (person_id, day) in enumerate(helped.items()):
        for months in (6, 12):
            on = add_months(day, months) + timedelta(days=number % 9)
            # Every seventh visit is still to be made.
            if on > today or number % 7 == 6:
                continue
            works = (number + months) % 4 != 0
            outcomes.record_outcome(
                person_id=person_id,
                months=months,
                on=on,
                work=("in-work" if number % 3 else "in-training") if works else "seeking",
                income=("5m-8m" if number % 2 else "2m-5m") if works else "none",
                housing="family",
                using="unknown" if number % 5 == 4 else "not-using",
                using_source="" if number % 5 == 4 else "test" if number % 2 else "family",
                visited_by="Tổ công tác (mẫu)",
                **given,
            )
        if number % 3 == 0 and day + timedelta(days=40) <= today:
            outcomes.note_betterment(
                person_id=person_id,
                on=day + timedelta(days=40),
                area=("work", "family", "neighbours")[number // 3 % 3],
                words="Chịu khó làm việc, gia đình yên tâm (mẫu)",
                noted_by="Tổ công tác (mẫu)",
                **given,
            )
        if number % 5 == 0:
            needs.give_support(
                person_id=person_id,
                domain="loan" if number % 2 else "reintegration-other",
                form="provided",
                provider="",
                provided_on=day,
                offer_id=offered.programmes[(number + 1) % 2],
                **given,
            )
    sent = []
    for number, (person_id, day) in enumerate(list(helped.items())[-2:]):
        need = needs.state_need(person_id=person_id, domain="work", opened_on=day, **given)
        change = needs.refer_need(need_id=need.pk, offer_id=offered.jobs[0], on=day, **given)
        provider_id = change.provider_id
        if number == 0:
            letters.record_consent(
                person_id=person_id,
                purpose="work",
                valid_from=max(day, today - timedelta(days=30)),
                last_on=today + timedelta(days=180),
                evidence="Phiếu đồng ý số 1 (mẫu)",
                provider_id=provider_id,
                **given,
            )
        sent.append(change.pk)
    if sent and provider_id:
        letters.write_letter(
            provider_id=provider_id,
            office_id=office_id,
            referrals=sent,
            number="1/GT (mẫu)",
            signed_by="Cán bộ (mẫu)",
            **given,
        )
