"""The catalogue of indicators: looked through by words and by the source they come from, each with the plans that use it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from hoanhap.access.scope import Scope
from hoanhap.kit.errors import NotFound, Problem, Words
from hoanhap.kit.text import fold
from hoanhap.programme.models import PlanEdition
from hoanhap.programme.queries.indicators import READ, indicators
from hoanhap.programme.queries.plans import reached
from hoanhap.programme.rules.indicators import Indicator

TOPICS: Final[dict[str, Words]] = {
    "person": _("People"),
    "unit": _("Communes and districts"),
    "activity": _("Activities, training, incidents"),
    "facility": _("Facilities and satellite points"),
    "amount": _("Amounts"),
    "finding": _("Findings"),
}
"""What an indicator counts is what it is about."""


@dataclass(frozen=True)
class PlanLine:
    """A plan that uses an indicator, and for which targets."""

    plan_id: UUID
    number: str
    title: str
    targets: tuple[str, ...]


def found(words: str, topic: str, *, scope: Scope) -> list[Indicator]:
    """The newest edition of each indicator about a topic in which every one of the words stands, by code.

    Raises Forbidden.
    """
    scope.require(READ)
    wanted = fold(words).split()
    return [
        one
        for one in newest(indicators())
        if (not topic or one.counts == topic) and all(word in _text(one) for word in wanted)
    ]


def newest(every: Iterable[Indicator]) -> list[Indicator]:
    """The latest edition of each, by code."""
    latest: dict[str, Indicator] = {}
    for one in sorted(every, key=lambda one: (one.code, one.edition)):
        latest[one.code] = one
    return list(latest.values())


def editions(code: str, *, scope: Scope) -> list[Indicator]:
    """Every edition of an indicator, the latest first. Raises Forbidden, NotFound."""
    scope.require(READ)
    every = sorted((one for one in indicators() if one.code == code), key=lambda one: -one.edition)
    if not every:
        raise NotFound(Problem("no-such-indicator", _("There is no such indicator.")))
    return every


def used_by(code: str, *, scope: Scope) -> list[PlanLine]:
    """The plans in reach whose latest edition has a target on the indicator."""
    latest = (
        PlanEdition.objects.filter(plan__in=reached(scope), body__targets__contains=[{"indicator": code}])
        .select_related("plan")
        .order_by("plan_id", F("number").desc())
    )
    known = (
        PlanEdition.objects.filter(plan__in=reached(scope)).order_by("plan_id", "-number").distinct("plan_id")
    )
    newest_ids = set(known.values_list("pk", flat=True))
    return [
        PlanLine(
            row.plan_id,
            row.plan.number,
            row.plan.title,
            tuple(one["code"] for one in row.body["targets"] if one["indicator"] == code),
        )
        for row in latest
        if row.pk in newest_ids
    ]


def _text(one: Indicator) -> str:
    said = (one.title.vi, one.title.en, one.definition.vi, one.definition.en)
    return fold(" ".join((one.code, *said, one.source, one.legal_basis)))
