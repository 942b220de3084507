"""Reviews of providers, what they found, and the gaps that are still open."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.outreach.models import GapClosed, ReviewItem, StandardReview
from hoanhap.outreach.queries.service_definitions import CERTAINTY, PARTS, UNITS, checklist_of, said
from hoanhap.places.queries.organisations import names_of

READ: Final = "outreach.read"
WRITE: Final = "outreach.write"
LACKS: Final = ReviewItem.Finding.LACKS


@dataclass(frozen=True)
class ReviewLine:
    """A review, how many lines it has, and how many of its gaps are open."""

    id: UUID
    on: date
    office_name: str
    title: Words
    reviewed_by: str
    items: int
    lacking: int
    open: int
    retired_at: datetime | None
    retired_reason: str


@dataclass(frozen=True)
class ItemLine:
    """One line of a review. `closed_on`: since when what was lacking is there."""

    id: UUID
    part: Words
    title: Words
    asked: str
    certainty: Words
    finding: str
    finding_label: Words
    amount: Decimal | None
    unit: Words
    note: str
    owner: str
    due_on: date | None
    closed_on: date | None
    evidence: str
    is_late: bool


@dataclass(frozen=True)
class GapLine:
    """Something that a provider lacks still."""

    id: UUID
    review_id: UUID
    office_name: str
    title: Words
    owner: str
    due_on: date
    is_late: bool


def reviews(*, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE) -> Page[ReviewLine]:
    """The reviews in reach, the latest first."""
    found = _counted(StandardReview.objects.visible_to(scope, READ)).order_by("-on", "-pk")
    page: Page[Any] = page_of(found, lambda row: row, number=number, size=size)
    names = names_of({row.organisation_id for row in page.rows}, on=on) if page.rows else {}
    lines = [_review(row, names) for row in page.rows]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def review(review_id: UUID, *, scope: Scope, on: date) -> tuple[ReviewLine, list[ItemLine]]:
    """One review with its lines in the order of the checklist. Raises NotFound."""
    row = _counted(StandardReview.objects.visible_to(scope, READ).filter(pk=review_id)).first()
    if row is None:
        raise NotFound(Problem("no-such-review", "No such review."))
    closings = {
        one.item_id: one for one in GapClosed.objects.filter(item__review=row, retired_at__isnull=True)
    }
    found = {item.code: item for item in ReviewItem.objects.filter(review=row)}
    lines = []
    for asked in checklist_of(row.checklist, row.edition).items:
        item = found[asked.code]
        closing = closings.get(item.pk)
        lines.append(
            ItemLine(
                id=item.pk,
                part=PARTS[asked.part],
                title=said(asked.title),
                asked=f"≥ {asked.at_least} {UNITS[asked.unit]}" if asked.at_least is not None else "",
                certainty=CERTAINTY[asked.confidence],
                finding=item.finding,
                finding_label=item.get_finding_display(),
                amount=item.amount,
                unit=UNITS[asked.unit],
                note=item.note,
                owner=item.owner,
                due_on=item.due_on,
                closed_on=closing.on if closing else None,
                evidence=closing.evidence if closing else "",
                is_late=closing is None and item.due_on is not None and item.due_on < on,
            )
        )
    return _review(row, names_of({row.organisation_id}, on=on)), lines


def open_gaps(*, scope: Scope, on: date, number: int = 1, size: int = DEFAULT_SIZE) -> Page[GapLine]:
    """What providers in reach lack still by their reviews, what is late first."""
    standing = StandardReview.objects.visible_to(scope, READ).filter(retired_at__isnull=True)
    closed = GapClosed.objects.filter(item=OuterRef("pk"), retired_at__isnull=True)
    found = ReviewItem.objects.filter(review__in=standing, finding=LACKS).exclude(Exists(closed))
    page: Page[Any] = page_of(
        found.select_related("review").order_by("due_on", "pk"), lambda row: row, number=number, size=size
    )
    names = names_of({row.review.organisation_id for row in page.rows}, on=on) if page.rows else {}
    lines = [_gap(row, names, on) for row in page.rows]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def gap(item_id: UUID, *, scope: Scope, on: date) -> GapLine:
    """One gap that may be closed. Raises NotFound."""
    standing = StandardReview.objects.visible_to(scope, WRITE).filter(retired_at__isnull=True)
    row = (
        ReviewItem.objects.filter(pk=item_id, review__in=standing, finding=LACKS)
        .select_related("review")
        .first()
    )
    if row is None:
        raise NotFound(Problem("no-such-gap", "No such gap."))
    return _gap(row, names_of({row.review.organisation_id}, on=on), on)


def _counted(found: Any) -> Any:
    lacks = Q(items__finding=LACKS)
    closed = GapClosed.objects.filter(item=OuterRef("items__pk"), retired_at__isnull=True)
    return found.annotate(
        lines=Count("items", distinct=True),
        lacking=Count("items", filter=lacks, distinct=True),
        open_gaps=Count("items", filter=lacks & ~Q(Exists(closed)), distinct=True),
    )


def _review(row: Any, names: dict[UUID, str]) -> ReviewLine:
    return ReviewLine(
        id=row.pk,
        on=row.on,
        office_name=names.get(row.organisation_id, ""),
        title=said(checklist_of(row.checklist, row.edition).title),
        reviewed_by=row.reviewed_by,
        items=row.lines,
        lacking=row.lacking,
        open=row.open_gaps,
        retired_at=row.retired_at,
        retired_reason=row.retired_reason,
    )


def _gap(row: Any, names: dict[UUID, str], on: date) -> GapLine:
    items = {item.code: item for item in checklist_of(row.review.checklist, row.review.edition).items}
    return GapLine(
        id=row.pk,
        review_id=row.review_id,
        office_name=names.get(row.review.organisation_id, ""),
        title=said(items[row.code].title),
        owner=row.owner,
        due_on=row.due_on,
        is_late=row.due_on < on,
    )
