"""Deciding what a signal means, and setting its numbers from a day on."""

from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Problem, Refused
from hoanhap.kit.text import clean
from hoanhap.medicine.models import MedicineIncident
from hoanhap.places.models import Organisation
from hoanhap.treatment.models import SignalEvidence, SignalReview, SignalTuning
from hoanhap.treatment.queries.signal_rules import kinds
from hoanhap.treatment.queries.signals import HEAD, signal

RULES: Final = "treatment.rules"
LONGEST: Final = 1000


class SignalRefused(Refused):
    """Nothing was written."""


@transaction.atomic
def decide(
    *,
    place_id: UUID,
    code: str,
    key: str,
    evidence_hash: str,
    decision: str,
    words: str,
    incident_id: UUID | None = None,
    scope: Scope,
    at: datetime,
) -> SignalReview:
    """What a signal turned out to be, by somebody who did not do what it shows. The facts are kept with the decision.

    `evidence_hash` is of the facts that stood before the reviewer: whoever decides on less is asked to look again. The same
    decision on the same facts is written once. Raises Forbidden, NotFound, SignalRefused.
    """
    one = signal(place_id, code, key, scope=scope, at=at)
    place = Organisation.objects.select_for_update(of=("self",)).get(pk=place_id)
    found = one.found
    if found.evidence_hash != evidence_hash:
        again = _("More has come in since you opened this page. Look at the facts again, then decide.")
        raise SignalRefused(Problem("facts-changed", again))
    if found.account_id == scope.account_id:
        other = _("These are things that you did yourself. Somebody else decides what they mean.")
        raise SignalRefused(Problem("own-signal", other))
    if decision not in SignalReview.Decision.values:
        raise SignalRefused(Problem("not-on-the-list", _("Choose one from the list."), "decision"))
    why = clean(words)
    if not why or len(why) > LONGEST:
        longest = _("Say what you found out, in at most %(longest)s characters.")
        raise SignalRefused(Problem("missing", longest, "words", {"longest": LONGEST}))
    if incident_id is not None and decision != SignalReview.Decision.INCIDENT:
        only = _("Only what turned out to be an incident is bound to one.")
        raise SignalRefused(Problem("no-incident", only, "incident_id"))
    if (
        incident_id is not None
        and not MedicineIncident.objects.filter(
            pk=incident_id, facility=place_id, retired_at__isnull=True
        ).exists()
    ):
        raise SignalRefused(
            Problem("no-such-incident", _("Choose an incident of this place."), "incident_id")
        )
    given = {"code": found.code, "subject": found.subject, "evidence_hash": evidence_hash}
    last = SignalReview.objects.filter(organisation=place, **given).order_by("-recorded_at").first()
    if last is not None and (last.decision, last.words) == (decision, why):
        return last
    row = SignalReview.objects.create(
        organisation=place,
        person_id=found.person_id,
        decision=decision,
        words=why,
        incident_id=incident_id,
        recorded_by=scope.account_id,
        **given,
    )
    SignalEvidence.objects.bulk_create(
        SignalEvidence(
            review=row,
            person_id=fact.person_id,
            kind=fact.kind,
            fact=fact.id,
            happened_at=fact.happened_at,
            words=fact.words[:500],
        )
        for fact in found.facts
    )
    trail.record(
        "treatment.signal-decided",
        by=scope,
        at=at,
        subject=row,
        person_id=found.person_id,
        unit_id=place.unit_id,
        what=found.code,
        decision=decision,
    )
    return row


@transaction.atomic
def tune(
    *,
    code: str,
    name: str,
    value: Decimal,
    valid_from: date,
    document_number: str,
    reason: str,
    scope: Scope,
    at: datetime,
) -> SignalTuning:
    """A number of a kind of signal is another from a day on, everywhere. Raises Forbidden, NotFound, SignalRefused."""
    scope.require(RULES)
    kind = kinds(local_day(at)).get(code)
    if kind is None or name not in kind.numbers:
        raise NotFound(Problem("no-such-number", _("There is no such number."), "name"))
    problems = []
    if not value.is_finite() or not 0 <= value < 100_000 or value != value.quantize(Decimal("0.001")):
        problems.append(Problem("not-a-number", _("Write a number from 0 on, such as 12,5."), "value"))
    if kind.numbers[name].unit == "hour" and not value <= 24:
        problems.append(Problem("no-hour", _("An hour is between 0 and 24."), "value"))
    if kind.numbers[name].unit == "days" and (value != int(value) or not 1 <= value <= 366):
        problems.append(Problem("no-days", _("Write whole days, from 1 to 366."), "value"))
    if valid_from < local_day(at):
        problems.append(Problem("in-the-past", _("A number is set for today or a later day."), "valid_from"))
    for field, text, longest in (("document_number", document_number, 60), ("reason", reason, 300)):
        if not clean(text) or len(clean(text)) > longest:
            words = _("Write something here, in at most %(longest)s characters.")
            problems.append(Problem("missing", words, field, {"longest": longest}))
    if problems:
        raise SignalRefused(*problems)
    row = SignalTuning.objects.create(
        code=code,
        name=name,
        value=value,
        valid_from=valid_from,
        document_number=clean(document_number),
        reason=clean(reason),
        recorded_by=scope.account_id,
    )
    trail.record(
        "treatment.signal-tuned",
        by=scope,
        at=at,
        subject=row,
        reason=row.reason,
        what=f"{code}.{name}",
        value=str(value),
    )
    return row


__all__ = ["HEAD", "SignalRefused", "decide", "tune"]
