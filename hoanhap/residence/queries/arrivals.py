"""Who is to come to a facility: people with an open decision or contract that names it, not admitted yet.

The decision itself brings the facility this much of the file: who, by which decision's kind, from where.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode, Step
from hoanhap.casework.queries.progress import phases_on
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.text import mask
from hoanhap.places.queries.units import full_names
from hoanhap.residence.models import Stay
from hoanhap.residence.queries.wards import facility
from hoanhap.residence.rules.told import STANDS_STILL, START

WRITE: Final = "residence.write"
KINDS: Final = ("voluntary-facility", "compulsory", "compulsory-minor")
"""The kinds of episodes that somebody spends in a facility."""


@dataclass(frozen=True)
class Awaited:
    """Somebody who is to come; the name shortened."""

    episode_id: UUID
    person_id: UUID
    code: str
    name: str
    born_in: int
    kind: str
    kind_label: Words
    unit_name: str
    since_on: date
    came_on: date | None = None
    """The day of admission by the case, where an office has recorded it there already."""

    @property
    def source(self) -> str:
        """How such a person comes, unless transferred."""
        return "voluntary" if self.kind == "voluntary-facility" else "court"


def awaited(facility_id: UUID, *, scope: Scope, on: date) -> list[Awaited]:
    """Who is to come to the facility, the longest first. Raises Forbidden; NotFound where it is out of reach."""
    scope.require(WRITE)
    facility(facility_id, scope=scope, on=on)
    came = Step.objects.filter(episode=OuterRef("pk"), kind__in=START, retired_at__isnull=True)
    coming: QuerySet[Any] = to_come([facility_id], on=on).select_related("person")
    coming = coming.annotate(came_on=Subquery(came.order_by("happened_on").values("happened_on")[:1]))
    found = list(coming.order_by("opened_on", "id"))
    names = full_names({one.unit_id for one in found}, on=on) if found else {}
    return [
        Awaited(
            episode_id=one.pk,
            person_id=one.person_id,
            code=one.person.code,
            name=mask(one.person.full_name),
            born_in=one.person.born_on.year,
            kind=one.kind,
            kind_label=one.get_kind_display(),
            unit_name=names.get(one.unit_id, ""),
            since_on=one.opened_on,
            came_on=one.came_on,
        )
        for one in found
    ]


def to_come(facility_ids: Collection[UUID], *, on: date) -> QuerySet[Episode]:
    """The cases whose people are to come to these facilities. Takes no scope: for who may admit them.

    A court file is none before the court has decided: nobody of whom it only speaks is told to a facility; nor is
    anybody whose admission was postponed, or who ran away before it.
    """
    stays = Stay.objects.filter(episode=OuterRef("pk"), retired_at__isnull=True)
    running = Q(closed_on__isnull=True) | Q(closed_on__gt=on)
    steps = Step.objects.filter(episode=OuterRef("pk"), retired_at__isnull=True, happened_on__lte=on)
    undecided = (
        Q(kind__in=("compulsory", "compulsory-minor"))
        & Exists(steps)
        & ~Exists(steps.filter(kind="decision"))
    )
    kept_away = phases_on(on).filter(stage__in=STANDS_STILL, is_in=False)
    return Episode.objects.filter(
        running,
        ~Exists(stays),
        ~undecided,
        ~Exists(kept_away),
        facility__in=list(facility_ids),
        kind__in=KINDS,
        opened_on__lte=on,
    )


def one_awaited(facility_id: UUID, episode_id: UUID, *, scope: Scope, on: date) -> Awaited:
    """One of them. Raises NotFound."""
    found = next(
        (one for one in awaited(facility_id, scope=scope, on=on) if one.episode_id == episode_id), None
    )
    if found is None:
        raise NotFound(Problem("no-such-episode", _("There is no such episode.")))
    return found
