"""Classing a commune: it reviews itself, the level above reviews, a decision recognises. The program only proposes."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import yaml
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.errors import Forbidden, Problem, Refused
from hoanhap.kit.yaml_texts import load_yaml
from hoanhap.places.models import Unit
from hoanhap.programme.models import (
    CommuneReview,
    CriteriaEdition,
    ReviewStep,
)
from hoanhap.programme.operations.common import (
    LINE,
    LONG,
    REASON,
    REPORT,
    WRITE,
    hold_unit,
    in_order,
    may_report,
    no_such_unit,
    optional,
)
from hoanhap.programme.operations.refusals import asked, not_ahead
from hoanhap.programme.queries import criteria as known
from hoanhap.programme.rules.classification import Criteria, exact, propose

NEXT: Final[dict[str, frozenset[str]]] = {
    "": frozenset({"self-review", "review"}),
    "self-review": frozenset({"self-review", "review", "returned"}),
    "returned": frozenset({"self-review", "review"}),
    "review": frozenset({"review", "returned"}),
    "recognition": frozenset(),
}
"""What may come after the last step of a review."""


class ReviewRefused(Refused):
    """Nothing about the class of the commune was recorded."""


@transaction.atomic
def record_review(
    *,
    unit_id: str,
    year: int,
    kind: str,
    answers: Mapping[str, Any],
    happened_on: date,
    body: str,
    document_number: str = "",
    note: str = "",
    scope: Scope,
    at: datetime,
) -> CommuneReview:
    """The commune answers (`self-review`), the level above answers or returns it (`review`, `returned`).

    Who works in the commune may review it; the rest is for those who direct the programme. The criteria are those of the
    year; the class that follows is kept as a proposal. Raises Forbidden, NotFound, ReviewRefused.
    """
    _may(kind, unit_id, scope)
    not_ahead(happened_on, "happened_on", at, ReviewRefused)
    rules = _rules(year)
    in_order(rules.period(year)[0], happened_on, "happened_on", ReviewRefused)
    kept = _answers(rules, answers)
    hold_unit(unit_id)
    row = CommuneReview.objects.select_for_update().filter(unit_id=unit_id, year=year).first()
    last = (
        row.steps.filter(retired_at__isnull=True).order_by("-recorded_at", "-pk").first()
        if row is not None
        else None
    )
    if kind not in NEXT[last.kind if last else ""]:
        raise ReviewRefused(
            Problem("not-now", _("This cannot be done now: look at what was said last about this review."))
        )
    if last is not None and last.kind != kind:
        in_order(last.happened_on, happened_on, "happened_on", ReviewRefused)
    proposal = propose(rules, kept)
    why = [{"class": one.class_, "criterion": one.code} for one in proposal.met]
    is_new = row is None
    if row is None:
        row = CommuneReview(unit_id=unit_id, year=year, recorded_by=scope.account_id)
    row.criteria, row.criteria_edition = rules.code, rules.edition
    row.answers, row.proposed_class, row.why = kept, proposal.class_, why
    with trail.because(by=scope, reason=kind):
        row.save(force_insert=is_new)
    ReviewStep.objects.create(
        review=row,
        kind=kind,
        happened_on=happened_on,
        body=asked(body, field="body", longest=LINE, error=ReviewRefused),
        document_number=optional(document_number, field="document_number", longest=60, error=ReviewRefused),
        says_class=proposal.class_,
        answers=kept,
        note=optional(note, field="note", longest=LONG, error=ReviewRefused),
        recorded_at=at,
        recorded_by=scope.account_id,
    )
    trail.record(
        "programme.commune-reviewed", by=scope, at=at, subject=row, unit_id=unit_id, year=year, step=kind
    )
    return row


@transaction.atomic
def publish_criteria(
    *, body: str, document_number: str, document_on: date, reason: str, scope: Scope, at: datetime
) -> CriteriaEdition:
    """Criteria of the province's own, as a file of `definitions/classification` would say them. They never change again.

    They hold from the day they name in `in_force` and go before those that came with the program. For who keeps the law
    (`casework.law`). Raises Forbidden, ReviewRefused.
    """
    scope.require("casework.law")
    not_ahead(document_on, "document_on", at, ReviewRefused)
    used = CriteriaEdition.objects.select_for_update().filter(code=known.CODE)
    number = max([known.FIRST_HERE - 1, *used.values_list("edition", flat=True)]) + 1
    try:
        said = load_yaml(body)
        if not isinstance(said, dict):
            said = {}
        said |= {"code": known.CODE, "edition": number}
        Criteria.model_validate(said)
    except (yaml.YAMLError, ValidationError, ValueError) as wrong:
        raise ReviewRefused(
            Problem(
                "criteria-wrong",
                _("The criteria cannot be read: %(what)s"),
                "body",
                {"what": str(wrong)[:400]},
            )
        ) from None
    row = CriteriaEdition(
        code=known.CODE,
        edition=number,
        body=yaml.safe_dump(said, allow_unicode=True, sort_keys=False),
        state=CriteriaEdition.State.PUBLISHED,
        document_number=asked(document_number, field="document_number", longest=60, error=ReviewRefused),
        document_on=document_on,
        reason=asked(reason, field="reason", longest=REASON, error=ReviewRefused),
        created_at=at,
        created_by=scope.account_id,
        published_at=at,
        published_by=scope.account_id,
    )
    row.save(force_insert=True)
    trail.record(
        "programme.criteria-published", by=scope, at=at, subject=row, reason=row.reason, edition=number
    )
    return row


def _may(kind: str, unit_id: str, scope: Scope) -> None:
    if not scope.may(WRITE):
        scope.require(REPORT)
    is_commune = Unit.objects.filter(pk=unit_id, level="commune").exists()
    if not is_commune or not may_report(scope, unit_id):
        raise no_such_unit()
    if kind not in {"self-review", "review", "returned"}:
        raise ReviewRefused(Problem("kind-unknown", _("Choose a kind of review from the list."), "kind"))
    if kind != "self-review" and not scope.reaches(WRITE, unit_id):
        raise Forbidden(
            Problem("not-above", _("The level above reviews this; the commune answers for itself only."))
        )


def _rules(year: int) -> Criteria:
    try:
        return known.criteria_for(year)
    except (LookupError, ValueError):
        raise ReviewRefused(
            Problem("no-criteria", _("No criteria are known for this year."), "year")
        ) from None


def _answers(rules: Criteria, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to the questions that are asked, exact and in one form; what is not answered is left out."""
    kept: dict[str, Any] = {}
    for question in rules.questions:
        given = answers.get(question.code)
        if given is None or given == "":
            continue
        if question.kind == "yes-no":
            kept[question.code] = bool(given)
            continue
        number = exact(given)
        if number is None or number < 0 or (question.kind == "count" and number.denominator != 1):
            raise ReviewRefused(
                Problem("answer-wrong", _("Write a number that is not below zero."), question.code)
            )
        kept[question.code] = int(number) if question.kind == "count" else str(Decimal(str(given)))
    return kept
