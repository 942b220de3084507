"""Several episodes at once, chosen on a list: what can be recorded in all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.casework.models import Episode
from hoanhap.casework.queries.lines import EpisodeSummary, summaries, with_names
from hoanhap.casework.rules.guards import Option, options
from hoanhap.kit.dates import local_day
from hoanhap.kit.paging import LARGEST_SIZE

READ = "casework.read"


@dataclass(frozen=True)
class Chosen:
    """One of the episodes, and every step with what stands against recording it now."""

    episode: EpisodeSummary
    options: tuple[Option, ...]

    @property
    def possible(self) -> frozenset[str]:
        return frozenset(option.code for option in self.options if option.is_possible)


def chosen(episode_ids: Sequence[UUID], *, scope: Scope, at: datetime, purpose: str) -> list[Chosen]:
    """Those of the episodes that the scope sees, the latest application first. Each read is logged."""
    today: date = local_day(at)
    found = Episode.objects.visible_to(scope, READ).filter(pk__in=list(episode_ids)[:LARGEST_SIZE])
    held = summaries(with_names(found, today).order_by("-opened_on", "-id"), on=today)
    if held:
        people = sorted({one.person_id for one in held})
        trail.read("casework.episode-read", by=scope, at=at, person_ids=people, purpose=purpose)
    return [
        Chosen(one, options(one.course, opened_on=one.opened_on, facts=one.facts, today=today))
        for one in held
    ]
