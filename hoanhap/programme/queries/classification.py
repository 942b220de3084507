"""How the communes stand: the board of a year, one commune with all that was said of it, early warnings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import CharField, Count, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.paging import DEFAULT_SIZE, Page, page_of
from hoanhap.places.models import Unit
from hoanhap.places.queries.editions import in_force
from hoanhap.places.queries.units import full_names
from hoanhap.programme.models import (
    AreaPlan,
    AreaStatement,
    CommuneClass,
    CommuneReview,
    Recognition,
    ReviewStep,
)
from hoanhap.programme.queries import early_warnings, reviews
from hoanhap.programme.queries.area_plans import PlanLine, plan_line
from hoanhap.programme.queries.measures_care_models import communes
from hoanhap.programme.queries.reviews import label

READ: Final = "programme.read"
STAGES: Final[dict[str, Words]] = {
    "": pgettext_lazy("commune review", "Not begun"),
    "self-review": pgettext_lazy("commune review", "Reviewed by the commune"),
    "returned": pgettext_lazy("commune review", "Returned to the commune"),
    "review": pgettext_lazy("commune review", "Reviewed by the level above"),
    "recognition": pgettext_lazy("commune review", "Decided"),
}


@dataclass(frozen=True)
class BoardLine:
    """A commune in the review of a year. `recognised`: what a decision says on the day; `proposed`: what answers lead to."""

    unit_id: str
    unit_name: str
    stage: str
    stage_label: Words
    proposed: str
    proposed_label: str
    recognised: str
    recognised_label: str
    decision_number: str
    since_on: date | None


@dataclass(frozen=True)
class StepLine:
    """Something that was said of a review."""

    kind_label: str
    happened_on: date
    body: str
    document_number: str
    says_label: str
    note: str
    is_retired: bool


@dataclass(frozen=True)
class ReviewLine:
    """The review of a year with its steps, the latest first.

    `missing`: questions not answered. `fits_no_class`: everything is answered, and the criteria propose nothing.
    """

    year: int
    stage: str
    stage_label: Words
    proposed_label: str
    fits_no_class: bool
    missing: int
    steps: tuple[StepLine, ...]


@dataclass(frozen=True)
class RecognitionLine:
    """A decision about the class of the commune."""

    id: UUID
    recognised: str
    label: str
    is_key_area: bool
    decision_number: str
    decided_on: date
    issuer: str
    valid_from: date
    valid_until: date | None
    retired_reason: str


@dataclass(frozen=True)
class StatementLine:
    """What the police said."""

    id: UUID
    unit_id: str
    is_hotspot: bool
    stated_on: date
    stated_by: str
    document_number: str


@dataclass(frozen=True)
class Commune:
    """Everything that was said of one commune.

    `opened`: files opened in it since it was recognised as drug-free; `came`: people with a file who moved in since.
    """

    unit_id: str
    unit_name: str
    current: RecognitionLine | None
    recognitions: tuple[RecognitionLine, ...]
    reviews: tuple[ReviewLine, ...]
    plans: tuple[PlanLine, ...]
    statements: tuple[StatementLine, ...]
    opened: int
    came: int


def board(
    *,
    scope: Scope,
    on: date,
    year: int,
    stage: str | None = None,
    class_: str = "",
    number: int = 1,
    size: int = DEFAULT_SIZE,
) -> Page[BoardLine]:
    """The communes in reach on a day: how far the review of the year is, and what a decision says of them."""
    last = ReviewStep.objects.filter(
        review__unit=OuterRef("pk"), review__year=year, retired_at__isnull=True
    ).order_by("-recorded_at", "-pk")
    said = Recognition.objects.filter(in_force(on), unit=OuterRef("pk"), retired_at__isnull=True)
    review = CommuneReview.objects.filter(unit=OuterRef("pk"), year=year)
    found: QuerySet[Any] = _communes(scope, on).annotate(
        stage=Coalesce(Subquery(last.values("kind")[:1]), Value(""), output_field=CharField()),
        proposed=Coalesce(Subquery(review.values("proposed_class")[:1]), Value("")),
        recognised=Coalesce(Subquery(said.values("recognised_class")[:1]), Value("")),
        decision=Subquery(said.values("decision_number")[:1]),
        since_on=Subquery(said.values("valid_from")[:1]),
    )
    if stage is not None:
        found = found.filter(stage=stage)
    if class_:
        found = found.filter(recognised="" if class_ == "none" else class_)
    page = page_of(found.order_by("pk"), lambda row: row, number=number, size=size)
    names = full_names({row.pk for row in page}, on=on)
    lines = [
        BoardLine(
            unit_id=row.pk,
            unit_name=names.get(row.pk, row.pk),
            stage=row.stage,
            stage_label=STAGES[row.stage],
            proposed=row.proposed,
            proposed_label=label(row.proposed),
            recognised=row.recognised,
            recognised_label=label(row.recognised),
            decision_number=row.decision or "",
            since_on=row.since_on,
        )
        for row in page
    ]
    return Page(lines, page.number, page.size, page.total, page.total_is_capped)


def class_counts(*, scope: Scope, on: date) -> dict[str, int]:
    """How many communes in reach a decision says to be what; `none`: nobody decided."""
    said = Recognition.objects.filter(in_force(on), unit=OuterRef("pk"), retired_at__isnull=True)
    rows = (
        _communes(scope, on)
        .annotate(said=Coalesce(Subquery(said.values("recognised_class")[:1]), Value("none")))
        .values_list("said")
        .annotate(Count("pk"))
        .order_by()
    )
    return dict.fromkeys((*CommuneClass.values, "none"), 0) | dict(rows)


def commune_name(unit_id: str, *, scope: Scope, on: date) -> str:
    """What a commune in reach is called. Raises NotFound, also for units of other levels."""
    scope.require(READ)
    if not scope.reaches(READ, unit_id) or not Unit.objects.filter(pk=unit_id, level="commune").exists():
        raise NotFound(Problem("no-such-unit", _("There is no such administrative unit.")))
    return full_names({unit_id}, on=on).get(unit_id, unit_id)


def commune(unit_id: str, *, scope: Scope, on: date) -> Commune:
    """One commune with everything that was said of it. Raises NotFound, also where it is out of reach."""
    name = commune_name(unit_id, scope=scope, on=on)
    recognitions = tuple(
        _recognition(row)
        for row in Recognition.objects.filter(unit_id=unit_id).order_by("-valid_from", "-pk")
    )
    current = next(
        (
            one
            for one in recognitions
            if not one.retired_reason
            and one.valid_from <= on
            and (one.valid_until is None or on < one.valid_until)
        ),
        None,
    )
    held = CommuneReview.objects.filter(unit_id=unit_id).order_by("-year").prefetch_related("steps")
    plans = (
        AreaPlan.objects.filter(unit_id=unit_id, retired_at__isnull=True)
        .order_by("-period_from")
        .prefetch_related("actions")
    )
    stated = AreaStatement.objects.filter(unit_id=unit_id, retired_at__isnull=True).order_by("-stated_on")
    opened = came = 0
    if current is not None and current.recognised == CommuneClass.DRUG_FREE:
        opened, came = early_warnings.since(unit_id, scope=scope, on=on)
    return Commune(
        unit_id=unit_id,
        unit_name=name,
        current=current,
        recognitions=recognitions,
        reviews=tuple(_review(row) for row in held),
        plans=tuple(plan_line(row, on) for row in plans),
        statements=tuple(_statement(row) for row in stated),
        opened=opened,
        came=came,
    )


def recognition(recognition_id: UUID, *, scope: Scope) -> tuple[str, RecognitionLine]:
    """A decision that counts, and its commune. Raises NotFound."""
    scope.require(READ)
    row = Recognition.objects.filter(pk=recognition_id, retired_at__isnull=True).first()
    if row is None or not scope.reaches(READ, row.unit_id):
        raise NotFound(Problem("no-such-decision", pgettext_lazy("commune", "There is no such decision.")))
    return row.unit_id, _recognition(row)


def statement(statement_id: UUID, *, scope: Scope) -> StatementLine:
    """What the police said. Raises NotFound."""
    scope.require(READ)
    row = AreaStatement.objects.filter(pk=statement_id, retired_at__isnull=True).first()
    if row is None or not scope.reaches(READ, row.unit_id):
        raise NotFound(Problem("no-such-statement", _("There is no such statement.")))
    return _statement(row)


def _communes(scope: Scope, on: date) -> QuerySet[Unit]:
    scope.require(READ)
    return communes(on, None if scope.everywhere(READ) else scope.unit_ids(READ))


def _recognition(row: Recognition) -> RecognitionLine:
    return RecognitionLine(
        id=row.pk,
        recognised=row.recognised_class,
        label=label(row.recognised_class),
        is_key_area=row.is_key_area,
        decision_number=row.decision_number,
        decided_on=row.decided_on,
        issuer=row.issuer,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        retired_reason=row.retired_reason if row.retired_at else "",
    )


def _review(row: CommuneReview) -> ReviewLine:
    steps: Sequence[ReviewStep] = sorted(
        row.steps.all(), key=lambda one: (one.recorded_at, one.pk), reverse=True
    )
    stage = next((one.kind for one in steps if one.retired_at is None), "")
    missing = reviews.missing(row.criteria_edition, row.answers)
    return ReviewLine(
        year=row.year,
        stage=stage,
        stage_label=STAGES[stage],
        proposed_label=label(row.proposed_class),
        fits_no_class=not row.proposed_class and not missing,
        missing=missing,
        steps=tuple(
            StepLine(
                kind_label=one.get_kind_display(),
                happened_on=one.happened_on,
                body=one.body,
                document_number=one.document_number,
                says_label=label(one.says_class),
                note=one.note,
                is_retired=one.retired_at is not None,
            )
            for one in steps
        ),
    )


def _statement(row: AreaStatement) -> StatementLine:
    return StatementLine(
        row.pk, row.unit_id, row.is_hotspot, row.stated_on, row.stated_by, row.document_number
    )
