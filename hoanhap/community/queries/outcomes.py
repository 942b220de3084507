"""Who is due to be visited 6 and 12 months after support, what those visits showed, and changes for the better."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, DateField, Exists, F, Func, OuterRef, Q, QuerySet, Value, When

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.queries.waiting import counted
from hoanhap.community.models import Betterment, Outcome, Support
from hoanhap.community.rules import outcomes as rules
from hoanhap.kit.errors import Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.people.queries.rows import masked_names

READ: Final = "community.read"
WRITE: Final = "community.write"
OUTCOMES_DUE: Final = "outcomes-due"


@dataclass(frozen=True)
class OutcomeLine:
    """What a visit showed."""

    id: UUID
    months: int
    on: date
    work: Words
    income: Words
    housing: Words
    using: Words
    source: Words
    visited_by: str
    note: str
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class BetterLine:
    """A change for the better."""

    id: UUID
    on: date
    area: Words
    words: str
    noted_by: str
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class DueLine:
    """Somebody whose visit is due; `since` the day it fell due."""

    person_id: UUID
    masked_name: str
    code: str
    months: int
    helped_on: date
    since: date


def progress_of(person_id: UUID, *, scope: Scope, at: datetime) -> tuple[list[OutcomeLine], list[BetterLine]]:
    """Outcomes and changes for the better of one person, the latest first. Reading them is logged."""
    outcomes = list(_of(Outcome, person_id, scope))
    better = list(_of(Betterment, person_id, scope))
    if outcomes or better:
        trail.read("community.progress-read", by=scope, at=at, person_ids=[person_id], purpose="progress")
    return [_outcome(row) for row in outcomes], [_better(row) for row in better]


def line_of(person_id: UUID, register: str, row_id: UUID, *, scope: Scope) -> tuple[date, Words] | None:
    """Day and title of a line that holds, of this person; None where there is none in reach."""
    model: Any = {"outcome": Outcome, "better": Betterment}.get(register)
    row = _of(model, person_id, scope).filter(pk=row_id, retired_at__isnull=True).first() if model else None
    if row is None:
        return None
    return row.on, row.get_work_display() if register == "outcome" else row.get_area_display()


def due(*, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE) -> Page[DueLine]:
    """Whose visit is due and was not made, the longest first: six months after the first support, or twelve."""
    found = _due(scope, on).order_by("due_on", "pk")
    page = page_of(found, lambda row: row, number=number, size=size)
    names = masked_names({row.person_id for row in page.rows}, scope=scope, power=READ)
    lines = [
        DueLine(
            row.person_id,
            names[row.person_id].masked_name,
            names[row.person_id].code,
            row.months,
            row.provided_on,
            rules.due_on(row.provided_on, row.months),
        )
        for row in page.rows
        if row.person_id in names
    ]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def waiting_part(*, scope: Scope, on: date) -> QuerySet[Any, Any]:
    """How many visits are due, and since when the longest of them is: a part of what waits on a day."""
    return counted(_due(scope, on), OUTCOMES_DUE, "due_on")


def _due(scope: Scope, on: date) -> QuerySet[Any]:
    """The first support of each person and episode whose visit is due, with its `months` and `due_on`: `rules.outcomes`."""
    # Outside of any episode the person alone says what belongs together; `alone` is NULL otherwise and finds nothing.
    together = Q(episode=OuterRef("episode")) | Q(episode__isnull=True, person=OuterRef("alone"))
    before = Q(provided_on__lt=OuterRef("provided_on")) | Q(
        provided_on=OuterRef("provided_on"), pk__lt=OuterRef("pk")
    )
    provided: dict[str, Any] = {"retired_at__isnull": True, "form": Support.Form.PROVIDED}
    earlier = Support.objects.filter(together, before, person=OuterRef("person"), **provided)
    taken = Outcome.objects.filter(
        together, person=OuterRef("person"), months=OuterRef("months"), retired_at__isnull=True
    )
    return (
        Support.objects.visible_to(scope, WRITE)
        .filter(person__died_on__isnull=True, provided_on__lte=on, **provided)
        .annotate(
            alone=Case(When(episode__isnull=True, then=F("person_id"))),
            after_6=_Later(F("provided_on"), months=6),
            after_12=_Later(F("provided_on"), months=12),
            given_up=_Later(F("provided_on"), months=rules.GIVEN_UP),
        )
        .filter(after_6__lte=on, given_up__gt=on)
        .annotate(
            months=Case(When(after_12__lte=on, then=Value(12)), default=Value(6)),
            due_on=Case(When(after_12__lte=on, then=F("after_12")), default=F("after_6")),
        )
        .filter(~Exists(earlier), ~Exists(taken))
    )


class _Later(Func):
    """The day so many months on, as `kit.dates.add_months` says."""

    template = "(%(expressions)s + make_interval(months => %(months)s))::date"
    output_field = DateField()

    def __init__(self, day: Any, *, months: int) -> None:
        super().__init__(day, months=months)


def _of(model: Any, person_id: UUID, scope: Scope) -> Any:
    return model.objects.visible_to(scope, READ).filter(person_id=person_id).order_by("-on", "-pk")


def _outcome(row: Outcome) -> OutcomeLine:
    return OutcomeLine(
        row.pk,
        row.months,
        row.on,
        row.get_work_display(),
        row.get_income_display(),
        row.get_housing_display(),
        row.get_using_display(),
        row.get_using_source_display() if row.using_source else "",
        row.visited_by,
        row.note,
        row.retired_at,
        row.retired_reason,
    )


def _better(row: Betterment) -> BetterLine:
    return BetterLine(
        row.pk, row.on, row.get_area_display(), row.words, row.noted_by, row.retired_at, row.retired_reason
    )
