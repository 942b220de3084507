"""Walking an episode of the law of 2021 step by step, by the codes of its regime."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from hoanhap.access.scope import Scope
from hoanhap.casework.models import Episode, Step
from hoanhap.casework.operations import steps
from hoanhap.casework.rules.drafts import PaperDraft, StepDraft
from hoanhap.people.models import Person
from hoanhap.places.models import Unit
from tests.casework.made import Made, noon, scope

NOW = noon(date(2025, 12, 31))
"""A day on which everything up to 2025 can be entered."""
LAST = NOW.date()
SIGNED = ("decision", "certificate", "stopped")


def later(powers: frozenset[str], *units: str, name: str = "canbo", on: date = LAST) -> Scope:
    """A scope of that day: what it reaches follows from who answers then."""
    return replace(scope(powers, *units, name=name), on=on)


def registered(
    made: Made,
    person: Person | None = None,
    *,
    unit: Unit | None = None,
    on: date = date(2023, 3, 1),
    **changes: Any,
) -> Episode:
    """Somebody registered for rehabilitation at home under the law of 2021."""
    return made.episode(person, unit=unit, applied_on=on, **{"at": NOW, **changes})


def step(
    made: Made,
    episode: Episode,
    kind: str,
    on: date,
    *,
    at: datetime = NOW,
    by: Scope | None = None,
    **told: Any,
) -> Step:
    """One step of it, with the paper that it needs."""
    paper = PaperDraft(f"{kind}-{episode.pk.hex[-6:]}-{on:%j%y}", "Trần Văn Bình (mẫu)", "Chủ tịch")
    draft = StepDraft(kind, on, paper=paper if kind in SIGNED else PaperDraft(), **told)
    return steps.record_step(episode_id=episode.pk, step=draft, scope=by or made.province, at=at)


def decided(made: Made, episode: Episode, on: date = date(2023, 3, 3), months: int = 6) -> Episode:
    """The chair decided, and the term runs."""
    step(made, episode, "decision", on, term_months=months)
    return episode


def walked(made: Made, episode: Episode, *days: tuple[str, date]) -> Episode:
    """Several plain steps in order."""
    for kind, on in days:
        step(made, episode, kind, on)
    return episode
