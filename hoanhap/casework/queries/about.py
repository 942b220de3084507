"""What the law asks of episodes besides their steps: forms, birthdays, and what was found in other episodes."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from hoanhap.casework.models import Episode, Step
from hoanhap.casework.queries.law import law
from hoanhap.casework.rules.facts import About, Finding
from hoanhap.casework.rules.regimes import Regime
from hoanhap.kit.dates import PartialDate
from hoanhap.people.models import Person


def about_of(episodes: Sequence[Episode]) -> dict[UUID, About]:
    """For each episode what is known of it. No query where the law of none of them asks for more than the form."""
    keys = {(one.regime, one.regime_edition) for one in episodes}
    reach = {key: [law().regimes[one] for one in law().reach(*key)] for key in keys}
    by_age = {key for key, regimes in reach.items() if any(map(_asks_age, regimes))}
    by_findings = {key for key, regimes in reach.items() if any(one.elsewhere for one in regimes)}
    births = _births({one.person_id for one in episodes if (one.regime, one.regime_edition) in by_age})
    findings = _findings(
        {one.person_id for one in episodes if (one.regime, one.regime_edition) in by_findings}
    )
    return {
        one.pk: About(
            form=one.form,
            birth=births.get(one.person_id),
            findings=tuple(found for key, found in findings.get(one.person_id, ()) if key != one.pk),
        )
        for one in episodes
    }


def about(episode: Episode) -> About:
    """The same of one episode."""
    return about_of([episode])[episode.pk]


def _asks_age(regime: Regime) -> bool:
    return any(step.at_age for step in regime.steps) or any(duty.at_age for duty in regime.duties)


def _births(people: set[UUID]) -> dict[UUID, PartialDate]:
    if not people:
        return {}
    found = Person.objects.filter(pk__in=people, born_on__isnull=False)
    told = found.values_list("pk", "born_on", "born_precision")
    return {key: PartialDate.of(born_on, precision) for key, born_on, precision in told}


def _findings(people: set[UUID]) -> dict[UUID, list[tuple[UUID, Finding]]]:
    """How the determinations of these people ended."""
    if not people:
        return {}
    ended = Step.objects.filter(
        person_id__in=people,
        episode__kind=Episode.Kind.DEPENDENCE_DETERMINATION,
        retired_at__isnull=True,
    ).exclude(ends_as="")
    found: dict[UUID, list[tuple[UUID, Finding]]] = defaultdict(list)
    told: Any = ended.values_list("person_id", "episode_id", "episode__kind", "ends_as", "happened_on")
    for person_id, episode_id, kind, ended_as, on in told.order_by("happened_on", "id"):
        found[person_id].append((episode_id, Finding(kind, ended_as, on)))
    return found
