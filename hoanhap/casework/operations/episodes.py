"""Beginning an episode: the application, and the decision that starts it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode, Step
from hoanhap.casework.operations import chain
from hoanhap.casework.operations.constraints import said_in_words
from hoanhap.casework.operations.files import (
    Opening,
    files_of,
    one_office,
    one_person,
    reached_offices,
    reached_people,
)
from hoanhap.casework.operations.refusals import StepRefused
from hoanhap.casework.queries import regimes
from hoanhap.casework.queries.law import law
from hoanhap.casework.rules import drafts
from hoanhap.casework.rules.drafts import StepDraft
from hoanhap.casework.rules.guards import opening_refusals
from hoanhap.casework.rules.regimes import Regime
from hoanhap.kit.dates import PartialDate, local_day
from hoanhap.kit.errors import Problem
from hoanhap.kit.text import clean
from hoanhap.people.models import Person
from hoanhap.places.models import Organisation

__all__ = ["Beginning", "StepRefused", "begun", "open_episode", "record_decision"]


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
    opening: StepDraft | None = None,
    follows_id: UUID | None = None,
    facility_id: UUID | None = None,
    beside_reason: str = "",
    scope: Scope,
    at: datetime,
) -> Episode:
    """An episode begins under the regime of that day, in the file of the person: an application, a test, a completion.

    `number` is the number of the paper that opens it, if it has one; `opening` says more of that step (its kind and
    day are taken from the regime and `applied_on`). `file_number` is the file's, if there is no file yet. `follows_id`:
    the person's episode that this one comes from; `facility_id`: where the person is treated. `beside_reason`: why it
    runs beside another open episode, where the regime allows that.
    Raises NotFound, NoRegime, StepRefused (age, death, another open episode, dates).
    """
    scope.require(chain.WRITE)
    one = Beginning(
        person_id,
        kind,
        form,
        applied_on,
        office_id,
        file_number,
        follows_id=follows_id,
        facility_id=facility_id,
        beside_reason=clean(beside_reason),
    )
    with said_in_words():
        [held] = begun([one], scope=scope, at=at)
        held.episode.save(force_insert=True)
        told = opening or drafts.application(on=applied_on, number=number)
        paper = told.paper if told.paper.number else replace(told.paper, number=number)
        first = replace(told, kind=held.regime.opening.code, on=applied_on, paper=paper)
        new = chain.judge(held, [first], at=at)
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


@dataclass(frozen=True)
class Beginning:
    """An episode to be begun."""

    person_id: UUID
    kind: str
    form: str
    applied_on: date
    office_id: UUID
    file_number: str = ""
    follows_id: UUID | None = None
    facility_id: UUID | None = None
    beside_reason: str = ""


def begun(new: Sequence[Beginning], *, scope: Scope, at: datetime) -> list[chain.Held]:
    """The episodes, judged, in files that are there; their rows are still to be inserted.

    Raises NotFound, NoRegime, StepRefused at the first that cannot begin.
    """
    people = reached_people([one.person_id for one in new], scope=scope)
    offices = reached_offices([one.office_id for one in new], scope=scope)
    regimes_of = [_judged(one, people, offices, at=at) for one in new]
    for one in new:
        _follows(one, scope=scope)
    files = files_of(
        [
            Opening(people[one.person_id], offices[one.office_id], one.applied_on, one.file_number)
            for one in new
        ],
        scope=scope,
        at=at,
    )
    return [
        chain.Held(
            Episode(
                person=people[one.person_id],
                file=files[one.person_id],
                kind=one.kind,
                form=one.form,
                regime=regime.code,
                regime_edition=regime.edition,
                lane=_lane(one, regime),
                beside_reason=one.beside_reason,
                follows_id=one.follows_id,
                facility_id=one.facility_id,
                office=offices[one.office_id],
                unit_id=offices[one.office_id].unit_id,
                opened_on=one.applied_on,
            ),
            regime,
            [],
        )
        for one, regime in zip(new, regimes_of, strict=True)
    ]


def _lane(one: Beginning, regime: Regime) -> str:
    """Beside what is open already only where the regime knows it and somebody has said why. Raises StepRefused."""
    if not one.beside_reason:
        return regime.lane
    others = set(
        Episode.objects.filter(person_id=one.person_id, lane=regime.lane, closed_on__isnull=True).values_list(
            "kind", flat=True
        )
    )
    if others - set(regime.alongside):
        words = _(
            "This form of treatment cannot run beside the open episode of another kind, whatever the reason. End that "
            "one first."
        )
        raise StepRefused(Problem("not-beside", words, "beside_reason"))
    return Episode.Lane.BESIDE if others else regime.lane


def _follows(one: Beginning, *, scope: Scope) -> None:
    """The episode that this one comes from is the same person's and in reach. Raises StepRefused."""
    if one.follows_id is None:
        return
    found = chain.reached(scope, (chain.WRITE,)).filter(pk=one.follows_id, person_id=one.person_id)
    if not found.exists():
        raise StepRefused(Problem("no-such-episode", _("There is no such episode."), "follows_id"))


def _judged(
    one: Beginning, people: Mapping[UUID, Person], offices: Mapping[UUID, Organisation], *, at: datetime
) -> Regime:
    """The regime under which the episode may begin."""
    if one.applied_on > local_day(at):
        raise StepRefused(
            Problem(
                "in-the-future", _("The application cannot be in the future. Check the date."), "applied_on"
            )
        )
    person = one_person(people, one.person_id)
    one_office(offices, one.office_id)
    regime = regimes.regime_on(one.kind, one.applied_on)
    chain.refuse(
        law().course(regime.code, regime.edition),
        opening_refusals(
            regime,
            applied_on=one.applied_on,
            form=one.form,
            birth=PartialDate.of(person.born_on, person.born_precision),
            died_on=person.died_on,
        ),
    )
    return regime


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
