"""Writing a new edition of a regime: a draft is copied, changed, tried out, and published once and for all."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import RegimeEdition
from hoanhap.casework.operations import spans
from hoanhap.casework.operations.blanks import of_document
from hoanhap.casework.queries import law
from hoanhap.casework.queries.editions import FIRST_HERE, body_of, checked, in_sentences
from hoanhap.casework.queries.simulations import Change, concerned
from hoanhap.casework.rules import bodies
from hoanhap.casework.rules.bodies import BodyWrong
from hoanhap.casework.rules.regimes import Regime
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean

POWER: Final = "casework.law"
LONGEST_REASON: Final = 300


class EditionRefused(Refused):
    """The edition cannot be written or published like this; nothing was changed."""


@transaction.atomic
def draft_edition(*, code: str, edition: int, reason: str, scope: Scope, at: datetime) -> RegimeEdition:
    """Copy an edition as the draft of the next one. Raises Forbidden, NotFound, EditionRefused."""
    scope.require(POWER)
    reason = _reason(reason)
    text = body_of(code, edition)
    number = _next_number(code)
    if RegimeEdition.objects.filter(code=code, state=RegimeEdition.State.DRAFT).exists():
        raise EditionRefused(
            Problem(
                "draft-exists", _("Somebody writes a draft of these rules already: publish or discard it.")
            )
        )
    return _new(code, number, bodies.with_edition(text, number), reason, scope, at)


@transaction.atomic
def bring_draft(*, body: str, reason: str, scope: Scope, at: datetime) -> RegimeEdition:
    """A draft from the text of a file; the number of the edition is the next free one. Raises Forbidden, EditionRefused."""
    scope.require(POWER)
    reason = _reason(reason)
    try:
        code = bodies.read(body).code
        number = _next_number(code)
        body = bodies.with_edition(body, number)
        checked(body, code=code, edition=number)
    except BodyWrong as wrong:
        raise EditionRefused(*in_sentences(wrong)) from None
    return _new(code, number, body, reason, scope, at)


def _new(code: str, number: int, body: str, reason: str, scope: Scope, at: datetime) -> RegimeEdition:
    row = RegimeEdition.objects.create(
        code=code, edition=number, body=body, reason=reason, created_at=at, created_by=scope.account_id
    )
    trail.record(
        "casework.edition-drafted", by=scope, at=at, subject=row, reason=reason, code=code, edition=number
    )
    return row


@transaction.atomic
def save_draft(*, draft_id: UUID, body: str, scope: Scope, at: datetime) -> RegimeEdition:
    """Write down the text of a draft. It must be whole and right. Raises Forbidden, NotFound, EditionRefused."""
    scope.require(POWER)
    row = _locked(draft_id)
    body = body.replace("\r\n", "\n").replace("\r", "\n").rstrip() + "\n"
    try:
        checked(body, code=row.code, edition=row.edition)
    except BodyWrong as wrong:
        raise EditionRefused(*in_sentences(wrong)) from None
    row.body = body
    with trail.because(by=scope, reason=row.reason):
        row.save(update_fields=["body"])
    trail.record("casework.draft-saved", by=scope, at=at, subject=row, code=row.code, edition=row.edition)
    return row


def save_numbers(*, draft_id: UUID, values: Mapping[str, int], scope: Scope, at: datetime) -> RegimeEdition:
    """Change some lengths and terms of a draft, all else to the letter. Raises Forbidden, NotFound, EditionRefused."""
    scope.require(POWER)
    row = RegimeEdition.objects.filter(pk=draft_id, state=RegimeEdition.State.DRAFT).first()
    if row is None:
        raise _none()
    return save_draft(draft_id=draft_id, body=bodies.with_numbers(row.body, values), scope=scope, at=at)


@transaction.atomic
def discard_draft(*, draft_id: UUID, reason: str, scope: Scope, at: datetime) -> None:
    """Give a draft up; what was written stays in the history. Raises Forbidden, NotFound, EditionRefused."""
    scope.require(POWER)
    reason = _reason(reason)
    row = _locked(draft_id)
    row.state = RegimeEdition.State.DISCARDED
    with trail.because(by=scope, reason=reason):
        row.save(update_fields=["state"])
    trail.record(
        "casework.draft-discarded",
        by=scope,
        at=at,
        subject=row,
        reason=reason,
        code=row.code,
        edition=row.edition,
    )


def prepared(
    *, body: str, code: str, edition: int, effective_on: date, takes_over: bool, document: str = ""
) -> tuple[str, Regime]:
    """The text as it would be published, and what it says. Raises EditionRefused.

    `takes_over`: what is done from that day on in open episodes of the older editions follows this one; their terms keep
    the end that was signed.
    """
    try:
        body = bodies.with_first_day(body, effective_on)
        if takes_over:
            older = [
                (one.code, one.edition)
                for one in law.law().regimes.values()
                if one.code == code and one.edition < edition
            ]
            body = bodies.with_takeover(body, sorted(older), effective_on, document or "—")
        return body, checked(body, code=code, edition=edition)
    except BodyWrong as wrong:
        raise EditionRefused(*in_sentences(wrong)) from None


def as_next(*, body: str, effective_on: date, takes_over: bool) -> Regime:
    """What the text of a file would be as the next edition of its rules, to be simulated. Raises EditionRefused."""
    try:
        code = bodies.read(body).code
        number = _next_number(code)
        body = bodies.with_edition(body, number)
    except BodyWrong as wrong:
        raise EditionRefused(*in_sentences(wrong)) from None
    return prepared(body=body, code=code, edition=number, effective_on=effective_on, takes_over=takes_over)[1]


def publishing(regime: Regime) -> Change:
    """What publishing an edition would change, to be simulated."""
    days = [regime.in_force.from_on, *(one.from_on for one in regime.takes_over)]
    return Change(since=min(days), edition=regime)


@transaction.atomic
def publish_edition(
    *,
    draft_id: UUID,
    document_number: str,
    document_on: date,
    effective_on: date,
    takes_over: bool,
    scope: Scope,
    at: datetime,
) -> RegimeEdition:
    """Make a draft law from a day on. It can never be changed again.

    Episodes opened on or after that day take it; older ones keep theirs, unless it `takes_over` what is done in them.
    Raises Forbidden, NotFound, EditionRefused.
    """
    scope.require(POWER)
    document_number = clean(document_number)
    row = _locked(draft_id)
    problems = [*of_document(document_number, document_on, at)]
    if document_on > effective_on:
        problems.append(
            Problem(
                "before-its-document",
                _("The rules cannot hold before the day of the document that gives them."),
                "effective_on",
            )
        )
    if problems:
        raise EditionRefused(*problems)
    body, regime = prepared(
        body=row.body,
        code=row.code,
        edition=row.edition,
        effective_on=effective_on,
        takes_over=takes_over,
        document=document_number,
    )
    row.body, row.state = body, RegimeEdition.State.PUBLISHED
    row.document_number, row.document_on = document_number, document_on
    row.published_at, row.published_by = at, scope.account_id
    with trail.because(by=scope, reason=row.reason):
        row.save()
    trail.record(
        "casework.edition-published",
        by=scope,
        at=at,
        subject=row,
        reason=row.reason,
        code=row.code,
        edition=row.edition,
        document_number=document_number,
        effective_on=effective_on.isoformat(),
        takes_over=takes_over,
    )
    law.forget()
    spans.rewrite_each(concerned(publishing(regime), law.law()))
    return row


def _next_number(code: str) -> int:
    used = RegimeEdition.objects.filter(code=code).values_list("edition", flat=True)
    return max([FIRST_HERE - 1, *used]) + 1


def _locked(draft_id: UUID) -> RegimeEdition:
    row = (
        RegimeEdition.objects.select_for_update().filter(pk=draft_id, state=RegimeEdition.State.DRAFT).first()
    )
    if row is None:
        raise _none()
    return row


def _none() -> NotFound:
    return NotFound(Problem("no-such-draft", _("There is no such draft.")))


def _reason(reason: str) -> str:
    reason = clean(reason)
    if problems := list(_of_reason(reason)):
        raise EditionRefused(*problems)
    return reason


def _of_reason(reason: str) -> Iterable[Problem]:
    if not reason:
        yield Problem("reason-missing", _("Say why."), "reason")
    elif len(reason) > LONGEST_REASON:
        yield Problem(
            "too-long", _("Write at most %(longest)s characters."), "reason", {"longest": LONGEST_REASON}
        )
