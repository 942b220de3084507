"""Beginning an episode: the application, and the decision that starts it."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode, Step
from hoanhap.casework.operations import chain
from hoanhap.casework.operations.constraints import said_in_words
from hoanhap.casework.operations.files import file_of, reached_office, reached_person
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.casework.queries import regimes
from hoanhap.casework.rules import drafts
from hoanhap.casework.rules.guards import opening_refusals
from hoanhap.kit.dates import PartialDate, local_day
from hoanhap.kit.errors import Problem

__all__ = ["StepRefused", "begin", "open_episode", "record_decision"]


@transaction.atomic
def open_episode(
    *,
    person_id: UUID,
    kind: str,
    form: str,
    applied_on: date,
    office_id: UUID,
    number: str = "",
    file_number: str = "",
    scope: Scope,
    at: datetime,
) -> Episode:
    """Somebody applies: an episode begins under the regime of that day, in the file of the person.

    `number` is the application's own number, if it has one; `file_number` the file's, if there is no file yet.
    Raises NotFound, NoRegime, StepRefused (age, death, another open episode, dates).
    """
    scope.require(chain.WRITE)
    with said_in_words():
        held = begin(
            person_id=person_id,
            kind=kind,
            form=form,
            applied_on=applied_on,
            office_id=office_id,
            file_number=file_number,
            scope=scope,
            at=at,
        )
        new = chain.judge(held, [drafts.application(on=applied_on, number=number)], at=at)
        chain.write(held, new, scope=scope, at=at)
        trail.record(
            "casework.episode-opened",
            by=scope,
            at=at,
            person_id=person_id,
            subject=held.episode,
            unit_id=held.episode.unit_id,
            regime=f"{held.regime.code}.{held.regime.edition}",
        )
    return held.episode


def begin(
    *,
    person_id: UUID,
    kind: str,
    form: str,
    applied_on: date,
    office_id: UUID,
    file_number: str,
    scope: Scope,
    at: datetime,
) -> chain.Held:
    """The new episode's row, still without steps: inside the transaction of the operation that adds them."""
    if applied_on > local_day(at):
        raise StepRefused(
            Problem(
                "in-the-future", _("The application cannot be in the future. Check the date."), "applied_on"
            )
        )
    person = reached_person(person_id, scope=scope)
    office = reached_office(office_id, scope=scope)
    regime = regimes.regime_on(kind, applied_on)
    chain.refuse(
        regime,
        opening_refusals(
            regime,
            applied_on=applied_on,
            form=form,
            birth=PartialDate.of(person.born_on, person.born_precision),
            died_on=person.died_on,
        ),
    )
    file = file_of(person, office, opened_on=applied_on, number=file_number, scope=scope, at=at)
    episode = Episode.objects.create(
        person=person,
        file=file,
        kind=kind,
        form=form,
        regime=regime.code,
        regime_edition=regime.edition,
        office=office,
        unit_id=office.unit_id,
        opened_on=applied_on,
    )
    return chain.Held(episode, regime, [])


@transaction.atomic
def record_decision(
    *,
    episode_id: UUID,
    decided_on: date,
    number: str,
    term_months: int,
    signer_name: str,
    signer_position: str,
    scope: Scope,
    at: datetime,
) -> Step:
    """The chair signed the decision: the person has started, and the term runs from the day of signing.

    Raises NotFound, StepRefused.
    """
    held = chain.hold(episode_id, scope=scope, powers=(chain.WRITE, chain.SIGN))
    return chain.add(
        held,
        [
            drafts.decision(
                on=decided_on,
                number=number,
                term_months=term_months,
                signer_name=signer_name,
                signer_position=signer_position,
            )
        ],
        scope=scope,
        at=at,
    )[0]
