"""Everybody who should be in a form of treatment: who is, who is not for a lawful reason, and who is forgotten.

Whoever has a management file belongs to it on a day while one of these holds:
  * an episode of treatment is open: matched;
  * what was found out last speaks for treatment: determined dependent, or a treatment broken off, or a relapse after one;
  * under management as a user, and not determined free of dependence.
What was found out last against it (not dependent, treatment completed, died, moved away) takes them out again.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    Value,
    When,
)
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Duty, Episode, NotMatched, Phase
from hoanhap.casework.queries.cohorts import TREATMENT
from hoanhap.casework.queries.regimes import regimes
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.lookups import one_array
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.people.models import Person, Responsibility
from hoanhap.people.queries import people
from hoanhap.places.queries.units import full_names

READ: Final = "casework.read"
USER, POST = Episode.Kind.USER_MANAGEMENT, Episode.Kind.POST_REHAB
DETERMINATION: Final = Episode.Kind.DEPENDENCE_DETERMINATION
NEEDED, NOT_NEEDED = "needed", "not-needed"

Units = Collection[str] | None


@dataclass(frozen=True)
class Unmatched:
    """Somebody in no treatment. `reason`: the lawful reason that holds on the day, until when; none: forgotten."""

    person_id: UUID
    person_code: str
    masked_name: str
    unit_id: str
    unit_name: str
    since_on: date | None
    reason_id: UUID | None
    reason: Words
    words: str
    document_number: str
    until: date | None

    @property
    def has_reason(self) -> bool:
        return self.reason_id is not None


@dataclass(frozen=True)
class Matching:
    """How many of those who should be in treatment are, and how many are not for a stated reason."""

    matched: int
    reasoned: int
    forgotten: int

    @property
    def total(self) -> int:
        return self.matched + self.reasoned + self.forgotten

    @property
    def settled(self) -> int:
        """Matched, or lawfully not: what is to be everybody."""
        return self.matched + self.reasoned


def unmatched(
    *,
    scope: Scope,
    on: date,
    unit_id: str | None = None,
    only_forgotten: bool = False,
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Page[Unmatched]:
    """Who is in no treatment on the day, those without a reason first, then whoever waits longest."""
    found = _asked(Person.objects.visible_to(scope, READ), on, _one(unit_id)).filter(is_matched=False)
    if only_forgotten:
        found = found.filter(reason_id__isnull=True)
    found = found.order_by(F("reason_id").desc(nulls_first=True), "since_on", "pk")
    page = page_of(found, lambda row: row, number=number, size=size)
    rows: list[Any] = list(page.rows)
    seen = people.masked_names({row.person_id for row in rows}, scope=scope, power=READ)
    reasons = NotMatched.objects.in_bulk([row.reason_id for row in rows if row.reason_id])
    names = full_names({row.answering for row in rows if row.answering}, on=on)
    lines = [_line(row, seen, reasons.get(row.reason_id), names) for row in rows if row.person_id in seen]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def matching(*, scope: Scope, on: date, unit_id: str | None = None) -> Matching:
    """The share of those in reach who are matched, or lawfully not."""
    found = _asked(Person.objects.visible_to(scope, READ), on, _one(unit_id))
    matched, reasoned, forgotten = 0, 0, 0
    for is_matched, reason_id in found.order_by().values_list("is_matched", "reason_id"):
        if is_matched:
            matched += 1
        elif reason_id:
            reasoned += 1
        else:
            forgotten += 1
    return Matching(matched, reasoned, forgotten)


def to_be_matched(*, from_on: date, to_on: date, unit_ids: Units) -> Any:  # noqa: ARG001 (measures share arguments)
    """Measure: everybody who should be in a form of treatment on the last day. `on` is that since when."""
    return _rows(_asked(Person.objects.all(), to_on, unit_ids))


def matched_to_treatment(*, from_on: date, to_on: date, unit_ids: Units) -> Any:  # noqa: ARG001
    """Measure: of them, who is in one."""
    return _rows(_asked(Person.objects.all(), to_on, unit_ids).filter(is_matched=True))


def not_matched_with_reason(*, from_on: date, to_on: date, unit_ids: Units) -> Any:  # noqa: ARG001
    """Measure: of them, who is in none for a lawful reason that was stated."""
    found = _asked(Person.objects.all(), to_on, unit_ids)
    return _rows(found.filter(is_matched=False, reason_id__isnull=False))


def rehab_completed(*, from_on: date, to_on: date, unit_ids: Units) -> Any:
    """Measure: people who completed a treatment in the period after which the law asks for a post-rehab file."""
    return _completions(from_on, to_on, unit_ids).values(
        "person_id", "unit_id", "episode_id", on=F("from_on")
    )


def post_rehab_files_opened(*, from_on: date, to_on: date, unit_ids: Units) -> Any:
    """Measure: of them, for whom the file had been opened by the end of the period."""
    opened = Episode.objects.filter(
        person=OuterRef("person"), kind=POST, opened_on__gte=OuterRef("from_on"), opened_on__lte=to_on
    )
    return (
        _completions(from_on, to_on, unit_ids)
        .filter(Exists(opened))
        .values("person_id", "unit_id", "episode_id", on=F("from_on"))
    )


def _completions(from_on: date, to_on: date, unit_ids: Units) -> "QuerySet[Phase]":
    """First days of completed ends after which a file is (or was) due, one for each person: the last."""
    owed = Duty.objects.filter(episode=OuterRef("episode"), code__in=post_rehab_codes())
    found = Phase.objects.filter(
        Exists(owed),
        kind__in=TREATMENT,
        is_ended=True,
        counts_as="completed",
        came_by="ended",
        from_on__range=(from_on, to_on),
        person__merged_into__isnull=True,
    )
    if unit_ids is not None:
        found = found.filter(unit_id__anyof=one_array(frozenset(unit_ids)))
    later = found.filter(person=OuterRef("person")).filter(
        Q(from_on__gt=OuterRef("from_on")) | Q(from_on=OuterRef("from_on"), pk__gt=OuterRef("pk"))
    )
    return found.exclude(Exists(later)).order_by()


def post_rehab_codes() -> set[str]:
    return {
        next_.code
        for regime in regimes()
        for next_ in regime.leads_to
        if POST in (next_.episode_kind, *next_.also_kinds)
    }


def _one(unit_id: str | None) -> Units:
    return None if unit_id is None else [unit_id]


def _standing(on: date) -> Q:
    return Q(from_on__lte=on) & (Q(until_on__isnull=True) | Q(until_on__gt=on))


def _asked(found: Any, on: date, unit_ids: Units) -> Any:
    """Everybody with a file who should be in treatment, with `is_matched`, `since_on`, `reason_id`, `answering`."""
    mine = Phase.objects.filter(person=OuterRef("pk"))
    open_treatment = mine.filter(_standing(on), kind__in=TREATMENT, is_ended=False)
    under_management = mine.filter(_standing(on), kind=USER, is_ended=False)
    last = (
        mine.filter(is_ended=True, from_on__lte=on)
        .filter(kind__in=[*TREATMENT, DETERMINATION, POST])
        .annotate(says=_says())
        .exclude(says="")
        .order_by("-from_on", "-pk")
    )
    reason = NotMatched.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on), person=OuterRef("pk"), valid_from__lte=on
    ).order_by("-valid_from", "-pk")
    answering = Responsibility.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gt=on),
        person=OuterRef("pk"),
        valid_from__lte=on,
        is_set_aside=False,
    ).order_by("-valid_from", "-pk")
    found = (
        found.filter(file__opened_on__lte=on, merged_into__isnull=True)
        .exclude(died_on__lte=on)
        .annotate(
            person_id=F("pk"),
            is_matched=Exists(open_treatment),
            is_managed=Exists(under_management),
            said=Subquery(last.values("says")[:1]),
            since_on=Subquery(last.values("from_on")[:1]),
            reason_id=Subquery(reason.values("pk")[:1]),
            answering=Subquery(answering.values("unit_id")[:1]),
        )
        .filter(
            Q(is_matched=True)
            | Q(said=NEEDED)
            | (Q(is_managed=True) & (Q(said__isnull=True) | ~Q(said=NOT_NEEDED)))
        )
    )
    if unit_ids is not None:
        found = found.filter(answering__in=list(unit_ids))
    return found


def _says() -> Case:
    """What the end of an episode says of whether treatment is needed; empty where it says nothing of it."""
    return Case(
        When(kind=DETERMINATION, ended_as="dependent", then=Value(NEEDED)),
        When(kind=DETERMINATION, ended_as="not-dependent", then=Value(NOT_NEEDED)),
        When(counts_as__in=["died", "moved"], then=Value(NOT_NEEDED)),
        When(kind=DETERMINATION, then=Value("")),
        When(kind=POST, ended_as="relapsed", then=Value(NEEDED)),
        When(kind=POST, then=Value("")),
        When(counts_as="completed", then=Value(NOT_NEEDED)),
        default=Value(NEEDED),
        output_field=CharField(),
    )


def _rows(found: Any) -> Any:
    return found.order_by().values(
        "person_id", unit_id=F("answering"), episode_id=Value(None, UUIDField()), on=F("since_on")
    )


def _line(row: Any, seen: Any, reason: NotMatched | None, names: dict[str, str]) -> Unmatched:
    person = seen[row.person_id]
    return Unmatched(
        person_id=row.person_id,
        person_code=person.code,
        masked_name=person.masked_name,
        unit_id=row.answering or "",
        unit_name=names.get(row.answering or "", ""),
        since_on=row.since_on,
        reason_id=reason.pk if reason else None,
        reason=NotMatched.Reason(reason.reason_code).label if reason else "",
        words=reason.words if reason else "",
        document_number=reason.document_number if reason else "",
        until=reason.valid_until if reason else None,
    )


@dataclass(frozen=True)
class Stated:
    """A reason as it was stated."""

    reason: Words
    words: str
    valid_from: date
    valid_until: date | None


def stated(reason_id: UUID, *, scope: Scope) -> Stated:
    """One reason of somebody in reach. Raises NotFound."""
    row = NotMatched.objects.visible_to(scope, READ).filter(pk=reason_id).first()
    if row is None:
        raise NotFound(Problem("no-such-reason", _("There is no such reason.")))
    return Stated(NotMatched.Reason(row.reason_code).label, row.words, row.valid_from, row.valid_until)
