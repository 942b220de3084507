"""Reviews of providers by a checklist, the gaps they found, and the closing of gaps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import Problem
from hoanhap.outreach.models import GapClosed, ReviewItem, StandardReview
from hoanhap.outreach.operations.reach import WRITE, noted, reached_office
from hoanhap.outreach.operations.refusals import (
    OutreachRefused,
    asked,
    fitting,
    not_ahead,
    nothing,
    refused,
    said_in_words,
)
from hoanhap.outreach.queries.service_definitions import standards
from hoanhap.outreach.rules.services import Item


@dataclass(frozen=True)
class Answer:
    """What was found of one item. `amount` where the item asks for one; `owner` and `due_on` where it lacks it."""

    finding: str
    amount: Decimal | None = None
    note: str = ""
    owner: str = ""
    due_on: date | None = None


@transaction.atomic
def record_review(
    *,
    organisation_id: UUID,
    checklist: str,
    on: date,
    reviewed_by: str,
    answers: Mapping[str, Answer],
    scope: Scope,
    at: datetime,
) -> StandardReview:
    """A provider was looked at by the checklist in force on the day; every item is answered.

    What is below the least amount of its item cannot meet it. What is lacking has an owner and a day after the review.
    Raises Forbidden, NotFound, OutreachRefused with a problem beside each wrong answer (`finding-<code>`, `amount-…`, …).
    """
    office = reached_office(organisation_id, scope=scope)
    edition = standards(not_ahead(on, "on", at))
    found = edition.checklist(checklist)
    if found is None:
        raise refused("not-on-the-list", _("Choose one from the list."), "checklist")
    problems = [one for item in found.items for one in _problems(item, answers.get(item.code), on)]
    if problems:
        raise OutreachRefused(*problems)
    with said_in_words():
        review = StandardReview.objects.create(
            organisation=office,
            unit_id=office.unit_id,
            checklist=found.code,
            edition=edition.edition,
            on=on,
            reviewed_by=asked(reviewed_by, field="reviewed_by", longest=200),
            recorded_by=scope.account_id,
        )
    lacks = ReviewItem.Finding.LACKS
    ReviewItem.objects.bulk_create(
        ReviewItem(
            review=review,
            code=item.code,
            finding=answers[item.code].finding,
            amount=answers[item.code].amount if item.unit else None,
            note=fitting(answers[item.code].note, field=f"note-{item.code}", longest=300),
            owner=answers[item.code].owner.strip()[:150] if answers[item.code].finding == lacks else "",
            due_on=answers[item.code].due_on if answers[item.code].finding == lacks else None,
        )
        for item in found.items
    )
    noted("standard-reviewed", review, office.unit_id, scope=scope, at=at)
    return review


@transaction.atomic
def close_gap(*, item_id: UUID, on: date, evidence: str, scope: Scope, at: datetime) -> GapClosed:
    """What was lacking is there; `evidence` shows it. Raises Forbidden, NotFound, OutreachRefused."""
    item = _held_item(item_id, scope)
    not_ahead(on, "on", at)
    if on < item.review.on:
        raise refused("before-the-review", _("This day is before the review. Check the day."), "on")
    with said_in_words():
        row = GapClosed.objects.create(
            item=item,
            on=on,
            evidence=asked(evidence, field="evidence", longest=300),
            recorded_by=scope.account_id,
        )
    noted("gap-closed", row, item.review.unit_id, scope=scope, at=at)
    return row


@transaction.atomic
def withdraw_review(*, review_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """A review that was written down wrongly; its gaps are none any more. Raises Forbidden, NotFound, OutreachRefused."""
    scope.require(WRITE)
    found = StandardReview.objects.visible_to(scope, WRITE).filter(pk=review_id, retired_at__isnull=True)
    review = found.select_for_update(of=("self",)).first()
    if review is None:
        raise nothing()
    why = asked(reason, field="reason", longest=300)
    StandardReview.objects.filter(pk=review.pk).update(
        retired_at=at, retired_by=scope.account_id, retired_reason=why
    )
    noted("review-withdrawn", review, review.unit_id, scope=scope, at=at, reason=why)


def _problems(item: Item, answer: Answer | None, on: date) -> list[Problem]:
    if answer is None or answer.finding not in ReviewItem.Finding.values:
        return [Problem("unanswered", _("Answer every line of the checklist."), f"finding-{item.code}")]
    if answer.finding == ReviewItem.Finding.NOT_ASKED:
        return []
    found = []
    if item.unit and answer.amount is None:
        found.append(
            Problem("amount-missing", _("Write how much or how many there is."), f"amount-{item.code}")
        )
    elif item.unit and answer.amount is not None and answer.amount < 0:
        found.append(Problem("amount-below-nought", _("Write 0 or more."), f"amount-{item.code}"))
    elif (
        answer.finding == ReviewItem.Finding.MEETS
        and answer.amount is not None
        and not item.is_met(answer.amount)
    ):
        words = _("At least %(least)s is asked for: with this amount it lacks it.")
        found.append(Problem("below-the-standard", words, f"finding-{item.code}", {"least": item.at_least}))
    if answer.finding == ReviewItem.Finding.LACKS:
        if not answer.owner.strip():
            found.append(Problem("owner-missing", _("Write who sees to it."), f"owner-{item.code}"))
        if answer.due_on is None or answer.due_on < on:
            found.append(
                Problem("day-missing", _("Write by which day, not before the review."), f"due_on-{item.code}")
            )
    return found


def _held_item(item_id: UUID, scope: Scope) -> ReviewItem:
    scope.require(WRITE)
    reviews = StandardReview.objects.visible_to(scope, WRITE).filter(retired_at__isnull=True)
    found = ReviewItem.objects.filter(pk=item_id, finding=ReviewItem.Finding.LACKS, review__in=reviews)
    item = found.select_related("review").select_for_update(of=("self",)).first()
    if item is None:
        raise nothing("item_id")
    return item
