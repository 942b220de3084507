"""What was decided and stated of a commune: its class by a decision, a hotspot by the word of the police."""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import NotFound, Problem
from hoanhap.programme.models import AreaStatement, CommuneClass, CommuneReview, Recognition, ReviewStep
from hoanhap.programme.operations.classification import ReviewRefused
from hoanhap.programme.operations.common import (
    LINE,
    REASON,
    WRITE,
    hold_unit,
    in_order,
    optional,
    unit_to_write,
)
from hoanhap.programme.operations.refusals import asked, not_ahead

KEY_AREAS: Final = frozenset({CommuneClass.TYPE_1, CommuneClass.TYPE_2, CommuneClass.TYPE_3})


@transaction.atomic
def recognise(
    *,
    unit_id: str,
    recognised_class: str,
    decision_number: str,
    decided_on: date,
    issuer: str,
    valid_from: date,
    is_key_area: bool = False,
    year: int | None = None,
    scope: Scope,
    at: datetime,
) -> Recognition:
    """A decision that was signed says what class the commune is from a day on, until the next decision.

    `year` names the review that led to it, if one is kept here. Raises Forbidden, NotFound, ReviewRefused.
    """
    unit_to_write(unit_id, scope, level="commune")
    hold_unit(unit_id)
    not_ahead(decided_on, "decided_on", at, ReviewRefused)
    not_ahead(valid_from, "valid_from", at, ReviewRefused)
    if recognised_class not in CommuneClass.values:
        raise ReviewRefused(Problem("class-unknown", _("Choose a class from the list."), "recognised_class"))
    if is_key_area and recognised_class == CommuneClass.DRUG_FREE:
        raise ReviewRefused(
            Problem("key-area-drug-free", _("A drug-free commune is no key area. Check both."), "is_key_area")
        )
    standing = Recognition.objects.filter(unit_id=unit_id, retired_at__isnull=True).order_by("valid_from")
    if standing.filter(valid_from=valid_from).exists():
        raise ReviewRefused(
            Problem(
                "decided-already",
                _("A decision that holds from this day is recorded already. Withdraw that one first."),
                "valid_from",
            )
        )
    after = standing.filter(valid_from__gt=valid_from).first()
    review = None if year is None else _review(unit_id, year, decided_on)
    row = Recognition(
        unit_id=unit_id,
        recognised_class=recognised_class,
        is_key_area=is_key_area or recognised_class in KEY_AREAS,
        decision_number=asked(decision_number, field="decision_number", longest=60, error=ReviewRefused),
        decided_on=decided_on,
        issuer=asked(issuer, field="issuer", longest=LINE, error=ReviewRefused),
        valid_from=valid_from,
        valid_until=after.valid_from if after else None,
        review=review,
        recorded_by=scope.account_id,
    )
    before = standing.filter(valid_from__lt=valid_from).last()
    if before is not None and (before.valid_until is None or before.valid_until > valid_from):
        before.valid_until = valid_from
        with trail.because(by=scope, reason=row.decision_number):
            before.save(update_fields=["valid_until"])
    row.save(force_insert=True)
    if review is not None:
        ReviewStep.objects.create(
            review=review,
            kind=ReviewStep.Kind.RECOGNITION,
            happened_on=decided_on,
            body=row.issuer,
            document_number=row.decision_number,
            says_class=recognised_class,
            answers=review.answers,
            recorded_at=at,
            recorded_by=scope.account_id,
        )
    trail.record(
        "programme.commune-recognised",
        by=scope,
        at=at,
        subject=row,
        unit_id=unit_id,
        recognised_class=recognised_class,
    )
    return row


@transaction.atomic
def withdraw_recognition(*, recognition_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """A decision that was entered wrongly counts no more; the one before it holds again until the one after it.

    Raises Forbidden, NotFound, ReviewRefused.
    """
    scope.require(WRITE)
    seen = Recognition.objects.filter(pk=recognition_id).first()
    if seen is None or not scope.reaches(WRITE, seen.unit_id):
        raise _no_decision()
    hold_unit(seen.unit_id)
    row = Recognition.objects.filter(pk=recognition_id, retired_at__isnull=True).first()
    if row is None:
        raise _no_decision()
    why = asked(reason, field="reason", longest=REASON, error=ReviewRefused)
    row.retired_at, row.retired_by, row.retired_reason = at, scope.account_id, why
    with trail.because(by=scope, reason=why):
        row.save(update_fields=["retired_at", "retired_by", "retired_reason"])
        before = Recognition.objects.filter(
            unit_id=row.unit_id, retired_at__isnull=True, valid_until=row.valid_from
        ).first()
        if before is not None:
            before.valid_until = row.valid_until
            before.save(update_fields=["valid_until"])
    for step in ReviewStep.objects.filter(
        review_id=row.review_id,
        kind=ReviewStep.Kind.RECOGNITION,
        document_number=row.decision_number,
        retired_at__isnull=True,
    ):
        step.retired_at, step.retired_by, step.retired_reason = at, scope.account_id, why
        step.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    trail.record(
        "programme.recognition-withdrawn", by=scope, at=at, subject=row, unit_id=row.unit_id, reason=why
    )


@transaction.atomic
def state_hotspot(
    *,
    unit_id: str,
    is_hotspot: bool,
    stated_on: date,
    stated_by: str,
    document_number: str = "",
    scope: Scope,
    at: datetime,
) -> AreaStatement:
    """The police said whether the commune holds a hotspot: yes or no. Raises Forbidden, NotFound, ReviewRefused."""
    unit_to_write(unit_id, scope, level="commune")
    hold_unit(unit_id)
    not_ahead(stated_on, "stated_on", at, ReviewRefused)
    if AreaStatement.objects.filter(unit_id=unit_id, stated_on=stated_on, retired_at__isnull=True).exists():
        raise ReviewRefused(
            Problem("stated-already", _("A statement of this day is recorded already."), "stated_on")
        )
    row = AreaStatement(
        unit_id=unit_id,
        is_hotspot=is_hotspot,
        stated_on=stated_on,
        stated_by=asked(stated_by, field="stated_by", longest=LINE, error=ReviewRefused),
        document_number=optional(document_number, field="document_number", longest=60, error=ReviewRefused),
        recorded_by=scope.account_id,
    )
    row.save(force_insert=True)
    trail.record("programme.hotspot-stated", by=scope, at=at, subject=row, unit_id=unit_id)
    return row


@transaction.atomic
def withdraw_statement(*, statement_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """A statement that was entered wrongly counts no more. Raises Forbidden, NotFound, ReviewRefused."""
    scope.require(WRITE)
    row = AreaStatement.objects.select_for_update().filter(pk=statement_id, retired_at__isnull=True).first()
    if row is None or not scope.reaches(WRITE, row.unit_id):
        raise NotFound(Problem("no-such-statement", _("There is no such statement.")))
    why = asked(reason, field="reason", longest=REASON, error=ReviewRefused)
    row.retired_at, row.retired_by, row.retired_reason = at, scope.account_id, why
    row.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    trail.record(
        "programme.statement-withdrawn", by=scope, at=at, subject=row, unit_id=row.unit_id, reason=why
    )


def _review(unit_id: str, year: int, decided_on: date) -> CommuneReview:
    """The review that led to a decision: it is there, it was not returned, and nothing was said of it after the day."""
    review = CommuneReview.objects.select_for_update().filter(unit_id=unit_id, year=year).first()
    last = (
        review.steps.filter(retired_at__isnull=True).order_by("-recorded_at", "-pk").first()
        if review is not None
        else None
    )
    if review is None or last is None:
        raise ReviewRefused(
            Problem("no-review", _("No review of this year is kept here. Leave the field empty."), "year")
        )
    if last.kind == ReviewStep.Kind.RECOGNITION:
        raise ReviewRefused(
            Problem(
                "review-decided",
                _("A decision was recorded for this review already. Open the commune and look."),
                "year",
            )
        )
    if last.kind == ReviewStep.Kind.RETURNED:
        raise ReviewRefused(
            Problem(
                "review-returned",
                _("This review was returned to the commune: it must be reviewed again first."),
                "year",
            )
        )
    in_order(last.happened_on, decided_on, "decided_on", ReviewRefused)
    return review


def _no_decision() -> NotFound:
    return NotFound(Problem("no-such-decision", pgettext_lazy("commune", "There is no such decision.")))
