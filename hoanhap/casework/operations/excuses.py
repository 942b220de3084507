"""Duties that lawfully need not be done: excused with a reason and a document, and the excuse taken back."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Duty, DutyExcuse, Episode
from hoanhap.casework.operations import chain, spans
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean

LONGEST: Final = {"reason": 300, "document_number": 60}


class ExcuseRefused(Refused):
    """The duty cannot be excused like this, or the excuse not be taken back."""


@transaction.atomic
def excuse_duty(
    *,
    episode_id: UUID,
    code: str,
    since_on: date,
    on: date,
    reason: str,
    document_number: str,
    scope: Scope,
    at: datetime,
) -> DutyExcuse:
    """From the day `on` the duty need not be done any more, as the document says. `since_on` tells which one is meant.

    Raises NotFound, ExcuseRefused.
    """
    episode = chain.hold(episode_id, scope=scope, powers=(chain.WRITE,)).episode
    reason, document_number = clean(reason), clean(document_number)
    problems = [*_text("reason", reason), *_text("document_number", document_number)]
    if on > local_day(at):
        words = _(
            "The day is in the future. An excuse counts from the day of its document at the latest today."
        )
        problems.append(Problem("in-the-future", words, "on"))
    held = Duty.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gt=on),
        episode=episode,
        code=code,
        since_on=since_on,
        from_on__lte=on,
    ).first()
    if held is None:
        words = _("On that day this does not have to be done. Check the day, or look at the duties again.")
        problems.append(Problem("no-such-duty", words, "on"))
    if problems or held is None:
        raise ExcuseRefused(*problems)
    excuse = DutyExcuse(
        person_id=episode.person_id,
        episode=episode,
        unit_id=held.unit_id,
        code=code,
        since_on=since_on,
        excused_on=on,
        reason=reason,
        document_number=document_number,
        recorded_at=at,
        recorded_by=scope.account_id,
    )
    excuse.save(force_insert=True)
    spans.rewrite([episode])
    _record("casework.duty-excused", excuse, reason, scope=scope, at=at)
    return excuse


@transaction.atomic
def withdraw_excuse(*, excuse_id: UUID, reason: str, scope: Scope, at: datetime) -> DutyExcuse:
    """The excuse was given by mistake: the duty stands again as if it had never been. Raises NotFound, ExcuseRefused."""
    scope.require(chain.WRITE)
    found = DutyExcuse.objects.visible_to(scope, chain.WRITE).filter(pk=excuse_id).first()
    if found is None:
        raise NotFound(Problem("no-such-excuse", _("There is no such excuse.")))
    episode = chain.hold(found.episode_id, scope=scope, powers=(chain.WRITE,)).episode
    excuse = DutyExcuse.objects.get(pk=excuse_id)  # as it is now that the episode is ours
    reason = clean(reason)
    problems = list(_text("reason", reason))
    if excuse.retired_at is not None:
        problems.append(Problem("withdrawn-already", _("This excuse was withdrawn already.")))
    if problems:
        raise ExcuseRefused(*problems)
    excuse.retired_at, excuse.retired_by, excuse.retired_reason = at, scope.account_id, reason
    excuse.save(update_fields=["retired_at", "retired_by", "retired_reason"])
    spans.rewrite([Episode.objects.get(pk=episode.pk)])
    _record("casework.excuse-withdrawn", excuse, reason, scope=scope, at=at)
    return excuse


def _record(kind: str, excuse: DutyExcuse, reason: str, *, scope: Scope, at: datetime) -> None:
    trail.record(
        kind,
        by=scope,
        at=at,
        person_id=excuse.person_id,
        subject=excuse,
        unit_id=excuse.unit_id,
        reason=reason,
        duty=excuse.code,
    )


def _text(field: str, value: str) -> Iterable[Problem]:
    if not value:
        words = {
            "reason": _("Say why this need not be done."),
            "document_number": _("Enter the number of the document that says so."),
        }[field]
        yield Problem("missing", words, field)
    if len(value) > LONGEST[field]:
        yield Problem(
            "too-long",
            _("This text is too long (at most %(longest)s characters). Shorten it."),
            field,
            {"longest": LONGEST[field]},
        )
