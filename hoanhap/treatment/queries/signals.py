"""Signals of a place, worked out of its lines and doses whenever somebody looks, with what was decided about them."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from hoanhap.access.queries.names import names_of
from hoanhap.access.scope import Scope
from hoanhap.audit import trail
from hoanhap.kit.dates import local_day
from hoanhap.kit.errors import NotFound, Words
from hoanhap.kit.paging import Page, page_of
from hoanhap.treatment.models import SignalEvidence, SignalReview
from hoanhap.treatment.queries import signal_doses, signal_stock
from hoanhap.treatment.queries.signal_reading import Reading
from hoanhap.treatment.queries.signal_rules import SignalKind, kinds
from hoanhap.treatment.rules.signals import Fact, Found

HEAD: Final = "treatment.head"
Finder = Callable[[Reading, SignalKind], list[Found]]
FINDERS: Final[Mapping[str, Finder]] = {
    "count-mismatch": signal_stock.count_mismatch,
    "waste-share": signal_stock.waste_share,
    "waste-repeated": signal_stock.waste_repeated,
    "after-hours": signal_stock.after_hours,
    "same-person": signal_doses.same_person,
    "bottles-out": signal_doses.bottles_out,
    "take-home-early": signal_doses.take_home_early,
    "two-places": signal_doses.two_places,
    "short-interval": signal_doses.short_interval,
    "voids": signal_doses.voids,
}
"""What looks for each kind. A kind that is defined and has no finder is refused by a test."""


@dataclass(frozen=True)
class Review:
    """What somebody decided, in their words, and how many facts they had before them."""

    id: UUID
    code: str
    title: str
    subject: str
    decision: str
    decision_label: Words
    words: str
    by: str
    recorded_at: datetime
    incident_id: UUID | None
    evidence: tuple[tuple[datetime, str], ...] = ()


@dataclass(frozen=True)
class Signal:
    """Facts worth a look. `state`: open, reopened (facts came after the last decision), decided."""

    found: Found
    kind: SignalKind
    state: str
    staff: str
    new: frozenset[UUID]
    reviews: tuple[Review, ...]

    @property
    def is_open(self) -> bool:
        """Whether somebody has to look."""
        return self.state != "decided"

    @property
    def latest_at(self) -> datetime:
        """When the last of its facts happened."""
        return max(one.happened_at for one in self.found.facts)


def signals(place_id: UUID, *, scope: Scope, at: datetime) -> list[Signal]:
    """Every signal of a place, those to be looked at first, then the latest. The reading of patients is logged.

    Raises Forbidden, NotFound.
    """
    _inside(place_id, scope)
    found = _found(place_id, at)
    trail.read(
        "treatment.signals-read",
        by=scope,
        at=at,
        person_ids=sorted({fact.person_id for one, _k in found for fact in one.facts if fact.person_id}),
        purpose="signals",
    )
    return _told(place_id, found)


def open_signals(place_id: UUID, *, scope: Scope, at: datetime) -> int:
    """How many signals of a place wait for a decision; 0 for whoever may not see them. Shows nobody, so logs nothing."""
    if not scope.everywhere(HEAD) and place_id not in scope.organisation_ids(HEAD):
        return 0
    return sum(one.is_open for one in _told(place_id, _found(place_id, at)))


def signal(place_id: UUID, code: str, key: str, *, scope: Scope, at: datetime) -> Signal:
    """One signal. Raises Forbidden, NotFound: also when its facts are no more."""
    _inside(place_id, scope)
    kind = kinds(local_day(at)).get(code)
    if kind is None:
        raise NotFound
    found = [one for one in FINDERS[code](Reading(place_id, [kind], at), kind) if one.key == key]
    if not found:
        raise NotFound
    trail.read(
        "treatment.signals-read",
        by=scope,
        at=at,
        person_ids=sorted({fact.person_id for fact in found[0].facts if fact.person_id}),
        purpose="signals",
    )
    return _told(place_id, [(found[0], kind)])[0]


def _inside(place_id: UUID, scope: Scope) -> None:
    scope.require(HEAD)
    if not scope.everywhere(HEAD) and place_id not in scope.organisation_ids(HEAD):
        raise NotFound


def _found(place_id: UUID, at: datetime) -> list[tuple[Found, SignalKind]]:
    looked_for = kinds(local_day(at))
    reading = Reading(place_id, looked_for.values(), at)
    return [(one, kind) for code, kind in looked_for.items() for one in FINDERS[code](reading, kind)]


def _told(place_id: UUID, found: list[tuple[Found, SignalKind]]) -> list[Signal]:
    reviews: list[Any] = list(
        SignalReview.objects.filter(organisation=place_id, subject__in={one.subject for one, _kind in found})
        .annotate(facts=ArraySubquery(SignalEvidence.objects.filter(review=OuterRef("pk")).values("fact")))
        .order_by("recorded_at")
    )
    seen: dict[tuple[str, str], set[UUID]] = defaultdict(set)
    for row in reviews:
        seen[row.code, row.subject] |= set(row.facts)
    names = names_of(
        {one.account_id for one, _kind in found if one.account_id} | {row.recorded_by for row in reviews}
    )
    titles = {kind.code: kind.title for _one, kind in found}
    decided: dict[tuple[str, str], list[Review]] = defaultdict(list)
    for row in reviews:
        decided[row.code, row.subject].append(_review(row, titles.get(row.code, row.code), names))
    told = [
        _signal(one, kind, decided[one.code, one.subject], seen[one.code, one.subject], names)
        for one, kind in found
    ]
    return sorted(told, key=lambda one: (not one.is_open, -one.latest_at.timestamp(), one.found.key))


def _signal(
    one: Found, kind: SignalKind, reviews: list[Review], seen: set[UUID], names: Mapping[UUID, str]
) -> Signal:
    new = frozenset(fact.id for fact in one.facts) - seen
    return Signal(
        found=one,
        kind=kind,
        state="open" if not reviews else "reopened" if new else "decided",
        staff=names.get(one.account_id, "") if one.account_id else "",
        new=new if reviews else frozenset(),
        reviews=tuple(reviews),
    )


def _review(
    row: SignalReview, title: str, names: Mapping[UUID, str], facts: tuple[tuple[datetime, str], ...] = ()
) -> Review:
    return Review(
        id=row.pk,
        code=row.code,
        title=title,
        subject=row.subject,
        decision=row.decision,
        decision_label=row.get_decision_display(),
        words=row.words,
        by=names.get(row.recorded_by, ""),
        recorded_at=row.recorded_at,
        incident_id=row.incident_id,
        evidence=facts,
    )


def reviews_of(place_id: UUID, *, scope: Scope, at: datetime, number: int = 1) -> Page[Review]:
    """The register of decisions of a place, the latest first, each with the facts that were there. The read is logged.

    Raises Forbidden, NotFound.
    """
    _inside(place_id, scope)
    found = SignalReview.objects.visible_to(scope, HEAD).filter(organisation=place_id)
    page = page_of(found.order_by("-recorded_at", "-pk"), lambda row: row, number=number)
    facts: dict[UUID, list[tuple[datetime, str]]] = defaultdict(list)
    persons = {row.person_id for row in page if row.person_id}
    for row in SignalEvidence.objects.filter(review__in=[row.pk for row in page]).order_by("happened_at"):
        facts[row.review_id].append((row.happened_at, row.words))
        persons |= {row.person_id} if row.person_id else set()
    trail.read(
        "treatment.signals-read", by=scope, at=at, person_ids=sorted(persons), purpose="signal-reviews"
    )
    names = names_of({row.recorded_by for row in page})
    titles = {code: kind.title for code, kind in kinds(local_day(at)).items()}
    rows = [_review(row, titles.get(row.code, row.code), names, tuple(facts[row.pk])) for row in page]
    return Page(rows, page.number, page.size, page.total, page.total_is_capped)


def facts_of(one: Signal) -> list[tuple[Fact, bool]]:
    """The facts of a signal by time, each with whether it came after the last decision."""
    return [(fact, fact.id in one.new) for fact in sorted(one.found.facts, key=lambda fact: fact.happened_at)]
