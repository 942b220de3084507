"""What a facility has to do: who goes home soon, who is not back, which requests wait."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import OuterRef, Q, Subquery

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import Words
from hoanhap.residence.models import Escape, Leave, Notice, ReintegrationPlan, Stay
from hoanhap.residence.queries.days import away, there
from hoanhap.residence.queries.life import LeaveLine, leave_line
from hoanhap.residence.queries.regulations import regulations
from hoanhap.residence.queries.residents import ResidentRow, row_of, with_place

READ: Final = "residence.read"
SOON: Final = 30
"""Days ahead that the list looks."""

TOLD_BEFORE_THE_END: Final = {
    Stay.Source.COURT: ("commune", "court", "family"),
    Stay.Source.TRANSFER: ("commune", "court", "family"),
    Stay.Source.VOLUNTARY: ("commune", "family"),
}
"""Who is told before a term ends. Somebody transferred is taken to be there by a court unless the file says otherwise."""


@dataclass(frozen=True)
class Going:
    """A resident whose term ends soon, or has ended. `days_left` is negative afterwards."""

    resident: ResidentRow
    ends_on: date
    days_left: int
    notice_by: date | None
    missing: tuple[Words, ...]
    is_notice_late: bool
    plan: str
    """none, written, agreed."""


@dataclass(frozen=True)
class OnLeave:
    """A leave with its resident."""

    resident: ResidentRow
    leave: LeaveLine


@dataclass(frozen=True)
class Away:
    """Somebody who escaped and is not back."""

    resident: ResidentRow
    since: date
    is_police_told: bool


def due_to_leave(facility_id: UUID, *, scope: Scope, on: date, within: int = SOON) -> list[Going]:
    """Whose term ends within so many days, or is over while they are still there; the first one first.

    The term is that of the case: extended, reduced or standing still as its steps say.
    """
    told = (
        Notice.objects.filter(
            stay=OuterRef("pk"), about=Notice.About.END, sent_on__lte=on, retired_at__isnull=True
        )
        .order_by()
        .values("stay")
        .annotate(all=ArrayAgg("to", distinct=True))
    )
    plan = ReintegrationPlan.objects.filter(stay=OuterRef("pk"), made_on__lte=on, retired_at__isnull=True)
    found = (
        with_place(Stay.objects.visible_to(scope, READ), on)
        .filter(there(on), facility_id=facility_id, ends_then__lte=on + timedelta(days=within))
        .annotate(
            told=Subquery(told.values("all")),
            planned_on=Subquery(plan.values("made_on")[:1]),
            agreed_on=Subquery(plan.values("agreed_on")[:1]),
        )
        .order_by("ends_then", "person__sort_key", "pk")
    )
    return [_going(stay, scope, on) for stay in found]


@dataclass(frozen=True)
class Attention:
    """What waits in a facility on a day."""

    waiting: tuple[OnLeave, ...]
    """Requests for leave that nobody has decided, the earliest first."""
    not_back: tuple[OnLeave, ...]
    """Who is out on leave and should have been back before the day, the longest first."""
    escaped: tuple[Away, ...]
    """Who escaped and is not back, the latest first."""


def attention(facility_id: UUID, *, scope: Scope, on: date) -> Attention:
    """What waits in a facility on the day; empty where it is out of reach."""
    still_out = Q(out_on__lte=on, until_on__lt=on) & (Q(back_on__isnull=True) | Q(back_on__gt=on))
    leaves = list(
        Leave.objects.visible_to(scope, READ)
        .filter(
            Q(decision="") | still_out,
            there(on, "stay__"),
            stay__facility_id=facility_id,
            retired_at__isnull=True,
        )
        .order_by("from_on", "id")
    )
    away_now = list(
        Escape.objects.visible_to(scope, READ)
        .filter(away(on), there(on, "stay__"), stay__facility_id=facility_id)
        .order_by("-left_on", "-id")
    )
    ids = [*(one.stay_id for one in leaves), *(one.stay_id for one in away_now)]
    rows = _rows(ids, scope, on)
    told = _police_told([one.stay_id for one in away_now], on)
    found = [OnLeave(rows[one.stay_id], leave_line(one, on=on)) for one in leaves if one.stay_id in rows]
    late = [one for one in found if one.leave.state == "late"]
    return Attention(
        waiting=tuple(one for one in found if one.leave.state == "asked"),
        not_back=tuple(sorted(late, key=lambda one: one.leave.until_on)),
        escaped=tuple(
            Away(rows[one.stay_id], one.left_on, one.stay_id in told)
            for one in away_now
            if one.stay_id in rows
        ),
    )


def _police_told(stay_ids: list[UUID], on: date) -> set[UUID]:
    """In which of these stays the police were told of the latest escape."""
    if not stay_ids:
        return set()
    latest = Escape.objects.filter(stay=OuterRef("stay"), retired_at__isnull=True).order_by("-left_on")
    found = Notice.objects.filter(
        stay__in=stay_ids,
        about=Notice.About.ESCAPE,
        to=Notice.To.POLICE,
        sent_on__lte=on,
        sent_on__gte=Subquery(latest.values("left_on")[:1]),
        retired_at__isnull=True,
    )
    return set(found.values_list("stay_id", flat=True))


def _going(stay: Any, scope: Scope, on: date) -> Going:
    days = regulations(on).notice_days.value
    by = stay.ends_then - timedelta(days=days) if days else None
    labels = dict(Notice.To.choices)
    missing = [to for to in TOLD_BEFORE_THE_END[stay.source] if to not in (stay.told or [])]
    return Going(
        resident=row_of(stay, scope=scope, on=on),
        ends_on=stay.ends_then,
        days_left=(stay.ends_then - on).days,
        notice_by=by,
        missing=tuple(labels[to] for to in missing),
        is_notice_late=bool(missing) and by is not None and on > by,
        plan="agreed" if stay.agreed_on else "written" if stay.planned_on else "none",
    )


def _rows(stay_ids: list[UUID], scope: Scope, on: date) -> dict[UUID, ResidentRow]:
    if not stay_ids:
        return {}
    found = with_place(Stay.objects.visible_to(scope, READ).filter(pk__in=stay_ids), on)
    return {stay.pk: row_of(stay, scope=scope, on=on) for stay in found}
