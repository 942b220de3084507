"""What happened to somebody in a facility, said as steps of the case: which step each fact is, and which are missing."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hoanhap.casework.rules.drafts import PaperDraft, StepDraft

START: Final = ("admission", "intake")
GONE: Final = ("escape", "left")
BACK: Final = ("return", "returned")
"""Each fact under the names that different laws give it; the first that the law of the day knows is meant."""

STANDS_STILL: Final = ("suspended", "in-prison", "postponed", "escaped")
"""Stages in which somebody is not in the facility and the case goes on."""


ENDS_THE_CASE: Final = ("completed", "home", "died")
"""Ways to end a stay that end the case as well."""


@dataclass(frozen=True)
class Away:
    """An escape, and the return from it where there was one."""

    left_on: date
    minutes_number: str = ""
    returned_on: date | None = None


@dataclass(frozen=True)
class Lived:
    """What a stay tells of itself. `starts`: whether the case begins to run with it (not after a transfer)."""

    admitted_on: date
    starts: bool = True
    minutes_number: str = ""
    escapes: Sequence[Away] = ()
    discharged_on: date | None = None
    left_as: str = ""
    left_reason: str = ""
    left_number: str = ""
    left_paper_on: date | None = None
    signer_name: str = ""
    signer_position: str = ""


@dataclass(frozen=True)
class Fact:
    """A fact of the stay: `what` of admission, escape, return, discharge. `is_ours`: the facility issued the paper."""

    what: str
    drafts: tuple[StepDraft, ...]
    is_ours: bool = True

    @property
    def on(self) -> date:
        return self.drafts[0].on

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(draft.kind for draft in self.drafts)


def came(on: date, minutes_number: str = "") -> Fact:
    """Somebody was taken in."""
    return Fact("admission", tuple(StepDraft(kind, on, paper=PaperDraft(minutes_number)) for kind in START))


def went(on: date, minutes_number: str = "") -> Fact:
    """Somebody left without leave."""
    return Fact("escape", tuple(StepDraft(kind, on, paper=PaperDraft(minutes_number)) for kind in GONE))


def came_back(on: date) -> Fact:
    """Somebody who had left is back."""
    return Fact("return", tuple(StepDraft(kind, on) for kind in BACK))


def ended(stay: Lived) -> Fact | None:
    """The step that the discharge is, where it follows from how the stay ended.

    None where it does not: a shorter term may be an exemption or a certificate, a transfer goes on elsewhere, and what
    is filed under other reasons is for whoever keeps the file. Who leaves a voluntary treatment has left (once, if they
    had run away before): whether that is breaking off is found out afterwards.
    """
    on, paper_on = stay.discharged_on, stay.left_paper_on or stay.discharged_on
    if on is None or paper_on is None:
        return None
    paper = PaperDraft(stay.left_number, stay.signer_name, stay.signer_position)
    note = {"note": stay.left_reason}
    match stay.left_as:
        case "completed":
            return Fact("discharge", (StepDraft("certificate", paper_on, ends_as="completed", paper=paper),))
        case "home":
            step = StepDraft("confirmation", paper_on, ends_as="continues-at-home", paper=paper)
            return Fact("discharge", (step,))
        case "died":
            step = StepDraft(
                "other-end", on, ends_as="died", details=note, paper=PaperDraft(stay.left_number)
            )
            return Fact("discharge", (step,))
        case "left" if not any(one.returned_on is None for one in stay.escapes):
            return Fact("discharge", (StepDraft("left", on),))
        case "suspended":
            return Fact("discharge", (StepDraft("suspension", paper_on, paper=paper),), is_ours=False)
        case "prison":
            step = StepDraft("prison", on, paper=PaperDraft(stay.left_number))
            return Fact("discharge", (step,), is_ours=False)
        case _:
            return None


def facts(stay: Lived) -> list[Fact]:
    """Everything of a stay that is a step of the case, in the order in which it happened."""
    found = [came(stay.admitted_on, stay.minutes_number)] if stay.starts else []
    for away in sorted(stay.escapes, key=lambda one: one.left_on):
        found.append(went(away.left_on, away.minutes_number))
        if away.returned_on is not None:
            found.append(came_back(away.returned_on))
    end = ended(stay)
    return [*found, end] if end else found


NOTICES: Final = {"end": "end-notice", "escape": "escape-notice", "admission": "start-notice"}
"""Which step of the case a notice about something is."""

GRADES: Final = {"weak": "poor"}
"""Grades that the regimes call otherwise."""


def notice(about: str, on: date, number: str) -> StepDraft | None:
    """The notice that the law asks for, where it is one of those; to whomever it went, it is one paper."""
    kind = NOTICES.get(about)
    return StepDraft(kind, on, paper=PaperDraft(number)) if kind else None


def grade_of_month(grade: str, on: date) -> StepDraft:
    """The grade of a month, given on the day."""
    return StepDraft("rating", on, details={"grade": GRADES.get(grade, grade)})


def missing(told: Sequence[Fact], steps: Collection[tuple[str, date]]) -> list[Fact]:
    """The facts of which the case knows no step on that day. `steps`: kind and day of those that hold."""
    return [one for one in told if not any((kind, one.on) in steps for kind in one.kinds)]
