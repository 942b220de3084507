"""Calls to hotlines: the lines of an office, and how many there were on each topic."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, Func, QuerySet, TextField

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import Page, page_of
from hoanhap.outreach.models import HotlineCall, HotlineTopic
from hoanhap.places.queries.organisations import names_of
from hoanhap.places.queries.units import full_names

READ: Final = "outreach.read"


@dataclass(frozen=True)
class CallLine:
    """One call."""

    id: UUID
    on: date
    office_name: str
    unit_name: str
    caller_label: Words
    topics: tuple[Words, ...]
    sent_to: str
    words: str
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class TopicCount:
    """How many calls of a period touched a topic; a call on two topics counts in both."""

    code: str
    label: Words
    calls: int


@dataclass(frozen=True)
class Summary:
    """The calls of a period."""

    from_on: date
    to_on: date
    calls: int
    sent_on: int
    topics: tuple[TopicCount, ...]


def calls(*, scope: Scope, on: date, number: int = 1) -> Page[CallLine]:
    """Calls in reach, the latest first, also withdrawn ones."""
    found = HotlineCall.objects.visible_to(scope, READ).order_by("-on", "-pk")
    page = page_of(found, lambda row: row, number=number)
    units = full_names({row.unit_id for row in page}, on=on) if page.rows else {}
    offices = (
        names_of({key for row in page for key in (row.organisation_id, row.sent_to_id) if key}, on=on)
        if page.rows
        else {}
    )
    lines = [_line(row, units, offices) for row in page]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def summary(*, scope: Scope, from_on: date, to_on: date) -> Summary:
    """How many calls in reach there were in the period, and about what."""
    found = _of(scope).filter(on__range=(from_on, to_on))
    whole: dict[str, Any] = found.aggregate(calls=Count("pk"), sent_on=Count("sent_to"))
    by_topic = dict(
        found.annotate(topic=Func(F("topics"), function="unnest", output_field=TextField()))
        .values("topic")
        .annotate(n=Count("pk"))
        .order_by()
        .values_list("topic", "n")
    )
    counted = tuple(
        TopicCount(topic.value, topic.label, by_topic[topic.value])
        for topic in HotlineTopic
        if topic.value in by_topic
    )
    return Summary(from_on, to_on, whole["calls"], whole["sent_on"], counted)


def call_named(call_id: UUID, *, scope: Scope) -> str:
    """By what a call that stands is known: its day. Raises NotFound."""
    row = _of(scope).filter(pk=call_id).first()
    if row is None:
        raise NotFound(Problem("no-such-line", "No such line."))
    return f"{row.on:%d/%m/%Y}"


def _of(scope: Scope) -> QuerySet[HotlineCall]:
    return HotlineCall.objects.visible_to(scope, READ).filter(retired_at__isnull=True)


def _line(row: HotlineCall, units: dict[str, str], offices: dict[UUID, str]) -> CallLine:
    return CallLine(
        id=row.pk,
        on=row.on,
        office_name=offices.get(row.organisation_id, ""),
        unit_name=units.get(row.unit_id, row.unit_id),
        caller_label=row.get_caller_display(),
        topics=tuple(HotlineTopic(code).label for code in row.topics),
        sent_to=offices.get(row.sent_to_id, "") if row.sent_to_id else "",
        words=row.words,
        retired_at=row.retired_at,
        retired_reason=row.retired_reason,
    )
