"""What a review asks, what our records answer already, and what class the answers lead to, with why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import get_language

from hoanhap.programme.models import CommuneClass, CommuneReview
from hoanhap.programme.queries import criteria as known
from hoanhap.programme.queries.measures import MEASURES
from hoanhap.programme.rules.classification import Criteria, Proposal, propose


@dataclass(frozen=True)
class LookedLine:
    """One criterion as it was looked at, in words."""

    class_label: str
    title: str
    is_met: bool | None


@dataclass(frozen=True)
class Explained:
    """What answers lead to and why, in words: the criteria that were met, and what is not answered."""

    proposed: str
    proposed_label: str
    met: tuple[LookedLine, ...]
    looked: tuple[LookedLine, ...]
    missing: tuple[str, ...]


def label(class_: str) -> str:
    """The words of a class; nothing for none."""
    return str(CommuneClass(class_).label) if class_ else ""


def criteria_of(year: int) -> Criteria | None:
    """The criteria of the review of a year; None where none are known."""
    try:
        return known.criteria_for(year)
    except (LookupError, ValueError):
        return None


def missing(edition: int, answers: Mapping[str, Any]) -> int:
    """How many questions of an edition are not answered; the edition may be one that this place no longer knows."""
    try:
        rules = known.criteria(edition)
    except KeyError:
        return 0
    return len(propose(rules, answers).missing)


def answers_of(unit_id: str, year: int) -> dict[str, Any]:
    """What was answered last in the review of a commune; empty where nobody did."""
    row = CommuneReview.objects.filter(unit_id=unit_id, year=year).first()
    return dict(row.answers) if row else {}


def from_records(rules: Criteria, unit_id: str, year: int, *, on: date) -> dict[str, int]:
    """The answers that our own records give: counted on the last day of the review, or on the day if that is earlier."""
    begins, ends = rules.period(year)
    ends = min(ends, on)
    if ends < begins:
        return {}
    return {
        question.code: MEASURES[question.records].count(
            from_on=begins, to_on=ends, unit_ids=frozenset({unit_id})
        )
        for question in rules.questions
        if question.records in MEASURES
    }


def explain(rules: Criteria, answers: Mapping[str, Any]) -> Explained:
    """The class that answers lead to, with why, in the reader's language."""
    language = get_language()
    proposal: Proposal = propose(rules, answers)
    titles = {one.code: one.title.text(language) for one in rules.questions}
    looked = tuple(
        LookedLine(label(one.class_), one.title.text(language), one.is_met) for one in proposal.looked
    )
    return Explained(
        proposed=proposal.class_,
        proposed_label=label(proposal.class_),
        met=tuple(LookedLine(label(one.class_), one.title.text(language), True) for one in proposal.met),
        looked=looked,
        missing=tuple(titles[code] for code in proposal.missing),
    )
