"""Attempts to win people for treatment: of one person, those that are due again, and what followed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db.models import DateField, Exists, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode
from hoanhap.casework.queries.cohorts import TREATMENT
from hoanhap.casework.queries.waiting import counted
from hoanhap.community.models import OutreachAttempt
from hoanhap.community.rules.reaching_out import ReachingOut
from hoanhap.kit.dates import add_months
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.people.queries.rows import masked_names
from hoanhap.places.queries.units import full_names

READ: Final = "community.read"
WRITE: Final = "community.write"
AGAIN: Final = "attempt-again"
SPOKEN: Final = (
    OutreachAttempt.Result.AGREED,
    OutreachAttempt.Result.THINKING,
    OutreachAttempt.Result.REFUSED,
)
"""The results of attempts in which the person was spoken with."""
MONTHS: Final = 12


@dataclass(frozen=True)
class Attempt:
    """One attempt. `won_on`: the day on which a treatment began that counts as what followed."""

    id: UUID
    person_id: UUID | None
    on: date
    unit_name: str
    channel_label: Words
    result: str
    result_label: Words
    made_by: str
    next_on: date | None
    note: str
    won_on: date | None
    retired_at: datetime | None
    retired_reason: str
    masked_name: str = ""
    code: str = ""


@dataclass(frozen=True)
class Reached:
    """Of the last twelve months: attempts, people spoken with, and those whose treatment followed."""

    attempts: int
    unnamed: int
    spoken: int
    won: int


@lru_cache(maxsize=1)
def editions() -> tuple[ReachingOut, ...]:
    """Every edition, by date. Raises where a file is wrong."""
    found = [
        ReachingOut.model_validate(load_yaml(path.read_text(encoding="utf-8")))
        for path in (settings.DEFINITIONS / "community").glob("reaching-out.*.yaml")
    ]
    return tuple(sorted(found, key=lambda one: (one.in_force.from_on, one.edition)))


def reaching_out(on: date) -> ReachingOut:
    """The edition in force on a day; before the first one, the first."""
    holding = [
        one
        for one in editions()
        if one.in_force.from_on <= on and (one.in_force.until is None or on < one.in_force.until)
    ]
    return holding[-1] if holding else editions()[0]


def attempts_of(person_id: UUID, *, scope: Scope, on: date) -> list[Attempt]:
    """The attempts with one person, the latest first, withdrawn ones too."""
    found = OutreachAttempt.objects.visible_to(scope, READ).filter(person_id=person_id)
    rows = list(_with_what_followed(found, on).order_by("-on", "-pk")[:DEFAULT_SIZE])
    return [_line(row, {}, {}) for row in rows]


def attempt(attempt_id: UUID, *, scope: Scope, on: date) -> Attempt:
    """One that may be withdrawn: of a person in reach, or of nobody in a unit in reach. Raises NotFound."""
    scope.require(WRITE)
    row = _with_what_followed(OutreachAttempt.objects.filter(pk=attempt_id), on).first()
    if row is None or not _reaches(row, scope):
        raise NotFound(Problem("no-such-attempt", _("There is no such attempt.")))
    return _line(row, {}, {})


def due_again(*, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE) -> Page[Attempt]:
    """The last attempt of each person in no treatment where the next day has been named, the earliest day first."""
    found = _with_what_followed(_planned(scope, on), on).order_by("next_on", "pk")
    page: Page[Any] = page_of(found, lambda row: row, number=number, size=size)
    names = masked_names({row.person_id for row in page.rows}, scope=scope, power=READ)
    units = full_names({row.unit_id for row in page.rows}, on=on)
    lines = [_line(row, names, units) for row in page.rows if row.person_id in names]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def unnamed(*, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE) -> Page[Attempt]:
    """Attempts with people who have no file, the latest first."""
    found = OutreachAttempt.objects.filter(person__isnull=True)
    if not scope.everywhere(READ):
        found = found.filter(unit_id__in=scope.unit_ids(READ))
    page: Page[Any] = page_of(found.order_by("-on", "-pk"), lambda row: row, number=number, size=size)
    units = full_names({row.unit_id for row in page.rows}, on=on)
    lines = [_line(row, {}, units) for row in page.rows]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def reached(*, scope: Scope, on: date) -> Reached:
    """The counts of the last twelve months in reach."""
    since = add_months(on, -MONTHS) + timedelta(days=1)
    period = Q(retired_at__isnull=True, on__range=(since, on))
    named = OutreachAttempt.objects.visible_to(scope, READ).filter(period, person__isnull=False)
    nobody = OutreachAttempt.objects.filter(period, person__isnull=True)
    if not scope.everywhere(READ):
        nobody = nobody.filter(unit_id__in=scope.unit_ids(READ))
    rows: list[Any] = list(_with_what_followed(named, on))
    without = nobody.count()
    return Reached(
        attempts=len(rows) + without,
        unnamed=without,
        spoken=len({row.person_id for row in rows if row.result in SPOKEN}),
        won=len({row.person_id for row in rows if row.result in SPOKEN and row.won_on}),
    )


def waiting_part(*, scope: Scope, on: date) -> QuerySet[Any, Any]:
    """Who is to be asked again by now, and since when: a part of what waits on a day."""
    return counted(_planned(scope, on).filter(next_on__lte=on), AGAIN, "next_on")


def in_treatment(person_id: UUID, on: date) -> bool:
    """Whether an episode of treatment that began before the day holds on it."""
    return _open_treatment(on).filter(person_id=person_id).exists()


def _open_treatment(on: date) -> QuerySet[Episode]:
    return Episode.objects.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gt=on), kind__in=TREATMENT, opened_on__lt=on
    )


def _planned(scope: Scope, on: date) -> QuerySet[OutreachAttempt]:
    """The newest attempt of each person who is in no treatment, where it names a day to try again."""
    later = OutreachAttempt.objects.filter(person=OuterRef("person"), retired_at__isnull=True).filter(
        Q(on__gt=OuterRef("on")) | Q(on=OuterRef("on"), pk__gt=OuterRef("pk"))
    )
    treated = Episode.objects.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gt=on),
        person=OuterRef("person"),
        kind__in=TREATMENT,
        opened_on__lte=on,
    )
    return (
        OutreachAttempt.objects.visible_to(scope, READ)
        .filter(retired_at__isnull=True, next_on__isnull=False, person__died_on__isnull=True)
        .exclude(Exists(later))
        .exclude(Exists(treated))
    )


def _with_what_followed(found: QuerySet[OutreachAttempt], on: date) -> QuerySet[OutreachAttempt]:
    rules = reaching_out(on)
    followed = (
        Episode.objects.filter(
            person=OuterRef("person"),
            kind__in=rules.won,
            opened_on__gte=OuterRef("on"),
            opened_on__lte=Cast(
                OuterRef("on") + timedelta(days=rules.follows_within_days.value), DateField()
            ),
        )
        .order_by()
        .values("person")
        .annotate(first=Min("opened_on"))
        .values("first")
    )
    return found.annotate(won_on=Subquery(followed))


def _reaches(row: OutreachAttempt, scope: Scope) -> bool:
    if row.person_id is None:
        return scope.reaches(WRITE, row.unit_id)
    return OutreachAttempt.objects.visible_to(scope, WRITE).filter(pk=row.pk).exists()


def _line(row: Any, names: Any, units: dict[str, str]) -> Attempt:
    seen = names.get(row.person_id)
    return Attempt(
        id=row.pk,
        person_id=row.person_id,
        on=row.on,
        unit_name=units.get(row.unit_id, ""),
        channel_label=row.get_channel_display(),
        result=row.result,
        result_label=row.get_result_display(),
        made_by=row.made_by,
        next_on=row.next_on,
        note=row.note,
        won_on=getattr(row, "won_on", None),
        retired_at=row.retired_at,
        retired_reason=row.retired_reason,
        masked_name=seen.masked_name if seen else "",
        code=seen.code if seen else "",
    )
