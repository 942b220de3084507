"""How an episode ends: certificate, breach, or another end. Exactly one of them."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Step
from hoanhap.casework.operations import chain
from hoanhap.casework.rules import drafts


@transaction.atomic
def issue_certificate(
    *,
    episode_id: UUID,
    on: date,
    number: str,
    signer_name: str,
    signer_position: str,
    evidence_level: str,
    scope: Scope,
    at: datetime,
) -> Step:
    """The commune certified completion: the legal term and the follow-up are both over, and there is no breach.

    `evidence_level`: none-detected, negative-tests or testimony; "not detected" is not "no use".
    Raises NotFound, StepRefused.
    """
    held = chain.hold(episode_id, scope=scope, powers=(chain.WRITE, chain.SIGN))
    new = drafts.certificate(
        on=on,
        number=number,
        evidence_level=evidence_level,
        signer_name=signer_name,
        signer_position=signer_position,
    )
    return chain.add(held, [new], scope=scope, at=at)[0]


@transaction.atomic
def stop_for_breach(
    *,
    episode_id: UUID,
    on: date,
    minutes_number: str,
    breach: str,
    note: str = "",
    scope: Scope,
    at: datetime,
) -> Step:
    """A breach was put into minutes and rehabilitation stopped on that day.

    `breach`: a code of the regime (law-violation, …). Raises NotFound, StepRefused.
    """
    held = chain.hold(episode_id, scope=scope, powers=(chain.WRITE, chain.SIGN))
    new = drafts.breach(on=on, minutes_number=minutes_number, breach=breach, note=note)
    return chain.add(held, [new], scope=scope, at=at)[0]


@transaction.atomic
def end_otherwise(
    *,
    episode_id: UUID,
    on: date,
    ended_as: str,
    paper_number: str = "",
    reason: str = "",
    scope: Scope,
    at: datetime,
) -> Step:
    """The person died, went to prison, moved away, or never started (only before the decision).

    `reason` says on what basis. Raises NotFound, StepRefused.
    """
    held = chain.hold(episode_id, scope=scope, powers=(chain.WRITE,))
    new = drafts.other_end(on=on, ended_as=ended_as, paper_number=paper_number, note=reason)
    return chain.add(held, [new], scope=scope, at=at)[0]
