"""Steps before they are written: what was typed, and whether it is complete."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from hoanhap.casework.rules.facts import StepFact
from hoanhap.casework.rules.guards import Reason, Refusal
from hoanhap.casework.rules.parts import Detail, StepKind
from hoanhap.kit.text import clean

Answer = str | list[str]
LONGEST_NUMBER = 40
LONGEST_NAME = 150
LONGEST_WORDS = 2000


@dataclass(frozen=True)
class PaperDraft:
    """The paper that carries a step."""

    number: str = ""
    signer_name: str = ""
    signer_position: str = ""

    def cleaned(self) -> "PaperDraft":
        return PaperDraft(clean(self.number), clean(self.signer_name), clean(self.signer_position))


@dataclass(frozen=True)
class StepDraft:
    """A step to be written."""

    kind: str
    on: date
    term_months: int | None = None
    ends_as: str = ""
    details: Mapping[str, Answer] = field(default_factory=dict)
    paper: PaperDraft = field(default_factory=PaperDraft)
    at: datetime | None = None
    until: date | None = None
    term_days: int | None = None

    @property
    def fact(self) -> StepFact:
        return StepFact(
            self.kind,
            self.on,
            self.term_months,
            self.ends_as,
            self.at,
            self.until,
            self.term_days,
            self.details,
        )


def application(*, on: date, number: str = "") -> StepDraft:
    """Somebody applies."""
    return StepDraft("application", on, paper=PaperDraft(number))


def decision(
    *, on: date, number: str, term_months: int | None, signer_name: str = "", signer_position: str = ""
) -> StepDraft:
    """The chair of the commune decides."""
    return StepDraft("decision", on, term_months, paper=PaperDraft(number, signer_name, signer_position))


def classification(*, on: date, category: str = "") -> StepDraft:
    """The team classifies the person."""
    return StepDraft("classification", on, details={"category": category})


def detox(*, began_on: date, ended_on: date | None = None, place: str = "") -> list[StepDraft]:
    """Detoxification begins and, where that is known already, ends."""
    steps = [StepDraft("detox", began_on, details={"place": place})]
    return steps if ended_on is None else [*steps, detox_end(on=ended_on)]


def detox_end(*, on: date) -> StepDraft:
    """Detoxification ends."""
    return StepDraft("detox-end", on)


def handover(*, on: date, minutes_number: str, received_by: Sequence[str] = ()) -> StepDraft:
    """Family, organisations and neighbourhood take over, with minutes."""
    return StepDraft(
        "handover", on, details={"received_by": list(received_by)}, paper=PaperDraft(minutes_number)
    )


def certificate(
    *, on: date, number: str, evidence_level: str = "", signer_name: str = "", signer_position: str = ""
) -> StepDraft:
    """The commune certifies that rehabilitation was completed."""
    return StepDraft(
        "certificate",
        on,
        ends_as="completed",
        details={"evidence_level": evidence_level},
        paper=PaperDraft(number, signer_name, signer_position),
    )


def breach(*, on: date, minutes_number: str, breach: str = "", note: str = "") -> StepDraft:
    """A breach is put into minutes, and rehabilitation stops."""
    return StepDraft(
        "breach",
        on,
        ends_as="stopped",
        details={"breach": breach, "note": note},
        paper=PaperDraft(minutes_number),
    )


def other_end(*, on: date, ended_as: str, paper_number: str = "", note: str = "") -> StepDraft:
    """The episode ends for another reason."""
    return StepDraft(
        "other-end", on, ends_as=ended_as, details={"note": note}, paper=PaperDraft(paper_number)
    )


def tidy(draft: StepDraft) -> StepDraft:
    """The draft with its texts cleaned and empty answers left out."""
    details: dict[str, Answer] = {}
    for code, answer in draft.details.items():
        kept: Answer = (
            clean(answer) if isinstance(answer, str) else sorted({clean(one) for one in answer} - {""})
        )
        if kept:
            details[code] = kept
    return replace(draft, details=details, paper=draft.paper.cleaned())


def content_refusals(
    step: StepKind | None, draft: StepDraft, *, as_listed: bool = False
) -> Iterable[Refusal]:
    """What is missing or unknown in a tidy draft.

    `as_listed`: the step comes from a list that has no column for signers, classes and the like; what such a list
    cannot say may stay empty. Numbers of papers may not.
    """
    if step is None:
        return
    if step.number_required and not draft.paper.number:
        yield Refusal(Reason.NUMBER_MISSING, draft.kind, "number")
    if step.signer_required and not as_listed:
        if not draft.paper.signer_name:
            yield Refusal(Reason.SIGNER_MISSING, draft.kind, "signer_name")
        if not draft.paper.signer_position:
            yield Refusal(Reason.SIGNER_MISSING, draft.kind, "signer_position")
    yield from _too_long(draft)
    for code in draft.details.keys() - {detail.code for detail in step.details}:
        yield Refusal(Reason.DETAIL_UNKNOWN, draft.kind, code)
    for detail in step.details:
        if detail.code not in draft.details:
            if detail.required and not as_listed:
                yield Refusal(Reason.DETAIL_MISSING, draft.kind, detail.code)
        elif strange := _strange(detail, draft.details[detail.code]):
            yield Refusal(Reason.CHOICE_UNKNOWN, draft.kind, detail.code, {"given": ", ".join(strange)})


def _strange(detail: Detail, answer: Answer) -> list[str]:
    given = [answer] if isinstance(answer, str) else answer
    if detail.choices is None:
        return []
    if not detail.many and len(given) > 1:
        return given
    return [one for one in given if detail.title_of(one) is None]


def _too_long(draft: StepDraft) -> Iterable[Refusal]:
    limits = [
        ("number", draft.paper.number, LONGEST_NUMBER),
        ("signer_name", draft.paper.signer_name, LONGEST_NAME),
        ("signer_position", draft.paper.signer_position, LONGEST_NAME),
        *((code, answer, LONGEST_WORDS) for code, answer in draft.details.items() if isinstance(answer, str)),
    ]
    for name, value, longest in limits:
        if len(value) > longest:
            yield Refusal(Reason.TOO_LONG, draft.kind, name, {"longest": longest})
